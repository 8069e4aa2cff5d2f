"""A stored number as the sheet shows it: number formats applied, dates in ISO form, never scientific notation.

Knows formats only, neither files nor cells.
"""

import datetime
import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

BUILT_IN = {
    **dict.fromkeys((14, *range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-m-d"),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm:ss"),
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy"},
    **{18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-m-d h:mm", 45: "mm:ss"},
    **{37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00"},
    **{44: "#,##0.00", 46: "[h]:mm:ss", 47: "mm:ss", 49: "@"},
}
"""Formats that files name by number only; 27–36 and 50–58 are dates and times of the Chinese edition."""

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\[\]]*+\]')
_DATE_PART = re.compile(r"[yYdDeEgG]|年|月|日|[mM]{1,5}")
_TIME_PART = re.compile(r"[hHsS]|时|分|秒")
_ELAPSED = re.compile(r"\[[hms]+\]", re.I)
_EXACT = Context(prec=100)
_EXPONENT = re.compile(r"[1-9](?:\.[0-9]+)?E\+[0-9]{2,3}", re.I)
_DIGITS = re.compile(r"[#0?][#0?,.]*%?|%|General|G/通用格式", re.I)


def shown(number: float, form: str, *, since_1904: bool = False) -> str:
    """The number as text: `form` is the sheet's number format, "" or General for none."""
    kind = _kind(form)
    if kind == "plain" or not math.isfinite(number):
        return plain(number)
    if kind == "elapsed":
        return _clock(number)
    if kind in ("date", "time", "moment"):
        return _moment(number, kind, since_1904) or plain(number)
    return _fixed(number, form)


def plain(number: float) -> str:
    """The number without ".0" and without an exponent: at most 15 digits after rounding, as sheets show it."""
    if not math.isfinite(number):
        return ""
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return _digits(Decimal(repr(number)).normalize() if abs(number) < 1e-4 else Decimal(f"{number:.15g}"))


def _digits(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def scientific(text: str) -> bool:
    """Whether a text is a long number that a sheet wrote in scientific notation (1.50207E+17): its digits are lost."""
    return bool(_EXPONENT.fullmatch(text))


def overlong(number: float) -> bool:
    """Whether the number has more digits than a sheet can store (15): its last digits are lost."""
    return number == number and abs(number) >= 1e15 and abs(number) != float("inf")


@lru_cache(maxsize=4096)
def _kind(form: str) -> str:
    """plain, elapsed, date, time, moment (both) or fixed."""
    section = _sections(form)[0] if form else ""
    if not section or section.lower() == "general" or section == "@":
        return "plain"
    if _ELAPSED.search(section):
        return "elapsed"
    bare = _LITERAL.sub(lambda match: match.group(1) or "", section)
    bare = re.sub(r"General|G/通用格式", "", bare, flags=re.I)
    if re.search(r"[0#?]", bare):
        return "fixed" if not re.search(r"[yd]|h+:?m|m+:?s", bare, re.I) else _when(bare)
    return _when(bare)


def _when(bare: str) -> str:
    time = bool(_TIME_PART.search(bare))
    date = bool(re.search(r"[yYdDeE]|年|月|日", bare)) or (not time and bool(re.search(r"[mM]", bare)))
    if date:
        return "moment" if time else "date"
    return "time" if time else "fixed"


@lru_cache(maxsize=4096)
def _sections(form: str) -> tuple[str, ...]:
    """The format's parts for positive, negative, zero and text; a semicolon in quotes divides nothing."""
    parts, part, quoted, escaped = [], "", False, False
    for char in form:
        if char == ";" and not quoted and not escaped:
            parts.append(part)
            part = ""
            continue
        quoted = quoted != (char == '"' and not escaped)
        escaped = char == "\\" and not escaped
        part += char
    return (*parts, part)


def _fixed(number: float, form: str) -> str:
    sections = _sections(form)
    section, signed = sections[0], number < 0
    if number < 0 and len(sections) > 1 and sections[1].strip():
        section, signed = sections[1], False
    elif number == 0 and len(sections) > 2 and sections[2].strip():
        section = sections[2]
    pieces, last = [], 0
    used = False
    for match in re.finditer(f"{_LITERAL.pattern}|({_DIGITS.pattern})", section, re.I):
        pieces.append(section[last : match.start()])
        last = match.end()
        if match.group(3) and not used:
            pieces.append(_number(abs(number), match.group(3), "%" in section))
            used = match.group(3) != "%"
        else:
            pieces.append(match.group(1) or match.group(2) or (match.group(3) if match.group(3) == "%" else "") or "")
    pieces.append(section[last:])
    text = "".join(pieces).strip()
    if not used and not text:
        return plain(number)
    return ("-" if signed and text[:1] != "-" else "") + text


def _number(number: float, pattern: str, percent: bool) -> str:
    tail = "%" if pattern.endswith("%") else ""
    pattern = pattern.rstrip("%")
    if not pattern or pattern[0] not in "#0?":
        return plain(number) + tail if pattern else tail
    whole, _, fraction = pattern.partition(".")
    places = min(len(re.findall("[0#?]", fraction)), 30)
    scaled = Decimal(repr(number)) * (100 if percent else 1)
    scaled = scaled / (1000 ** (len(whole) - len(whole.rstrip(","))))
    text = (
        f"{scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT):f}"
        if abs(scaled) < 1e20
        else f"{scaled:f}"
    )
    head, _, decimals = text.partition(".")
    head = head.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole.rstrip(","):
        head = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", head)
    keep = fraction.count("0")
    decimals = decimals[:keep] + decimals[keep:].rstrip("0")
    return (head or ("" if decimals else "0")) + (f".{decimals}" if decimals else "") + tail


def _clock(number: float) -> str:
    seconds = round(abs(number) * 86400)
    text = f"{seconds // 3600}:{seconds % 3600 // 60:02d}"
    return ("-" if number < 0 else "") + text + (f":{seconds % 60:02d}" if seconds % 60 else "")


def _moment(number: float, kind: str, since_1904: bool) -> str:
    """Days since the workbook's first day → ISO text; "" where the number is no day."""
    if kind == "time" and 0 <= number < 1:
        return _time(datetime.datetime(1900, 1, 1) + datetime.timedelta(seconds=round(number * 86400)))
    if not 0 <= number < 2958466:
        return ""
    first = datetime.datetime(1904, 1, 1) if since_1904 else datetime.datetime(1899, 12, 30 if number >= 61 else 31)
    when = first + datetime.timedelta(seconds=round(number * 86400))
    if kind == "date" or not (when.hour or when.minute or when.second):
        return when.date().isoformat()
    return f"{when.date().isoformat()} {_time(when)}"


def _time(when: datetime.datetime) -> str:
    return f"{when:%H:%M:%S}" if when.second else f"{when:%H:%M}"
