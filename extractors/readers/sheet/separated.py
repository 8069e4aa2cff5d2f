"""Delimited text (.csv, .tsv and their like) in any detected encoding → one sheet. Values stay exactly as written."""

from pathlib import Path

from extractors.readers.codepage import broken, decode
from extractors.readers.sheet.delimited import delimiter, records
from extractors.readers.sheet.format import scientific
from extractors.readers.sheet.tables import Sheet, blocks
from extractors.readers.source import document
from quanze.document import Document
from quanze.errors import TooLarge, UnknownFormat
from quanze.text import tidy

CUT_DIGITS = "这一格是科学计数法，长数字已被截短，请按原件补全编码。"
UNPAIRED = "这一行的引号不成对，可能分错了列，请对照原件核对。"
_LIMIT = 256 * 1024 * 1024


def read_csv(path: Path) -> Document:
    """Read a delimited text file; quoted cells may hold line ends, ="…" keeps leading zeros.

    Raises:
        UnknownFormat: no text in a known encoding.
        TooLarge: over 256 MB.
    """
    if path.stat().st_size > _LIMIT:
        raise TooLarge(f"csv: {path.stat().st_size} bytes")
    text = decode(path.read_bytes())
    if text is None:
        raise UnknownFormat("no text")
    by = delimiter(text[: 1 << 16], cut=len(text) > 1 << 16) or ","
    sheet = Sheet("", 1)
    found, unpaired = records(text.lstrip("\ufeff"), by)
    for number, record in enumerate(found, start=1):
        sheet.rows[number] = {column: _cell(cell) for column, cell in enumerate(record, start=1) if cell.strip()}
    for number, cells in sheet.rows.items():
        sheet.notes.update({(number, column): CUT_DIGITS for column, text in cells.items() if scientific(text)})
    sheet.notes.update({(number, min(sheet.rows[number], default=1)): UNPAIRED for number in unpaired})
    tables, doubts = blocks([sheet])
    return document(path, "csv", tables, 1, (*doubts, *broken(text)))


def _cell(cell: str) -> str:
    """A cell's text; ="001" is how sheets protect leading zeros, a leading tab or apostrophe likewise."""
    cell = cell.strip()
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        cell = cell[2:-1]
    if cell.startswith("'") and cell[1:].isdigit():
        cell = cell[1:]
    return tidy(cell)
