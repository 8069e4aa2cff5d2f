"""Numbered lists in a text (编号): where each item begins, what stands before its first number, numbers left out.

Follows one style of numbers outside brackets; what the items mean is decided in `listed`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.fields.captions import caption
from extractors.texts import bracketed, split
from quanze.numerals import number
from quanze.text import fold

AMOUNT = r"(?:个月|寸|份|张|年[以内])"
"""What makes a digit after a number's dot an amount of its own: 2.2寸照片, 3.1年以上."""
_MARK = re.compile(
    rf"(?P<dot>(?<![0-9.．])[0-9]{{1,2}}+)[ \t\u3000]{{0,4}}+"
    rf"(?:[.．](?![0-9]{{1,2}}+(?!{AMOUNT}))|、|[)）](?!.{{0,3}}[(（]))"
    r"|[（(](?P<round>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）]"
    r"|(?P<han>(?<![一二三四五六七八九十百第])[一二三四五六七八九十]{1,3}+)、"
    r"|(?P<ring>[①-⑳])|第(?P<nth>[一二三四五六七八九十]{1,3})[,，、:：]"
)
_BARE = re.compile(
    r"[ \t\u3000]*+([0-9]{1,2}+)(?=[《\u4e00-\u9fff])(?![份张寸个年月日周天次套本页人名号楼岁级类种项元万千百])"
)
_PARTED = "\n；;。"
_STARTS = "\n \t\u3000。；;，,、：:）)！.”》】①②③④⑤⑥⑦⑧⑨⑩（("
"""Signs after which a number can begin an item."""
_LONGEST_HEAD = 30
_NEAR = 200
"""How many characters before a number are looked at for the words above it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item with its number, and where its words begin."""

    text: str
    begins: int

    @property
    def words(self) -> str:
        """The item without its number."""
        return self.text[self.begins :].strip()


@dataclass(frozen=True, slots=True)
class Run:
    """One list: the words before its first number, its items; `broken` where a number is left out or comes twice."""

    head: str
    items: tuple[Item, ...]
    broken: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    """One number: style, the sign after it, value, and how freely it stands: 2 begins a line, 1 follows a stop."""

    style: str
    sign: str
    value: int
    start: int
    end: int
    free: int


def runs(text: str) -> tuple[Run, ...]:
    """The lists of a text that follows one style of numbers from 1 on; () where fewer than two items are numbered."""
    marks = list(_marks(text))
    followed = [_followed(text, [mark for mark in marks if mark.style == style]) for style in _styles(marks)]
    long_enough = [groups for groups in followed if sum(map(len, groups)) > 1]
    if not long_enough:
        return _by_lines(text)
    groups = min(long_enough, key=lambda groups: groups[0][0].start)
    found = _cut(text, groups)
    before = pieces(found[0].head)
    return found if not before or len(fold(before[-1])) <= _LONGEST_HEAD or _announced(before[-1]) else ()


def pieces(text: str) -> list[str]:
    """The parts of a text between line ends, semicolons and full stops outside brackets."""
    return [part.strip() for part in split(text, _PARTED)]


def heads(text: str) -> bool:
    """Whether words stand above a list of their own: 「变更：」, 「（二）变更登记」."""
    return 0 < len(fold(text)) <= _LONGEST_HEAD and (_announced(text) or caption(text) is not None)


def _announced(text: str) -> bool:
    """Whether words end with a colon."""
    return text.rstrip().endswith((":", "："))


def _marks(text: str) -> Iterator[_Mark]:
    """The numbers that can begin an item, in order."""
    inside = bracketed(text)
    for match in _MARK.finditer(text):
        style, start = str(match.lastgroup), match.start()
        value = ord(match[style]) - ord("①") + 1 if style == "ring" else number(match[style])
        if value is None or inside[start] or not _fresh(text, start):
            continue
        free = _free(text, start)
        sign = fold(match[0].removeprefix(match[style]).strip()) if style == "dot" else ""
        yield _Mark(style, sign, value, start, match.end(), free)


