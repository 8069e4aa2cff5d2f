"""From a ranking to judgements (判断): the outcome, the band, and the suggestions that are shown.

Lives here: what the chosen entry's list says, and when both lists speak. Never here: features, training, blocks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchers.caps import cap, standing
from matchers.compare import Catalogue, Compared
from matchers.evidence import evidence
from matchers.features import SIGNS
from matchers.model import Model
from matchers.normalise import all_of
from matchers.ranking import Ranked, rank
from matchers.scope import AKIN, ALL, NAMED, OPEN, OTHER
from matchers.tables import Flags, Floats, Ints
from matchers.vetoes import reason
from quanze.judgement import Band, Evidence, Judgement, Outcome, Query, Suggestion
from quanze.proof import ProofEntry

Codes = NDArray[np.integer[Any]]
"""Small numbers."""
OUTCOMES: tuple[Outcome, ...] = ("none", "cancelled", "kept", "conflict")
BANDS: tuple[Band, ...] = ("none", "unsure", "likely", "sure")
_NONE, _CANCELLED, _KEPT, _CONFLICT = range(4)
_UNSURE, _LIKELY, _SURE = 1, 2, 3
_SAYS = {"cancelled": _CANCELLED, "issuer_bound": _CANCELLED, "retained": _KEPT}
"""What an entry's list says of a material; an issuer-bound entry is only chosen where that issuer is named."""
_SAME_ISSUER, _OTHER_ISSUER, _SEVERAL, _SAME_CORE = map(
    list(SIGNS).index, ("same_issuer", "other_issuer", "one_of_several", "same_core")
)
_SILENT, _ASIDE, _SPEAKS = range(3)
"""How an entry of the other list stands beside the best: it does not count, is for something else, or speaks too."""
_SHARED = 0.7
"""Where several entries share the probability, the best need only have this part of what is worth saying."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Judgements of a block as arrays, which cross a process border fast.

    Query number q has the suggestions from begins[q] to begins[q + 1]; `outcomes` and `bands` number OUTCOMES and
    BANDS; `best` is an entry's place, -1 for none; `told` is the evidence of each suggestion, nothing where it was not
    asked for.
    """

    outcomes: Codes
    bands: Codes
    scores: Floats
    best: Codes
    begins: Ints
    entry: Codes
    score: Floats
    told: Sequence[tuple[Evidence, ...]]

    def judgements(self, queries: Sequence[Query], entries: Sequence[ProofEntry]) -> list[Judgement]:
        """The judgements themselves."""
        return self.answers([query.id for query in queries], entries)

    def answers(self, ids: Sequence[str], entries: Sequence[ProofEntry]) -> list[Judgement]:
        """The judgements, each with the id of its query."""
        told = self.told or [()] * len(self.entry)
        shown = [
            Suggestion((one := entries[place]).key, one.list, one.name, score, evidence)
            for place, score, evidence in zip(self.entry.tolist(), self.score.tolist(), told, strict=True)
        ]
        outcomes = [OUTCOMES[number] for number in self.outcomes.tolist()]
        bands = [BANDS[number] for number in self.bands.tolist()]
        keys = [entries[place].key if place >= 0 else None for place in self.best.tolist()]
        begins = self.begins.tolist()
        values = zip(ids, outcomes, bands, self.scores.tolist(), keys, begins[:-1], begins[1:], strict=True)
        return [
            Judgement(name, outcome, band, score, best, tuple(shown[begin:end]))
            for name, outcome, band, score, best, begin, end in values
        ]


def judge(
    queries: Sequence[Query], compared: Compared, against: Catalogue, model: Model, *, top: int, explain: bool = True
) -> Verdicts:
    """Judge compared queries.

    The first suggestion that may be chosen decides: its list is the outcome where its score is worth saying. Where an
    entry of the other list is about as probable (its own score is worth saying too), both lists speak: a conflict.
    A material that names several things is never sure of an entry that names one of them: it would go as a whole.
    An entry whose use is the asking matter stands before those of the other list that do not name it, and one that
    may be for it before those that are for something else. Below that the outcome is none, unless several near entries
    share a probability that is worth saying: then the best of them is unsure; what is capped is unsure at the most.
    Entries that only bind an issuer the material does not name are shown as a hint; where nothing else is found, one of
    exactly the material's name is unsure.
    """
    ranked = rank(compared, model, len(queries))
    score = ranked.scores(model)
    ranked = replace(ranked, clear=ranked.clear & ~_one_of_several(ranked, compared, queries))
    words = _Behind(queries, compared, against)
    outcomes, bands, scores, best = _decided(ranked, score, _says(against)[ranked.entry], model, words)
    shown, begins = _shown(ranked, top)
    pairs = ranked.pair[shown].tolist() if explain else []
    return Verdicts(
        outcomes=outcomes,
        bands=bands,
        scores=scores,
        best=best,
        begins=begins,
        entry=ranked.entry[shown].astype(np.int32),
        score=score[shown],
        told=list(evidence(compared, pairs, model, queries, against.entries)) if explain else (),
    )


def _one_of_several(ranked: Ranked, compared: Compared, queries: Sequence[Query]) -> Flags:
    """Which suggestions are an entry for one thing and a material that names several (身份证、户口簿)."""
    ours, theirs = compared.pairs.ours, compared.pairs.theirs
    owner = ours.owner[compared.pairs.mine[ranked.pair]]
    listed = np.isin(owner, ours.owner[ours.part]) & ~np.isin(ranked.entry, theirs.owner[theirs.part])
    alone = [place for place in np.unique(ranked.query[listed]).tolist() if not all_of(queries[place].text)]
    return listed & ~np.isin(ranked.query, alone)


