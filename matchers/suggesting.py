"""From materials to judgements (匹配): the public verb, block by block, identical materials scored once.

Lives here: blocks, identical materials, the stream. Never here: features, outcomes, training.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from matchers.compare import catalogue, compare
from matchers.judging import judge
from matchers.model import Model, shipped
from quanze.judgement import Judgement, Query
from quanze.proof import ProofEntry

BLOCK = 4_000
"""Distinct materials compared at a time: bounds the memory."""


def suggest_iter(
    queries: Iterable[Query],
    entries: Sequence[ProofEntry],
    *,
    top: int = 5,
    model: Model | None = None,
    explain: bool = True,
) -> Iterator[Judgement]:
    """Judge materials one after the other, in their order, without ever holding them all.

    The same words for the same matter are compared once per block. Answers do not depend on order or blocks.
    Without `explain` the suggestions carry no evidence, which is much faster where nobody reads it.
    """
    chosen = model or shipped()
    against = catalogue(entries)
    source = iter(queries)
    while block := list(islice(source, BLOCK)):
        distinct: dict[tuple[str, str, str], int] = {}
        for query in block:
            distinct.setdefault((query.text, query.matter, query.department), len(distinct))
        unique = [Query("", *words) for words in distinct]
        judged = judge(unique, compare(unique, against), against, chosen, top=top, explain=explain)
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
