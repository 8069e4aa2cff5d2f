"""The Prefect flow `intake` (收件): the inbox once, files in batches. Thin over `flows.stages`, which runs without it.

A fault of one file costs that file; a fault of the machine (disk full, database locked, share gone) stops the run with
every file that is not finished still in the inbox, and the next run goes on from there.
"""

import fcntl
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from typing import Any, cast

from prefect import flow, task
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from flows import offices, pipeline, stages
from flows.intake import again, claiming, leaving, presence, settling, versions
from flows.intake.batches import batches
from flows.intake.inbox import Drop, scan
from flows.intake.leaving import Left
from flows.intake.reconcile import reconcile
from flows.logs import log, open_log
from flows.serve import artifacts, faults, runs
from flows.serve.runs import Ended
from flows.stages import Office, Taken
from quanze.errors import FileError, ReaderFault, SettingsError
from quanze.settings import Settings
from quanze.store import open_store

WATCH_SECONDS, PATIENCE_WATCHING, PATIENCE = 8.0, 120.0, 2.0
"""Watching, a file must stand still for the first; one that does not open is waited for up to the second. By hand, the
third, on top of the setting."""

_AGAIN: dict[str, Any] = {"retries": 2, "retry_delay_seconds": 2, "retry_condition_fn": faults.may_pass}

take = task(name="登记", task_run_name="登记 {drop.dropped_as}", persist_result=False, **_AGAIN)(stages.take)
put_away = task(name="归档", task_run_name="归档 {taken.drop.dropped_as}", persist_result=False, **_AGAIN)(
    leaving.put_away
)
turn_back = task(name="退件", task_run_name="退件 {taken.drop.dropped_as}", persist_result=False, **_AGAIN)(
    leaving.turn_back
)
close = task(name="移出", task_run_name="移出 {taken.drop.dropped_as}", persist_result=False, **_AGAIN)(leaving.close)
read_again = task(name="重新处理", task_run_name="重新处理 {taken.drop.dropped_as}", persist_result=False)(
    again.read_again
)
advise = task(name="建议清单", task_run_name="建议清单", persist_result=False)(stages.advise)


@task(name="读取", task_run_name="读取 {taken.drop.dropped_as}", persist_result=False)
def read(office: Office, taken: Taken) -> FileError | Left | None:
    """Read one file; a file that cannot be used is an answer here, not a failed task."""
    if leaving.is_read(office, taken):
        return None
    try:
        return leaving.why(office, taken.drop, partial(stages.read, office, taken))
    except FileError as fault:
        return fault


def _named() -> str:
    return f"收件 {datetime.now():%m月%d日 %H:%M}"


@flow(name="intake", flow_run_name=_named, persist_result=False)
def intake(home: str = ".", watch: bool = False) -> dict[str, int]:
    """Take every settled file of the inbox through all stages; with `watch`, wait longer for files to settle.

    Gives counts: `done`, `quarantined`, `duplicate`, `again` (kept files read once more) and `unsettled` (still being
    written, left for the next run).

    Raises:
        SettingsError: another intake is at work on this home folder, the inbox is not there, or the machine is not fit
            (disk full, database locked); what is not finished stays in the inbox.
    """
    settings = Settings(home=Path(home))
    with alone(settings):
        open_log(settings)
        store = open_store(settings.url)
        try:
            with stages.at_work(Office(settings, store)) as office:
                counts = _recorded(office, watch)
        finally:
            store.close()
        if any(counts.values()):
            artifacts.show_counts("intake", "收件结果", counts)
        return counts


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


def _recorded(office: Office, watch: bool) -> dict[str, int]:
    with runs.recorded(office, "intake") as said:
        if missing := presence.missing(office.settings):
            said.outcome, said.note = runs.PAUSED, missing
            log.error("intake paused: the inbox is not there")
            raise SettingsError(missing)
        try:
            return _run(office, watch, said)
        except BaseException as wrong:
            if words := faults.words(wrong, office.settings) or leaving.words(wrong):
                said.note = words
                log.error("intake stopped: %s", type(wrong).__name__)
                raise SettingsError(words) from wrong
            raise


