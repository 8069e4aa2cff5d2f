"""Which entries are worth comparing with a material (候选): sparse characters and pairs, in blocks.

Lives here: pairs of names that share enough weighted units. Never here: the score that decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from matchers.tables import Floats, Ints, Matrix

BLOCK = 2_000
"""Materials' names per block: bounds the memory of the sparse product."""
_OURS = 0.3
"""How much a material's own unshared words count against a candidate; an entry's unshared words count the rest."""
_COMMON = 0.02
"""Units in more than this part of a large catalogue's names find nothing: they are left out of the search."""
_FEW = 200
"""No unit is common that fewer names have."""
_VALUE_BITS, _COLUMN_BITS = 22, 26
"""Room for a value and a column (67 million names of entries) in a packed number."""
_FAR = 0.1
"""A candidate this far below a name's best, as a part of it, is dropped unsorted."""
_LEVELS = (0.2, 0.35, 0.5, 0.65, 0.8)
"""The same where enough others lie above this part of the best."""


class Lettered(Protocol):
    """Names with their characters and pairs: all that finding candidates looks at."""

    @property
    def names(self) -> Sequence[object]:
        """The names, a row each."""

    @property
    def ones(self) -> Matrix:
        """Characters."""

    @property
    def twos(self) -> Matrix:
        """Pairs of characters."""

    @property
    def one(self) -> Floats:
        """Summed weights of the characters."""

    @property
    def two(self) -> Floats:
        """Summed weights of the pairs."""


def _near(product: Matrix, keep: int) -> tuple[Ints, Ints]:
    """Places and rows of the entries that can be among the best of their row: few enough to sort."""
    counts = np.diff(product.indptr)
    filled = np.flatnonzero(counts)
    if not len(filled):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    begins, counts = product.indptr[filled], counts[filled]
    tops = np.maximum.reduceat(product.data, begins)
    part = product.data / np.repeat(tops, counts)
    least = np.full(len(filled), _FAR)
    for level in _LEVELS:
        least[np.add.reduceat(part >= level, begins, dtype=np.int64) >= keep] = level
    near = np.flatnonzero(part >= np.repeat(least, counts))
    return near, np.repeat(filled, counts)[near]


def _best(product: Matrix, keep: int) -> tuple[Ints, Ints]:
    """The `keep` largest entries of each row of a sparse product (values 0 to 1), ties by the lower column.

    Row, value and column are packed into one number, since sorting numbers is much faster than sorting by three keys.
    """
    near, rows = _near(product, keep)
    worse = ((1.0 - np.clip(product.data[near], 0.0, 1.0)) * (1 << _VALUE_BITS - 1)).astype(np.int64)
    packed = np.sort((rows << _VALUE_BITS + _COLUMN_BITS) | (worse << _COLUMN_BITS) | product.indices[near])
    rows, columns = packed >> _VALUE_BITS + _COLUMN_BITS, packed & (1 << _COLUMN_BITS) - 1
    begins = np.searchsorted(rows, np.arange(product.shape[0]))
    kept = np.arange(len(rows)) - begins[rows] < keep
    return rows[kept], columns[kept]


@dataclass(frozen=True, slots=True)
class Index:
    """Entries ready for the search: which names have a unit, a row per unit, and the summed weights of each name."""

    names: Matrix
    whole: Floats


def index(theirs: Lettered) -> Index:
    """Prepare entries; units that many names have find nothing."""
    units = (theirs.ones + theirs.twos).tocsc()
    counts = np.diff(units.indptr)
    units.data *= np.repeat(counts <= max(_FEW, _COMMON * len(theirs.names)), counts)
    units.eliminate_zeros()
    return Index(units.T, theirs.one + theirs.two)


def candidates(ours: Lettered, theirs: Index, keep: int) -> Iterator[tuple[Ints, Ints]]:
    """Pairs (row of ours, row of theirs) block by block, rows of ours ascending, at most `keep` per row."""
    for start in range(0, len(ours.names), BLOCK):
        rows = slice(start, start + BLOCK)
        mine = ours.one[rows] + ours.two[rows]
        near = (ours.ones[rows] + ours.twos[rows]) @ theirs.names
        near.data /= _OURS * np.repeat(mine, np.diff(near.indptr)) + (1 - _OURS) * theirs.whole[near.indices] + 1e-9
        row, entry = _best(near, keep)
        yield row + start, entry
