"""OFD files (版式文档, GB/T 33190): the package → its pages, each with the templates it lies on, read into tables.

What a page's objects draw is in `page`; rules become grids where those of PDF do. No signature is checked, and the
file is only read.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from extractors.readers import zipped
from extractors.readers.ofd.page import Drawing, draw
from extractors.readers.ofd.render import DPI, render
from extractors.readers.ofd.space import numbers
from extractors.readers.pdf.layout import compose
from extractors.readers.pdf.struck import noted
from extractors.readers.pdf.tables import PageRead, read_tables
from extractors.readers.scan.reader import read_page_image
from extractors.readers.source import document, numbered
from quanze.document import Box, Document, Paragraph, Place, ReadDoubt, Table
from quanze.errors import Damaged, Encrypted, TooLarge

_PAGES = 5_000
_A4 = (0.0, 0.0, 210.0, 297.0)
_FOREGROUND = "Foreground"


@dataclass(frozen=True, slots=True)
class _Page:
    """One page: its box in millimetres and the contents it shows, lowest first (templates, then its own)."""

    box: Box
    contents: tuple[etree._Element, ...]
    resources: "_Resources"


def read_ofd(path: Path) -> Document:
    """Read an OFD file, all its documents one after another; pages without text are read as scans.

    Raises:
        Damaged: parts are missing or broken.
        Encrypted: its parts are encrypted.
        TooLarge: over 5,000 pages.
    """
    blocks: list[Table | Paragraph] = []
    reads: list[PageRead] = []
    doubts: list[ReadDoubt] = []
    struck: list[tuple[int, Box]] = []
    number = 0
    with zipped.opened(path) as archive:
        parts = _Parts(archive)
        for number, page in enumerate(_pages(parts), start=1):
            if number > _PAGES:
                raise TooLarge(f"ofd: over {_PAGES} pages")
            drawing = draw(page.contents, page.box, page.resources.units)
            if drawing.codes or not (drawing.picture > 0.3 or drawing.shapes > 50):
                reads.append(read_tables(drawing.page(number)))
                struck += [(number, box) for box in reads[-1].struck]
                doubts += _unsure(drawing, number)
                continue
            blocks, reads = [*blocks, *compose(reads)], []
            seen, unsure = _as_scan(page, number)
            blocks += seen
            doubts += unsure
    if parts.mended:
        note = f"文件里有 {len(parts.mended)} 处内容损坏，可能只读出一部分，请对照原件。"
        doubts.append(ReadDoubt("broken_part", note))
    found, crossed = noted(numbered([*blocks, *compose(reads)]), struck)
    return document(path, "ofd", found, number, (*doubts, *crossed))


def _as_scan(page: _Page, number: int) -> tuple[tuple[Table | Paragraph, ...], tuple[ReadDoubt, ...]]:
    """A page of pictures or outlines, drawn and read as a scan is."""
    picture = render(page.contents, page.box, page.resources.media)
    blocks, doubts = read_page_image(picture, DPI, number) if picture is not None else ((), ())
    if blocks:
        return blocks, doubts
    note = f"第 {number} 页没有文字，只有图片或笔画，读不出内容。请另存为 PDF 或提供 Word 原件。"
    return (), (ReadDoubt("page_without_text", note, Place(page=number)),)


def _unsure(drawing: Drawing, number: int) -> list[ReadDoubt]:
    place = Place(page=number)
    doubts = []
    if drawing.unreadable > 0.2:
        note = f"第 {number} 页有 {drawing.unreadable:.0%} 的字没有对应的编码，可能读错，请对照原件。"
        doubts.append(ReadDoubt("unreadable_text", note, place))
    if drawing.off:
        note = f"第 {number} 页有 {drawing.off} 个字排在纸面以外，看不见，没有读；请确认原件没有缺字。"
        doubts.append(ReadDoubt("off_page", note, place))
    return doubts


class _Parts:
    """The package's parts by path; names are compared without regard to case, as viewers do."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.mended: set[str] = set()
        self.names = {name.replace("\\", "/").strip("/").lower(): name for name in archive.namelist()}

    def content(self, name: str) -> bytes | None:
        """A part's bytes, None where there is no such part."""
        actual = self.names.get(name.strip("/").lower())
        return zipped.part(self.archive, actual) if actual else None

    def root(self, name: str) -> etree._Element | None:
        """A part's root element, None where there is no such part."""
        content = self.content(name)
        if content is None:
            return None
        if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
            raise Encrypted(f"ofd: {name!r} is not XML") if self._sealed() else Damaged(f"ofd: {name!r} is not XML")
        root, mended = zipped.parse_or_mend(content)
        if mended:
            self.mended.add(name)
        return root

    def _sealed(self) -> bool:
        return any("encrypt" in name or "decryptseed" in name for name in self.names)


