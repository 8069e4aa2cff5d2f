"""A published workbook that a department fills in comes back as decisions."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from flows import publishing
from flows.stages import Office
from quanze.store import decisions, facts
from tests.flows.office import SAMPLE, drop, office_at, run


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = office_at(tmp_path)
    drop(tmp_path, SAMPLE)
    run(opened)
    yield opened
    opened.store.close()


def filled(office: Office, verdict: str) -> tuple[Path, int]:
    """A published draft with every line answered; gives its path and how many lines were."""
    written = publishing.lists(office, office.settings.home / "sent", "司法局", draft=True)
    path = next(path for path in written if "下放" in path.name and path.suffix == ".xlsx")
    book = openpyxl.load_workbook(path)
    count = 0
    for sheet in book:
        heads = [cell for row in sheet.iter_rows(max_row=8) for cell in row if cell.value == "审核意见"]
        for row in sheet.iter_rows(min_row=heads[0].row + 1) if heads else []:
            if str(row[0].value).isdigit():
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


def test_an_answer_without_a_verdict_is_a_conflict_with_a_report(office: Office) -> None:
    filled(office, "也许")
    run(office)
    with office.store.reading() as session:
        rows, _ = decisions.settled(session, facts.rows(session))
    assert not any(row.confirmed for row in rows)
    assert list(office.settings.receipts.rglob("冲突清单*/*.xlsx"))
