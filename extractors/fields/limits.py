"""Time limits (时限): number and unit as written, units never converted, statutory and promised kept apart.

A cell that says 即办 or 当场 is 0 with no unit: on the spot in any unit. 「无」 and blank cells are no limit at all.
A heading 办理时限 without 法定 or 承诺 tells the applicant how long it takes: it is read as the promised limit.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from extractors.evidence import empty
from extractors.lexicon import words
from quanze.matter import Limit
from quanze.numerals import CHARACTERS, number
from quanze.text import fold, tidy

_NUMBER = rf"(?:[0-9]{{1,6}}+(?:\.[0-9]++)?|(?<![第{CHARACTERS}])[{CHARACTERS}]++|半)"
_UNIT = r"工作日|自然日|小时|分钟|个?月|周|日|天|年"
_LIMIT = re.compile(
    rf"(?<![0-9.第条])({_NUMBER})(?:(?:个?(?:{_UNIT}))?+[-~至到]{{1,2}}+({_NUMBER}))?[(\[]?个?[(\[]?(?:法定)?(半?)({_UNIT})(半?)"
    r"(?!前)[)\]]?"
    r"(?:[(\[]个?(工作日|自然日)[)\]])?"
)
_UNIT_FIRST = re.compile(rf"({_UNIT})[:)\]]++([0-9]{{1,6}}+(?:\.[0-9]++)?)")
_BARE = re.compile(r"([^0-9]{0,16}+)([0-9]{1,6}+(?:\.[0-9]++)?)([^0-9]{0,4}+)")
_CALENDAR = re.compile(
    r"(?:每|当|次|翌|本|同|上|下)(?:年|个?月|季度?)(?!度?[起内])[^,;。]*+"
    r"|[0-9]{1,2}+月(?:[、,和至到\-~][0-9]{1,2}+月)++|[0-9]{1,2}+月(?:底|初|末|份|前|[上中下]旬)"
)
"""Words that name days of the year (每年3月、9月, 次月15日前, 12月底), not how long something takes."""
_DATE = re.compile(
    r"[0-9]{4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?|[0-9]{1,2}月[0-9]{1,2}日"
    r"|[二一][〇零○一二三四五六七八九]{3}年(?:[一二三四五六七八九十]{1,2}月)?(?:[一二三四五六七八九十]{1,3}日)?"
)
_STATUTORY = re.compile(rf"(?<![个0-9])法定([^:;,。()0-9半{CHARACTERS}]{{0,10}}+)")
_BETWEEN = re.compile(r"[/,;]")
_PROMISED = re.compile(r"承诺[^:;,。0-9]{0,8}[:]?")
_ASIDE = re.compile(r"([^()]++)[(]([^()]++)[)][。;]?")
"""A cell with a bracket at its end."""
_DAYS = {"天", "日"}
"""Units of which a bracket says what days they are: 20天（工作日）."""
_UNIT_NAMES = {"天": "日", "月": "个月"}


def limit(text: str, unit: str = "") -> Limit | None:
    """The limit that a cell gives; `unit` is the unit of its heading, used where the cell has a bare number.

    The first limit counts where several are written (see `several`); words on extension do not. A bare number
    without any unit keeps the unit "". None where the cell gives no limit.
    """
    shown = tidy(text)
    if empty(shown):
        return None
    found = _all(shown)
    if found:
        value, name = found[0]
        return Limit(value, name, shown)
    if any(word in fold(shown) for word in words("limits", "at_once")):
        return Limit(0.0, "", shown)
    bare = _bare(fold(shown))
    return Limit(bare, unit, shown) if bare is not None else None


def several(text: str) -> bool:
    """Whether a cell writes more than one different limit, so that a person must choose."""
    return len(set(_all(tidy(text)))) > 1


def ranged(text: str) -> bool:
    """Whether a limit is written as a range (1至3个工作日), of which only the longest is read."""
    return any(match[2] for match in _LIMIT.finditer(_plain(text)))


def unread(text: str) -> bool:
    """Whether a cell has a number in it and gives no limit: a day of the year, a number that counts something else."""
    return not empty(text) and bool(re.search(r"[0-9]", fold(text))) and limit(text) is None


def both(text: str, unit: str = "") -> tuple[Limit | None, Limit | None]:
    """The statutory and the promised limit of one cell: 「法定20个工作日，承诺5个工作日」, 「5日（法定20日）」.

    Of a limit and another in brackets behind it, 60日（案情简单的15日）, it is the one before. Nothing where the cell
    writes several without saying which is which (see `unclear`).
    """
    folded = fold(text)
    if (apart := _apart(text, unit)) is not None:
        return apart
    statutory, promised = _labels(folded)
    aside, named = _ASIDE.fullmatch(folded), statutory or promised
    if aside and named and not (statutory and promised) and named.start() >= aside.start(2):
        outer, inner = (_within(part, text, unit) for part in (aside[1], aside[2]))
        if outer and inner:
            return (inner, outer) if statutory else (outer, inner)
    if statutory and promised:
        cut = max(statutory.start(), promised.start())
        halves = [_within(part, text, unit) for part in (folded[:cut], folded[cut:])]
        return (halves[0], halves[1]) if statutory.start() < promised.start() else (halves[1], halves[0])
    outer = _within(aside[1], text, unit) if aside and not several(aside[1]) else None
    found = outer if several(text) else limit(text, unit)
    return (found, None) if statutory else (None, found)


def unclear(text: str) -> bool:
    """Whether a cell for both limits writes more than one for either, so that a person must choose."""
    folded = fold(text)
    statutory, promised = _labels(folded)
    if _apart(text, "") is not None:
        return False
    if not (statutory and promised):
        return several(text) and not all(both(text))
    cut = max(statutory.start(), promised.start())
    return several(folded[:cut]) or several(folded[cut:])


def _apart(text: str, unit: str) -> tuple[Limit, Limit] | None:
    """The statutory and the promised limit, each in a part of its own with its word: 20日（法定）/10日（承诺）."""
    parts = _BETWEEN.split(fold(text))
    if len(parts) != 2 or any(map(several, parts)):
        return None
    said = [(*_labels(part), _within(part, text, unit)) for part in parts]
    statutory = [found for first, second, found in said if first and not second and found]
    promised = [found for first, second, found in said if second and not first and found]
    return (statutory[0], promised[0]) if statutory and promised else None


def _labels(folded: str) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """Where a cell says that a limit is statutory, and where promised; a note (不含法定公示期) says neither."""
    shown = _notes().sub(lambda match: " " * len(match[0]), folded)
    return next(_statutory(shown), None), _PROMISED.search(folded)


def _statutory(shown: str) -> Iterator[re.Match[str]]:
    """The places where 法定 speaks of a limit, not of days off or a procedure."""
    for match in _STATUTORY.finditer(shown):
        named = match[1].rstrip().endswith(words("limits", "names"))
        if named or _covered(match[1]) or any(word in match[1] for word in words("limits", "at_once")):
            yield match


def _within(part: str, text: str, unit: str) -> Limit | None:
    """The limit of a part of a cell, with the whole cell as its text."""
    found = limit(part, unit)
    return replace(found, text=tidy(text)) if found else None


def _all(text: str) -> list[tuple[float, str]]:
    """All limits written in a text, in order: value and unit; of a span 「3-5个工作日」 the longer one."""
    folded = _plain(text)
    found = []
    for low, high, half, name, more, sort in _LIMIT.findall(folded):
        value = _value(high or low)
        if value is not None:
            value += 0.5 * bool(half or more)
            found.append((value, sort if sort and name in _DAYS else _UNIT_NAMES.get(name, name)))
    found = found or [(float(value), _UNIT_NAMES.get(name, name)) for name, value in _UNIT_FIRST.findall(folded)]
    return found


def _plain(text: str) -> str:
    """A text, folded, without words on extension and days of the year."""
    return _CALENDAR.sub("", _DATE.sub("", _extension().sub("", fold(text))))


@cache
def _extension() -> re.Pattern[str]:
    """Brackets that say more about a limit (可延长10日), and all that follows a limit and is not counted in it."""
    inside, after = ("|".join(map(re.escape, words("limits", name))) for name in ("aside", "after"))
    return re.compile(rf"[(][^()]*(?:{inside})[^()]*[)]|[,;。][^,;。]*(?:{after}).*$")


@cache
def _notes() -> re.Pattern[str]:
    """A note within a cell, from its word to the next stop."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, words('limits', 'aside')))})[^,;。()]*+")


def _bare(folded: str) -> float | None:
    """The number of a cell that says nothing else than that it is a limit: 「20」, 「承诺：5」, 「不超过3个」."""
    found = _BARE.fullmatch(folded)
    if found is None or not all(_covered(part) for part in (found[1], found[3])):
        return None
    return float(found[2])


def _covered(text: str) -> bool:
    """Whether a text has only words that go with a bare number."""
    for word in words("limits", "around"):
        text = text.replace(word, "")
    return not text.strip(" :()[]。.,;、/")


def _value(text: str) -> float | None:
    """The value of a number as written."""
    if text == "半":
        return 0.5
    if re.fullmatch(r"[0-9.]+", text):
        return float(text)
    value = number(text)
    return None if value is None else float(value)
