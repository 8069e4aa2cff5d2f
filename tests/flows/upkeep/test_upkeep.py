"""Backup, restore and the doctor."""

import tarfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from flows.stages import Office
from flows.upkeep import backup, doctor, housekeeping
from quanze.errors import SettingsError
from quanze.settings import Settings
from quanze.store import open_store
from tests.flows.intake.test_intake import state
from tests.flows.office import SAMPLE, drop, office_at, run


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = office_at(tmp_path / "old")
    drop(tmp_path / "old", SAMPLE)
    run(opened)
    yield opened
    opened.store.close()


@pytest.mark.sqlite
def test_a_backup_moves_an_office_to_another_machine(office: Office, tmp_path: Path) -> None:
    count = backup.backup(office.settings, tmp_path / "b.tar.gz")
    new = Settings(home=tmp_path / "new")
    assert backup.restore(new, tmp_path / "b.tar.gz") == count
    moved = Office(new, open_store(new.url))
    assert state(moved) == state(office)
    assert sorted(path.name for path in new.archive.rglob("*.docx")) == [SAMPLE.name]
    moved.store.close()


@pytest.mark.sqlite
def test_a_backup_holds_what_the_county_keeps_itself(office: Office, tmp_path: Path) -> None:
    own = ["departments.csv", "sources.toml", "model.json"]
    own += [f"{folder}/x.txt" for folder in ("catalogues", "matters", "laws", "rules", "templates")]
    for name in own:
        path = office.settings.home / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    backup.backup(office.settings, tmp_path / "b.tar.gz")
    backup.restore(Settings(home=tmp_path / "new"), tmp_path / "b.tar.gz")
    assert [(tmp_path / "new" / name).read_text() for name in own] == own


@pytest.mark.sqlite
def test_a_backup_never_overwrites_and_a_restore_needs_an_empty_home(office: Office, tmp_path: Path) -> None:
    backup.backup(office.settings, tmp_path / "b.tar.gz")
    with pytest.raises(SettingsError, match="不覆盖"):
        backup.backup(office.settings, tmp_path / "b.tar.gz")
    with pytest.raises(SettingsError, match="不覆盖"):
        backup.restore(office.settings, tmp_path / "b.tar.gz")


@pytest.mark.sqlite
def test_a_changed_or_cut_backup_is_refused_and_leaves_nothing(office: Office, tmp_path: Path) -> None:
    whole = tmp_path / "b.tar.gz"
    backup.backup(office.settings, whole)
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(whole.read_bytes()[:-2000])
    changed = tmp_path / "changed.tar.gz"
    with tarfile.open(whole) as old, tarfile.open(changed, "w:gz") as new:
        for member in old.getmembers():
            data = old.extractfile(member)
            assert data is not None
            if member.name.startswith("archive/"):
                content = data.read()[:-1] + b"x"
                (tmp_path / "x").write_bytes(content)
                new.add(tmp_path / "x", arcname=member.name)
            else:
                new.addfile(member, data)
    for bad in (cut, changed):
        home = Settings(home=tmp_path / bad.stem)
        with pytest.raises(SettingsError):
            backup.restore(home, bad)
        assert list(home.home.rglob("*")) == []


@pytest.mark.sqlite
def test_a_backup_just_made_is_kept_whatever_the_clock_says(office: Office) -> None:
    folder = office.settings.home / "backup"
    folder.mkdir()
    for day in range(1, 15):
        (folder / f"每日备份-202604{day:02d}-030000.tar.gz").touch()
    for day in (1, 2):  # of March: the clock was set back by a month
        housekeeping.nightly(replace(office, clock=partial(datetime, 2026, 3, day, 3)))
    found = sorted(path.name[5:13] for path in folder.iterdir())
    assert found == ["20260301", "20260302", *(f"202604{day:02d}" for day in range(3, 15))]


def test_a_backup_cannot_write_outside_the_home_folder(tmp_path: Path) -> None:
    evil = tmp_path / "evil.tar.gz"
    (tmp_path / "x").write_bytes(b"x")
    with tarfile.open(evil, "w:gz") as tar:
        tar.add(tmp_path / "x", arcname="../escaped")
    with pytest.raises(SettingsError, match="不是完整的备份"):
        backup.restore(Settings(home=tmp_path / "home"), evil)
    assert not (tmp_path / "escaped").exists()


def test_the_doctor_names_each_check_and_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.upkeep.doctor.shutil.which", lambda name: None)
    monkeypatch.setattr("flows.upkeep.doctor.filesystem", lambda folder: "nfs")
    findings = {finding.what: finding for finding in doctor.examine(Settings(home=tmp_path))}
    assert not findings["LibreOffice"].well
    assert "libreoffice-writer-nogui" in findings["LibreOffice"].note
    assert not findings["数据库所在磁盘"].well
    assert findings["文件夹权限"].well
    assert findings["数据库"].well
