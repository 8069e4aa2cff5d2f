"""The Prefect flows that run by the clock, and their deployments. Each is thin over a function that runs without it.

收件 every minute, 换目录 each night, 周报 on Friday at 11:00 (due before noon), 备份 each night; see `quanze.settings`.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from prefect import flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Interval

from flows import catalogues, publishing, runs
from flows import housekeeping as upkeep
from flows.intake import intake
from flows.logs import open_log
from flows.offices import opened
from quanze.settings import Settings

ZONE = "Asia/Shanghai"


def _named(words: str) -> Callable[[], str]:
    return lambda: f"{words} {datetime.now():%m月%d日 %H:%M}"


@flow(name="refresh", flow_run_name=_named("换目录"), persist_result=False)
def refresh(home: str = ".") -> list[str]:
    """Load the reference lists again; what was said is the answer. A doubtful source keeps the last edition."""
    with opened(Settings(home=Path(home))) as office, runs.recorded(office, "refresh") as said:
        open_log(office.settings)
        done = catalogues.refresh(office, [], name="", accept=False)
        said.outcome, said.note = runs.ASKS if done.asks else runs.DONE, "\n".join(done.lines)
        return done.lines


@flow(name="brief", flow_run_name=_named("周报"), persist_result=False)
def brief(home: str = ".") -> str:
    """Write the Friday brief into the home folder's `out`."""
    with opened(Settings(home=Path(home))) as office, runs.recorded(office, "brief") as said:
        open_log(office.settings)
        path = publishing.brief(office, office.settings.lists)
        said.note = path.name
        return str(path)


@flow(name="housekeeping", flow_run_name=_named("备份和清理"), persist_result=False)
def housekeeping(home: str = ".") -> list[str]:
    """Back up the office, keep the newest backups, and clean by the settings."""
    with opened(Settings(home=Path(home))) as office, runs.recorded(office, "housekeeping") as said:
        open_log(office.settings)
        lines = upkeep.nightly(office)
        said.note = "\n".join(lines)
        return lines


def crons(settings: Settings) -> dict[str, str]:
    """The flows that come due by the clock, and when."""
    return {"refresh": settings.refresh_at, "housekeeping": settings.backup_at, "brief": settings.brief_at}


def deployments(home: Path) -> list[RunnerDeployment]:
    """All deployments of an office; a run that is still going is never joined by a second one, nor followed by many."""
    settings = Settings(home=home)
    one = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    said: dict[str, Any] = {"concurrency_limit": one, "tags": ["权责"]}
    own: dict[str, Any] = {**said, "parameters": {"home": str(home)}}
    at = {name: Cron(cron, timezone=ZONE) for name, cron in crons(settings).items()}
    watching: dict[str, Any] = {**said, "parameters": {"home": str(home), "watch": True}}
    made = [
        intake.to_deployment("收件", schedule=Interval(settings.intake_seconds), **watching),
        refresh.to_deployment("换目录", schedule=at["refresh"], **own),
        housekeeping.to_deployment("备份", schedule=at["housekeeping"], **own),
        brief.to_deployment("周报", schedule=at["brief"], **own),
    ]
    return cast("list[RunnerDeployment]", made)  # awaitable only inside an event loop
