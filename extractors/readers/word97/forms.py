"""Form fields of Word 97 files ([MS-DOC] 2.9.78): the box ticked or the entry chosen, as a person sees it."""

import struct

_CHECK_BOX, _CHOICE = 1, 2
_DEFAULT = 25
"""As result: the field still shows its default."""


def shown(bulk: bytes, place: int) -> str:
    """What the form field at a place of the data stream shows: ☑, □ or the chosen entry; "" for text fields."""
    try:
        return _shown(bulk, place)
    except (struct.error, IndexError):
        return ""


def _shown(bulk: bytes, place: int) -> str:
    at = place + struct.unpack_from("<H", bulk, place + 4)[0]
    mark, bits = struct.unpack_from("<IH", bulk, at)
    if mark != 0xFFFFFFFF:
        return ""
    kind, result = bits & 3, bits >> 2 & 31
    at = _after(bulk, at + 10)
    if kind not in (_CHECK_BOX, _CHOICE):
        return ""
    default = struct.unpack_from("<H", bulk, at)[0]
    value = default if result == _DEFAULT else result
    if kind == _CHECK_BOX:
        return "☑" if value else "□"
    at += 2
    for _ in range(5):
        at = _after(bulk, at)
    return _entry(bulk, at, value)


def _after(bulk: bytes, at: int) -> int:
    """The end of a counted, closed string."""
    length: int = struct.unpack_from("<H", bulk, at)[0]
    return at + 2 + 2 * length + 2


def _entry(bulk: bytes, at: int, wanted: int) -> str:
    count = struct.unpack_from("<H", bulk, at + 2)[0]
    at += 6
    for number in range(count):
        length = struct.unpack_from("<H", bulk, at)[0]
        if number == wanted:
            return bulk[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
        at += 2 + 2 * length
    return ""
