"""All Prefect flows but 收件, and all deployments. Each flow is thin over a function that runs without it.

收件 every minute, 换目录 each night, 周报 on Friday at 11:00 (due before noon), 备份 each night; see `quanze.settings`.
重配 and 出清单 run when somebody starts them. What may pass by itself (a lock, a share) is tried again, nothing else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from prefect import Task, flow, task
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Interval
from prefect.types.entrypoint import EntrypointType

from flows import publishing
from flows.intake.flow import intake
from flows.logs import open_log
from flows.offices import opened
from flows.refresh import catalogues
from flows.serve import artifacts, faults, runs
from flows.serve.runs import Ended
from flows.stages import Office
from flows.upkeep import housekeeping as upkeep
from quanze.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")

ZONE = "Asia/Shanghai"


def _named(words: str) -> Callable[[], str]:
    return lambda: f"{words} {datetime.now():%m月%d日 %H:%M}"


@contextmanager
def _run(home: str, name: str) -> Iterator[tuple[Office, Ended]]:
    """An open office with its log, and the record of this run."""
    with opened(Settings(home=Path(home))) as office, runs.recorded(office, name) as said:
        open_log(office.settings)
        yield office, said


def _step(name: str, function: Callable[P, R]) -> Task[P, R]:
    """A function as a task that is tried again where that may help."""
    again: dict[str, Any] = {"retries": 2, "retry_delay_seconds": 5, "retry_condition_fn": faults.may_pass}
    made: Task[P, R] = task(name=name, persist_result=False, **again)(function)
    return made


@flow(name="refresh", flow_run_name=_named("换目录"), persist_result=False)
def refresh(home: str = ".") -> list[str]:
    """Load the reference lists again; what was said is the answer. A doubtful source keeps the last edition."""
    with _run(home, "refresh") as (office, said):
        done = _step("载入目录，重配受影响的", catalogues.refresh)(office, [], name="", accept=False)
        said.outcome, said.note = runs.ASKS if done.asks else runs.DONE, "\n".join(done.lines)
        artifacts.show_lines("refresh", "换目录", done.lines)
        return done.lines


@flow(name="rematch", flow_run_name=_named("重配"), persist_result=False)
def rematch(home: str = ".", whole: bool = False) -> list[str]:
    """Finish a change of edition that was broken off, judge by a new matcher; with `whole`, everything once more."""
    with _run(home, "rematch") as (office, said):
        done = _step("重新匹配和预填", catalogues.rematch_current)(office, whole=whole)
        said.note = "\n".join(done)
        artifacts.show_lines("rematch", "重配", done)
        return done


@flow(name="publish", flow_run_name=_named("出清单"), persist_result=False)
def publish(home: str = ".", to: str = "", department: str = "", draft: bool = False) -> list[str]:
    """Write the official lists of one or all departments, by default below the home folder's `out`."""
    with _run(home, "publish") as (office, said):
        folder = Path(to) if to else office.settings.lists
        written = _step("出清单", publishing.lists)(office, folder, department, draft=draft)
        said.note = f"写了 {len(written)} 个文件"
        artifacts.show_lines("publish", "出清单", [str(path) for path in written])
        return [str(path) for path in written]


@flow(name="brief", flow_run_name=_named("周报"), persist_result=False)
def brief(home: str = ".") -> str:
    """Write the Friday brief into the home folder's `out`."""
    with _run(home, "brief") as (office, said):
        path = _step("写周报", publishing.brief)(office, office.settings.lists)
        said.note = path.name
        artifacts.show_lines("brief", "周报", [str(path)])
        return str(path)


@flow(name="housekeeping", flow_run_name=_named("备份和清理"), persist_result=False)
def housekeeping(home: str = ".") -> list[str]:
    """Back up the office, keep the newest backups, and clean by the settings."""
    with _run(home, "housekeeping") as (office, said):
        done = _step("备份和清理", upkeep.nightly)(office)
        said.note = "\n".join(done)
        artifacts.show_lines("housekeeping", "备份和清理", done)
        return done


def crons(settings: Settings) -> dict[str, str]:
    """The flows that come due by the clock, and when."""
    return {"refresh": settings.refresh_at, "housekeeping": settings.backup_at, "brief": settings.brief_at}


def deployments(home: Path, pool: str = "") -> list[RunnerDeployment]:
    """All deployments of an office; a run that is still going is never joined by a second one, nor followed by many.

    With `pool` they are for the workers of that work pool, on whatever machine, which find the flows by module.
    """
    settings = Settings(home=home)
    one = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    said: dict[str, Any] = {"concurrency_limit": one, "tags": ["权责", settings.home.resolve().name]}
    if pool:
        said |= {"work_pool_name": pool, "entrypoint_type": EntrypointType.MODULE_PATH}
    own: dict[str, Any] = {**said, "parameters": {"home": str(home)}}
    at = {name: Cron(cron, timezone=ZONE) for name, cron in crons(settings).items()}
    watching: dict[str, Any] = {**said, "parameters": {"home": str(home), "watch": True}}
    made = [
        intake.to_deployment("收件", schedule=Interval(settings.intake_seconds), **watching),
        refresh.to_deployment("换目录", schedule=at["refresh"], **own),
        housekeeping.to_deployment("备份", schedule=at["housekeeping"], **own),
        brief.to_deployment("周报", schedule=at["brief"], **own),
        rematch.to_deployment("重配", **own),
        publish.to_deployment("出清单", **own),
    ]
    return cast("list[RunnerDeployment]", made)  # awaitable only inside an event loop
