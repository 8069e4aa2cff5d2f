"""Saved mails with headers, bodies and attachments that programs write badly: what is inside is still found."""

import functools
import os
from pathlib import Path

import pytest

from extractors.readers import archive, read, read_all
from extractors.readers.archive import unpack
from quanze.document import Document
from quanze.errors import Damaged, NoList, TooLarge
from tests.readers.makers import compound_file, write

HEAD = b"From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
LIST = "序号,名称,类型\r\n1,甲,许可\r\n".encode()
ATTACHED = "__attach_version1.0_#00000000/__substg1.0_"


def mail(*pieces: bytes) -> bytes:
    """A mail of several pieces, each with its own headers."""
    parts = b"".join(b"--x\r\n" + piece + b"\r\n" for piece in pieces)
    return HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + parts + b"--x--\r\n"


def attachment(disposition: bytes) -> bytes:
    return b"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; " + disposition + b"\r\n\r\n"


def names(path: Path) -> list[str]:
    return [name.partition("/")[2] for name, _ in read_all(path)]


def texts(document: Document | Exception) -> list[str]:
    assert isinstance(document, Document)
    return [getattr(block, "text", "") for block in document.blocks]


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        (b"filename*=utf-8''%E6%B8%85%E5%8D%95.csv", "清单.csv"),
        (b'name*; filename="list.csv"', "list.csv"),
        (b"filename*", "附件"),
        (b"filename*0; filename*", "附件"),
        (b"", "附件"),
        (b"filename*=utf-7''%2B2AA-.csv", "_.csv"),
    ],
)
def test_an_attachment_is_kept_however_badly_its_name_is_written(tmp_path: Path, disposition: bytes, name: str) -> None:
    ((found, document),) = read_all(write(tmp_path, "a.eml", mail(attachment(disposition) + LIST)))
    assert found == f"a.eml/{name}"
    assert isinstance(document, Document) and next(document.tables).rows[1] == ("1", "甲", "许可")


@pytest.mark.parametrize(
    "kind",
    [
        b"text/plain; charset=gb18030",
        b"text/plain; charset=x-unknown",
        b"text/plain; charset=utf-8",
        b"text/plain; charset*0; charset*",
        b"text/plain; name*",
    ],
)
def test_a_body_is_read_whatever_its_header_says_of_its_encoding(tmp_path: Path, kind: bytes) -> None:
    body = "事项名称：林木采伐许可，申请材料：林木采伐申请表。".encode("gbk")
    document = read(write(tmp_path, "a.eml", HEAD + b"Content-Type: " + kind + b"\r\n\r\n" + body))
    assert texts(document) == ["事项名称：林木采伐许可，申请材料：林木采伐申请表。"]


def test_the_pieces_of_a_mail_inside_a_mail_are_its_own(tmp_path: Path) -> None:
    inner = mail(attachment(b'filename="b.csv"') + LIST)
    path = write(tmp_path, "a.eml", mail(b"Content-Type: message/rfc822\r\n\r\n" + inner))
    assert names(path) == ["b.csv"]


@pytest.mark.parametrize("kind", [b"multipart/mixed; boundary=b%d\r\n\r\n--b%d", b"message/rfc822%.0d%.0d\r\n"])
def test_mails_inside_mails_without_end_are_damaged(tmp_path: Path, kind: bytes) -> None:
    pieces = b"".join(b"Content-Type: " + kind % (number, number) + b"\r\n" for number in range(3000))
    with pytest.raises(Damaged):
        read(write(tmp_path, "a.eml", HEAD + pieces + b"\r\nx"))


def test_a_mail_over_the_limit_is_too_large(tmp_path: Path) -> None:
    path = write(tmp_path, "a.eml", HEAD + b"\r\n" + b"x\r\n" * 30_000)
    os.truncate(path, 256 * 1024 * 1024 + 1)
    with pytest.raises(TooLarge):
        read(path)


def test_attachments_over_the_limit_are_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [attachment(b'filename="%d.csv"' % number) + LIST for number in range(3)]
    path = write(tmp_path, "a.eml", mail(*pieces))
    assert len(unpack(path, tmp_path / "to")) == 3
    monkeypatch.setattr(archive, "_Budget", functools.partial(archive._Budget, 2))
    with pytest.raises(TooLarge):
        unpack(path, tmp_path / "less")


@pytest.mark.parametrize(
    ("body", "name"), [("1000001F", "邮件正文.txt"), ("1000001E", "邮件正文.txt"), ("10130102", "邮件正文.html")]
)
def test_a_saved_mail_whose_attachment_is_empty_gives_its_body(tmp_path: Path, body: str, name: str) -> None:
    words = "<p>权责清单</p>" if body == "10130102" else "权责清单"
    codec = {"1000001F": "utf-16-le", "1000001E": "gbk", "10130102": "utf-8"}[body]
    streams = {
        "__properties_version1.0": bytes(32),
        f"{ATTACHED}3707001F": "空.docx".encode("utf-16-le").ljust(4096, b"\0"),
        f"__substg1.0_{body}": words.encode(codec).ljust(4096, b" " if body == "10130102" else b"\0"),
    }
    ((found, document),) = read_all(write(tmp_path, "a.msg", compound_file(streams)))
    assert found == f"a.msg/{name}" and texts(document) == ["权责清单"]


def test_an_attachment_without_a_name_gets_one(tmp_path: Path) -> None:
    streams = {"__properties_version1.0": bytes(32), f"{ATTACHED}37010102": LIST.ljust(4096, b"\n")}
    path = write(tmp_path, "a.msg", compound_file(streams))
    assert names(path) == ["附件"]


def test_a_saved_mail_without_words_holds_no_list(tmp_path: Path) -> None:
    path = write(tmp_path, "a.msg", compound_file({"__properties_version1.0": bytes(32)}))
    with pytest.raises(NoList):
        read(path)
