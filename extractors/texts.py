"""Cell texts made whole: visual line ends joined where the format breaks lines, names on one line.

Knows which formats show lines as printed; knows no heading and no role.
"""

import re
from os.path import commonprefix

from extractors.context import unnumbered
from extractors.lexicon import words
from quanze.text import fold, tidy, unwrap

VISUAL = ("pdf", "scan", "ofd", "png", "jpg", "jpeg", "tif", "bmp", "webp", "gif", "image")
"""Formats (by the beginning of their name) whose line breaks are where the line ended on paper."""

_PAIRS = {"（": "）", "(": ")", "《": "》", "【": "】", "[": "]"}
_NAME = 4
"""Characters of the shortest name, and of a beginning that names have in common."""
_CJK_GAP = re.compile(r"(?<=[\u3400-\u9fff，。；：、（）《》“”])[ \t\u3000]+(?=[\u3400-\u9fff，。；：、（）《》“”])")


def visual(format_name: str) -> bool:
    """Whether a format's line breaks are visual line ends."""
    return format_name.lower().startswith(VISUAL)


def line(text: str) -> str:
    """A short text (name, organ, kind) on one line, without gaps between Chinese characters."""
    return _CJK_GAP.sub("", "".join(unwrap(tidy(text)).split("\n"))).strip()


def names(text: str) -> tuple[str, ...]:
    """The names that a cell holds in lines of their own (…许可证核发 / …许可证变更), () where its lines are one name.

    Each is whole, all or none are numbered, and they begin or end alike.
    """
    ends = words("rows", "whole_name_ends")
    shown = [line(part).strip("、，；,;") for part in tidy(text).split("\n") if fold(part)]
    parts = [unnumbered(part) for part in shown]
    if len({part == said for part, said in zip(parts, shown, strict=True)}) != 1:
        return ()  # a name with its sub-items
    tails = {next((end for end in ends if fold(part).endswith(end)), "") for part in parts}
    if len(parts) < 2 or "" in tails or any(len(fold(part)) < _NAME for part in parts):
        return ()
    return tuple(parts) if len(tails) == 1 or len(commonprefix([*map(fold, parts)])) >= _NAME else ()


def block(text: str, is_visual: bool) -> str:
    """A long text: as it is, or with visual line ends joined."""
    return unwrap(tidy(text)) if is_visual else tidy(text)


def split(text: str, signs: str) -> list[str]:
    """The parts of a text between these signs outside brackets, as they stand; blank ones left out."""
    parts = [""]
    for character, inside in zip(text, bracketed(text), strict=True):
        if character in signs and not inside:
            parts.append("")
        else:
            parts[-1] += character
    return [part for part in parts if fold(part)]


def bracketed(text: str) -> list[bool]:
    """For each character whether it stands inside brackets that are closed again; an open one holds nothing."""
    opened: list[tuple[str, int]] = []
    change = [0] * (len(text) + 1)
    for at, character in enumerate(text):
        if character in _PAIRS:
            opened.append((character, at))
        elif opened and character in _PAIRS.values():
            last, start = opened[-1]
            if fold(_PAIRS[last]) == fold(character):
                opened.pop()
                change[start + 1] += 1
                change[at] -= 1
    depth, inside = 0, []
    for step in change[:-1]:
        depth += step
        inside.append(depth > 0)
    return inside


def longest(text: str) -> float:
    """The width of a text's longest line, in Chinese characters."""
    return max(map(_width, tidy(text).split("\n")))


def lines(text: str, is_visual: bool, width: float = 0.0) -> list[str]:
    """The lines a writer made: as they stand, or with the line ends that only the page made joined again.

    On paper a line that is clearly shorter than the longest, or that ends as a material's name does, ended by will.
    `width` is that of the whole cell where the text is a part of one.
    """
    shown = [one for one in tidy(text).split("\n") if fold(one)]
    if not is_visual or len(shown) < 2:
        return shown
    longest = max(width, *map(_width, shown))
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
