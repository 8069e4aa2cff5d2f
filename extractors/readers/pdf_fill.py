"""A table's area without a full grid → columns by the white space and rules, rows by lines and rules, cells.

Takes an area that is a table already (`pdf_borderless` or a coarse grid of rules said so) and sets up its grid.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.readers.pdf_header import Level, Piece, header, place
from extractors.readers.pdf_rows import row_groups
from extractors.readers.pdf_words import Phrase, TextLine
from extractors.readers.ruling import Grid
from quanze.document import Span


@dataclass(frozen=True, slots=True)
class Gutter:
    """White space between two columns: from, to, and the font size of the lines it parts."""

    left: float
    right: float
    size: float

    @property
    def middle(self) -> float:
        """Where the column edge is drawn."""
        return (self.left + self.right) / 2


def gutters(lines: Sequence[TextLine]) -> list[Gutter]:
    """White strips that (nearly) every line leaves free and that have text on both sides often enough."""
    if not lines:
        return []
    size = min(line.size for line in lines)
    narrowest = (0.55 if len(lines) >= 6 else 0.9) * size
    allowed = len(lines) // 9
    events: list[tuple[float, int]] = []
    for line in lines:
        for phrase in line.phrases:
            events += [(phrase.left, 1), (phrase.right, -1)]
    events.sort()
    found: list[Gutter] = []
    depth, opened = 0, None
    for at, step in events:
        before = depth
        depth += step
        if before > allowed >= depth:
            opened = at
        elif before <= allowed < depth:
            if opened is not None and at - opened >= narrowest:
                found.append(Gutter(opened, at, size))
            opened = None
    return [gutter for gutter in found if _divides(gutter, lines)]


def _divides(gutter: Gutter, lines: Sequence[TextLine]) -> bool:
    """Whether enough lines have text on both sides of a gutter and none across it."""
    both = sum(
        any(phrase.right <= gutter.middle for phrase in line.phrases)
        and any(phrase.left >= gutter.middle for phrase in line.phrases)
        for line in lines
    )
    return both >= max(2, len(lines) / 4)


@dataclass(frozen=True, slots=True)
class Filled:
    """The grid of an area: edges and cells with the phrases that they hold."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[Span, tuple[Phrase, ...]], ...]


def fill(
    lines: Sequence[TextLine], columns: Sequence[float], levels: Sequence[Level], box: tuple[float, float, float, float]
) -> Filled:
    """Set up the grid of a table's area.

    `columns` are the inner column edges, `levels` the rules across inside the area, `box` its outline.
    """
    left, top, right, bottom = box
    xs = (left, *columns, right)
    full = [level for level, start, end in levels if end - start > 0.7 * (right - left)]
    head = _head(lines, full, xs)
    pieces: list[Piece] = []
    used, header_levels = header(lines[:head], xs, levels)
    pieces += used
    below = [level for level in full if head == 0 or level > lines[head - 1].middle]
    body, body_levels = _body(lines[head:], xs, below)
    pieces += [replace(piece, top=piece.top + len(header_levels)) for piece in body]
    starts = [*header_levels, *body_levels]
    ys = (top, *starts[1:], bottom)
    cells = tuple(
        (Span(piece.top, piece.first, piece.rows, piece.last - piece.first + 1), piece.phrases) for piece in pieces
    )
    return Filled(xs, ys, cells)


def refill(grid: Grid, lines: Sequence[TextLine], levels: Sequence[Level]) -> Filled:
    """A grid of rules that parts too few rows or columns, set up again with the white space in it."""
    left, top, right, bottom = grid.box
    inside = [(level, start, end) for level, start, end in levels if top + 2 < level < bottom - 2]
    parted = [line for line in lines if len(line.phrases) > 1]
    edges = list(grid.xs[1:-1])
    for gutter in gutters(parted):
        if not any(gutter.left - gutter.size < edge < gutter.right + gutter.size for edge in edges):
            edges.append(gutter.middle)
    return fill(lines, sorted(edges), inside, grid.box)


def _head(lines: Sequence[TextLine], full: Sequence[float], xs: Sequence[float]) -> int:
    """How many first lines are the heading: those above the first full rule, else those before the first values."""
    for level in sorted(full):
        above = sum(line.middle < level for line in lines)
        if 0 < above < len(lines):
            if above <= max(len(lines) * 0.6, 2):
                return above
            break
    columns = len(xs) - 1
    for number, line in enumerate(lines):
        values = {place(phrase, xs)[0] for phrase in line.phrases if phrase.value} - {0}
        if 2 * len(values) >= columns - 1:
            return number
    return 0


def _body(lines: Sequence[TextLine], xs: Sequence[float], full: Sequence[float]) -> tuple[list[Piece], list[float]]:
    """The cells below the heading and the level at which each of their rows begins."""
    groups = row_groups(lines, xs, full)
    pieces: list[Piece] = []
    starts: list[float] = []
    for row, group in enumerate(groups):
        before = groups[row - 1][-1].bottom if row else group[0].top
        starts.append((before + min(line.top for line in group)) / 2)
        cells: dict[tuple[int, int], list[Phrase]] = {}
        for line in group:
            for phrase in line.phrases:
                first, last = place(phrase, xs)
                cells.setdefault((first, first if first == 0 else last), []).append(phrase)
        pieces += _without_overlap(cells, row)
    return pieces, starts


def _without_overlap(cells: dict[tuple[int, int], list[Phrase]], row: int) -> list[Piece]:
    """One row's cells; where two would share a column they become one."""
    pieces: list[Piece] = []
    for (first, last), phrases in sorted(cells.items()):
        if pieces and pieces[-1].last >= first:
            before = pieces.pop()
            pieces.append(Piece(before.first, max(before.last, last), (*before.phrases, *phrases), row))
        else:
            pieces.append(Piece(first, last, tuple(phrases), row))
    return pieces
