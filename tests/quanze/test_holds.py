"""Two at once never do the same work: holds and claims, on SQLite and PostgreSQL."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect

from quanze.store import Store, holds, ledger, open_store
from tests import postgres

FORK = multiprocessing.get_context("spawn")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return postgres.database(request.getfixturevalue("postgresql"), str(tmp_path))
    return f"sqlite:///{tmp_path / 'quanze.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()


def keep(url: str, name: str, told: str) -> None:
    """Take a hold, say so, and keep it until this process is killed."""
    with open_store(url).hold(name):
        Path(told).touch()
        time.sleep(600)


def take(url: str, holder: str, drops: list[str], told: str) -> None:
    """Claim drops as an intake does, and write down which were had."""
    store = open_store(url)
    had = []
    with store.hold(f"intake {holder}"):
        for dropped_as in drops:
            try:
                claim(store, holder, dropped_as)
            except ledger.Held:
                continue
            had.append(dropped_as)
        Path(told).write_text("\n".join(had), encoding="utf-8")
        while not Path(told).with_suffix(".end").exists():
            time.sleep(0.05)


def claim(store: Store, holder: str, dropped_as: str) -> None:
    def at_work(other: str) -> bool:
        with store.hold(f"intake {other}", wait=False) as free:
            return not free

    with store.writing() as session:
        ledger.claim(
            session,
            sha256=dropped_as,
            department="民政局",
            name="x",
            dropped_as=dropped_as,
            now="t",
            holder=holder,
            at_work=at_work,
        )


def waited(path: Path) -> None:
    while not path.exists():
        time.sleep(0.05)


def test_a_hold_is_had_by_one_and_let_go_at_the_end(store: Store) -> None:
    with (
        store.hold("民政局") as first,
        store.hold("民政局", wait=False) as second,
        store.hold("司法局", wait=False) as other,
    ):
        assert (first, second, other) == (True, False, True)
    with store.hold("民政局", wait=False) as again:
        assert again


def test_a_hold_ends_with_its_process_even_by_kill_9(url: str, store: Store, tmp_path: Path) -> None:
    told = tmp_path / "told"
    process = FORK.Process(target=keep, args=(url, "民政局", str(told)))
    process.start()
    waited(told)
    with store.hold("民政局", wait=False) as held:
        assert not held
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    with store.hold("民政局") as held:
        assert held


def test_two_intakes_at_once_never_take_the_same_drop(url: str, store: Store, tmp_path: Path) -> None:
    drops = [f"民政局/{number}.docx" for number in range(60)]
    told = [tmp_path / "one", tmp_path / "two"]
    orders = (drops, drops[::-1])
    processes = [
        FORK.Process(target=take, args=(url, path.name, order, str(path)))
        for path, order in zip(told, orders, strict=True)
    ]
    for process in processes:
        process.start()
    for path in told:
        waited(path)
    one, two = (set(path.read_text(encoding="utf-8").split("\n")) - {""} for path in told)
    assert one & two == set()
    assert one | two == set(drops)
    for path in told:
        path.with_suffix(".end").touch()
    for process in processes:
        process.join()
    claim(store, "three", drops[0])


def test_who_waits_to_write_comes_before_one_who_writes_without_a_pause(tmp_path: Path) -> None:
    url, order = f"sqlite:///{tmp_path / 'quanze.db'}", []
    page, outside = open_store(url), open_store(url)

    def write() -> None:
        with outside.writing():
            order.append("outside")

    waiting = threading.Thread(target=write)
    with page.writing():
        waiting.start()
        while (lock := holds._try(tmp_path / "holds" / "next.lock")) is not None:  # until it stands in line
            os.close(lock)
            time.sleep(0.01)
        order.append("page")
    with page.writing():
        order.append("page again")
    waiting.join()
    assert order == ["page", "outside", "page again"]
    page.close()
    outside.close()


def test_a_line_that_does_not_move_ends_at_its_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = open_store(f"sqlite:///{tmp_path / 'quanze.db'}")
    with holds.in_turn(opened.engine):
        monkeypatch.setattr(holds, "WAIT", 0.0)
        with opened.writing() as session:  # SQLite itself says whether it may write
            assert ledger.files(session) == []
    opened.close()


def test_text_is_sorted_by_its_bytes_on_both(store: Store) -> None:
    if store.engine.dialect.name == "postgresql":
        columns = [column for table in inspect(store.engine).get_table_names() for column in _texts(store, table)]
        assert columns
        assert {collation for _, collation in columns} == {"C"}
    for name in ("乙局", "甲局", "a局", "B局"):
        claim(store, "", f"{name}/x")
    with store.reading() as session:
        found = session.connection().exec_driver_sql("select dropped_as from files order by dropped_as").scalars().all()
    assert list(found) == sorted(found)


def _texts(store: Store, table: str) -> list[tuple[str, str]]:
    found = inspect(store.engine).get_columns(table) if table != "alembic_version" else []
    return [(column["name"], str(column["type"].collation)) for column in found if hasattr(column["type"], "collation")]
