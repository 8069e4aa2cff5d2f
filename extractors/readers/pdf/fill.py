"""A table's area without a full grid → columns by the white space and rules, rows by lines and rules, cells.

Takes an area that is a table already (`borderless` or a coarse grid of rules said so) and sets up its grid.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.readers.pdf.header import FIRST, NAMED, Level, Piece, header, place
from extractors.readers.pdf.rows import row_groups
from extractors.readers.pdf.split import split_lines
from extractors.readers.pdf.words import Phrase, TextLine
from extractors.readers.ruling.grids import Grid
from quanze.document import Box, Span

_WORDS = 1.5
"""Words of one heading stand closer together than so many font sizes."""


@dataclass(frozen=True, slots=True)
class Gutter:
    """White space between two columns: from, to, where the column edge is drawn, and the lines' font size."""

    left: float
    right: float
    middle: float
    size: float


def gutters(lines: Sequence[TextLine]) -> list[Gutter]:
    """White strips that (nearly) every line leaves free and that have text on both sides often enough."""
    if not lines:
        return []
    size = min(line.size for line in lines)
    narrowest = (0.55 if len(lines) >= 6 else 0.9) * size
    strips = [(strip[0][0], strip[-1][1]) for strip in _strips(lines, len(lines) // 9)]
    found = [Gutter(left, right, (left + right) / 2, size) for left, right in strips if right - left >= narrowest]
    found = [part for gutter in found for part in _halved(gutter, found, lines, narrowest)]
    found = [gutter for gutter in (_sharpened(gutter, lines) for gutter in found) if _divides(gutter, lines)]
    return _with_last(_kept(found, lines), lines, narrowest)


def _with_last(found: list[Gutter], lines: Sequence[TextLine], narrowest: float) -> list[Gutter]:
    """The gutters, and one before a last column that only the heading names (备注): its other words have columns."""
    for number, line in enumerate(lines[:FIRST]):
        last, before = line.phrases[-1], line.phrases[:-1]
        if len(line.phrases) != len(found) + 2 or len(before) < NAMED - 1 or any(one.value for one in line.phrases):
            continue
        others = [one for each, other in enumerate(lines) if each != number for one in other.phrases]
        edge = max(phrase.right for phrase in (*before, *others))
        own = {place(one, [line.left - 1, *(gutter.middle for gutter in found), edge + 1]) for one in before}
        apart = last.left - edge >= narrowest and last.left - before[-1].right >= _WORDS * last.size
        if apart and len(own) == len(before) and all(one == other for one, other in own):
            return [*found, Gutter(edge, last.left, (edge + last.left) / 2, last.size)]
    return found


def _halved(gutter: Gutter, found: Sequence[Gutter], lines: Sequence[TextLine], narrowest: float) -> list[Gutter]:
    """A strip parted by the heading of a column without any text: one word in it, and one in each other column."""
    if len(found) < NAMED - 2:
        return [gutter]
    edges = [lines[0].left, *(one.middle for one in found), lines[0].right]
    for line in lines[:FIRST]:
        inside = [one for one in line.phrases if one.left > gutter.left and one.right < gutter.right]
        others = [
            place(one, [min(edges[0], line.left) - 1, *edges[1:-1], max(edges[-1], line.right) + 1])[0]
            for one in line.phrases
            if one not in inside
        ]
        if len(inside) != 1 or len(set(others)) != len(found) + 1 or len(others) != len(found) + 1:
            continue
        parts = [(gutter.left, inside[0].left), (inside[0].right, gutter.right)]
        if all(right - left >= narrowest for left, right in parts):
            return [replace(gutter, left=left, right=right, middle=(left + right) / 2) for left, right in parts]
    return [gutter]


def _kept(found: list[Gutter], lines: Sequence[TextLine]) -> list[Gutter]:
    """The gutters that part more lines than run over them: a strip in a column of few lines is none."""
    kept: list[Gutter] = []
    for number, gutter in enumerate(found):
        start = kept[-1].middle if kept else float("-inf")
        end = found[number + 1].middle if number + 1 < len(found) else float("inf")
        over = parted = 0
        for line in lines:
            near = [phrase for phrase in line.phrases if phrase.right > start and phrase.left < end]
            over += any(phrase.left < gutter.middle < phrase.right for phrase in near)
            parted += any(phrase.right <= gutter.middle for phrase in near) and near[-1].left >= gutter.middle
        if over <= parted:
            kept.append(gutter)
    return kept


def _sharpened(gutter: Gutter, lines: Sequence[TextLine]) -> Gutter:
    """A gutter with its column edge where the fewest lines run over it, headings over several columns not counted."""
    least = 0.2 * gutter.size
    most = max(len(line.phrases) for line in lines)
    lines = [line for line in lines if 3 * len(line.phrases) > most]
    pieces = [
        (over, begin - end, begin, end)
        for strip in _strips(lines, len(lines))
        for begin, end, over in ((max(a, gutter.left), min(b, gutter.right), over) for a, b, over in strip)
        if end - begin > least
    ]
    _, _, begin, end = min(pieces, default=(0, 0.0, gutter.left, gutter.right))
    return replace(gutter, middle=(begin + end) / 2)


def _strips(lines: Sequence[TextLine], allowed: int) -> list[list[tuple[float, float, int]]]:
    """Strips that at most so many lines run over, each as pieces: from, to, how many lines run over it."""
    events = sorted(
        event for line in lines for phrase in line.phrases for event in ((phrase.left, 1), (phrase.right, -1))
    )
    strips: list[list[tuple[float, float, int]]] = [[]]
    depth, begun = 0, allowed >= len(lines)
    for (at, step), (after, _) in zip(events, events[1:], strict=False):
        depth += step
        begun = begun or depth > allowed
        if depth > allowed and strips[-1]:
            strips.append([])
        elif depth <= allowed and begun and after > at:
            strips[-1].append((at, after, depth))
    return [strip for strip in (strips if allowed >= len(lines) else strips[:-1]) if strip]


def _divides(gutter: Gutter, lines: Sequence[TextLine]) -> bool:
    """Whether enough lines have text on both sides of a gutter: a quarter, or the heading and one more."""
    both = [
        any(phrase.right <= gutter.middle for phrase in line.phrases)
        and any(phrase.left >= gutter.middle for phrase in line.phrases)
        for line in lines
    ]
    return sum(both) >= (2 if both[0] else max(2, len(lines) / 4))


@dataclass(frozen=True, slots=True)
class Filled:
    """The grid of an area: edges and cells with the phrases that they hold; `free` is the white space at each edge."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[Span, tuple[Phrase, ...]], ...]
    free: tuple[tuple[float, float], ...] = ()


def fill(lines: Sequence[TextLine], columns: Sequence[Gutter], levels: Sequence[Level], box: Box) -> Filled:
    """Set up the grid of a table's area.

    `columns` are the gutters between its columns, `levels` the rules across inside the area, `box` its outline.
    """
    left, top, right, bottom = box
    columns = [_sharpened(gutter, lines) if gutter.left < gutter.right else gutter for gutter in columns]
    xs = (left, *(gutter.middle for gutter in columns), right)
    lines = split_lines(lines, xs, [(gutter.left, gutter.right) for gutter in columns])
    stub = (left + xs[1]) / 2
    full = [level for level, start, end in levels if end - start > 0.7 * (right - left) and start < stub]
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
    return Filled(xs, ys, cells, ((left, left), *((gutter.left, gutter.right) for gutter in columns), (right, right)))


def refill(grid: Grid, lines: Sequence[TextLine], levels: Sequence[Level]) -> Filled:
    """A grid of rules that parts too few rows or columns, set up again with the white space in it."""
    left, top, right, bottom = grid.box
    inside = [(level, start, end) for level, start, end in levels if top + 2 < level < bottom - 2]
    parted = [line for line in lines if len(line.phrases) > 1]
    columns = [Gutter(edge, edge, edge, 0.0) for edge in grid.xs[1:-1]]
    for gutter in gutters(parted):
        if not any(gutter.left - gutter.size < edge < gutter.right + gutter.size for edge in grid.xs[1:-1]):
            columns.append(gutter)
    return fill(lines, sorted(columns, key=lambda gutter: gutter.middle), inside, grid.box)


def _head(lines: Sequence[TextLine], full: Sequence[float], xs: Sequence[float]) -> int:
    """How many first lines are the heading: those above the first full rule, else those before the first values."""
    for level in sorted(full):
        above = sum(line.middle < level for line in lines)
        if 0 < above < len(lines):
            if _is_numbered(lines[:above], xs) and _is_numbered(lines[above:], xs):
                return 0
            if above <= max(len(lines) * 0.6, 2):
                return above
            break
    columns = len(xs) - 1
    for number, line in enumerate(lines):
        values = {place(phrase, xs)[0] for phrase in line.phrases if phrase.value} - {0}
        if 2 * len(values) >= columns - 1:
            return number
    return 0


def _is_numbered(lines: Sequence[TextLine], xs: Sequence[float]) -> bool:
    """Whether the first texts of the first column are numbers: a row on a page that does not repeat the heading."""
    first = next((phrase for line in lines for phrase in line.phrases if place(phrase, xs)[0] == 0), None)
    return first is not None and first.value and place(first, xs) == (0, 0)


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
