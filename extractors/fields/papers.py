"""Papers that a name is sure to mean (身份证, 申请表, 租赁合同), and names that hold several of them: 身份证、户口簿.

Decides over words only, by the lists of the lexicon; where each paper stands in its own cell is no matter here.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

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
    return bool(last) and len(name) <= LONGEST and not crossed(name) and not re.search(r"[,;:。]", name)


def split(text: str) -> tuple[tuple[str, ...], bool]:
    """The papers of 「身份证、户口簿、照片等」 and whether 等 says that there are more; () where they are not sure.

    Every part must be a paper by itself or a choice of papers, and no word of the last (复印件, a bracket, 的) may be
    meant for all.
    """
    inner, more = _without_more(text.strip().rstrip("。；;"))
    found = _parts(inner)
    if len(found) < 2 or _one_of(inner) or _either(found[-1]) or not all(map(_sure, found)):
        return (), False
    last = _SIZE.sub("", fold(found[-1]))
    shared = [word for word in (*words("materials", "qualifiers"), "(") if word in last]
    if any(not any(word in fold(one) for one in found[:-1]) for word in shared):
        return (), False
    if any("的" in fold(one) or _holds(one) or _for_example(one) for one in found[1:]):
        return (), False
    return tuple(found), more


def several(text: str) -> bool:
    """Whether a name holds two papers or more, so that a person must say how many it counts for.

    A paper before 、 stands for itself: 「租赁、抵押协议」 is one, 「可行性研究报告、初步设计」 are two.
    """
    inner, _ = _without_more(text)
    if _one_of(inner):
        return False
    found = [part for part in _parts(inner) if _bare(part)]
    listed = [part for part in _parts(inner, "、") if _bare(part)]
    return sum(map(_sure, found)) > 1 or (any(map(_sure, listed[:-1])) and not crossed(_bare(listed[-1])))


def chooses(text: str) -> bool:
    """Whether words ask for one of several things (下列之一, 或)."""
    return _one_of(text) or "或" in text


def adjoining(text: str, names: Sequence[str]) -> tuple[str, str] | None:
    """Two lines of a cell that were read as one name, though either can be a paper by itself; None where none were."""
    shown = [texts.line(one) for one in text.split("\n") if fold(one)]
    for before, after in pairwise(shown):
        if _last(_bare(before)) and paper(after) and any(fold(before + after) in fold(name) for name in names):
            return before, after
    return None


def all_sure(text: str) -> bool:
    """Whether a text is a paper, or nothing but papers between signs."""
    found = [one for line in texts.split(text, "\n;；") for one in _parts(line)]
    return bool(found) and all(map(_sure, found))


def crossed(name: str) -> bool:
    """Whether a name says more than one thing, or tells somebody to do something."""
    folded = fold(name)
    return any(word in folded for word in words("materials", "sentence"))


def _sure(text: str) -> bool:
    """Whether a part of a name is a paper, or one of several to choose from (结婚证或离婚证)."""
    either = _either(text)
    return all(map(paper, either)) if either else paper(text)


def _either(text: str) -> list[str]:
    """The papers of which one is to be chosen (身份证或护照), without brackets and form; [] for others."""
    found = _bare(text).split("或")
    return [one.removeprefix("者") for one in found] if len(found) > 1 else []


def _one_of(text: str) -> bool:
    """Whether a text says of all that it names that one is enough."""
    folded = fold(text)
    return any(word in folded for word in words("materials", "one_of"))


def _for_example(text: str) -> bool:
    """Whether a part says that it and those before are examples: 「土地证等权属证明」."""
    name = fold(text)
    for word in words("materials", "not_more"):
        name = name.replace(word, "")
    return "等" in name


def _parts(text: str, *signs: str) -> list[str]:
    """The parts of a text between 、 and commas outside brackets; spaces part where nothing else does."""
    for sign in signs or ("、，,", " \t\u3000"):
        found = [part.strip(_SIGNS) for part in texts.split(text, sign)]
        if len(found) > 1:
            lead = next((word for word in words("materials", "leads") if found[0].startswith(word)), "")
            return [found[0].removeprefix(lead), *found[1:-1], *_joined(found[-1])]
    return _joined(text)


def _joined(text: str) -> list[str]:
    """The last part cut at 及 or 和, where a paper stands on both sides."""
    for word in ("以及", "及", "和", "与"):
        first, sign, second = text.partition(word)
        if sign and all(map(paper, (first, second))):
            return [first, second]
    return [text]


def _without_more(text: str) -> tuple[str, bool]:
    """A text without 「等材料」 at its end, and whether it was there."""
    for word in words("materials", "more"):
        if text.endswith(word):
            return text[: -len(word)], True
    return text, False


@cache
def _endings() -> tuple[str, ...]:
    """The words that end a paper's name, longest first."""
    return tuple(sorted({*words("materials", "papers"), *words("materials", "kinds")}, key=lambda word: -len(word)))


def _bare(text: str) -> str:
    """A name, folded, without brackets, amounts and words on its form (原件, 复印件) at its end."""
    name = _AMOUNT.sub("", _BRACKET.sub("", fold(text))).strip('"<>《》。;:,')
    qualifiers = words("materials", "qualifiers")
    while name.endswith(qualifiers):
        name = name.removesuffix(next(word for word in qualifiers if name.endswith(word))).rstrip("及和的")
    return name


def _last(name: str) -> str:
    """The word that makes a bare name a paper, "" where none does; a word for a kind needs words before it."""
    if not name.endswith(_endings()):
        return ""
    for word in _endings():
        if name.endswith(word) and (name != word or word in words("materials", "papers")):
            return word if word in words("materials", "papers") or len(name) >= len(word) + 2 else ""
    return ""


def _holds(text: str) -> bool:
    """Whether a paper's name holds another paper before its last word (许可证变更申请书)."""
    name = _bare(text)
    before = name[: len(name) - len(_last(name))]
    return any(word in before for word in _endings() if len(word) > 2)
