"""Every flow runs under its name, leaves a record and a table, and does what the function under it does."""

import asyncio
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.testing.utilities import prefect_test_harness

from flows import stages
from flows.refresh import catalogues
from flows.serve import schedules
from flows.stages import Office
from flows.workers import pools
from quanze.store import journal
from tests.flows.office import SAMPLES, drop, office_at, run
from tests.flows.refresh.test_sources import table


@pytest.fixture(scope="module", autouse=True)
def _prefect() -> Iterator[None]:
    with prefect_test_harness(server_startup_timeout=300):
        yield


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = office_at(tmp_path)
    drop(tmp_path, next((SAMPLES / "教育体育局").glob("*.xlsx")), "教育体育局")
    run(opened)
    yield opened
    opened.store.close()


def runs_and_tables() -> tuple[list[str], list[str]]:
    """Names of all flow runs, keys of all artifacts, as the server knows them."""

    async def ask() -> tuple[list[str], list[str]]:
        async with get_client() as client:
            found = [run.name for run in await client.read_flow_runs()]
            return found, [artifact.key or "" for artifact in await client.read_artifacts()]

    return asyncio.run(ask())


def test_rematch_and_publish_leave_a_record_a_name_and_a_table(office: Office) -> None:
    home = str(office.settings.home)
    assert schedules.rematch(home) == ["没有要重配的。"]
    assert "全部重配" in schedules.rematch(home, whole=True)[0]
    written = schedules.publish(home, draft=True)
    assert written
    assert all(Path(path).is_file() for path in written)
    with office.store.reading() as session:
        last = journal.last_runs(session)
    assert {name: last[name].outcome for name in ("rematch", "publish")} == {"rematch": "done", "publish": "done"}
    names, tables = runs_and_tables()
    assert {name.split()[0] for name in names} == {"重配", "出清单"}
    assert {"rematch", "publish"} <= set(tables)


def test_the_nightly_refresh_leaves_lists_that_were_given_by_hand(office: Office) -> None:
    path = office.settings.home / "取消目录.csv"
    path.write_bytes(table("收入证明", "户籍证明"))
    catalogues.refresh(office, [path], name="2026年版", accept=False)
    given = stages.edition(office)
    said = schedules.refresh(str(office.settings.home))
    assert "仍用现在的目录：2026年版，2 条" in said[0]
    assert stages.edition(office) == given
    with office.store.reading() as session:
        assert journal.last_runs(session)["refresh"].outcome == "done"


def test_a_fault_that_a_second_try_cannot_mend_is_not_tried_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def broken(*_args: object, **_kwargs: object) -> list[Path]:
        tries.append(1)
        raise ValueError("our own defect")

    monkeypatch.setattr("flows.publishing.lists", broken)
    with pytest.raises(ValueError, match="our own defect"):
        schedules.publish(str(office.settings.home))
    assert len(tries) == 1
    with office.store.reading() as session:
        assert journal.last_runs(session)["publish"].outcome == "failed"


def test_all_flows_can_be_given_to_a_work_pool_and_are_found_by_module(office: Office) -> None:
    names = pools.register(office.settings.home, "quanze")
    assert pools.register(office.settings.home, "quanze") == names
    with get_client(sync_client=True) as client:
        found = [client.read_deployment_by_name(name) for name in names]
    assert len(found) == 6
    assert {each.work_pool_name for each in found} == {"quanze"}
    for each in found:
        module, _, name = str(each.entrypoint).rpartition(".")
        assert callable(getattr(import_module(module), name))
        assert each.parameters["home"] == str(office.settings.home)
