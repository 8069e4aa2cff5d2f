"""Pages → one document: titles put to tables, lines to paragraphs; what belongs to the page only is told by `running`.

Works on what `tables` found on each page; opens no file.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from extractors.readers.pdf.overlaps import OVERLAPPED
from extractors.readers.pdf.parts import PageLine, PageRead, PageTable
from extractors.readers.pdf.running import bodies
from extractors.readers.pdf.series import levelled
from quanze.document import Box, CellDoubt, Paragraph, Place, Table
from quanze.text import tidy, unwrap

_ENDING = "。；！？;!?"
_ALIKE = 1.5
"""Lines of one paragraph differ in height no more than this, as fonts for letters and for Chinese do."""
_FULL = 3
"""So many lines that end alike end at the margin."""
_SHORT = 4.0
"""The right margin may be wider than the left one by so many characters."""
_LABEL = 14
"""A longer line that ends with a colon leads up to a table and names none."""
_TITLE_LINES = 6
_TITLE_LENGTH = 400


def compose(pages: Sequence[PageRead]) -> tuple[Table | Paragraph, ...]:
    """All pages' tables and paragraphs in reading order, tables counted through."""
    pages = levelled(pages)
    blocks: list[Table | Paragraph] = []
    number = 0
    for page, body in zip(pages, bodies(pages), strict=True):
        for block in _in_order(page, body.lines):
            if isinstance(block, PageTable):
                number += 1
                title = _title(block, body.lines, page.tables)
                blocks.append(_table(block, page.number, number, title))
            else:
                blocks.append(_paragraph(block, page))
        blocks += [replace(_paragraph([line], page), aside=True) for line in body.aside]
    return tuple(blocks)


def _in_order(page: PageRead, lines: Iterable[PageLine]) -> Iterator[PageTable | list[PageLine]]:
    """Tables and paragraphs (as their lines) from top to bottom."""
    tables = sorted(page.tables, key=lambda table: table.area[1])
    waiting: list[PageLine] = []
    least = _least(page)
    for line in lines:
        while tables and tables[0].area[1] < line.area[1]:
            yield from _paragraphs(waiting, least)
            waiting = []
            yield tables.pop(0)
        waiting.append(line)
    yield from _paragraphs(waiting, least)
    yield from tables


def _least(page: PageRead) -> float:
    """Where a full line ends at the least: at the margin, if no line gets near and no three lines end alike."""
    if not page.lines or len({line.column for line in page.lines}) > 1:
        return 0.0
    ends = [line.area[2] for line in page.lines] + [table.area[2] for table in page.tables]
    size = max(line.size for line in page.lines)
    margin = page.frame.size[0] - min(line.area[0] for line in page.lines)
    alike = sum(end > max(ends) - size for end in ends)
    return 0.0 if alike >= _FULL or max(ends) > margin - _SHORT * size else margin


def _paragraphs(lines: Sequence[PageLine], least: float) -> Iterator[list[PageLine]]:
    """Lines put together where one fills its width and the next goes on without an indent or a gap.

    A line that ends before `least` does not fill it.
    """
    if not lines:
        return
    right: dict[int, float] = {}
    left: dict[int, float] = {}
    for line in lines:
        right[line.column] = max(right.get(line.column, 0.0), line.area[2])
        left[line.column] = min(left.get(line.column, line.area[0]), line.area[0])
    paragraph = [lines[0]]
    for line in lines[1:]:
        last = paragraph[-1]
        size = max(last.size, line.size)
        goes_on = (
            last.area[2] > max(least, right[last.column]) - 2.5 * size
            and line.area[0] < left[line.column] + 1.2 * size
            and size < _ALIKE * min(last.size, line.size)
            and line.area[1] - last.area[3] < 1.3 * size
        )
        if goes_on:
            paragraph.append(line)
        else:
            yield paragraph
            paragraph = [line]
    yield paragraph


def _paragraph(lines: Sequence[PageLine], page: PageRead) -> Paragraph:
    text = unwrap(tidy("\n".join(line.text for line in lines)))
    box = page.frame.shown(np.array([around([line.area for line in lines])]))[0]
    return Paragraph(text, Place(page=page.number, bbox=box))


def around(areas: Sequence[Box]) -> Box:
    """The box around these areas."""
    return (
        min(area[0] for area in areas),
        min(area[1] for area in areas),
        max(area[2] for area in areas),
        max(area[3] for area in areas),
    )


def _title(table: PageTable, lines: Sequence[PageLine], tables: Sequence[PageTable]) -> str:
    """The lines right above a table: back to the table before it, a sentence, or a wide gap."""
    top = table.area[1]
    ceiling = max((other.area[3] for other in tables if other.area[3] <= top + 1 and other is not table), default=0.0)
    above = [line for line in lines if line.area[3] <= top + 2 and line.area[1] >= ceiling - 2 and _over(line, table)]
    found: list[str] = []
    edge = top
    for line in reversed(above[-_TITLE_LINES:]):
        text = line.text.strip()
        if edge - line.area[3] > 3.5 * line.size or _is_sentence(text):
            break
        found.append(text)
        edge = line.area[1]
    return tidy("\n".join(reversed(found)))[-_TITLE_LENGTH:]


def _is_sentence(text: str) -> bool:
    return text[-1:] in _ENDING or (text[-1:] in ":：" and len(text) > _LABEL)


def _over(line: PageLine, table: PageTable) -> bool:
    return line.area[2] > table.area[0] and line.area[0] < table.area[2]


def _table(table: PageTable, page: int, number: int, title: str) -> Table:
    places = tuple(Place(page, number, row, box) for row, box in enumerate(table.row_boxes, 1))
    one_a_row: dict[int, int] = {}
    for row, column in sorted(table.over):
        one_a_row.setdefault(row, column)
    return Table(
        table.rows,
        places,
        table.spans,
        table.boxes,
        table.edges,
        page=page,
        bbox=around(table.row_boxes),
        title=title,
        doubts=tuple(CellDoubt(row, column, OVERLAPPED) for row, column in one_a_row.items()),
    )
