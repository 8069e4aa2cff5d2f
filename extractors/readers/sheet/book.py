"""What the sheets of an Excel workbook share: strings, number formats, struck-out styles; and a cell's text as shown.

Reads the shared parts of the ZIP kind (.xlsx); rows and sheets are read in `xlsx`.
"""

import re
import zipfile
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO

from lxml import etree

from extractors.readers import zipped
from extractors.readers.doubtful import STRUCK
from extractors.readers.sheet.format import BUILT_IN, overlong, shown
from quanze.text import tidy

LOST_DIGITS = "这一格是数字格式，超过 15 位，末尾几位可能已变成 0，请核对编码。"
NO_RESULT = "这一格是公式，文件里没有保存结果。请用 Excel 打开、保存后重新放入。"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Book:
    """What the sheets of a workbook share; `struck` are cell styles, `struck_strings` strings with a line through."""

    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)
    struck_strings: set[int] = field(default_factory=set)
    since_1904: bool = False
    broken: bool = False


def read_book(archive: zipfile.ZipFile, links: dict[str, tuple[str, str]], *, since_1904: bool) -> Book:
    """Read the parts that `links` (the workbook's relationships) lead to.

    Raises:
        Damaged: a part cannot be unpacked.
        TooLarge: a part is over the limits.
    """
    book = Book(since_1904=since_1904)
    targets = {kind: target for kind, target in links.values()}
    _read_strings(archive, targets.get("sharedStrings", "xl/sharedStrings.xml"), book)
    _read_styles(archive, targets.get("styles", "xl/styles.xml"), book)
    return book


def events(source: IO[bytes], tags: tuple[str, ...]) -> etree.iterparse:
    """Elements of these names as they end, without entities, comments or network."""
    return etree.iterparse(
        source,
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )


def fatal(walk: etree.iterparse) -> bool:
    """Whether XML that was read to its end turned out to be broken."""
    return len(walk.error_log.filter_from_fatals()) > 0


def forget(element: etree._Element) -> None:
    """Let go of an element that was read, and of those before it, so that a long part stays small in memory."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _read_strings(archive: zipfile.ZipFile, target: str, book: Book) -> None:
    if target not in archive.NameToInfo:
        return
    with zipped.stream(archive, archive.getinfo(target)) as source:
        walk = events(source, ("{*}si",))
        for _, element in walk:
            text, struck = rich(element)
            if struck:
                book.struck_strings.add(len(book.strings))
            book.strings.append(tidy(text))
            forget(element)
    book.broken = fatal(walk)


def rich(element: etree._Element) -> tuple[str, bool]:
    """A string's runs joined, and whether one is struck out; phonetic guides (rPh) are no part of it."""
    parts, struck = [], False
    for child in element.iterchildren("*"):
        if child.tag.endswith("}t"):
            parts.append(child.text or "")
        elif child.tag.endswith("}r"):
            words = "".join(run.text or "" for run in child.iterchildren("{*}t"))
            struck = struck or (bool(words.strip()) and any(_on(line) for line in child.iter("{*}strike")))
            parts.append(words)
    text = "".join(parts)
    if "_x" in text and _ESCAPE.search(text):
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text, struck


def _on(element: etree._Element) -> bool:
    return element.get("val", "1") not in ("0", "false")


def _read_styles(archive: zipfile.ZipFile, target: str, book: Book) -> None:
    content = zipped.part(archive, target)
    if content is None:
        return
    styles = zipped.parse(content)
    codes = dict(BUILT_IN)
    for element in styles.iter("{*}numFmt"):
        codes[whole(element.get("numFmtId", ""))] = element.get("formatCode", "")
    fonts = [any(_on(line) for line in font.iter("{*}strike")) for font in styles.iterfind("{*}fonts/{*}font")]
    for style in styles.iterfind("{*}cellXfs/{*}xf"):
        font = whole(style.get("fontId", ""))
        if font < len(fonts) and fonts[font]:
            book.struck.add(len(book.formats))
        book.formats.append(codes.get(whole(style.get("numFmtId", "")), ""))


@lru_cache(maxsize=1 << 16)
def whole(text: str) -> int:
    """A row or column number as written, 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def value(cell: etree._Element, book: Book) -> tuple[str, str]:
    """A cell's text as shown, and a doubt about it or ""."""
    if not len(cell):
        return "", ""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _inline(cell, book)
    raw = next((child.text or "" for child in cell.iterchildren("{*}v")), "")
    if not raw:
        return "", NO_RESULT if kind == "n" and zipped.local(cell[0]) == "f" else ""
    style = whole(cell.get("s", ""))
    if kind == "n":
        text, doubt = _numeric(raw, style, book)
    else:
        text, doubt = _typed(raw, kind, book), ""
        if kind == "s" and book.struck_strings and whole(raw) in book.struck_strings:
            doubt = STRUCK
    return text, STRUCK if style in book.struck and text else doubt


def _inline(cell: etree._Element, book: Book) -> tuple[str, str]:
    words, struck = "", False
    for child in cell.iterchildren("*"):
        if child.tag.endswith("}is"):
            words, struck = rich(child)
        elif child.tag.endswith("}v") and not words:
            words = child.text or ""
    return tidy(words), STRUCK if words and (struck or whole(cell.get("s", "")) in book.struck) else ""


def _typed(raw: str, kind: str, book: Book) -> str:
    """The text of a shared string, a truth value, an ISO date, a formula's text or an error (#N/A)."""
    if kind == "s":
        index = whole(raw.strip())
        return book.strings[index] if index < len(book.strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(raw.strip(), raw)
    if kind == "d":
        return raw.strip().replace("T00:00:00", "")
    return tidy(raw)


def _numeric(raw: str, style: int, book: Book) -> tuple[str, str]:
    try:
        number = float(raw)
    except ValueError:
        return tidy(raw), ""
    form = book.formats[style] if style < len(book.formats) else ""
    if raw.strip().isdigit() and form in ("", "General", "@"):
        return raw.strip(), LOST_DIGITS if overlong(number) else ""
    return shown(number, form, since_1904=book.since_1904), LOST_DIGITS if overlong(number) else ""
