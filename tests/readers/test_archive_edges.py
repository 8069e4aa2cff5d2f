"""Archives at their limits and with odd directories: depth, shared bytes, wrong sizes, rare packings, two names."""

import functools
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from extractors.readers import archive, inside, read, read_all, zipped
from extractors.readers.archive import unpack
from quanze.errors import Damaged, Encrypted, FileError, NameTooLong, NoList, TooLarge, UnsafeArchive
from tests.readers.makers import raw_named_zip, write, write_zip

LIST = "序号,名称,类型\n1,甲,许可\n"
HEADER, ENTRY = b"PK\x03\x04", b"PK\x01\x02"


def names(path: Path, to: Path) -> list[str]:
    return [member.relative_to(to).as_posix() for member in unpack(path, to)]


def patched(path: Path, header: int, entry: int, value: bytes) -> Path:
    """The archive with bytes of its first member changed, in the member's header and in its directory entry."""
    raw = bytearray(path.read_bytes())
    for mark, offset in ((HEADER, header), (ENTRY, entry)):
        start = raw.index(mark) + offset
        raw[start : start + len(value)] = value
    return write(path.parent, f"patched-{path.name}", bytes(raw))


def unicode_name(raw: bytes, name: str, version: int = 1, crc: int | None = None) -> bytes:
    """An Info-ZIP Unicode Path extra field for a member that is stored as `raw`, behind a field of another kind."""
    field = struct.pack("<BI", version, zlib.crc32(raw) if crc is None else crc) + name.encode()
    return struct.pack("<HHI", 0x5455, 4, 0) + struct.pack("<HH", 0x7075, len(field)) + field


def zip_of(folder: Path, name: str, extra: bytes) -> Path:
    path = folder / "a.zip"
    member = zipfile.ZipInfo(name)
    member.extra = extra
    with zipfile.ZipFile(path, "w") as target:
        target.writestr(member, LIST)
    return path


@pytest.mark.parametrize("name", ["list.csv", "清單.csv"])
def test_a_name_in_a_unicode_field_of_its_own_counts(tmp_path: Path, name: str) -> None:
    path = zip_of(tmp_path, name, unicode_name(name.encode(), "权责清单.csv"))
    assert names(path, tmp_path / "to") == ["权责清单.csv"]


@pytest.mark.parametrize(("version", "crc"), [(1, 7), (9, None)])
def test_a_unicode_field_that_is_stale_or_unknown_does_not(tmp_path: Path, version: int, crc: int | None) -> None:
    path = zip_of(tmp_path, "list.csv", unicode_name(b"list.csv", "旧名.csv", version, crc))
    assert names(path, tmp_path / "to") == ["list.csv"]


@pytest.mark.parametrize("depth", [40, 41])
def test_folders_may_lie_so_deep_and_no_deeper(tmp_path: Path, depth: int) -> None:
    path = write_zip(tmp_path, "a.zip", {"/".join(["甲"] * (depth - 1) + ["a.csv"]): LIST})
    if depth == 40:
        assert len(unpack(path, tmp_path / "to")) == 1
    else:
        with pytest.raises(UnsafeArchive):
            unpack(path, tmp_path / "to")


def test_a_path_longer_than_the_system_keeps_is_too_long(tmp_path: Path) -> None:
    path = write_zip(tmp_path, "a.zip", {"/".join(["清单" * 40] * 20 + ["a.csv"]): LIST})
    with pytest.raises(NameTooLong):
        unpack(path, tmp_path / "to")


def test_a_member_that_is_a_file_and_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeArchive):
        unpack(write_zip(tmp_path, "a.zip", {"甲": LIST, "甲/a.csv": LIST}), tmp_path / "to")


def test_nothing_is_written_through_a_link_that_was_there_before(tmp_path: Path) -> None:
    outside, to = tmp_path / "outside", tmp_path / "to"
    outside.mkdir()
    to.mkdir()
    (to / "甲").symlink_to(outside, target_is_directory=True)
    with pytest.raises(UnsafeArchive):
        unpack(write_zip(tmp_path, "a.zip", {"甲/a.csv": LIST}), to)
    assert not list(outside.iterdir())


