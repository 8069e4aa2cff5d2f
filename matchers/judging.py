"""From a ranking to a judgement (判断): the outcome, the band, and the suggestions that are shown.

Lives here: what the chosen entry's list says, and when both lists speak. Never here: features, training, blocks.
"""

from collections.abc import Sequence

import numpy as np

from matchers.compare import Catalogue, Compared
from matchers.evidence import evidence
from matchers.model import Model
from matchers.ranking import Ranked, rank
from matchers.tables import Floats, Ints
from quanze.judgement import Band, Judgement, Outcome, Query, Suggestion

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
    scores = ranked.scores(model)
    return [
        _judgement(query, queries, compared, ranked, scores, against, model, top if explain else 0, top)
        for query in range(len(queries))
    ]


def _judgement(
    query: int,
    queries: Sequence[Query],
    compared: Compared,
    ranked: Ranked,
    scores: Floats,
    against: Catalogue,
    model: Model,
    explained: int,
    top: int,
) -> Judgement:
    begin, end = int(ranked.start[query]), int(ranked.start[query + 1])
    shown = begin + np.argsort(-ranked.odds[begin:end], kind="stable")[:top]
    suggestions = tuple(
        Suggestion(
            entry=against.entries[ranked.entry[row]].key,
            list=against.entries[ranked.entry[row]].list,
            name=against.entries[ranked.entry[row]].name,
            score=float(scores[row]),
            evidence=evidence(compared, int(ranked.pair[row]), model, queries, against.entries)
            if place < explained
            else (),
        )
        for place, row in enumerate(shown)
    )
    chosen = begin < end and not ranked.hint[begin]
    score = float(scores[begin]) if chosen else 0.0
    band = model.band(score, chosen and bool(ranked.clear[begin]))
    if chosen and ranked.capped[begin] and band != "none":
        band = "unsure"
    if band == "none":
        return Judgement(queries[query].id, "none", "none", score, None, suggestions)
    outcome = _outcome(np.arange(begin, end), ranked, scores, against, model)
    best = against.entries[ranked.entry[begin]].key
    return Judgement(queries[query].id, outcome, _doubted(band, outcome), score, best, suggestions)


def _doubted(band: Band, outcome: Outcome) -> Band:
    """A conflict is never sure."""
    return "likely" if outcome == "conflict" and band == "sure" else band


def _outcome(rows: Ints, ranked: Ranked, scores: Floats, against: Catalogue, model: Model) -> Outcome:
    """What the best entry's list says, or conflict where another entry worth saying says otherwise."""
    said = {
        _SAYS[against.entries[ranked.entry[row]].list]
        for row in rows
        if not ranked.hint[row] and scores[row] >= model.unsure
    }
    return "conflict" if len(said) > 1 else _SAYS[against.entries[ranked.entry[rows[0]]].list]
