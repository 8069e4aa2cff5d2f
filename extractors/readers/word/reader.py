"""Word files (.docx and kin) → `Document`: body, text boxes, notes, in reading order, with titles over tables.

Page headers and footers are left out. Knows no word of the domain; legacy formats come in by `legacy`.
"""

import dataclasses
from pathlib import Path

from lxml import etree

from extractors.readers import boxdraw
from extractors.readers.doubtful import outside
from extractors.readers.source import document, numbered
from extractors.readers.word.embedded import chunk_blocks
from extractors.readers.word.numbering import Numbering
from extractors.readers.word.package import STRIKE, WHITE, Package, W, open_package
from extractors.readers.word.paragraph import CHUNK, TABLE, Reading, clean, flow, read_paragraph
from extractors.readers.word.review import review_doubts
from extractors.readers.word.styles import read_styles
from extractors.readers.word.table import read_table
from quanze.document import Document, Paragraph, ReadDoubt, Table
from quanze.errors import Damaged

_Block = Table | Paragraph
_TITLE_PARAGRAPHS = 6
_TITLE_LENGTH = 400
_LONG_PARAGRAPH = 150
_NOTES = {"footnotes": ("footnote", "脚注"), "endnotes": ("endnote", "尾注")}


def read_word(path: Path) -> Document:
    """Read a Word file (.docx, .docm, .dotx, .dotm) by its content.

    Raises:
        EmptyFile: no bytes.
        Encrypted: under a password.
        Damaged: cut off or broken inside.
        TooLarge: a part over the limits.
        UnknownFormat: no OOXML package.
    """
    blocks, doubts = read_package(open_package(path))
    return document(path, "docx", blocks, doubts=doubts)


def read_package(package: Package) -> tuple[tuple[_Block, ...], tuple[ReadDoubt, ...]]:
    """Read the parts of an opened package.

    Raises:
        Damaged: no body, or nested too deeply.
    """
    try:
        return _read(package)
    except RecursionError as error:
        raise Damaged("nested too deeply") from error


def _read(package: Package) -> tuple[tuple[_Block, ...], tuple[ReadDoubt, ...]]:
    numbering = Numbering(package.numbering)
    styles = read_styles(package.styles, numbering.leveled)
    reading = Reading(
        styles,
        numbering,
        styles.plain(),
        closer=styles.rare or not package.rare.isdisjoint((b"vanish", STRIKE, WHITE)),
        changes=b":del" in package.rare or b":moveFrom" in package.rare or b"vanish" in package.rare,
        prompts=b"showingPlcHdr" in package.rare,
        chunks=package.chunks,
    )
    body = package.document.find(f"{W}body")
    if body is None:
        raise Damaged("no body in the document")
    blocks = _blocks(body, reading)
    blocks = _titled(boxdraw.replace(blocks, 0)) + _notes(package, reading)
    return numbered(blocks), tuple(reading.doubts + _unread(reading, blocks) + review_doubts(package))


def _unread(reading: Reading, blocks: list[_Block]) -> list[ReadDoubt]:
    """What a person sees in the file and this reader does not, and text that may not count."""
    found = []
    if reading.pictures and not any(isinstance(block, Table) for block in blocks):
        note = f"文档里有 {reading.pictures} 张图片而没有表格，图片上的文字没有读取"
        found.append(ReadDoubt("picture", note))
    if reading.objects:
        note = f"文档里嵌入了 {reading.objects} 个其他程序的对象（如 Excel 表格），其中的内容没有读取，请打开原件核对"
        found.append(ReadDoubt("embedded", note))
    return [*found, *outside(reading.said)]


def _blocks(node: etree._Element, reading: Reading) -> list[_Block]:
    blocks: list[_Block] = []
    carried, boxes, said = "", [], set()
    for child in flow(node):
        if child.tag == TABLE:
            blocks += read_table(child, reading)
        elif child.tag == CHUNK:
            blocks += chunk_blocks(child, reading)
        else:
            piece = read_paragraph(child, reading)
            carried += piece.text
            boxes += piece.boxes
            said |= piece.said
            if not piece.open:
                _say(said, carried, reading)
                blocks += _paragraph(carried, piece.level, boxes, reading)
                carried, boxes, said = "", [], set()
    _say(said, carried, reading)
    return blocks + _paragraph(carried, 0, boxes, reading)


def _say(said: set[str], text: str, reading: Reading) -> None:
    for note in said:
        reading.said.setdefault(note, []).append(text)


def _paragraph(text: str, level: int, boxes: list[etree._Element], reading: Reading) -> list[_Block]:
    """A paragraph, if anything is in it, and after it the text boxes anchored in it."""
    text = clean([text])
    blocks: list[_Block] = [Paragraph(text, level=level)] if text else []
    for box in boxes:
        blocks += _blocks(box, reading)
    return blocks


def _titled(blocks: list[_Block]) -> list[_Block]:
    """Give each table the text right above it: back to the previous table, a heading, or a long paragraph."""
    done: list[_Block] = []
    for block in blocks:
        if isinstance(block, Table):
            done.append(dataclasses.replace(block, title=_title(done)))
        else:
            done.append(block)
    return done


def _title(before: list[_Block]) -> str:
    lines: list[str] = []
    for block in reversed(before[-_TITLE_PARAGRAPHS:]):
        if isinstance(block, Table) or len(block.text) > _LONG_PARAGRAPH:
            break
        lines.append(block.text)
        if block.level:
            break
    title = "\n".join(reversed(lines))
    return title[-_TITLE_LENGTH:]


def _notes(package: Package, reading: Reading) -> list[_Block]:
    """Footnotes and endnotes referred to in the text, as paragraphs at the end, each marked with its number."""
    roots = {"footnotes": package.footnotes, "endnotes": package.endnotes}
    blocks: list[_Block] = []
    for kind, (tag, name) in _NOTES.items():
        root = roots[kind]
        keys = list(dict.fromkeys(key for where, key in reading.notes if where == kind))
        found = {} if root is None else {note.get(f"{W}id", ""): note for note in root.iterchildren(f"{W}{tag}")}
        for count, key in enumerate(keys, 1):
            inner = _blocks(found[key], reading) if key in found else []
            text = "\n".join(block.text for block in inner if isinstance(block, Paragraph))
            if text:
                blocks.append(Paragraph(f"【{name}{count}】{text}"))
            blocks += [block for block in inner if isinstance(block, Table)]
    return blocks
