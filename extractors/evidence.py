"""What the cells below a heading say about it: how many of them look like the role that the heading claims."""

import re
from collections.abc import Callable, Sequence

from extractors.kinds import kind_of
from extractors.lexicon import words
from quanze.text import fold

SAMPLE = 60
"""How many rows below a heading are looked at."""

LONGEST_EMPTY = 24
"""A cell longer than this says something."""

_SERIAL = re.compile(r"^[(]?(?:[0-9]{1,5}(?:[-.][0-9]{1,4})*|[一二三四五六七八九十百]{1,4})[)]?[.、]?$")
_CODE = re.compile(r"^[0-9A-Za-z][0-9A-Za-z\-_./]{3,}$")
_BASIS = re.compile(r"《|法|条例|规定|办法|通知|意见|决定|令第|文件|〔|\[20")
_LIMIT = re.compile(r"[0-9一二三四五六七八九十两].{0,4}(?:日|天|月|年|小时)|^[0-9]{1,3}$|即办|当场|即时|无")
_CJK = re.compile(r"[\u3400-\u9fff]")


def empty(text: str) -> bool:
    """Whether a cell says nothing: blank, or only a word like 无 or —."""
    if len(text) > LONGEST_EMPTY:
        return False
    folded = fold(text)
    return not folded or folded in words("rows", "empty")


def serial(text: str) -> bool:
    """Whether a cell holds a serial number."""
    return bool(_SERIAL.match(fold(text)))


def name(text: str) -> bool:
    """Whether a cell can be a matter's name: words, not a number, not a kind, not a quoted law."""
    folded = fold(text)
    return len(_CJK.findall(folded)) >= 2 and not kind_of(folded)[1] and not serial(folded)


def _filled(text: str) -> bool:
    """Whether a cell says anything."""
    return not empty(text)


_TESTS: dict[str, Callable[[str], bool]] = {
    "serial": serial,
    "kind": lambda text: kind_of(text)[1],
    "code": lambda text: bool(_CODE.match(fold(text))),
    "basis": lambda text: bool(_BASIS.search(fold(text))),
    "limit": lambda text: bool(_LIMIT.search(fold(text))),
    "limit_statutory": lambda text: bool(_LIMIT.search(fold(text))),
    "limit_promised": lambda text: bool(_LIMIT.search(fold(text))),
    "name": name,
}


def share(role: str, texts: Sequence[str]) -> float:
    """The share (0 to 1) of filled cells that look like a role; for roles without a look, the share that is filled."""
    filled = [text for text in texts[:SAMPLE] if _filled(text)]
    if role not in _TESTS:
        return len(filled) / max(1, len(texts[:SAMPLE]))
    return sum(map(_TESTS[role], filled)) / len(filled) if filled else 0.0


def distinct(texts: Sequence[str]) -> int:
    """How many different texts there are, blanks not counted."""
    return len({fold(text) for text in texts[:SAMPLE] if _filled(text)})
