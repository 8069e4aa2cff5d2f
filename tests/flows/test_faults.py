"""Faults of the machine: disk full, database locked, LibreOffice hanging, the clock set, the share gone."""

import errno
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from flows.cli import main
from flows.intake import inbox
from flows.reading import read_file
from flows.refresh import catalogues
from flows.serve import catchup, faults
from flows.serve.faults import DiskFull
from flows.stages import Office
from flows.workers.child import limited
from quanze.errors import Damaged, ReaderFault, TimedOut
from quanze.settings import Settings
from quanze.store import facts, journal, ledger
from quanze.store.tables import RunRow
from tests.flows.office import ROWS, give, office_at, run
from tests.flows.refresh.test_sources import table
from tests.flows.test_kills import drop, state


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB, where this machine lets us have one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("no small disk can be mounted here (not root): the test with injected faults stands for it")
    yield disk
    subprocess.run(["umount", "-l", disk], check=False)  # the test may have done so


def dropped(home: Path) -> None:
    drop(home, "清单.csv", ROWS["低保"])
    drop(home, "大的.csv", *(ROWS["临时"].replace("2,临时", f"{n},第{n}类临时") for n in range(2, 100)))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What these drops become where nothing is wrong."""
    home = tmp_path_factory.mktemp("whole")
    dropped(home)
    office = office_at(home)
    run(office)
    found = state(office)
    office.store.close()
    return found


@pytest.mark.sqlite
@pytest.mark.parametrize("left", [0, 4, 20, 60, 120, 400])
def test_on_a_full_disk_nothing_is_lost_and_after_clearing_it_intake_goes_on(
    small_disk: Path, expected: dict[str, object], left: int
) -> None:
    dropped(small_disk)
    office = office_at(small_disk)
    ballast = small_disk / "ballast"
    with ballast.open("wb") as file:
        file.write(bytes(shutil.disk_usage(small_disk).free - left * 1024))
    with pytest.raises((OSError, OperationalError)) as failed:
        run(office)
    assert "磁盘满了" in faults.words(failed.value, office.settings)
    assert {path.name for path in (small_disk / "inbox").rglob("*.csv")} | {
        path.name for path in (small_disk / "archive").rglob("*.csv")
    } == {"清单.csv", "大的.csv"}
    ballast.unlink()
    run(office)
    assert state(office) == expected
    office.store.close()


FAILING: dict[str, Callable[[], BaseException]] = {
    "flows.intake.inbox.shutil.copy2": lambda: OSError(errno.ENOSPC, "full"),
    "flows.intake.inbox.os.fsync": lambda: OSError(errno.ENOSPC, "full"),
    "flows.intake.inbox.write": lambda: OSError(errno.EDQUOT, "quota"),
    "flows.stages.ledger.finish": lambda: OperationalError(
        "x", {}, sqlite3.OperationalError("database or disk is full")
    ),
    "flows.stages.facts.save_rows": lambda: OperationalError("x", {}, sqlite3.OperationalError("database is locked")),
    "flows.stages.sha256": lambda: OSError(errno.ESTALE, "stale"),
}


@pytest.mark.parametrize("where", FAILING)
def test_a_write_that_fails_at_any_stage_is_said_and_made_good_by_the_next_run(
    office: Office, expected: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    dropped(tmp_path)

    def fails(*_: object, **__: object) -> None:
        raise FAILING[where]()

    with monkeypatch.context() as broken:
        broken.setattr(where, fails)
        with pytest.raises((OSError, OperationalError)) as failed:
            run(office)
    assert "都还在" in faults.words(failed.value, office.settings)
    run(office)
    assert state(office) == expected


def test_without_room_nothing_is_begun_and_a_readers_failure_says_nothing_about_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path)
    faults.room(settings)
    monkeypatch.setattr("flows.serve.faults.ROOM", 1 << 60)
    for fault in (None, ReaderFault()):
        with pytest.raises(DiskFull):
            faults.room(settings, fault)
    faults.room(settings, Damaged())


@pytest.mark.sqlite
def test_a_locked_database_stops_intake_and_loses_nothing(
    office: Office, expected: dict[str, object], tmp_path: Path
) -> None:
    dropped(tmp_path)
    event.listen(office.store.engine, "connect", lambda driver, _: driver.execute("pragma busy_timeout=50"))
    office.store.engine.dispose()
    with sqlite3.connect(office.settings.var / "quanze.db", isolation_level=None) as other:
        other.execute("begin immediate")
        with pytest.raises(OperationalError) as failed:
            run(office)
        other.execute("rollback")
    other.close()
    assert "数据库正忙" in faults.words(failed.value, office.settings)
    assert len(inbox.scan(office.settings.inbox)) == 2
    run(office)
    assert state(office) == expected


def read_with(programs: str, path: Path) -> list[str]:
    """Read in a child whose PATH begins with these programs; gives the codes of what was wrong."""
    os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ['PATH']}"
    return [reading.fault.code if reading.fault else "" for reading in read_file(path, "民政局")]


def test_a_hanging_libreoffice_is_ended_with_its_reader_and_not_left_behind(tmp_path: Path) -> None:
    fake = tmp_path / "soffice"
    fake.write_text("#!/bin/sh\nexec sleep 600.123\n")
    fake.chmod(0o755)
    (tmp_path / "旧.rtf").write_text(r"{\rtf1\ansi hello}")
    with pytest.raises(TimedOut):
        limited(read_with, str(tmp_path), tmp_path / "旧.rtf", seconds=8)
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert not any(b"600.123" in command for command in commands)


def at(office: Office, year: int) -> Office:
    return replace(office, clock=lambda: datetime(year, 3, 17, 9, 0))


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_clock_that_jumps_changes_no_outcome(office: Office, tmp_path: Path, year: int) -> None:
    give(office, ROWS["低保"])
    jumped = at(office, year)
    give(jumped, ROWS["低保"], ROWS["临时"])
    (tmp_path / "取消.csv").write_bytes(table("收入证明"))
    catalogues.refresh(jumped, [tmp_path / "取消.csv"], name="跳后", accept=True)
    give(office, ROWS["低保"], ROWS["临时"], ROWS["特困"])
    with office.store.reading() as session:
        assert [matter.name for matter in facts.matters(session, "民政局")] == [
            "最低生活保障认定",
            "临时救助对象认定",
            "特困人员认定",
        ]
        current = facts.edition(session)
    assert current is not None and current.name == "跳后"


def ran(office: Office, name: str, when: str) -> None:
    with office.store.writing() as session:
        journal.note_run(session, RunRow(name=name, started_at=when, ended_at=when, seconds=1, outcome="done", note=""))


@pytest.mark.parametrize(
    ("last", "missed"),
    [
        ("2026-03-17T01:30:05", []),  # ran tonight
        ("2026-03-16T01:30:05", ["refresh"]),  # tonight's was missed
        ("2025-01-01T01:30:05", ["refresh"]),  # hundreds were missed: one is enough
        ("2030-01-01T01:30:05", []),  # the clock was set back
    ],
)
def test_what_was_missed_is_caught_up_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, last: str, missed: list[str]
) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        ran(office, "refresh", last)
        assert catchup.missed(office, {"refresh": "30 1 * * *", "brief": "0 11 * * 5"}, "Asia/Shanghai") == missed
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_share_that_is_unmounted_pauses_intake_until_it_is_back(
    small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    (home / "inbox").mkdir(parents=True)
    share = ["mount", "--bind", str(small_disk), str(home / "inbox")]
    subprocess.run(share, check=True)
    intake = ["intake", "--home", str(home)]
    try:
        assert main(intake) == 0
        drop(home, "清单.csv", ROWS["低保"])
        subprocess.run(["umount", "-l", home / "inbox"], check=True)
        drop(home, "放错地方.csv", ROWS["临时"])  # into the empty folder below the share
        assert main(intake) == 2
        assert "已暂停收件" in capsys.readouterr().err
        subprocess.run(share, check=True)
        office = office_at(home)
        run(office)
        assert [each[0] for each in files_of(office)] == ["清单.csv"]
        office.store.close()
    finally:
        subprocess.run(["umount", "-l", home / "inbox"], check=False)
    assert (home / "inbox" / "民政局" / "放错地方.csv").exists()


def files_of(office: Office) -> list[tuple[str, str]]:
    with office.store.reading() as session:
        return [(file.name, file.state) for file in ledger.files(session)]
