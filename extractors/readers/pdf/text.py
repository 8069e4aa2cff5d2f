"""Characters → lines → strings: text set in visual order inside cells or free on the page.

Works on whole pages at once (arrays, no loop over characters). Knows nothing of PDFium and nothing of tables: a group
is any number given to a character (a cell, or 0 for free text).
"""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractors.readers.pdf.page import CJK, Flags, Floats, Glyphs, ideographs

_SPACE, _NEWLINE = np.uint32(32), np.uint32(10)
_FAR = 1e5
"""More points than any page has, to sort by a number first and by a place then."""
_LINE_GAP = 0.45
"""Characters whose middles lie this part of a font size apart across the writing are on two lines."""
_WORD_GAP, _WIDE_GAP = 0.22, 1.2
"""Gaps, in font sizes, that part words of letters, and words of Chinese or of one run of text."""
_BLANK, _RARE = 0.8, 5
"""A blank is so wide against the character behind it; a title set wide has more than one in so many characters."""
_SUPPLEMENT = (
    "⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞"
    "⻝食⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻱龟⻳龟"
)
RADICALS = {code: ord(unicodedata.normalize("NFKC", chr(code))) for code in range(0x2F00, 0x2FD6)} | {
    ord(radical): ord(character) for radical, character in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)
}
"""Radicals that fonts name instead of the character of the same shape (⻓ for 长), by code point."""
_LIGATURES = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines in order of group, then downwards. `text` holds all of them; line i is text[start[i]:end[i]].

    `group`, `boxes` (n, 4) and `size` (the largest font) have one entry per line; `glyph` has the positions of the
    characters in line order and `first` where each line begins in it.
    """

    text: str
    start: npt.NDArray[np.intp]
    end: npt.NDArray[np.intp]
    group: npt.NDArray[np.int32]
    boxes: Floats
    size: Floats
    glyph: npt.NDArray[np.intp]
    first: npt.NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.group)

    def line(self, number: int) -> str:
        """The text of one line."""
        return expanded(self.text[self.start[number] : self.end[number]])

    def by_group(self) -> dict[int, str]:
        """The text of each group, its lines joined by newlines (stacked characters without)."""
        if not len(self.group):
            return {}
        heads = np.flatnonzero(np.concatenate([[True], self.group[1:] != self.group[:-1]]))
        tails = np.concatenate([heads[1:], [len(self.group)]]) - 1
        texts = zip(self.group[heads].tolist(), self.start[heads].tolist(), self.end[tails].tolist(), strict=True)
        return {group: expanded(self.text[start:end]) for group, start, end in texts}


def set_lines(glyphs: Glyphs, group: npt.NDArray[np.int32], *, free: bool = False) -> Lines:
    """Set characters into lines inside their groups; doubled (fake bold) characters are left out.

    With `free` text a wide gap is a space even where the file writes on without one.
    """
    if not len(glyphs):
        none = np.zeros(0, np.intp)
        return Lines(
            "", none, none, none.astype(np.int32), np.zeros((0, 4), np.float32), none.astype(np.float32), none, none
        )
    low, high, level = _along(glyphs)
    downwards = _downwards(glyphs, group)
    if downwards is not None:
        low = np.where(downwards, glyphs.boxes[:, 1], low)
        high = np.where(downwards, glyphs.boxes[:, 3], high)
        level = np.where(downwards, -(glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2, level)
    key = group.astype(np.int64) * 4 + glyphs.turn
    order = np.argsort(key * _FAR + level)
    key, level, size = key[order], level[order], glyphs.size[order]
    tall = np.maximum(size[1:], size[:-1])
    new = np.concatenate([[True], (key[1:] != key[:-1]) | (level[1:] - level[:-1] > _LINE_GAP * tall)])
    line = np.cumsum(new)
    resort = np.argsort(line * _FAR + low[order])
    order, line = order[resort], line[resort]
    fresh = _without_doubles(glyphs, order, line)
    order, line = order[fresh], line[fresh]
    one_word = np.zeros(len(order), np.bool_) if downwards is None else downwards[order]
    spaced = _spaces(glyphs, order, line, low[order], high[order], free=free) & ~one_word
    return _composed(glyphs, group, order, line, spaced, one_word)


def _along(glyphs: Glyphs) -> tuple[Floats, Floats, Floats]:
    """Where each character begins and ends along its own writing direction, and its level across it."""
    left, top, right, bottom = glyphs.boxes.T
    level = (top + bottom) / 2
    if not glyphs.turn.any():
        return left, right, level
    middle = (left + right) / 2
    turn = glyphs.turn
    return (
        np.choose(turn, [left, top, -right, -bottom]),
        np.choose(turn, [right, bottom, -left, -top]),
        np.choose(turn, [level, -middle, -level, middle]),
    )


def _downwards(glyphs: Glyphs, group: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_] | None:
    """Marks Chinese text written from top to bottom (its columns from right to left)."""
    if len(glyphs) < 3:
        return None
    x, y = glyphs.boxes[:, 0], glyphs.boxes[:, 1]
    size = glyphs.size[1:]
    drop = y[1:] - y[:-1]
    step = (np.abs(x[1:] - x[:-1]) < 0.3 * size) & (drop > 0.5 * size) & (drop < 2.2 * size)
    step &= (group[1:] == group[:-1]) & (glyphs.codes[1:] >= CJK) & (glyphs.turn[1:] == 0)
    if np.count_nonzero(step) < 2:
        return None
    offset = group - group.min()
    counts = np.bincount(offset)
    downward = np.bincount(offset[1:][step], minlength=len(counts)) > 0.6 * (counts - 1)
    marked: npt.NDArray[np.bool_] = (downward & (counts >= 3))[offset]
    return marked if marked.any() else None


def _without_doubles(glyphs: Glyphs, order: npt.NDArray[np.intp], line: npt.NDArray[np.int_]) -> npt.NDArray[np.bool_]:
    """Marks all but characters painted again over themselves, slightly moved, to look bold.

    Two equal characters that one wide glyph stands for (—— drawn as a whole) share its box and are both kept.
    """
    codes, fresh = glyphs.codes[order], np.ones(len(order), np.bool_)
    for step in (1, 2):
        same = np.flatnonzero((codes[step:] == codes[:-step]) & (line[step:] == line[:-step]))
        if len(same):
            one, two = order[same], order[same + step]
            near = np.abs(glyphs.boxes[two, 0:2] - glyphs.boxes[one, 0:2]).max(axis=1) < 0.18 * glyphs.size[two]
            one, two, same = one[near], two[near], same[near]
            if len(same):
                wide = _extents(glyphs, two) > 1.6 * np.median(_extents(glyphs, order))
                fresh[same[~(wide & (np.abs(two - one) == 1))] + step] = False
    return fresh


def _extents(glyphs: Glyphs, which: npt.NDArray[np.intp]) -> Floats:
    """How far characters reach along their writing direction."""
    sides = glyphs.boxes[which, 2:] - glyphs.boxes[which, :2]
    return np.where(glyphs.turn[which] % 2 == 0, sides[:, 0], sides[:, 1])


def _composed(
    glyphs: Glyphs,
    group: npt.NDArray[np.int32],
    order: npt.NDArray[np.intp],
    line: npt.NDArray[np.int_],
    space: npt.NDArray[np.bool_],
    one_word: npt.NDArray[np.bool_],
) -> Lines:
    """Strings and boxes of lines whose characters are in order already."""
    count = len(order)
    starts = np.concatenate([[True], line[1:] != line[:-1]])
    first = np.flatnonzero(starts)
    codes, boxes, owner = glyphs.codes[order], glyphs.boxes[order], group[order]
    newline = starts & ~one_word
    newline[0] = False
    newline |= one_word & np.concatenate([[False], owner[1:] != owner[:-1]])
    newline[first[_stacked(codes, first, owner[first], count)]] = False
    extra = newline.astype(np.intp) + space
    place = np.arange(count) + np.cumsum(extra)
    text = np.full(int(place[-1]) + 1, _SPACE, np.uint32)
    text[place] = codes
    text[place[newline] - 1] = _NEWLINE
    last = np.concatenate([first[1:], [count]]) - 1
    return Lines(
        _decoded(text),
        place[first],
        place[last] + 1,
        owner[first].astype(np.int32),
        np.concatenate(
            [np.minimum.reduceat(boxes[:, :2], first, axis=0), np.maximum.reduceat(boxes[:, 2:], first, axis=0)], axis=1
        ),
        np.maximum.reduceat(glyphs.size[order], first),
        order,
        first,
    )


def _stacked(
    codes: npt.NDArray[np.uint32], first: npt.NDArray[np.intp], owner: npt.NDArray[np.int32], count: int
) -> npt.NDArray[np.intp]:
    """Lines that only go on a word written downwards (行/政/许/可): every line of their group is one character."""
    lengths = np.diff(np.concatenate([first, [count]]))
    heads = np.concatenate([[True], owner[1:] != owner[:-1]])
    number = np.cumsum(heads) - 1
    single = np.minimum.reduceat((lengths == 1) & (codes[first] >= CJK), np.flatnonzero(heads))
    return np.flatnonzero(single[number] & ~heads)


def _spaces(
    glyphs: Glyphs, order: npt.NDArray[np.intp], line: npt.NDArray[np.int_], low: Floats, high: Floats, *, free: bool
) -> npt.NDArray[np.bool_]:
    """Before which characters a space stands."""
    wide = glyphs.codes[order] >= CJK
    beside_wide = wide.copy()
    beside_wide[1:] |= wide[:-1]
    follows, gap = np.zeros(len(order), np.bool_), np.zeros(len(order), np.float32)
    follows[1:] = order[1:] == order[:-1] + 1
    gap[1:] = low[1:] - high[:-1]
    by_gap = gap > np.where(beside_wide | follows, _WIDE_GAP, _WORD_GAP) * glyphs.size[order]
    if free:
        by_gap |= _blanks(glyphs.codes[order], line, low, high)
    else:
        by_gap &= ~follows
    space: npt.NDArray[np.bool_] = by_gap | (follows & glyphs.space[order])
    space[0] = False
    space[1:] &= line[1:] == line[:-1]
    return space


def _blanks(codes: npt.NDArray[np.uint32], line: npt.NDArray[np.int_], low: Floats, high: Floats) -> Flags:
    """Before which Chinese characters a blank as wide as one stands, in lines that are not set in such blanks."""
    chinese, sign = ideographs(codes), codes > 0xFF
    blank = np.zeros(len(line), np.bool_)
    blank[1:] = chinese[1:] & (chinese | ~sign)[:-1] & (line[1:] == line[:-1])
    blank[1:] &= low[1:] - high[:-1] > _BLANK * (high[1:] - low[1:])
    if not blank.any():
        return blank
    few: Flags = _RARE * np.bincount(line, weights=blank) <= np.bincount(line)
    return blank & few[line]


def _decoded(text: npt.NDArray[np.uint32]) -> str:
    """Code points as a string, radicals as the characters they stand for."""
    odd = (text >= 0x2E80) & (text < 0x2FE0)
    if odd.any():
        text[odd] = [RADICALS.get(code, code) for code in text[odd].tolist()]
    return text.astype("<u4").tobytes().decode("utf-32-le", "replace")


def expanded(text: str) -> str:
    """Ligatures of Latin letters taken apart."""
    return _LIGATURE.sub(lambda found: _LIGATURES[found[0]], text)
