"""Tables without a full grid: found by rows of phrases that stand in columns, with what rules there are.

Careful with prose: columns of running text, numbered paragraphs, tables of contents and Chinese text set in lines are
no tables. The grid itself is set up by `fill`.
"""

import re
from collections.abc import Sequence
from functools import partial

from extractors.readers.pdf.fill import Filled, Gutter, fill, gutters
from extractors.readers.pdf.header import Level, place
from extractors.readers.pdf.ladder import ladders, rest_above
from extractors.readers.pdf.words import FreeText, TextLine
from extractors.readers.pdf.worth import is_prose, is_worth

_COLON = re.compile("[:：]")
_GAP = 1.0
"""A gap of so many font sizes makes a line a candidate for a row."""
_CLOSE = 0.9
"""Lines of one text lie no more than so many font sizes apart."""
_FAR = 3.6
"""Lines further apart than so many font sizes do not belong to one table unless rules say so."""


def loose_tables(text: FreeText, levels: Sequence[Level]) -> list[Filled]:
    """All tables that stand free of a full grid; `levels` are the page's rules across."""
    tables = []
    rows = list(text.rows)
    for table, lines in ladders(rows, levels, partial(_is_blank, text)):
        tables.append(table)
        rows = [line for line in rows if line not in lines]
        levels = [rule for rule in levels if not table.ys[0] - 3 < rule[0] < table.ys[-1] + 3]
    return tables + [table for run in _runs(rows) for table in _in_run(text, run, levels)]


def _is_gappy(line: TextLine) -> bool:
    return any(
        after.left - before.right > _GAP * min(before.size, after.size) or (after.value and before.value)
        for before, after in zip(line.phrases, line.phrases[1:], strict=False)
    )


