"""The work of `bench match` as plain data, and one way of doing it measured in a process of its own.

Nothing of ours is imported here, so that a way's own loading of modules and word lists is inside its time.
"""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection

import psutil

from quanze.judgement import Query
from quanze.proof import ProofEntry

_LOOK = 0.2
"""Seconds between two looks at the memory in use."""


@dataclass(frozen=True, slots=True)
class Work:
    """Materials and entries; the first `labelled` materials have known answers."""

    materials: tuple[Query, ...]
    entries: tuple[ProofEntry, ...]
    labelled: int


Firsts = list[str]
"""Keys of the first suggestions of the labelled materials, which come first."""
Way = Callable[[Work], Firsts]


@dataclass(frozen=True, slots=True)
class Measured:
    """One way: seconds on the clock, seconds of processors, peak memory in MiB, the first suggestions."""

    seconds: float
    processor: float
    memory: float
    first: Firsts


def _spent() -> float:
    times = time.process_time(), *psutil.Process().cpu_times()[2:4]
    return float(sum(times))


def _do(way: str, work: Work, to: Connection) -> None:
    """Do the work one way in this process, everything from raw texts to the first suggestions."""
    start, spent = time.perf_counter(), _spent()
    try:
        first: Firsts | str = getattr(import_module("bench.match_peers"), way)(work)
    except ImportError as missing:
        first = f"没有安装 {missing.name}"
    to.send((time.perf_counter() - start, _spent() - spent, first))


def _memory(process: psutil.Process) -> float:
    """MiB that a process and its children use now; shared pages count once."""
    used = 0
    for one in (process, *process.children(recursive=True)):
        try:
            full = one.memory_full_info()
            used += getattr(full, "pss", full.rss)
        except psutil.Error:
            continue
    return used / 2**20


def measured(way: str, work: Work) -> Measured | str:
    """Measure one way (a function of `bench.match_peers`) in a fresh process; a text says why it could not run."""
    ours, theirs = multiprocessing.Pipe()
    fresh = multiprocessing.get_context("spawn").Process(target=_do, args=(way, work, theirs))
    fresh.start()
    theirs.close()
    process, peak = psutil.Process(fresh.pid), 0.0
    try:
        while not ours.poll(_LOOK):
            peak = max(peak, _memory(process))
        seconds, processor, first = ours.recv()
    except (EOFError, psutil.NoSuchProcess):
        seconds, processor, first = 0.0, 0.0, "进程中断，可能内存不够"
    fresh.join()
    return first if isinstance(first, str) else Measured(seconds, processor, peak, first)
