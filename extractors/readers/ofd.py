"""OFD files (版式文档, GB/T 33190): the package → its pages, each with the templates it lies on, read into tables.

What a page's objects draw is in `ofd_page`; rules become grids where those of PDF do. Nothing is rendered here, no
signature is checked, and the file is only read.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from extractors.readers import zipped
from extractors.readers.ofd_page import Drawing, draw, numbers
from extractors.readers.pdf_layout import compose
from extractors.readers.pdf_tables import PageRead, read_tables
from extractors.readers.source import document
from quanze.document import Box, Document, Place, ReadDoubt
from quanze.errors import Damaged, Encrypted, TooLarge

_PAGES = 5_000
_A4 = (0.0, 0.0, 210.0, 297.0)
_FOREGROUND = "Foreground"


@dataclass(frozen=True, slots=True)
class _Page:
    """One page: its box in millimetres and the contents it shows, lowest first (templates, then its own)."""

    box: Box
    contents: tuple[etree._Element, ...]
    units: dict[str, etree._Element]


def read_ofd(path: Path) -> Document:
    """Read an OFD file, all its documents one after another.

    Raises:
        Damaged: parts are missing or broken.
        Encrypted: its parts are encrypted.
        TooLarge: over 5,000 pages.
    """
    reads: list[PageRead] = []
    doubts: list[ReadDoubt] = []
    with zipped.opened(path) as archive:
        parts = _Parts(archive)
        for number, page in enumerate(_pages(parts), start=1):
            if number > _PAGES:
                raise TooLarge(f"ofd: over {_PAGES} pages")
            drawing = draw(page.contents, page.box, page.units)
            reads.append(read_tables(drawing.page(number)))
            doubts += _doubts(drawing, number)
    return document(path, "ofd", compose(reads), len(reads), tuple(doubts))


def _doubts(drawing: Drawing, number: int) -> list[ReadDoubt]:
    place = Place(page=number)
    if not drawing.codes and (drawing.picture > 0.3 or drawing.shapes > 50):
        note = f"第 {number} 页没有文字，只有图片或笔画，读不出内容。请另存为 PDF 或提供 Word 原件。"
        return [ReadDoubt("page_without_text", note, place)]
    if drawing.unreadable > 0.2:
        note = f"第 {number} 页有 {drawing.unreadable:.0%} 的字没有对应的编码，可能读错，请对照原件。"
        return [ReadDoubt("unreadable_text", note, place)]
    return []


class _Parts:
    """The package's parts by path; names are compared without regard to case, as viewers do."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {name.replace("\\", "/").strip("/").lower(): name for name in archive.namelist()}

    def root(self, name: str) -> etree._Element | None:
        """A part's root element, None where there is no such part."""
        actual = self.names.get(name.strip("/").lower())
        content = zipped.part(self.archive, actual) if actual else None
        if content is None:
            return None
        if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
            raise Encrypted(f"ofd: {name!r} is not XML") if self._sealed() else Damaged(f"ofd: {name!r} is not XML")
        return zipped.parse(content)

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
    units = _units(parts, root, folder)
    read: dict[str, etree._Element | None] = {}
    for pages in root.iterchildren("{*}Pages"):
        for one in pages.iterchildren("{*}Page"):
            own = parts.root(_join(folder, one.get("BaseLoc", "")))
            if own is None:
                raise Damaged(f"ofd: page {one.get('BaseLoc', '')!r} is missing")
            yield _Page(_box(own) or box, _layers(parts, own, folder, templates, read), units)


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


def _units(parts: _Parts, root: etree._Element, folder: str) -> dict[str, etree._Element]:
    """Graphics that pages draw by reference, by their number."""
    units = {}
    for name in ("PublicRes", "DocumentRes"):
        for place in root.iter(f"{{*}}{name}"):
            resources = parts.root(_join(folder, (place.text or "").strip()))
            if resources is not None:
                units.update({unit.get("ID", ""): unit for unit in resources.iter("{*}CompositeGraphicUnit")})
    return units


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
