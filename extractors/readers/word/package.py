"""A Word file's parts: opened under limits, parsed without entities, Strict names turned into the usual ones.

Knows where the parts of an OOXML package lie and nothing of what they say. External targets are never followed.
"""

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from extractors.readers import ole, zipped
from quanze.errors import Damaged, EmptyFile, Encrypted, UnknownFormat

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

STRIKE, WHITE = b"strike", b'val="FFFFFF"'
_RARE = (b"vanish", b":del", b":moveFrom", b"showingPlcHdr", b":ins ", b"commentReference", WHITE)
"""Names that most documents do not hold: where they are absent, nobody needs to look for them in each run."""
_STRIKE_ON = re.compile(rb"strike(?!\s+[\w:]*val=[\"'](?:0|false|off|none)[\"'])")

_Content = Callable[[str], bytes | None]
_SIDE_PARTS = ("styles", "numbering", "footnotes", "endnotes")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
_FORBIDDEN = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:x(?:[0-8bcefBCEF]|1[0-9a-fA-F])|[0-8]|1[124-9]|2\d|3[01]);"
)
_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
    remove_blank_text=False,
)


@dataclass(frozen=True, slots=True)
class Package:
    """The parts that a reader needs, as XML roots.

    `chunks` are embedded documents by relationship id; `rare` says which rare names the document's bytes hold.
    """

    document: etree._Element
    rare: frozenset[bytes]
    styles: etree._Element | None = None
    numbering: etree._Element | None = None
    footnotes: etree._Element | None = None
    endnotes: etree._Element | None = None
    chunks: dict[str, tuple[str, bytes]] = field(default_factory=dict)


def open_package(path: Path) -> Package:
    """Open a Word file (.docx, .docm, .dotx, .dotm; Transitional or Strict).

    Raises:
        EmptyFile: no bytes.
        Encrypted: under a password.
        Damaged: not a whole ZIP, a part missing or not well-formed.
        TooLarge: a part over the limits.
        UnknownFormat: an OLE file that is no OOXML.
    """
    with path.open("rb") as stream:
        head = stream.read(8)
    if not head:
        raise EmptyFile("0 bytes")
    if head == ole.MAGIC:
        raise UnknownFormat(f"a compound file of kind {ole.kind(path)}")
    with zipped.opened(path) as archive:
        return _read_parts(archive)


def _read_parts(archive: zipfile.ZipFile) -> Package:
    members = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}
    if "encryptedpackage" in members:
        raise Encrypted("an encrypted package inside a ZIP")

    def content(name: str) -> bytes | None:
        member = members.get(name.lower())
        return None if member is None else zipped.part(archive, member)

    main = _main_part(content, members)
    raw = content(main)
    if raw is None:
        raise Damaged("no main document part")
    found: dict[str, etree._Element] = {}
    chunks: dict[str, tuple[str, bytes]] = {}
    for kind, target, key in _relations(content, main):
        if kind in _SIDE_PARTS:
            _add(found, kind, content(target))
        elif kind == "aFChunk":
            chunks[key] = (target, content(target) or b"")
    for kind in _SIDE_PARTS:
        _add(found, kind, content(posixpath.join(posixpath.dirname(main), f"{kind}.xml")))
    return Package(parse(raw), rare_names(raw), chunks=chunks, **found)


def rare_names(raw: bytes) -> frozenset[bytes]:
    """The rare names in a document's bytes; many programs say of each run that it is not struck out."""
    found = {name for name in _RARE if name in raw}
    return frozenset(found | {STRIKE} if STRIKE in raw and _STRIKE_ON.search(raw) else found)


def _main_part(content: _Content, members: dict[str, str]) -> str:
    """The main document's part: where the package says, else the usual place."""
    for kind, target, _ in _relations(content, ""):
        if kind == "officeDocument" and target.lower() in members:
            return target
    return next((name for name in members if re.fullmatch(r"word/document\d*\.xml", name)), "word/document.xml")


def _add(found: dict[str, etree._Element], kind: str, raw: bytes | None) -> None:
    """Keep a side part; one that is broken is left out, the text itself can still be read."""
    if raw is None or kind in found:
        return
    try:
        found[kind] = parse(raw)
    except Damaged:
        if kind in ("footnotes", "endnotes"):
            raise


def _relations(content: _Content, part: str) -> list[tuple[str, str, str]]:
    """(kind, target part, id) of a part's inner relationships; those that lead outside are left out."""
    folder, name = posixpath.split(part)
    raw = content(posixpath.join(folder, "_rels", f"{name}.rels"))
    if raw is None:
        return []
    try:
        root = parse(raw)
    except Damaged:
        return []
    found = []
    for relation in root.iter(_RELATION):
        if relation.get("TargetMode", "Internal") == "External":
            continue
        target = unquote(relation.get("Target", "")).replace("\\", "/")
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found.append((relation.get("Type", "").rpartition("/")[2], target, relation.get("Id", "")))
    return found


def parse(raw: bytes) -> etree._Element:
    """The root of one XML part, Strict names turned into Transitional ones.

    Raises:
        Damaged: not well-formed, or with a document type (never in a document, only in attacks).
    """
    if b"purl.oclc.org/ooxml" in raw:
        for strict, usual in _STRICT:
            raw = raw.replace(strict, usual)
    root = _parsed(raw)
    if root is None:
        root = _parsed(_FORBIDDEN.sub(b"", raw))
    if root is None:
        raise Damaged("xml is not well-formed")
    if root.getroottree().docinfo.doctype:  # type: ignore[attr-defined]  # missing in its stubs
        raise Damaged("xml with a document type")
    return root


def _parsed(raw: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(raw, _PARSER)
    except (etree.XMLSyntaxError, ValueError):
        return None
