"""Tables of rules across only: rungs of one length, with text in columns between them.

Three rungs or more bound such a table surely, so its cells may hold wrapped text; the rest is for `borderless`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from extractors.readers.pdf.fill import Filled, Gutter, fill, gutters
from extractors.readers.pdf.header import Level, place
from extractors.readers.pdf.words import Phrase, TextLine, line_of

_SAME = 4.0
"""Rungs begin and end within so many points of each other."""
_RUNGS = 3
_CROWDED = 6
_SHORT = 4
"""A word of a heading that stands alone on its line is at most so many characters wide."""
_NAMED = 0.8
"""A heading names this part of the columns at least."""


def ladders(
    lines: Sequence[TextLine], levels: Sequence[Level], is_blank: Callable[[TextLine], bool]
) -> list[tuple[Filled, list[TextLine]]]:
    """Each such table with the lines it takes; blanks to be filled in never go on a table below its last rung."""
    found = []
    for rungs in _rungs(levels):
        for bands in _tabular(_bands(lines, rungs)):
            inside = [line for _, _, band in bands for line in band]
            box = (rungs[0][1], bands[0][0], rungs[0][2], bands[-1][1])
            head = _close_above(lines, box[1])
            between, xs = _columns(inside, [band for _, _, band in bands], head, box)
            if between:
                before = rest_above(lines, inside, xs, box[1]) or _heading(head, bands[0][2], xs)
                after = _after(lines, inside, xs, is_blank)
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
    every = [line for _, _, lines in bands for line in lines]
    if not every:
        return []
    width = max(line.right for line in every) - min(line.left for line in every)
    rows = [_has_row(lines, width) for _, _, lines in bands]
    begins = [
        phrase.left
        for (_, _, lines), row in zip(bands, rows, strict=True)
        if row
        for line in lines
        for phrase in line.phrases[1:]
    ]
    runs: list[list[tuple[Band, bool]]] = [[]]
    for band, row in zip(bands, rows, strict=True):
        if row or _goes_on(band[2], begins, width):
            runs[-1].append((band, row))
        elif runs[-1]:
            runs.append([])
    return [[band for band, _ in run] for run in runs if len(run) >= 2 and any(row for _, row in run)]


def _has_row(lines: Sequence[TextLine], width: float) -> bool:
    """Whether a line has gaps, and none without gaps fills the width of all text between the rungs."""
    return not _is_wide(lines, width) and any(len(line.phrases) > 1 for line in lines)


def _is_wide(lines: Sequence[TextLine], width: float) -> bool:
    return any(len(line.phrases) == 1 and line.right - line.left > 0.6 * width for line in lines)


def _goes_on(lines: Sequence[TextLine], begins: Sequence[float], width: float) -> bool:
    """Whether lines stand in one column right of the first, as the rest of a row that the page before began."""
    return (
        bool(lines)
        and not _is_wide(lines, width)
        and all(
            len(line.phrases) == 1 and sum(abs(line.left - begin) < 0.5 * line.size for begin in begins) > 1
            for line in lines
        )
    )


def _columns(
    lines: Sequence[TextLine],
    bands: Sequence[Sequence[TextLine]],
    head: Sequence[TextLine],
    box: tuple[float, float, float, float],
) -> tuple[list[Gutter], list[float]]:
    """The gutters and all column edges; none where the text between the rungs stands in no columns.

    Texts centred in their cells stand on lines of their own, so each band is looked at as one line too, and below what
    may be its heading: the reading with the most columns is taken.
    """
    parted = [line for line in lines if len(line.phrases) > 1]
    flat = [_flat(band) for band in bands]
    found = max(gutters(parted), gutters(flat), gutters([_flat(head), *flat]) if head else [], key=len)
    xs = [box[0], *(gutter.middle for gutter in found), box[2]]
    places = [place(phrase, xs) for line in parted for phrase in line.phrases]
    crossing = sum(first != last for first, last in places)
    if not found or len(parted) < 2 or crossing > 0.25 * len(places) + 2:
        return [], []
    return (found, xs) if len(found) > 1 or len(lines) >= _CROWDED else ([], [])


def _flat(lines: Sequence[TextLine]) -> TextLine:
    """All lines between two rungs as one: what stands above each other is one phrase."""
    flat: list[Phrase] = []
    for phrase in sorted((phrase for line in lines for phrase in line.phrases), key=lambda phrase: phrase.left):
        if flat and phrase.left < flat[-1].right:
            flat[-1] = replace(flat[-1], right=max(flat[-1].right, phrase.right))
        else:
            flat.append(phrase)
    return line_of(flat)


def _close_above(lines: Sequence[TextLine], edge: float) -> list[TextLine]:
    """The lines of several words, or a short one, right above the first rung, where no rule bounds a heading."""
    taken: list[TextLine] = []
    for line in sorted((line for line in lines if line.middle < edge), key=lambda line: -line.middle):
        if (taken[-1].top if taken else edge) - line.bottom > 1.2 * line.size:
            break
        if len(line.phrases) < 2 and line.right - line.left > _SHORT * line.size:
            break
        taken.append(line)
    return taken[::-1]


def _heading(head: Sequence[TextLine], band: Sequence[TextLine], xs: Sequence[float]) -> list[TextLine]:
    """The lines above the first rung if they are a heading: words in (nearly) every column, none across, no number."""
    first = [phrase for line in band for phrase in line.phrases if place(phrase, xs)[0] == 0]
    places = [place(phrase, xs) for line in head for phrase in line.phrases]
    whole = all(one == other for one, other in places) and all(phrase.value for phrase in first)
    return list(head) if whole and len(set(places)) >= _NAMED * (len(xs) - 1) else []


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
