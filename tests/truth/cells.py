"""How many cells of the true tables a reading got right: tables aligned in order, then rows, then cell by cell."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from quanze.text import fold

Rows = Sequence[Sequence[str]]
A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class CellScore:
    """`right` of `cells` cells; `cells` counts the true cells, or the read ones where a reading has more."""

    right: int
    cells: int
    wrong: tuple[str, ...] = field(default=())
    """The wrong cells in words, for a person."""
    silent: int = 0
    """Wrong cells on rows without any doubt."""

    @property
    def share(self) -> float:
        """Right cells of all."""
        return self.right / self.cells if self.cells else 1.0


def _folded(rows: Rows) -> list[list[str]]:
    return [[fold(cell) for cell in row] for row in rows]


def align(ours: Sequence[A], theirs: Sequence[B], gain: Callable[[A, B], float]) -> list[tuple[int, int]]:
    """Pairs of positions, in order on both sides, whose summed `gain` is greatest."""
    table = np.array([[gain(a, b) for b in theirs] for a in ours], dtype=float).reshape(len(ours), len(theirs))
    return align_matrix(table)


def align_matrix(gains: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pairs (row, column), increasing on both sides, whose summed gain is greatest."""
    height, width = gains.shape
    best = np.zeros((height + 1, width + 1))
    for i in range(height):
        with_pair = best[i, :-1] + gains[i]
        best[i + 1, 1:] = np.maximum.accumulate(np.maximum(with_pair, best[i, 1:]))
    pairs = []
    i, j = height, width
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            pairs.append((i - 1, j - 1))
            i, j = i - 1, j - 1
    return pairs[::-1]


def _overlap(ours: Rows, theirs: Rows) -> float:
    left = Counter(cell for row in ours for cell in row if cell)
    right = Counter(cell for row in theirs for cell in row if cell)
    return float(sum((left & right).values()))


def _one(true: Rows, read: Rows, doubted: frozenset[int]) -> CellScore:
    width = max(len(row) for row in (*true, *read))
    code: dict[str, int] = {}
    grids = [
        np.array([[code.setdefault(c, len(code)) for c in [*row, *["\0"] * (width - len(row))]] for row in rows])
        for rows in (true, read)
    ]
    equal = (grids[0][:, None, :] == grids[1][None, :, :]).sum(axis=2).astype(float)
    pairs = align_matrix(equal)
    columns = min(len(true[0]), len(read[0]))
    right = sum(a == b for i, j in pairs for a, b in zip(true[i][:columns], read[j][:columns], strict=True))
    cells = max(len(true) * len(true[0]), len(read) * len(read[0]))
    misses = [(i, j, c) for i, j in pairs for c in range(columns) if true[i][c] != read[j][c]]
    wrong = [
        f"row {i} column {c}: {true[i][c][:30]}…{true[i][c][-12:]} ≠ {read[j][c][:30]}…{read[j][c][-12:]}"
        for i, j, c in misses
    ]
    return CellScore(right, cells, tuple(wrong), sum(j not in doubted for _, j, _ in misses))


def score_cells(true: Sequence[Rows], read: Sequence[Rows], doubts: Sequence[set[int]] = ()) -> CellScore:
    """Compare true tables with read ones; a table that is missing or too many counts all its cells as wrong.

    `doubts` are the row numbers of each read table on which a doubt stands.
    """
    ours = [_folded(rows) for rows in true]
    theirs = [_folded(rows) for rows in read]
    pairs = align(ours, theirs, _overlap)
    scores = [_one(ours[i], theirs[j], frozenset(doubts[j] if doubts else ())) for i, j in pairs]
    lost = sum(len(ours[i]) * len(ours[i][0]) for i in set(range(len(ours))) - {i for i, _ in pairs})
    spare = [theirs[j] for j in set(range(len(theirs))) - {j for _, j in pairs} if theirs[j]]
    extra = sum(len(rows) * len(rows[0]) for rows in spare)
    notes = [note for score in scores for note in score.wrong]
    notes += [f"{lost} cells of tables not found"] * bool(lost) + [f"{extra} cells of tables too many"] * bool(extra)
    cells = sum(score.cells for score in scores) + lost + extra
    silent = sum(score.silent for score in scores) + lost + extra
    return CellScore(sum(score.right for score in scores), cells, tuple(notes), silent)
