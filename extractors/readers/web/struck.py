"""Which cells and stretches of a web page are struck out (删除线): by their element, their style, or a simple rule.

Marks them in the page's tree before it is read; most pages hold no such thing, and nothing is looked at then.
"""

import re

from lxml import etree

MARK, HOLDS = "data-quanze-struck", "data-quanze-holds-struck"
"""Attributes of the outermost struck elements, and of the cells that hold any struck text."""
_MAYBE = re.compile(r"<(?:s|del|strike)\b|line-through", re.I)
_ELEMENTS = frozenset({"s", "del", "strike"})
_LINE = re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,200}line-through", re.I)
_PARTS = re.compile(r"[.#]?[\w-]+|\*")
_MOST = 200
"""So many rules of a sheet are looked at."""

_Rule = list[list[str]]
"""A selector: for each element on the way down its name, .classes and #id."""


def mark(root: etree._Element, text: str) -> None:
    """Mark what is struck out in a page; `text` is the page itself."""
    if not _MAYBE.search(text):
        return
    rules = _rules("\n".join(style.text or "" for style in root.iter("style")))
    for element in root.iter(etree.Element):
        if not _is_struck(element, rules) or any(one.get(MARK) for one in element.iterancestors()):
            continue
        element.set(MARK, "1")
        if _filled(element):
            for cell in (*filter(_filled, element.iter("td", "th")), *element.iterancestors("td", "th")):
                cell.set(HOLDS, "1")


def _filled(element: etree._Element) -> bool:
    return any(not str(text).isspace() for text in element.itertext())


def _is_struck(element: etree._Element, rules: list[_Rule]) -> bool:
    return (
        element.tag in _ELEMENTS
        or bool(_LINE.search(element.get("style", "")))
        or any(_reaches(rule, element) for rule in rules)
    )


def _reaches(rule: _Rule, element: etree._Element) -> bool:
    """Whether a rule is for an element: its last part fits it, the parts before fit elements above it in order."""
    if not _fits(rule[-1], element):
        return False
    above = element.iterancestors()
    return all(any(_fits(part, one) for one in above) for part in reversed(rule[:-1]))


def _fits(part: list[str], element: etree._Element) -> bool:
    classes = element.get("class", "").split()
    return all(
        one[1:] in classes
        if one[0] == "."
        else one[1:] == element.get("id")
        if one[0] == "#"
        else one in ("*", element.tag)
        for one in part
    )


def _rules(sheet: str) -> list[_Rule]:
    """The rules of a style sheet that draw a line through text and name elements, classes and ids only."""
    first, *commented = sheet.replace("<!--", "").replace("-->", "").split("/*")
    rules: list[_Rule] = []
    for block in "".join((first, *(text.partition("*/")[2] for text in commented))).split("}"):
        head, _, body = block.rpartition("{")
        if not _LINE.search(body):
            continue
        for selector in head.rpartition("{")[2].rpartition(";")[2].split(","):
            parts = [_PARTS.findall(part) for part in selector.split()]
            if parts and "".join(map("".join, parts)) == "".join(selector.split()):
                rules.append(parts)
    return rules[:_MOST]
