"""Dashes that recognition passes over without a word: found by their shape on a line's picture and put back.

Only what lies level in the middle of the line, thin, and apart from all letters is a dash.
"""

import cv2
import numpy as np

from extractors.readers.scan.models import Picture, Reading

_THIN = 0.17
"""Thickness of a dash at most, in heights of the line's ink."""
_SHORT, _DOUBLE = 0.65, 1.45
"""Width of a dash at least, and from which on it is two characters wide (破折号), in heights of the line's ink."""
_MIDDLE = (0.3, 0.72)
"""Where a dash lies in the line's height, from above."""
_GAP = 0.3
"""The gap inside a dash of two strokes at most, in heights."""
_LIKE = frozenset("—–-－一─━_~～")
_LONGEST = 2.6
"""Width of a dash at most: what is wider is what was left of a rule."""
_SCORE = 0.6
"""How sure a dash put back is: its cell stays in doubt."""


def with_dashes(reading: Reading, line: Picture) -> Reading:
    """The reading with the dashes that the picture shows where no other letter was read."""
    if not reading.text:
        return reading
    for start, end, tall in _dashes(line):
        reading = _put(reading, start, end, (end - start) * line.shape[1] >= _DOUBLE * tall)
    return reading


def _put(reading: Reading, start: float, end: float, double: bool) -> Reading:
    """One dash in the reading, unless a letter that is none stands there, or a single one is read already."""
    rim = (end - start) * 0.1
    inside = [index for index, at in enumerate(reading.at) if start - rim <= at <= end + rim]
    if any(reading.text[index] not in _LIKE for index in inside) or (inside and (not double or len(inside) > 1)):
        return reading
    before = inside[0] if inside else sum(at < start for at in reading.at)
    after = before + len(inside)
    text, score, quarter = ("——", _SCORE, (end - start) / 4) if double else ("—", _SCORE, (end - start) / 2)
    places = (start + quarter, end - quarter) if double else (start + quarter,)
    return Reading(
        reading.text[:before] + text + reading.text[after:],
        (*reading.scores[:before], *(score for _ in text), *reading.scores[after:]),
        (*reading.at[:before], *places, *reading.at[after:]),
    )


def _dashes(line: Picture) -> list[tuple[float, float, float]]:
    """Where level strokes stand apart from all letters: from, to (0 to 1 of the width), and the height of the ink."""
    height, width = line.shape
    dark = int(line.min())
    ink = (line < (dark + 2 * 250) // 3).astype(np.uint8) if dark < 200 else np.zeros_like(line)
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return []
    top, tall = int(rows[0]), float(rows[-1] - rows[0] + 1)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    pieces: list[list[float]] = []
    for left, upper, wide, high, _ in sorted(stats[1:].tolist()):
        middle = (upper + high / 2 - top) / tall
        if high > max(_THIN * tall, 3) or wide < 3 * high or not _MIDDLE[0] <= middle <= _MIDDLE[1]:
            continue
        if pieces and left - pieces[-1][1] <= _GAP * tall and abs(middle - pieces[-1][2]) < 0.1:
            pieces[-1][1] = left + wide
        else:
            pieces.append([left, left + wide, middle])
    wanted = [(start, end) for start, end, _ in pieces if _SHORT * tall <= end - start <= _LONGEST * tall]
    return [(start / width, end / width, tall) for start, end in wanted if _apart(ink, int(start), int(end))]


def _apart(ink: Picture, start: int, end: int) -> bool:
    """Whether nothing stands above or below a stroke, as it does in 二, 三 and 王."""
    columns = ink[:, start + 1 : max(end - 1, start + 2)]
    return bool(np.mean(np.abs(np.diff(columns.astype(np.int8), axis=0)).sum(axis=0) <= 2) > 0.97)
