"""Free characters → lines of phrases: runs of words with ordinary spaces, parted by the gaps that tables have.

A phrase is the unit in which `borderless` thinks. Nothing is decided about tables here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import numpy as np

from extractors.readers.pdf.page import CJK, Floats, Glyphs
from extractors.readers.pdf.text import Lines, set_lines

_VALUE = frozenset("0123456789０１２３４５６７８９.,:%‰$€£¥()[]+-–—−±*/·…<>≤≥§†‡")
_DOTS, _DASHES, _LEADER = frozenset(".…·・．"), frozenset("-_=—─━―"), 4
LEADERS = _DOTS | _DASHES
"""Characters that lead to a number or draw a rule, four or more in a row."""
_WORD, _PHRASE, _VALUES = 0.22, 0.65, 0.42
"""Gaps, in font sizes, that part words, phrases, and two numbers (which are set closer than texts)."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words of one line: box, font size, and the characters in line order `[first, last)`.

    `value` says that it is a number, a dash or the like, which never wraps. A single word has no `words` of its own.
    """

    left: float
    top: float
    right: float
    bottom: float
    size: float
    first: int
    last: int
    value: bool
    line: int
    words: tuple["Phrase", ...] = ()

    @property
    def middle(self) -> float:
        """Where its middle lies across the page."""
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class TextLine:
    """Phrases of one visual line, from left to right."""

    phrases: tuple[Phrase, ...]
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        """The line's level."""
        return (self.top + self.bottom) / 2

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.phrases[0].left

    @property
    def right(self) -> float:
        """Where the line ends."""
        return self.phrases[-1].right


@dataclass(frozen=True, slots=True)
class FreeText:
    """Lines of phrases, from top to bottom, out of `glyphs` in the order of `lines`.

    `drawn` are rules made of characters (-----): position, from, to, thickness.
    """

    glyphs: Glyphs
    lines: Lines
    rows: tuple[TextLine, ...]
    drawn: Floats

    def text(self, phrase: Phrase) -> str:
        """A phrase's characters, without spaces."""
        codes = self.glyphs.codes[self.lines.glyph[phrase.first : phrase.last]]
        return codes.astype("<u4").tobytes().decode("utf-32-le", "replace")


def free_text(glyphs: Glyphs) -> FreeText:
    """All lines of these characters; leaders (.....) are left out of the phrases."""
    lines = set_lines(glyphs, np.zeros(len(glyphs), np.int32), free=True)
    if not len(lines):
        return FreeText(glyphs, lines, (), np.zeros((0, 4), np.float32))
    order = lines.glyph
    boxes, size = glyphs.boxes[order], glyphs.size[order]
    gap = np.zeros(len(order), np.float32)
    gap[1:] = boxes[1:, 0] - boxes[:-1, 2]
    spaced = glyphs.space[order] & (glyphs.codes[order] < CJK)
    head = (gap > _WORD * size) | (spaced & (gap > 0.1 * size))
    head[lines.first] = True
    starts = np.flatnonzero(head)
    ends = np.concatenate([starts[1:], [len(order)]])
    left = boxes[starts, 0].tolist()
    right = np.maximum.reduceat(boxes[:, 2], starts).tolist()
    top = np.minimum.reduceat(boxes[:, 1], starts).tolist()
    bottom = np.maximum.reduceat(boxes[:, 3], starts).tolist()
    sizes = np.maximum.reduceat(size, starts).tolist()
    text = glyphs.codes[order].astype("<u4").tobytes().decode("utf-32-le", "replace")
    of_line = (np.searchsorted(lines.first, starts, side="right") - 1).tolist()
    spots = list(zip(starts.tolist(), ends.tolist(), strict=True))
    words, drawn = [], []
    for index, (start, end) in enumerate(spots):
        word = text[start:end]
        if len(word) >= _LEADER and _DOTS.issuperset(word):
            continue
        if len(word) >= _LEADER and _DASHES.issuperset(word):
            drawn.append(((top[index] + bottom[index]) / 2, left[index], right[index], 0.0))
            continue
        box = (left[index], top[index], right[index], bottom[index])
        words.append(Phrase(*box, sizes[index], start, end, _is_value(word), of_line[index]))
    rows = tuple(_line(list(group)) for _, group in groupby(words, key=attrgetter("line")))
    return FreeText(glyphs, lines, rows, np.array(drawn, np.float32).reshape(-1, 4))


def _is_value(word: str) -> bool:
    """Whether a word is a number or stands for one."""
    marks = sum(character in _VALUE for character in word)
    return marks >= 0.6 * len(word) and len(word) <= 24 and "：" not in word


def _line(words: Sequence[Phrase]) -> TextLine:
    """Words of one line put together into phrases."""
    gaps = sorted(after.left - before.right for before, after in zip(words, words[1:], strict=False))
    size = max(word.size for word in words)
    usual = min(1.6 * gaps[len(gaps) // 2], 1.1 * size) if len(gaps) > 3 else 0.0
    runs = [[words[0]]]
    for before, word in zip(words, words[1:], strict=False):
        both = all(one.value for one in runs[-1]) and word.value
        limit = _VALUES * min(before.size, word.size) if both else max(_PHRASE * size, usual)
        if word.left - max(one.right for one in runs[-1]) > limit:
            runs.append([word])
        else:
            runs[-1].append(word)
    return line_of([phrase_of(run) for run in runs])


def phrase_of(words: Sequence[Phrase]) -> Phrase:
    """Words that follow each other as one phrase."""
    if len(words) == 1:
        return words[0]
    return Phrase(
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
        max(word.size for word in words),
        words[0].first,
        words[-1].last,
        all(word.value for word in words),
        words[0].line,
        tuple(words),
    )


def line_of(phrases: Sequence[Phrase]) -> TextLine:
    """Phrases of one line together."""
    return TextLine(
        tuple(phrases),
        min(phrase.top for phrase in phrases),
        max(phrase.bottom for phrase in phrases),
        max(phrase.size for phrase in phrases),
    )
