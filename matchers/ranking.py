"""Ranking entries for each query (排序): the best name pair per entry, the best entries per query, their rivals.

Lives here: from scored pairs to ordered suggestions and their calibrated scores. Never here: outcomes, words.
"""

from dataclasses import dataclass

import numpy as np

from matchers.compare import Compared
from matchers.features import clear
from matchers.model import Model
from matchers.tables import Flags, Floats, Ints
from matchers.vetoes import NONE

FORBIDDEN = -6.0
"""Log-odds of a vetoed pair at the most: it stays in sight among the suggestions and is never chosen."""
_LAST = 1_000.0
"""What puts vetoed pairs of an entry, and hints among entries, behind all others."""
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
    """Suggestions, a row each: queries ascending, what may be chosen before hints, best first.

    `pair` is the row of the compared pair a suggestion stands on; `clear` whether nothing contradicts it, `hint`
    whether it may only be shown. Query number q has the rows from start[q] to start[q + 1].
    """

    query: Ints
    entry: Ints
    odds: Floats
    pair: Ints
    clear: Flags
    hint: Flags
    vetoed: Flags
    line: Ints
    exact: Flags
    start: Ints
    rival: Floats
    """For each query the log-odds of the best suggestion that says something else than the first."""

    def first(self, query: int) -> First:
        """The best suggestion of a query that may be chosen."""
        begin, end = self.start[query], self.start[query + 1]
        if begin == end or self.hint[begin]:
            return First(-1, LOWEST, LOWEST, False)
        rival = float(self.rival[query])
        return First(int(self.entry[begin]), float(self.odds[begin]), rival, bool(self.clear[begin]))

    def scores(self, model: Model) -> Floats:
        """The calibrated probability of each row: the best against the second, the others against the best.

        What says the same as the best in another list stands with it. A hint has no rival; what is vetoed has no
        chance.
        """
        if not len(self.odds):
            return np.zeros(0)
        first = self.start[:-1][self.query]
        best = self.line == self.line[first]
        rival = np.where(self.hint, LOWEST, np.where(best, self.rival[self.query], self.odds[first]))
        return np.where(self.vetoed, 0.0, np.round(model.probability(self.odds, rival), 6))


def rank(compared: Compared, model: Model, queries: int) -> Ranked:
    """Order the compared entries of each query by their best pair of names.

    Of entries that are as near, the one of exactly the material's name comes first, then ties go by the entry's place.
    """
    odds = np.round(model.log_odds(compared.values), 6)
    vetoed = compared.vetoed != NONE
    odds = np.where(vetoed, np.minimum(odds, FORBIDDEN), odds)
    place = odds - _LAST * vetoed - _LAST * compared.hint
    both = compared.query * (int(compared.entry.max(initial=0)) + 1) + compared.entry
    order = np.lexsort((-place, both))
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = both[order[1:]] != both[order[:-1]]
    best = order[fresh]
    place = odds[best] - _LAST * compared.hint[best]
    final = best[np.lexsort((compared.entry[best], ~compared.exact[best], -place, compared.query[best]))]
    query, line, hint = compared.query[final], compared.line[final], compared.hint[final]
    start = np.concatenate([[0], np.bincount(query, minlength=queries).cumsum()])
    rival = np.full(queries, LOWEST)
    other = np.flatnonzero((line != line[start[:-1][query]]) & ~hint)
    against, places = np.unique(query[other], return_index=True)
    rival[against] = odds[final][other[places]]
    return Ranked(
        query=query,
        entry=compared.entry[final],
        odds=odds[final],
        pair=final,
        clear=clear(compared.values[final]) & ~compared.capped[final],
        hint=hint,
        vetoed=vetoed[final],
        line=line,
        exact=compared.exact[final],
        start=start,
        rival=rival,
    )
