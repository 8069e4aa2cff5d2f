"""Sub-items (子项) that stand in their matter's own cell, or in short numbered rows below it.

Only finds them; `reader` and `groups` make matters of them.
"""

import re

from extractors import evidence, texts
from extractors.fields.runs import runs
from extractors.kinds import group_of, kind_of
from extractors.lexicon import words
from extractors.lists import lines
from extractors.lists.lines import Line
from quanze.numerals import number
from quanze.text import fold, tidy

_ITEM = re.compile(
    r"^\s*(?:[（(](?P<round>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）]|(?P<dot>[0-9]{1,2})(?:[、．]|\.(?![0-9]))|(?P<ring>[①-⑳]))\s*"
)
_PARTED = re.compile(r"^([0-9]{1,4})[-.．]([0-9]{1,2})$")
_LONGEST = 20
"""Characters of a sub-item in its matter's cell."""
_HEAD = re.compile(r"[\u3400-\u9fff]")


def within(text: str) -> tuple[str, tuple[str, ...]]:
    """A name cell's own name and the sub-items in lines of their own below it; (text, ()) where it has none.

    The numbers follow on from 1, each item is short and no sentence, and the name does not ask for them (下列行为).
    """
    heads: list[str] = []
    items: list[str] = []
    for line in filter(fold, tidy(text).split("\n")):
        value, rest = _numbered(line)
        if value is not None and value == len(items) + 1:
            items.append(rest.rstrip("；;，,。、 "))
        elif items:
            return text, ()
        else:
            heads.append(line)
    head = texts.line("\n".join(heads)).rstrip("：:")
    asks = any(word in fold(head) for word in words("rows", "asks_for_items"))
    if len(items) < 2 or len(_HEAD.findall(head)) < 4 or asks or not all(map(_is_item, items)):
        return text, ()
    return head, tuple(map(texts.line, items))


def listed(text: str) -> tuple[str, ...]:
    """The sub-items that a cell of sub-names numbers (1.核发 2.变更), () where it names one."""
    found = runs(text)
    if len(found) != 1 or found[0].head or found[0].broken:
        return ()
    items = tuple(texts.line(item.words).rstrip("；;，,。、 ") for item in found[0].items)
    return items if all(len(_HEAD.findall(item)) >= 2 for item in items) else ()


def below(line: Line, main: Line | None, count: int) -> str:
    """The sub-name that a row under a sub-number is of the matter `main` above it, "" for other rows.

    The number stands in the serial's column or before the name; `count` sub-items of the matter came before. The row
    only says what is done, or the matter is an act itself (审批) and no part of the list (户籍管理).
    """
    serial, name = fold(line.text("serial")), line.text("name")
    if main is None or evidence.empty(name) or not evidence.empty(line.text("sub_name")):
        return ""
    if line.shares(main, "name") or fold(main.text("name")) in fold(name):
        return ""
    value, rest = _numbered(name) if not serial else (_sub_number(serial, main), name)
    return texts.line(rest) if value == count + 1 and (_act(fold(rest)) or _parted(line, main)) else ""


def _parted(line: Line, main: Line) -> bool:
    """Whether a matter is an act that rows of its kind can be parts of; one with a name alone must be a decision."""
    told = lines.said(main, "kind") or lines.said(main, "basis")
    if not fold(main.text("name")).endswith(words("rows", "whole_name_ends" if told else "decision_ends")):
        return False
    kinds = {group_of(kind_of(one.text("kind"))[0]) for one in (line, main) if lines.said(one, "kind")}
    return len(kinds) < 2 and evidence.name(line.text("name"))


def plain(line: Line) -> bool:
    """Whether a row is numbered as matters are: 1, 二, 3."""
    return number(fold(line.text("serial")).strip(".、")) is not None


def _sub_number(serial: str, main: Line) -> int | None:
    """The number of a sub-item: （1）, ①, or 2.1 under 2."""
    parted = _PARTED.match(serial)
    if parted:
        return number(parted[2]) if parted[1] == fold(main.text("serial")).strip(".、") else None
    return _numbered(serial)[0] if serial.startswith("(") or "①" <= serial[:1] <= "⑳" else None


def _numbered(text: str) -> tuple[int | None, str]:
    """The number before a text and the rest, (None, text) where it has none."""
    found = _ITEM.match(text)
    if found is None:
        return None, text
    ring = found["ring"]
    value = ord(ring) - ord("①") + 1 if ring else number(found["round"] or found["dot"])
    return value, text[found.end() :]


def _act(name: str) -> bool:
    """Whether a name only says what is done (新增, 变更登记), and not with what."""
    rest = name
    for word in words("rows", "sub_item_words"):
        rest = rest.replace(word, "")
    return bool(name) and not rest


def _is_item(text: str) -> bool:
    """Whether a line is a sub-item, and no sentence or condition (…的)."""
    return 2 <= len(fold(text)) <= _LONGEST and not re.search(r"[。；;：:，,]|的$", text)
