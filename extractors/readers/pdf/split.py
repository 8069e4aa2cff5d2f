"""Phrases that run over a column edge only because two cells stand close together, taken apart at their words."""

from collections.abc import Sequence
from statistics import median

from extractors.readers.pdf.header import place
from extractors.readers.pdf.words import Phrase, TextLine, line_of, phrase_of

_WIDER = 1.35
"""A gap so many times the phrase's least one parts two cells."""
_ALIGNED = 0.45
"""Cells of a column begin, end or are centred within so many font sizes of each other."""


def split_lines(
    lines: Sequence[TextLine], xs: Sequence[float], strips: Sequence[tuple[float, float]]
) -> list[TextLine]:
    """The lines, with phrases cut at those column edges where two cells meet.

    `xs` are the column edges with the outer ones, `strips` the white space around each inner one.
    """
    sides = [_sides(lines, xs, column) for column in range(len(xs) - 1)]
    return [
        line_of([part for phrase in line.phrases for part in _parts(phrase, xs, strips, sides)])
        if any(place(phrase, xs)[0] != place(phrase, xs)[1] for phrase in line.phrases)
        else line
        for line in lines
    ]


Sides = tuple[float | None, float | None, float | None]
"""Where the cells of a column usually begin, end and have their middle, None where they do not agree."""


def _sides(lines: Sequence[TextLine], xs: Sequence[float], column: int) -> Sides:
    mine = [phrase for line in lines for phrase in line.phrases if place(phrase, xs) == (column, column)]
    if len(mine) < 3:
        return (None, None, None)
    size = median(phrase.size for phrase in mine)
    left, right, middle = (
        _agreed(values, size)
        for values in (
            [phrase.left for phrase in mine],
            [phrase.right for phrase in mine],
            [phrase.middle for phrase in mine],
        )
    )
    return (left, right, middle)


def _agreed(values: Sequence[float], size: float) -> float | None:
    usual = median(values)
    near = sum(abs(value - usual) < _ALIGNED * size for value in values)
    return usual if near >= 0.6 * len(values) else None


def _parts(
    phrase: Phrase, xs: Sequence[float], strips: Sequence[tuple[float, float]], sides: Sequence[Sides]
) -> list[Phrase]:
    """A phrase in one piece or cut at column edges."""
    first, last = place(phrase, xs)
    if first == last or len(phrase.words) < 2:
        return [phrase]
    cuts = [cut for strip in strips[first:last] if (cut := _cut(phrase.words, strip)) is not None]
    gaps = [after.left - before.right for before, after in zip(phrase.words, phrase.words[1:], strict=False)]
    if not phrase.value:
        least = max(min(gaps), 0.2 * phrase.size)
        wide = [cut for cut in cuts if gaps[cut - 1] > _WIDER * least]
        pieces = _pieces(phrase.words, cuts)
        aligned = sum(_is_aligned(piece, xs, sides) for piece in pieces)
        whole = len(cuts) == last - first and aligned >= (len(pieces) if len(pieces) == 2 else 0.7 * len(pieces))
        cuts = cuts if whole else wide
    return _pieces(phrase.words, cuts)


def _cut(words: Sequence[Phrase], strip: tuple[float, float]) -> int | None:
    """The number of the word that begins beyond a gutter, None where a word fills the gutter."""
    best, number = 0.0, None
    for index in range(1, len(words)):
        slack = 0.3 * words[index].size
        low, high = words[index - 1].right - slack, words[index].left + slack
        shared = min(high, strip[1] + slack) - max(low, strip[0] - slack)
        if shared > best + 0.01 and low < strip[1] and high > strip[0]:
            best, number = shared, index
    return number


def _pieces(words: Sequence[Phrase], cuts: Sequence[int]) -> list[Phrase]:
    starts = [0, *sorted(set(cuts))]
    ends = [*starts[1:], len(words)]
    return [phrase_of(words[start:end]) for start, end in zip(starts, ends, strict=True)]


def _is_aligned(phrase: Phrase, xs: Sequence[float], sides: Sequence[Sides]) -> bool:
    """Whether a piece lies in one column and where that column's cells usually lie."""
    first, last = place(phrase, xs)
    if first != last:
        return False
    own = (phrase.left, phrase.right, phrase.middle)
    return any(
        usual is not None and abs(usual - mine) < _ALIGNED * phrase.size
        for usual, mine in zip(sides[first], own, strict=True)
    )
