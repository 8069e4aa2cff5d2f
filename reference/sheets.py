"""Source files of the reference lists → grids of text. CSV is read here, everything else by the readers.

Knows no heading and no list kind.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from extractors.readers import read
from extractors.readers.stitch import stitch
from quanze.document import Paragraph, Table
from quanze.errors import Damaged, EmptyFile, UnknownFormat
from quanze.text import tidy

_TEXT_SUFFIXES = {".csv", ".tsv"}
_LONGEST_TITLE = 60
"""A paragraph longer than this, in letters, is text and names no table."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of a source file: its cells, its row numbers as the file shows them, and the words that name it."""

    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    titles: tuple[str, ...]
    """Nearest first: caption, sheet name, the paragraph above, the file's name."""


def grids(path: Path) -> tuple[Grid, ...]:
    """Read every table of one source file.

    Raises:
        FileError: the file cannot be read; code and advice say why.
    """
    if path.suffix.lower() in _TEXT_SUFFIXES:
        return (_delimited(path),)
    found = []
    above = ""
    for block in stitch(read(path)).blocks:
        if isinstance(block, Table):
            found.append(_grid(block, above, path.stem))
        elif isinstance(block, Paragraph) and (block.level or len(block.text) <= _LONGEST_TITLE):
            above = block.text
    return tuple(found)


def _grid(table: Table, above: str, stem: str) -> Grid:
    numbers = tuple(place.row or index for index, place in enumerate(table.places, start=1))
    return Grid(table.rows, numbers, (table.title, table.name, above, stem))


def _delimited(path: Path) -> Grid:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Damaged(str(error)) from error
    if not raw.strip():
        raise EmptyFile(path.name)
    text = _decode(raw)
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    try:
        rows = [[tidy(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise Damaged(str(error)) from error
    width = max(map(len, rows), default=0)
    kept = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    return Grid(
        rows=tuple(tuple(row + [""] * (width - len(row))) for _, row in kept),
        numbers=tuple(number for number, _ in kept),
        titles=(path.stem,),
    )


def _decode(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnknownFormat("neither UTF-8 nor GB 18030")
