"""A table seen row by row: tidied cells, merged cells as one, blank and full-width rows.

No heading and no word of the domain is known here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from quanze.document import Place, Span, Table
from quanze.text import fold, tidy


@dataclass(frozen=True)
class Cell:
    """One visible cell of a row: its text and the grid positions it covers (from 0)."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def origin(self) -> tuple[int, int]:
        """Its upper left grid position."""
        return self.row, self.column

    @property
    def blank(self) -> bool:
        """Whether a person sees nothing in it."""
        return not self.text


class Grid:
    """A table's rows as lists of visible cells. A merged cell is met once per row, with its upper left position."""

    def __init__(self, table: Table) -> None:
        """Tidy every cell's text once."""
        self.table = table
        self.texts = tuple(tuple(tidy(text) for text in row) for row in table.rows)
        self.rows = len(self.texts)
        self.columns = table.columns

    @cached_property
    def _spans(self) -> dict[tuple[int, int], Span]:
        """Grid position → the merged cell that covers it."""
        return {
            (row, column): span
            for span in self.table.spans
            if span.rows * span.columns > 1
            for row in range(span.row, span.row + span.rows)
            for column in range(span.column, span.column + span.columns)
        }

    def text(self, row: int, column: int) -> str:
        """The tidied text at a grid position."""
        return self.texts[row][column]

    def span(self, row: int, column: int) -> Span:
        """The merged cell that covers a position, or the cell itself."""
        return self._spans.get((row, column), Span(row, column, 1, 1))

    def cells(self, row: int, first: int = 0) -> Iterator[Cell]:
        """The visible cells of a row from column `first` on, left to right."""
        column = first
        while column < self.columns:
            span = self.span(row, column)
            yield Cell(self.texts[row][column], span.row, span.column, span.rows, span.columns)
            column = max(span.column + span.columns, column + 1)

    def filled(self, row: int) -> list[Cell]:
        """The visible cells of a row that have text."""
        return [cell for cell in self.cells(row) if not cell.blank]

    def blank(self, row: int) -> bool:
        """Whether a row has no text at all."""
        return not any(self.texts[row])

    def alone(self, row: int) -> Cell | None:
        """The only text of a row, else None: one filled cell, or one text repeated over all filled positions."""
        filled = self.filled(row)
        if not filled:
            return None
        first = filled[0]
        if any(cell.text != first.text and fold(cell.text) != fold(first.text) for cell in filled[1:]):
            return None
        last = filled[-1]
        return Cell(first.text, first.row, first.column, first.rows, last.column + last.columns - first.column)

    def wide(self, row: int) -> Cell | None:
        """The text of a full-width row (通栏): alone, and over at least half of the columns."""
        cell = self.alone(row)
        return cell if cell is not None and cell.columns * 2 >= self.columns and cell.columns > 1 else None

    def place(self, row: int) -> Place:
        """Where a row stands in its file."""
        return self.table.places[row]
