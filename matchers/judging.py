"""From a ranking to judgements (判断): the outcome, the band, and the suggestions that are shown.

Lives here: what the chosen entry's list says, and when both lists speak. Never here: features, training, blocks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matchers.compare import Catalogue, Compared
from matchers.evidence import evidence
from matchers.model import Model
from matchers.ranking import Ranked, rank
from quanze.judgement import Band, Evidence, Judgement, Outcome, Query, Suggestion
from quanze.proof import ProofEntry

_SAYS: dict[str, Outcome] = {"cancelled": "cancelled", "issuer_bound": "cancelled", "retained": "kept"}
"""What an entry's list says of a material; an issuer-bound entry is only chosen where that issuer is named."""


_SHARED = 0.7
"""Where several entries share the probability, the best need only have this part of what is worth saying."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Judgements of a block as plain lists, which cross a process border fast.

    Query number q has the suggestions from begins[q] to begins[q + 1]; `best` is an entry's place, -1 for none;
    `told` is the evidence of each suggestion, nothing where it was not asked for.
    """

    outcomes: list[Outcome]
    bands: list[Band]
    scores: list[float]
    best: list[int]
    begins: list[int]
    entry: list[int]
    score: list[float]
    told: list[tuple[Evidence, ...]]

    def judgements(self, queries: Sequence[Query], entries: Sequence[ProofEntry]) -> list[Judgement]:
        """The judgements themselves."""
        told = self.told or [()] * len(self.entry)
        shown = [
            Suggestion((one := entries[place]).key, one.list, one.name, score, evidence)
            for place, score, evidence in zip(self.entry, self.score, told, strict=True)
        ]
        keys = [entries[place].key if place >= 0 else None for place in self.best]
        spans = zip(self.begins, self.begins[1:], strict=False)
        values = zip(queries, self.outcomes, self.bands, self.scores, keys, spans, strict=True)
        return [
            Judgement(query.id, outcome, band, score, best, tuple(shown[begin:end]))
            for query, outcome, band, score, best, (begin, end) in values
        ]


def judge(
    queries: Sequence[Query], compared: Compared, against: Catalogue, model: Model, *, top: int, explain: bool = True
) -> Verdicts:
    """Judge compared queries.

    The first suggestion that may be chosen decides: its list is the outcome where its score is worth saying. Where an
    entry of the other list is about as probable (its own score is worth saying too), both lists speak: a conflict.
    Below that the outcome is none, unless several near entries share a probability that is worth saying: then the
    best of them is unsure. Entries that only bind an issuer the material does not name are shown as a hint.
    """
    ranked = rank(compared, model, len(queries))
    rows = _Rows.of(ranked, against, model)
    starts = ranked.start.tolist()
    spans = list(zip(starts, starts[1:], strict=False))
    decided = [rows.decide(begin, end, model.unsure) for begin, end in spans]
    shown = [rows.shown(begin, end, top) for begin, end in spans]
    begins = [0]
    for places in shown:
        begins.append(begins[-1] + len(places))
    flat = [row for places in shown for row in places]
    pairs = ranked.pair.tolist()
    return Verdicts(
        outcomes=[outcome for outcome, _, _, _ in decided],
        bands=[band for _, band, _, _ in decided],
        scores=[score for _, _, score, _ in decided],
        best=[best for _, _, _, best in decided],
        begins=begins,
        entry=[rows.entry[row] for row in flat],
        score=[rows.score[row] for row in flat],
        told=list(evidence(compared, [pairs[row] for row in flat], model, queries, against.entries)) if explain else [],
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """A ranking as plain lists, a value per suggestion."""

    entry: list[int]
    says: list[Outcome]
    score: list[float]
    band: list[Band]
    odds: list[float]
    hint: list[bool]
    capped: list[bool]

    @classmethod
    def of(cls, ranked: Ranked, against: Catalogue, model: Model) -> "_Rows":
        entry, score = ranked.entry.tolist(), ranked.scores(model).tolist()
        return cls(
            entry=entry,
            says=[_SAYS[against.entries[place].list] for place in entry],
            score=score,
            band=[model.band(one, clear) for one, clear in zip(score, ranked.clear.tolist(), strict=True)],
            odds=ranked.odds.tolist(),
            hint=ranked.hint.tolist(),
            capped=ranked.capped.tolist(),
        )

    def shown(self, begin: int, end: int, top: int) -> Sequence[int]:
        """The rows to show of one query: the best first, hints among them."""
        if end > begin and self.hint[end - 1]:
            return sorted(range(begin, end), key=lambda row: (-self.odds[row], row))[:top]
        return range(begin, min(end, begin + top))

    def together(self, begin: int, end: int) -> float:
        """How probable it is that the material is one of several near entries: what they take from each other."""
        return sum(self.score[row] for row in range(begin, end) if not self.hint[row])

    def decide(self, begin: int, end: int, unsure: float) -> tuple[Outcome, Band, float, int]:
        """Outcome, band, score and chosen entry of one query."""
        if begin == end or self.hint[begin]:
            return "none", "none", 0.0, -1
        score, band = self.score[begin], self.band[begin]
        if band == "none" and score >= _SHARED * unsure and self.together(begin, end) >= unsure:
            band = "unsure"
        if band == "none":
            return "none", "none", score, -1
        said = self.says[begin]
        rivals = (row for row in range(begin + 1, end) if self.score[row] >= unsure and not self.hint[row])
        conflict = any(self.says[row] != said for row in rivals)
        if self.capped[begin]:
            band = "unsure"
        elif conflict and band == "sure":
            band = "likely"
        return "conflict" if conflict else said, band, score, self.entry[begin]
