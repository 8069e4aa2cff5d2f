"""Narrow empty columns and rows taken out of a grid: what misaligned borders and double rules leave behind."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from extractors.readers.ruling.grids import Grid
from extractors.readers.ruling.sides import Tolerance
from quanze.document import Span


def without_slivers(grid: Grid, filled: frozenset[int], tolerance: Tolerance | None = None) -> tuple[Grid, list[int]]:
    """The grid without narrow columns and rows that hold nothing of their own, as misaligned and double rules make.

    `filled` are the numbers of the cells that hold something. Returns the new grid and, for each of its cells, the
    number it had before.
    """
    narrow = (tolerance or Tolerance()).sliver
    owner, xs, ys = grid.owner, list(grid.xs), list(grid.ys)
    owner, xs = _drop_columns(owner, xs, filled, narrow)
    turned, ys = _drop_columns(owner.T, ys, filled, narrow)
    if turned.shape == grid.owner.T.shape:
        return grid, list(range(len(grid.cells)))
    slim, kept = _renumbered(turned.T, xs, ys)
    return replace(slim, closed=grid.closed), kept


def _drop_columns(
    owner: npt.NDArray[np.int32], edges: list[float], filled: frozenset[int], narrow: float
) -> tuple[npt.NDArray[np.int32], list[float]]:
    """Leave out columns narrower than `narrow` in which no filled cell lies alone."""
    column = 0
    while column < owner.shape[1] and owner.shape[1] > 1:
        if edges[column + 1] - edges[column] < narrow:
            others = np.delete(owner, column, axis=1)
            alone = set(owner[:, column].tolist()) - set(others.ravel().tolist())
            if not alone & filled:
                owner = others
                middle = (edges[column] + edges[column + 1]) / 2
                outer = edges[0] if column == 0 else edges[-1] if column == len(edges) - 2 else middle
                edges = [*edges[:column], outer, *edges[column + 2 :]]
                continue
        column += 1
    return owner, edges


def _renumbered(owner: npt.NDArray[np.int32], xs: list[float], ys: list[float]) -> tuple[Grid, list[int]]:
    """A grid out of an owner array whose numbers have holes."""
    numbers, first = np.unique(owner, return_index=True)
    order = np.argsort(first)
    kept = numbers[order].tolist()
    fresh = np.zeros(int(owner.max()) + 1, np.int32)
    fresh[kept] = np.arange(len(kept), dtype=np.int32)
    cells: list[Span] = []
    for number in kept:
        rows, columns = np.nonzero(owner == number)
        top, left = int(rows[0]), int(columns.min())
        cells.append(Span(top, left, int(rows[-1]) - top + 1, int(columns.max()) - left + 1))
    return Grid(tuple(xs), tuple(ys), fresh[owner], tuple(cells)), kept
