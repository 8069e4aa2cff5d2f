"""Bytes and text with small damages, each decided by the random generator that is handed in. Knows no format."""

import random
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

CANARY = Path(tempfile.gettempdir()) / "quanze-fuzz-canary.txt"
CANARY_WORDS = "金丝雀七三一九"
"""What stands in the canary file: where a document holds these words, a reader opened a file it was not given."""

NUMBERS = ("0", "-1", "1", "2", "7", "255", "256", "32767", "65535", "65536", "1000000", "2147483647", "2147483648")
ODD_NUMBERS = (
    "4294967295",
    "-2147483648",
    "99999999999999999999",
    "1e308",
    "-1e308",
    "nan",
    "inf",
    "0.0000001",
    "",
    "½",
    "²",
    "٣",
    "9" * 5000,
)
SNIPPETS = (
    *(
        "\x00",
        "\x01",
        "\x0b",
        "\ufeff",
        "\u200b",
        "\u202e",
        "\ud7ff",
        "\uffff",
        "𠮷",
        "e\u0301",
        "（",
        "）",
        "|",
        "│",
        "┼",
    ),
    *(
        "一、",
        "（一）",
        "1.",
        "第一条",
        "共128项",
        "《",
        "》",
        "\t",
        "\r",
        "\n\n",
        '"',
        "'",
        ",",
        ";",
        "<",
        ">",
        "&",
        "&#0;",
    ),
    *(
        "&#x110000;",
        "]]>",
        "<!--",
        "<![CDATA[",
        "../../../../tmp/x",
        "%s%n",
        "=cmd|'/c calc'!A1",
        "{",
        "}",
        "\\",
        "(",
        ")",
    ),
    f'<!DOCTYPE x [<!ENTITY c SYSTEM "{CANARY.as_uri()}">]>',
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    *("&c;", "&b;", CANARY.as_uri(), str(CANARY)),
)
_WORDS = (b"\x00", b"\xff", b"\x7f", b"\x80", b"\x00\x00", b"\xff\xff", b"\xff\x7f", b"\x00\x80", b"\x00" * 4)
_LONG_WORDS = (b"\xff" * 4, b"\xff\xff\xff\x7f", b"\x00\x00\x00\x80", b"\xfe\xff\xff\xff", b"\x01\x00\x00\x00")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_CODECS = ("utf-16", "utf-16-le", "gb18030", "big5", "utf-8-sig", "utf-32", "utf-7", "latin-1")

Bytes = bytes | bytearray


def canary() -> None:
    """Write the canary file."""
    CANARY.write_text(CANARY_WORDS, encoding="utf-8")


def _span(rng: random.Random, length: int, most: int = 64) -> tuple[int, int]:
    """A stretch within `length`, mostly short."""
    start = rng.randrange(length + 1)
    longest = most if rng.random() < 0.8 else length
    return start, min(length, start + rng.randint(1, max(1, longest)))


def damaged(rng: random.Random, content: Bytes, other: Bytes = b"", times: int = 0) -> bytes:
    """The bytes with one to eight damages; `other` lends stretches."""
    found = bytearray(content)
    for _ in range(times or rng.choice((1, 1, 2, 3, 8))):
        rng.choice(_BYTE_DAMAGES)(rng, found, other)
    return bytes(found)


def _flip(rng: random.Random, found: bytearray, _: Bytes) -> None:
    for _again in range(rng.choice((1, 1, 4, 16))):
        if found:
            found[rng.randrange(len(found))] ^= 1 << rng.randrange(8)


def _word(rng: random.Random, found: bytearray, _: Bytes) -> None:
    start, word = rng.randrange(len(found) + 1), rng.choice(_WORDS + _LONG_WORDS)
    found[start : start + len(word)] = word


def _near(rng: random.Random, found: bytearray, _: Bytes) -> None:
    if found:
        at = rng.randrange(len(found))
        found[at] = (found[at] + rng.randint(-3, 3)) % 256


def _cut(rng: random.Random, found: bytearray, _: Bytes) -> None:
    start, end = _span(rng, len(found))
    del found[start:end]


def _again(rng: random.Random, found: bytearray, _: Bytes) -> None:
    start, end = _span(rng, len(found))
    found[end:end] = found[start:end] * rng.choice((1, 2, 50))


