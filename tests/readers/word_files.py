"""Small Word files written part by part, so that a test says exactly what stands in the XML."""

import re
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.readers.makers import compound_file

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}


def part(root: str, inner: str) -> str:
    """One XML part with the usual namespaces."""
    return f"{_HEAD}<w:{root} {_NAMES}>{inner}</w:{root}>"


def relations(*pairs: tuple[str, str], external: tuple[str, ...] = ()) -> str:
    """A relationship part: (kind, target) pairs, ids rId1, rId2 …; targets in `external` lead outside."""
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if target in external else ''}/>"
        for number, (kind, target) in enumerate(pairs, 1)
    )
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def write(path: Path, body: str, **parts: str) -> Path:
    """A Word file: `body` is what stands in w:body; parts are styles, numbering, footnotes, endnotes by inner XML."""
    sides = [(name, f"{name}.xml") for name in parts]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", relations(("officeDocument", "word/document.xml")))
        archive.writestr("word/_rels/document.xml.rels", relations(*sides))
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", part(_ROOTS[name], inner))
    return path


def p(text: str = "", properties: str = "") -> str:
    """A paragraph with one run, or with raw XML where `text` begins with a tag."""
    run = text if text.startswith("<") else f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{run}</w:p>"


def numbered(text: str = "", num: int = 1, level: int = 0) -> str:
    """A paragraph of list `num` on `level` (from 0)."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def tc(content: str = "", span: int = 1, merge: str = "", width: int = 0, more: str = "") -> str:
    """A cell; `merge` is restart or continue (vertical), `width` in twips."""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>' if width else ""
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>", "": ""}[merge] + more
    inner = content if content.startswith("<w:p") or content.startswith("<w:tbl") else p(content)
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; plain strings become cells."""
    inner = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inner}</w:tr>"


def tbl(*rows: str, grid: tuple[int, ...] = ()) -> str:
    """A table with the given grid column widths in twips."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def level(index: int, form: str, text: str, more: str = "") -> str:
    """One level of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """numbering.xml with one abstract list and its instances."""
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


def piece_table97(*ends: int, place: int = 1024) -> bytes:
    """The pieces of a Word 97 text between 0 and these positions, two bytes per character, one after the other."""
    starts = [0, *ends[:-1]]
    pieces = b"".join(struct.pack("<HIH", 0, place + 2 * start, 0) for start in starts)
    return b"\x02" + struct.pack(f"<I{len(ends) + 1}I", 4 + 12 * len(ends), 0, *ends) + pieces


def write97(
    path: Path,
    text: Sequence[tuple[str, bytes]],
    marks: Mapping[int, bytes] | None = None,
    *,
    lengths: Mapping[int, int] | None = None,
    chunks: Mapping[int, bytes] | None = None,
    data: bytes = b"",
    pairs: int = 93,
) -> Path:
    """A Word 97 file: runs of text with their properties, and what a paragraph's mark says by the paragraph's number.

    A mark is its style's number (two bytes) and its properties. `lengths` are those of the stories by their place in
    the file information block (0 body, 1 footnotes, 5 endnotes, 6 text boxes); `chunks` are structures by number.
    """
    whole = "".join(piece for piece, _ in text)
    ends = [match.end() for match in re.finditer("[\r\x07\x0c]", whole)]
    main = bytearray(1024) + bytearray(whole.encode("utf-16-le"))
    pages: dict[int, list[tuple[int, int]]] = {12: [], 13: []}

    def page(kind: int, start: int, end: int, head: bytes, content: bytes) -> None:
        main.extend(bytes(-len(main) % 512))
        body = struct.pack("<II", 1024 + 2 * start, 1024 + 2 * end) + head + bytes(17 - len(head)) + content
        pages[kind].append((1024 + 2 * start, len(main) // 512))
        main.extend(body.ljust(511, b"\0") + b"\x01")

    at = 0
    for piece, properties in text:
        page(12, at, at + len(piece), b"\x0d", b"\0" + bytes([len(properties)]) + properties)
        at += len(piece)
    for number, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
        said = (marks or {}).get(number, bytes(2))
        said += bytes(len(said) % 2)
        page(13, start, end, b"\x0d", b"\0\0" + bytes([len(said) // 2]) + said)
    found = {33: piece_table97(len(whole))}
    for kind, listed in pages.items():
        found[kind] = struct.pack(f"<{len(listed)}I", *(place for place, _ in listed)) + struct.pack("<I", len(main))
        found[kind] += struct.pack(f"<{len(listed)}I", *(number for _, number in listed))
    table = b""
    places = [(0, 0)] * pairs
    for key, content in sorted((found | dict(chunks or {})).items()):
        if key < pairs:
            places[key] = (len(table), len(content))
            table += content
    sizes = [(lengths or {0: len(whole)}).get(number, 0) for number in range(8)]
    main[:34] = struct.pack("<HH6xH20xH", 0xA5EC, 0xC1, 0x0200, 14)
    main[62:64], main[76:108] = struct.pack("<H", 22), struct.pack("<8i", *sizes)
    main[152 : 154 + 8 * pairs] = struct.pack("<H", pairs) + b"".join(struct.pack("<II", *pair) for pair in places)
    path.write_bytes(compound_file({"WordDocument": bytes(main), "1Table": table} | ({"Data": data} if data else {})))
    return path
