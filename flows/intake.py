"""The Prefect flow `intake` (收件): the inbox once, one task per file and stage. Thin over `flows.stages`."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from prefect import flow, task
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from flows import inbox, stages
from flows.logs import log, open_log
from flows.stages import Office, Taken
from quanze.errors import FileError, ReaderFault, SettingsError
from quanze.settings import Settings
from quanze.store import open_store

_TWO_AT_ONCE = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=2))

take = task(name="登记", task_run_name="登记 {drop.dropped_as}", persist_result=False)(stages.take)
match = task(name="匹配", task_run_name="匹配 {taken.drop.dropped_as}", persist_result=False)(stages.match)
propose = task(name="预填", task_run_name="预填 {taken.drop.dropped_as}", persist_result=False)(stages.propose)
put_away = task(name="归档", task_run_name="归档 {taken.drop.dropped_as}", persist_result=False)(stages.put_away)
turn_back = task(name="退件", task_run_name="退件 {taken.drop.dropped_as}", persist_result=False)(stages.turn_back)


advise = task(name="建议清单", task_run_name="建议清单", persist_result=False)(stages.advise)


@task(name="读取", task_run_name="读取 {taken.drop.dropped_as}", persist_result=False)
def read(office: Office, taken: Taken) -> FileError | None:
    """Read one file; a file that cannot be used is an answer here, not a failed task."""
    try:
        stages.read(office, taken)
    except FileError as fault:
        return fault
    return None


@flow(name="intake", flow_run_name="收件", task_runner=_TWO_AT_ONCE, persist_result=False)
def intake(home: str = ".") -> dict[str, int]:
    """Take every settled file of the inbox through all stages.

    Gives counts: `done`, `quarantined`, `duplicate`, and `unsettled` (still being written, left for the next run).

    Raises:
        SettingsError: another intake is at work on this home folder.
    """
    settings = Settings(home=Path(home))
    with alone(settings):
        open_log(settings)
        store = open_store(settings.url)
        try:
            return _run(Office(settings, store))
        finally:
            store.close()


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold this home folder's intake lock; the system lets go of it even after kill -9."""
    settings.var.mkdir(parents=True, exist_ok=True)
    with (settings.var / "intake.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SettingsError("另一个收件正在进行，请等它结束。") from None
        yield


def _run(office: Office) -> dict[str, int]:
    still, moving = inbox.settled(inbox.scan(office.settings.inbox), office.settings.settle_seconds)
    counts = {"done": 0, "quarantined": 0, "duplicate": 0, "unsettled": len(moving)}
    log.info("intake: %d files, %d still being written", len(still), len(moving))
    stages.edition(office)
    taken = [take(office, drop) for drop in still]
    readings = {each.file_id: read.submit(office, each) for each in taken if not each.duplicate}
    with _bar() as progress:
        bar = progress.add_task("收件", total=len(taken))
        for each in taken:
            progress.update(bar, description=each.drop.path.name[:24])
            fault = readings[each.file_id].result() if each.file_id in readings else None
            counts[_finish(office, each, fault)] += 1
            progress.advance(bar)
        advise(office)
        progress.update(bar, description="收件完成")
    return counts


def _finish(office: Office, taken: Taken, fault: FileError | None) -> str:
    if taken.duplicate:
        put_away(office, taken)
        return "duplicate"
    if fault is None:
        try:
            match(office, taken)
            propose(office, taken)
        except Exception as defect:  # our own defect must cost this file, never the batch
            log.exception("match or propose failed for %s", taken.sha256[:12])
            fault = ReaderFault(f"{type(defect).__name__}: {defect}")
    if fault is not None:
        log.warning("%s turned back: %s %s", taken.sha256[:12], fault.code, fault.detail)
        turn_back(office, taken, fault)
        return "quarantined"
    put_away(office, taken)
    log.info("%s done", taken.sha256[:12])
    return "done"


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
