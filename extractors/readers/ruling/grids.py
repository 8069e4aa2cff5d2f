"""Rules (lines) → grids of cells: pure geometry, shared by the readers of PDF, scans and OFD.

A rule is a row of four numbers: position across its direction, from, to, thickness; a rule *across* lies level (its
position is y, from and to are x), a rule *down* stands upright (its position is x). y grows downwards. Any unit will do
as long as `Tolerance` is in the same one; its defaults are points. No text, picture or file is known here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractors.readers.ruling.sides import Flags, Rules, Tolerance, whole, with_open_sides
from quanze.document import Box, Span

_FAR = 1e6
_POSITIONS = 250_000
"""A larger grid is hatching."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's skeleton; a cell that covers more than one position is merged.

    `xs` and `ys` are the edges of its columns and rows, `owner` (rows x columns) says which of `cells` lies at each
    position.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: npt.NDArray[np.int32]
    cells: tuple[Span, ...]
    closed: float = 1.0
    """Which part lies in cells whose outer sides are drawn; boxes joined by lines (a flow chart) leave much open."""

    @property
    def box(self) -> Box:
        """The grid's outer box."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns."""
        return (len(self.ys) - 1, len(self.xs) - 1)

    def cell_box(self, number: int) -> Box:
        """The box of one of `cells`."""
        cell = self.cells[number]
        return (
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.columns],
            self.ys[cell.row + cell.rows],
        )

    def spans(self) -> tuple[Span, ...]:
        """The merged cells only."""
        return tuple(cell for cell in self.cells if cell.rows > 1 or cell.columns > 1)

    def locate(self, x: npt.NDArray[np.floating], y: npt.NDArray[np.floating]) -> npt.NDArray[np.int32]:
        """The number of the cell each point lies in, -1 outside the grid."""
        column = np.searchsorted(np.asarray(self.xs), x, side="right") - 1
        row = np.searchsorted(np.asarray(self.ys), y, side="right") - 1
        rows, columns = self.shape
        inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        return np.where(inside, self.owner[np.clip(row, 0, rows - 1), np.clip(column, 0, columns - 1)], np.int32(-1))


def join(rules: Rules, tolerance: Tolerance) -> Rules:
    """Pieces of one line joined: borders drawn cell by cell, dashes and dots; what stays too short is left out."""
    if not len(rules):
        return np.zeros((0, 4))
    rules = rules[np.argsort(rules[:, 0], kind="stable")].astype(np.float64)
    line = _clusters(rules[:, 0], min(1.0, tolerance.snap / 3))
    order = np.lexsort((rules[:, 1], line))
    rules, line = rules[order], line[order]
    start, end = rules[:, 1] + line * _FAR, rules[:, 2] + line * _FAR
    reached = np.maximum.accumulate(end)
    length = end - start
    short = np.minimum(np.maximum(length[1:], length[:-1]), tolerance.dash)
    gap = np.where(
        short < tolerance.dash, np.clip(2.5 * short, tolerance.reach, 0.75 * tolerance.dash), tolerance.reach
    )
    new = np.concatenate([[True], start[1:] > reached[:-1] + gap])
    first = np.flatnonzero(new)
    last = np.concatenate([first[1:], [len(rules)]]) - 1
    joined = np.stack(
        [
            np.add.reduceat(rules[:, 0], first) / (last - first + 1),
            rules[first, 1],
            reached[last] - line[first] * _FAR,
            np.maximum.reduceat(rules[:, 3], first),
        ],
        axis=1,
    )
    kept: Rules = joined[joined[:, 2] - joined[:, 1] >= tolerance.shortest]
    return kept


def find_grids(across: Rules, down: Rules, tolerance: Tolerance | None = None) -> tuple[Grid, ...]:
    """Every grid of two cells or more, from top to bottom; frames, underlines and loose rules give none.

    `across` and `down` are (n, 4) arrays of rules; at most a few thousand each.
    """
    tolerance = tolerance or Tolerance()
    across, down = join(across, tolerance), join(down, tolerance)
    if not len(across) or not len(down) or len(across) * len(down) > 25_000_000:
        return ()
    meets = _meets(across, down, tolerance.reach)
    grids = []
    for rows, columns in whole(_components(meets), across, down, meets, tolerance):
        grid = _grid(across[rows], down[columns], tolerance)
        if grid is not None:
            grids.append(grid)
    return tuple(sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0])))


def _meets(across: Rules, down: Rules, reach: float) -> Flags:
    """Which rules across touch which rules down."""
    x, y = down[:, 0][None, :], across[:, 0][:, None]
    met: Flags = (
        (x >= across[:, 1][:, None] - reach)
        & (x <= across[:, 2][:, None] + reach)
        & (y >= down[:, 1][None, :] - reach)
        & (y <= down[:, 2][None, :] + reach)
    )
    return met


