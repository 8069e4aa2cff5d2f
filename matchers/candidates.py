"""Which entries are worth comparing with a material (候选): sparse characters and pairs, in blocks.

Lives here: pairs of names that share enough weighted units. Never here: the score that decides.
"""

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from matchers.tables import Ints, Matrix, Side

BLOCK = 2_000
"""Materials per block: bounds the memory of the sparse product."""
_OURS = 0.3
"""How much a material's own unshared words count against a candidate; an entry's unshared words count the rest."""


def _best(product: Matrix, keep: int) -> tuple[Ints, Ints]:
    """The `keep` largest entries of each row of a sparse product, ties by the lower column."""
    rows = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
    order = np.lexsort((product.indices, -product.data, rows))
    rows, columns = rows[order], product.indices[order].astype(np.int64)
    place = np.arange(len(rows)) - np.repeat(product.indptr[:-1], np.diff(product.indptr))
    kept = place < keep
    return rows[kept], columns[kept]


def candidates(ours: Side, theirs: Side, keep: int) -> Iterator[tuple[Ints, Ints]]:
    """Pairs (row of ours, row of theirs) block by block, rows of ours ascending, at most `keep` per row."""
    columns = sparse.hstack([theirs.ones, theirs.twos]).T.tocsr()
    total = theirs.one + theirs.two
    for start in range(0, len(ours.names), BLOCK):
        rows = slice(start, start + BLOCK)
        units = sparse.hstack([ours.ones[rows], ours.twos[rows]]).tocsr()
        mine = np.asarray(units.sum(axis=1)).ravel()
        units.data = np.ones_like(units.data)
        near = (units @ columns).tocsr()
        near.data /= _OURS * np.repeat(mine, np.diff(near.indptr)) + (1 - _OURS) * total[near.indices] + 1e-9
        row, entry = _best(near, keep)
        yield row + start, entry
