"""Archives and mails: members as files, names mended, and nothing that leaves its folder or grows without end."""

import functools
import io
import stat
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractors.readers import archive, read, read_all
from extractors.readers.archive import safe_name, unpack
from quanze.document import Document
from quanze.errors import Damaged, Encrypted, FileError, NameTooLong, TooLarge, UnsafeArchive
from tests.readers.makers import compound_file, raw_named_zip, write, write_zip

LIST = "序号,名称,类型\n1,甲,许可\n"


def names(path: Path, to: Path) -> list[str]:
    return [member.relative_to(to).as_posix() for member in unpack(path, to)]


def packed(members: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as inner:
        for name, content in members.items():
            inner.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("codec", ["gb18030", "utf-8", "big5"])
def test_names_without_a_sign_of_their_encoding_are_mended(tmp_path: Path, codec: str) -> None:
    name = "林務局/清單目錄表.csv" if codec == "big5" else "林业局/权责清单（一）.csv"
    path = raw_named_zip(tmp_path, "a.zip", [(name.encode(codec), LIST.encode())])
    assert names(path, tmp_path / "to") == [name]


def test_names_with_backslashes_become_folders(tmp_path: Path) -> None:
    path = raw_named_zip(tmp_path, "a.zip", [("林业局\\清单.csv".encode("gbk"), LIST.encode())])
    assert names(path, tmp_path / "to") == ["林业局/清单.csv"]


def test_what_no_person_packed_is_skipped(tmp_path: Path) -> None:
    junk = ("__MACOSX/._a.csv", ".DS_Store", "甲/Thumbs.db", "甲/desktop.ini", "甲/~$清单.docx")
    path = write_zip(tmp_path, "a.zip", {**dict.fromkeys(junk, "x"), "甲/清单.csv": LIST})
    assert names(path, tmp_path / "to") == ["甲/清单.csv"]


def test_an_archive_inside_is_opened_once(tmp_path: Path) -> None:
    inner = packed({"b.csv": LIST, "更深.zip": packed({"c.csv": LIST})})
    found = names(write_zip(tmp_path, "a.zip", {"里面.zip": inner, "a.csv": LIST}), tmp_path / "to")
    assert found == ["里面.zip/b.csv", "里面.zip/更深.zip", "a.csv"]


def test_an_archive_two_levels_down_is_an_error_of_its_own(tmp_path: Path) -> None:
    inner = packed({"更深.zip": packed({"c.csv": LIST})})
    ((name, error),) = read_all(write_zip(tmp_path, "a.zip", {"里面.zip": inner}))
    assert name == "a.zip/里面.zip/更深.zip" and isinstance(error, UnsafeArchive) and "两层" in error.advice


@pytest.mark.parametrize(
    "name", ["../a.csv", "甲/../../a.csv", "/etc/a.csv", "C:\\a.csv", "c:/a.csv", "nul.csv", "甲/CON"]
)
def test_members_that_would_leave_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsafeArchive):
        unpack(write_zip(tmp_path, "a.zip", {"b.csv": LIST, name: LIST}), tmp_path / "to")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "to"]


def test_links_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as target:
        target.writestr(link, "/etc/passwd")
    with pytest.raises(UnsafeArchive):
        unpack(tmp_path / "a.zip", tmp_path / "to")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = write_zip(tmp_path, "a.zip", {f"{number}.txt": b"0" * 20_000_000 for number in range(4)})
    with pytest.raises(UnsafeArchive):
        unpack(path, tmp_path / "to")
    assert not any((tmp_path / "to").iterdir())


def test_too_many_members_are_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_Budget", functools.partial(archive._Budget, 2, 9999))
    path = write_zip(tmp_path, "a.zip", {f"{number}.csv": LIST for number in range(3)})
    with pytest.raises(TooLarge):
        unpack(path, tmp_path / "to")


def test_a_member_under_a_password_is_encrypted(tmp_path: Path) -> None:
    path = write_zip(tmp_path, "a.zip", {"a.csv": LIST})
    raw = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + offset] |= 1
    with pytest.raises(Encrypted):
        unpack(write(tmp_path, "b.zip", bytes(raw)), tmp_path / "to")


def test_a_name_no_file_system_keeps_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(NameTooLong):
        unpack(write_zip(tmp_path, "a.zip", {"清单" * 60 + ".csv": LIST}), tmp_path / "to")


def test_a_member_that_does_not_unpack_is_damaged(tmp_path: Path) -> None:
    path = write_zip(tmp_path, "a.zip", {"a.csv": LIST * 500})
    raw = bytearray(path.read_bytes())
    raw[60:90] = bytes(30)
    with pytest.raises(Damaged):
        unpack(write(tmp_path, "b.zip", bytes(raw)), tmp_path / "to")


