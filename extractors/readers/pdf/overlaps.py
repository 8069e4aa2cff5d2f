"""Text that lies over other text in its cell, or outside of what the page shows of it: what no reader sees in order."""

import numpy as np
import numpy.typing as npt

from extractors.readers.pdf.page import Glyphs, ideographs
from extractors.readers.pdf.text import Lines

OVERLAPPED = "这一格里的文字互相重叠，读出的顺序可能不对，请对照原表核对。"
_OVER = 0.5
"""Characters of a line that share so much of a font size, and lines that stand closer than it, lie over each other."""
_LEAST = 1.0
"""Points that characters share at least."""
_FEW = 3
"""Lines of fewer characters may be marks set close to a word."""


def overlapped(lines: Lines, glyphs: Glyphs) -> frozenset[int]:
    """The groups in which characters lie over other characters; `lines` are those of `glyphs`."""
    if len(lines) == 0:
        return frozenset()
    return frozenset([*_in_lines(lines, glyphs), *_between_lines(lines)])


def _in_lines(lines: Lines, glyphs: Glyphs) -> list[int]:
    """Groups with lines whose Chinese characters begin before the one to their left has ended."""
    at = lines.glyph
    left, right = glyphs.boxes[:, 0].take(at), glyphs.boxes[:, 2].take(at)
    shared = right[:-1] - left[1:]
    shared[lines.first[1:] - 1] = 0
    where = np.flatnonzero(shared > _LEAST) + 1
    if not len(where):
        return []
    one, two = at[where - 1], at[where]
    over = shared[where - 1] > _OVER * np.minimum(glyphs.size[one], glyphs.size[two])
    over &= np.abs(glyphs.boxes[two, 1] - glyphs.boxes[one, 1]) < _OVER * glyphs.size[two]  # not written downwards
    over &= ideographs(glyphs.codes[one]) & ideographs(glyphs.codes[two])
    found: list[int] = lines.group[np.searchsorted(lines.first, where[over], side="right") - 1].tolist()
    return found


def _between_lines(lines: Lines) -> list[int]:
    """Groups with lines that stand closer to the next one than any print does."""
    close = np.abs(lines.boxes[1:, 1] - lines.boxes[:-1, 1]) < _OVER * lines.size[1:]
    upper = np.flatnonzero(close & (lines.group[1:] == lines.group[:-1]))
    if not len(upper):
        return []
    one, two = lines.boxes[upper], lines.boxes[upper + 1]
    size = np.minimum(lines.size[upper], lines.size[upper + 1])
    length = np.diff(np.append(lines.first, len(lines.glyph)))
    over = np.minimum(one[:, 2], two[:, 2]) - np.maximum(one[:, 0], two[:, 0]) > _FEW * size
    over &= np.abs(two[:, 1] + two[:, 3] - one[:, 1] - one[:, 3]) / 2 < _OVER * size
    over &= np.minimum(length[upper], length[upper + 1]) >= _FEW
    found: list[int] = lines.group[upper[over]].tolist()
    return found


def cut_off(glyphs: Glyphs, group: npt.NDArray[np.int32]) -> bool:
    """Whether a cell's text is taller than what the page shows of it; `group` is -1 outside cells."""
    if glyphs.clips is None:
        return False
    middle = (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    outside = (middle < glyphs.clips[:, 1]) | (middle > glyphs.clips[:, 3])
    return bool((outside & (group >= 0)).any())