def _fresh(text: str, start: int) -> bool:
    """Whether an item can begin at a number: at the start, after a line end, a gap or a stop, or by its own sign."""
    return start == 0 or text[start - 1] in _STARTS or text[start] in "①②③④⑤⑥⑦⑧⑨⑩（("


def _free(text: str, start: int) -> int:
    """How freely a number stands: 2 at the beginning of a line, 1 after a stop or a gap, else 0."""
    at = start
    while at and text[at - 1] in " \t\u3000":
        at -= 1
    if not at or text[at - 1] == "\n":
        return 2
    return int(at < start or text[at - 1] in "；;。")


def _styles(marks: Sequence[_Mark]) -> list[str]:
    """The styles that begin with 1, in order."""
    return list(dict.fromkeys(mark.style for mark in marks if mark.value == 1))


def _followed(text: str, marks: Sequence[_Mark]) -> list[list[_Mark]]:
    """The numbers of one style as lists; numbers of a list inside an item (another sign, 1 after a colon) left out."""
    groups: list[list[_Mark]] = []
    signs: dict[str, bool] = {}  # sign → whether it numbers the items themselves
    nested = 0  # the last number of a list inside the last item
    for mark in marks:
        last = groups[-1][-1] if groups else None
        if last is None:
            if mark.value == 1:
                groups.append([mark])
                signs[mark.sign] = True
        elif signs.setdefault(mark.sign, mark.value == last.value + 1):
            nested = _follow(text, groups, mark, nested)
    return groups


def _follow(text: str, groups: list[list[_Mark]], mark: _Mark, nested: int) -> int:
    """Give a number to the last list, to a new one or to the list inside the last item; the last number of that."""
    last = groups[-1][-1]
    goes_on = mark.value == last.value + 1
    if nested and mark.value == nested + 1 and not (goes_on and mark.free == 2):
        return nested + 1
    if mark.value == 1:
        own, head = _tail(text, last.end, mark.start)
        if own and (head or mark.free == 2):
            groups.append([mark])
        return int(not own and bool(head))
    if goes_on or mark.free == 2 or (mark.free and -1 <= mark.value - last.value <= 3):
        groups[-1].append(mark)
        return 0
    return nested


def _tail(text: str, begin: int, end: int) -> tuple[bool, str]:
    """Whether an item has words of its own between two numbers, and the words there that stand above the next list."""
    near = text[max(begin, end - _NEAR) : end].rstrip()
    cut = max(near.rfind(sign) for sign in "\n；;。 \u3000") + 1
    head = near[cut:]
    if (end - begin > _NEAR or near[:cut].strip()) and heads(head):
        return True, head
    return (False, near) if _announced(near) else (bool(near), "")


def _cut(text: str, groups: Sequence[Sequence[_Mark]]) -> tuple[Run, ...]:
    """The text cut at the numbers."""
    found: list[Run] = []
    head = text[: groups[0][0].start]
    for at, group in enumerate(groups):
        after = groups[at + 1][0].start if at + 1 < len(groups) else len(text)
        following = _tail(text, group[-1].end, after)[1] if at + 1 < len(groups) else ""
        end = text.rindex(following, group[-1].end, after) if following else after
        ends = [mark.start for mark in group[1:]] + [end]
        items = tuple(
            Item(text[mark.start : stop].strip(), mark.end - mark.start) for mark, stop in zip(group, ends, strict=True)
        )
        values = [mark.value for mark in group]
        broken = values != list(range(1, len(values) + 1)) or (at > 0 and not fold(head))
        found.append(Run(head.strip(" \t\n\u3000；;，,"), items, broken))
        head = following
    return tuple(found)


def _by_lines(text: str) -> tuple[Run, ...]:
    """A list whose lines begin with a number and no sign (1身份证 / 2户口簿), every line in order."""
    shown = [line for line in text.split("\n") if fold(line)]
    begun = [_BARE.match(line) for line in shown]
    values = [int(match[1]) for match in begun if match is not None]
    if len(shown) < 2 or values != list(range(1, len(shown) + 1)):
        return ()
    return (Run("", tuple(Item(line, match.end()) for line, match in zip(shown, begun, strict=True) if match)),)
