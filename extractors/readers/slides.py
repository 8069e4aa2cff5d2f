"""Presentations (.pptx) and Office packages written as one XML file: slides' tables and text, and the package unfolded.

Knows nothing of layouts, notes or animations.
"""

import base64
import binascii
import dataclasses
import posixpath
import tempfile
import zipfile
from pathlib import Path

from lxml import etree

from extractors.readers import zipped
from extractors.readers.source import document, numbered, sha256
from quanze.document import Document, Paragraph, Place, Span, Table
from quanze.errors import Damaged, TooLarge
from quanze.text import tidy, whole_number

_SLIDES = 2_000
_TITLES = ("title", "ctrTitle")


def read_slides(path: Path) -> Document:
    """Read a presentation: each slide is a page, its shapes in the order in which they are stored.

    Raises:
        Damaged: not a presentation inside, or broken.
        TooLarge: over 2,000 slides.
    """
    blocks: list[Table | Paragraph] = []
    with zipped.opened(path) as archive:
        slides = _slides(archive)
        if len(slides) > _SLIDES:
            raise TooLarge(f"pptx: {len(slides)} slides")
        for number, name in enumerate(slides, start=1):
            content = zipped.part(archive, name)
            if content is None:
                raise Damaged(f"pptx: slide {name!r} is missing")
            for tree in zipped.parse(content).iter("{*}spTree"):
                _shapes(tree, number, blocks, 0)
    return document(path, "pptx", numbered(blocks), len(slides))


def read_flat(path: Path) -> Document:
    """Read a Word or Excel package that was saved as one XML file, by writing its parts into a package again.

    Raises:
        Damaged: broken, or no document inside.
        TooLarge: over the limit of one part.
    """
    from extractors.readers import read

    if path.stat().st_size > zipped.PART_LIMIT:
        raise TooLarge(f"flat package: {path.stat().st_size} bytes")
    root = zipped.parse(path.read_bytes().lstrip(b" \t\r\n"))
    with tempfile.TemporaryDirectory(prefix="quanze-") as folder:
        packed = Path(folder) / "package.zip"
        _write(root, packed)
        return dataclasses.replace(read(packed), name=path.name, sha256=sha256(path))


def _write(root: etree._Element, packed: Path) -> None:
    types = []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in root.iterchildren("{*}part"):
            name, kind = zipped.attribute(one, "name").lstrip("/"), zipped.attribute(one, "contentType")
            content = _content(one)
            if not name or content is None or name in archive.NameToInfo:
                continue
            archive.writestr(name, content)
            override = etree.Element("Override", PartName=f"/{name}", ContentType=kind)
            types.append(etree.tostring(override).decode())
        if not types:
            raise Damaged("flat package: no parts")
        archive.writestr("[Content_Types].xml", f"<Types>{''.join(types)}</Types>")


def _content(one: etree._Element) -> bytes | None:
    for data in one:
        if zipped.local(data) == "xmlData" and len(data):
            return bytes(etree.tostring(data[0], xml_declaration=True, encoding="UTF-8", standalone=True))
        if zipped.local(data) == "binaryData":
            try:
                return base64.b64decode(data.text or "")
            except (binascii.Error, ValueError):
                return None
    return None


def _slides(archive: zipfile.ZipFile) -> list[str]:
    """The slides' parts in order of showing."""
    main = next((target for kind, target in zipped.links(archive, "").values() if kind == "officeDocument"), "")
    main = main or "ppt/presentation.xml"
    content = zipped.part(archive, main)
    if content is None:
        raise Damaged("pptx: no presentation part")
    known = zipped.links(archive, main)
    found = [known.get(zipped.attribute(one, "id"), ("", ""))[1] for one in zipped.parse(content).iter("{*}sldId")]
    return [posixpath.normpath(name) for name in found if name]


def _shapes(tree: etree._Element, slide: int, blocks: list[Table | Paragraph], depth: int) -> None:
    for shape in tree:
        name = zipped.local(shape)
        if name == "grpSp" and depth < 16:
            _shapes(shape, slide, blocks, depth + 1)
        elif name == "graphicFrame":
            blocks += [table for one in shape.iter("{*}tbl") if (table := _table(one, slide)) is not None]
        elif name == "sp":
            kind = next((one.get("type", "") for one in shape.iter("{*}ph")), "")
            for body in shape.iterchildren("{*}txBody"):
                level = 1 if kind in _TITLES else 0
                blocks += [Paragraph(line, Place(page=slide), level) for line in _lines(body) if line]


def _lines(body: etree._Element) -> list[str]:
    """A text body's paragraphs; line ends inside one stay."""
    return [tidy("".join(_run(run) for run in paragraph)) for paragraph in body.iterchildren("{*}p")]


def _run(run: etree._Element) -> str:
    name = zipped.local(run)
    if name == "br":
        return "\n"
    return "".join(text.text or "" for text in run.iterchildren("{*}t")) if name in ("r", "fld") else ""


def _table(element: etree._Element, slide: int) -> Table | None:
    rows = [list(row.iterchildren("{*}tc")) for row in element.iterchildren("{*}tr")]
    width = max((len(row) for row in rows), default=0)
    grid = [[""] * width for _ in rows]
    spans = []
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell.get("hMerge") == "1" or cell.get("vMerge") == "1":
                continue
            down = min(_whole(cell.get("rowSpan", "1")), len(rows) - at)
            across = min(_whole(cell.get("gridSpan", "1")), width - column)
            text = "\n".join(line for body in cell.iterchildren("{*}txBody") for line in _lines(body) if line)
            for covered in grid[at : at + down]:
                covered[column : column + across] = [text] * across
            if down > 1 or across > 1:
                spans.append(Span(at, column, down, across))
    if not any(map(any, grid)):
        return None
    return Table(
        rows=tuple(tuple(row) for row in grid),
        places=tuple(Place(page=slide, row=number + 1) for number in range(len(grid))),
        spans=tuple(spans),
        page=slide,
    )


def _whole(text: str) -> int:
    return max(whole_number(text, 1), 1)
