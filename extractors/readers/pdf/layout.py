"""Pages → one document: running headers, footers and page numbers left out, titles put to tables, lines to paragraphs.

Works on what `tables` found on each page; opens no file.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from extractors.readers.pdf.series import levelled
from extractors.readers.pdf.tables import PageLine, PageRead, PageTable
from quanze.document import Box, Paragraph, Place, Table
from quanze.text import tidy, unwrap

_EDGE = 0.12
"""Running headers and footers stand in this share of the page's height at its top or bottom."""
_PAGE_NUMBER = re.compile(
    r"[-—–－·•\s]*+(?:第?+\s*+[0-9０-９]{1,5}\s*+页?|[ivxlcIVXLC]{1,6}|第[一二三四五六七八九十百]+页)"
    r"(?:\s*+(?:[/／]|of|共|,|，)\s*+共?+\s*+[0-9０-９]{1,5}\s*+页?)?[-—–－·•\s]*+"
)
_COUNTED = re.compile(
    r"(?<=第)[0-9０-９一二三四五六七八九十百]+(?=页)|(?<=共)[0-9０-９一二三四五六七八九十百]+(?=页)"
    r"|[0-9０-９]+(?=[/／][0-9０-９])|(?<=[/／])[0-9０-９]+|(?<=[-—–])[0-9０-９]+(?=[-—–])|(?i:(?<=page)[0-9]+)"
)
_HEAD = 1.2
"""Running lines are at most so many times as large as the page's usual text; larger ones are titles."""
_ENDING = "。；！？;!?"
_ALIKE = 1.5
"""Lines of one paragraph differ in height no more than this, as fonts for letters and for Chinese do."""
_LABEL = 14
"""A longer line that ends with a colon leads up to a table and names none."""
_TITLE_LINES = 6
_TITLE_LENGTH = 400


def compose(pages: Sequence[PageRead]) -> tuple[Table | Paragraph, ...]:
    """All pages' tables and paragraphs in reading order, tables counted through."""
    pages = levelled(pages)
    running = _running(pages)
    seen: set[str] = set()
    blocks: list[Table | Paragraph] = []
    number = 0
    for page in pages:
        lines = list(_body(page, running, seen))
        for block in _in_order(page, lines):
            if isinstance(block, PageTable):
                number += 1
                title = _title(block, lines, page.tables)
                blocks.append(_table(block, page.number, number, title))
            else:
                blocks.append(_paragraph(block, page))
    return tuple(blocks)


def _masked(text: str) -> str:
    """A line without white space and with its page number masked."""
    return _COUNTED.sub("#", "".join(text.split()))


def _running(pages: Sequence[PageRead]) -> set[str]:
    """Lines, page numbers masked, that come back at the top or bottom of the pages."""
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        counts.update({(_masked(line.text), round(line.area[1] / 4)) for line in page.lines if _at_edge(line, page)})
    joined: Counter[str] = Counter()
    for (text, level), count in counts.items():
        joined[text] = max(joined[text], count + counts.get((text, level + 1), 0))
    enough = max(2, min(len(pages) * 0.3, 20))
    return {text for text, count in joined.items() if count >= enough}


def _at_edge(line: PageLine, page: PageRead) -> bool:
    height = page.frame.size[1]
    if page.size and line.size > _HEAD * page.size:
        return False
    return line.area[3] < height * _EDGE or line.area[1] > height * (1 - _EDGE)


def _body(page: PageRead, running: set[str], seen: set[str]) -> Iterator[PageLine]:
    """The page's lines without numbering and without running lines after their first appearance."""
    for line in page.lines:
        if _at_edge(line, page):
            if _PAGE_NUMBER.fullmatch(line.text):
                continue
            masked = _masked(line.text)
            if masked in running:
                if masked in seen:
                    continue
                seen.add(masked)
        yield line


def _in_order(page: PageRead, lines: Iterable[PageLine]) -> Iterator[PageTable | list[PageLine]]:
    """Tables and paragraphs (as their lines) from top to bottom."""
    tables = sorted(page.tables, key=lambda table: table.area[1])
    waiting: list[PageLine] = []
    for line in lines:
        while tables and tables[0].area[1] < line.area[1]:
            yield from _paragraphs(waiting)
            waiting = []
            yield tables.pop(0)
        waiting.append(line)
    yield from _paragraphs(waiting)
    yield from tables


def _paragraphs(lines: Sequence[PageLine]) -> Iterator[list[PageLine]]:
    """Lines put together where one fills its width and the next goes on without an indent or a gap."""
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
            last.area[2] > right[last.column] - 2.5 * size
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
    return Table(
        table.rows, places, table.spans, table.boxes, table.edges, page=page, bbox=around(table.row_boxes), title=title
    )
