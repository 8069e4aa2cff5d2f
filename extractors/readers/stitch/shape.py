"""How a run of parts is laid out: whole cells, merged cells, line height and room, rows free at page ends."""

import math
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.readers.stitch.cut import Manner
from extractors.readers.stitch.stats import Column, folded
from quanze.document import Table

Row = tuple[str | None, ...]
"""A row's cells; None where no cell begins or the cell is not whole."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a run on the run's columns; rows before `skip` are heading.

    `cell[row][column]` is where the cell over that position begins and how many rows and columns it has.
    """

    table: Table
    skip: int
    cell: tuple[tuple[tuple[int, int, int, int], ...], ...]

    @property
    def body(self) -> range:
        """Row numbers below the heading."""
        return range(self.skip, len(self.table.rows))


@dataclass(frozen=True, slots=True)
class Lines:
    """Height (points) of a line of text and what a row has around its lines."""

    height: float
    around: float


def piece(table: Table, skip: int) -> Piece:
    """A table with its merged cells looked up."""
    grid = [[(row, column, 1, 1) for column in range(table.columns)] for row in range(len(table.rows))]
    for span in table.spans:
        for row in range(span.row, min(span.row + span.rows, len(table.rows))):
            for column in range(span.column, min(span.column + span.columns, table.columns)):
                grid[row][column] = (span.row, span.column, span.rows, span.columns)
    return Piece(table, skip, tuple(tuple(row) for row in grid))


def _sure_start(pieces: Sequence[Piece], number: int) -> int:
    """The part's first row that surely begins on its page: a row may run on from the part before."""
    return pieces[number].skip + any(part.body for part in pieces[:number])


def whole_rows(pieces: Sequence[Piece]) -> Iterator[Row]:
    """Body rows that no page end touches; None where no cell begins, or the cell reaches a page end."""
    for number, part in enumerate(pieces):
        first = _sure_start(pieces, number)
        end = len(part.table.rows) - (1 if number < len(pieces) - 1 else 0)
        for row in range(first, end):
            texts = part.table.rows[row]
            yield tuple(
                text if (r, c) == (row, column) and r + rows <= end else None
                for column, (text, (r, c, rows, _)) in enumerate(zip(texts, part.cell[row], strict=True))
            )


def line_height(pieces: Sequence[Piece]) -> Lines | None:
    """Fitted over rows: height = around + lines x height; None where cells have no boxes or rows disagree.

    Whole rows serve best; where pages hold too few of them, halves of cut rows do too, as text fills them to the end.
    """
    return _fitted(_heights(pieces, whole=True)) or _fitted(_heights(pieces, whole=False))


def _heights(pieces: Sequence[Piece], *, whole: bool) -> dict[int, list[float]]:
    """Row heights (points) by how many lines the row has."""
    seen: dict[int, list[float]] = {}
    for number, part in enumerate(pieces):
        last = len(part.table.rows) - (1 if whole and number < len(pieces) - 1 else 0)
        for row in range(_sure_start(pieces, number) if whole else part.skip, last):
            found = _row_height(part, row)
            if found:
                seen.setdefault(found[0], []).append(found[1])
    return seen


def _fitted(heights: dict[int, list[float]]) -> Lines | None:
    points = [(lines, statistics.median_low(found)) for lines, found in sorted(heights.items())]
    if not points:
        return None
    slopes = [(h2 - h1) / (n2 - n1) for i, (n1, h1) in enumerate(points) for n2, h2 in points[i + 1 :]]
    height = statistics.median(slopes) if slopes else points[0][1] / (points[0][0] + 0.3)
    if height <= 2:
        return None
    around = max(min(h - n * height for n, h in points), 0.0)
    misfit = statistics.median(abs(h - n * height - around) for n, h in points)
    return Lines(height, around) if misfit < 0.6 * height else None


