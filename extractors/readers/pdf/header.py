"""The heading rows of a table without a full grid: wrapped headings joined, headings over several columns spread.

Pure geometry on phrases; the table's columns are known already.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.readers.pdf.words import Phrase, TextLine

Level = tuple[float, float, float]
"""A rule across: its level, from, to."""
NAMED = 5
"""Tables of so many columns are known by a heading that names (nearly) each of them."""
FIRST = 3
"""A heading's words stand in one of so many first lines."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell to be: its first and last column, its phrases, its first row and how many rows it covers."""

    first: int
    last: int
    phrases: tuple[Phrase, ...]
    top: int = 0
    rows: int = 1

    @property
    def bottom(self) -> float:
        """The level at which its text ends."""
        return max(phrase.bottom for phrase in self.phrases)

    @property
    def upper(self) -> float:
        """The level at which its text begins."""
        return min(phrase.top for phrase in self.phrases)

    @property
    def middle(self) -> float:
        """The middle of its text across the page."""
        return (min(phrase.left for phrase in self.phrases) + max(phrase.right for phrase in self.phrases)) / 2


def place(phrase: Phrase, xs: Sequence[float]) -> tuple[int, int]:
    """The first and the last column a phrase lies over, slight overlaps not counted."""
    slack = min(0.5 * phrase.size, 0.3 * phrase.width)
    over = [
        column
        for column in range(len(xs) - 1)
        if phrase.right - slack > xs[column] and phrase.left + slack < xs[column + 1]
    ]
    return (over[0], over[-1]) if over else (0, 0)


def header(lines: Sequence[TextLine], xs: Sequence[float], levels: Sequence[Level]) -> tuple[list[Piece], list[float]]:
    """The heading's cells and the level at which each of its rows begins."""
    if not lines:
        return [], []
    pieces = _stacked([_spread(piece, lines, xs, levels) for piece in _joined(lines, xs, levels)], len(xs) - 1)
    starts = []
    for row in range(max(piece.top + piece.rows for piece in pieces)):
        own = [piece.upper for piece in pieces if piece.top + piece.rows - 1 == row]
        over = [piece.bottom for piece in pieces if piece.top + piece.rows - 1 == row - 1]
        lowest = min(own, default=lines[0].top)
        starts.append((max(over) + lowest) / 2 if over else lowest)
    return pieces, [max(starts[: row + 1]) for row in range(len(starts))]


def _joined(lines: Sequence[TextLine], xs: Sequence[float], levels: Sequence[Level]) -> list[Piece]:
    """Phrases that stand closely under each other over the same columns, joined."""
    pieces: list[Piece] = []
    for line in lines:
        for phrase in line.phrases:
            first, last = place(phrase, xs)
            above = [
                number
                for number, piece in enumerate(pieces)
                if (piece.first, piece.last) == (first, last)
                and phrase.top - piece.bottom < 0.75 * phrase.size
                and not _ruled(levels, piece.bottom, phrase)
            ]
            if above:
                pieces[above[-1]] = replace(pieces[above[-1]], phrases=(*pieces[above[-1]].phrases, phrase))
            else:
                pieces.append(Piece(first, last, (phrase,)))
    return pieces


def _ruled(levels: Sequence[Level], top: float, phrase: Phrase) -> bool:
    """Whether a rule lies between a text's end and the phrase under it."""
    middle = (phrase.top + phrase.bottom) / 2
    return any(
        top - 0.4 * phrase.size < level < middle
        and min(end, phrase.right) - max(start, phrase.left) > 0.3 * phrase.width
        for level, start, end in levels
    )


def _spread(piece: Piece, lines: Sequence[TextLine], xs: Sequence[float], levels: Sequence[Level]) -> Piece:
    """A heading over several columns: as far as the rule under it reaches, or as its middle asks for."""
    others = [
        phrase.middle
        for line in lines
        for phrase in line.phrases
        if phrase not in piece.phrases and phrase.top < piece.bottom and phrase.bottom > piece.upper
    ]
    under = [
        (start, end)
        for level, start, end in levels
        if piece.bottom - 0.4 * piece.phrases[0].size < level < piece.bottom + 1.2 * piece.phrases[0].size
        and start <= piece.middle <= end
        and end - start < 0.95 * (xs[-1] - xs[0])
        and not any(start < other < end for other in others)
    ]
    if under and any(line.middle > piece.bottom for line in lines):
        start, end = under[0]
        mine = [column for column in range(len(xs) - 1) if start < (xs[column] + xs[column + 1]) / 2 < end]
        if mine and mine[0] <= piece.last and mine[-1] >= piece.first:
            return replace(piece, first=min(mine[0], piece.first), last=max(mine[-1], piece.last))
    if piece.first == piece.last:
        return piece
    return _centred(piece, lines, xs)


def _centred(piece: Piece, lines: Sequence[TextLine], xs: Sequence[float]) -> Piece:
    """The widest run of columns free beside a heading whose middle is the heading's."""
    beside = [
        place(phrase, xs)
        for line in lines
        for phrase in line.phrases
        if phrase not in piece.phrases and phrase.top < piece.bottom and phrase.bottom > piece.upper
    ]
    low = max((last + 1 for _, last in beside if last < piece.first), default=1)
    high = min((first - 1 for first, _ in beside if first > piece.last), default=len(xs) - 2)
    size = piece.phrases[0].size
    runs = [
        (last - first, first, last)
        for first in range(min(low, piece.first), piece.first + 1)
        for last in range(piece.last, max(high, piece.last) + 1)
        if abs(xs[first] + xs[last + 1] - 2 * piece.middle) < 0.1 * (xs[last + 1] - xs[first]) + 1.2 * size
    ]
    _, first, last = max(runs, default=(0, piece.first, piece.last))
    return replace(piece, first=first, last=last)


def _stacked(pieces: list[Piece], columns: int) -> list[Piece]:
    """Rows for the pieces: the lowest of each column in the last row, nothing left open above a piece."""
    order = sorted(range(len(pieces)), key=lambda number: -pieces[number].upper)
    height = [0] * columns
    level: dict[int, int] = {}
    for number in order:
        piece = pieces[number]
        span = range(piece.first, piece.last + 1)
        level[number] = max(height[column] for column in span)
        for column in span:
            height[column] = level[number] + 1
    rows = max(height)
    ceiling = [0] * columns
    done: list[Piece] = []
    for number in reversed(order):
        piece = pieces[number]
        span = range(piece.first, piece.last + 1)
        last = rows - 1 - level[number]
        first = max(ceiling[column] for column in span)
        done.append(replace(piece, top=min(first, last), rows=max(last - first, 0) + 1))
        for column in span:
            ceiling[column] = last + 1
    return done
