"""One page end inside a table: was its last row cut in two, and which merged cells run on? Evidence, no wording.

All scores are log odds: above 0 the row below goes on with the row above. Each column gives what its filled and empty
halves, the room left in the upper half and the words on both sides say; the page gives how rows end on it.
"""

import bisect
import math
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.readers.stitch.stats import Column, folded
from extractors.readers.stitch.text import clip, goes_on

UNSURE = 2.0
"""Below this score (odds of 7 to 1) evidence decides nothing alone."""
SURE = 4.0
"""From this score on (50 to 1) a cut is settled; below it a person is told of the choice."""
_FULL, _NEARLY = 1.2, 2.7
"""Lines of room: below the first a cell's text may run on; up to the second, word processors keep lines together."""
_LABEL = 16
"""The most characters that the name of a group has."""
_SOME, _MANY = 5, 12
"""Cells, nearly all filled and none like the one before, after which an empty one is taken for a merged one."""
_ROWS = 3
"""Whole rows from which the size of a row says something."""
GAP = 3.0
"""Lines left free at the foot of a page that a row which may be cut would have used."""


@dataclass(frozen=True, slots=True)
class Half:
    """A row on one side of the cut: texts, over how many rows each cell goes, where each cell begins.

    `room` is how many more lines each cell had place for on its page, None where that is unknown; `here` is the text
    on this page only, where a row runs over three pages.
    """

    texts: tuple[str, ...]
    tall: tuple[int, ...]
    left: tuple[int, ...]
    room: tuple[float | None, ...]
    here: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manner:
    """How rows behave at the table's page ends: log odds that a row is cut, usual row sizes, whether columns merge."""

    prior: float
    sizes: tuple[int, ...]
    """Sorted sizes (characters of the longest cell) of whole rows."""
    heights: tuple[int, ...]
    """Sorted numbers of visual lines of whole rows, empty where newlines are none."""
    merged: tuple[float, ...]
    """Share of rows at which a cell of the column begins: 1 where cells are never merged downwards."""
    numbered: tuple[bool, ...]
    """Columns that count 1, 2, 3."""
    bare: bool = False
    """Whether the table has whole rows without a word of their own, beside merged cells."""
    leading: int = 0
    """Columns left of the first that is always filled: where lists put the groups that rows belong to."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A page end: the row above, the row below, and how many lines were left free above it (None: unknown).

    `kept` says that the table keeps rows whole elsewhere, leaving pages free; `alone` that the row above is the only
    one on its page, which is the one way a row kept whole may still be cut.
    """

    upper: Half
    lower: Half
    gap: float | None
    kept: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """`broken`: one row cut in two. Else `running` are the columns whose merged cell runs on below.

    Of these, `guessed` are columns in which no merged cell is drawn: only that they are filled everywhere else.
    """

    broken: bool
    score: float
    running: frozenset[int] = frozenset()
    guessed: frozenset[int] = frozenset()


def judge(cut: Cut, stats: Sequence[Column], manner: Manner) -> Verdict:
    """Decide one cut."""
    score = _row_score(cut, stats, manner)
    return Verdict(True, score) if score > 0 else apart(score, cut, stats, manner)


def apart(score: float, cut: Cut, stats: Sequence[Column], manner: Manner) -> Verdict:
    """The verdict that the rows are two, with the merged cells that run on from one to the other."""
    running = frozenset(c for c in range(len(stats)) if _runs_on(cut, c, stats[c], manner))
    return Verdict(False, score, running, frozenset(c for c in running if _drawn_single(cut, c, manner)))


def _as_if_merged(number: int, column: Column, manner: Manner) -> bool:
    """Whether an empty cell speaks for a merged one although none is drawn in the column.

    Where every page holds one row, merged cells never show. A column that is nearly always filled has no empty cells;
    one left of the names, empty at page tops only, or filled once and never again, is that of a group.
    """
    if column.cells >= _MANY and column.share_filled() > 0.88:
        return True
    if column.empty_inside or column.cells < _SOME:
        return False
    return number < manner.leading or column.filled == 1


def _drawn_single(cut: Cut, number: int, manner: Manner) -> bool:
    return max(cut.upper.tall[number], cut.lower.tall[number]) == 1 and manner.merged[number] >= 1


def _row_score(cut: Cut, stats: Sequence[Column], manner: Manner) -> float:
    upper, lower = cut.upper, cut.lower
    if not any(map(folded, upper.here)) or not (manner.bare or any(map(folded, lower.texts))):
        return 9.0
    if any(
        up != low and up_text and low_text
        for up, low, up_text, low_text in zip(upper.left, lower.left, upper.texts, lower.texts, strict=True)
    ):
        return -9.0
    score = manner.prior
    if cut.gap is not None and cut.gap > GAP:
        score -= 5.0
    elif cut.kept and not cut.alone:
        score -= 2.5
    measure = _lines if len(manner.heights) >= _ROWS else _size
    score += 0.7 * (measure(upper.here, manner) + measure(lower.texts, manner))
    own = [c for c in range(len(stats)) if lower.left[c] == c]
    return score + sum(_column_score(cut, c, stats[c], manner) for c in own)


