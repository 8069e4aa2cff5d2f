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


def _fits(letters: list[str], place: int, letter: str) -> int:
    """With how many neighbours the letter has been seen, if it stood at the place."""
    pairs = background().pairs
    before = place > 0 and letters[place - 1] + letter in pairs
    after = place + 1 < len(letters) and letter + letters[place + 1] in pairs
    return int(before) + int(after)


def _better(letters: list[str], place: int) -> str:
    """The character that should stand at the place: itself unless a look-alike fits its neighbours better."""
    letter = letters[place]
    rare = background().often.get(letter, 0) < _RARE
    fits = _fits(letters, place, letter)
    if fits == 2 or (fits and not rare):
        return letter
    neighbours = int(place > 0) + int(place + 1 < len(letters))
    for right in knowledge().lookalikes[letter]:
        found = _fits(letters, place, right)
        if found > fits and (rare or found == neighbours):
            return right
    return letter


def repair(text: str) -> str:
    """Replace a look-alike where its neighbours have hardly been seen with it but have been with the right one."""
    table = knowledge().lookalikes
    if table.keys().isdisjoint(text):
        return text
    letters = list(text)
    for _ in range(2):
        for place, letter in enumerate(letters):
            if letter in table:
                letters[place] = _better(letters, place)
    return "".join(letters)


def comparable(text: str) -> str:
    """Fold, simplify and repair."""
    return repair(fold(text).translate(simplified()))
