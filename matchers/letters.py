"""Texts as numbers (字码): which characters and pairs of characters many texts have, all at once.

Lives here: code points of texts as arrays, distinct ones per text. Never here: weights, words, names.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]

_WIDTH = 21
"""Bits of a code point."""
_ROWS = 1 << 63 - 2 * _WIDTH
"""Room for the number of a text beside two characters."""


def pair(left: Codes, right: Codes) -> Codes:
    """One number for two characters."""
    return left << _WIDTH | right


def codes(texts: Sequence[str]) -> Codes:
    """The code points of texts, one after the other."""
    joined = "".join(texts).encode("utf-32-le", "surrogatepass")
    return np.frombuffer(joined, dtype=np.uint32).astype(np.int64)


def _distinct(rows: Codes, values: Codes) -> tuple[Codes, Codes]:
    """Each value of a row once, rows and values ascending."""
    packed = np.sort(rows << 2 * _WIDTH | values)
    fresh = np.ones(len(packed), dtype=bool)
    fresh[1:] = packed[1:] != packed[:-1]
    packed = packed[fresh]
    return packed >> 2 * _WIDTH, packed & (1 << 2 * _WIDTH) - 1


def letters_and_pairs(texts: Sequence[str]) -> tuple[tuple[Codes, Codes], tuple[Codes, Codes]]:
    """The distinct characters and the distinct neighbouring pairs of each text, each as rows and values ascending.

    Raises:
        ValueError: there are more than two million texts.
    """
    if len(texts) > _ROWS:
        raise ValueError(f"more than {_ROWS} texts at once")
    found = codes(texts)
    rows = np.repeat(np.arange(len(texts)), list(map(len, texts)))
    inside = rows[1:] == rows[:-1]
    return _distinct(rows, found), _distinct(rows[1:][inside], pair(found[:-1][inside], found[1:][inside]))
