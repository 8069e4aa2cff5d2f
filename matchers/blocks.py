"""Blocks of materials judged one after the other or side by side (分块): bounded memory, the same answers.

Lives here: the way of blocks through one or several processes. Never here: what a judgement says.
"""

import gc
import multiprocessing
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.pool import AsyncResult, Pool
from typing import NamedTuple

from matchers.compare import Catalogue, compare
from matchers.judging import Verdicts, judge
from matchers.model import Model
from quanze.judgement import Query

Context = tuple[str, str, str]
"""What decides about a material: its words, its matter, its department."""
Block = Sequence[Context]
Judge = Callable[[Iterable[Block]], Iterator[Verdicts]]
"""Verdicts of blocks, in order."""


class Task(NamedTuple):
    """What is the same for every block."""

    against: Catalogue
    model: Model
    top: int
    explain: bool

    def verdicts(self, block: Block) -> Verdicts:
        """Judge one block."""
        with uncollected():
            queries = [Query("", *context) for context in block]
            compared = compare(queries, self.against)
            return judge(queries, compared, self.against, self.model, top=self.top, explain=self.explain)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector: nothing here makes cycles, and looking for them takes an eighth of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


_TASK: list[Task] = []
"""The task that worker processes are forked with."""


def _verdicts(block: Block) -> Verdicts:
    return _TASK[-1].verdicts(block)


def _shared(pool: Pool, blocks: Iterable[Block], ahead: int) -> Iterator[Verdicts]:
    waiting: deque[AsyncResult[Verdicts]] = deque()
    for block in blocks:
        waiting.append(pool.apply_async(_verdicts, (block,)))
        if len(waiting) > ahead:
            yield waiting.popleft().get()
    while waiting:
        yield waiting.popleft().get()


@contextmanager
def judging(task: Task, workers: int) -> Iterator[Judge]:
    """A judge of blocks, with processes of its own where there are several workers and the system can fork.

    A process with threads of its own is never forked: then, as with one worker, the blocks are judged here.
    """
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods() or threading.active_count() > 1:
        yield lambda blocks: map(task.verdicts, blocks)
        return
    _TASK.append(task)
    try:
        with multiprocessing.get_context("fork").Pool(workers, initializer=gc.disable) as pool:
            yield lambda blocks: _shared(pool, blocks, 2 * workers)
    finally:
        _TASK.pop()
