"""Names of organs and offices in one cell: one that runs over several lines, or several that stand in a line each.

Knows the ends that such names have; which cell holds them is decided by its heading.
"""

from itertools import pairwise

from extractors import texts
from extractors.lexicon import words
from quanze.text import fold, tidy

_SHORT = 2.0
"""Characters by which a line on paper is shorter than the longest when it ended by will."""
_STOPS = "、,;，；"


def shown(text: str, is_visual: bool) -> str:
    """The names on one line: parted by 、 where each line is sure to be whole (县卫健委 / 县中医院)."""
    lines = [part.strip() for part in tidy(text).split("\n") if fold(part)]
    if not all(fold(line).rstrip(_STOPS).endswith(words("titles", "units")) for line in lines):
        return texts.line(text)
    longest = texts.longest(text)
    found = lines[:1]
    for before, after in pairwise(lines):
        willed = not is_visual or texts.longest(before) <= longest - _SHORT or fold(before)[:1] == fold(after)[:1]
        if fold(before)[-1:] in _STOPS or _apart(fold(before), fold(after).rstrip(_STOPS), willed):
            found.append(after)
        else:
            found[-1] = f"{found[-1]}\n{after}"
    return "、".join(texts.line(one).rstrip(_STOPS) for one in found)


def _apart(before: str, after: str, willed: bool) -> bool:
    """Whether two lines are a name each, and not the halves of one; `willed`: the first ended by will."""
    if _place(before):
        alike = _place(after) and before[-1] == after[-1]  # 沟门镇 / 美岱召镇
        return alike or (willed and after.startswith(words("titles", "places_alone")))
    return willed and _whole(before) and (_place(after) or (_whole(after) and not _branch(before, after)))


def _place(line: str) -> bool:
    """Whether a line is only a place (土默特右旗), or cut behind a word for one (旗住房和城乡)."""
    return line.endswith(words("titles", "places"))


def _whole(line: str) -> bool:
    """Whether a line says what office it is: words before its end that are more than a place (not 广东省科)."""
    end = next((one for one in words("titles", "units") if line.endswith(one)), "")
    own = line.removesuffix(end)
    within = end in words("titles", "parts_of_organs")
    return bool(own) and not own.endswith(words("titles", "joins")) and not (within and _place(own))


def _branch(before: str, after: str) -> bool:
    """Whether the second line only says which branch of the first it is (包头市生态环境局 / 土默特右旗分局)."""
    branches = words("titles", "branches")
    if before.endswith(branches) or not after.endswith(branches):
        return False
    own = next(after.removesuffix(one) for one in branches if after.endswith(one))
    return not own or _place(own)
