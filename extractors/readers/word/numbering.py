"""Automatic numbering (numbering.xml) given back as text: which number a paragraph shows, in document order.

Knows lists, levels, restarts and overrides; how a number is written is in `counting`.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from extractors.readers.word.counting import written
from extractors.readers.word.package import W
from extractors.readers.word.styles import number, on

_PLACEHOLDER = re.compile(r"%([1-9])")
_DEEPEST = 8
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: first value, number format, pattern such as （%1）, and when it starts anew."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    legal: bool = False
    zeros: int = 0
    suffix: str = "tab"


@dataclass(slots=True)
class _List:
    """One w:num: the counter group it belongs to, its levels, its own first values and which of these were used."""

    group: str
    levels: dict[int, Level]
    starts: dict[int, int]
    begun: set[int] = field(default_factory=set)


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, root: etree._Element | None) -> None:
        """Read numbering.xml; None gives a document without lists."""
        self.leveled: dict[tuple[str, str], int] = {}
        """(numId, style id) → level, where a level names the paragraph style that it belongs to."""
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        groups: dict[str, etree._Element] = {}
        links: dict[str, str] = {}
        for group in root.iterchildren(f"{W}abstractNum"):
            key = group.get(f"{W}abstractNumId", "")
            groups[key] = group
            link = group.find(f"{W}styleLink")
            if link is not None:
                links[link.get(f"{W}val", "")] = key
        for num in root.iterchildren(f"{W}num"):
            target = num.find(f"{W}abstractNumId")
            key = target.get(f"{W}val", "") if target is not None else ""
            if key in groups:
                self._add(num, key, groups, links)

    def _add(self, num: etree._Element, key: str, groups: dict[str, etree._Element], links: dict[str, str]) -> None:
        borrowed = groups[key].find(f"{W}numStyleLink")
        if borrowed is not None:
            key = links.get(borrowed.get(f"{W}val", ""), key)
        num_id = num.get(f"{W}numId", "")
        levels: dict[int, Level] = {}
        for level in groups[key].iterchildren(f"{W}lvl"):
            self._add_level(num_id, levels, level)
        starts: dict[int, int] = {}
        for override in num.iterchildren(f"{W}lvlOverride"):
            own = override.find(f"{W}lvl")
            if own is not None:
                self._add_level(num_id, levels, own)
            start = override.find(f"{W}startOverride")
            if start is not None:
                starts[number(override.get(f"{W}ilvl"))] = number(start.get(f"{W}val"), 1)
        self._lists[num_id] = _List(key, levels, starts)

    def _add_level(self, num_id: str, levels: dict[int, Level], level: etree._Element) -> None:
        index = number(level.get(f"{W}ilvl"))
        levels[index] = _level(level)
        style = level.find(f"{W}pStyle")
        if style is not None:
            self.leveled[num_id, style.get(f"{W}val", "")] = index

    def label(self, num_id: str, level: int) -> str:
        """Count one paragraph of the list on and give the number it shows ("" for bullets and unknown lists)."""
        found = self._lists.get(num_id)
        if found is None or not 0 <= level <= _DEEPEST:
            return ""
        counts = self._counts.setdefault(found.group, {})
        own = found.levels.get(level, Level())
        anew = level in found.starts and level not in found.begun
        counts[level] = counts[level] + 1 if level in counts and not anew else found.starts.get(level, own.start)
        found.begun.add(level)
        for higher in range(level):
            counts.setdefault(higher, found.starts.get(higher, found.levels.get(higher, Level()).start))
        for deeper in [index for index in counts if index > level]:
            restart = found.levels.get(deeper, Level()).restart
            if restart is None or (restart and level < restart):
                del counts[deeper]
        text = self._written(found, own, counts)
        return text + (" " if text and own.suffix != "nothing" and text[-1].isalnum() else "")

    def _written(self, found: _List, own: Level, counts: dict[int, int]) -> str:
        if own.form in ("bullet", "none") and not _PLACEHOLDER.search(own.pattern):
            return "" if own.form == "bullet" else own.pattern

        def value(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            part = found.levels.get(index, Level())
            form = "decimal" if own.legal else part.form
            return written(counts.get(index, part.start), form).rjust(part.zeros, "0")

        return _PLACEHOLDER.sub(value, own.pattern)


def _level(level: etree._Element) -> Level:
    def value(name: str, otherwise: str = "") -> str:
        child = level.find(f"{W}{name}")
        return otherwise if child is None else child.get(f"{W}val", otherwise)

    found = level.find(f".//{_MC}Choice/{W}numFmt")
    if found is None:
        found = level.find(f".//{W}numFmt")
    form = found.get(f"{W}val", "decimal") if found is not None else "decimal"
    zeros = 0
    if found is not None and form == "custom":
        first = found.get(f"{W}format", "").split(",")[0].strip()
        form, zeros = "decimal", len(first) if first.isdigit() else 0
    restart = value("lvlRestart")
    return Level(
        start=number(value("start", "1"), 1),
        form=form,
        pattern=value("lvlText"),
        restart=number(restart) if restart else None,
        legal=on(level.find(f"{W}isLgl")),
        zeros=zeros,
        suffix=value("suff", "tab"),
    )
