"""The inbox: what is taken, what is left alone, where originals and receipts go."""

from pathlib import Path

import pytest

from flows import inbox
from quanze.errors import Damaged


@pytest.fixture
def box(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox" / "民政局"
    folder.mkdir(parents=True)
    return tmp_path / "inbox"


def put(box: Path, below: str, content: bytes = b"x") -> inbox.Drop:
    path = box / below
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return next(drop for drop in inbox.scan(box) if drop.path == path)


def test_the_first_folder_is_the_department(box: Path) -> None:
    drop = put(box, "民政局/三月/清单.docx")
    assert (drop.department, drop.dropped_as) == ("民政局", "民政局/三月/清单.docx")


def test_a_file_in_no_folder_waits_to_be_claimed(box: Path) -> None:
    assert put(box, "清单.docx").department == "待认领"


@pytest.mark.parametrize("name", ["~$清单.docx", ".DS_Store", "清单.docx.part", "清单.crdownload", "a.tmp"])
def test_temporary_and_lock_files_are_left_alone(box: Path, name: str) -> None:
    (box / "民政局" / name).write_bytes(b"x")
    assert inbox.scan(box) == []


def test_a_link_out_of_the_inbox_is_left_alone(box: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.docx").write_bytes(b"x")
    (box / "民政局" / "link.docx").symlink_to(tmp_path / "secret.docx")
    assert inbox.scan(box) == []


def test_a_file_that_still_grows_is_not_taken(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    still, moving = put(box, "民政局/a.docx"), put(box, "民政局/b.docx")
    monkeypatch.setattr("flows.inbox.time.sleep", lambda seconds: moving.path.write_bytes(b"xx"))
    assert inbox.settled([still, moving], 1) == ([still], [moving])


def test_an_archived_original_is_the_same_bytes_under_its_own_name(box: Path, tmp_path: Path) -> None:
    drop = put(box, "民政局/清单.docx", b"content")
    kept = inbox.keep(drop, tmp_path / "archive", "0123456789abcdef")
    assert kept == tmp_path / "archive" / "民政局" / "0123456789ab" / "清单.docx"
    assert kept.read_bytes() == b"content"
    assert drop.path.exists()
    assert inbox.keep(drop, tmp_path / "archive", "0123456789abcdef") == kept


def test_a_returned_file_has_its_advice_beside_it(box: Path, tmp_path: Path) -> None:
    kept = inbox.turn_back(put(box, "民政局/坏.docx"), tmp_path / "quarantine", "0123456789abcdef", Damaged())
    advice = (kept.parent / "坏.docx.退件说明.txt").read_text(encoding="utf-8-sig")
    assert "DAMAGED" in advice
    assert Damaged.advice in advice


def test_two_returned_files_of_one_name_are_both_kept(box: Path, tmp_path: Path) -> None:
    first = inbox.turn_back(put(box, "民政局/坏.docx", b"1"), tmp_path / "q", "a" * 64, Damaged())
    second = inbox.turn_back(put(box, "民政局/坏.docx", b"2"), tmp_path / "q", "b" * 64, Damaged())
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")


def test_a_name_too_long_to_keep_is_shortened_in_quarantine_and_in_the_receipt(box: Path, tmp_path: Path) -> None:
    drop = put(box, "民政局/" + "a" * 200 + ".docx")
    kept = inbox.turn_back(drop, tmp_path / "q", "0123456789abcdef", Damaged())
    assert kept.name == "a" * 40 + "~01234567.docx"
    inbox.write(inbox.receipt_path(tmp_path / "receipts", drop, 1), "x")
