"""Serial numbers that stand glued to the names beside them (1农药经营许可), as Excel prints them without lines.

A first column is parted only where the numbers count through and the heading says both words (序号服务事项名称).
"""

from collections.abc import Sequence
from dataclasses import replace

from extractors.columns import LONGEST, Sense, sense
from quanze.document import CellDoubt, Document, Span, Table
from quanze.text import fold

_SEARCHED = 4
"""The heading stands in one of so many first rows."""
_DIGITS = 4
_NOTE = "序号和事项名称连在一格里，没能分开，请对照原件核对名称。"


def halves(label: str) -> tuple[str, str] | None:
    """「序号服务事项名称」 as its two headings, the first that of a serial number; None for all other labels."""
    text = "".join(label.split()) if len(label) <= LONGEST else ""
    for at in range(2, len(text) - 1):
        first, second = _known(text[:at]), _known(text[at:])
        if first and second and first.role == "serial" and second.role in ("name", "sub_name", "kind", "code"):
            return text[:at], text[at:]
    return None


def _known(label: str) -> Sense | None:
    """The meaning of a whole heading, wrong characters not allowed for."""
    found = sense(label)
    return found if found is not None and found.exact and found.score > 2 * len(fold(label)) else None


def apart(document: Document) -> Document:
    """The document with the glued columns of its tables parted."""
    if not any(_heading(table) for table in document.tables):
        return document
    blocks = tuple(parted(block) if isinstance(block, Table) else block for block in document.blocks)
    return replace(document, blocks=blocks)


def parted(table: Table) -> Table:
    """The table with its numbers in a column of their own; with a doubt where the heading says so and they do not."""
    if not table.columns or (found := _heading(table)) is None:
        return table
    row, labels = found
    cut = _cut(table, row)
    if cut is None:
        return replace(table, doubts=(*table.doubts, CellDoubt(row, 0, _NOTE)))
    return _split(table, {**cut, row: labels})


def _heading(table: Table) -> tuple[int, tuple[str, str]] | None:
    for row in range(min(len(table.rows), _SEARCHED)):
        labels = halves(table.rows[row][0])
        wide = any(
            span.row <= row < span.row + span.rows and span.column == 0 < span.columns - 1 for span in table.spans
        )
        if labels is not None and not wide:
            return row, labels
    return None


def _cut(table: Table, heading: int) -> dict[int, tuple[str, str]] | None:
    """Row → number and the rest, for the rows whose numbers count on one by one; None where other rows have digits."""
    if any(span.column == 0 and span.rows > 1 and span.row + span.rows > heading + 1 for span in table.spans):
        return None
    texts = {row: table.rows[row][0].strip() for row in range(heading + 1, len(table.rows))}
    numbered = {row: text for row, text in texts.items() if text[:1].isdecimal()}
    if not numbered:
        return None
    for first in _leading(next(iter(numbered.values()))):
        found = _counted(numbered, first)
        if found is not None:
            return {**found, **{row: ("", text) for row, text in texts.items() if row not in found}}
    return None


def _leading(text: str) -> Sequence[int]:
    """The numbers that a text may begin with, the least first (112315投诉 may be 1, 11, 112 and so on)."""
    digits = text[: len(text) - len(text.lstrip("0123456789"))][:_DIGITS]
    return sorted({int(digits[:end]) for end in range(1, len(digits) + 1)})


def _counted(numbered: dict[int, str], first: int) -> dict[int, tuple[str, str]] | None:
    """The rows parted where each text begins with the next number and says more; None where one does not."""
    found = {}
    for number, (row, text) in enumerate(numbered.items(), first):
        rest = text.removeprefix(str(number)).lstrip(" \u3000.．、")
        if rest == text or not rest:
            return None
        found[row] = (str(number), rest)
    return found


def _split(table: Table, first: dict[int, tuple[str, str]]) -> Table:
    """The table with its first column as two; rows that are not parted keep one cell over both."""
    rows = tuple((*first.get(row, (texts[0], texts[0])), *texts[1:]) for row, texts in enumerate(table.rows))
    spans = [
        Span(span.row, span.column + 1 if span.column else 0, span.rows, span.columns + (span.column == 0))
        for span in table.spans
        if span.column or span.row not in first
    ]
    wide = {row for span in table.spans if not span.column for row in range(span.row, span.row + span.rows)}
    spans += [Span(row, 0, 1, 2) for row in range(len(rows)) if row not in first and row not in wide]
    boxes = tuple((row[0], *row) for row in table.boxes)
    edges = (table.edges[0], table.edges[0], *table.edges[1:]) if table.edges else ()
    doubts = tuple(CellDoubt(one.row, one.column + 1 if one.column else 0, one.note) for one in table.doubts)
    order = tuple(sorted(spans, key=lambda span: (span.row, span.column)))
    return replace(table, rows=rows, spans=order, boxes=boxes, edges=edges, doubts=doubts)