def _components(meets: Flags) -> list[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
    """Groups of rules that hang together: (numbers of rules across, numbers of rules down)."""
    row, column = np.nonzero(meets)
    rows, columns = np.arange(meets.shape[0]), np.full(meets.shape[1], -1)
    while True:
        columns[column] = meets.shape[0]
        np.minimum.at(columns, column, rows[row])
        before = rows.copy()
        np.minimum.at(rows, row, columns[column])
        if np.array_equal(rows, before):
            break
    return [(np.flatnonzero(rows == head), np.flatnonzero(columns == head)) for head in np.unique(rows[row]).tolist()]


def _grid(across: Rules, down: Rules, tolerance: Tolerance) -> Grid | None:
    """One group of rules as a grid, None where it encloses fewer than two cells."""
    across, down = with_open_sides(across, down, tolerance)
    meets = _meets(across, down, tolerance.reach)
    # A rule that ends on no perpendicular rule at one side is an underline or a stray line.
    while True:
        good_across, good_down = meets.sum(axis=1) >= 2, meets.sum(axis=0) >= 2
        if good_across.all() and good_down.all():
            break
        across, down = across[good_across], down[good_down]
        meets = meets[np.ix_(good_across, good_down)]
        if len(across) < 2 or len(down) < 2:
            return None
    xs, column = _edges(down[:, 0], tolerance.snap)
    ys, row = _edges(across[:, 0], tolerance.snap)
    if len(xs) < 2 or len(ys) < 2 or len(xs) + len(ys) < 5 or len(xs) * len(ys) > _POSITIONS:
        return None
    right = _walls(down, column, xs, ys, tolerance)
    bottom = _walls(across, row, ys, xs, tolerance).T
    grid = _cells(xs, ys, right, bottom)
    return grid if len(grid.cells) > 1 else None


def _clusters(values: npt.NDArray[np.floating], width: float) -> npt.NDArray[np.int_]:
    """Cluster numbers of sorted values; no cluster is wider than `width`."""
    labels = np.zeros(len(values), int)
    first, label = -np.inf, -1
    for index, value in enumerate(values.tolist()):
        if value - first > width:
            first, label = value, label + 1
        labels[index] = label
    return labels


def _edges(positions: npt.NDArray[np.floating], snap: float) -> tuple[list[float], npt.NDArray[np.int_]]:
    """Distinct edges, ascending, and the number of the edge each position belongs to."""
    order = np.argsort(positions, kind="stable")
    labels = _clusters(positions[order], snap)
    edges = (np.bincount(labels, positions[order]) / np.bincount(labels)).tolist()
    number = np.empty(len(positions), int)
    number[order] = labels
    return edges, number


def _walls(
    rules: Rules, edge: npt.NDArray[np.int_], edges: Sequence[float], others: Sequence[float], tolerance: Tolerance
) -> Flags:
    """wall[k, e]: whether edge `e` is drawn along the k-th strip between `others`."""
    strips = np.asarray(others)
    slack = np.maximum(tolerance.reach, 0.15 * np.diff(strips))
    starts, ends = strips[:-1] + slack, strips[1:] - slack
    walls = np.zeros((len(strips) - 1, len(edges)), np.bool_)
    first = np.searchsorted(starts, rules[:, 1]).tolist()
    last = np.searchsorted(ends, rules[:, 2], side="right").tolist()
    for begin, end, number in zip(first, last, edge.tolist(), strict=True):
        walls[begin:end, number] = True
    return walls


def _cells(xs: list[float], ys: list[float], right: Flags, bottom: Flags) -> Grid:
    """Positions without a wall between them made into rectangles, row by row.

    `right[row, edge]` and `bottom[edge, column]` say which pieces of the edges are drawn.
    """
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = [[-1] * columns for _ in range(rows)]
    walls_right, walls_below = right.tolist(), bottom.tolist()
    cells: list[Span] = []
    for row in range(rows):
        here, walls = owner[row], walls_right[row]
        for column in range(columns):
            if here[column] >= 0:
                continue
            wide = 1
            while column + wide < columns and not walls[column + wide] and here[column + wide] < 0:
                wide += 1
            tall = 1
            while row + tall < rows and _goes_on(walls_right, walls_below, row + tall, column, wide):
                tall += 1
            for below in owner[row : row + tall]:
                below[column : column + wide] = [len(cells)] * wide
            cells.append(Span(row, column, tall, wide))
    numbers = np.array(owner, np.int32)
    return Grid(tuple(xs), tuple(ys), numbers, tuple(cells), _closed(numbers, right, bottom))


def _closed(owner: npt.NDArray[np.int32], right: Flags, bottom: Flags) -> float:
    """Which part of the grid lies in cells that are drawn towards the outside."""
    sides = ((owner[:, 0], right[:, 0]), (owner[:, -1], right[:, -1]), (owner[0], bottom[0]), (owner[-1], bottom[-1]))
    ajar = np.concatenate([cells[~drawn] for cells, drawn in sides])
    return 1.0 - float(np.isin(owner, ajar).mean()) if len(ajar) else 1.0


def _goes_on(walls_right: list[list[bool]], walls_below: list[list[bool]], row: int, column: int, wide: int) -> bool:
    """Whether a cell `wide` columns wide continues into `row`: no wall above it and none inside it."""
    if wide == 1:
        return not walls_below[row][column]
    return not any(walls_below[row][column : column + wide]) and not any(walls_right[row][column + 1 : column + wide])
