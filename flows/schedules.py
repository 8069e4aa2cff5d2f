"""The Prefect flows that run by the clock, and their deployments. Each is thin over a function that runs without it.

收件 every minute, 换目录 each night, 周报 on Friday at 11:00 (due before noon), 备份 each night.
"""

from datetime import datetime
from pathlib import Path
from typing import Any, cast

from prefect import flow
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Interval

from flows import backup as copies
from flows import catalogues, publishing
from flows.intake import intake
from flows.logs import log
from flows.offices import opened
from quanze.settings import Settings

ZONE = "Asia/Shanghai"
BACKUPS = 14
"""Nightly backups that are kept."""


@flow(name="refresh", flow_run_name="换目录", persist_result=False)
def refresh(home: str = ".") -> list[str]:
    """Load the reference lists again; what was said is the answer. A doubtful source keeps the last edition."""
    with opened(Settings(home=Path(home))) as office:
        return catalogues.refresh(office, [], name="", accept=False).lines


@flow(name="brief", flow_run_name="周报", persist_result=False)
def brief(home: str = ".") -> str:
    """Write the Friday brief into the home folder's `out`."""
    with opened(Settings(home=Path(home))) as office:
        return str(publishing.brief(office, office.settings.lists))


@flow(name="housekeeping", flow_run_name="备份", persist_result=False)
def housekeeping(home: str = ".") -> str:
    """Back up the office and keep the newest backups."""
    settings = Settings(home=Path(home))
    folder = settings.home / "backup"
    to = folder / f"每日备份-{datetime.now():%Y%m%d-%H%M%S}.tar.gz"
    count = copies.backup(settings, to)
    for old in sorted(folder.glob("每日备份-*.tar.gz"))[:-BACKUPS]:
        old.unlink()
    log.info("backup of %d files", count)
    return str(to)


def deployments(home: Path) -> list[RunnerDeployment]:
    """All deployments of an office; a run that is still going is never joined by a second one."""
    said: dict[str, Any] = {"parameters": {"home": str(home)}, "concurrency_limit": 1}
    made = [
        intake.to_deployment("收件", schedule=Interval(60), **said),
        refresh.to_deployment("换目录", schedule=Cron("30 1 * * *", timezone=ZONE), **said),
        housekeeping.to_deployment("备份", schedule=Cron("0 3 * * *", timezone=ZONE), **said),
        brief.to_deployment("周报", schedule=Cron("0 11 * * 5", timezone=ZONE), **said),
    ]
    return cast("list[RunnerDeployment]", made)  # awaitable only inside an event loop
