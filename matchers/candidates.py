"""Which entries are worth comparing with a material (候选): sparse characters and pairs, in blocks.

Lives here: pairs of names that share enough weighted units. Never here: the score that decides.
"""

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from matchers.tables import Floats, Ints, Matrix, Side

BLOCK = 2_000
"""Materials' names per block: bounds the memory of the sparse product."""
_OURS = 0.3
"""How much a material's own unshared words count against a candidate; an entry's unshared words count the rest."""
_COMMON = 0.02
"""Units in more than this part of a large catalogue's names find nothing: they are left out of the search."""
_FEW = 200
"""No unit is common that fewer names have."""
_FAR = 0.3
"""A candidate this far below a name's best, as a part of it, is dropped unsorted."""


def _best(product: Matrix, keep: int) -> tuple[Ints, Ints]:
    """The `keep` largest entries of each row of a sparse product, ties by the lower column."""
    counts = np.diff(product.indptr)
    rows = np.repeat(np.arange(product.shape[0]), counts)
    tops = np.zeros(product.shape[0])
    filled = np.flatnonzero(counts)
    if len(filled):
        tops[filled] = np.maximum.reduceat(product.data, product.indptr[filled])
    near = np.flatnonzero(product.data >= _FAR * tops[rows])
    rows, columns, values = rows[near], product.indices[near].astype(np.int64), product.data[near]
    order = np.lexsort((columns, -values, rows))
    rows, columns = rows[order], columns[order]
    begins = np.concatenate([[0], np.bincount(rows, minlength=product.shape[0]).cumsum()])
    kept = np.arange(len(rows)) - begins[rows] < keep
    return rows[kept], columns[kept]


def _telling(theirs: Side) -> tuple[Matrix, Floats]:
    """The entries' units that tell them apart, a row per unit, and the weight each unit has for a material."""
    units = sparse.hstack([theirs.ones, theirs.twos]).tocsc()
    limit = max(_FEW, _COMMON * len(theirs.names))
    telling = (np.diff(units.indptr) <= limit).astype(np.float64)
    return units.T.tocsr(), telling


def candidates(ours: Side, theirs: Side, keep: int) -> Iterator[tuple[Ints, Ints]]:
    """Pairs (row of ours, row of theirs) block by block, rows of ours ascending, at most `keep` per row."""
    columns, telling = _telling(theirs)
    total = theirs.one + theirs.two
    for start in range(0, len(ours.names), BLOCK):
        rows = slice(start, start + BLOCK)
        units = sparse.hstack([ours.ones[rows], ours.twos[rows]]).tocsr()
        mine = ours.one[rows] + ours.two[rows]
        units.data = telling[units.indices]
        units.eliminate_zeros()
        near = (units @ columns).tocsr()
        near.data /= _OURS * np.repeat(mine, np.diff(near.indptr)) + (1 - _OURS) * total[near.indices] + 1e-9
        row, entry = _best(near, keep)
        yield row + start, entry
