"""Characters made comparable: traditional to simplified, and look-alikes that a scan confused (形近字).

Lives here: whole-string repair from the shipped background of seen character pairs. Never here: proofs and lists.
"""

import logging
from functools import lru_cache

from matchers.background import background
from matchers.knowledge import knowledge
from quanze.text import fold

_RARE = 40
"""A character in fewer seen pairs than this hardly occurs in administrative text: a look-alike of it is likelier."""


@lru_cache(maxsize=1)
def simplified() -> dict[int, str]:
    """A table for `str.translate`, one simplified character for each traditional one (OpenCC's single characters)."""
    import opencc  # loads its dictionaries at construction, so only when needed

    logging.getLogger("opencc").setLevel(logging.ERROR)
    plain = "".join(map(chr, range(0x4E00, 0xA000)))
    return {ord(old): new for old, new in zip(plain, opencc.OpenCC("t2s").convert(plain), strict=True) if old != new}


def _cost(letter: str) -> float:
    """What replacing a letter costs, in seen neighbours: little for a rare letter, much for a common one."""
    return 0.5 if background().often.get(letter, 0) < _RARE else 1.5


def repair(text: str) -> str:
    """Replace look-alikes where that makes more neighbouring characters seen ones than it costs.

    The best of all combinations is found from left to right, so neighbours that are both wrong are mended too.
    """
    table, pairs = knowledge().lookalikes, background().pairs
    if table.keys().isdisjoint(text):
        return text
    paths = {"": (0.0, "")}
    for letter in text:
        following: dict[str, tuple[float, str]] = {}
        for choice in (letter, *table.get(letter, ())):
            charge = 0.0 if choice == letter else _cost(letter)
            score, path = max(
                (score + (last + choice in pairs) - charge, path) for last, (score, path) in paths.items()
            )
            following[choice] = (score, path + choice)
        paths = following
    best = max(score for score, _ in paths.values())
    return min(path for score, path in paths.values() if score == best) if best else text


def comparable(text: str) -> str:
    """Fold, simplify and repair."""
    return repair(fold(text).translate(simplified()))
