"""A file is taken when it has stood still and opens as its format; the clock of the machine does not matter."""

import time
from pathlib import Path

import pytest

from flows.intake import inbox, presence
from flows.intake.settling import complete, whole
from quanze.settings import Settings
from tests.flows.office import BAD, SAMPLES

DOCX = sorted((SAMPLES / "司法局").glob("*.docx"))[0]
FORMATS = [
    *(sorted(SAMPLES.rglob(f"*.{suffix}"))[0] for suffix in ("docx", "pdf", "xlsx", "csv")),
    *sorted(path for path in SAMPLES.rglob("*") if path.suffix in (".doc", ".wps", ".xls"))[:1],
]


def drops(tmp_path: Path, content: bytes, name: str = "清单.docx") -> list[inbox.Drop]:
    folder = tmp_path / "inbox" / "民政局"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return inbox.scan(tmp_path / "inbox")


@pytest.mark.parametrize("path", FORMATS, ids=lambda path: path.suffix)
def test_a_whole_file_of_any_format_is_complete(path: Path) -> None:
    assert complete(path)


@pytest.mark.parametrize("path", [path for path in FORMATS if path.suffix != ".csv"], ids=lambda path: path.suffix)
def test_the_first_half_of_a_file_is_not_complete(path: Path, tmp_path: Path) -> None:
    (tmp_path / "half").write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert not complete(tmp_path / "half")


def test_an_empty_file_and_one_that_is_gone_are_not_complete(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert not complete(tmp_path / "empty")
    assert not complete(tmp_path / "gone")


def test_a_half_file_that_stands_still_is_waited_for_and_then_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr("flows.intake.settling.time.monotonic", lambda: clock[0])
    found, memory = drops(tmp_path, DOCX.read_bytes()[:2000]), tmp_path / "seen.json"
    for running in (1000.0, 1060.0, 1119.0):
        clock[0] = running
        assert whole(found, seconds=0, patience=120, memory=memory) == ([], found)
    clock[0] = 1120.0
    assert whole(found, seconds=0, patience=120, memory=memory) == (found, [])


def test_a_half_file_that_grew_is_waited_for_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("flows.intake.settling.time.monotonic", lambda: clock[0])
    memory = tmp_path / "seen.json"
    whole(drops(tmp_path, DOCX.read_bytes()[:2000]), seconds=0, patience=120, memory=memory)
    clock[0] = 119.0
    grown = drops(tmp_path, DOCX.read_bytes()[:3000])
    assert whole(grown, seconds=0, patience=120, memory=memory)[0] == []
    clock[0] = 200.0
    assert whole(grown, seconds=0, patience=120, memory=memory)[0] == []
    assert whole(drops(tmp_path, DOCX.read_bytes()), seconds=0, patience=120, memory=memory)[0] != []


@pytest.mark.parametrize("jump", [-86_400.0 * 400, 86_400.0 * 400])
def test_a_clock_that_jumps_neither_takes_a_half_file_nor_leaves_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    memory = tmp_path / "seen.json"
    half = drops(tmp_path, DOCX.read_bytes()[:2000])
    whole(half, seconds=0, patience=120, memory=memory)
    now = time.time()
    monkeypatch.setattr("flows.intake.settling.time.time", lambda: now + jump)
    assert whole(half, seconds=0, patience=120, memory=memory)[0] == []
    good = drops(tmp_path, DOCX.read_bytes())
    assert whole(good, seconds=0, patience=120, memory=memory)[0] == good


def test_by_hand_a_damaged_file_is_taken_in_the_same_run(tmp_path: Path) -> None:
    found = drops(tmp_path, (BAD / "没有传完.docx").read_bytes())
    assert whole(found, seconds=0, patience=0.01, memory=tmp_path / "seen.json") == (found, [])


def test_the_first_day_marks_the_inbox(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert presence.missing(settings) == ""
    assert (settings.inbox / presence.MARK).exists()
    assert inbox.scan(settings.inbox) == []


def test_an_inbox_that_is_gone_or_empty_is_a_pause_never_a_deletion(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    presence.missing(settings)
    settings.inbox.rename(tmp_path / "elsewhere")
    assert "已暂停收件" in presence.missing(settings)
    settings.inbox.mkdir()
    assert "没有标记文件" in presence.missing(settings)
    settings.inbox.rmdir()
    (tmp_path / "elsewhere").rename(settings.inbox)
    assert presence.missing(settings) == ""


def test_a_local_folder_made_anew_and_filled_is_the_inbox_again(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    presence.missing(settings)
    (settings.inbox / presence.MARK).unlink()
    drops(tmp_path, b"x")
    assert presence.missing(settings) == ""


def test_a_share_without_its_mark_is_only_taken_when_a_person_says_so(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    presence.missing(settings)
    (settings.var / "inbox.json").write_text('{"share": true}')
    (settings.inbox / presence.MARK).unlink()
    drops(tmp_path, b"x")
    assert "--adopt" in presence.missing(settings)
    assert presence.missing(settings, adopt=True) == ""
