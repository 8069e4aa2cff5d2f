"""Chinese numerals to integers and back (一百二十八 ↔ 128), for articles, limits and counts."""

import re

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "万": 10000}
_LONGEST = 18
"""Characters of a number; a longer row of digits is a code or damage."""
_WRITTEN = {*_DIGITS, *_UNITS}
CHARACTERS = "〇零○一二三四五六七八九十百千两"
"""Characters of a written number, for patterns."""


def number(text: str) -> int | None:
    """The integer that Arabic or Chinese numerals write (「三十二」, 「二〇一七」, 「廿」 is not known), else None."""
    text = text.strip()
    if re.fullmatch(r"[0-9]+", text):
        return int(text) if len(text) <= _LONGEST else None
    if not text or len(text) > _LONGEST or not _WRITTEN.issuperset(text):
        return None
    if not any(character in _UNITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total, section, digit = 0, 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character == "万":
            total, section, digit = total + (section + digit) * 10000, 0, 0
        else:
            section += (digit or 1) * _UNITS[character]
            digit = 0
    return total + section + digit


def chinese(value: int) -> str:
    """An integer from 0 to 9999 in Chinese numerals as laws write articles (110 → 一百一十)."""
    if value == 0:
        return "零"
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            written += ("零" if gap else "") + "〇一二三四五六七八九"[digit] + name
            gap = False
        elif written:
            gap = value > 0
    return written[1:] if written.startswith("一十") else written
