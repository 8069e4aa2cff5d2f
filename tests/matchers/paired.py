"""One reading of a material beside one of an entry, for the tests of what two names have in common."""

from functools import cache

import numpy as np

from matchers.features import Pairs
from matchers.tables import Units, entry_side, query_side
from quanze.judgement import Query
from quanze.proof import ProofEntry


@cache
def units() -> Units:
    """The units of the shipped background alone."""
    return Units([])


def paired(text: str, name: str, matter: str = "", usage: str = "", issuer: str = "", reading: int = 0) -> Pairs:
    """A reading of a material beside the same reading of an entry's name, else its first."""
    ours, about = query_side([Query("q", text, matter)], units())
    theirs, said = entry_side([ProofEntry("e", "cancelled", name, usage, issuer)], units())
    entry = min(reading, len(theirs.names) - 1)
    return Pairs(ours, about, theirs, said, np.array([reading]), np.array([entry]))
