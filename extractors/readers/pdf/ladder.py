"""Tables of rules across only: rungs of one length, with text in columns between them.

Three rungs or more bound such a table surely, so its cells may hold wrapped text; the rest is for `borderless`.
"""

from collections.abc import Callable, Sequence

from extractors.readers.pdf.fill import Filled, Gutter, fill, gutters
from extractors.readers.pdf.header import Level, place
from extractors.readers.pdf.words import TextLine

_SAME = 4.0
"""Rungs begin and end within so many points of each other."""
_RUNGS = 3
_CROWDED = 6


def ladders(
    lines: Sequence[TextLine], levels: Sequence[Level], is_blank: Callable[[TextLine], bool]
) -> list[tuple[Filled, list[TextLine]]]:
    """Each such table with the lines it takes; blanks to be filled in never go on a table below its last rung."""
    found = []
    for rungs in _rungs(levels):
        for bands in _tabular(_bands(lines, rungs)):
            inside = [line for _, _, band in bands for line in band]
            box = (rungs[0][1], bands[0][0], rungs[0][2], bands[-1][1])
            between, xs = _columns(inside, box)
            if between:
                before, after = rest_above(lines, inside, xs, box[1]), _after(lines, inside, xs, is_blank)
                top = before[0].top if before else box[1]
                bottom = after[-1].bottom if after else box[3]
                taken = [*before, *inside, *after]
                found.append((_filled(taken, levels, between, (box[0], top, box[2], bottom)), taken))
    return found


Band = tuple[float, float, list[TextLine]]
"""From, to, and the lines between two rungs."""


def _rungs(levels: Sequence[Level]) -> list[list[Level]]:
    """Rules across of the same length at the same place, from top to bottom."""
    groups: list[list[Level]] = []
    for rule in sorted(levels):
        _, start, end = rule
        for group in groups:
            if abs(group[-1][1] - start) <= _SAME and abs(group[-1][2] - end) <= _SAME:
                if rule[0] - group[-1][0] > _SAME:
                    group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= _RUNGS]


def _bands(lines: Sequence[TextLine], rungs: Sequence[Level]) -> list[Band]:
    _, start, end = rungs[0]
    mine = [line for line in lines if line.left > start - line.size and line.right < end + line.size]
    return [
        (above[0], below[0], [line for line in mine if above[0] < line.middle < below[0]])
        for above, below in zip(rungs, rungs[1:], strict=False)
    ]


def _tabular(bands: Sequence[Band]) -> list[list[Band]]:
    """Runs of two bands or more that hold rows of a table and no sentences."""
    runs: list[list[Band]] = [[]]
    for band in bands:
        if band[2] and _has_row(band[2]):
            runs[-1].append(band)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) >= 2]


def _has_row(lines: Sequence[TextLine]) -> bool:
    """Whether a line has gaps, and none without gaps fills the width."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    wide = any(len(line.phrases) == 1 and line.right - line.left > 0.6 * (right - left) for line in lines)
    return not wide and any(len(line.phrases) > 1 for line in lines)


def _columns(lines: Sequence[TextLine], box: tuple[float, float, float, float]) -> tuple[list[Gutter], list[float]]:
    """The gutters and all column edges; none where the text between the rungs stands in no columns."""
    parted = [line for line in lines if len(line.phrases) > 1]
    found = gutters(parted)
    xs = [box[0], *(gutter.middle for gutter in found), box[2]]
    places = [place(phrase, xs) for line in parted for phrase in line.phrases]
    crossing = sum(first != last for first, last in places)
    if not found or len(parted) < 2 or crossing > 0.25 * len(places) + 2:
        return [], []
    return (found, xs) if len(found) > 1 or len(lines) >= _CROWDED else ([], [])


def rest_above(
    lines: Sequence[TextLine], inside: Sequence[TextLine], xs: Sequence[float], edge: float
) -> list[TextLine]:
    """Lines right above a table's upper rule that only go on in one column: a row that the page before began.

    They stand where that column's text does, and nothing else stands above them.
    """
    above = sorted((line for line in lines if line.middle < edge), key=lambda line: line.middle)
    columns = {place(phrase, xs) for line in above for phrase in line.phrases}
    if len(columns) != 1 or any(len(line.phrases) > 1 for line in above):
        return []
    column, last = columns.pop()
    begins = [phrase.left for line in inside for phrase in line.phrases if place(phrase, xs) == (column, column)]
    chain = zip(above, [line.top for line in above[1:]] + [edge], strict=True)
    aligned = all(
        lower - line.bottom < 1.2 * line.size and sum(abs(line.left - begin) < 0.5 * line.size for begin in begins) > 1
        for line, lower in chain
    )
    return above if column == last > 0 and aligned else []


def _after(
    lines: Sequence[TextLine], inside: Sequence[TextLine], xs: Sequence[float], is_blank: Callable[[TextLine], bool]
) -> list[TextLine]:
    """Lines right below the last rung that go on in the columns, as the last row of a shaded table does."""
    taken: list[TextLine] = []
    bottom = max(line.bottom for line in inside)
    for line in sorted((line for line in lines if line.middle > bottom), key=lambda line: line.middle):
        places = [place(phrase, xs) for phrase in line.phrases]
        whole = all(first == last for first, last in places)
        wraps = bool(taken) and places[0][0] > 0
        if (
            is_blank(line)
            or line.top - bottom > 1.2 * line.size
            or not whole
            or not (wraps or 2 * len(set(places)) >= len(xs) - 1)
        ):
            break
        taken.append(line)
        bottom = line.bottom
    return taken


def _filled(
    lines: list[TextLine], levels: Sequence[Level], columns: Sequence[Gutter], box: tuple[float, float, float, float]
) -> Filled:
    left, top, right, bottom = box
    inside = [rule for rule in levels if top - 2 < rule[0] < bottom + 2 and rule[1] < right and rule[2] > left]
    return fill(lines, columns, inside, box)