def _pages(parts: _Parts) -> Iterator[_Page]:
    package = parts.root("OFD.xml")
    if package is None:
        raise Damaged("ofd: no OFD.xml")
    found = False
    for place in package.iter("{*}DocRoot"):
        name = (place.text or "").strip().strip("/")
        root = parts.root(name)
        if root is not None:
            found = True
            yield from _document_pages(parts, root, posixpath.dirname(name))
    if not found:
        raise Damaged("ofd: no document inside")


def _document_pages(parts: _Parts, root: etree._Element, folder: str) -> Iterator[_Page]:
    common = next(root.iterchildren("{*}CommonData"), None)
    box = _box(common) or _A4
    templates = {one.get("ID", ""): one.get("BaseLoc", "") for one in root.iter("{*}TemplatePage")}
    resources = _Resources(parts, root, folder)
    read: dict[str, etree._Element | None] = {}
    for pages in root.iterchildren("{*}Pages"):
        for one in pages.iterchildren("{*}Page"):
            own = parts.root(_join(folder, one.get("BaseLoc", "")))
            if own is None:
                raise Damaged(f"ofd: page {one.get('BaseLoc', '')!r} is missing")
            yield _Page(_box(own) or box, _layers(parts, own, folder, templates, read), resources)


def _layers(
    parts: _Parts,
    own: etree._Element,
    folder: str,
    templates: dict[str, str],
    read: dict[str, etree._Element | None],
) -> tuple[etree._Element, ...]:
    """A page's contents and those of its templates, from below to above."""
    below: list[etree._Element] = []
    above: list[etree._Element] = []
    for use in own.iterchildren("{*}Template"):
        where = templates.get(use.get("TemplateID", ""), "")
        if where not in read:
            read[where] = parts.root(_join(folder, where)) if where else None
        template = read[where]
        if template is not None:
            (above if use.get("ZOrder") == _FOREGROUND else below).extend(template.iterchildren("{*}Content"))
    return (*below, *own.iterchildren("{*}Content"), *above)


class _Resources:
    """What a document's pages draw by number: graphics, and pictures among its files."""

    def __init__(self, parts: _Parts, root: etree._Element, folder: str) -> None:
        """Look through the document's resource parts."""
        self.parts = parts
        self.units: dict[str, etree._Element] = {}
        self.files: dict[str, str] = {}
        for place in (*root.iter("{*}PublicRes"), *root.iter("{*}DocumentRes")):
            name = _join(folder, (place.text or "").strip())
            resources = parts.root(name)
            if resources is None:
                continue
            base = _join(posixpath.dirname(name), resources.get("BaseLoc", ""))
            self.units |= {unit.get("ID", ""): unit for unit in resources.iter("{*}CompositeGraphicUnit")}
            for one in resources.iter("{*}MultiMedia"):
                file = next(one.iterchildren("{*}MediaFile"), None)
                self.files[one.get("ID", "")] = _join(base, (file.text or "").strip() if file is not None else "")

    def media(self, number: str) -> bytes | None:
        """A picture's bytes, None where there is none."""
        return self.parts.content(self.files.get(number, ""))


def _join(folder: str, place: str) -> str:
    """Where a reference leads: absolute in the package, or relative to the document's folder."""
    return place.strip("/") if place.startswith("/") else posixpath.normpath(posixpath.join(folder, place))


def _box(parent: etree._Element | None) -> Box | None:
    """The page area in millimetres, None where it is not given."""
    if parent is None:
        return None
    for name in ("Area", "PageArea"):
        for area in parent.iterchildren(f"{{*}}{name}"):
            for box in area.iterchildren("{*}PhysicalBox"):
                values = numbers(box.text or "")
                if len(values) == 4 and 0 < values[2] < 20_000 and 0 < values[3] < 20_000:
                    return (values[0], values[1], values[2], values[3])
    return None
