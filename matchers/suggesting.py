"""From materials to judgements (匹配): the public verb, as a stream, identical materials scored once.

Lives here: identical materials, the order of the answers. Never here: features, outcomes, processes.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from matchers.blocks import Block, Task, judged
from matchers.compare import catalogue
from matchers.model import Model, shipped
from quanze.judgement import Judgement, Query
from quanze.proof import ProofEntry

ROWS = 40_000
"""Materials read ahead: bounds the memory of the stream."""
BLOCK = 2_000
"""Distinct materials compared at a time."""
KNOWN = 100_000
"""Distinct materials whose answers are kept for when they come again, a tenth of it where evidence is kept too."""

_Context = tuple[str, str, str]


def _context(query: Query) -> _Context:
    """What decides about a material: its words, its matter, its department."""
    return query.text, query.matter, query.department


def _learn(known: dict[_Context, Judgement], rows: Sequence[Query], task: Task, workers: int) -> None:
    """Judge the materials that are not known yet."""
    fresh = {context: query for query in rows if (context := _context(query)) not in known}
    waiting = list(fresh.values())
    blocks: list[Block] = [waiting[start : start + BLOCK] for start in range(0, len(waiting), BLOCK)]
    for block, verdicts in judged(blocks, task, workers if len(blocks) > 1 else 1):
        answers = verdicts.judgements(block, task.against.entries)
        known.update((_context(query), answer) for query, answer in zip(block, answers, strict=True))


def suggest_iter(
    queries: Iterable[Query],
    entries: Sequence[ProofEntry],
    *,
    top: int = 5,
    model: Model | None = None,
    explain: bool = True,
    workers: int = 1,
) -> Iterator[Judgement]:
    """Judge materials one after the other, in their order, without ever holding them all.

    The same words for the same matter and department are compared once, as long as they are among the last 100,000.
    Answers do not depend on order, batches or workers. Without `explain` the suggestions carry no evidence, which is
    much faster where nobody reads it.
    """
    task = Task(catalogue(entries), model or shipped(), top, explain)
    known: dict[_Context, Judgement] = {}
    source = iter(queries)
    while rows := list(islice(source, ROWS)):
        if len(known) > (KNOWN // 10 if explain else KNOWN):
            known.clear()
        _learn(known, rows, task, workers)
        for query in rows:
            found = known[query.text, query.matter, query.department]
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
