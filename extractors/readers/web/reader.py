"""Saved web pages (.html, .mht) and pages under the name of a workbook: tables with their spans, paragraphs, headings.

Scripts, menus and forms are left out; nothing is fetched, no link is followed.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree, html

from extractors.readers import zipped
from extractors.readers.codepage import broken, decode
from extractors.readers.doubtful import STRUCK, outside
from extractors.readers.mime import pieces, said
from extractors.readers.prose import blocks_of
from extractors.readers.source import document, numbered
from extractors.readers.web import struck, table
from extractors.readers.web.table import BLOCKS, SKIPPED
from quanze.document import Document, Paragraph, ReadDoubt, Table
from quanze.errors import Damaged, TooLarge, UnknownFormat
from quanze.text import tidy

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,80}encoding=[\"']([\w-]+)", re.I)
_DECLARATION = re.compile(r"^(?:\s*+<\?xml[^>]*+>?)++")
_DEPTH = 200
_TITLE_LINES, _TITLE_WIDTH = 3, 60


@dataclass(slots=True)
class _Walk:
    """The page as it is walked: blocks so far, and the inline text since the last block border."""

    blocks: list[Table | Paragraph] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    hidden_rows: int = 0
    struck: list[str] = field(default_factory=list)
    """Stretches outside tables that are struck out."""


def read_html(path: Path) -> Document:
    """Read a saved web page.

    Raises:
        UnknownFormat: no text in a known encoding.
        TooLarge: over the limit of one part.
    """
    blocks, doubts = page_blocks(_content(path))
    return document(path, "html", blocks, None, doubts)


def read_mht(path: Path) -> Document:
    """Read a web page saved as one file (.mht); of a workbook saved so, each sheet's page.

    Raises:
        Damaged: no page inside, or pieces inside pieces without end.
        UnknownFormat: no text in a known encoding.
    """
    pages = [
        page_blocks(content, said(piece.get_content_charset))
        for piece, content in pieces(_content(path))
        if piece.get_content_type() in ("text/html", "application/xhtml+xml")
    ]
    if not pages:
        raise Damaged("mht: no page inside")
    kept = [page for page in pages if _has_table(page[0])] if not _has_table(pages[0][0]) else []
    kept = kept or pages[:1]
    blocks = numbered(block for page, _ in kept for block in page)
    return document(path, "mht", blocks, None, tuple(doubt for _, doubts in kept for doubt in doubts))


def _has_table(blocks: tuple[Table | Paragraph, ...]) -> bool:
    return any(isinstance(block, Table) for block in blocks)


def page_blocks(content: bytes, charset: str = "") -> tuple[tuple[Table | Paragraph, ...], tuple[ReadDoubt, ...]]:
    """A page's blocks and doubts; `charset` is what its container says of its encoding.

    Raises:
        UnknownFormat: no text in a known encoding.
    """
    found = _CHARSET.search(content[:8192])
    declared = charset or ((found[1] or found[2]).decode("ascii") if found else "")
    text = decode(content, declared)
    if text is None:
        raise UnknownFormat("html: no text")
    text = _DECLARATION.sub("", text, count=1)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, recover=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return (), ()
    struck.mark(root, text)
    walk = _Walk()
    _element(root, walk, 0)
    _flush(walk)
    note = f"网页表格中有 {walk.hidden_rows} 行设为不显示，已照常读取，请确认是否有效。"
    doubts = (ReadDoubt("hidden_rows", note),) if walk.hidden_rows else ()
    return numbered(walk.blocks), (*doubts, *outside({STRUCK: walk.struck}), *broken(text))


def _content(path: Path) -> bytes:
    if path.stat().st_size > zipped.PART_LIMIT:
        raise TooLarge(f"page: {path.stat().st_size} bytes")
    return path.read_bytes()


def _element(element: etree._Element, walk: _Walk, depth: int) -> None:
    name = zipped.local(element).lower()
    if name in SKIPPED or depth > _DEPTH:
        return
    if name == "table":
        _table(element, walk, depth)
    elif name == "pre":
        _flush(walk)
        walk.blocks += blocks_of("".join(map(str, element.itertext())))
    elif name == "br":
        walk.pending.append("\n")
    else:
        _children(element, walk, depth, name)


def _children(element: etree._Element, walk: _Walk, depth: int, name: str) -> None:
    block = name in BLOCKS
    if block:
        _flush(walk)
    if element.get(struck.MARK):
        walk.struck += [words] if (words := table.text_of(element)) else []
    walk.pending += table.marker(element), table.squeeze(element.text)
    for child in element:
        _element(child, walk, depth + 1)
        walk.pending.append(table.squeeze(child.tail))
    if block:
        level = int(name[1]) if len(name) == 2 and name[0] == "h" and name[1].isdigit() else 0
        _flush(walk, level)


def _flush(walk: _Walk, level: int = 0) -> None:
    for line in tidy("".join(walk.pending)).split("\n"):
        if line.strip():
            walk.blocks.append(Paragraph(re.sub(" {2,}", " ", line), level=level))
    walk.pending.clear()


def _table(element: etree._Element, walk: _Walk, depth: int, inner: bool = False) -> None:
    _flush(walk)
    grid = table.grid(element)
    if grid.layout:
        for cell in grid.cells:
            _children(cell.element, walk, depth + 1, "td")
        return
    title = grid.caption or _title(walk)
    shown = table.tables(grid, title, inner)
    walk.blocks += shown
    walk.hidden_rows += grid.hidden_rows
    for nested in grid.nested:
        _table(nested, walk, depth + 1, bool(shown))


def _title(walk: _Walk) -> str:
    """The short lines right above a table: its title and filling unit."""
    lines: list[str] = []
    for block in reversed(walk.blocks):
        if len(lines) == _TITLE_LINES or not isinstance(block, Paragraph):
            break
        if len(block.text) > _TITLE_WIDTH or block.text.endswith(("。", "；", ";")):
            break
        lines.insert(0, block.text)
    return "\n".join(lines)
