"""A heading too long for its cell, its last line printed into the cell below (职权类 / 型 行政许可): put together.

Only where both make a heading of the lexicon and the first alone makes none; for formats that show lines as printed.
"""

from collections.abc import Sequence
from dataclasses import replace

from extractors import texts
from extractors.columns import sense, written
from quanze.document import Table
from quanze.text import fold

_ROWS = 4
"""The heading is one of so many first rows."""
_LONGEST = 4
"""A line of a heading that was printed below it has at most so many characters."""


def mended(table: Table) -> Table:
    """The table with the lines of its heading in its heading, at the top of each page."""
    for row in range(min(_ROWS, len(table.rows) - 1)):
        found = {
            column: spilled
            for column, (label, below) in enumerate(zip(table.rows[row], table.rows[row + 1], strict=True))
            if (spilled := _spilled(label, below))
        }
        if found and _heads(table.rows[row], found):
            return _put_back(table, row, found)
    return table


def _spilled(label: str, below: str) -> str:
    """The first line of the cell below a heading's where it ends the heading's name, else ""."""
    first, _, rest = below.partition("\n")
    ending = fold(first)
    if not 0 < len(ending) <= _LONGEST or not (fold(rest) or len(ending) == 1) or len(fold(label)) < 2:
        return ""
    alone = texts.line(label)
    return first if written(alone + ending) and not written(alone) else ""


def _heads(row: Sequence[str], found: dict[int, str]) -> bool:
    """Whether most of a row's other cells are headings."""
    others = {text for column, text in enumerate(row) if column not in found and fold(text)}
    return 2 * sum(sense(texts.line(text)) is not None for text in others) > len(others)


def _put_back(table: Table, heading: int, found: dict[int, str]) -> Table:
    rows = [list(row) for row in table.rows]
    for column, spilled in found.items():
        rows[heading][column] = f"{rows[heading][column]}\n{spilled}"
        for row in range(heading + 1, len(rows)):
            if row == heading + 1 or table.places[row].page != table.places[row - 1].page:
                _take_out(rows, row, column, spilled)
    return replace(table, rows=tuple(map(tuple, rows)))


def _take_out(rows: list[list[str]], row: int, column: int, spilled: str) -> None:
    """Take the line out of a cell, which may go over several rows."""
    whole = rows[row][column]
    first, _, rest = whole.partition("\n")
    if first != spilled:
        return
    while row < len(rows) and rows[row][column] == whole:
        rows[row][column] = rest
        row += 1
