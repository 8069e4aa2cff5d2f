"""Whether rows of text in columns are a table at all: not prose, not a list, not a table of contents.

Strictest with Chinese text, whose notices and forms often stand in columns without being tables.
"""

import re
from collections.abc import Sequence

import numpy as np

from extractors.readers.pdf.columns import dense_columns
from extractors.readers.pdf.fill import Gutter
from extractors.readers.pdf.header import FIRST, NAMED, Level, place
from extractors.readers.pdf.page import CJK
from extractors.readers.pdf.words import FreeText, Phrase, TextLine

_MARK = re.compile(
    r"[•■●○▪◆►\-–—*·]|[（(]?[0-9a-zA-Z一二三四五六七八九十]{1,3}[.)、）．]?|[①-⑳]"
    r"|[0-9]{1,2}(\.[0-9]{1,2}){1,3}\.?|\([0-9¹²³⁴⁵]\)"
)
_VALUES, _SHORT, _FILLED, _COMPLETE = 0.4, 16.0, 0.6, 0.9
"""Share of values that makes a table; letters of a short cell; share of filled cells in an unruled Chinese table, and
in a short one whose rows are numbered."""
_LABEL = 8
"""A heading's words have at most so many characters."""


def is_prose(text: FreeText, lines: Sequence[TextLine], xs: Sequence[float], found: Sequence[Gutter]) -> bool:
    """Whether columns are set with running text: two or more that nearly every line fills, below no heading."""
    if is_headed(text, lines, xs):
        return False
    dense = len(dense_columns(lines, found))
    return dense >= 2 or (dense == 1 and _marked(text, lines, xs))


def is_headed(text: FreeText, lines: Sequence[TextLine], xs: Sequence[float]) -> bool:
    """Whether a first line names (nearly) all of many columns, and a numbered row below fills most of them."""
    columns = len(xs) - 1
    if columns < NAMED:
        return False
    for number, line in enumerate(lines[:FIRST]):
        places = [place(phrase, xs) for phrase in line.phrases]
        short = all(phrase.last - phrase.first <= _LABEL and not phrase.value for phrase in line.phrases)
        own = {first for first, last in places if first == last}
        if short and len(own) == len(places) >= columns - 1:
            return any(_is_row(below, xs) for below in lines[number + 1 :])
    return False


def _is_row(line: TextLine, xs: Sequence[float]) -> bool:
    places = {place(phrase, xs)[0] for phrase in line.phrases}
    return line.phrases[0].value and 0 in places and 3 * len(places) >= 2 * (len(xs) - 1)


def _marked(text: FreeText, lines: Sequence[TextLine], xs: Sequence[float]) -> bool:
    """Whether the first of two columns holds only list marks and numbers of paragraphs."""
    first = [phrase for line in lines for phrase in line.phrases if place(phrase, xs)[0] == 0]
    marks = sum(_MARK.fullmatch(text.text(phrase)) is not None for phrase in first)
    return len(xs) == 3 and marks > 0.7 * len(first)


def is_worth(text: FreeText, lines: Sequence[TextLine], xs: Sequence[float], levels: Sequence[Level]) -> bool:
    """Whether rows in columns are a table: enough of them, with values or short texts, or bounded by rules.

    `xs` are the column edges with the outer ones, `levels` the rules across inside the area.
    """
    rows = [line for line in lines if len({place(phrase, xs)[0] for phrase in line.phrases}) > 1]
    cells = [phrase for line in rows for phrase in line.phrases if place(phrase, xs)[0] > 0]
    if not cells or _is_contents(text, rows, xs) or _marked(text, rows, xs):
        return False
    crossing = sum(place(phrase, xs)[0] != place(phrase, xs)[1] for line in rows for phrase in line.phrases)
    if crossing > 0.35 * len(rows) and crossing > 3:
        return False
    if sum(end - start > 0.75 * (xs[-1] - xs[0]) for _, start, end in levels) >= 2:
        return len(rows) >= 2
    if is_headed(text, rows, xs):
        return True
    values = sum(phrase.value for phrase in cells) / len(cells)
    chinese = _is_chinese(text, cells)
    if chinese and _is_counted(text, rows, xs):
        return True
    if chinese and (len(rows) < 4 or _filled(rows, xs) < _FILLED):
        return False
    if values >= _VALUES:
        return len(rows) >= 3
    letters = sum(phrase.last - phrase.first for phrase in cells) / len(cells)
    return len(rows) >= 4 and len(xs) >= 4 and letters <= _SHORT


def _is_counted(text: FreeText, rows: Sequence[TextLine], xs: Sequence[float]) -> bool:
    """Whether rows of three columns or more, all filled, are numbered through: the rest of a list on its last page."""
    numbers = [text.text(line.phrases[0]) for line in rows if place(line.phrases[0], xs) == (0, 0)]
    if len(xs) < 4 or len(numbers) < 2 or not all(number.isdecimal() for number in numbers):
        return False
    counted = [int(number) for number in numbers]
    return counted == list(range(counted[0], counted[0] + len(counted))) and _filled(rows, xs) >= _COMPLETE


def _is_chinese(text: FreeText, phrases: Sequence[Phrase]) -> bool:
    codes = np.concatenate([text.glyphs.codes[text.lines.glyph[phrase.first : phrase.last]] for phrase in phrases])
    return bool(np.count_nonzero(codes >= CJK) > 0.15 * len(codes))


def _filled(rows: Sequence[TextLine], xs: Sequence[float]) -> float:
    """Which part of the cells holds text, in rows that have a label."""
    places = [{place(phrase, xs)[0] for phrase in line.phrases} for line in rows]
    labelled = [columns for columns in places if 0 in columns]
    return sum(len(columns) for columns in labelled) / max(len(labelled) * (len(xs) - 1), 1)


def _is_contents(text: FreeText, rows: Sequence[TextLine], xs: Sequence[float]) -> bool:
    """Whether rows are a table of contents: a text, then page numbers that never fall."""
    if len(xs) > 4 or len(rows) < 4:
        return False
    last = [text.text(line.phrases[-1]) for line in rows]
    numbers = [int(word) for word in last if word.isdecimal()]
    return len(numbers) > 0.8 * len(rows) and numbers == sorted(numbers)
