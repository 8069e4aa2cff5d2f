"""Word's paragraphs in the accepted view: order of blocks, paragraph properties, automatic number and text.

Tables are only passed on here; they are read in `table`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors.readers.word.numbering import Numbering
from extractors.readers.word.package import W
from extractors.readers.word.styles import Styles, number, on
from extractors.readers.word.text import Found, is_placeholder, plain_text, walk
from quanze.document import ReadDoubt
from quanze.text import tidy

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PARAGRAPH, TABLE, CHUNK = f"{W}p", f"{W}tbl", f"{W}altChunk"
WRAPPERS = frozenset(f"{W}{name}" for name in ("sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_PROPERTIES = f"{W}pPr"
_VAL, _STYLE, _NUMBERING, _OUTLINE = f"{W}val", f"{W}pStyle", f"{W}numPr", f"{W}outlineLvl"
_MARK, _CONTROL, _ALTERNATIVES = f"{W}rPr", f"{W}sdt", f"{_MC}AlternateContent"

_Element = etree._Element


@dataclass(slots=True)
class Reading:
    """One document being read: its styles and lists, and what was met on the way."""

    styles: Styles
    numbering: Numbering
    plain: frozenset[str]
    """Ids of styles that change nothing in a cell's text."""
    closer: bool = False
    """Whether runs may be hidden, struck out or white."""
    changes: bool = False
    """Whether paragraph marks may be deleted or hidden."""
    prompts: bool = False
    """Whether content controls may show a prompt instead of text."""
    chunks: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    pictures: int = 0
    objects: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[ReadDoubt] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)
    """Paragraphs outside tables with text that may not count, by what would be said of a cell with it."""


@dataclass(slots=True)
class Piece:
    """One paragraph as read; `open` when its mark was deleted, so that the next one goes on in it."""

    text: str
    level: int
    boxes: list[_Element]
    pictures: int
    open: bool
    said: set[str]


@dataclass(slots=True)
class _Properties:
    """What a paragraph says of itself."""

    style: str = ""
    numbering: _Element | None = None
    level: int | None = None
    deleted: bool = False
    hidden: bool = False


def flow(node: _Element) -> Iterator[_Element]:
    """Paragraphs, tables and embedded documents of a container in order, wrappers opened, deletions left out."""
    for child in node:
        tag = child.tag
        if tag in (PARAGRAPH, TABLE, CHUNK):
            yield child
        elif tag in WRAPPERS:
            yield from flow(child)
        elif tag == _CONTROL:
            if not is_placeholder(child):
                yield from flow(child)
        elif tag == _ALTERNATIVES:
            yield from next((found for form in child if (found := list(flow(form)))), [])


def _properties(node: _Element) -> _Properties:
    found = _Properties()
    for child in node:
        tag = child.tag
        if tag == _STYLE:
            found.style = child.get(_VAL, "")
        elif tag == _NUMBERING:
            found.numbering = child
        elif tag == _OUTLINE:
            found.level = number(child.get(_VAL), 9)
        elif tag == _MARK:
            found.deleted = child.find(f"{W}del") is not None or child.find(f"{W}moveFrom") is not None
            found.hidden = on(child.find(f"{W}vanish"))
    return found


def plain_paragraph(node: _Element, reading: Reading) -> str | None:
    """The text of a paragraph that is nothing but simple runs, None where `read_paragraph` must look closer."""
    if len(node) and node[0].tag == _PROPERTIES:
        for child in node[0]:
            tag = child.tag
            if tag == _NUMBERING or (tag == _MARK and reading.changes):
                return None
            if tag == _STYLE and child.get(_VAL) not in reading.plain:
                return None
    elif "" not in reading.plain:
        return None
    return plain_text(node, reading.closer)


def read_paragraph(node: _Element, reading: Reading, *, counts: bool = True) -> Piece:
    """Read one paragraph; with `counts` off its automatic number is neither counted nor shown."""
    properties = _properties(node[0]) if len(node) and node[0].tag == _PROPERTIES else _Properties()
    style = reading.styles.of(properties.style)
    found = Found(reading.styles, hidden=bool(style.hidden), lined=bool(style.struck))
    walk(node, found)
    text = found.text
    reading.notes += found.notes
    reading.pictures += found.pictures
    reading.objects += found.objects
    shown = text or not (properties.hidden or style.hidden)
    if counts and shown and not properties.deleted and (properties.numbering is not None or style.numbering):
        text = _label(properties, style.numbering, reading) + text
    level = style.level if properties.level is None else (properties.level + 1) % 10
    return Piece(text, level, found.boxes, found.pictures, properties.deleted, found.said)


def _label(properties: _Properties, inherited: tuple[str, int] | None, reading: Reading) -> str:
    key, level = inherited or ("0", 0)
    if properties.numbering is not None:
        num_id, ilvl = properties.numbering.find(f"{W}numId"), properties.numbering.find(f"{W}ilvl")
        if num_id is not None:
            key = num_id.get(_VAL, "0")
            level = reading.numbering.leveled.get((key, properties.style), 0)
        if ilvl is not None:
            level = number(ilvl.get(_VAL))
    return reading.numbering.label(key, level) if key != "0" else ""


def clean(lines: list[str]) -> str:
    """Lines as one text without empty lines and invisible characters."""
    if len(lines) == 1:
        text = lines[0]
        if text.isprintable() and text[:1] != " " and text[-1:] != " ":
            return text
    return "\n".join(text for line in lines if (text := tidy(line)))
