"""Plain text and Markdown (.txt, .md) → paragraphs, and tables drawn with pipes, tabs or box characters.

Knows lines of text only. Lines that were broken at a fixed width are joined again; nothing else is changed.
"""

import re
import unicodedata
from pathlib import Path

from extractors.readers import boxdraw
from extractors.readers.codepage import broken, decode
from extractors.readers.source import document, numbered
from quanze.document import Document, Paragraph, Place, Table
from quanze.errors import TooLarge, UnknownFormat
from quanze.text import tidy

_LIMIT = 16 * 1024 * 1024
"""Bytes: some 5,000 pages of text, half a minute to read."""
_HEADING = re.compile(r"(#{1,6})[ \t]+(.+)$")
_RULE = re.compile(r"\s*+\|?+\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*$")
_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_START = re.compile(
    r"\s*(?:[0-9]{1,2}[.．、)）]|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百零0-9]{1,6}[条章节]"
    r"|[-*+•·●○■□◆][ \t]|【|[①-⑳]|\[?[^\s，。；：:,.;]{2,12}[：:])"
)
_BOX = re.compile("[\u2500-\u257f]")
_BORDER = re.compile(r"\s*\+[-=+]{2,}")
_TITLE_LINES, _TITLE_WIDTH = 3, 60


def read_text(path: Path) -> Document:
    """Read a text file in any detected encoding.

    Raises:
        UnknownFormat: no text in a known encoding.
        TooLarge: over 16 MB.
    """
    if path.stat().st_size > _LIMIT:
        raise TooLarge(f"text: {path.stat().st_size} bytes")
    text = decode(path.read_bytes())
    if text is None:
        raise UnknownFormat("no text")
    return document(path, "txt", blocks_of(text), None, broken(text))


def blocks_of(text: str) -> tuple[Table | Paragraph, ...]:
    """The blocks of a plain text, each with its line number as the row of its place."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    width = _wrapped_at(lines)
    blocks: list[Table | Paragraph] = []
    tables = at = 0
    drawn = _drawn(lines)
    while at < len(lines):
        grid, end = _pipes(lines, at) if at not in drawn else ([], at)
        if not grid and at not in drawn:
            grid, end = _tabs(lines, at)
        if grid:
            tables += 1
            blocks.append(_table(grid, tables, _title(blocks)))
            at = end
            continue
        at = _paragraph(lines, at, 0 if at in drawn else width, blocks)
    return numbered(boxdraw.replace(blocks, tables))


def _drawn(lines: list[str]) -> set[int]:
    """Lines that belong to a table drawn with box characters or with +---+ borders: `boxdraw` reads them."""
    drawn: set[int] = set()
    for at, line in enumerate(lines):
        if _BOX.search(line) or _BORDER.match(line) or (at - 1 in drawn and line.lstrip()[:1] == "|"):
            drawn.add(at)
    return drawn


def _paragraph(lines: list[str], at: int, width: int, blocks: list[Table | Paragraph]) -> int:
    """Put the paragraph that starts at a line in; the answer is the line after it."""
    first, text = at, lines[at].rstrip()
    at += 1
    while width and at < len(lines) and _columns(text.rpartition("\n")[2]) >= width and _goes_on(lines[at]):
        text += lines[at].strip()
        width = width if _columns(lines[at]) >= width else 10**9
        at += 1
    if not text.strip():
        return at
    heading = _HEADING.match(text)
    if heading:
        words = heading[2].rstrip(" \t").rstrip("#").rstrip(" \t") or heading[2]
        blocks.append(Paragraph(_bare(words), Place(row=first + 1), level=len(heading[1])))
    else:
        kept = text if _BOX.search(text) or _BORDER.match(text) or text.lstrip()[:1] == "|" else tidy(text)
        blocks.append(Paragraph(_bare(kept), Place(row=first + 1)))
    return at


def _bare(text: str) -> str:
    return _STRONG.sub(r"\2", text)


def _columns(line: str) -> int:
    """A line's width in columns of a fixed-width screen: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line.rstrip())


def _goes_on(line: str) -> bool:
    return bool(line.strip()) and not line[:1].isspace() and not _START.match(line) and not _BOX.search(line)


def _wrapped_at(lines: list[str]) -> int:
    """The width at which a text's lines were broken, 0 where each line is a paragraph.

    Broken lines end within two columns of the same width, and many do.
    """
    widths = [_columns(line) for line in lines if line.strip() and not _BOX.search(line)]
    widest = max(widths, default=0)
    full = [width for width in widths if width >= widest - 2]
    if not 40 <= widest <= 120 or len(full) < 3 or len(full) * 4 < len(widths):
        return 0
    return widest - 2


def _pipes(lines: list[str], at: int) -> tuple[list[tuple[int, list[str]]], int]:
    """A table of pipes that starts at a line: its rows with their line numbers, and the line after it."""
    width = len(_cells(lines[at]))
    if width < 2 or at + 1 >= len(lines):
        return [], at
    ruled = bool(_RULE.match(lines[at + 1])) and len(_cells(lines[at + 1])) == width
    if not ruled and not lines[at].lstrip().startswith("|"):
        return [], at
    rows, end = [], at
    while end < len(lines) and _PIPE.search(lines[end]):
        cells = _cells(lines[end])
        if not _RULE.match(lines[end]):
            if not ruled and len(cells) != width:
                break
            rows.append((end + 1, (cells + [""] * width)[:width] if len(cells) <= width else cells))
        end += 1
    return (rows, end) if len(rows) >= 2 else ([], at)


def _cells(line: str) -> list[str]:
    if "|" not in line:
        return []
    line = line.strip()
    line = line.removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [_bare(tidy(_BREAK.sub("\n", cell.replace("\\|", "|")))) for cell in _PIPE.split(line)]


def _tabs(lines: list[str], at: int) -> tuple[list[tuple[int, list[str]]], int]:
    """Three lines or more with the same number of tabs, cells filled on both sides: a table pasted from a sheet."""
    rows: list[tuple[int, list[str]]] = []
    end = at
    while end < len(lines) and "\t" in lines[end].strip(" "):
        cells = [tidy(cell) for cell in lines[end].strip(" ").split("\t")]
        if rows and len(cells) != len(rows[0][1]):
            break
        rows.append((end + 1, cells))
        end += 1
    filled = sum(bool(cell) for _, cells in rows for cell in cells)
    total = sum(len(cells) for _, cells in rows)
    sure = len(rows) >= 3 and all(rows[0][1]) and filled * 5 >= total * 3
    return (rows, end) if sure else ([], at)


def _table(grid: list[tuple[int, list[str]]], number: int, title: str) -> Table:
    width = max(len(cells) for _, cells in grid)
    return Table(
        rows=tuple((*cells, *[""] * (width - len(cells))) for _, cells in grid),
        places=tuple(Place(table=number, row=line) for line, _ in grid),
        title=title,
    )


def _title(blocks: list[Table | Paragraph]) -> str:
    """The short lines right above a table."""
    lines: list[str] = []
    for block in reversed(blocks):
        if len(lines) == _TITLE_LINES or not isinstance(block, Paragraph):
            break
        if len(block.text) > _TITLE_WIDTH or block.text.endswith(("。", "；", ";")):
            break
        lines.insert(0, block.text)
    return "\n".join(lines)
