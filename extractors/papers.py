"""Papers that a name is sure to mean (身份证, 申请表, 租赁合同), and names that hold several of them: 身份证、户口簿.

Decides over words only, by the lists of the lexicon; where each paper stands in its own cell is no matter here.
"""

import re
from functools import cache

from extractors import texts
from extractors.lexicon import words
from quanze.text import fold

LONGEST = 16
"""A paper's name has at most this many characters."""
_AMOUNT = re.compile(r"(?:各|一式)?[0-9一二两三四五六七八九十]{1,2}+[份张套页本寸册]")
_BRACKET = re.compile(r"[(\[][^()\[\]]*+[)\]]")
_SIZE = re.compile(r"\([^()]{0,4}?[0-9一二两三四五六]{1,2}+[份张寸][^()]{0,4}+\)")
_SIGNS = "、，, \t\u3000"


def paper(text: str) -> bool:
    """Whether a text is sure to be one paper by itself: its last word is one, and no sentence stands before it."""
    name = _bare(text)
    last = _last(name)
    return bool(last) and len(name) <= LONGEST and not _crossed(name) and not re.search(r"[,;:。]", name)


def split(text: str) -> tuple[tuple[str, ...], bool]:
    """The papers of 「身份证、户口簿、照片等」 and whether 等 says that there are more; () where they are not sure.

    Every part must be a paper by itself, and no word of the last (复印件, a bracket, 的) may be meant for all.
    """
    inner, more = _without_more(text.strip().rstrip("。；;"))
    found = _parts(inner)
    if len(found) < 2 or not all(map(paper, found)):
        return (), False
    if any(word in fold(inner) for word in words("materials", "choice")):
        return (), False
    last = _SIZE.sub("", fold(found[-1]))
    shared = [word for word in (*words("materials", "qualifiers"), "(") if word in last]
    if any(not any(word in fold(one) for one in found[:-1]) for word in shared):
        return (), False
    if any("的" in fold(one) or _holds(one) for one in found[1:]):
        return (), False
    return tuple(found), more


def several(text: str) -> bool:
    """Whether a name holds two papers or more, so that a person must say how many it counts for."""
    inner, _ = _without_more(text)
    if any(word in fold(inner) for word in words("materials", "choice")):
        return False
    return sum(map(paper, _parts(inner))) > 1


def _parts(text: str) -> list[str]:
    """The parts of a text between 、 and commas outside brackets; spaces part where nothing else does."""
    for signs in ("、，,", " \t\u3000"):
        found = [part.strip(_SIGNS) for part in texts.split(text, signs)]
        if len(found) > 1:
            lead = next((word for word in words("materials", "leads") if found[0].startswith(word)), "")
            return [found[0].removeprefix(lead), *found[1:-1], *_joined(found[-1])]
    return [text]


def _joined(text: str) -> list[str]:
    """The last part cut at 及 or 和, where a known paper stands on both sides."""
    for word in ("以及", "及", "和", "与"):
        first, sign, second = text.partition(word)
        if sign and all(_bare(one) in words("materials", "papers") for one in (first, second)):
            return [first, second]
    return [text]


def _without_more(text: str) -> tuple[str, bool]:
    """A text without 「等材料」 at its end, and whether it was there."""
    for word in words("materials", "more"):
        if fold(text).endswith(word) and text.endswith(word):
            return text[: -len(word)], True
    return text, False


@cache
def _endings() -> tuple[str, ...]:
    """The words that end a paper's name, longest first."""
    return tuple(sorted({*words("materials", "papers"), *words("materials", "kinds")}, key=lambda word: -len(word)))


def _bare(text: str) -> str:
    """A name, folded, without brackets, amounts and words on its form (原件, 复印件) at its end."""
    name = _AMOUNT.sub("", _BRACKET.sub("", fold(text))).strip('"<>《》。;:,')
    while ending := next((word for word in words("materials", "qualifiers") if name.endswith(word)), ""):
        name = name.removesuffix(ending).rstrip("及和的")
    return name


def _last(name: str) -> str:
    """The word that makes a bare name a paper, "" where none does; a word for a kind needs words before it."""
    for word in _endings():
        if name.endswith(word) and (name != word or word in words("materials", "papers")):
            return word if word in words("materials", "papers") or len(name) >= len(word) + 2 else ""
    return ""


def _holds(text: str) -> bool:
    """Whether a paper's name holds another paper before its last word (许可证变更申请书)."""
    name = _bare(text)
    before = name[: len(name) - len(_last(name))]
    return any(word in before for word in _endings() if len(word) > 2)


def _crossed(name: str) -> bool:
    """Whether a name says more than one thing, or tells somebody to do something."""
    return any(word in name for word in words("materials", "sentence"))
