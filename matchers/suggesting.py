"""From materials to judgements (匹配): the public verb, block by block, identical materials scored once.

Lives here: the outcome and the band of each query. Never here: features, training.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from matchers.compare import Catalogue, Compared, catalogue, compare
from matchers.evidence import evidence
from matchers.knowledge import knowledge
from matchers.model import Model, shipped
from matchers.ranking import LOWEST, Ranked, rank
from matchers.tables import Floats
from quanze.judgement import Judgement, Outcome, Query, Suggestion
from quanze.proof import ProofEntry

BLOCK = 4_000
"""Distinct materials compared at a time: bounds the memory."""


def _names_issuer(compared: Compared, pair: int, entry: ProofEntry) -> bool:
    """Whether the material's own words name an issuer the entry is bound to."""
    ours = compared.pairs.ours.names[int(compared.pairs.mine[pair])]
    return bool(ours.issuers & knowledge().issuers.mask(entry.issuer))


def _outcome(compared: Compared, ranked: Ranked, row: int, entry: ProofEntry) -> Outcome:
    """What the chosen entry's list says; an issuer-bound entry only cancels where the material names that issuer."""
    if entry.list == "retained":
        return "kept"
    if entry.list == "cancelled" or _names_issuer(compared, int(ranked.pair[row]), entry):
        return "cancelled"
    return "none"


def _judge(
    query: int,
    queries: Sequence[Query],
    compared: Compared,
    ranked: Ranked,
    scores: Floats,
    against: Catalogue,
    model: Model,
    top: int,
) -> Judgement:
    begin, end = int(ranked.start[query]), int(ranked.start[query + 1])
    shown = tuple(
        Suggestion(
            entry=against.entries[ranked.entry[row]].key,
            list=against.entries[ranked.entry[row]].list,
            name=against.entries[ranked.entry[row]].name,
            score=float(scores[row]),
            evidence=evidence(compared, int(ranked.pair[row]), model, queries, against.entries),
        )
        for row in range(begin, min(end, begin + top))
    )
    score = float(scores[begin]) if end > begin else 0.0
    band = model.band(score, end > begin and bool(ranked.clear[begin]))
    if band == "none":
        return Judgement(queries[query].id, "none", "none", score, None, shown)
    outcome = _outcome(compared, ranked, begin, against.entries[ranked.entry[begin]])
    return Judgement(queries[query].id, outcome, band, score, shown[0].entry if shown else None, shown)


def _scores(ranked: Ranked, model: Model) -> Floats:
    """The calibrated probability of every suggestion: the best against the second, the others against the best."""
    if not len(ranked.odds):
        return np.zeros(0)
    first = ranked.start[:-1][ranked.query]
    following = np.append(ranked.odds[1:], LOWEST)
    alone = np.append(ranked.query[1:] != ranked.query[:-1], True)
    rival = np.where(np.arange(len(first)) == first, np.where(alone, LOWEST, following), ranked.odds[first])
    return np.round(model.probability(ranked.odds, rival), 6)


def _block(queries: Sequence[Query], against: Catalogue, model: Model, top: int) -> list[Judgement]:
    compared = compare(queries, against)
    ranked = rank(compared, model, len(queries))
    scores = _scores(ranked, model)
    return [_judge(query, queries, compared, ranked, scores, against, model, top) for query in range(len(queries))]


def suggest_iter(
    queries: Iterable[Query], entries: Sequence[ProofEntry], *, top: int = 5, model: Model | None = None
) -> Iterator[Judgement]:
    """Judge materials one after the other, in their order, without ever holding them all.

    The same words for the same matter are compared once per block. Answers do not depend on order or blocks.
    """
    chosen = model or shipped()
    against = catalogue(entries)
    source = iter(queries)
    while block := list(islice(source, BLOCK)):
        distinct: dict[tuple[str, str, str], int] = {}
        for query in block:
            distinct.setdefault((query.text, query.matter, query.department), len(distinct))
        unique = [Query("", *words) for words in distinct]
        judged = _block(unique, against, chosen, top)
        for query in block:
            found = judged[distinct[query.text, query.matter, query.department]]
            yield Judgement(query.id, found.outcome, found.band, found.score, found.best, found.suggestions)


def suggest(
    queries: Sequence[Query], entries: Sequence[ProofEntry], *, top: int = 5, model: Model | None = None
) -> tuple[Judgement, ...]:
    """Judge materials against a catalogue: one judgement per query, in the queries' order.

    Args:
        queries: materials with their matter and department.
        entries: the catalogue; it may be empty, then every outcome is none.
        top: how many suggestions each judgement shows.
        model: a trained model; the shipped one where none is given.
    """
    return tuple(suggest_iter(queries, entries, top=top, model=model))
