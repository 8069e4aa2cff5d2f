"""After a stop: what a dead runner left is closed, late runs are dropped, what was missed is ordered once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from prefect.client.schemas.objects import StateType
from prefect.exceptions import ObjectNotFound

from flows.serve import catchup


@dataclass
class Server:
    """A Prefect server as far as `catchup` speaks to it."""

    runs: list[Any]
    closed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    ordered: list[str] = field(default_factory=list)

    def read_deployment_by_name(self, name: str) -> Any:
        if name == "brief/周报":
            raise ObjectNotFound(Exception())
        return SimpleNamespace(id=f"00000000-0000-0000-0000-00000000000{'12'[name.startswith('refresh')]}")

    def read_flow_runs(self, *, flow_run_filter: Any, limit: int, offset: int) -> list[Any]:
        (deployment,) = flow_run_filter.deployment_id.any_
        wanted = [
            run
            for run in self.runs
            if run.deployment == str(deployment) and run.state in flow_run_filter.state.type.any_
        ]
        return wanted[offset : offset + limit]

    def set_flow_run_state(self, run: str, state: Any, force: bool) -> None:
        assert force and state.type == StateType.CRASHED
        self.closed.append(run)

    def delete_flow_run(self, run: str) -> None:
        self.deleted.append(run)

    def create_flow_run_from_deployment(self, deployment: str) -> None:
        self.ordered.append(deployment)


def run(name: str, state: StateType, minutes: int, deployment: int = 1) -> Any:
    at = datetime.now().astimezone() + timedelta(minutes=minutes)
    owner = f"00000000-0000-0000-0000-00000000000{deployment}"
    return SimpleNamespace(id=name, deployment=owner, state=state, expected_start_time=at)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    runs = [run(f"late{number}", StateType.SCHEDULED, -number) for number in range(1, 500)]
    runs += [run("going", StateType.RUNNING, -3), run("pending", StateType.PENDING, -2)]
    runs += [run("ahead", StateType.SCHEDULED, 5), run("night", StateType.SCHEDULED, -90, 2)]
    found = Server(runs)

    @contextmanager
    def client(sync_client: bool) -> Iterator[Server]:
        yield found

    monkeypatch.setattr(catchup, "get_client", client)
    yield found


def test_a_pile_of_late_runs_is_dropped_and_one_is_ordered_of_what_was_missed(server: Server) -> None:
    names = ["intake/收件", "refresh/换目录", "brief/周报"]
    assert catchup.tidy(names, ["refresh", "brief"]) == (2, 500, 1)
    assert set(server.closed) == {"going", "pending"}
    assert "ahead" not in server.deleted and "night" in server.deleted
    assert server.ordered == ["00000000-0000-0000-0000-000000000002"]