def _row_height(part: Piece, row: int) -> tuple[int, float] | None:
    """A row's lines of text and its height, of the cells of this row only."""
    if not part.table.boxes:
        return None
    own = [c for c, (r, c0, rows, _) in enumerate(part.cell[row]) if rows == 1 and r == row and c0 == c]
    boxes = [part.table.boxes[row][c] for c in own]
    texts = [part.table.rows[row][c] for c in own]
    if not any(texts) or not any(boxes):
        return None
    lines = max(text.count("\n") + 1 for text in texts if text)
    box = next(box for box in boxes if box)
    return lines, box[3] - box[1]


def room(part: Piece, row: int, column: int, lines: Lines | None) -> float | None:
    """How many more lines the cell over a position had place for on this page."""
    if lines is None or not part.table.boxes:
        return None
    start = part.cell[row][column]
    box = part.table.boxes[start[0]][start[1]]
    if box is None:
        return None
    text = part.table.rows[row][column]
    used = text.count("\n") + 1 if text else 0
    return (box[3] - box[1] - lines.around) / lines.height - used


def gaps(pieces: Sequence[Piece], bottom: float, lines: Lines | None) -> list[float | None]:
    """Lines left free below each part, as against the lowest that any table of the file reaches."""
    if lines is None:
        return [None] * len(pieces)
    return [(bottom - part.table.bbox[3]) / lines.height if part.table.bbox else None for part in pieces]


def learn(
    pieces: Sequence[Piece], rows: Sequence[Row], begun: Iterable[tuple[str, int, bool]], *, visual: bool
) -> tuple[list[Column], Manner]:
    """What whole rows and the cells that have `begun` (text, column, inside a page) say about columns and rows."""
    width = pieces[0].table.columns
    stats = [Column(visual) for _ in range(width)]
    for row in rows:
        for column, text in zip(stats, row, strict=True):
            column.add(text or "")
    for text, at, inside in begun:
        stats[at].begin(text, inside=inside)
    numbered = tuple(_numbered([row[column] for row in rows]) for column in range(width))
    always = (n for n, c in enumerate(stats) if not numbered[n] and c.filled > 0.95 * len(rows))
    return stats, Manner(
        prior=_prior(stats, visual),
        sizes=tuple(sorted(max((len(folded(text)) for text in row if text), default=0) for row in rows)),
        heights=tuple(sorted(max(text.count("\n") for text in row if text) + 1 for row in rows if any(row)))
        if visual
        else (),
        merged=tuple(_begins(pieces, column) for column in range(width)),
        numbered=numbered,
        bare=any(not any(row) for row in rows),
        leading=next(always, 0),
    )


def begun(pieces: Sequence[Piece]) -> Iterator[tuple[str, int, bool]]:
    """Cells that surely begin where they stand: all but those at the top of a later part."""
    for number, part in enumerate(pieces):
        for row in range(_sure_start(pieces, number), len(part.table.rows)):
            for column, (r, c, _, _) in enumerate(part.cell[row]):
                if (r, c) == (row, column):
                    yield part.table.rows[row][column], column, True


def _begins(pieces: Sequence[Piece], column: int) -> float:
    starts = total = 0
    for part in pieces:
        for row in part.body:
            total += 1
            starts += part.cell[row][column][0] == row
    return starts / total if total else 1.0


def _numbered(texts: Sequence[str | None]) -> bool:
    numbers = [int(folded(text)) for text in texts if text and folded(text).isdecimal() and len(text) < 6]
    filled = sum(bool(text and folded(text)) for text in texts)
    if len(numbers) < 2 or len(numbers) < 0.8 * filled:
        return False
    steps = [b - a for a, b in zip(numbers, numbers[1:], strict=False)]
    return sum(0 < step <= 3 for step in steps) >= 0.7 * len(steps)


def _prior(stats: Sequence[Column], visual: bool) -> float:
    """Log odds that a page end cuts a row: the more lines rows have, the more often."""
    if not visual:
        return math.log(0.3 / 0.7)
    mean = max((sum(n * k for n, k in c.lines.items()) / c.lines.total() for c in stats if c.lines), default=4.0)
    share = min(max((mean - 1) / mean, 0.03), 0.9)
    return math.log(share / (1 - share))
