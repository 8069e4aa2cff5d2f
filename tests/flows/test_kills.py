"""kill -9 at twenty random points of intake and refresh: nothing lost, nothing twice, a clear state afterwards."""

import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.intake import inbox
from flows.intake.reconcile import reconcile
from flows.refresh import catalogues
from flows.stages import Office
from quanze.store import decisions, editions, facts, ledger
from tests import postgres
from tests.flows import killing
from tests.flows.office import HEAD, ROWS, office_at, run
from tests.flows.refresh.test_sources import declare, table

SEED, TIMES = 20260317, 20


def drop(home: Path, name: str, *rows: str) -> None:
    folder = home / "inbox" / "民政局"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(HEAD + "".join(rows), encoding="utf-8")


def prepared(home: Path) -> None:
    """An office that has run before, with a corrected, a duplicate, a new and a bad file dropped, and a new list."""
    office = office_at(home)
    declare(office, '[[source]]\nfile = "取消.csv"\nlist = "cancelled"\n')
    (office.settings.catalogues / "取消.csv").write_bytes(table("收入证明", "户籍证明"))
    catalogues.refresh(office, [], name="", accept=False)
    drop(home, "清单.csv", ROWS["低保"])
    run(office)
    office.store.close()
    drop(home, "清单.csv", ROWS["低保"].replace("第十一条", "第十二条"), ROWS["临时"])
    drop(home, "重复.csv", ROWS["低保"].replace("第十一条", "第十二条"), ROWS["临时"])
    drop(home, "新的.csv", ROWS["特困"])
    drop(home, "坏的.csv")
    (office.settings.catalogues / "取消.csv").write_bytes(table("收入证明", "户籍证明", "学历证明"))


def everything(home: Path) -> None:
    """What serve does: an intake and a refresh."""
    office = office_at(home)
    reconcile(office, {each.dropped_as for each in inbox.scan(office.settings.inbox)})
    run(office)
    catalogues.refresh(office, [], name="", accept=False)
    office.store.close()


def state(office: Office) -> dict[str, object]:
    home = office.settings.home
    with office.store.reading() as session:
        files = [
            (each.name, each.state, each.waiting, each.same_as, each.replaced_by) for each in ledger.files(session)
        ]
        kept = [each.kept_as for each in ledger.files(session)]
        current = editions.edition(session)
        assert current is not None and decisions.broken(session) == []
        return {
            "files": files,
            "kept": {name: (home / name).read_bytes() for name in kept},
            "matters": [(matter.key, matter.basis) for matter in facts.matters(session, "民政局")],
            "rows": [(row.key, row.way, row.row) for row in facts.rows(session)],
            "edition": current.digest,
            "inbox": [each.dropped_as for each in inbox.scan(office.settings.inbox)],
            "receipts": {path.name: path.read_bytes() for path in office.settings.receipts.rglob("*.txt")},
        }


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, object], int]]:
    """The prepared home, what it must become, and how many points lead there."""
    home = tmp_path_factory.mktemp("base")
    prepared(home)
    whole = home.with_name("whole")
    shutil.copytree(home, whole)
    postgres.copied(home, whole)
    ended, points = killing.work(lambda: everything(whole), fatal=0)
    assert ended == 0
    office = office_at(whole)
    yield home, state(office), points
    office.store.close()


def test_the_work_passes_many_points_and_loses_nothing(base: tuple[Path, dict[str, object], int]) -> None:
    _, expected, points = base
    assert points > 100
    files = expected["files"]
    assert isinstance(files, list)
    assert sorted(each[1] for each in files) == ["done", "done", "done", "duplicate", "quarantined"]
    assert expected["inbox"] == []


@pytest.mark.parametrize("number", range(TIMES))
def test_a_kill_at_a_random_point_changes_nothing_of_the_outcome(
    base: tuple[Path, dict[str, object], int], tmp_path: Path, number: int
) -> None:
    home, expected, points = base
    fatal = random.Random(SEED).sample(range(1, points), TIMES)[number]
    broken = tmp_path / "broken"
    shutil.copytree(home, broken)
    postgres.copied(home, broken)
    before = {path.read_bytes() for path in (broken / "inbox").rglob("*.csv")}
    ended, _ = killing.work(lambda: everything(broken), fatal)
    assert ended == signal.SIGKILL
    left = {
        path.read_bytes()
        for folder in ("inbox", "archive", "quarantine")
        for path in (broken / folder).rglob("*")
        if path.is_file()
    }
    assert before <= left
    ended, _ = killing.work(lambda: everything(broken), fatal=0)
    assert ended == 0
    office = office_at(broken)
    found = state(office)
    office.store.close()
    assert found == expected
