"""Automatic numbers written out: 1, 一, 甲, ①, iv … by OOXML number format names. Pure; counts start at 1."""

from collections.abc import Callable

_DIGITS = "○一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def _thousands(value: int, digits: str = "零一二三四五六七八九", units: str = "十百千", short_ten: bool = True) -> str:
    """一百零一; up to 99999, above that plain digits."""
    if not 0 < value < 100000:
        return str(value)
    if value >= 10000:
        head, rest = divmod(value, 10000)
        gap = digits[0] if 0 < rest < 1000 else ""
        return digits[head] + "万" + gap + (_thousands(rest, digits, units, False) if rest else "")
    out, zero = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            out += (digits[0] if zero and out else "") + digits[digit] + (units[power - 1] if power else "")
            zero = False
        else:
            zero = True
    return out[1:] if short_ten and 10 <= value < 20 else out


def _counting(value: int) -> str:
    """九十九, then 一○○: Word writes digits from a hundred on."""
    return _thousands(value) if 0 < value < 100 else _positional(value)


def _japanese(value: int) -> str:
    """百一 rather than 一百零一: no 一 before a unit and no 零."""
    text = _thousands(value).replace("零", "")
    return text.replace("一百", "百").replace("一千", "千") if value < 2000 else text


def _positional(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _digital(value: int) -> str:
    return _positional(value).replace("○", "〇")


def _legal(value: int) -> str:
    return _thousands(value, _LEGAL_DIGITS, "拾佰仟", False)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    out = ""
    for size, sign in _ROMAN:
        out += sign * (value // size)
        value %= size
    return out


def _letter(value: int) -> str:
    """A … Z, then AA, BB …: Word repeats the letter."""
    return chr(65 + (value - 1) % 26) * min((value - 1) // 26 + 1, 30) if value > 0 else str(value)


def _ordinal(value: int) -> str:
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _row(first: str, last: int) -> Callable[[int], str]:
    """Signs that follow each other in Unicode from `first`, plain digits above `last`."""
    return lambda value: chr(ord(first) + value - 1) if 0 < value <= last else str(value)


def _signs(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if value <= len(signs) else str(value)


def _circled(value: int) -> str:
    for first, last, start in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= value <= last:
            return chr(start + value - first)
    return str(value)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda value: _letter(value).lower(),
    "ordinal": _ordinal,
    "chineseCounting": _counting,
    "chineseCountingThousand": _thousands,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _thousands,
    "japaneseCounting": _japanese,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _positional,
    "koreanDigital2": _positional,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographTraditional": _signs(_STEMS),
    "ideographZodiac": _signs(_BRANCHES),
    "ideographZodiacTraditional": lambda value: _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12],
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _row("⑴", 20),
    "decimalEnclosedFullstop": _row("⒈", 20),
    "ideographEnclosedCircle": _row("㈠", 10),
    "decimalFullWidth": lambda value: "".join(chr(0xFF10 + int(digit)) for digit in str(value)),
    "decimalFullWidth2": lambda value: "".join(chr(0xFF10 + int(digit)) for digit in str(value)),
    "numberInDash": lambda value: f"- {value} -",
    "hex": lambda value: f"{value:X}",
    "none": lambda value: "",
    "bullet": lambda value: "",
}


def written(value: int, form: str) -> str:
    """`value` in the OOXML number format `form`; a format not known here gives plain digits."""
    convert = _FORMATS.get(form)
    return convert(value) if convert and value > 0 else ("" if form in ("none", "bullet") else str(value))