def _moved(rng: random.Random, found: bytearray, _: Bytes) -> None:
    start, end = _span(rng, len(found))
    stretch = found[start:end]
    del found[start:end]
    at = rng.randrange(len(found) + 1)
    found[at:at] = stretch


def _noise(rng: random.Random, found: bytearray, _: Bytes) -> None:
    start, end = _span(rng, len(found))
    found[start:end] = rng.randbytes(end - start)


def _lent(rng: random.Random, found: bytearray, other: Bytes) -> None:
    start, end = _span(rng, len(other), 512)
    at = rng.randrange(len(found) + 1)
    found[at : at + (end - start) * rng.randrange(2)] = other[start:end]


def _tail(rng: random.Random, found: bytearray, _: Bytes) -> None:
    if rng.random() < 0.3:
        del found[rng.randrange(len(found) + 1) :]


_BYTE_DAMAGES: tuple[Callable[[random.Random, bytearray, Bytes], None], ...] = (
    *(_flip, _flip, _word, _word, _near, _near, _cut, _again, _moved, _noise, _lent, _tail),
)


def wordy(rng: random.Random, text: str, other: str = "") -> str:
    """Text with one to five damages to its lines, numbers and marks."""
    for _ in range(rng.choice((1, 1, 2, 5))):
        text = rng.choice(_TEXT_DAMAGES)(rng, text, other)[:4_000_000]
    return text


def _numbers(rng: random.Random, text: str, _: str) -> str:
    found = list(_NUMBER.finditer(text))
    if not found:
        return text
    one = rng.choice(found)
    return text[: one.start()] + rng.choice(NUMBERS + ODD_NUMBERS) + text[one.end() :]


def _inserted(rng: random.Random, text: str, _: str) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(SNIPPETS) * rng.choice((1, 1, 1, 3, 2000)) + text[at:]


def _dropped(rng: random.Random, text: str, _: str) -> str:
    start, end = _span(rng, len(text))
    return text[:start] + text[end:]


def _repeated(rng: random.Random, text: str, _: str) -> str:
    start, end = _span(rng, len(text))
    return text[:end] + text[start:end] * rng.choice((1, 2, 20, 2000)) + text[end:]


def _borrowed(rng: random.Random, text: str, other: str) -> str:
    start, end = _span(rng, len(other), 2000)
    at = rng.randrange(len(text) + 1)
    return text[:at] + other[start:end] + text[at:]


def _lines(rng: random.Random, text: str, _: str) -> str:
    lines = text.split("\n")
    at, to = rng.randrange(len(lines)), rng.randrange(len(lines))
    what = rng.randrange(4)
    if what == 0:
        del lines[at]
    elif what == 1:
        lines[at], lines[to] = lines[to], lines[at]
    elif what == 2:
        lines[to:to] = [lines[at]] * rng.choice((1, 2, 30))
    else:
        lines[at] = lines[at][: len(lines[at]) // 2]
    return "\n".join(lines)


def _swapped(rng: random.Random, text: str, _: str) -> str:
    marks = sorted(set(text) - set("\n ") if len(text) < 20_000 else set(text[:20_000]))
    return text.replace(rng.choice(marks), rng.choice(marks), rng.choice((1, -1))) if marks else text


def _ends(rng: random.Random, text: str, _: str) -> str:
    return rng.choice((text.replace("\n", "\r\n"), text.replace("\n", "\r"), text.replace("\n", ""), text[::-1][:2000]))


_TEXT_DAMAGES: tuple[Callable[[random.Random, str, str], str], ...] = (
    *(
        _numbers,
        _numbers,
        _numbers,
        _inserted,
        _inserted,
        _dropped,
        _repeated,
        _borrowed,
        _lines,
        _lines,
        _swapped,
        _ends,
    ),
)


def text_file(rng: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """A text file with damages to its text, its encoding or its bytes."""
    other = rng.choice(others) if others else b""
    if rng.random() < 0.25:
        return damaged(rng, content, other)
    codec = "utf-8" if not content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-16"
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        codec = "gb18030"
        text = content.decode(codec, "replace")
    text = wordy(rng, text, other.decode("utf-8", "replace"))
    codec = rng.choice(_CODECS) if rng.random() < 0.15 else codec
    return text.encode(codec, "replace")
