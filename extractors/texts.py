"""Cell texts made whole: visual line ends joined where the format breaks lines, names on one line, numbered items.

Knows which formats show lines as printed; knows no heading and no role.
"""

import re

from extractors.lexicon import words
from extractors.numerals import number
from quanze.text import fold, tidy, unwrap

VISUAL = ("pdf", "scan", "ofd", "png", "jpg", "jpeg", "tif", "bmp", "webp", "gif", "image")
"""Formats (by the beginning of their name) whose line breaks are where the line ended on paper."""

_CJK_GAP = re.compile(r"(?<=[\u3400-\u9fff，。；：、（）《》“”])[ \t\u3000]+(?=[\u3400-\u9fff，。；：、（）《》“”])")
_MARK = re.compile(
    r"(?P<dot>(?<![0-9.．])[0-9]{1,2})\s*(?:[.．](?![0-9](?!个月|寸|份|张))|、|[)）](?!.{0,3}[(（]))|[（(](?P<round>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）]|"
    r"(?P<han>(?<![一二三四五六七八九十百第])[一二三四五六七八九十]{1,3})、|(?P<ring>[①-⑳])|第(?P<nth>[一二三四五六七八九十]{1,3})[,，、:：]"
)


def visual(format_name: str) -> bool:
    """Whether a format's line breaks are visual line ends."""
    return format_name.lower().startswith(VISUAL)


def line(text: str) -> str:
    """A short text (name, organ, kind) on one line, without gaps between Chinese characters."""
    return _CJK_GAP.sub("", "".join(unwrap(tidy(text)).split("\n"))).strip()


def several(text: str, ends: tuple[str, ...]) -> str:
    """A short text on one line; lines that each end as one of several (县卫健委 / 县中医院) are parted by 、."""
    parts = [part.strip() for part in tidy(text).split("\n") if fold(part)]
    if len(parts) > 1 and all(fold(part).rstrip("、,;，；").endswith(ends) for part in parts):
        return "、".join(line(part).rstrip("、，；,;") for part in parts)
    return line(text)


def block(text: str, is_visual: bool) -> str:
    """A long text: as it is, or with visual line ends joined."""
    return unwrap(tidy(text)) if is_visual else tidy(text)


def numbered(text: str) -> list[str]:
    """The items of a text that numbers them 1, 2, 3 …, each with its number; [] where fewer than two follow on.

    One style of numbers is followed from 1 on, so that （1） inside 2. stays with its item.
    """
    starts: dict[str, list[int]] = {}
    for match in _MARK.finditer(text):
        style = str(match.lastgroup)
        wanted = len(starts.get(style, [])) + 1
        if _value(match[style]) == wanted and _fresh(text, match.start()):
            starts.setdefault(style, []).append(match.start())
    long_enough = [found for found in starts.values() if len(found) > 1]
    if not long_enough:
        return []
    best = min(long_enough, key=lambda found: found[0])
    head = text[: best[0]].strip(" \t\n:：;；,，")
    parts = [text[start:end].strip() for start, end in zip(best, [*best[1:], len(text)], strict=True)]
    return parts if len(fold(head)) <= 30 else []


def lines(text: str, is_visual: bool) -> list[str]:
    """The lines a writer made: as they stand, or with the line ends that only the page made joined again.

    On paper a line that is clearly shorter than the longest, or that ends as a material's name does, ended by will.
    """
    shown = [one for one in tidy(text).split("\n") if fold(one)]
    if not is_visual or len(shown) < 2:
        return shown
    longest = max(map(_width, shown))
    joined = [shown[0]]
    for before, one in zip(shown, shown[1:], strict=False):
        if _ended(before, longest):
            joined.append(one)
        else:
            joined[-1] += one
    return joined


def _ended(text: str, longest: float) -> bool:
    """Whether a line on paper ended by will."""
    bare = fold(text).rstrip(";,.。、")
    if bare != fold(text) and not fold(text).endswith("、"):
        return True
    if text.count("（") + text.count("(") > text.count("）") + text.count(")"):
        return False
    return _width(text) <= longest - 2 or (_width(text) < longest and bare.endswith(words("materials", "ends")))


def _width(text: str) -> float:
    """The width of a line in Chinese characters."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def _value(text: str) -> int | None:
    """The value of a number in any style."""
    return ord(text) - ord("①") + 1 if "①" <= text <= "⑳" else number(text)


def _fresh(text: str, start: int) -> bool:
    """Whether a number stands where an item can begin: at the start, after a line end, a space or a stop."""
    return start == 0 or text[start - 1] in "\n \t\u3000。；;，,、：:）)！.”》】" or text[start] in "①②③④⑤⑥⑦⑧⑨⑩（("