def _says(against: Catalogue) -> Codes:
    """What the list of each entry says."""
    return np.array([_SAYS[entry.list] for entry in against.entries], dtype=np.int8)


@dataclass(frozen=True, slots=True)
class _Behind:
    """What the words behind ranked pairs say."""

    queries: Sequence[Query]
    compared: Compared
    against: Catalogue

    def cap(self, ranked: Ranked, row: int) -> str:
        """Why a row of the ranking is no more than unsure, "" where nothing says so."""
        query, entry = self.queries[ranked.query[row]], self.against.entries[ranked.entry[row]]
        return cap(self.compared, int(ranked.pair[row]), query, entry)

    def akin(self, ranked: Ranked, row: int) -> bool:
        """Whether a row's use is only of the asking matter's kind."""
        return standing(self.queries[ranked.query[row]], self.against.entries[ranked.entry[row]]) == AKIN

    def beside(self, ranked: Ranked, row: int, best: int) -> int:
        """How a row of the other list stands beside the best one.

        It does not count where only the best names the matter, or only the best one's issuer is named; it is for
        something else where its use is, or where it binds an issuer and none is named. It speaks where its issuer is
        named and not the best one's. Of two that are never the same proof the material is the one it names.
        """
        query, pairs = self.queries[ranked.query[row]], ranked.pair[[best, row]]
        mine, theirs = (standing(query, self.against.entries[place]) for place in ranked.entry[[best, row]])
        values = self.compared.values[pairs]
        same, other = values[:, _SAME_ISSUER].tolist(), values[:, _OTHER_ISSUER].tolist()
        if ranked.hint[row]:
            return _SILENT if other[1] or mine == NAMED else _ASIDE
        if values[:, _SEVERAL].any() or (same[1] and other[0]):
            return _SPEAKS
        if mine >= theirs and self._named(ranked, row, best):
            return _ASIDE
        if (same[0] and other[1]) or (mine == NAMED and theirs not in (NAMED, ALL)):
            return _SILENT
        return _ASIDE if theirs == OTHER and mine >= OPEN else _SPEAKS

    def _named(self, ranked: Ranked, row: int, best: int) -> bool:
        """Whether only the best is called what the material is, or the two entries are never the same proof."""
        pairs = ranked.pair[[best, row]]
        if ranked.exact[best] and not self.compared.values[pairs[1], _SAME_CORE]:
            return True
        names = self.compared.pairs.theirs.names
        one, other = (names[place] for place in self.compared.pairs.entry[pairs].tolist())
        return bool(reason(one, other))


def _decided(
    ranked: Ranked, score: Floats, says: Codes, model: Model, words: _Behind
) -> tuple[Codes, Codes, Floats, Codes]:
    """Outcome, band, score and chosen entry of each query."""
    count = len(ranked.start) - 1
    outcomes, bands = np.zeros(count, dtype=np.int8), np.zeros(count, dtype=np.int8)
    scores, best = np.zeros(count), np.full(count, -1, dtype=np.int32)
    begins = ranked.start[:-1]
    asked = np.flatnonzero(begins < ranked.start[1:])
    asked = asked[~ranked.hint[begins[asked]]]
    first = begins[asked]
    scores[asked] = score[first]
    free = ~ranked.hint
    together = np.bincount(ranked.query[free], score[free], minlength=count)[asked]
    band = _bands(score[first], ranked.clear[first], model)
    band[(band == _NONE) & (score[first] >= _SHARED * model.unsure) & (together >= model.unsure)] = _UNSURE
    against = np.zeros(count, dtype=np.int8)
    for row in np.flatnonzero((score >= model.unsure) & (says != says[begins[ranked.query]])).tolist():
        query = ranked.query[row]
        against[query] = max(against[query], words.beside(ranked, row, int(begins[query])))
    conflict = against[asked] == _SPEAKS
    band[(band == _SURE) & (against[asked] > _SILENT)] = _LIKELY
    for place in np.flatnonzero(band > _UNSURE).tolist():
        if words.cap(ranked, int(first[place])):
            band[place] = _UNSURE
        elif band[place] == _SURE and words.akin(ranked, int(first[place])):
            band[place] = _LIKELY
    said = band != _NONE
    bands[asked] = band
    outcomes[asked] = np.where(said, np.where(conflict, _CONFLICT, says[first]), _NONE)
    best[asked[said]] = ranked.entry[first[said]]
    for row in np.flatnonzero(ranked.exact & ranked.hint & ~ranked.vetoed).tolist():
        if bands[query := ranked.query[row]] == _NONE:
            bands[query], outcomes[query], scores[query] = _UNSURE, says[row], score[row]
            best[query] = ranked.entry[row]
    return outcomes, bands, scores, best


def _bands(score: Floats, clear: Flags, model: Model) -> Codes:
    """The bands of calibrated probabilities; only what nothing contradicts can be sure."""
    band = (score >= model.unsure).astype(np.int8)
    band[score >= model.likely] = _LIKELY
    band[clear & (score >= model.sure)] = _SURE
    return band


def _shown(ranked: Ranked, top: int) -> tuple[Ints, Ints]:
    """The rows to show, the best of each query first, hints among them; and where each query's rows begin."""
    order = np.arange(len(ranked.query))
    hinted = np.flatnonzero(np.isin(ranked.query, ranked.query[ranked.hint]))
    order[hinted] = hinted[np.lexsort((-ranked.odds[hinted], ranked.query[hinted]))]
    kept = np.arange(len(order)) - ranked.start[ranked.query] < top
    counts = np.minimum(np.diff(ranked.start), top)
    return order[kept], np.concatenate([[0], counts.cumsum()])
