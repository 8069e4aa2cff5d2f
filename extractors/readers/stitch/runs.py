"""Which tables are parts of one table that goes on over pages: geometry, the text between, headings, numbering.

Decides about tables only; whether a row was cut in two is `cut`'s question.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.readers.stitch.columns import aligned, union
from extractors.readers.stitch.stats import folded
from quanze.document import Document, Paragraph, Table
from quanze.text import whole_number

_PAGE_NUMBER = re.compile(
    r"[-·~/|第页共,，.]*+[0-9一二三四五六七八九十百ivx]++[-·~/|第页共,，.of0-9一二三四五六七八九十百]*+"
)
_GOES_ON = re.compile(r"\W*(?:续|接)上?(?:前)?[表页]\W*")
_TITLE_ROWS = 3
"""How many rows may stand above the heading inside a table (title, filling unit)."""
_HEADING_ROWS = 4
_SAME_HEADING = 0.85
_LABELS = 3
_ROOM = 0.25
"""A page that is left empty by this share of its height was ended on purpose."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a table; `skip` first rows repeat the heading."""

    block: int
    table: Table
    skip: int = 0


def furniture(document: Document) -> frozenset[int]:
    """Blocks that belong to the page, not to the list: page numbers, and lines that return at the edge of pages."""
    edge = _at_page_edges(document)
    pages: dict[str, set[int]] = {}
    for block in edge.values():
        if block.place.page:
            pages.setdefault(folded(block.text), set()).add(block.place.page)
    return frozenset(
        number for number, block in edge.items() if block.aside or _is_furniture(folded(block.text), pages)
    )


def _is_furniture(text: str, pages: dict[str, set[int]]) -> bool:
    return len(pages.get(text, ())) > 1 or bool(_PAGE_NUMBER.fullmatch(text) or _GOES_ON.fullmatch(text))


def _at_page_edges(document: Document) -> dict[int, Paragraph]:
    """Paragraphs by block number with no table before them on their page, or none after."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table) and block.page:
            first.setdefault(block.page, number)
            last[block.page] = number
    found: dict[int, Paragraph] = {}
    for number, block in enumerate(document.blocks):
        page = block.place.page if isinstance(block, Paragraph) else None
        if isinstance(block, Paragraph) and (page is None or not first.get(page, -1) < number < last.get(page, -1)):
            found[number] = block
    return found


@dataclass(slots=True)
class _Run:
    """The parts of one table found so far, and what is asked of them again and again."""

    parts: list[Part]
    edges: tuple[float, ...]
    """Column edges of all parts together, empty where a part has none."""
    numbers: list[int]
    """The numbers down the first column: those of the first part, then the last of each later one."""

    @property
    def first(self) -> Table:
        return self.parts[0].table

    @property
    def last(self) -> Table:
        return self.parts[-1].table

    def add(self, part: Part) -> None:
        moved = aligned(self.edges, part.table.edges) if self.edges and part.table.edges else None
        self.edges = union(self.edges, moved) if moved else ()
        self.numbers += _numbers(part.table.rows[part.skip :])[-1:]
        self.parts.append(part)


def _begin(part: Part) -> _Run:
    return _Run([part], part.table.edges, _numbers(part.table.rows))


def runs(document: Document) -> list[list[Part]]:
    """The document's tables in order, each run the parts of one table; a table inside a cell goes on with none."""
    aside = furniture(document)
    bottom = max((block.bbox[3] for block in document.tables if block.bbox), default=0.0)
    found: list[_Run] = []
    last: _Run | None = None
    text_between = True
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            text_between = text_between or (number not in aside and bool(folded(block.text)))
            continue
        if block.inner:
            found.append(_begin(Part(number, block)))
            continue
        skip = None if text_between or last is None else _follows(last, block, bottom)
        if last is None or skip is None:
            last = _begin(Part(number, block))
            found.append(last)
        else:
            last.add(Part(number, block, skip))
        text_between = False
    return [run.parts for run in found]


def _follows(run: _Run, table: Table, bottom: float) -> int | None:
    """How many first rows of `table` repeat the run's heading if it goes on with the run, None if it does not.

    `bottom` is how far down (points) the document's tables reach.
    """
    last = run.last
    if last.name or table.name or not table.rows or not last.rows:
        return None
    if not _next_page(last, table) or not _same_columns(run, table):
        return None
    skip = repeated(run.first, table)
    if _another_card(run.first, table, skip):
        return None
    if skip:
        ended = not last.bbox or last.bbox[3] < bottom * (1 - _ROOM)
        return None if ended and _restarts(run, table, skip) else skip
    return None if _own_heading(run, table) else 0


def _next_page(last: Table, table: Table) -> bool:
    if last.page is None or table.page is None:
        return last.page is None and table.page is None
    return table.page == last.page + 1


def _same_columns(run: _Run, table: Table) -> bool:
    if not table.edges or not run.edges:
        return all(part.table.columns == table.columns for part in run.parts)
    return aligned(run.edges, table.edges) is not None


