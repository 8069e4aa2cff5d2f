"""The check-up names what is not well and says what to do."""

import os
import subprocess
import time
import tomllib
from pathlib import Path

import pytest

import rules
from flows.intake import presence
from flows.upkeep import doctor
from flows.upkeep.doctor import Finding
from quanze.settings import Settings
from quanze.store import open_store


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr("flows.upkeep.doctor.shutil.which", lambda name: None)
    return Settings(home=tmp_path)


def found(settings: Settings) -> dict[str, Finding]:
    return {finding.what: finding for finding in doctor.examine(settings)}


def test_a_machine_that_is_well_says_so_of_each_thing(settings: Settings) -> None:
    said = found(settings)
    assert all(
        said[what].well
        for what in ("文件夹权限", "收件箱", "名册和目录来源", "磁盘空间", "数据库", "系统时间", "Prefect")
    )
    assert not list(settings.home.rglob("*probe*")) and not list(settings.home.rglob("*clock*"))


def test_a_folder_that_cannot_be_written_is_named(settings: Settings) -> None:
    settings.archive.write_text("a file where a folder should be")
    assert str(settings.archive) in found(settings)["文件夹权限"].note


def test_a_share_that_is_not_mounted_is_said(settings: Settings) -> None:
    presence.missing(settings)
    (settings.inbox / presence.MARK).unlink()
    assert "已暂停收件" in found(settings)["收件箱"].note


def test_a_list_of_departments_or_sources_that_is_wrong_is_said(settings: Settings) -> None:
    settings.departments.write_text("部门,别名\n甲局,文旅\n乙局,文旅\n", encoding="utf-8")
    assert "同时属于两个部门" in found(settings)["名册和目录来源"].note
    settings.departments.unlink()
    settings.sources.write_text("[[source]]\n")
    assert not found(settings)["名册和目录来源"].well


@pytest.mark.parametrize(("folder", "name"), [("rules", "limits.toml"), ("templates", "style.toml")])
def test_rules_and_forms_of_the_countys_own_that_are_wrong_are_said(settings: Settings, folder: str, name: str) -> None:
    assert found(settings)["规则和表样"] == Finding("规则和表样", True, "用自带的")
    (settings.home / folder).mkdir()
    (settings.home / folder / name).write_text("[", encoding="utf-8")
    said = found(settings)["规则和表样"]
    assert not said.well and name in said.note
    (settings.home / folder / name).unlink()
    assert "本县自己的" in found(settings)["规则和表样"].note


def test_shipped_rules_that_the_countys_own_files_lack_are_said(settings: Settings) -> None:
    (settings.home / "rules").mkdir()
    shipped = (rules.rulebook().folder / "limits.toml").read_text(encoding="utf-8")
    before, _, last = shipped.rpartition("[[rule]]")
    (settings.home / "rules" / "limits.toml").write_text(shipped, encoding="utf-8")
    assert "没有的规则" not in found(settings)["规则和表样"].note
    (settings.home / "rules" / "limits.toml").write_text(before, encoding="utf-8")
    said = found(settings)["规则和表样"]
    assert said.well and f"limits.toml {tomllib.loads('[[rule]]' + last)['rule'][0]['id']}。" in said.note


def test_looking_at_a_new_home_makes_no_database_there(settings: Settings) -> None:
    assert "还没有" in found(settings)["数据库"].note
    assert not (settings.var / "quanze.db").exists()


def test_a_clock_behind_what_was_written_before_is_said(settings: Settings) -> None:
    open_store(settings.url).close()
    later = time.time() + 3600
    os.utime(settings.var / "quanze.db", (later, later))
    assert "比上次写数据时还早" in found(settings)["系统时间"].note


def test_a_file_server_with_another_time_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.upkeep.doctor._apart", lambda folder: -600.0)
    assert "相差 -600 秒" in found(settings)["系统时间"].note


def test_a_full_disk_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.upkeep.doctor.ROOM", 1 << 60)
    assert not found(settings)["磁盘空间"].well


def test_a_prefect_server_that_does_not_answer_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    assert "没有回答" in found(settings)["Prefect"].note


def test_a_libreoffice_that_does_not_start_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.upkeep.doctor.shutil.which", lambda name: "/usr/bin/soffice")

    def hangs(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("soffice", 60)

    monkeypatch.setattr("flows.upkeep.doctor.subprocess.run", hangs)
    assert "没有反应" in found(settings)["LibreOffice"].note
