"""Whether a text is a delimited table, and by which character. Says nothing of what the cells mean."""

import csv
import io
import re
from collections import Counter

_CANDIDATES = "\t,;|"
_LINES = 200
_CUT = 50
"""A quoted cell that a cut leaves open has fewer lines than this."""
_WIDEST = 1 << 30
"""Characters of a cell at the most: as many as a file can have."""
_DRAWN = re.compile(r"^\s*(?:[|+]|:?-+:?\s*\|)", re.M)
"""Bars that draw a table (Markdown, +---+) divide no fields."""


def delimiter(text: str, *, cut: bool = False) -> str:
    """The character that divides the text into a table of one width, "" where it is prose.

    `cut` says that `text` is only a file's beginning, so its last record may be broken.
    """
    best, best_score = "", 0.0
    for candidate in _CANDIDATES:
        score = _score(text, candidate, cut)
        if score > best_score:
            best, best_score = candidate, score
    return best


def records(text: str, by: str, *, cut: bool = False) -> tuple[list[list[str]], frozenset[int]]:
    """The text's records, and the numbers (from 1) of those whose quotes do not pair.

    Quoted cells may hold line ends and doubled quotes. A quote that is never closed would take all that follows into
    its cell: its line then stands for itself, and the next line begins a record.
    """
    csv.field_size_limit(_WIDEST)
    lines = list(io.StringIO(text, newline=""))
    found: list[list[str]] = []
    unpaired: set[int] = set()
    begun = 0
    while begun < len(lines):
        first = begun
        reader = csv.reader((lines[place] for place in range(first, len(lines))), delimiter=by, strict=True)
        try:
            for record in reader:
                found.append(record)
                begun = first + reader.line_num
        except csv.Error:
            if cut and first + reader.line_num == len(lines) < begun + _CUT:
                break
            found.append(_alone(lines[begun], by))
            unpaired.add(len(found))
            begun += 1
    return found, frozenset(unpaired)


def _alone(line: str, by: str) -> list[str]:
    """The cells of a line whose quotes do not pair, or stand before more of the cell."""
    line = line.rstrip("\r\n")
    closed = list(csv.reader([f"{line}\n", "."], delimiter=by))
    if len(closed) == 2:
        return closed[0]
    cells = re.findall(rf'(?:^|{re.escape(by)})(?:"((?:[^"]|"")*)"(?={re.escape(by)}|$)|([^{re.escape(by)}]*))', line)
    return [quoted.replace('""', '"') or plain for quoted, plain in cells]


def _score(text: str, by: str, cut: bool) -> float:
    if by not in text[: 1 << 16] or (by == "|" and _DRAWN.search(text)):
        return 0.0
    rows = [row for row in records(text, by, cut=cut)[0] if any(cell.strip() for cell in row)]
    if cut and len(rows) > 2:
        rows.pop()
    rows = rows[:_LINES]
    if not rows or all(row[-1].rstrip().endswith(("。", "；")) for row in rows):
        return 0.0
    widths = Counter(len(row) for row in rows)
    width = max(widths, key=lambda wide: (widths[wide] * (wide > 1), wide))
    share = widths[width] / max(len(rows), 1)
    enough = len(rows) >= 2 and (width >= 3 or len(rows) >= 3) and _filled(rows, width)
    return share * (1 + min(width, 20) / 100) if width > 1 and share >= 0.8 and enough else 0.0


def _filled(rows: list[list[str]], width: int) -> bool:
    """Whether at least a quarter of the cells hold something."""
    cells = [cell for row in rows if len(row) == width for cell in row]
    return sum(bool(cell.strip()) for cell in cells) * 4 >= len(cells)