def _runs(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines that follow each other closely, most of them with gaps, as the rows of a table do."""
    runs: list[list[TextLine]] = []
    run: list[TextLine] = []
    single = 0
    for line in lines:
        gappy = _is_gappy(line)
        far = bool(run) and line.top - run[-1].bottom > _FAR * line.size
        wraps = not gappy and bool(run) and _wraps(line, run[-1], min(before.left for before in run))
        if run and (far or (not gappy and not wraps and (single >= 3 or _is_sentence(line, run)))):
            runs.append(run)
            run, single = [], 0
        if gappy:
            run.append(line)
            single = 0
        elif run:
            run.append(line)
            single += not wraps
    runs.append(run)
    return [done for done in map(_trimmed, runs) if len(done) >= 2]


def _wraps(line: TextLine, before: TextLine, edge: float) -> bool:
    """Whether a line only goes on one of the texts right of the first column in the line above; `edge` is its left."""
    first = before.phrases[0]
    begins = [phrase.left for phrase in before.phrases[1:]]
    if not begins or first.left > edge + first.size:
        begins.append(first.left)
    return any(abs(line.left - begin) < 0.5 * line.size for begin in begins) and line.left > 0


def _trimmed(run: Sequence[TextLine]) -> list[TextLine]:
    """A run without the single phrases at its end that go on none of its texts."""
    last = max((number for number, line in enumerate(run) if _is_gappy(line)), default=-1)
    edge = min((line.left for line in run), default=0.0)
    while 0 <= last < len(run) - 1 and _wraps(run[last + 1], run[last], edge) and _gap(run[last : last + 2]) < _CLOSE:
        last += 1
    return list(run[: last + 1])


def _is_sentence(line: TextLine, run: Sequence[TextLine]) -> bool:
    """Whether a line of one phrase runs over most of a table's width, as no row label does."""
    left = min(before.left for before in run)
    right = max(before.right for before in run)
    return line.right - line.left > 0.6 * (right - left)


def _in_run(text: FreeText, run: list[TextLine], levels: Sequence[Level]) -> list[Filled]:
    """The table that a run of lines is, or those in its columns, or none."""
    run = _without_blanks(text, run)
    gappy = [line for line in run if _is_gappy(line)]
    found = gutters(gappy)
    if not found:
        return []
    if is_prose(text, gappy, _edges(gappy, found), found):
        return []
    lines, box = _extent(text, run, found, levels)
    if not lines:
        return []
    inside = [rule for rule in levels if box[1] - 2 < rule[0] < box[3] + 2 and rule[2] > box[0] and rule[1] < box[2]]
    if not is_worth(text, lines, [box[0], *(gutter.middle for gutter in found), box[2]], inside):
        return []
    return [fill(lines, found, inside, box)]


def _without_blanks(text: FreeText, run: list[TextLine]) -> list[TextLine]:
    """A run without a first and last line of blanks, unless it is a form full of them."""
    blank = [_is_blank(text, line) for line in run]
    if sum(blank) > 2:
        return run
    first, last = int(blank[0]), len(run) - int(blank[-1])
    return run[first:last]


def _is_blank(text: FreeText, line: TextLine) -> bool:
    """Whether a line is blanks to be filled in (填报人：… 联系电话：…): each phrase has a colon, one alone its last."""
    words = [text.text(phrase) for phrase in line.phrases]
    return all(_COLON.search(word) for word in words) and (len(words) > 1 or words[0][-1] in ":：")


def _edges(lines: Sequence[TextLine], found: Sequence[Gutter]) -> list[float]:
    left = min(line.left for line in lines)
    right = max(line.right for line in lines)
    return [left, *(gutter.middle for gutter in found), right]


def _extent(
    text: FreeText, run: list[TextLine], found: Sequence[Gutter], levels: Sequence[Level]
) -> tuple[list[TextLine], tuple[float, float, float, float]]:
    """All lines of the table and its outline: heading lines above and last lines below taken in as rules bound them."""
    xs = _edges(run, found)
    full = _full(levels, xs)
    lines = _without_strays(run, full, xs)
    if not lines:
        return [], (0.0, 0.0, 0.0, 0.0)
    top, lines = _upwards(text.rows, lines, full, xs)
    bottom, lines = _downwards(text.rows, lines, full, xs)
    left = min(line.left for line in lines)
    right = max(line.right for line in lines)
    for level, start, end in full:
        if top - 2 <= level <= bottom + 2:
            left, right = min(left, start), max(right, end)
    return lines, (left, top, right, bottom)


def _full(levels: Sequence[Level], xs: Sequence[float]) -> list[Level]:
    """Rules about as wide as the table, from top to bottom."""
    width = xs[-1] - xs[0]
    return sorted(
        (level, start, end)
        for level, start, end in levels
        if min(end, xs[-1]) - max(start, xs[0]) > 0.8 * width and end - start < 1.5 * width + 40
    )


def _without_strays(run: list[TextLine], full: Sequence[Level], xs: Sequence[float]) -> list[TextLine]:
    """A run without lines above its first and below its last rule that do not stand in its columns."""
    lines = list(run)
    inside = [level for level, _, _ in full if run[0].middle < level < run[-1].middle]
    if inside:
        while lines and lines[0].middle < inside[0] and not _fits(lines[0], xs):
            lines.pop(0)
        while lines and lines[-1].middle > inside[-1] and not _fits(lines[-1], xs) and not _hangs(lines):
            lines.pop()
    return lines


def _hangs(lines: Sequence[TextLine]) -> bool:
    """Whether the last lines only go on a text of a row above them, right of its first column."""
    for line, before in zip(reversed(lines), reversed(lines[:-1]), strict=False):
        if not _wraps(line, before, lines[0].left) or _gap([before, line]) > _CLOSE:
            return False
        if len(before.phrases) > 1:
            return True
    return False


def _fits(line: TextLine, xs: Sequence[float]) -> bool:
    """Whether a line fills half of the columns without crossing their edges."""
    places = [place(phrase, xs) for phrase in line.phrases]
    return all(first == last for first, last in places) and 2 * len(set(places)) >= len(xs) - 1


def _upwards(
    rows: Sequence[TextLine], lines: list[TextLine], full: Sequence[Level], xs: Sequence[float]
) -> tuple[float, list[TextLine]]:
    """Take in the heading lines up to the table's upper rule; returns the table's upper edge too."""
    above = [line for line in rows if line.middle < lines[0].middle and _beside(line, xs)]
    edge = lines[0].top
    for number, (level, _, _) in enumerate(sorted((rule for rule in full if rule[0] < lines[0].middle), reverse=True)):
        between = [line for line in above if level < line.middle < lines[0].middle]
        ragged = any(_is_sentence(line, lines) and not _is_gappy(line) for line in between)
        gaps = sum(_is_gappy(line) for line in between)
        chain = [*between, lines[0]]
        far = _gap(chain) > 1.5 * _FAR
        distant = chain[0].top - level > 2 * _FAR * chain[0].size
        if ragged or far or distant or len(between) > 9 or (number and 2 * gaps < len(between)):
            break
        lines, edge = [*between, *lines], level
    if edge == lines[0].top:
        for line in reversed(above):
            first = min(place(phrase, xs)[0] for phrase in line.phrases)
            if lines[0].top - line.bottom > 0.9 * line.size or (first == 0 and len(line.phrases) < 2):
                break
            lines = [line, *lines]
        edge = lines[0].top
    elif rest := rest_above(rows, lines, xs, edge):
        return rest[0].top, [*rest, *lines]
    return edge, lines


def _gap(lines: Sequence[TextLine]) -> float:
    """The widest white space between lines that follow each other, in font sizes."""
    return max(
        ((after.top - line.bottom) / line.size for line, after in zip(lines, lines[1:], strict=False)), default=0
    )


def _beside(line: TextLine, xs: Sequence[float]) -> bool:
    return line.right > xs[0] and line.left < xs[-1]


def _downwards(
    rows: Sequence[TextLine], lines: list[TextLine], full: Sequence[Level], xs: Sequence[float]
) -> tuple[float, list[TextLine]]:
    """Take in the few last lines above the table's lower rule; returns the table's lower edge too."""
    last = lines[-1]
    for level, _, _ in full:
        if level < last.middle:
            continue
        between = [line for line in rows if last.middle < line.middle < level and _beside(line, xs)]
        chain = [last, *between]
        far = _gap(chain) > _FAR
        if far or len(between) > 3 or any(_is_sentence(line, lines) for line in between):
            break
        if level - chain[-1].bottom < _FAR * last.size:
            return level, [*lines, *between]
        break
    return last.bottom, lines
