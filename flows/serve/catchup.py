"""After a stop (补跑): runs that came due meanwhile are run once, not as often as they were missed.

Speaks to the Prefect server before the runner does; nobody else runs this home folder's deployments then.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId, FlowRunFilterStateType
from prefect.client.schemas.filters import FlowRunFilterState as StateFilter
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import ObjectNotFound
from prefect.server.schemas.schedules import CronSchedule
from prefect.states import Crashed

from flows.logs import log
from flows.stages import Office
from quanze.store import journal

PAGE = 200
_UNDER_WAY = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING, StateType.PAUSED]


def missed(office: Office, crons: dict[str, str], zone: str) -> list[str]:
    """The flows whose last run began before their last due time; one that never ran has missed nothing."""
    now = office.clock().astimezone()
    with office.store.reading() as session:
        last = {name: run.started_at for name, run in journal.last_runs(session).items()}
    return [name for name, cron in crons.items() if name in last and _due_since(cron, zone, last[name], now)]


def _due_since(cron: str, zone: str, last: str, now: datetime) -> bool:
    """Whether the schedule came due after `last` (local time as kept) and before now; a clock set back misses none."""
    since = datetime.fromisoformat(last).astimezone()
    if since >= now:
        return False
    after = since + timedelta(seconds=1)
    return bool(asyncio.run(CronSchedule(cron=cron, timezone=zone).get_dates(n=1, start=after, end=now)))


def tidy(names: Iterable[str], wanted: Iterable[str]) -> tuple[int, int, int]:
    """Close what a dead runner left under way, drop late runs, and order one run of each of `wanted` now.

    `names` are the deployments as flow/deployment. Gives how many were closed, dropped and ordered.
    """
    closed = dropped = ordered = 0
    due = set(wanted)
    with get_client(sync_client=True) as client:
        for name in names:
            try:
                deployment = client.read_deployment_by_name(name)
            except ObjectNotFound:
                continue
            for run in _runs(client, str(deployment.id), _UNDER_WAY):
                client.set_flow_run_state(run.id, Crashed(message="stopped with its runner"), force=True)
                closed += 1
            now = datetime.now().astimezone()
            for run in _runs(client, str(deployment.id), [StateType.SCHEDULED]):
                if run.expected_start_time is not None and run.expected_start_time <= now:
                    client.delete_flow_run(run.id)
                    dropped += 1
            if name.split("/")[0] in due:
                client.create_flow_run_from_deployment(deployment.id)
                ordered += 1
    log.info("after the stop: %d runs closed, %d late ones dropped, %d caught up", closed, dropped, ordered)
    return closed, dropped, ordered


def _runs(client: SyncPrefectClient, deployment: str, states: list[StateType]) -> list[FlowRun]:
    found: list[FlowRun] = []
    wanted = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId.model_validate({"any_": [deployment]}),
        state=StateFilter(type=FlowRunFilterStateType(any_=states)),
    )
    while True:
        page = client.read_flow_runs(flow_run_filter=wanted, limit=PAGE, offset=len(found))
        found += page
        if len(page) < PAGE:
            return found
