"""Where the work of an intake is done (并行): child processes of this machine, or a Dask cluster where one is named.

Only pure functions travel, with plain data; the store, the inbox and people's files stay with the one process that
runs the intake, so its results are the same wherever the work is done, and in whatever order it comes back.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flows import pipeline
from flows.reading import Reading, facts_of
from flows.workers.child import limited
from quanze.correction import Corrections
from quanze.errors import SettingsError
from quanze.judgement import Judgement, Query
from quanze.matter import Matter
from quanze.proof import ProofEntry
from quanze.row import Row
from quanze.settings import Settings

PER_FILE = 1024**3
"""Bytes of memory to have free for each file that is read at the same time."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How many pieces of work go on at once, and the cluster they go to (a Dask client), None for this machine."""

    workers: int = 1
    cluster: Any = None

    def read(self, path: Path, department: str, corrections: Corrections, settings: Settings) -> tuple[Reading, ...]:
        """Read a file to its matters, in a child process here or there.

        Raises:
            FileError: the child died, or took too long.
        """
        seconds, shared = settings.read_seconds, settings.pdf_processes
        if self.cluster is None:
            return limited(facts_of, path, department, corrections, shared, seconds=seconds)
        content = path.read_bytes()
        task = self.cluster.submit(_read_there, path, content, department, corrections, shared, seconds, pure=False)
        readings: tuple[Reading, ...] = task.result()
        return readings

    def judge(
        self,
        asked: Sequence[Query],
        entries: Sequence[ProofEntry],
        model: Path,
        weighed: Sequence[ProofEntry] | None = None,
    ) -> tuple[Judgement, ...]:
        """Match materials against the reference lists."""
        if self.cluster is None or not asked:
            return pipeline.judge(asked, entries, model, weighed=weighed)
        own = pipeline.own_model(model)
        task = self.cluster.submit(pipeline.judge_by, tuple(asked), tuple(entries), own, weighed, pure=False)
        judged: tuple[Judgement, ...] = task.result()
        return judged

    def propose(
        self,
        matters: Sequence[Matter],
        judged: Mapping[str, Judgement],
        entries: Sequence[ProofEntry],
        own_rules: Path,
    ) -> tuple[Row, ...]:
        """Apply the rules to joined matters."""
        if self.cluster is None:
            return pipeline.propose(matters, judged, entries, own_rules)
        book = pipeline.book(own_rules)
        known = {entry.key: entry for entry in entries}
        task = self.cluster.submit(pipeline.propose_by, tuple(matters), dict(judged), known, book, pure=False)
        rows: tuple[Row, ...] = task.result()
        return rows


@contextmanager
def spread(settings: Settings) -> Iterator[Spread]:
    """The spread by the settings: `dask` names a scheduler, else `workers` processes of this machine.

    Raises:
        SettingsError: the cluster does not answer, or prefect-dask is not installed.
    """
    if not settings.dask:
        yield Spread(at_once(settings))
        return
    try:
        from prefect_dask.task_runners import DaskTaskRunner  # optional: pip install quanze[dask]
    except ImportError:
        raise SettingsError("QUANZE_DASK 要另外安装 prefect-dask：pip install quanze[dask]。") from None
    try:
        with DaskTaskRunner(address=settings.dask) as runner:
            cluster = runner.client
            yield Spread(settings.workers or max(1, len(cluster.ncores()) * 2), cluster)
    except OSError as wrong:
        raise SettingsError(f"Dask 集群没有应答：{settings.dask}（{wrong}）") from None


def at_once(settings: Settings) -> int:
    """How many files are read side by side here: by the setting, else a processor each, as many as memory holds."""
    wanted = settings.workers or len(os.sched_getaffinity(0))
    free = free_memory()
    return max(1, min(wanted, free // PER_FILE)) if free else max(1, wanted)


def free_memory(meminfo: Path = Path("/proc/meminfo")) -> int:
    """Bytes of memory that the machine can give without swapping; 0 where it does not say."""
    if not meminfo.exists():
        return 0
    for line in meminfo.read_text(encoding="utf-8").splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return 0


def _read_there(
    path: Path, content: bytes, department: str, corrections: Corrections, shared: int, seconds: float
) -> tuple[Reading, ...]:
    """Read a file that came as bytes, on a machine that need not see the inbox."""
    with tempfile.TemporaryDirectory(prefix="quanze-") as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(content)
        found = limited(facts_of, copy, department, corrections, shared, seconds=seconds)
    return tuple(replace(reading, path=path / reading.path.relative_to(copy)) for reading in found)