def test_more_bytes_than_the_limit_are_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_Budget", functools.partial(archive._Budget, 9, 99))
    assert names(write_zip(tmp_path, "a.zip", {"a.csv": LIST}), tmp_path / "to") == ["a.csv"]
    with pytest.raises(TooLarge):
        unpack(write_zip(tmp_path, "b.zip", {"a.csv": LIST, "b.csv": LIST * 2}), tmp_path / "more")


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    raw = bytearray(raw_named_zip(tmp_path, "a.zip", [(b"a.csv", LIST.encode())] * 2).read_bytes())
    second = raw.rindex(ENTRY)
    struct.pack_into("<I", raw, second + 42, 0)
    with pytest.raises(UnsafeArchive):
        unpack(write(tmp_path, "b.zip", bytes(raw)), tmp_path / "to")


def test_no_more_is_unpacked_than_the_directory_says(tmp_path: Path) -> None:
    path = patched(write_zip(tmp_path, "a.zip", {"a.csv": LIST * 500}), 22, 24, struct.pack("<I", 9))
    with pytest.raises(Damaged):
        unpack(path, tmp_path / "to")
    assert sum(file.stat().st_size for file in (tmp_path / "to").iterdir()) <= 9


def test_a_part_longer_than_the_directory_says_is_damaged(tmp_path: Path) -> None:
    path = write_zip(tmp_path, "a.docx", {"[Content_Types].xml": "<Types/>" * 500, "word/document.xml": "<x/>"})
    with pytest.raises(Damaged):
        read(patched(path, 22, 24, struct.pack("<I", 9)))


@pytest.mark.parametrize("method", [9, 93, 98])
def test_a_packing_that_nobody_here_unpacks_is_no_password(tmp_path: Path, method: int) -> None:
    path = patched(write_zip(tmp_path, "a.zip", {"a.csv": LIST}), 8, 10, struct.pack("<H", method))
    ((_, error),) = read_all(path)
    assert isinstance(error, FileError) and error.code == "DAMAGED"


def test_the_strong_encryption_needs_a_password(tmp_path: Path) -> None:
    path = patched(write_zip(tmp_path, "a.zip", {"a.csv": LIST}), 6, 8, struct.pack("<H", 0x40))
    with pytest.raises(Encrypted):
        unpack(path, tmp_path / "to")


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_broken_inside_is_damaged_however_it_is_packed(tmp_path: Path, method: int) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", method) as target:
        target.writestr("a.csv", LIST * 500)
    assert names(path, tmp_path / "whole") == ["a.csv"]
    raw = bytearray(path.read_bytes())
    raw[55:75] = b"\xff" * 20
    ((_, error),) = read_all(write(tmp_path, "b.zip", bytes(raw)))
    assert isinstance(error, FileError) and error.code == "DAMAGED"


@pytest.mark.parametrize("content", [b"", b" ", b"<!-- x -->"])
def test_a_part_without_any_element_is_damaged(tmp_path: Path, content: bytes) -> None:
    path = write_zip(tmp_path, "a.pptx", {"ppt/presentation.xml": content})
    with pytest.raises(Damaged, match="xml: "):
        read(path)


def test_a_file_taken_away_meanwhile_is_gone_and_not_damaged(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), zipped.opened(tmp_path / "a.docx"):
        pass


def test_a_member_is_opened_by_its_name_and_no_other(tmp_path: Path) -> None:
    path = write_zip(tmp_path, "a.zip", {"甲/a.csv": LIST, "甲/b.csv": LIST.replace("甲", "乙")})
    with inside.opened(path, "甲/b.csv") as document:
        assert next(document.tables).rows[1] == ("1", "乙", "许可")
    with pytest.raises(NoList), inside.opened(path, "b.csv"):
        pass
