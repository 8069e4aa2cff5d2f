"""Rows of Word cells → a rectangular grid: merges filled, uneven rows put under each other by their widths.

Pure: knows no XML. Positions and widths are in twips (1/20 point).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from extractors.readers.word.edges import GOES_ON, START, Cell, Row, compact, positions
from quanze.document import CellDoubt, Span
from quanze.errors import TooLarge

_POSITIONS = 5_000_000


@dataclass(slots=True)
class Grid:
    """A laid out table: texts by row and column, merged areas, doubts, column edges in points (empty: unknown)."""

    rows: list[tuple[str, ...]]
    spans: list[Span] = field(default_factory=list)
    doubts: list[CellDoubt] = field(default_factory=list)
    edges: tuple[float, ...] = ()


@dataclass(slots=True)
class _Merge:
    """A merged area still open downwards: the cell that began it and where."""

    cell: Cell
    row: int
    rows: int = 1


def lay_out(rows: list[Row], widths: list[float], measure: Callable[[Cell], float | None] = lambda cell: None) -> Grid:
    """Lay rows out on the grid columns `widths` (w:tblGrid; may be wrong or empty).

    `measure` gives a cell's own width; it is asked only where rows do not fit the grid.

    Raises:
        TooLarge: more positions than any list has.
    """
    for row in rows:
        _join_horizontal(row, measure)
        column = row.before
        for cell in row.cells:
            cell.left = column
            column += cell.span
            cell.right = column
        row.total = column + row.after
    edges, known = positions(rows, widths, measure)
    edges = compact(rows, edges, known)
    if len(rows) * len(edges) > _POSITIONS:
        raise TooLarge(f"a table of {len(rows)} rows and {len(edges) - 1} columns")
    grid = _fill(rows, max(len(edges) - 1, 0))
    if known and edges:
        grid.edges = tuple(round((edge - edges[0]) / 20, 2) for edge in edges)
    return grid


def _join_horizontal(row: Row, measure: Callable[[Cell], float | None]) -> None:
    """Cells merged the old way (w:hMerge) become one cell with a span."""
    if not any(cell.horizontal == GOES_ON for cell in row.cells):
        return
    joined: list[Cell] = []
    for cell in row.cells:
        if cell.horizontal == GOES_ON and joined:
            first = joined[-1]
            first.span += cell.span
            parts = [
                part if part is not None else measure(whole)
                for part, whole in ((first.width, first), (cell.width, cell))
            ]
            first.width = sum(part or 0.0 for part in parts) if all(parts) else None
            if cell.text and cell.text != first.text:
                first.note = first.note or "横向合并的单元格里还有没有显示出来的文字"
        else:
            joined.append(cell)
    row.cells = joined


def _fill(rows: list[Row], columns: int) -> Grid:
    """Write every cell's text into all positions it covers and note the merged areas."""
    grid = Grid([])
    above: list[_Merge] = []
    merges: list[_Merge] = []
    for number, row in enumerate(rows):
        texts = [""] * columns
        open_ = []
        for cell in row.cells:
            wide = cell.right - cell.left
            text = cell.text
            if cell.vertical:
                merge = _continued(cell, number, above, grid.doubts)
                open_.append(merge)
                text = merge.cell.text
            elif wide > 1:
                grid.spans.append(Span(number, cell.left, 1, wide))
            if cell.note:
                grid.doubts.append(CellDoubt(number, cell.left, cell.note))
            texts[cell.left : cell.right] = [text] * wide
        merges += [merge for merge in open_ if merge.row == number]
        above = open_
        grid.rows.append(tuple(texts))
    _note_merges(grid, merges)
    return grid


def _note_merges(grid: Grid, merges: list[_Merge]) -> None:
    for merge in merges:
        wide = merge.cell.right - merge.cell.left
        if merge.rows > 1 or wide > 1:
            grid.spans.append(Span(merge.row, merge.cell.left, merge.rows, wide))
    grid.spans.sort(key=lambda span: (span.row, span.column))


def _continued(cell: Cell, number: int, above: list[_Merge], doubts: list[CellDoubt]) -> _Merge:
    """The merged area that the cell belongs to: one from the row above that goes on, or a new one."""
    if cell.vertical == START:
        return _Merge(cell, number)
    found = _above(cell, above)
    if found is None:
        return _Merge(cell, number)
    if cell.text and cell.text != found.cell.text:
        doubts.append(CellDoubt(number, cell.left, "纵向合并的单元格里还有没有显示出来的文字"))
    if (found.cell.left, found.cell.right) == (cell.left, cell.right):
        found.rows += 1
        return found
    return _Merge(Cell(found.cell.text, left=cell.left, right=cell.right), number)


def _above(cell: Cell, above: list[_Merge]) -> _Merge | None:
    """The open area right above: with the same left edge, else the only one that covers the cell or lies over it."""
    for merge in above:
        if merge.cell.left == cell.left:
            return merge
    over = [
        merge
        for merge in above
        if (merge.cell.left <= cell.left and cell.right <= merge.cell.right)
        or (cell.left <= merge.cell.left and merge.cell.right <= cell.right)
    ]
    return over[0] if len(over) == 1 else None
