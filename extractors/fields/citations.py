"""Citations in a basis (设定依据): which rule, of which rank and number, which articles, and the words quoted.

A title that is only mentioned inside a quotation or a bracket (依照《…》向人民法院起诉) is no citation.
"""

import re
from dataclasses import dataclass

from extractors.fields import docnumbers
from extractors.fields.articles import NUMERAL, groups
from extractors.fields.ranks import rank, tag_rank
from quanze.matter import Citation
from quanze.text import tidy

_TAG = re.compile(r"[【\[［〔]([^【】\[\]［］〔〕]{2,14})[】\]］〕]")
_LEAD = re.compile(
    r"^[\s\u3000]*+(?:(?:[0-9]{1,2}[.．、)）:：]|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[①-⑳])\s*+)*+"
    r"(?:增补依据|设定依据|实施依据|法律依据|主要依据|依据|根据|按照|依照|国家|以及|和|及|与|或|参照|同时|另|[:：、，,;；“”\"'\s\u3000])*$"
)
_AFTER = re.compile(
    r"^[\s\u3000]*(?:$|[（(〔\[【]|第|附件|[0-9]{1,3}条|[:：。；;、，,“\"\n《…]|"
    r"[\u4e00-\u9fff]{1,10}[〔\[［【（(]|(?:和|及|与)《|规定|有关)"
)
_PAPER = re.compile(r"(?:表|书|证|证明|单|照|票|卡|册|合同|协议|名册|材料)$")
_LISTED = re.compile(
    rf"[\s\u3000]*+(?:[（(][^（）()]{{0,80}}[)）])?(?:[第条款项目之（()）0-9{NUMERAL}、，,和及与至\s]|以及)*+"
)
_BARE = re.compile(
    r"(?:^|(?<=[】\]]))[\s\u3000]*(?:[0-9]{1,2}[.．、]\s*)?"
    r"([\u4e00-\u9fff、]{2,40}?(?:法|条例|办法|规定|细则|规则|决定))"
    r"(?=[\s\u3000]*(?:[（(][^（）()]{2,120}[)）]\s*)?第[一二三四五六七八九十百零〇0-9]+条(?!规定的))"
)
_NEXT = re.compile(
    r"(?:(?:[【\[［][^【】\[\]［］]{2,14}[】\]］]|[0-9]{1,2}[.．、]|[（(]?[一二三四五六七八九十]{1,3}[)）、]|"
    r"增补依据|[:：、，,;；]|以及|和|及|与)[\s\u3000]*+)+$"
)
_TAIL = 200
"""Characters before a title in which its tag and numbering may stand."""
_BOUNDARY = "\n。；;”】］]》！？"


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a cited title stands: its start, the end of its 》, the title, and the rank of the tag before it."""

    start: int
    end: int
    title: str
    tag: str


def parse(basis: str) -> tuple[Citation, ...]:
    """The citations of a basis in order, one per article; a rule without article gives one citation."""
    text = tidy(basis)
    heads = _heads(text)
    found: list[Citation] = []
    for position, head in enumerate(heads):
        end = heads[position + 1].start if position + 1 < len(heads) else len(text)
        found += _cited(text, head, _untagged(text, head.end, end))
    return tuple(found)


def broken_numbers(basis: str) -> tuple[str, ...]:
    """Document numbers in a basis whose bracket has vanished, as written."""
    return docnumbers.broken(tidy(basis))


def _heads(text: str) -> list[_Head]:
    """The cited titles of a text in order."""
    tags = [(one.end(), found) for one in _TAG.finditer(text) if (found := tag_rank(one[1])) is not None]
    inside = _pairs(text, "“", "”") + _pairs(text, "（(", "）)")
    titles = _titles(text)
    leading = _leading(text, titles)
    bare = [(one.start(1), one.end(1), one[1]) for one in _BARE.finditer(text) if not one[1].startswith(("本", "该"))]
    cited = [one for one in titles if one[0] in leading and _cites(text, one)] + bare
    return [
        _Head(start, end, title, next((tag for stop, tag in reversed(tags) if stop <= start), ""))
        for start, end, title in sorted(cited)
        if not any(low < start < high for low, high in inside)
    ]


def _cites(text: str, title: tuple[int, int, str]) -> bool:
    """Whether what follows a title allows a citation, and the title is not that of a form or certificate."""
    after = text[title[1] :]
    return bool(_AFTER.match(after)) and not (_PAPER.search(title[2]) and not after.lstrip().startswith("第"))


def _titles(text: str) -> list[tuple[int, int, str]]:
    """All 《titles》 with start and end; a title inside a title belongs to it."""
    found: list[tuple[int, int, str]] = []
    depth, start = 0, 0
    for position, character in enumerate(text):
        if character == "《":
            start = position if depth == 0 else start
            depth += 1
        elif character == "》" and depth:
            depth -= 1
            if depth == 0:
                found.append((start, position + 1, re.sub(r"\s", "", text[start + 1 : position])))
        elif character == "\n" and depth and position - start > 120:
            depth = 0
    return [(start, end, title) for start, end, title in found if 2 <= len(title) <= 120]


def _leading(text: str, titles: list[tuple[int, int, str]]) -> set[int]:
    """Where titles start that open a citation: nothing but numbering, tags and words like 根据 since the last stop.

    After another such title only its number and articles may stand between (《…》第二十条、《…》第十七条).
    """
    starts: set[int] = set()
    ends: set[int] = set()
    for start, end, _ in titles:
        begin = max(text.rfind(mark, 0, start) for mark in _BOUNDARY) + 1
        between = text[begin:start]
        listed = begin > 0 and text[begin - 1] == "》"
        if begin in ends and _LISTED.fullmatch(between) if listed else _LEAD.match(between):
            starts.add(start)
            ends.add(end)
    return starts


def _pairs(text: str, opening: str, closing: str) -> list[tuple[int, int]]:
    """The stretches between paired marks of one kind, on at most 400 characters; unpaired marks count for nothing."""
    found: list[tuple[int, int]] = []
    stack: list[int] = []
    for position, character in enumerate(text):
        if character in opening:
            stack.append(position)
        elif character in closing and stack:
            start = stack.pop()
            if position - start <= 400 or opening == "“":
                found.append((start, position))
    return found


def _untagged(text: str, start: int, end: int) -> str:
    """The region of a citation without the tag and numbering of the next one."""
    region = text[start:end]
    tail = _NEXT.search(region, max(0, len(region) - _TAIL)) if end < len(text) else None
    return region[: tail.start()] if tail else region


def _cited(text: str, head: _Head, region: str) -> list[Citation]:
    """The citations of one title: its articles with their words."""
    issued, rest = _issued(region)
    number = docnumbers.find(issued) or docnumbers.find(rest[:40].split("：")[0].split("条")[0])
    level = rank(head.title, number, issued, head.tag)
    found = [
        Citation(head.title, level, number, article, group.text if first else "")
        for group in groups(rest)
        for first, article in ((at == 0, one) for at, one in enumerate(group.articles))
    ]
    return found or [Citation(head.title, level, number, "", _words(rest, number))]


def _issued(region: str) -> tuple[str, str]:
    """The bracket after a title (number, dates), and the region behind it."""
    match = re.match(r"[\s\u3000]*[（(〔\[【]", region)
    if not match:
        return "", region
    depth = 0
    for position, character in enumerate(region):
        depth += (character in "（(〔[【") - (character in "）)〕]】")
        if depth == 0 and position >= match.end() - 1:
            return region[match.end() : position], region[position + 1 :]
        if position > 400:
            break
    return "", region


def _words(rest: str, number: str) -> str:
    """The words after a title without article, if they are more than a number or a full stop."""
    bare = re.sub(r"^[\s\u3000:：。；;，,“”]+|[\s\u3000]+$", "", rest)
    if len(bare) <= 40 and (docnumbers.broken(bare) or (number and docnumbers.find(bare) == number)):
        return ""
    return bare if len(bare) > 3 else ""
