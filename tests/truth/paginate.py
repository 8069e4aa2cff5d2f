"""A drawn table laid on pages without any word processor: what a reader would give of it, page by page.

Fast, so that thousands of page ends can be tried: lines wrap by width, rows break or stay whole, headings return or
not, merged cells show their text at their top, in the middle of each page's part, or again on every page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quanze.document import Box, Document, Place, Span, Table
from sample_docs.grid import Grid

WIDTH, LINE, AROUND, TOP = 720.0, 12.0, 4.0, 60.0


@dataclass(frozen=True, slots=True)
class Paper:
    """How pages are filled."""

    lines: int = 30
    characters: float = 72.0
    """Characters across the whole table."""
    repeat: bool = True
    breakable: bool = True
    merged_text: str = "top"
    """top (once), again (on every page)."""
    keep: int = 1
    """Fewest lines of a row on either side of a page end."""


def _points(heights: Sequence[int]) -> float:
    return sum(height * LINE + AROUND for height in heights)


@dataclass(slots=True)
class _Page:
    texts: list[list[str]] = field(default_factory=list)
    heights: list[int] = field(default_factory=list)
    group: list[list[int]] = field(default_factory=list)
    """Which cell of the list each position belongs to."""

    @property
    def used(self) -> float:
        return _points(self.heights)


def wrap(text: str, room: float) -> list[str]:
    """Visual lines of a text in a cell of `room` characters."""
    lines = []
    for paragraph in text.split("\n") if text else []:
        line, width = "", 0.0
        for character in paragraph:
            step = 0.5 if character.isascii() else 1.0
            if line and width + step > room:
                lines.append(line)
                line, width = "", 0.0
            line, width = line + character, width + step
        lines.append(line)
    return lines


def _owners(grid: Grid) -> list[list[int]]:
    columns = len(grid.widths)
    owners = [[row * columns + column for column in range(columns)] for row in range(len(grid.rows))]
    for span in grid.spans:
        for row in range(span.row, span.row + span.rows):
            for column in range(span.column, span.column + span.columns):
                owners[row][column] = span.row * columns + span.column
    return owners


def _cells(grid: Grid, paper: Paper, owners: list[list[int]]) -> dict[int, list[str]]:
    """The visual lines of each cell."""
    total, lines = sum(grid.widths), {}
    for row, texts in enumerate(grid.rows):
        for column, text in enumerate(texts):
            owner = owners[row][column]
            if owner == row * len(grid.widths) + column:
                wide = sum(w for w, o in zip(grid.widths, owners[row], strict=True) if o == owner)
                lines[owner] = wrap(text, max(paper.characters * wide / total - 1, 1))
    return lines


def _heights(grid: Grid, owners: list[list[int]], cells: dict[int, list[str]]) -> list[int]:
    """Lines each row needs: its tallest own cell, and what a merged cell that ends here still wants."""
    heights: list[int] = []
    for row, line in enumerate(owners):
        need = 1
        for column, owner in enumerate(line):
            if row + 1 < len(owners) and owners[row + 1][column] == owner:
                continue
            need = max(need, len(cells[owner]) - sum(heights[owner // len(line) :]))
        heights.append(need)
    return heights


def pages(grid: Grid, paper: Paper) -> list[_Page]:
    """The table's rows on pages, rows cut where a page ends."""
    owners = _owners(grid)
    cells = _cells(grid, paper, owners)
    heights = _heights(grid, owners, cells)
    found = [_Page()]
    for row, need in enumerate(heights):
        again = paper.repeat and row >= grid.heading
        heading = _points(heights[: grid.heading]) if again else 0.0
        for lines in _pieces(found, need, paper, heading):
            if not found[-1].heights and len(found) > 1 and again:
                for head in range(grid.heading):
                    _put(found[-1], owners[head], heights[head])
            _put(found[-1], owners[row], lines)
    merged = {owner for upper, lower in zip(owners, owners[1:], strict=False) for owner in {*upper} & {*lower}}
    again_cells = _again(found, cells) & merged if paper.merged_text == "again" else set()
    for page in found:
        _write(page, cells, grid.heading if paper.repeat else 0, again_cells)
    return found


