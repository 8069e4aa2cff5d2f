"""Lines of a table's body put together into rows: by rules, by distances, by what wraps.

Works on phrases whose columns are known; no cell is made here.
"""

from collections.abc import Sequence
from statistics import median

from extractors.readers.pdf.header import place
from extractors.readers.pdf.words import TextLine

_FULL = 1.8
"""A text that reaches the next column up to so many font sizes may run over into the next line."""


def row_groups(lines: Sequence[TextLine], xs: Sequence[float], full: Sequence[float]) -> list[list[TextLine]]:
    """Lines put together into rows: by rules where (nearly) every row has one, else by wrapped lines."""
    if not lines:
        return []
    inner = [level for level in full if lines[0].middle < level < lines[-1].middle]
    if len(inner) >= 2 and _one_rule_a_row(lines, xs, len(inner) + 1):
        bands: dict[int, list[TextLine]] = {}
        for line in lines:
            bands.setdefault(sum(level < line.middle for level in inner), []).append(line)
        return [bands[number] for number in sorted(bands)]
    loose = _loose_gap(lines)
    gaps = [after.middle - before.middle for before, after in zip(lines, lines[1:], strict=False)]
    tight = min(gaps, default=0.0)
    pitch = _row_pitch(lines, xs)
    rows = [[lines[0]]]
    for before, line in zip(lines, lines[1:], strict=False):
        parted = any(before.middle < level < line.middle for level in inner)
        gap = line.middle - before.middle
        wrapped = gap < loose if loose else _goes_on(rows[-1], line, xs, gap, (tight, pitch))
        if wrapped and not parted:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _one_rule_a_row(lines: Sequence[TextLine], xs: Sequence[float], bands: int) -> bool:
    """Whether rules part every row: about as many bands as lines, or as lines with a label."""
    labelled = sum(any(place(phrase, xs)[0] == 0 for phrase in line.phrases) for line in lines)
    return 2 * bands >= len(lines) or labelled <= 1.4 * bands


def _loose_gap(lines: Sequence[TextLine]) -> float:
    """The line distance that parts rows in a table of wrapped texts; 0 where every line is a row."""
    gaps = [after.middle - before.middle for before, after in zip(lines, lines[1:], strict=False)]
    phrases = [phrase for line in lines for phrase in line.phrases]
    values = sum(phrase.value for phrase in phrases)
    if len(gaps) < 3 or values > 0.3 * len(phrases):
        return 0.0
    tight = min(gaps)
    wide = [gap for gap in gaps if gap > 1.25 * tight]
    return 1.2 * tight if len(wide) >= 2 and len(gaps) - len(wide) >= 2 else 0.0


def _row_pitch(lines: Sequence[TextLine], xs: Sequence[float]) -> float:
    """The usual distance of rows that have a label and more."""
    whole = [len({place(phrase, xs)[0] for phrase in line.phrases}) > 1 for line in lines]
    pairs = zip(lines, lines[1:], whole, whole[1:], strict=False)
    gaps = [after.middle - before.middle for before, after, one, two in pairs if one and two]
    return median(gaps) if gaps else 0.0


def _goes_on(
    row: Sequence[TextLine], line: TextLine, xs: Sequence[float], gap: float, usual: tuple[float, float]
) -> bool:
    """Whether a line only wraps the row above it; `usual` are the least line distance and the usual row distance."""
    tight, pitch = usual
    columns = {place(phrase, xs)[0] for phrase in line.phrases}
    above = {place(phrase, xs)[0] for before in row for phrase in before.phrases}
    if columns == {0}:
        return 0 in above and gap < 0.87 * pitch
    return (
        (0 not in columns or (len(columns) < len(above) and _run_over(row[-1], line, xs)))
        and columns <= above
        and not any(phrase.value for phrase in line.phrases)
        and gap < min(1.25 * tight, 2.2 * line.size)
    )


def _run_over(before: TextLine, line: TextLine, xs: Sequence[float]) -> bool:
    """Whether every text of a line goes on one that filled its column in the line before."""
    ends = {place(phrase, xs)[-1]: phrase.right for phrase in before.phrases}
    return all(
        (end := ends.get(place(phrase, xs)[-1])) is not None
        and xs[place(phrase, xs)[-1] + 1] - end < _FULL * line.size
        and phrase.right <= end + 0.5 * line.size
        for phrase in line.phrases
    )