def _alike(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """Share of filled cells that say the same, read loosely (one character of five may be misread)."""
    pairs = [(folded(a), folded(b)) for a, b in zip(ours, theirs, strict=False)]
    filled = [(a, b) for a, b in pairs if a or b]
    if not filled or len(ours) != len(theirs):
        return 0.0
    return sum(a == b or _close(a, b) for a, b in filled) / len(filled)


def _close(ours: str, theirs: str) -> bool:
    longer = max(len(ours), len(theirs))
    return longer > 2 and sum((Counter(ours) & Counter(theirs)).values()) >= 0.8 * longer


def repeated(first: Table, table: Table) -> int:
    """How many of `table`'s first rows say again what the first rows of `first` say, below its title."""
    best = 0
    for offset in range(min(_TITLE_ROWS, len(first.rows))):
        if offset and not _one_cell(first, offset - 1):
            break
        best = max(best, _same_rows(first, table, offset))
    if best and best == len(table.rows) and best > 1 and not table.heading_rows:
        best = _heading_depth(first, best)
    return best


def heading_depth(tables: Sequence[Table], skips: Sequence[int]) -> int:
    """How many first rows of the first table are heading: as repeated later, else as marked or merged."""
    first, skip = tables[0], max(skips)
    if not skip:
        tall = max((span.rows for span in first.spans if span.row == 0 and span.columns < first.columns), default=1)
        return min(max(first.heading_rows, tall if tall <= _HEADING_ROWS else 1), len(first.rows))
    table = tables[skips.index(skip)]
    return next((offset + skip for offset in range(_TITLE_ROWS) if _same_rows(first, table, offset) >= skip), skip)


def _same_rows(first: Table, table: Table, offset: int) -> int:
    rows = 0
    while rows < min(_HEADING_ROWS, len(table.rows), len(first.rows) - offset):
        if _alike(first.rows[offset + rows], table.rows[rows]) < _SAME_HEADING:
            break
        if rows and _counts(first.rows[offset + rows]):
            break
        rows += 1
    return rows


def without_spill(run: Sequence[Part]) -> list[Part]:
    """The parts, less words of a repeated heading that were drawn below it, into the first cell of the body.

    LibreOffice cuts off a heading that is repeated in too little height, and its last line lands on the next row.
    """
    first, depth = run[0].table, heading_depth([part.table for part in run], [part.skip for part in run])
    return [run[0], *(_unspilled(first, depth, part) for part in run[1:])]


def _unspilled(first: Table, depth: int, part: Part) -> Part:
    if not 0 < part.skip < len(part.table.rows):
        return part
    rows = [list(row) for row in part.table.rows]
    for column in range(min(part.table.columns, first.columns)):
        whole, shown = folded(first.rows[depth - 1][column]), folded(rows[part.skip - 1][column])
        rest = whole.removeprefix(shown)
        below = rows[part.skip][column]
        if rest and shown and rest != whole and folded(below.split("\n")[0]) == rest:
            for row in range(part.skip, len(rows)):
                if rows[row][column] == below:
                    rows[row][column] = below.partition("\n")[2]
                else:
                    break
    return replace(part, table=replace(part.table, rows=tuple(map(tuple, rows))))


def _heading_depth(first: Table, rows: int) -> int:
    """The heading's rows by its merged cells: at least as deep as the first row's tallest one."""
    return min(rows, max((span.rows for span in first.spans if span.row == 0), default=1))


def _counts(row: Sequence[str]) -> bool:
    """Whether the row carries a number of its own, as body rows do."""
    return folded(row[0]).isdecimal()


def _one_cell(table: Table, row: int) -> bool:
    return len(set(table.rows[row])) == 1 and table.columns > 1


def _labels(table: Table, skip: int) -> list[str]:
    labels = [folded(row[0]) for row in table.rows[skip:]]
    return [label for label, before in zip(labels, [None, *labels], strict=False) if label and label != before]


def _another_card(first: Table, table: Table, skip: int) -> bool:
    """Whether `table` starts a card again: the labels down its first column are those of `first`, in their order."""
    if table.columns > 6 or first.columns > 6:
        return False
    ours, theirs = _labels(first, skip), _labels(table, skip)
    if len(ours) < _LABELS or len(set(ours)) < len(ours) or not theirs or any(label.isdecimal() for label in ours):
        return False
    same = sum(a == b for a, b in zip(ours, theirs, strict=False))
    return ours[0] == theirs[0] and same >= min(2, len(theirs))


def _numbers(rows: Sequence[Sequence[str]]) -> list[int]:
    found = (whole_number(folded(row[0]), -1) for row in rows)
    return [number for number in found if number >= 0]


def _restarts(run: _Run, table: Table, skip: int) -> bool:
    """Whether the numbers down the first column begin again at 1."""
    after = _numbers(table.rows[skip:])
    return bool(run.numbers and after) and after[0] == 1


def _own_heading(run: _Run, table: Table) -> bool:
    """Whether the table opens with a heading of its own: some of the run's heading words, or words for its numbers."""
    heading = {folded(cell) for cell in run.first.rows[0] if folded(cell)}
    opening = [{folded(cell) for cell in row if folded(cell)} for row in table.rows[:_TITLE_ROWS]]
    if len(opening[0] & heading) >= 1 and len(opening[0]) > 1 and not _body_says(run, opening[0] & heading):
        return True
    if any(len(words & heading) >= max(2, _SAME_HEADING * len(heading)) for words in opening[1:]):
        return True
    start = folded(table.rows[0][0])
    return len(run.numbers) > 1 and bool(start) and not start.isdecimal() and len(opening[0]) == table.columns


def _body_says(run: _Run, words: set[str]) -> bool:
    return any(folded(cell) in words for part in run.parts for row in part.table.rows[1:] for cell in row)
