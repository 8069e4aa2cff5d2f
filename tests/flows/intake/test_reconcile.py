"""Drops that left the inbox without the ledger knowing: closed with a state and a receipt, never guessed at."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flows import stages
from flows.intake import inbox, presence
from flows.intake.leaving import is_freed, is_read
from flows.intake.reconcile import reconcile
from flows.stages import Office
from quanze.errors import NameTooLong
from quanze.store import facts, ledger
from quanze.store.tables import FileRow
from tests.flows.office import ROWS, give, office_at
from tests.flows.test_kills import drop


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = office_at(tmp_path)
    presence.missing(opened.settings)
    yield opened
    opened.store.close()


def taken(office: Office, name: str = "清单.csv") -> stages.Taken:
    drop(office.settings.home, name, ROWS["低保"], ROWS["特困"])
    return stages.take(office, inbox.scan(office.settings.inbox)[0])


def present(office: Office) -> set[str]:
    return {each.dropped_as for each in inbox.scan(office.settings.inbox)}


def files(office: Office) -> list[FileRow]:
    with office.store.reading() as session:
        return ledger.files(session)


def test_a_file_taken_away_half_way_is_returned_with_a_receipt_and_its_earlier_version_holds(office: Office) -> None:
    give(office, ROWS["低保"])
    half = taken(office)
    stages.read(office, half)
    half.drop.path.unlink()
    assert reconcile(office, present(office)) == 1
    file = files(office)[-1]
    assert (file.state, file.code, file.waiting) == ("quarantined", "WITHDRAWN", False)
    said = next((office.settings.receipts / "民政局").glob("*.00002.回执.txt")).read_text(encoding="utf-8-sig")
    assert "被人从收件箱里拿走" in said and "原件保存在" not in said
    with office.store.reading() as session:
        assert [matter.name for matter in facts.matters(session, "民政局")] == ["最低生活保障认定"]
    assert reconcile(office, present(office)) == 0


def test_a_drop_whose_copy_is_safe_is_only_ticked_off(office: Office) -> None:
    half = taken(office)
    stages.read(office, half)
    kept = inbox.keep(half.drop, office.settings.archive, half.sha256)
    with office.store.writing() as session:
        ledger.finish(session, half.file_id, kept_as=stages.below_home(office, kept), now="t")
    half.drop.path.unlink()
    reconcile(office, present(office))
    (file,) = files(office)
    assert (file.state, file.waiting, file.code) == ("done", False, "")


def test_a_share_lost_while_it_was_looked_through_closes_nothing(office: Office) -> None:
    taken(office)
    (office.settings.inbox / presence.MARK).unlink()
    (office.settings.inbox / "民政局" / "清单.csv").unlink()
    assert reconcile(office, set()) == 0
    assert files(office)[0].waiting


def test_what_a_broken_off_run_has_read_is_not_read_again_unless_it_changed(office: Office) -> None:
    first = taken(office)
    assert not is_read(office, first)
    stages.read(office, first)
    again = stages.take(office, inbox.scan(office.settings.inbox)[0])
    assert again.file_id == first.file_id and is_read(office, again)
    drop(office.settings.home, "清单.csv", ROWS["临时"])
    changed = stages.take(office, inbox.scan(office.settings.inbox)[0])
    assert changed.file_id == first.file_id and not is_read(office, changed)


def test_a_repeat_of_a_drop_that_was_returned_counts_itself(office: Office) -> None:
    drop(office.settings.home, "一.csv", ROWS["低保"])
    drop(office.settings.home, "二.csv", ROWS["低保"])
    held = replace(office, holder="one intake")
    first, second = (stages.take(held, each) for each in inbox.scan(office.settings.inbox))
    assert (first.duplicate, second.duplicate, is_freed(office, second)) == (False, True, False)
    stages.turn_back(office, first, NameTooLong())
    assert is_freed(office, second)
    assert [(file.state, file.same_as) for file in files(office)] == [("quarantined", None), ("claimed", None)]
