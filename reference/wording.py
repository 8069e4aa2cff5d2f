"""Comparing a quotation with a law's words: what share is there, which words differ. Knows no law and no status."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from quanze.numerals import chinese, number
from quanze.text import fold
from quanze.text import pairs as neighbours

_ARABIC = re.compile(r"\d+")
_MARKS = re.compile(r"[\W_]+")
_ELLIPSIS = re.compile(r"…+|\.{3,}")
_LABEL = re.compile(r"^第[一二三四五六七八九十百千零〇\d]+条")
_ELISION = 24
"""Words left out of a quotation in one place, in letters, from which on they count as left out on purpose."""
_SLIPS = 3
"""Differing letters up to which a quotation counts as the same text, copied with slips."""
_WEIGHTY = re.compile(r"[不未非无免可应必或和及以上下年月日一二三四五六七八九十百千万省市县乡镇]")


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words that differ: as the list quotes them and as the law has them now ("" = not there)."""

    ours: str
    theirs: str


def plain(text: str) -> str:
    """Words only: no punctuation or space, no article label, no 中华人民共和国, numbers in Chinese numerals."""
    bare = _MARKS.sub("", _ELLIPSIS.sub("", _LABEL.sub("", fold(text)))).replace("中华人民共和国", "")
    return _ARABIC.sub(lambda found: _in_chinese(found.group()), bare)


def _in_chinese(digits: str) -> str:
    value = number(digits)
    return chinese(value) if value is not None and value < 10_000 else digits


def coverage(quoted: str, text: str) -> float:
    """The share of the quoted letters that the text has in the same order, in runs of four or more."""
    ours, theirs = plain(quoted), plain(text)
    if not ours or not theirs:
        return 0.0
    if ours in theirs:
        return 1.0
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= 4) / len(ours)


def trigrams(text: str) -> frozenset[str]:
    """All runs of three letters of a text's words."""
    bare = plain(text)
    return frozenset(bare[i : i + 3] for i in range(len(bare) - 2))


def pairs(text: str) -> frozenset[str]:
    """All pairs of neighbouring letters of a text's words."""
    return neighbours(plain(text))


def differences(quoted: str, text: str) -> tuple[WordChange, ...]:
    """The words in which a quotation differs from the text; what it leaves out at its ends, at … or at length is none.

    Words are given without punctuation.
    """
    ours, theirs = plain(quoted), plain(text)
    if not ours or ours in theirs:
        return ()
    gaps = {len(plain(quoted[: found.start()])) for found in _ELLIPSIS.finditer(quoted)}
    found = []
    for tag, i, j, k, m in _opcodes(ours, theirs):
        left_out = tag == "insert" and (i in {0, len(ours), *gaps} or m - k >= _ELISION)
        at_an_end = (i == 0 or j == len(ours)) and m - k > 2 * (j - i) + 2
        if tag != "equal" and not left_out:
            found.append(WordChange(ours[i:j], "" if at_an_end else _short(theirs[k:m])))
    return tuple(found)


def _short(words: str) -> str:
    """Words to show: of a long stretch only both ends."""
    return words if len(words) <= 3 * _ELISION else f"{words[:_ELISION]}……{words[-_ELISION:]}"


def slips(changes: tuple[WordChange, ...]) -> bool:
    """Whether differences look like slips of copying: a few letters, none of them a number, a level or a negation."""
    letters = "".join(change.ours + change.theirs for change in changes)
    return sum(max(len(c.ours), len(c.theirs)) for c in changes) <= _SLIPS and not _WEIGHTY.search(letters)


def _opcodes(ours: str, theirs: str) -> list[tuple[str, int, int, int, int]]:
    """The opcodes of difflib with islands of a single equal letter taken into the difference around them."""
    merged: list[tuple[str, int, int, int, int]] = []
    codes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    for index, (tag, i, j, k, m) in enumerate(codes):
        island = tag == "equal" and j - i == 1 and 0 < index < len(codes) - 1
        if merged and merged[-1][0] != "equal" and (tag != "equal" or island):
            _, i0, _, k0, _ = merged[-1]
            merged[-1] = ("replace" if j > i0 else "insert", i0, j, k0, m)
        else:
            merged.append((tag, i, j, k, m))
    return merged
