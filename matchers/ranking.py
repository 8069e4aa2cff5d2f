"""Ranking entries for each query (排序): the best name pair per entry, the best entries per query, their rivals.

Lives here: from scored pairs to ordered suggestions. Never here: outcomes, words for people.
"""

from dataclasses import dataclass

import numpy as np

from matchers.compare import Compared
from matchers.features import clear
from matchers.model import Model
from matchers.tables import Flags, Floats, Ints
from matchers.vetoes import NONE

FORBIDDEN = -12.0
"""Log-odds of a vetoed pair: it stays visible among the suggestions and can never be chosen."""
LOWEST = -15.0
"""Log-odds where there is no suggestion at all."""


@dataclass(frozen=True, slots=True)
class First:
    """A query's best entry (-1 = none), its log-odds, those of its strongest rival, and whether nothing contradicts."""

    entry: int
    odds: float
    rival: float
    clear: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """Suggestions, a row each: queries ascending, best first. `pair` is the row of the compared pair it stands on."""

    query: Ints
    entry: Ints
    odds: Floats
    pair: Ints
    clear: Flags
    start: Ints
    """Where each query's suggestions begin; one more value at the end."""

    def first(self, query: int) -> First:
        """The best suggestion of a query."""
        begin, end = self.start[query], self.start[query + 1]
        if begin == end:
            return First(-1, LOWEST, LOWEST, False)
        rival = float(self.odds[begin + 1]) if end - begin > 1 else LOWEST
        return First(int(self.entry[begin]), float(self.odds[begin]), rival, bool(self.clear[begin]))


def rank(compared: Compared, model: Model, queries: int) -> Ranked:
    """Order the compared entries of each query by their best pair of names; ties by the entry's place."""
    odds = np.round(model.log_odds(compared.values), 6)
    odds = np.where(compared.vetoed == NONE, odds, np.minimum(odds, 0.0) + FORBIDDEN)
    order = np.lexsort((-odds, compared.entry, compared.query))
    query, entry = compared.query[order], compared.entry[order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (query[1:] != query[:-1]) | (entry[1:] != entry[:-1])
    best = order[fresh]
    final = best[np.lexsort((compared.entry[best], -odds[best], compared.query[best]))]
    counts = np.bincount(compared.query[final], minlength=queries)
    return Ranked(
        query=compared.query[final],
        entry=compared.entry[final],
        odds=odds[final],
        pair=final,
        clear=clear(compared.values[final]),
        start=np.concatenate([[0], counts.cumsum()]),
    )
