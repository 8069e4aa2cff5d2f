"""A published workbook that a department fills in comes back as decisions."""

import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from flows import publishing, stages
from flows.intake.inbox import Drop
from flows.stages import Office, Taken
from quanze.judgement import Decision
from quanze.row import Row
from quanze.store import decisions, facts, ledger, review, signoff
from tests.flows.office import SAMPLE, drop, office_at, run


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = office_at(tmp_path)
    drop(tmp_path, SAMPLE)
    run(opened)
    yield opened
    opened.store.close()


def sent(office: Office) -> Path:
    """The published draft of the list of matters to go down."""
    written = publishing.lists(office, office.settings.home / "sent", "司法局", draft=True)
    return next(path for path in written if "下放" in path.name and path.suffix == ".xlsx")


def filled(office: Office, verdict: str, path: Path | None = None, lines: int = 10_000) -> tuple[Path, int]:
    """A published draft with its first lines answered, dropped; gives its path and how many lines were."""
    book = openpyxl.load_workbook(path or sent(office))
    count = 0
    for sheet in book:
        heads = [cell for row in sheet.iter_rows(max_row=8) for cell in row if cell.value == "审核意见"]
        for row in sheet.iter_rows(min_row=heads[0].row + 1) if heads else []:
            if str(row[0].value).isdigit() and count < lines:
                row[heads[0].column - 1].value = verdict
                count += 1
    target = office.settings.inbox / "司法局" / "填好的清单.xlsx"
    book.save(target)
    return target, count


def test_a_filled_in_list_confirms_its_rows_and_its_receipt_says_so(office: Office) -> None:
    _, count = filled(office, "确认")
    assert count > 0
    run(office)
    with office.store.reading() as session:
        rows, stale = decisions.settled(session, facts.rows(session))
    assert sum(row.confirmed for row in rows) == count
    assert stale == ()
    receipt = next(path for path in office.settings.receipts.rglob("填好的清单*"))
    assert f"采纳 {count} 行，冲突 0 行" in receipt.read_text(encoding="utf-8-sig")
    names = [path.name for path in publishing.lists(office, office.settings.home / "final", "司法局", draft=False)]
    assert any("下放" in name for name in names)
    assert not any("草稿" in name for name in names)


def standing(office: Office) -> list[Row]:
    """The rows of the list that goes down, as they stand, in its order."""
    with office.store.reading() as session:
        rows, _ = decisions.settled(session, facts.rows(session))
    return [row for row in rows if row.row == "delegation"]


def decided(office: Office, row: Row, verdict: str) -> None:
    """A reviewer's decision on the page."""
    with office.store.writing() as session:
        seen = review.seen(session, row.key)
        assert seen is not None
        said = Decision(row.key, verdict, "初审", "2026-03-18T08:00:00", seen.digest, seen.edition)
        decisions.decide(session, said, seen.row)


def verdicts(office: Office) -> list[str]:
    """What was decided on rows, oldest first."""
    with office.store.reading() as session:
        return [event.verdict for event in review.log(session)]


def test_what_a_reviewer_decided_after_the_list_went_out_is_not_overruled(office: Office) -> None:
    path = sent(office)
    decided(office, standing(office)[0], "reject")
    filled(office, "确认", path, 2)
    run(office)
    assert verdicts(office) == ["reject", "confirm"]
    assert [row.confirmed for row in standing(office)[:2]] == [False, True]
    (report,) = office.settings.receipts.rglob("冲突清单*/*.xlsx")
    cells = {str(cell.value) for sheet in openpyxl.load_workbook(report) for line in sheet.iter_rows() for cell in line}
    assert any("已经有人审过" in cell for cell in cells)


def test_the_same_workbook_filled_in_further_adds_only_what_is_new(office: Office) -> None:
    path = sent(office)
    filled(office, "确认", path, 1)
    run(office)
    filled(office, "确认", path, 3)
    run(office)
    assert verdicts(office) == ["confirm"] * 3
    assert not list(office.settings.receipts.rglob("冲突清单*"))


def test_reading_a_returned_list_again_decides_nothing_anew(office: Office) -> None:
    filled(office, "退回", None, 1)
    run(office)
    decided(office, standing(office)[0], "confirm")
    with office.store.writing() as session:
        file = ledger.files(session)[-1]
        kept, number, digest = office.settings.home / file.kept_as, file.id, file.sha256
    stages.read(office, Taken(Drop(kept, "司法局", "司法局/填好的清单.xlsx", "填好的清单.xlsx"), number, digest, False))
    assert verdicts(office) == ["return", "confirm"]


def test_a_list_that_was_handed_in_takes_no_more_answers(office: Office) -> None:
    with office.store.writing() as session:
        subject = signoff.subject("司法局", "delegation")
        decisions.decide(session, Decision(subject, "submit", "司法", "2026-03-18T08:00:00", "d"))
    filled(office, "确认", None, 1)
    run(office)
    assert verdicts(office) == ["submit"] and list(office.settings.receipts.rglob("冲突清单*/*.xlsx"))


def test_a_returned_answer_rests_on_the_edition_and_the_entry_that_it_saw(office: Office) -> None:
    asked = "序号,事项名称,事项类型,设定依据,申请材料\n1,公租房资格审核,其他权力,某办法,收入证明、身份证复印件\n"
    (office.settings.inbox / "司法局" / "材料.csv").write_text(asked, encoding="utf-8")
    run(office)
    written = publishing.lists(office, office.settings.home / "sent", "司法局", draft=True)
    filled(office, "确认", next(path for path in written if "减材料" in path.name and path.suffix == ".xlsx"))
    run(office)
    with office.store.reading() as session:
        events = review.log(session)
        edition = facts.edition(session)
    assert edition is not None and events
    assert {event.edition for event in events} == {edition.digest}
    rests = {bool(json.loads(event.after)["entry"]): bool(event.entry) for event in events if event.after}
    assert rests == {True: True}


def test_an_answer_without_a_verdict_is_a_conflict_with_a_report(office: Office) -> None:
    filled(office, "也许")
    run(office)
    with office.store.reading() as session:
        rows, _ = decisions.settled(session, facts.rows(session))
    assert not any(row.confirmed for row in rows)
    assert list(office.settings.receipts.rglob("冲突清单*/*.xlsx"))
