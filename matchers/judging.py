"""From a ranking to a judgement (判断): the outcome, the band, and the suggestions that are shown.

Lives here: what the chosen entry's list says, and when both lists speak. Never here: features, training, blocks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matchers.compare import Catalogue, Compared
from matchers.evidence import evidence
from matchers.model import Model
from matchers.ranking import rank
from quanze.judgement import Band, Evidence, Judgement, Outcome, Query, Suggestion
from quanze.proof import ProofEntry

_SAYS: dict[str, Outcome] = {"cancelled": "cancelled", "issuer_bound": "cancelled", "retained": "kept"}
"""What an entry's list says of a material; an issuer-bound entry is only chosen where that issuer is named."""


def judge(
    queries: Sequence[Query], compared: Compared, against: Catalogue, model: Model, *, top: int, explain: bool = True
) -> list[Judgement]:
    """Judge compared queries, one judgement each.

    The first suggestion that may be chosen decides: its list is the outcome where its score is worth saying. Where an
    entry of the other list is about as probable (its own score is worth saying too), both lists speak: a conflict.
    Below that the outcome is none. Entries that only bind an issuer the material does not name are shown as a hint.
    """
    ranked = rank(compared, model, len(queries))
    scores = ranked.scores(model).tolist()
    table = _Table(
        against.entries,
        ranked.entry.tolist(),
        scores,
        ranked.odds.tolist(),
        ranked.hint.tolist(),
        [model.band(score, clear) for score, clear in zip(scores, ranked.clear.tolist(), strict=True)],
        ranked.capped.tolist(),
    )
    begins = ranked.start.tolist()
    found = []
    for number, query in enumerate(queries):
        begin, end = begins[number], begins[number + 1]
        shown = table.shown(begin, end, top)
        told = [
            evidence(compared, int(ranked.pair[row]), model, queries, against.entries)
            for row in (shown if explain else ())
        ]
        suggestions = tuple(table.suggestion(row, told[place] if explain else ()) for place, row in enumerate(shown))
        found.append(table.judgement(query.id, begin, end, suggestions, model.unsure))
    return found


@dataclass(frozen=True, slots=True)
class _Table:
    """A ranking as plain lists, a value per suggestion."""

    entries: Sequence[ProofEntry]
    entry: list[int]
    score: list[float]
    odds: list[float]
    hint: list[bool]
    band: list[Band]
    capped: list[bool]

    def shown(self, begin: int, end: int, top: int) -> list[int]:
        """The rows to show of one query: the best first, hints among them."""
        if end > begin and self.hint[end - 1]:
            return sorted(range(begin, end), key=lambda row: (-self.odds[row], row))[:top]
        return list(range(begin, min(end, begin + top)))

    def suggestion(self, row: int, told: tuple[Evidence, ...]) -> Suggestion:
        entry = self.entries[self.entry[row]]
        return Suggestion(entry.key, entry.list, entry.name, self.score[row], told)

    def judgement(
        self, query: str, begin: int, end: int, suggestions: tuple[Suggestion, ...], unsure: float
    ) -> Judgement:
        if begin == end or self.hint[begin]:
            return Judgement(query, "none", "none", 0.0, None, suggestions)
        score, band = self.score[begin], self.band[begin]
        if band == "none":
            return Judgement(query, "none", "none", score, None, suggestions)
        outcome = self.outcome(begin, end, unsure)
        best = self.entries[self.entry[begin]].key
        return Judgement(query, outcome, _doubted(band, outcome, self.capped[begin]), score, best, suggestions)

    def outcome(self, begin: int, end: int, unsure: float) -> Outcome:
        """What the best entry's list says, or conflict where another entry worth saying says otherwise."""
        says = _SAYS[self.entries[self.entry[begin]].list]
        for row in range(begin + 1, end):
            if not self.hint[row] and self.score[row] >= unsure and _SAYS[self.entries[self.entry[row]].list] != says:
                return "conflict"
        return says


def _doubted(band: Band, outcome: Outcome, capped: bool) -> Band:
    """What negation keeps down is unsure at the most; a conflict is never sure."""
    if capped:
        return "unsure"
    return "likely" if outcome == "conflict" and band == "sure" else band
