"""Whether the words below a page end go on from the words above it: punctuation, brackets, numbering, known values.

Every answer is in log odds: above 0 for one cell that was cut, below 0 for two cells.
"""

import math

from extractors.readers.stitch.stats import Column, folded, width
from quanze.text import item

_NEVER_FIRST = frozenset("，,。.；;、）)》>〉]】”’」』：:！!？?%％·")
_HARDLY_FIRST = frozenset("的和与及或等")
_NEVER_LAST = frozenset("，,、（(《<〈[【“‘「『")
_HARDLY_LAST = frozenset("的和与及或在对由从向为以被将把并其所该使因而于至按经不")
_PARAGRAPH_ENDS = frozenset("。.；;：:")
_WIDE = 4.0
"""Narrower columns (in characters) break lines anywhere, so their last line says nothing."""
_FEW, _KNOWN = 2, 6
_PAIRS = {"(": ")", "《": "》", "<": ">", "〈": "〉", "[": "]"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}


def clip(value: float, low: float, high: float) -> float:
    """`value` kept between `low` and `high`."""
    return min(max(value, low), high)


def open_brackets(text: str) -> tuple[int, int]:
    """How many brackets of the folded text are closed without having been opened, and left open."""
    stack: list[str] = []
    unopened = 0
    for character in text:
        if character in _PAIRS:
            stack.append(character)
        elif character in _CLOSERS:
            if _CLOSERS[character] in stack:
                while stack.pop() != _CLOSERS[character]:
                    pass
            else:
                unopened += 1
    return unopened, len(stack)


def brackets(upper: str, lower: str) -> float:
    """A bracket opened above and closed below binds the two."""
    opened, closed = open_brackets(upper)[1], open_brackets(lower)[0]
    if opened and closed:
        return 4.0
    return 1.5 * bool(opened) + 1.5 * bool(closed)


def edges(upper: str, lower: str) -> float:
    """What the last character above and the first below allow."""
    score = 0.0
    if lower[0] in _NEVER_FIRST:
        score += 5.0
    elif lower[0] in _HARDLY_FIRST:
        score += 1.5
    if upper[-1] in _NEVER_LAST:
        score += 5.0
    elif upper[-1] in _HARDLY_LAST:
        score += 2.0
    return score


def numbering(upper: str, lower: str, column: Column) -> float:
    """Whether the items below carry on the numbering above (3. after 2.) or begin again at 1."""
    if column.later_items > 0.15 * (column.whole + 1):
        return 0.0
    above = [found for found in map(item, upper.split("\n")) if found]
    below = [(number, found) for number, found in enumerate(map(item, lower.split("\n"))) if found]
    if not below:
        return 0.0
    position, (kind, value) = below[0]
    last = next((number for other, number in reversed(above) if other == kind), None)
    if last is None:
        return -1.5 if value == 1 and position == 0 else 3.0 * (value > 1 and kind != "article")
    if value == last + 1:
        return 4.0
    return -3.5 if value == 1 and position == 0 else 0.0


def known_values(upper: str, lower: str, column: Column) -> float:
    """Whether the column has elsewhere the two texts as whole cells, or their join as one."""
    values, whole = column.values, column.whole
    score = 0.0
    if values[upper + lower] and not values[upper]:
        score += 6.0
    if values[lower]:
        score -= 3.0 + 3.0 * (values[lower] / whole)
    if values[upper] and not values[upper + lower]:
        score -= 2.0 + 2.0 * (values[upper] / whole)
    return score


def last_line(upper: str, column: Column) -> float:
    """A line that stops short of the column's width ends its paragraph, and mostly its cell."""
    if not column.visual or column.wide < _WIDE:
        return 0.0
    line = upper.rsplit("\n", 1)[-1]
    share = column.share_full()
    if width(line) >= 0.85 * column.wide:
        return clip(math.log(0.75 / share), -0.5, 2.0)
    return clip(math.log((0.25 if folded(line)[-1:] in _PARAGRAPH_ENDS else 0.03) / (1 - share)), -4.0, 0.0)


def too_short(upper: str, lower: str, column: Column) -> float:
    """A text shorter than all whole cells of the column is likely a piece of one."""
    if column.whole < _FEW:
        return 0.0
    return 1.0 * (len(upper) < column.shortest) + 2.0 * (len(lower) < column.shortest)


def commonly(upper: str, lower: str, column: Column) -> float:
    """How Chinese lists begin and end cells anywhere, while the column itself has shown too little."""
    if column.whole >= _KNOWN:
        return 0.0
    begins = lower[0] in "[《" or lower.startswith(("1.", "1、", "(一)", "一、"))
    ends = upper[-1] in "。)"
    return 1.2 - 2.2 * begins - 1.2 * ends


def goes_on(upper: str, lower: str, column: Column, *, label: bool = False) -> float:
    """Log odds that `lower` is the rest of the cell that `upper` begins, both filled; a `label` is no sentence."""
    above, below = folded(upper), folded(lower)
    score = edges(above, below) + brackets(above, below) + numbering(upper, lower, column)
    score += known_values(above, below, column) + last_line(upper, column)
    score += too_short(above, below, column)
    score += 1.5 * (len(below) == 1) if label else commonly(above, below, column)
    score += clip(column.starting(below[0]), -3.0, 3.5) + clip(column.ending(above[-1]), -2.5, 2.5)
    score += clip(column.bound(above[-1], below[0]), -0.5, 2.0)
    return clip(score, -9.0, 9.0)
