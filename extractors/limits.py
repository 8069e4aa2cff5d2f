"""Time limits (时限): number and unit as written, units never converted, statutory and promised kept apart.

A cell that says 即办 or 当场 is 0 with no unit: on the spot in any unit. 「无」 and blank cells are no limit at all.
A heading 办理时限 without 法定 or 承诺 tells the applicant how long it takes: it is read as the promised limit.
"""

import re
from dataclasses import replace

from extractors.evidence import empty
from extractors.numerals import CHARACTERS, number
from quanze.matter import Limit
from quanze.text import fold, tidy

_NUMBER = rf"(?:[0-9]{{1,6}}(?:\.[0-9]+)?|[{CHARACTERS}]+|半)"
_UNIT = r"工作日|自然日|小时|分钟|个?月|周|日|天|年"
_LIMIT = re.compile(
    rf"(?<![0-9.第条年月])({_NUMBER})(?:-|~|至|到)?({_NUMBER})?[(\[]?个?[(\[]?({_UNIT})[)\]]?(?:[(\[]个?(工作日|自然日)[)\]])?"
)
_UNIT_FIRST = re.compile(rf"({_UNIT})[:)\]]+([0-9]{{1,6}}(?:\.[0-9]+)?)")
_BARE = re.compile(r"^[^0-9]{0,8}?([0-9]{1,6}(?:\.[0-9]+)?)[^0-9]{0,4}$")
_AT_ONCE = re.compile(r"即办|即时|当场|立即|马上|现场办结|即来即办|随到随办|即到即办")
_EXTENSION = re.compile(
    r"[(][^()]*(?:延长|延期|不计|不含|除外|特殊)[^()]*[)]|[,;。][^,;。]*(?:延长|延期|不计入|不包括|除外).*$"
)
_DATE = re.compile(r"[0-9]{4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?|[0-9]{1,2}月[0-9]{1,2}日")
_STATUTORY = re.compile(r"法定[^:;,。]{0,8}[:]?")
_PROMISED = re.compile(r"承诺[^:;,。0-9]{0,8}[:]?")
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
    if _AT_ONCE.search(fold(shown)):
        return Limit(0.0, "", shown)
    bare = _BARE.match(fold(shown))
    return Limit(float(bare[1]), unit, shown) if bare else None


def several(text: str) -> bool:
    """Whether a cell writes more than one different limit, so that a person must choose."""
    return len(set(_all(tidy(text)))) > 1


def both(text: str, unit: str = "") -> tuple[Limit | None, Limit | None]:
    """The statutory and the promised limit of one cell: 「法定20个工作日，承诺5个工作日」."""
    folded = fold(text)
    statutory, promised = _STATUTORY.search(folded), _PROMISED.search(folded)
    if statutory and promised:
        cut = max(statutory.start(), promised.start())
        halves = [_within(part, text, unit) for part in (folded[:cut], folded[cut:])]
        return (halves[0], halves[1]) if statutory.start() < promised.start() else (halves[1], halves[0])
    if statutory:
        return limit(text, unit), None
    return None, limit(text, unit)


def _within(part: str, text: str, unit: str) -> Limit | None:
    """The limit of a part of a cell, with the whole cell as its text."""
    found = limit(part, unit)
    return replace(found, text=tidy(text)) if found else None


def _all(text: str) -> list[tuple[float, str]]:
    """All limits written in a text, in order: value and unit; of a span 「3-5个工作日」 the longer one."""
    folded = _DATE.sub("", _EXTENSION.sub("", fold(text)))
    found = []
    for low, high, name, sort in _LIMIT.findall(folded):
        value = _value(high or low)
        if value is not None:
            found.append((value, sort if sort and name in _DAYS else _UNIT_NAMES.get(name, name)))
    found = found or [(float(value), _UNIT_NAMES.get(name, name)) for name, value in _UNIT_FIRST.findall(folded)]
    return found


def _value(text: str) -> float | None:
    """The value of a number as written."""
    if text == "半":
        return 0.5
    if re.fullmatch(r"[0-9.]+", text):
        return float(text)
    value = number(text)
    return None if value is None else float(value)
