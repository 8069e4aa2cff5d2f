"""What a file is, by its content and never by its suffix. Looks at the first bytes and container directories only."""

import re
import zipfile
from pathlib import Path

from extractors.readers import ole, zipped
from extractors.readers.codepage import detect
from extractors.readers.sheet.delimited import delimiter
from quanze.errors import Damaged, EmptyFile, UnknownFormat

HEAD = 1 << 16

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
    (b"GIF8", "gif"),
    (b"\xdb\xa5-\x00", "doc"),
)
_BIFF = ((b"\x09\x00\x04\x00", 2), (b"\x09\x02\x06\x00", 3), (b"\x09\x04\x06\x00", 4), (b"\x09\x08\x08\x00", 5))
_PACKERS = ((b"Rar!\x1a\x07", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "gz"), (b"BZh", "bz2"))
_MAIN_PARTS = (
    (b"wordprocessingml", "docx"),
    (b"ms-word.document", "docx"),
    (b"ms-word.template", "docx"),
    (b"ms-excel.sheet.binary", "xlsb"),
    (b"spreadsheetml", "xlsx"),
    (b"ms-excel.sheet", "xlsx"),
    (b"ms-excel.template", "xlsx"),
    (b"presentationml", "pptx"),
    (b"ms-powerpoint", "pptx"),
)
_MAIN_TYPE = re.compile(rb"application/(vnd\.[\w.+-]+)\.main\+xml|application/vnd\.ms-excel\.sheet\.binary[\w.]*main")
_OPEN_DOCUMENT = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|div|meta|title|p|tr|td|span|h[1-6]|br|ul|ol|pre|center|font|section|article|main|link|script|style|form|b|a|img)\b",
    re.I,
)
_HEADER_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,40}:[^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+\r?\n")
_MAIL_HEADERS = re.compile(rb"^(?:from|to|subject|date|received|mime-version|message-id|content-type):", re.I | re.M)


def sniff(path: Path) -> str:
    """The file's format as a short name: docx, xlsx, xls, csv, pdf, ofd, doc, wps, rtf, html, txt, png, zip and so on.

    Raises:
        EmptyFile: nothing in it.
        Damaged: a container that is cut off.
        Encrypted: an Office file under a password.
        UnknownFormat: no document.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile(f"{len(head)} bytes")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _in_zip(path)
    if head.startswith(ole.MAGIC):
        return ole.kind(path)
    return _by_magic(head) or _by_shape(head) or _by_text(path, head)


def _by_magic(head: bytes) -> str:
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    for magic, name in _PACKERS:
        if head.startswith(magic):
            raise UnknownFormat(name, advice=f"这是 {name} 压缩包。请解压后把里面的文档逐个放入，或改用 .zip 压缩。")
    for magic, version in _BIFF:
        if head.startswith(magic):
            return "xls" if version >= 5 else "biff"
    return ""


def _by_shape(head: bytes) -> str:
    if head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00" and len(head) >= 26:
        return "bmp"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    return "pdf" if b"%PDF-" in head[:1024] else ""


def _in_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            types = zipped.part(archive, "[Content_Types].xml", 1 << 22)
            mimetype = zipped.part(archive, "mimetype", 1 << 16) or b""
    except zipped.BROKEN as error:
        raise Damaged(f"zip: {error}") from error
    if types is not None:
        return _office(types, names)
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        return _OPEN_DOCUMENT.get(mimetype[35:].decode("latin-1").partition("-")[0].strip(), "zip")
    if any(name.strip("/").lower() == "ofd.xml" for name in names):
        return "ofd"
    for name, kind in (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("ppt/presentation.xml", "pptx")):
        if name in names:
            return kind
    return "zip"


def _office(types: bytes, names: set[str]) -> str:
    main = _MAIN_TYPE.search(types)
    for mark, kind in _MAIN_PARTS:
        if main and mark in main.group():
            return kind
    for name, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(member.startswith(name) for member in names):
            return kind
    return "zip"


def _by_text(path: Path, head: bytes) -> str:
    encoding = detect(head)
    if encoding is None:
        raise UnknownFormat(f"binary, starts with {head[:8].hex()}")
    text = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    raw = text[:HEAD].encode("utf-8", "ignore")
    return _markup(raw) or _message(raw) or ("csv" if delimiter(text, cut=len(head) == HEAD) else "txt")


def _markup(raw: bytes) -> str:
    if not raw.startswith(b"<"):
        return ""
    if b"urn:schemas-microsoft-com:office:spreadsheet" in raw and not re.search(rb"<html\b", raw[:4096], re.I):
        return "xml2003"
    if b"schemas.microsoft.com/office/word/2003/wordml" in raw:
        return "wordml"
    if b"schemas.microsoft.com/office/2006/xmlPackage" in raw:
        return "flatopc"
    if b"urn:oasis:names:tc:opendocument" in raw and b"office:document" in raw[:4096]:
        return "fods" if b"opendocument.spreadsheet" in raw[:8192] else "fodt"
    return "html" if _HTML.search(raw) else ""


def _message(raw: bytes) -> str:
    end = 0
    while line := _HEADER_LINE.match(raw, end):
        end = line.end()
    headers = raw[:end]
    found = {name.lower() for name in _MAIL_HEADERS.findall(headers)}
    if len(found) < 2:
        return ""
    page = b"multipart/related" in headers.lower() and b"to:" not in found and b"received:" not in found
    return "mht" if page else "eml"
