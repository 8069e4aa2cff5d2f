"""Blocks of materials judged one after the other or side by side (分块): bounded memory, the same answers.

Lives here: the way of blocks through one or several processes. Never here: what a judgement says.
"""

import multiprocessing
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.pool import AsyncResult
from typing import NamedTuple

from matchers.compare import Catalogue, compare
from matchers.judging import Verdicts, judge
from matchers.model import Model
from quanze.judgement import Query

Block = list[Query]


class Task(NamedTuple):
    """What is the same for every block."""

    against: Catalogue
    model: Model
    top: int
    explain: bool

    def verdicts(self, block: Block) -> Verdicts:
        """Judge one block."""
        return judge(block, compare(block, self.against), self.against, self.model, top=self.top, explain=self.explain)


_TASK: list[Task] = []
"""The task a worker process was forked with."""


def _verdicts(block: Block) -> Verdicts:
    return _TASK[-1].verdicts(block)


def judged(blocks: Iterable[Block], task: Task, workers: int) -> Iterator[tuple[Block, Verdicts]]:
    """Each block with its verdicts, in order; several processes share the blocks where the system can fork.

    A process with threads of its own is never forked: then, as with one worker, the blocks are judged here.
    """
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods() or threading.active_count() > 1:
        for block in blocks:
            yield block, task.verdicts(block)
        return
    _TASK.append(task)
    try:
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            waiting: deque[tuple[Block, AsyncResult[Verdicts]]] = deque()
            for block in blocks:
                waiting.append((block, pool.apply_async(_verdicts, (block,))))
                if len(waiting) > 2 * workers:
                    first, verdicts = waiting.popleft()
                    yield first, verdicts.get()
            while waiting:
                first, verdicts = waiting.popleft()
                yield first, verdicts.get()
    finally:
        _TASK.pop()
