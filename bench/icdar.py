"""The measure of the ICDAR-2013 table competition: adjacency relations between cells, precision, recall and F1.

Each non-empty cell is related to its nearest non-empty neighbour to the right and below, in every row and column it
covers (Göbel, Hassan, Oro, Orsi: ICDAR 2013 Table Competition, section III). Reads the competition's truth files; runs
no reader.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lxml import etree

from quanze.document import Box, Table

Relation = tuple[int, str, str, Literal["right", "below"]]
"""Page, the texts of two neighbouring cells, and where the second lies."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: grid position, extent and text."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True, slots=True)
class Region:
    """A table on one page; `box` in points from the page's lower left corner where the source gives it."""

    page: int
    cells: tuple[Cell, ...]
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """How many relations agree, were given and are true."""

    right: int
    given: int
    true: int

    @property
    def precision(self) -> float:
        """Share of the given relations that are true; 1 where none was given."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Share of the true relations that were given; 1 where there are none."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.given + other.given, self.true + other.true)


def normal(text: str) -> str:
    """Text as the competition compares it: no white space, capitals, anything but letters and digits an underscore."""
    folded = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    return "".join(character if character.isalnum() else "_" for character in folded)


def relations(region: Region) -> Counter[Relation]:
    """The adjacency relations of one table."""
    cells = [cell for cell in region.cells if cell.text.strip()]
    at = {
        (row, column): number
        for number, cell in enumerate(cells)
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    last_row = max((row for row, _ in at), default=-1)
    last_column = max((column for _, column in at), default=-1)
    found: Counter[Relation] = Counter()
    for number, cell in enumerate(cells):
        rows, columns = range(cell.row, cell.row + cell.rows), range(cell.column, cell.column + cell.columns)
        rightward = {_first(at, ((row, column) for column in range(columns.stop, last_column + 1))) for row in rows}
        downward = {_first(at, ((row, column) for row in range(rows.stop, last_row + 1))) for column in columns}
        for neighbour in rightward - {None, number}:
            found[region.page, normal(cell.text), normal(cells[neighbour or 0].text), "right"] += 1
        for neighbour in downward - {None, number}:
            found[region.page, normal(cell.text), normal(cells[neighbour or 0].text), "below"] += 1
    return found


def _first(at: dict[tuple[int, int], int], positions: Iterable[tuple[int, int]]) -> int | None:
    return next((at[position] for position in positions if position in at), None)


def score(given: Iterable[Region], true: Iterable[Region]) -> Score:
    """Compare all relations of one document (whole-document mode): tables that are none count against precision."""
    ours: Counter[Relation] = sum((relations(region) for region in given), Counter())
    truth: Counter[Relation] = sum((relations(region) for region in true), Counter())
    return Score((ours & truth).total(), ours.total(), truth.total())


def score_regions(given: Sequence[Region], true: Iterable[Region]) -> Score:
    """Compare each true region with the one given table that shares most relations with it (region mode)."""
    total = Score(0, 0, 0)
    for region in true:
        truth = relations(region)
        candidates = [relations(table) for table in given if table.page == region.page]
        best = max(candidates, key=lambda table: (table & truth).total(), default=Counter())
        total += Score((best & truth).total(), best.total(), truth.total())
    return total


def read_truth(path: Path) -> tuple[Region, ...]:
    """The tables of a competition truth file (-str.xml)."""
    found = []
    for region in etree.parse(str(path)).getroot().iter("region"):
        cells = tuple(_truth_cell(cell) for cell in region.iter("cell"))
        found.append(Region(int(region.get("page", "1")), cells))
    return tuple(found)


def _truth_cell(cell: etree._Element) -> Cell:
    row, column = int(cell.get("start-row", "0")), int(cell.get("start-col", "0"))
    last_row, last_column = int(cell.get("end-row", row)), int(cell.get("end-col", column))
    return Cell(row, column, last_row - row + 1, last_column - column + 1, cell.findtext("content") or "")


def from_table(table: Table) -> Region:
    """One of our tables, its merged cells taken as one cell each."""
    covered = table.covered()
    extent = {(span.row, span.column): (span.rows, span.columns) for span in table.spans}
    cells = tuple(
        Cell(row, column, *extent.get((row, column), (1, 1)), text)
        for row, texts in enumerate(table.rows)
        for column, text in enumerate(texts)
        if (row, column) not in covered
    )
    return Region(table.page or 1, cells)


def from_rows(page: int, rows: Iterable[Iterable[str | None]]) -> Region:
    """A table given as plain rows, every position a cell."""
    cells = tuple(
        Cell(row, column, 1, 1, text or "") for row, texts in enumerate(rows) for column, text in enumerate(texts)
    )
    return Region(page, cells)
