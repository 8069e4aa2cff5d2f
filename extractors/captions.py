"""The words above or before materials: the case they are for (情形), their group (必备材料), or only an announcement.

Decides over words only, by the lists of the lexicon; where a list begins and ends is decided in `runs` and `listed`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors import texts
from extractors.columns import sense
from extractors.lexicon import words
from quanze.text import fold

NUMBER = re.compile(
    r"^\s*+(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十0-9]{1,2}[)）]|[0-9]{1,2}[.．、])"
)
"""The number that a line of its own can begin with."""
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands over materials: the words, and whether they name a case (设立登记) or a group (必备材料).

    `sure`: they are nothing else; 「其他材料」 and 「个人申请」 can be a material of their own.
    """

    text: str
    is_case: bool
    sure: bool


def caption(text: str) -> Caption | None:
    """The case or group that words before materials name, None where they name none."""
    shown = NUMBER.sub("", text, count=1).strip().rstrip(":：").strip()
    meant = list(_meant(fold(shown)))
    bare = [without(short, words("materials", "applied")) for short in meant]
    if not {*meant, *bare}.isdisjoint(words("materials", "groups")):
        return Caption(texts.line(shown), is_case=False, sure=True)
    if not {*meant, *bare}.isdisjoint(words("materials", "groups_or_names")):
        return Caption(texts.line(shown), is_case=False, sure=False)
    for short, sure in ((meant[-1], True), (bare[-1], False)):
        if 1 < len(short) <= _LONGEST and short.endswith(words("materials", "cases")):
            return Caption(texts.line(shown), is_case=True, sure=sure)
    return None


def announces(text: str) -> bool:
    """Whether words only announce a list: 「申请人需提交以下材料」, a heading."""
    return label(text) or fold(text).rstrip(":").endswith(words("materials", "announce"))


def label(text: str) -> bool:
    """Whether words are the heading of materials."""
    meant = sense(text.strip().rstrip(":："))
    return meant is not None and meant.role == "material" and meant.exact


def without(text: str, endings: tuple[str, ...]) -> str:
    """A text without the longest of these words at its end."""
    return text.removesuffix(next((word for word in endings if text.endswith(word)), ""))


def _meant(short: str) -> Iterator[str]:
    """Words, then without one word after another that only announces: 「必须提交的材料」, 「必须提交的」, 「必须」."""
    yield short
    while (left := without(short, words("materials", "announce"))) != short:
        short = left
        yield short
