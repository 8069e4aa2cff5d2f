"""One file that cannot be opened, copied or taken away costs itself: it is named, the others go on, nothing is lost."""

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import stages
from flows.cli import main
from flows.intake import inbox
from flows.stages import Office, Taken
from flows.upkeep import condition, verifying
from quanze.errors import NoAccess
from quanze.store import facts, ledger
from quanze.store.tables import FileRow
from tests.flows.office import ROWS
from tests.flows.test_kills import drop

Step = Callable[..., object]


@pytest.fixture
def lists(office: Office) -> Path:
    """Two lists in the inbox; gives the first, of which something is wrong."""
    drop(office.settings.home, "一.csv", ROWS["低保"])
    drop(office.settings.home, "二.csv", ROWS["临时"])
    return office.settings.inbox / "民政局" / "一.csv"


def intake(office: Office) -> int:
    return main(["intake", "--home", str(office.settings.home)])


def files(office: Office) -> dict[str, FileRow]:
    with office.store.reading() as session:
        return {f"{file.name} {file.id}": file for file in ledger.files(session)}


def states(office: Office) -> list[tuple[str, str, bool]]:
    return sorted((file.name, file.state, file.waiting) for file in files(office).values())


def receipts(office: Office) -> list[str]:
    return sorted(path.name.split(".")[0] for path in office.settings.receipts.rglob("*.txt"))


def notes(office: Office) -> str:
    return "\n".join(condition.notes(office))


def refuse(monkeypatch: pytest.MonkeyPatch, module: object, name: str, path: Path, wrong: OSError) -> None:
    """Let a step fail for one file."""
    step: Step = getattr(module, name)

    def fails(what: object, *more: object, **named: object) -> object:
        if path in (what, getattr(what, "path", None)):
            wrong.filename = str(path)
            raise wrong
        return step(what, *more, **named)

    monkeypatch.setattr(module, name, fails)


def test_a_file_moved_away_after_it_was_entered_stops_nobody_and_is_closed_by_the_next_run(
    office: Office, lists: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reading = stages.read

    def read(at: Office, taken: Taken) -> None:
        if taken.drop.path == lists:
            lists.unlink()
        reading(at, taken)

    with monkeypatch.context() as moved:
        moved.setattr(stages, "read", read)
        assert intake(office) == 0
    assert states(office) == [("一.csv", "claimed", True), ("二.csv", "done", False)]
    assert "NO_ACCESS" not in capsys.readouterr().err and notes(office) == ""
    intake(office)
    assert states(office) == [("一.csv", "quarantined", False), ("二.csv", "done", False)]
    assert receipts(office) == ["一", "二"]
    assert [file.code for file in files(office).values() if file.name == "一.csv"] == ["WITHDRAWN"]


@pytest.mark.parametrize("where", ["digest", "copy"])
def test_a_file_that_cannot_be_read_is_named_and_taken_once_it_can_be(
    office: Office,
    lists: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    where: str,
) -> None:
    with monkeypatch.context() as closed:
        wrong = PermissionError(errno.EACCES, "closed")
        if where == "digest":
            refuse(closed, stages, "sha256", lists, wrong)
        else:
            refuse(closed, shutil, "copy2", lists, wrong)
        assert intake(office) == 1
        said = f"没有收好：民政局/一.csv（NO_ACCESS）：{NoAccess.advice}"
        assert said in capsys.readouterr().err
        assert said in notes(office)
    assert lists.exists() and ("二.csv", "done", False) in states(office)
    assert intake(office) == 0
    assert states(office) == [("一.csv", "done", False), ("二.csv", "done", False)]
    assert receipts(office) == ["一", "二"] and notes(office) == ""
    assert not lists.exists() and verifying.wrong(office) == []


@pytest.mark.parametrize("content", ["list", "nothing"])
@pytest.mark.parametrize("code", [errno.EACCES, errno.EBUSY])
def test_a_file_that_cannot_be_taken_away_is_kept_once_and_named_until_it_can_be(
    office: Office, lists: Path, monkeypatch: pytest.MonkeyPatch, code: int, content: str
) -> None:
    if content == "nothing":
        lists.write_bytes(b"")
    state = "done" if content == "list" else "quarantined"
    with monkeypatch.context() as closed:
        refuse(closed, inbox, "release", lists, OSError(code, "closed"))
        for _ in range(2):
            intake(office)
            assert states(office) == [("一.csv", state, True), ("二.csv", "done", False)]
            assert "民政局/一.csv（NO_ACCESS）" in notes(office)
            closed.setattr(stages, "read", None)  # what is kept is not read again
    assert intake(office) == (state == "quarantined")
    assert states(office) == [("一.csv", state, False), ("二.csv", "done", False)]
    assert receipts(office) == ["一", "二"] and not lists.exists() and notes(office) == ""
    assert verifying.wrong(office) == []


def test_a_file_written_again_before_it_could_be_taken_away_is_the_next_version(
    office: Office, lists: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = lists.read_bytes()
    with monkeypatch.context() as closed:
        refuse(closed, inbox, "release", lists, PermissionError(errno.EACCES, "open in Word"))
        intake(office)
    for old in office.settings.receipts.rglob("一*"):
        old.unlink()  # as if the run had died before it
    drop(office.settings.home, "一.csv", ROWS["特困"])
    intake(office)
    found = [file for file in files(office).values() if file.name == "一.csv"]
    assert [(file.state, file.waiting) for file in found] == [("done", False)] * 2
    assert found[0].replaced_by == found[1].id
    assert (office.settings.home / found[0].kept_as).read_bytes() == first
    assert receipts(office) == ["一", "一", "二"] and verifying.wrong(office) == []


def test_a_file_written_again_while_it_is_processed_is_taken_as_what_it_is_now(
    office: Office, lists: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = stages.read

    def read(at: Office, taken: Taken) -> None:
        reading(at, taken)
        if taken.drop.path == lists:
            drop(at.settings.home, "一.csv", ROWS["特困"])

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(stages, "read", read)
        assert intake(office) == 0
    second = lists.read_bytes()
    assert {path.name for path in office.settings.archive.rglob("*.csv")} == {"二.csv"}
    assert intake(office) == 0
    assert states(office) == [("一.csv", "done", False), ("二.csv", "done", False)]
    (file,) = [file for file in files(office).values() if file.name == "一.csv"]
    assert (office.settings.home / file.kept_as).read_bytes() == second
    with office.store.reading() as session:
        assert {matter.name for matter in facts.matters(session, "民政局")} == {"临时救助对象认定", "特困人员认定"}
    assert receipts(office) == ["一", "二"] and verifying.wrong(office) == []


def test_a_folder_of_ours_that_is_closed_stops_the_run_and_is_named(
    office: Office, lists: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(source: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "closed", str(target))

    with monkeypatch.context() as closed:
        closed.setattr("flows.intake.inbox.shutil.copy2", fails)
        assert intake(office) == 2
    assert "archive" in capsys.readouterr().err and "EACCES" in notes(office)
    assert lists.exists()
    assert intake(office) == 0
    assert states(office) == [("一.csv", "done", False), ("二.csv", "done", False)]
