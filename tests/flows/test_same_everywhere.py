"""The same files and editions give the same bytes: SQLite or PostgreSQL, one worker or four, or a Dask cluster."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import dask
import pytest
from distributed import LocalCluster
from prefect.testing.utilities import prefect_test_harness

from flows import publishing, wire
from flows.intake.flow import intake
from flows.stages import Office
from quanze.settings import Settings
from quanze.store import facts, ledger, open_store
from tests import postgres
from tests.flows.office import SAMPLES

FILES = (
    "司法局/司法局公共服务事项清单.xlsx",
    "司法局/司法局内部事项清单.docx",
    "民政局/民政局办事指南（申请材料）.docx",
    "教育体育局/教体局申请材料清单.xlsx",
    "林业和草原局/林草公共服务事项.csv",
)


@pytest.fixture(scope="module", autouse=True)
def _prefect() -> Iterator[None]:
    with prefect_test_harness(server_startup_timeout=300):
        yield


def taken_in(home: Path, monkeypatch: pytest.MonkeyPatch, **settings: str) -> dict[str, bytes]:
    """The files through the flow, under these settings; gives every list and an export of what the store holds."""
    monkeypatch.delenv("QUANZE_DATABASE_URL", raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(f"QUANZE_{name.upper()}", value)
    for name in FILES:
        target = home / "inbox" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SAMPLES / name, target)
    counts = intake(home=str(home))
    assert counts["done"] == len(FILES)
    chosen = Settings(home=home)
    store = open_store(chosen.url)
    try:
        office = Office(chosen, store, clock=lambda: datetime(2026, 3, 17, 9, 0))
        lists = publishing.lists(office, home / "out", "", draft=True)
        found = {path.relative_to(home).as_posix(): path.read_bytes() for path in lists}
        found["export"] = exported(office)
    finally:
        store.close()
    return found


def exported(office: Office) -> bytes:
    """All matters, judgements and rows of the store as lines of JSON."""
    with office.store.reading() as session:
        current = facts.edition(session)
        assert current is not None
        departments = sorted({file.department for file in ledger.files(session)})
        lines = [wire.line(wire.matter(one)) for name in departments for one in facts.matters(session, name)]
        asked = [query.id for query in facts.queries(session)]
        judged = facts.judgements(session, current.digest, asked)
        lines += [wire.line(wire.judgement(judged[name])) for name in asked]
        lines += [wire.line(wire.row(row)) for row in facts.rows(session)]
    assert len(lines) > 200
    return "\n".join(lines).encode()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    """One worker on SQLite."""
    with pytest.MonkeyPatch.context() as patch:
        yield taken_in(tmp_path_factory.mktemp("plain"), patch, workers="1")


def test_four_workers_on_postgresql_give_the_same_bytes(
    plain: dict[str, bytes], tmp_path: Path, postgresql: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.database(postgresql, str(tmp_path))
    assert taken_in(tmp_path, monkeypatch, workers="4", database_url=url) == plain


@pytest.fixture
def _workers_may_have_children() -> Iterator[None]:
    with dask.config.set({"distributed.worker.daemon": False}):
        yield


@pytest.mark.usefixtures("_workers_may_have_children")
def test_two_workers_of_a_dask_cluster_give_the_same_bytes(
    plain: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = LocalCluster(  # type: ignore[no-untyped-call]  # it has no types of its own
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0"
    )
    with cluster:
        assert taken_in(tmp_path, monkeypatch, dask=cluster.scheduler_address) == plain
