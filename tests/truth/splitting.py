"""Splitting a drawn table by hand, as people do with a page break: at a row, or inside one."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from quanze.document import Span
from sample_docs.grid import Grid, cut

_LINE = 70.0
"""Characters that fit a line across the whole table."""


@dataclass(frozen=True, slots=True)
class HandCut:
    """A table split in two by hand before a body row, or inside it where `lines` of its text stay above."""

    row: int
    lines: int = 0
    heading: bool = False
    """Whether the lower table gets the heading again."""
    repeat: bool = False
    """Whether a merged cell on the cut says its text again below; else it is left empty there."""


def split(grid: Grid, cuts: Sequence[HandCut]) -> list[Grid]:
    """The parts of a grid cut by hand, in order."""
    parts: list[Grid] = []
    rest, done = grid, 0
    for one in cuts:
        upper, rest = _split(rest, one, grid.heading + one.row - done)
        parts.append(upper)
        done = grid.heading + one.row
        if one.heading:
            rest = _headed(grid, rest)
            done -= grid.heading
    return [*parts, rest]


def _split(grid: Grid, one: HandCut, row: int) -> tuple[Grid, Grid]:
    if one.lines:
        above, below = _halves(grid, row, one.lines)
        twice = (*grid.rows[:row], above, below, *grid.rows[row + 1 :])
        longer = tuple(_longer(span, row) for span in grid.spans)
        grid, row = dataclasses.replace(grid, rows=twice, spans=longer), row + 1
    upper, lower = cut(grid, row)
    if one.repeat:
        return upper, lower
    rows = [list(cells) for cells in lower.rows]
    for span in grid.spans:
        if span.row < row < span.row + span.rows:
            for number in range(span.row + span.rows - row):
                for column in range(span.column, span.column + span.columns):
                    rows[number][column] = ""
    return upper, dataclasses.replace(lower, rows=tuple(map(tuple, rows)))


def _longer(span: Span, row: int) -> Span:
    if span.row > row:
        return dataclasses.replace(span, row=span.row + 1)
    return dataclasses.replace(span, rows=span.rows + 1) if row < span.row + span.rows and span.rows > 1 else span


def _halves(grid: Grid, row: int, lines: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The row's texts as they stand on `lines` lines above, and what is left for below."""
    above, below = [], []
    merged = {s.column for s in grid.spans if s.row <= row < s.row + s.rows and s.rows > 1}
    for column, (text, width) in enumerate(zip(grid.rows[row], grid.widths, strict=True)):
        fits = max(int(_LINE * width / sum(grid.widths)), 1)
        taken = len(text) if column in merged else _taken(text, fits, lines)
        above.append(text[:taken].rstrip("\n"))
        below.append(text if column in merged else text[taken:].lstrip("\n"))
    return tuple(above), tuple(below)


def _taken(text: str, fits: int, lines: int) -> int:
    at = 0
    for _ in range(lines):
        end = text.find("\n", at, at + fits + 1)
        at = min(at + fits, len(text)) if end < 0 else end + 1
    return at


def _headed(grid: Grid, rest: Grid) -> Grid:
    heading = tuple(span for span in grid.spans if span.row < grid.heading)
    moved = tuple(dataclasses.replace(span, row=span.row + grid.heading) for span in rest.spans)
    rows = (*grid.rows[: grid.heading], *rest.rows)
    return dataclasses.replace(rest, rows=rows, spans=(*heading, *moved), heading=grid.heading)
