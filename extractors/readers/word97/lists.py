"""Lists and styles of a Word 97 file as the XML that newer files hold (numbering.xml, styles.xml)."""

import struct
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from extractors.readers.word97.properties import look, look_xml, mark

_FORMS = {
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    5: "ordinal",
    8: "hex",
    9: "chicago",
    10: "ideographDigital",
    11: "japaneseCounting",
    14: "decimalFullWidth",
    16: "japaneseLegal",
    17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle",
    19: "decimalFullWidth2",
    22: "decimalZero",
    23: "bullet",
    26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle",
    30: "ideographTraditional",
    31: "ideographZodiac",
    32: "ideographZodiacTraditional",
    33: "taiwaneseCounting",
    34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital",
    37: "chineseCounting",
    38: "chineseLegalSimplified",
    39: "chineseCountingThousand",
    255: "none",
}
"""OOXML number formats by their code in the binary file ([MS-OSHARED] 2.2.1.3); all others count 1, 2, 3."""
_SUFFIXES = ("tab", "space", "nothing")
_HEADINGS = range(1, 10)


@dataclass(frozen=True, slots=True)
class _Level:
    """One level as XML, the number it begins with, and where the next structure begins."""

    xml: str
    start: int
    end: int


def numbering(lists: bytes, overrides: bytes) -> str:
    """The inner XML of numbering.xml; "" where the file has no lists.

    Raises:
        struct.error: the lists are cut off.
    """
    if len(lists) < 2 or len(overrides) < 4:
        return ""
    count = struct.unpack_from("<h", lists)[0]
    at = 2 + 28 * count
    groups: list[str] = []
    keys: dict[int, int] = {}
    for number in range(count):
        head = lists[2 + 28 * number : 30 + 28 * number]
        keys[struct.unpack_from("<i", head)[0]] = number
        levels = []
        for index in range(1 if head[26] & 1 else 9):
            level = _level(lists, at, index)
            levels.append(level.xml)
            at = level.end
        groups.append(f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>')
    return "".join(groups) + _instances(overrides, keys)


def _level(raw: bytes, at: int, index: int) -> _Level:
    start, form, flags = struct.unpack_from("<iBB", raw, at)
    follow = raw[at + 15]
    run, paragraph, restart = raw[at + 24], raw[at + 25], raw[at + 26]
    text_at = at + 28 + paragraph + run
    length = struct.unpack_from("<H", raw, text_at)[0]
    units = struct.unpack_from(f"<{length}H", raw, text_at + 2)
    pattern = "".join(f"%{unit + 1}" if unit < 9 else chr(unit) for unit in units if unit < 9 or unit >= 32)
    name = _FORMS.get(form, "decimal")
    xml = (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{name}"/>'
        + (f'<w:lvlRestart w:val="{restart}"/>' if flags & 8 else "")
        + ("<w:isLgl/>" if flags & 4 else "")
        + f'<w:suff w:val="{_SUFFIXES[follow] if follow < 3 else "tab"}"/><w:lvlText w:val={_quoted(pattern)}/></w:lvl>'
    )
    return _Level(xml, start, text_at + 2 + 2 * length)


def _instances(raw: bytes, keys: dict[int, int]) -> str:
    count = struct.unpack_from("<i", raw)[0]
    at = 4 + 16 * count
    nums: list[str] = []
    for number in range(count):
        group, changed = struct.unpack_from("<i8xB", raw, 4 + 16 * number)
        at += 4
        inner = ""
        for _ in range(changed):
            start, flags = struct.unpack_from("<iI", raw, at)
            index = flags & 15
            at += 8
            inner += f'<w:lvlOverride w:ilvl="{index}">'
            if flags & 0x20:
                level = _level(raw, at, index)
                inner += level.xml
                start, at = level.start, level.end
            if flags & 0x10:
                inner += f'<w:startOverride w:val="{start}"/>'
            inner += "</w:lvlOverride>"
        if group in keys:
            nums.append(f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{keys[group]}"/>{inner}</w:num>')
    return "".join(nums)


def styles(raw: bytes, bulk: bytes) -> str:
    """The inner XML of styles.xml: what each style says of outline, lists, hidden text; ids are s0, s1 and so on.

    Raises:
        struct.error: the style sheet is cut off.
    """
    if len(raw) < 6:
        return ""
    size = struct.unpack_from("<H", raw)[0]
    count, base = struct.unpack_from("<HH", raw, 2)
    at = 2 + size
    found: list[str] = []
    for number in range(min(count, 4096)):
        length = struct.unpack_from("<H", raw, at)[0]
        if length >= 8:
            found.append(_style(number, raw[at + 2 : at + 2 + length], base, bulk))
        at += 2 + length + length % 2
        if at + 2 > len(raw):
            break
    return "".join(found)


def _style(number: int, raw: bytes, base: int, bulk: bytes) -> str:
    built_in, parent, parts = (value for value in struct.unpack_from("<HHH", raw))
    kind, parent, built_in = parent & 15, parent >> 4, built_in & 0x0FFF
    at = base + 2 + 2 * struct.unpack_from("<H", raw, base)[0] + 2
    inner = f'<w:name w:val="heading {built_in}"/>' if built_in in _HEADINGS else '<w:name w:val=""/>'
    if parent != 0x0FFF:
        inner += f'<w:basedOn w:val="s{parent}"/>'
    for part in range(parts & 15):
        at += at % 2
        if at + 2 > len(raw):
            break
        length = struct.unpack_from("<H", raw, at)[0]
        body = raw[at + 2 : at + 2 + length]
        at += 2 + length
        if kind == 1 and part == 0:
            inner += paragraph_xml(body[2:], bulk)
        elif (kind == 1 and part == 1) or (kind == 2 and part == 0):
            found = look(body)
            said = look_xml(found.opposite or found.hidden, found.restruck or found.struck)
            inner += f"<w:rPr>{said}</w:rPr>" if said else ""
    default = ' w:default="1"' if kind == 1 and number == 0 else ""
    name = {1: "paragraph", 2: "character", 3: "table"}.get(kind, "numbering")
    return f'<w:style w:type="{name}" w:styleId="s{number}"{default}>{inner}</w:style>'


def paragraph_xml(raw: bytes, bulk: bytes) -> str:
    """List and outline level that a style gives its paragraphs, as w:pPr."""
    found = mark(0, raw, bulk)
    inner = numbering_xml(found.list_number, found.list_level)
    inner += "" if found.outline is None else f'<w:outlineLvl w:val="{found.outline}"/>'
    return f"<w:pPr>{inner}</w:pPr>" if inner else ""


def numbering_xml(list_number: int | None, level: int | None) -> str:
    """A paragraph's place in a list, as w:numPr."""
    if list_number is None and level is None:
        return ""
    instance = "" if list_number is None else f'<w:numId w:val="{list_number if 0 < list_number < 0x7FF else 0}"/>'
    return "<w:numPr>" + ("" if level is None else f'<w:ilvl w:val="{level}"/>') + instance + "</w:numPr>"


def _quoted(text: str) -> str:
    return quoteattr(
        "".join(char for char in text if char == "\t" or " " <= char < "\ud800" or "\ue000" <= char <= "\ufffd")
    )
