"""What is proposed for the sample lists, row by row, as a person last looked at it (`make golden`)."""

from pathlib import Path

import reference
from flows import pipeline
from flows.reading import read_file
from quanze.row import DelegationRow, InternalRow, MaterialRow, Row, TimeRow
from tests.golden import kept

INBOX = Path(__file__).resolve().parents[2] / "sample_docs" / "inbox"
KEPT = Path(__file__).resolve().parent / "sample_rows.csv"
HEADINGS = ["department", "matter", "list", "about", "way", "before", "after", "flags", "needs", "reasons"]


def test_every_row_proposed_for_the_samples_is_as_it_was_last_looked_at() -> None:
    files = sorted(path for path in INBOX.rglob("*") if path.is_file() and path.suffix != ".json")
    matters = pipeline.joined([reading for path in files for reading in read_file(path, path.parent.name)])
    said = [HEADINGS, *(_line(row) for row in pipeline.rows(matters, reference.shipped().entries))]
    assert said == kept(KEPT, said)


def _line(row: Row) -> list[str]:
    title = f"{row.matter} {row.sub_name}".strip()
    reasons = [" ".join(filter(None, (why.rule, why.clause, why.quote, why.note))) for why in row.reasons]
    parts = (row.flags, row.needs, reasons)
    return [row.department, title, row.row, _about(row), row.way, row.before, row.after, *map("\n".join, parts)]


def _about(row: Row) -> str:
    """What only this kind of row says."""
    match row:
        case DelegationRow():
            return "\n".join((row.level, row.receiver, row.obstacle, row.measures, row.supervision))
        case MaterialRow():
            return "\n".join((row.material, row.outcome, row.entry_name, row.replacement))
        case TimeRow():
            return f"{row.statutory} {row.promised} {row.proposed} {row.unit}"
        case InternalRow():
            return row.routed_to
    return ""
