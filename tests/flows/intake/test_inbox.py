"""The inbox: what is taken, what is left alone, where originals and receipts go."""

import errno
import hashlib
import json
import os
from pathlib import Path

import pytest

from flows.intake import inbox
from flows.intake.batches import BATCH, LARGEST, batches
from flows.intake.inbox import Drop
from quanze.errors import Damaged


@pytest.fixture
def box(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox" / "民政局"
    folder.mkdir(parents=True)
    return tmp_path / "inbox"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


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


TEMPORARY = "~$清单.docx .DS_Store 清单.docx.part 清单.crdownload a.tmp .~lock.清单.docx# ~wps1.tmp Thumbs.db 清单.xltd"


@pytest.mark.parametrize("name", TEMPORARY.split(" "))
def test_temporary_and_lock_files_are_left_alone(box: Path, name: str) -> None:
    (box / "民政局" / name).write_bytes(b"x")
    assert inbox.scan(box) == []


def test_a_link_out_of_the_inbox_is_left_alone(box: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.docx").write_bytes(b"x")
    (box / "民政局" / "link.docx").symlink_to(tmp_path / "secret.docx")
    assert inbox.scan(box) == []


def test_a_file_that_still_grows_is_not_taken(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    still, moving = put(box, "民政局/a.docx"), put(box, "民政局/b.docx")
    monkeypatch.setattr("flows.intake.inbox.time.sleep", lambda seconds: moving.path.write_bytes(b"xx"))
    assert inbox.settled([still, moving], 1) == ([still], [moving])


def test_an_archived_original_is_the_same_bytes_under_its_own_name(box: Path, tmp_path: Path) -> None:
    drop = put(box, "民政局/清单.docx", b"content")
    kept = inbox.keep(drop, tmp_path / "archive", digest(b"content"))
    assert kept == tmp_path / "archive" / "民政局" / digest(b"content")[:12] / "清单.docx"
    assert kept.read_bytes() == b"content"
    assert drop.path.exists()
    assert inbox.keep(drop, tmp_path / "archive", digest(b"content")) == kept


def test_a_file_that_is_another_one_by_now_is_kept_nowhere(box: Path, tmp_path: Path) -> None:
    drop = put(box, "民政局/清单.docx", b"second")
    for folder in ("archive", "quarantine"):
        with pytest.raises(inbox.Rewritten):
            if folder == "archive":
                inbox.keep(drop, tmp_path / folder, digest(b"first"))
            else:
                inbox.turn_back(drop, tmp_path / folder, digest(b"first"), Damaged())
        assert [path for path in (tmp_path / folder).rglob("*") if path.is_file()] == []
    assert drop.path.read_bytes() == b"second"


def test_a_returned_file_has_its_advice_beside_it(box: Path, tmp_path: Path) -> None:
    kept = inbox.turn_back(put(box, "民政局/坏.docx"), tmp_path / "quarantine", digest(b"x"), Damaged())
    advice = (kept.parent / "坏.docx.退件说明.txt").read_text(encoding="utf-8-sig")
    assert "DAMAGED" in advice
    assert Damaged.advice in advice


def test_two_returned_files_of_one_name_are_both_kept(box: Path, tmp_path: Path) -> None:
    first = inbox.turn_back(put(box, "民政局/坏.docx", b"1"), tmp_path / "q", digest(b"1"), Damaged())
    second = inbox.turn_back(put(box, "民政局/坏.docx", b"2"), tmp_path / "q", digest(b"2"), Damaged())
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")


def test_a_name_too_long_to_keep_is_shortened_in_quarantine_and_in_the_receipt(box: Path, tmp_path: Path) -> None:
    drop = put(box, "民政局/" + "a" * 200 + ".docx")
    kept = inbox.turn_back(drop, tmp_path / "q", digest(b"x"), Damaged())
    assert kept.name == "a" * 40 + f"~{digest(b'x')[:8]}.docx"
    inbox.write(inbox.receipt_path(tmp_path / "receipts", drop, 1), "x")


def test_names_in_gbk_with_line_ends_or_hidden_marks_are_readable_and_kept_apart(box: Path, tmp_path: Path) -> None:
    folder = os.fsencode(box / "民政局")
    raw = {"清单.docx".encode("gb18030"): b"gbk", "清单.docx".encode(): b"utf8", "一\n二\u202e.docx".encode(): b"odd"}
    for name, content in raw.items():
        Path(os.fsdecode(folder + b"/" + name)).write_bytes(content)
    drops = inbox.scan(box)
    assert sorted(drop.name for drop in drops) == ["一_二_.docx", "清单.docx", "清单.docx"]
    assert len({drop.dropped_as for drop in drops}) == 3
    kept = [inbox.keep(drop, tmp_path / "archive", digest(drop.path.read_bytes())) for drop in drops]
    assert sorted(path.read_bytes() for path in kept) == sorted(raw.values())
    for drop in drops:
        json.dumps(drop.name + drop.dropped_as).encode()


def test_a_department_folder_named_in_gbk_is_that_department(box: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(box) + b"/" + "财政局".encode("gb18030")))
    folder.mkdir()
    (folder / "a.docx").write_bytes(b"x")
    assert [drop.department for drop in inbox.scan(box)] == ["财政局"]


def test_a_file_written_again_meanwhile_stays_in_the_inbox(box: Path) -> None:
    drop = put(box, "民政局/清单.docx", b"first")
    drop.path.write_bytes(b"second")
    assert not inbox.release(drop)
    assert drop.path.read_bytes() == b"second"
    assert inbox.release(inbox.scan(box)[0])
    assert not drop.path.exists()


def test_a_copy_that_fails_leaves_no_half_file(box: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drop = put(box, "民政局/清单.docx", b"content")

    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"con")
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("flows.intake.inbox.shutil.copy2", full)
    with pytest.raises(OSError, match="full"):
        inbox.keep(drop, tmp_path / "archive", "a" * 64)
    assert [path for path in (tmp_path / "archive").rglob("*") if path.is_file()] == []


def test_a_name_of_the_greatest_length_can_be_kept(box: Path, tmp_path: Path) -> None:
    drop = put(box, "民政局/" + "长" * 83 + ".docx")
    assert inbox.keep(drop, tmp_path / "archive", digest(b"x")).is_file()
    assert inbox.turn_back(drop, tmp_path / "quarantine", digest(b"x"), Damaged()).is_file()


def test_a_batch_ends_where_a_department_ends_unless_that_is_a_very_large_one() -> None:
    def cut(*departments: str) -> list[list[str]]:
        drops = [Drop(Path(f"{at}"), name, f"{name}/{at}", str(at)) for at, name in enumerate(departments)]
        found = list(batches(drops))
        for name in set(departments):
            numbers = [int(drop.name) for batch in found for drop in batch if drop.department == name]
            assert numbers == sorted(numbers)
        return [sorted({drop.department for drop in batch}) for batch in found]

    assert cut() == []
    assert cut(*"乙甲乙") == [["乙", "甲"]]
    assert cut(*"甲" * BATCH, *"乙" * BATCH) == [["乙"], ["甲"]]
    assert cut(*"乙" * (BATCH - 1), *"甲" * BATCH) == [["乙", "甲"]]
    assert cut(*"甲" * (LARGEST + 1)) == [["甲"], ["甲"]]
