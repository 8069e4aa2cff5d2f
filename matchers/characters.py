"""Characters made comparable: traditional to simplified, and look-alikes that a scan confused (形近字).

Lives here: whole-string repair from the shipped background of seen character pairs. Never here: proofs and lists.
"""

import logging
import re
from functools import cache, lru_cache

from matchers.background import background
from matchers.knowledge import knowledge
from quanze.text import fold

_RARE = 40
"""A character in fewer seen pairs than this hardly occurs in administrative text: a look-alike of it is likelier."""


@cache
def simplified() -> dict[int, str]:
    """A table for `str.translate`, one simplified character for each traditional one (OpenCC's single characters)."""
    import opencc  # loads its dictionaries at construction, so only when needed

    logging.getLogger("opencc").setLevel(logging.ERROR)
    plain = "".join(map(chr, range(0x4E00, 0xA000)))
    return {ord(old): new for old, new in zip(plain, opencc.OpenCC("t2s").convert(plain), strict=True) if old != new}


def _cost(letter: str) -> float:
    """What replacing a letter costs, in seen neighbours: little for a rare letter, much for a common one."""
    return 0.5 if background().often.get(letter, 0) < _RARE else 1.5


@lru_cache(maxsize=50_000)
def _mended(before: str, run: str, after: str) -> str:
    """The best reading of a run between two characters: from left to right, all combinations of look-alikes."""
    table, pairs = knowledge().lookalikes, background().pairs
    paths = {before: (0.0, "")}
    for letter in run:
        following: dict[str, tuple[float, str]] = {}
        for choice in (letter, *table.get(letter, ())):
            charge = 0.0 if choice == letter else _cost(letter)
            score, path = max(
                (score + (last + choice in pairs) - charge, path) for last, (score, path) in paths.items()
            )
            following[choice] = (score, path + choice)
        paths = following
    scores = {path: score + (last + after in pairs) for last, (score, path) in paths.items()}
    best = max(scores.values())
    return min(path for path, score in scores.items() if score == best) if best else run


@cache
def _confused() -> re.Pattern[str]:
    """Finds letters that may be look-alikes."""
    return re.compile(f"[{re.escape(''.join(knowledge().lookalikes))}]")


def repair(text: str) -> str:
    """Replace look-alikes where that makes more neighbouring characters seen ones than it costs.

    Only characters of unseen pairs are tried; neighbours that are both wrong are mended too.
    """
    pairs = background().pairs
    mended, begin = text, len(text)
    for letter in reversed(list(_confused().finditer(text))):
        start, end = letter.span()
        if start >= begin:
            continue
        while start and text[start - 1 : start + 1] not in pairs:
            start -= 1
        while end < len(text) and text[end - 1 : end + 1] not in pairs:
            end += 1
        if end - start > 1:
            run = _mended(mended[start - 1 : start], mended[start:end], mended[end : end + 1])
            mended, begin = mended[:start] + run + mended[end:], start
    return mended


@cache
def _usual() -> dict[int, str]:
    """`simplified`, what folding does to the marks that Chinese lists are full of, and ① as (1)."""
    wide = "（），：；！？［］０１２３４５６７８９．／％“”‘’【】〔〕「」"
    rings = {ord("①") + place: f"({place + 1})" for place in range(20)}
    return simplified() | {ord(mark): fold(mark) for mark in wide} | rings


@cache
def _unusual() -> re.Pattern[str]:
    """Finds what `_usual` changes."""
    return re.compile(f"[{re.escape(''.join(map(chr, _usual())))}]")


_SAFE = re.compile("[\u4e00-\u9fffa-z0-9()\\[\\],.:;!?/%\"'、。《》]*")
"""Characters that folding leaves as they are, in any order."""


def comparable(text: str) -> str:
    """Fold, simplify and repair."""
    usual = plain(text)
    return repair(usual if _SAFE.fullmatch(usual) else fold(text).translate(simplified()))


def plain(text: str) -> str:
    """A text in simplified characters and narrow marks, otherwise as it is written."""
    return text.translate(_usual()) if _unusual().search(text) else text