def _size(texts: Sequence[str], manner: Manner) -> float:
    """A row much smaller than all whole rows is likely a piece of one."""
    if len(manner.sizes) < _ROWS:
        return 0.0
    size = max(len(folded(text)) for text in texts)
    below = (bisect.bisect_right(manner.sizes, size) + 0.5) / (len(manner.sizes) + 1)
    part = min(1.0, (size + 1) / (manner.sizes[-1] + 1))
    return clip(math.log(part / below), -1.0, 2.0)


def _lines(texts: Sequence[str], manner: Manner) -> float:
    """A piece of so many lines: cut from a longer row anywhere, or a whole row of just that height."""
    lines = max(text.count("\n") for text in texts) + 1
    heights = manner.heights
    longer = len(heights) - bisect.bisect_right(heights, lines)
    reach = lines // 6
    alike = bisect.bisect_right(heights, lines + reach) - bisect.bisect_left(heights, lines - reach)
    broken = (longer + 0.3) / (sum(heights) - len(heights) + 1)
    whole = (alike / (2 * reach + 1) + 0.3) / (len(heights) + 1)
    return clip(math.log(broken / whole), -2.0, 2.0)


def _overflow(room: float | None) -> float:
    """How likely a cell's text runs over, given the lines of room its upper half had left."""
    if room is None:
        return 0.4
    return 0.6 if room < _FULL else 0.15 if room < _NEARLY else 0.004


def _column_score(cut: Cut, number: int, column: Column, manner: Manner) -> float:
    upper, lower = cut.upper.texts[number], cut.lower.texts[number]
    above, below = folded(upper), folded(lower)
    if manner.numbered[number] and below.isdecimal():
        return _number_score(above, below)
    if manner.merged[number] < 1 or cut.upper.tall[number] > 1 or cut.lower.tall[number] > 1:
        return _merged_score(cut, number, column, manner)
    filled, over = column.share_filled(), _overflow(cut.upper.room[number])
    if above and above == below:
        return clip(math.log(0.02 / column.share_again()), -6.0, 1.0)
    if above and below:
        return clip(math.log(over / filled) + goes_on(upper, lower, column), -9.0, 9.0)
    if below:
        return clip(math.log(0.03 / (1 - filled)), -3.5, 3.5)
    if above:
        return clip(math.log((1 - over) / (1 - filled)), -4.0, 5.0)
    return clip(-math.log(1 - filled), 0.0, 2.0)


def _number_score(above: str, below: str) -> float:
    """序号 below: the next one begins a row; the same one again, or one where the upper half has none, goes on."""
    if above.isdecimal():
        return 4.0 if above == below else -8.0
    return -2.0 if above else 2.5


def _merged_score(cut: Cut, number: int, column: Column, manner: Manner) -> float:
    """A column whose cells may go over several rows: empty below says little, new words below say a new row."""
    upper, lower = cut.upper.texts[number], cut.lower.texts[number]
    above, below = folded(upper), folded(lower)
    if above == below:
        return 0.0
    begins = clip(manner.merged[number], 0.05, 0.95)
    if not below:
        return 0.5 * clip(-math.log(1 - begins), 0.0, 3.0)
    if not above:
        return -1.0
    over = _overflow(cut.upper.room[number])
    return clip(math.log(over / begins) + goes_on(upper, lower, column, label=True), -9.0, 4.0)


def _runs_on(cut: Cut, number: int, column: Column, manner: Manner) -> bool:
    """Whether a merged cell of this column runs on below, though the row does not."""
    upper, lower = cut.upper, cut.lower
    if upper.left[number] != lower.left[number]:
        return False
    above, below = folded(upper.texts[number]), folded(lower.texts[number])
    if _drawn_single(cut, number, manner):
        names_group = bool(above) and len(above) <= _LABEL and not any(map(str.isdigit, above))
        return names_group and not below and not column.again and _as_if_merged(number, column, manner)
    tall = max(upper.tall[number], lower.tall[number])
    if above == below:
        return bool(above) or tall > 1
    if above and below:
        if manner.numbered[number] or (above.isdecimal() and below.isdecimal()):
            return False
        room = upper.room[number]
        filled_up = 1.5 if room is not None and room < _FULL else math.log(_overflow(room) / 0.5)
        return tall > 1 and filled_up + goes_on(upper.texts[number], lower.texts[number], column, label=True) > (
            2 * UNSURE if room is None else UNSURE
        )
    return not column.empty_inside or column.share_filled() > 0.7 or lower.tall[number] > 1
