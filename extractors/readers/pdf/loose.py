"""Tables of a page outside its full grids, and grids set up again: phrases of `fill` become cells with text.

Looks after what bounds such tables (rules, shaded rows, other grids, charts); which text is a table is decided by
`ladder` and `borderless`.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from extractors.readers.pdf.borderless import loose_tables
from extractors.readers.pdf.columns import text_columns
from extractors.readers.pdf.drawings import covers
from extractors.readers.pdf.fill import Filled, refill
from extractors.readers.pdf.header import Level
from extractors.readers.pdf.page import Glyphs, Page
from extractors.readers.pdf.parts import PageTable, as_table
from extractors.readers.pdf.text import Lines, set_lines
from extractors.readers.pdf.words import FreeText, free_text
from extractors.readers.ruling.grids import Grid, join
from extractors.readers.ruling.sides import Tolerance
from quanze.document import Box, Span

_SHADED = 6.0
"""A shaded area at least so wide and high (points) may be a cell or a row."""


def refilled(grid: Grid, glyphs: Glyphs, page: Page) -> PageTable:
    """A grid that parts too few rows or columns, set up again out of its rules and the text in it."""
    text = free_text(glyphs)
    return _placed(text, [refill(grid, text.rows, _levels(page, text))], page)[0][0]


def _levels(page: Page, text: FreeText) -> list[Level]:
    """The page's rules across, drawn by lines or by characters, and the upper and lower edges of shaded rows."""
    shaded = page.fills[(page.fills[:, 2:4] - page.fills[:, 0:2] > _SHADED).all(axis=1)]
    zero = np.zeros(len(shaded), np.float32)
    edges = [np.stack([shaded[:, side], shaded[:, 0], shaded[:, 2], zero], axis=1) for side in (1, 3)]
    rules = join(np.concatenate([page.across, text.drawn, *edges]), Tolerance())
    return [(level, start, end) for level, start, end, _ in rules.tolist()]


def loose(glyphs: Glyphs, page: Page, full: Sequence[Box], drawn: Sequence[Box]) -> tuple[list[PageTable], Lines]:
    """Tables among the characters outside `full` grids and charts, and the lines that are left."""
    columns = text_columns(glyphs)
    if columns is None:
        text = free_text(glyphs)
        found = _found(text, page, full, drawn)
        if not found:
            return [], text.lines
        tables, taken = _placed(text, found, page)
    else:
        tables, taken = _in_columns(glyphs, columns, page, full, drawn)
    rest = ~taken
    group = np.zeros(len(glyphs), np.int32) if columns is None else columns
    return tables, set_lines(glyphs.pick(rest), group[rest], free=True)


def _found(text: FreeText, page: Page, full: Sequence[Box], drawn: Sequence[Box]) -> list[Filled]:
    """The tables of some text; rules of full grids bound none of them."""
    if sum(len(line.phrases) > 1 for line in text.rows) < 2:
        return []
    levels = [
        (level, start, end)
        for level, start, end in _levels(page, text)
        if not any(box[1] - 3 < level < box[3] + 3 and start < box[2] and end > box[0] for box in full)
    ]
    found = loose_tables(text, levels)
    return [table for table in found if not any(covers(_outline(table), chart) for chart in drawn)]


def _outline(table: Filled) -> Box:
    return (table.xs[0], table.ys[0], table.xs[-1], table.ys[-1])


def _in_columns(
    glyphs: Glyphs, columns: npt.NDArray[np.int32], page: Page, full: Sequence[Box], drawn: Sequence[Box]
) -> tuple[list[PageTable], npt.NDArray[np.bool_]]:
    """The tables of each column of a page, and which of the characters they took."""
    tables: list[PageTable] = []
    taken = np.zeros(len(glyphs), np.bool_)
    for number in np.unique(columns).tolist():
        mine = np.flatnonzero(columns == number)
        text = free_text(glyphs.pick(mine))
        found = _found(text, page, full, drawn)
        if found:
            more, used = _placed(text, found, page)
            tables += more
            taken[mine[used]] = True
    return tables, taken


def _placed(text: FreeText, found: Sequence[Filled], page: Page) -> tuple[list[PageTable], npt.NDArray[np.bool_]]:
    """Filled areas as tables, and which of the characters they took."""
    glyphs = text.glyphs
    taken = np.full(len(glyphs), -1, np.int32)
    offset = 0
    for table in found:
        for number, (_, phrases) in enumerate(table.cells):
            for phrase in phrases:
                taken[text.lines.glyph[phrase.first : phrase.last]] = offset + number
        offset += len(table.cells)
    inside = taken >= 0
    texts = set_lines(glyphs.pick(inside), taken[inside]).by_group()
    tables, offset = [], 0
    for table in found:
        grid = _grid_of(table)
        words = {number: texts.get(offset + number, "") for number in range(len(table.cells))}
        filled = {number: word for number, word in words.items() if word}
        one = as_table(grid, filled, page.frame, ruled=False)
        tables.append(replace(one, free=table.free) if len(one.edges) == len(table.free) else one)
        offset += len(table.cells)
    return tables, inside


def _grid_of(table: Filled) -> Grid:
    """A filled area as a grid; positions without a cell become empty cells."""
    owner = np.full((len(table.ys) - 1, len(table.xs) - 1), -1, np.int32)
    cells = [span for span, _ in table.cells]
    for number, span in enumerate(cells):
        owner[span.row : span.row + span.rows, span.column : span.column + span.columns] = number
    for row, column in np.argwhere(owner < 0).tolist():
        owner[row, column] = len(cells)
        cells.append(Span(row, column, 1, 1))
    return Grid(table.xs, table.ys, owner, tuple(cells))
