"""A file's format is told by its content; its suffix never matters."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.readers import read
from extractors.readers.codepage import decode, detect
from extractors.readers.sniff import sniff
from quanze.errors import Damaged, EmptyFile, Encrypted, FileError, ReaderFault, UnknownFormat
from tests.readers.makers import biff2_stream, biff8_stream, compound_file, office_package, write, write_zip

LIST = "序号,事项名称,事项类型\n1,林木采伐许可,行政许可\n2,取水许可,行政许可\n"
WORDY = "第一条 为了规范行政许可的设定和实施，保护公民、法人和其他组织的合法权益，根据宪法，制定本法。\n" * 3


@pytest.mark.parametrize(
    ("kind", "part", "main"),
    [
        ("docx", "word/document.xml", "wordprocessingml.document"),
        ("xlsx", "xl/workbook.xml", "spreadsheetml.sheet"),
        ("pptx", "ppt/presentation.xml", "presentationml.presentation"),
    ],
)
def test_office_packages_are_told_by_their_main_part(tmp_path: Path, kind: str, part: str, main: str) -> None:
    assert sniff(office_package(tmp_path, "名单.pdf", part, main)) == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4\n%\xe2\xe3", "pdf"),
        (b"\r\n junk before the header \n%PDF-1.7\n", "pdf"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "jpg"),
        (b"II*\0\x08\0\0\0", "tiff"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0", "bmp"),
        (LIST.encode(), "csv"),
        (LIST.encode("gb18030"), "csv"),
        (LIST.encode("utf-16"), "csv"),
        (LIST.encode("utf-8-sig"), "csv"),
        (LIST.replace(",", "\t").encode(), "csv"),
        (LIST.replace(",", "|").encode(), "csv"),
        (b"|a|b|c|\n|-|-|-|\n|1|2|3|\n|4|5|6|\n", "txt"),
        (b"a|b|c\n---|---|---\n1|2|3\n4|5|6\n", "txt"),
        (b"+-+-+\n|a|b|\n+-+-+\n|1|2|\n|3|4|\n|5|6|\n|7|8|\n|9|0|\n+-+-+\n", "txt"),
        (WORDY.encode(), "txt"),
        (WORDY.encode("gb18030"), "txt"),
        ("事项名称：林木采伐许可\n事项类型：行政许可\n设定依据：《森林法》\n".encode(), "txt"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "html"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><p>x", "html"),
        (b"<table><tr><td>a</td></tr></table>", "html"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xml2003"),
        (b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>', "wordml"),
        (b"From: <Saved by browser>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--", "mht"),
        (b"Received: by x\nFrom: a@example.com\nTo: b@example.com\nSubject: x\n\nhello", "eml"),
        (biff2_stream([["a"]]), "biff"),
    ],
)  # fmt: skip
def test_content_decides(tmp_path: Path, content: bytes, kind: str) -> None:
    assert sniff(write(tmp_path, "a.docx", content)) == kind


@pytest.mark.parametrize(
    ("mimetype", "kind"),
    [
        ("application/vnd.oasis.opendocument.text", "odt"),
        ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
        ("application/vnd.oasis.opendocument.spreadsheet-template", "ods"),
    ],
)
def test_open_documents_say_what_they_are(tmp_path: Path, mimetype: str, kind: str) -> None:
    assert sniff(write_zip(tmp_path, "a.zip", {"mimetype": mimetype, "content.xml": "<x/>"})) == kind


def test_an_ofd_has_its_root_part(tmp_path: Path) -> None:
    assert sniff(write_zip(tmp_path, "a.zip", {"OFD.xml": "<OFD/>"})) == "ofd"


def test_any_other_zip_is_an_archive(tmp_path: Path) -> None:
    assert sniff(write_zip(tmp_path, "a.docx", {"清单.docx": "x"})) == "zip"


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("PowerPoint Document", "ppt"),
        ("__properties_version1.0", "msg"),
        ("MatOST", "works"),
    ],
)
def test_compound_files_are_told_by_their_streams(tmp_path: Path, stream: str, kind: str) -> None:
    assert sniff(write(tmp_path, "a.doc", compound_file({stream: b"x" * 64}))) == kind


def test_a_word_97_file_is_told_from_its_stream_and_a_locked_one_is_turned_away(tmp_path: Path) -> None:
    plain = b"\xec\xa5\xc1\0" + bytes(6) + b"\0\0" + bytes(500)
    locked = b"\xec\xa5\xc1\0" + bytes(6) + b"\0\x01" + bytes(500)
    assert sniff(write(tmp_path, "a.wps", compound_file({"WordDocument": plain}))) == "doc"
    with pytest.raises(Encrypted):
        sniff(write(tmp_path, "b.doc", compound_file({"WordDocument": locked})))


def test_an_office_file_under_a_password_is_encrypted(tmp_path: Path) -> None:
    with pytest.raises(Encrypted) as caught:
        sniff(write(tmp_path, "a.xlsx", compound_file({"EncryptionInfo": b"x", "EncryptedPackage": b"y"})))
    assert "密码" in caught.value.advice


@pytest.mark.parametrize("content", [b"", b"\0" * 4096, b"\xef\xbb\xbf", b"  \r\n \n"])
def test_nothing_but_blanks_is_empty(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(EmptyFile):
        sniff(write(tmp_path, "a.docx", content))


def test_a_zip_cut_off_before_its_directory_is_damaged(tmp_path: Path) -> None:
    whole = write_zip(tmp_path, "whole.docx", {"word/document.xml": "x" * 5000}).read_bytes()
    with pytest.raises(Damaged):
        sniff(write(tmp_path, "a.docx", whole[: len(whole) // 2]))


def test_a_compound_file_cut_off_is_damaged(tmp_path: Path) -> None:
    whole = compound_file({"Workbook": biff8_stream([("一", False, [])])})
    with pytest.raises(Damaged):
        sniff(write(tmp_path, "a.xls", whole[:700]))


@pytest.mark.parametrize("content", [b"Rar!\x1a\x07\x01\0", b"7z\xbc\xaf\x27\x1c\0\4"])
def test_other_packers_get_their_own_advice(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnknownFormat) as caught:
        sniff(write(tmp_path, "a.rar", content))
    assert "解压" in caught.value.advice


@pytest.mark.parametrize(
    "content", [b"\x7fELF\x02\x01\x01\0" + bytes(range(256)) * 8, b"MZ\x90\0\x03" + bytes(range(256)) * 8]
)
def test_programs_are_no_documents(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnknownFormat):
        sniff(write(tmp_path, "a.docx", content))


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_chinese_text_comes_back_whatever_its_encoding(codec: str) -> None:
    text = WORDY + "1. 受理责任\r\n"
    assert (decode(text.encode(codec)) or "").lstrip("\ufeff") == text


def test_a_single_broken_place_spoils_no_text_and_is_said(tmp_path: Path) -> None:
    raw = WORDY.encode()
    document = read(write(tmp_path, "a.txt", raw[:9] + b"\xff" + raw[9:20] + b"\0" + raw[20:]))
    assert document.format == "txt" and [doubt.kind for doubt in document.doubts] == ["broken_text"]
    assert "".join(getattr(block, "text", "") for block in document.blocks).count("\ufffd") >= 1


def test_big5_is_told_from_gbk() -> None:
    text = "第一條 為了規範行政許可的設定和實施，保護公民的合法權益，維護公共利益和社會秩序。\n" * 2
    assert decode(text.encode("big5")) == text


@given(
    st.text(
        alphabet="行政许可权责清单事项名称设定依据实施主体法律法规一二三四五六七八九十，。：；（）《》 0123456789abc\n",
        min_size=20,
    )
)
def test_simplified_text_in_gbk_is_never_taken_for_big5(text: str) -> None:
    raw = text.encode("gb18030")
    if not raw.isascii():
        assert decode(raw) == text


@given(st.binary(max_size=400))
def test_bytes_either_decode_or_are_no_text(content: bytes) -> None:
    name = detect(content)
    assert name is None or isinstance(content.decode(name, "replace"), str)


@given(st.binary(min_size=1, max_size=3000))
def test_any_bytes_give_a_document_or_a_file_error_and_no_fault(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = write(tmp_path_factory.mktemp("any"), "a.bin", content)
    try:
        document = read(path)
    except ReaderFault:
        raise
    except FileError as error:
        assert error.code != "FILE_ERROR"
    else:
        assert len(document.sha256) == 64
