"""Odd tables turned into plain ones before they are read: two lists side by side, and lists turned on their side.

A table of two lists side by side counts as two tables; a turned one has a row per matter. All others stay.
"""

import re

from extractors import headings
from extractors.grid import Grid
from extractors.labels import label_sense
from quanze.document import Place, Span, Table
from quanze.text import fold

_NUMERAL = re.compile(r"[0-9一二三四五六七八九十]+")


def parts(table: Table) -> list[Table]:
    """The plain tables that a table shows."""
    grid = Grid(table)
    closed = _without_gaps(grid)
    width = _period(closed) or _cards_beside(closed)
    if width:
        return [_columns(closed.table, start, width) for start in range(0, closed.columns, width)]
    return [_turned(grid)] if _on_side(grid) else [table]


def _without_gaps(grid: Grid) -> Grid:
    """The grid without its empty columns, which part lists side by side; the grid itself where it has none."""
    filled = [column for column in range(grid.columns) if any(fold(row[column]) for row in grid.texts)]
    if len(filled) == grid.columns or not filled:
        return grid
    table, at = grid.table, {column: index for index, column in enumerate(filled)}
    spans = []
    for span in table.spans:
        inside = [at[column] for column in range(span.column, span.column + span.columns) if column in at]
        if inside:
            spans.append(Span(span.row, inside[0], span.rows, len(inside)))
    rows = tuple(tuple(row[column] for column in filled) for row in table.rows)
    return Grid(Table(rows, table.places, tuple(spans), page=table.page, title=table.title, name=table.name))


def _period(grid: Grid) -> int:
    """How many columns one of several equal lists side by side has, 0 where the headings do not repeat."""
    heading = headings.find(grid) if grid.columns >= 4 and _repeats(grid) else None
    if heading is None:
        return 0
    labels = [fold(column.label) for column in heading.columns]
    for width in range(2, grid.columns // 2 + 1):
        if grid.columns % width == 0 and labels == labels[:width] * (grid.columns // width):
            known = [meant for label in labels[:width] if (meant := label_sense(label)) is not None]
            return width if any(meant.role == "name" for meant in known) and len(set(labels)) == width else 0
    return 0


def _cards_beside(grid: Grid) -> int:
    """How many columns one of several cards side by side has: each row says the same labels in every card; else 0."""
    rows = [row for row in range(grid.rows) if not grid.blank(row)]
    for width in range(2, grid.columns // 2 + 1):
        starts = range(0, grid.columns, width)
        labels = [[fold(grid.texts[row][start]) for start in starts] for row in rows]
        crossed = any(grid.span(row, start).column < start for row in rows for start in starts)
        if grid.columns % width or crossed or any(len(set(said)) > 1 for said in labels):
            continue
        known = [meant for said in labels if (meant := label_sense(said[0])) is not None]
        if len(known) == len(rows) > 1 and sum(meant.role == "name" for meant in known) == 1:
            return width
    return 0


def _repeats(grid: Grid) -> bool:
    """Whether one of the first rows says everything twice or more."""
    rows = (grid.texts[row] for row in range(min(grid.rows, headings.SEARCHED)))
    return any(len(set(row)) * 2 <= len(row) and len(set(row)) > 1 for row in rows)


def _columns(table: Table, start: int, width: int) -> Table:
    """The list in the columns from `start` on."""
    spans = tuple(
        Span(span.row, max(span.column, start) - start, span.rows, right - max(span.column, start))
        for span in table.spans
        if (right := min(span.column + span.columns, start + width)) > max(span.column, start)
    )
    rows = tuple(row[start : start + width] for row in table.rows)
    return Table(rows, table.places, spans, page=table.page, title=table.title, name=table.name)


def _on_side(grid: Grid) -> bool:
    """Whether labels stand in the first column and every further column is a matter: as many values as columns."""
    if grid.columns < 3 or not 2 <= grid.rows <= 40 or any(span.columns > 1 for span in grid.table.spans):
        return False
    first = [label_sense(grid.text(row, 0)) for row in range(grid.rows)]
    told = first[1:] if first[0] is None and _counts(grid.texts[0][1:]) else first
    if any(meant is None for meant in told) or sum(meant.role == "name" for meant in told if meant) != 1:
        return False
    name = next(row for row, meant in enumerate(first) if meant and meant.role == "name")
    names = [fold(text) for text in grid.texts[name][1:]]
    values = [text for row in grid.texts for text in row[1:]]
    return all(names) and len(set(names)) == len(names) and not any(label_sense(text) for text in values)


def _counts(texts: tuple[str, ...]) -> bool:
    """Whether texts only count the columns (事项一, 事项二) or say nothing."""
    return len({_NUMERAL.sub("", fold(text)) for text in texts}) == 1 and len(set(texts)) in (1, len(texts))


def _turned(grid: Grid) -> Table:
    """A table with rows and columns exchanged; every row has the first row's place."""
    place = grid.place(0) if grid.rows else Place()
    rows = tuple(tuple(grid.text(row, column) for row in range(grid.rows)) for column in range(grid.columns))
    spans = tuple(Span(span.column, span.row, span.columns, span.rows) for span in grid.table.spans)
    table = grid.table
    return Table(rows, (place,) * len(rows), spans, page=table.page, title=table.title, name=table.name)
