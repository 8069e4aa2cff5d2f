"""Small words and names of forms: clean text, numbers and dates as offices write them, safe file and sheet names.

Never here: a heading, a title or a rule; those are in the template files.
"""

import re
import unicodedata
from datetime import date as Date
from decimal import ROUND_HALF_UP, Decimal

from quanze.text import digest

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_UNSAFE_FILE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_UNSAFE_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$", re.IGNORECASE)
_NAME_BYTES = 225
_SHEET_CHARACTERS = 31


def clean(text: str) -> str:
    """Drop what no XML file can hold (control characters, lone surrogates); line ends become line feeds."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def number(value: Decimal) -> str:
    """A number without needless zeros: 20, 7.5."""
    whole = value.to_integral_value()
    return str(whole) if value == whole else format(value.normalize(), "f")


def percent(ratio: Decimal) -> str:
    """A ratio as a percentage with two decimals, half up: 0.236661 becomes 23.67%."""
    return f"{(ratio * 100).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def text_width(text: str) -> float:
    """Width of a text in Chinese characters, about: what takes three bytes is one wide, what takes one is half."""
    wide = (len(text.encode("utf-8", "surrogatepass")) - len(text)) / 2
    return wide + (len(text) - wide) * 0.55


def chinese_date(iso: str) -> str:
    """An ISO date as offices write it: 2023年3月17日.

    Raises:
        ValueError: `iso` is not a date.
    """
    day = Date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"


def file_name(text: str) -> str:
    """A name that every file system takes; a name that had to be changed keeps a short digest, so none collide."""
    name = _UNSAFE_FILE.sub("_", unicodedata.normalize("NFC", clean(text)).replace("\n", "")).strip(" .")
    if _RESERVED.match(name):
        name = f"_{name}"
    cut = name.encode("utf-8")[:_NAME_BYTES].decode("utf-8", "ignore")
    return cut if cut == text else f"{cut or '未命名'}_{digest(clean(text))[:6]}"


def sheet_name(text: str, taken: set[str]) -> str:
    """A sheet name that Excel takes: at most 31 characters, no brackets, colons or strokes, unlike those in `taken`."""
    name = _UNSAFE_SHEET.sub("_", clean(text).replace("\n", "")).strip(" '") or "清单"
    if name.casefold() == "history":
        name += "_"
    base, count = name[:_SHEET_CHARACTERS], 1
    name = base
    while name.casefold() in taken:
        count += 1
        name = f"{base[: _SHEET_CHARACTERS - len(str(count)) - 2]}({count})"
    taken.add(name.casefold())
    return name
