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
_LABEL = re.compile(r"^([^:：\n（(；;]{1,16}+(?:[（(][^()（）:：\n]{1,12}+[)）])?+)[:：]\s*+(\S.*)$", re.DOTALL)
_PARTS = re.compile(r"[^\n；;。]++[\n；;。]*+|[\n；;。]++")
_COUNT = re.compile(r"\([^()]{1,12}+\)$")
"""What stands in brackets behind a caption: 必备材料（2项）."""
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
    shown = NUMBER.sub("", text, count=1).strip().rstrip(":：").strip(" \t\n\u3000【】[]")
    meant = list(_meant(_COUNT.sub("", fold(shown))))
    bare = [without(short, words("materials", "applied")) for short in meant]
    if not {*meant, *bare}.isdisjoint(words("materials", "groups")):
        return Caption(texts.line(shown), is_case=False, sure=True)
    if not {*meant, *bare}.isdisjoint(words("materials", "groups_or_names")):
        return Caption(texts.line(shown), is_case=False, sure=False)
    for short, sure in ((meant[-1], True), (bare[-1], False)):
        if 1 < len(short) <= _LONGEST and short.endswith(words("materials", "cases")):
            return Caption(texts.line(shown), is_case=True, sure=sure)
    return None


def opened(text: str) -> tuple[Caption, str] | None:
    """The case or group before a colon, and what follows: 「个人：身份证、户口簿」."""
    found = _LABEL.match(text)
    over = caption(found[1]) if found else None
    return (over, found[2]) if found and over else None


def unheaded(text: str) -> str:
    """A text without the heading of materials before a colon: 「申请材料：必备材料：…」."""
    found = _LABEL.match(text)
    return found[2] if found and label(found[1]) else text


def group(line: str) -> Caption | None:
    """The group that a line opens: 「容缺材料：」, 「容缺材料：照片」."""
    found = _LABEL.match(line)
    over = caption(found[1] if found else line) if found or _ended(line) else None
    return over if over and over.sure and not over.is_case else None


def blocks(text: str) -> list[str]:
    """A text cut before each part that opens a group, and before a last line that names what stands below it."""
    found: list[str] = []
    shown = _PARTS.findall(text)
    for at, part in enumerate(shown):
        last = at + 1 == len(shown) and _ended(part) and caption(part)
        if not found or group(part) or last:
            found.append(part)
        else:
            found[-1] += part
    return [one.strip() for one in found]


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


def _ended(text: str) -> bool:
    """Whether a text ends with a colon."""
    return text.rstrip().endswith((":", "："))


def _meant(short: str) -> Iterator[str]:
    """Words, then without one word after another that only announces: 「必须提交的材料」, 「必须提交的」, 「必须」."""
    yield short
    while (left := without(short, words("materials", "announce"))) != short:
        short = left
        yield short
