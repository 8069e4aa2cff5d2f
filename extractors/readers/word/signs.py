"""Signs that Word stores as a character of a symbol font, as a field or as a form control, given as plain characters.

Only signs that people read as content: boxes, ticks, bullets, numbers in circles.
"""

import re

from quanze.text import whole_number

_WINGDINGS = {
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x70: "□",
    0x71: "□",
    0x72: "□",
    0x75: "◆",
    0x76: "❖",
    0x77: "◆",
    0x9E: "·",
    0x9F: "•",
    0xA1: "○",
    0xA8: "□",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE8: "→",
    0xFB: "✗",
    0xFC: "√",
    0xFD: "☒",
    0xFE: "☑",
    **{0x80 + number: sign for number, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩")},
    **{0x8B + number: sign for number, sign in enumerate("⓿❶❷❸❹❺❻❼❽❾❿")},
}
_WINGDINGS_2 = {
    0x4F: "✗",
    0x50: "√",
    0x51: "☒",
    0x52: "☑",
    0x53: "☒",
    0x54: "☒",
    0xA2: "■",
    0xA3: "□",
    0x97: "●",
    0x99: "○",
    **{0x69 + number: sign for number, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩")},
}
_GREEK = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "αβχδεφγηιϕκλμνοπθρστυϖωξψζΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ",
        strict=True,
    )
)
_SYMBOL = {
    **{code: _GREEK.get(chr(code), chr(code)) for code in range(0x20, 0x7F)},
    **dict(zip((0xA3, 0xA5, 0xB0, 0xB1, 0xB3, 0xB4, 0xB7, 0xB8, 0xB9, 0xBB, 0xD6), "≤∞°±≥×•÷≠≈√", strict=True)),
    **dict(zip((0xAC, 0xAD, 0xAE, 0xAF, 0xDE), "←↑→↓⇒", strict=True)),
}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
PRIVATE = re.compile("[\uf020-\uf0ff]")
"""Where programs put the characters of symbol fonts."""
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CIRCLED = re.compile(r"\\o\s*\\?a?c?\s*\(\s*[○◯〇OoＯ]\s*[,，;；]\s*([^()]{1,3})\s*\)", re.IGNORECASE)
_SYMBOL_FIELD = re.compile(r'^\s*SYMBOL\s+(0x[0-9a-f]{1,8}|[0-9]{1,9})(?:.*?\\f\s+"?([^"\\]+)"?)?', re.IGNORECASE)


def is_symbol_font(font: str) -> bool:
    """Whether a font has signs of its own in place of letters."""
    return font.strip().lower().startswith(("wingdings", "webdings", "symbol"))


def symbol(font: str, code: int) -> str:
    """The plain character that shows like character `code` of a font ("" where nothing like it is known)."""
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    signs = _FONTS.get(font.strip().lower())
    if signs is not None:
        return signs.get(low, "")
    if is_symbol_font(font):
        return ""
    return chr(low) if 0x20 <= low < 0x110000 and not 0xD800 <= low <= 0xF8FF else ""


def plain_signs(text: str, font: str) -> str:
    """Text whose private characters are a symbol font's signs, with plain characters for them."""
    if not is_symbol_font(font):
        return text
    return PRIVATE.sub(lambda match: symbol(font, ord(match.group())), text)


def field_sign(code: str) -> str:
    """What a field without a stored result shows: a number in a circle (EQ) or a symbol; "" for all others."""
    circled = _CIRCLED.search(code)
    if circled and code.strip()[:2].upper() == "EQ":
        inner = circled.group(1).strip()
        if 1 <= whole_number(inner) <= len(_CIRCLES):
            return _CIRCLES[whole_number(inner) - 1]
        return inner
    named = _SYMBOL_FIELD.match(code)
    if named:
        return symbol(named.group(2) or "", int(named.group(1), 0))
    return ""