def _pieces(found: list[_Page], need: int, paper: Paper, heading: float) -> Iterator[int]:
    """Heights of the row's parts in lines, page after page; `heading` is what a new page needs for it in points."""
    while need:
        used = found[-1].used
        fresh = len(found) > 1 and used <= heading
        free = int((paper.lines * LINE - max(used, heading if fresh else 0.0) - AROUND) / LINE)
        part = min(need, max(free, 2 if fresh else 0))
        if part < need and not fresh and (not paper.breakable or part < paper.keep):
            part = 0
        elif 0 < need - part < paper.keep:
            part = max(part - paper.keep, 1 if fresh else 0)
        if part:
            yield part
            need -= part
        if need:
            found.append(_Page())


def _put(page: _Page, owners: Sequence[int], lines: int) -> None:
    page.group.append(list(owners))
    page.heights.append(lines)
    page.texts.append([""] * len(owners))


def _write(page: _Page, cells: dict[int, list[str]], heading: int, again: set[int]) -> None:
    """Fill the page's cells from the lines that are left of each; heading rows take theirs whole.

    Cells in `again` show all their text on every page where it fits.
    """
    room: dict[int, int] = {}
    for owners, height in zip(page.group, page.heights, strict=True):
        for owner in set(owners):
            room[owner] = room.get(owner, 0) + height
    text: dict[int, str] = {}
    for number, owners in enumerate(page.group):
        for owner in set(owners) - set(text):
            lines = cells[owner]
            if number < heading:
                text[owner] = "\n".join(lines)
            elif owner in again:
                text[owner] = "\n".join(lines) if len(lines) <= room[owner] else ""
            else:
                text[owner] = "\n".join(lines[: room[owner]])
                cells[owner] = lines[room[owner] :]
        page.texts[number] = [text[owner] for owner in owners]


def _again(found: Sequence[_Page], cells: dict[int, list[str]]) -> set[int]:
    """Merged cells whose text fits where they begin."""
    first: dict[int, int] = {}
    rows: dict[int, int] = {}
    for page in found:
        here: dict[int, int] = {}
        for owners, height in zip(page.group, page.heights, strict=True):
            for owner in set(owners):
                here[owner] = here.get(owner, 0) + height
                rows[owner] = rows.get(owner, 0) + 1
        for owner, height in here.items():
            first.setdefault(owner, height)
    return {owner for owner, height in first.items() if rows[owner] > 1 and len(cells[owner]) <= height}


def _table(page: _Page, number: int, widths: Sequence[float]) -> Table:
    edges = [50.0]
    for width in widths:
        edges.append(edges[-1] + WIDTH * width / sum(widths))
    tops = [TOP]
    for height in page.heights:
        tops.append(tops[-1] + height * LINE + AROUND)
    areas: dict[int, list[tuple[int, int]]] = {}
    for row, owners in enumerate(page.group):
        for column, owner in enumerate(owners):
            areas.setdefault(owner, []).append((row, column))
    spans: list[Span] = []
    boxes: list[list[Box | None]] = [[None] * len(widths) for _ in page.heights]
    for area in areas.values():
        (top, left), (bottom, right) = area[0], area[-1]
        for row, column in area:
            boxes[row][column] = (edges[left], tops[top], edges[right + 1], tops[bottom + 1])
        if len(area) > 1:
            spans.append(Span(top, left, bottom - top + 1, right - left + 1))
    places = [Place(number, number, row + 1) for row in range(len(page.heights))]
    return Table(
        rows=tuple(map(tuple, page.texts)),
        places=tuple(places),
        spans=tuple(spans),
        boxes=tuple(map(tuple, boxes)),
        edges=tuple(edges),
        page=number,
        bbox=(edges[0], tops[0], edges[-1], tops[-1]),
    )


def paginate(grid: Grid, paper: Paper) -> Document:
    """The document that a reader of pages would give for the grid."""
    found = pages(grid, paper)
    tables = tuple(_table(page, number, grid.widths) for number, page in enumerate(found, 1))
    return Document("simulated.pdf", "", "pdf", tables, len(tables))