def test_two_members_of_one_name_are_both_kept(tmp_path: Path) -> None:
    with pytest.warns(UserWarning), zipfile.ZipFile(tmp_path / "a.zip", "w") as target:
        target.writestr("a.csv", LIST)
        target.writestr("a.csv", LIST + "2,乙,许可\n")
    assert names(tmp_path / "a.zip", tmp_path / "to") == ["a.csv", "a (2).csv"]


def test_reading_all_gives_each_member_or_its_error(tmp_path: Path) -> None:
    path = write_zip(tmp_path, "包.zip", {"a.csv": LIST, "b.docx": b"\x7fELF" + bytes(64)})
    (first, document), (second, error) = read_all(path)
    assert (first, second) == ("包.zip/a.csv", "包.zip/b.docx")
    assert isinstance(document, Document) and document.name == first and len(list(document.tables)) == 1
    assert isinstance(error, FileError) and error.code == "UNKNOWN_FORMAT"


def test_an_archive_of_one_document_reads_as_that_document(tmp_path: Path) -> None:
    document = read(write_zip(tmp_path, "a.zip", {"a.csv": LIST}))
    assert document.format == "csv" and document.name == "a.zip"


def test_an_archive_of_several_must_be_unpacked_and_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnsafeArchive) as caught:
        read(write_zip(tmp_path, "a.zip", {"a.csv": LIST, "b.csv": LIST}))
    assert "2 个文件" in caught.value.advice


def mail(*attached: tuple[str, bytes], body: str = "请查收附件。") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.com", "b@example.com", "清单"
    message.set_content(body)
    for name, content in attached:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def test_a_mail_gives_its_attachments_and_not_its_words(tmp_path: Path) -> None:
    path = write(tmp_path, "a.eml", mail(("权责清单.csv", LIST.encode()), ("b.zip", packed({"c.csv": LIST}))))
    assert [name for name, _ in read_all(path)] == ["a.eml/权责清单.csv", "a.eml/b.zip/c.csv"]


def test_a_mail_without_attachments_is_its_words(tmp_path: Path) -> None:
    document = read(write(tmp_path, "a.eml", mail(body="事项名称：林木采伐许可\n")))
    assert [getattr(block, "text", "") for block in document.blocks] == ["事项名称：林木采伐许可"]


def test_an_attachment_with_a_raw_gbk_name(tmp_path: Path) -> None:
    raw = mail(("name.csv", LIST.encode())).replace(b'filename="name.csv"', 'filename="清单.csv"'.encode("gbk"))
    assert [name for name, _ in read_all(write(tmp_path, "a.eml", raw))] == ["a.eml/清单.csv"]


def test_a_mail_saved_by_outlook(tmp_path: Path) -> None:
    storage = "__attach_version1.0_#00000000"
    name = "权责清单.csv".encode("utf-16-le")
    streams = {
        "__properties_version1.0": bytes(32),
        f"{storage}/__substg1.0_37010102": LIST.encode().ljust(4096, b"\n"),
        f"{storage}/__substg1.0_3707001F": name.ljust(4096, b"\0"),
    }
    ((found, document),) = read_all(write(tmp_path, "a.msg", compound_file(streams)))
    assert found == "a.msg/权责清单.csv" and isinstance(document, Document)


@given(st.text(max_size=300))
@example("名" * 300)
@example("名." + "称" * 300)
@example(f"CON.{'a' * 300}")
@example(f"{'名' * 300}.docx")
def test_an_attachments_name_is_always_one_a_file_can_have(name: str) -> None:
    safe = safe_name(name)
    assert safe and "/" not in safe and "\\" not in safe and safe not in (".", "..") and "\0" not in safe
    assert len(safe.encode("utf-8", "surrogatepass")) <= 255


PARTS = st.one_of(
    st.sampled_from([b"..", b".", b"a", b"A", b"CON", b"C:", b"", b"~", "清单".encode("gbk")]), st.binary()
)


@given(st.lists(st.tuples(st.lists(PARTS, min_size=1, max_size=3), st.sampled_from([b"/", b"\\"])), max_size=3))
def test_no_member_name_ever_leaves_the_folder(
    tmp_path_factory: pytest.TempPathFactory, members: list[tuple[list[bytes], bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    path = raw_named_zip(folder, "a.zip", [(by.join(parts), LIST.encode()) for parts, by in members])
    try:
        found = unpack(path, folder / "to")
    except FileError:
        found = ()
    assert all(member.resolve().is_relative_to((folder / "to").resolve()) for member in found)
    assert {entry.name for entry in folder.iterdir()} <= {"a.zip", "to"}
