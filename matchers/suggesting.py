"""From materials to judgements (匹配): the public verb, as a stream, identical materials scored once.

Lives here: identical materials, the order of the answers. Never here: features, outcomes, processes.
"""

from collections.abc import Iterable, Iterator, Sequence

from matchers.blocks import Context, Judge, Task, judging, uncollected
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

Columns = Sequence[Sequence[str]]
"""Materials as three columns: words, matters, departments."""


def _learn(known: dict[Context, Judgement], fresh: Sequence[Context], task: Task, judge: Judge) -> None:
    """Judge materials that are not known yet."""
    size = min(BLOCK, max(1, -(-len(fresh) // 4)))
    blocks = [fresh[start : start + size] for start in range(0, len(fresh), size)]
    for block, verdicts in zip(blocks, judge(blocks), strict=True):
        known.update(zip(block, verdicts.answers([""] * len(block), task.against.entries), strict=True))


def _full(known: dict[Context, Judgement], task: Task) -> bool:
    """Whether too many answers are kept."""
    return len(known) > (KNOWN // 10 if task.explain else KNOWN)


def suggest_columns(
    parts: Iterable[Columns],
    entries: Sequence[ProofEntry],
    *,
    top: int = 5,
    model: Model | None = None,
    explain: bool = False,
    workers: int = 1,
) -> Iterator[list[Judgement]]:
    """Judge very long lists part by part: one judgement per row of a part, in its order.

    Rows with the same words, matter and department share one judgement, which therefore has no id: the row's place
    says whose it is. This is the way for millions of rows, of which most come again; parts of some hundred thousand
    rows use it best.
    """
    with uncollected():
        task = Task(catalogue(entries), model or shipped(), top, explain)
    known: dict[Context, Judgement] = {}
    with judging(task, workers) as judge:
        for columns in parts:
            with uncollected():
                rows = list(zip(*columns, strict=True))
                if _full(known, task):
                    known.clear()
                _learn(known, [one for one in dict.fromkeys(rows) if one not in known], task, judge)
                found = list(map(known.__getitem__, rows))
            yield found


def _answers(
    waiting: list[Query], fresh: dict[Context, None], known: dict[Context, Judgement], task: Task, judge: Judge
) -> Iterator[Judgement]:
    """Judge what is fresh, answer what waits, and empty both."""
    if _full(known, task):
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
    known: dict[Context, Judgement] = {}
    waiting: list[Query] = []
    fresh: dict[Context, None] = {}
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