def _run(office: Office, watch: bool, said: Ended) -> dict[str, int]:
    settings = office.settings
    pipeline.book(settings.rules)  # a mistake in the county's rules is said before anything is taken
    claiming.as_asked(office)
    drops = scan(settings.inbox, offices.departments(office))
    reconcile(office, {drop.dropped_as for drop in drops})
    still, moving = settling.whole(
        drops,
        seconds=WATCH_SECONDS if watch else settings.settle_seconds,
        patience=PATIENCE_WATCHING if watch else 0 if not settings.settle_seconds else PATIENCE,
        memory=settings.var / "unsettled.json",
    )
    wanted = again.wanted(office)
    counts = {"done": 0, "quarantined": 0, "duplicate": 0, "again": 0, "unsettled": len(moving), "left": 0}
    left: list[str] = []
    said.outcome = runs.DONE if still or wanted else runs.IDLE
    said.note = f"还在写入 {len(moving)} 份" if moving else ""
    if said.outcome == runs.IDLE:
        return counts
    log.info("intake: %d files, %d to read again, %d still being written", len(still), len(wanted), len(moving))
    stages.edition(office)
    with _bar() as progress:
        bar = progress.add_task("收件", total=len(still) + len(wanted))
        for outcome in chain((read_again(office, each) for each in wanted), _batches(office, still)):
            if not isinstance(outcome, Left):
                counts[outcome] += 1
            elif outcome.written:
                counts["unsettled"] += 1
            elif outcome.said:
                counts["left"] += 1
                left.append(f"没有收好：{outcome.said}\n")
            progress.advance(bar)
        advise(office)
        progress.update(bar, description="收件完成")
    said.note = (
        f"收件 {counts['done']} 份，重复 {counts['duplicate']} 份，退件 {counts['quarantined']} 份，"
        f"重新处理 {counts['again']} 份，还在写入 {counts['unsettled']} 份\n"
    )
    if left:
        said.outcome = runs.ASKS
        sys.stderr.write("".join(left))
    said.note = "".join([said.note, *left]).rstrip()
    return counts


def _batches(office: Office, drops: Sequence[Drop]) -> Iterator[str | Left]:
    for batch in batches(drops):
        faults.room(office.settings)
        yield from _batch(office, batch)


def _batch(office: Office, drops: Sequence[Drop]) -> Iterator[str | Left]:
    """Take a batch through all stages; gives each drop's outcome as it is put away, in the order of departments.

    A department is matched and proposed as soon as its files are read, beside the reading of the next one's.
    """
    found = [leaving.taken(office, drop, take) for drop in drops]
    yield from (each for each in found if isinstance(each, Left))
    closed = {each.file_id: state for each in found if isinstance(each, Taken) and (state := _closed(office, each))}
    yield from closed.values()
    taken = [each for each in found if isinstance(each, Taken) and each.file_id not in closed]
    side_by_side = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=office.spread.workers))
    with side_by_side as pool:
        readings = {
            each.file_id: pool.submit(read, {"office": office, "taken": each}) for each in taken if not each.duplicate
        }
        groups = []
        for department, files in groupby(sorted(taken, key=_department), key=_department):
            group = list(files)
            bad = {each.file_id: readings[each.file_id].result() for each in group if each.file_id in readings}
            good = [each for each in group if bad.get(each.file_id, 0) is None]
            wanted = {"office": office, "department": department, "files": good}
            groups.append((group, bad, pool.submit(propose, wanted) if good else None))
        for group, bad, settled in groups:
            faults_of = bad | (settled.result() if settled else {})
            for each in group:
                yield _finish(office, each, faults_of.get(each.file_id))


def _department(taken: Taken) -> str:
    return taken.drop.department


def _closed(office: Office, taken: Taken) -> str | Left:
    """Take out of the inbox what an earlier run has finished; gives its outcome, "" where there is more to do."""
    state = leaving.is_closed(office, taken)
    return (close(office, taken) or state) if state else ""


@task(name="匹配和预填", task_run_name="匹配和预填 {department}", persist_result=False)
def propose(office: Office, department: str, files: Sequence[Taken]) -> dict[int, FileError | None]:
    """Match and propose a department; a defect of ours costs the files that cause it, never the batch."""
    try:
        stages.match_department(office, department)
        stages.propose_department(office, department)
    except Exception as defect:
        if isinstance(defect, SettingsError) or faults.words(defect, office.settings):
            raise
        log.exception("match or propose failed for a batch of %d files", len(files))
        fault = ReaderFault(f"{type(defect).__name__}: {defect}")
        return {each.file_id: fault for each in [each for each in files if _guilty(office, each)] or files}
    return {}


def _guilty(office: Office, taken: Taken) -> bool:
    """Whether a file's matters cannot be matched and proposed by themselves."""
    with office.store.reading() as session:
        matters = versions.matters(session, taken.file_id)
    try:
        pipeline.rows(tuple(matters.values()), stages.edition(office).entries)
    except Exception:
        return True
    return False


def _finish(office: Office, taken: Taken, fault: FileError | Left | None) -> str | Left:
    digest = taken.sha256[:12]
    if taken.duplicate and leaving.is_freed(office, taken):
        taken = replace(taken, duplicate=False)
        fault = read(office, taken) or propose(office, taken.drop.department, [taken]).get(taken.file_id)
    if isinstance(fault, Left):
        return fault
    if fault is not None:
        faults.room(office.settings, fault)
        log.warning("%s turned back: %s", digest, fault.code)
        return turn_back(office, taken, fault) or "quarantined"
    if left := put_away(office, taken):
        return left
    log.info("%s %s", digest, "duplicate" if taken.duplicate else "done")
    return "duplicate" if taken.duplicate else "done"


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
