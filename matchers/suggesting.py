"""From materials to judgements (匹配): the public verb, as a stream, identical materials scored once.

Lives here: identical materials, the order of the answers. Never here: features, outcomes, processes.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from matchers.blocks import Judge, Task, judging, uncollected
from matchers.compare import catalogue
from matchers.model import Model, shipped
from quanze.judgement import Judgement, Query
from quanze.proof import ProofEntry

ROWS, FRESH = 60_000, 24_000
"""Materials, and new ones among them, that are read ahead at the most: bounds the memory of the stream."""
BLOCK = 2_000
"""Distinct materials compared at a time."""
KNOWN = 100_000
"""Distinct materials whose answers are kept for when they come again, a tenth of it where evidence is kept too."""

_Context = tuple[str, str, str]
"""What decides about a material: its words, its matter, its department."""


def _learn(known: dict[_Context, Judgement], fresh: Sequence[_Context], task: Task, judge: Judge) -> None:
    """Judge materials that are not known yet."""
    size = min(BLOCK, max(1, -(-len(fresh) // 4)))
    blocks = [[Query("", *one) for one in fresh[start : start + size]] for start in range(0, len(fresh), size)]
    done = iter(fresh)
    for block, verdicts in zip(blocks, judge(blocks), strict=True):
        answers = verdicts.judgements(block, task.against.entries)
        known.update(zip(islice(done, len(block)), answers, strict=True))


def _answers(
    waiting: list[Query], fresh: dict[_Context, None], known: dict[_Context, Judgement], task: Task, judge: Judge
) -> Iterator[Judgement]:
    """Judge what is fresh, answer what waits, and empty both."""
    if len(known) > (KNOWN // 10 if task.explain else KNOWN):
        fresh.update(dict.fromkeys((query.text, query.matter, query.department) for query in waiting))
        known.clear()
    if fresh:
        _learn(known, list(fresh), task, judge)
    for query in waiting:
        found = known[query.text, query.matter, query.department]
        yield Judgement(query.id, found.outcome, found.band, found.score, found.best, found.suggestions)
    waiting.clear()
    fresh.clear()


def suggest_iter(
    queries: Iterable[Query],
    entries: Sequence[ProofEntry],
    *,
    top: int = 5,
    model: Model | None = None,
    explain: bool = True,
    workers: int = 1,
    weighed: Sequence[ProofEntry] | None = None,
) -> Iterator[Judgement]:
    """Judge materials one after the other, in their order, without ever holding them all.

    The same words for the same matter and department are compared once, as long as they are among the last 100,000.
    Answers do not depend on order, batches or workers. Without `explain` the suggestions carry no evidence, which is
    much faster where nobody reads it. The names of `weighed` set the weights of words, those of `entries` where it is
    None.
    """
    with uncollected():
        task = Task(catalogue(entries, weighed), model or shipped(), top, explain)
    known: dict[_Context, Judgement] = {}
    waiting: list[Query] = []
    fresh: dict[_Context, None] = {}
    with judging(task, workers) as judge:
        for query in queries:
            context = (query.text, query.matter, query.department)
            found = known.get(context)
            if found is not None and not waiting:
                yield Judgement(query.id, found.outcome, found.band, found.score, found.best, found.suggestions)
                continue
            waiting.append(query)
            if found is None:
                fresh[context] = None
            if len(fresh) >= FRESH or len(waiting) >= ROWS:
                yield from _answers(waiting, fresh, known, task, judge)
        yield from _answers(waiting, fresh, known, task, judge)


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
