"""Matters written as text: 「事项名称：…」 lines, 「[事项名称：…]」 blocks, guides 「一、事项名称 … 二、设定依据 …」.

Only lines with a known heading in front count; running text without such lines gives nothing.
"""

import re
from dataclasses import dataclass, field

from extractors import materials
from extractors.cards import label_sense
from extractors.context import Context, is_guide, name_in, numbering, unnumbered
from extractors.drafts import Draft
from extractors.labelled import draft_of
from extractors.numerals import number
from quanze.document import Place
from quanze.matter import Material
from quanze.text import fold, tidy

CORE = frozenset(
    {
        "basis",
        "kind",
        "organ",
        "material",
        "flow",
        "limit",
        "limit_statutory",
        "limit_promised",
        "duties",
        "code",
        "level",
        "office",
        "accountability",
    }
)
"""Roles that make a block of lines a matter."""

_WRAPPED = re.compile(r"^[\[［【]([^\[\]［］【】:：]{2,16})[:：](.*?)[\]］】]?$", re.DOTALL)
_BRACKETED = re.compile(r"^[\[［【]([^\[\]［］【】:：]{2,16})[\]］】][:：]?\s*(.*)$", re.DOTALL)
_COLON = re.compile(r"^([^:：]{2,16})[:：]\s*(.*)$", re.DOTALL)
_SPACED = re.compile(r"^(\S{2,12})[ \t\u3000]+(\S.*)$", re.DOTALL)
_BETWEEN = re.compile(r"[ \t\u3000]+(?=[^\s:：]{2,12}[:：])|[；;]\s*(?=[^\s:：；;，,。]{2,10}[:：])")


@dataclass(slots=True)
class _Open:
    """A matter whose lines are being read: values by label in order."""

    name: str
    titled: bool
    place: Place
    label: str = ""
    values: list[tuple[str, str]] = field(default_factory=list)
    materials: list[Material] = field(default_factory=list)


class ProseReader:
    """Reads lines in order and gives a draft for each matter that they describe."""

    def __init__(self, source: int = 0) -> None:
        """Start with no open matter; `source` is the first block number its drafts carry."""
        self.source = source
        self.open: _Open | None = None
        self.title = ""
        self.number = ("", "")
        self.held: list[str] = []
        self.drafts: list[Draft] = []
        self.context = Context()

    def feed(self, text: str, place: Place, context: Context, level: int = 0) -> None:
        """Read a paragraph's lines; a [block] may hold several."""
        self.context = context
        shown = tidy(text)
        whole = (
            _WRAPPED.match(shown) if shown.endswith(("]", "］")) and shown.count("[") + shown.count("［") == 1 else None
        )
        for line in [shown] if whole else shown.split("\n"):
            if fold(line):
                self._line(line.strip(), place, level)

    def attach(self, found: list[Material]) -> bool:
        """Give a table's materials to the open matter; False where none is open."""
        if self.open is None:
            return False
        self.open.materials += found
        return True

    def merge(self, values: list[tuple[str, str]], found: list[Material]) -> bool:
        """Give a nameless card's values to the open matter; False where none is open."""
        if self.open is None or not self.open.name:
            return False
        self.open.values += values
        self.open.materials += found
        return True

    def close(self) -> Draft | None:
        """End the open matter; its draft, None where the lines were too few for a matter."""
        self._flush()
        draft = self._finished()
        self.open = None
        if draft is not None:
            self.drafts.append(draft)
        return draft

    def _finished(self) -> Draft | None:
        """The draft of the open matter, if there is enough of it."""
        if self.open is None or not self.open.name:
            return None
        roles = {meant.role for label, text in self.open.values if (meant := label_sense(label)) and fold(text)}
        known = len(roles & CORE) + bool(self.open.materials)
        if known < (2 if self.open.titled else 1):
            return None
        self.source += 1
        values = [("事项名称", self.open.name), *self.open.values]
        draft = draft_of(values, self.open.place, -self.source, self.context, False)
        listed = materials.from_cell(draft.text("material"), self.open.place)
        return Draft(
            draft.fields,
            draft.place,
            draft.source,
            draft.other,
            (*listed, *self.open.materials),
            draft.units,
            draft.internal,
        )

    def _line(self, line: str, place: Place, level: int) -> None:
        """Read one line: labels with values, a title, or more of the last value."""
        pairs = labels_of(line, level)
        if pairs and not (len(pairs) == 1 and not pairs[0][1] and self._item(line)):
            style = numbering(line)
            self.number = style if style[0] else self.number
            for label, value in pairs:
                self._pair(label, value, place)
            return
        name = name_in(line) if len(fold(line)) <= 60 else ""
        if name:
            self.title = name
            if is_guide(line) and self.open is not None and fold(name) != fold(self.open.name):
                self.close()
        self.held.append(line)
        if not name:
            self._flush()

    def _item(self, line: str) -> bool:
        """Whether a bare label is only an item of the materials or steps that are open, not the next section."""
        style, value = numbering(line)
        within = label_sense(self.open.values[-1][0]) if self.open is not None and self.open.values else None
        this = label_sense(unnumbered(line).rstrip(":："))
        if within is None or within.role not in ("material", "flow") or not style or (this and this.role == "name"):
            return False
        last, now = number(self.number[1]), number(value)
        return self.number[0] != style or last is None or now != last + 1

    def _flush(self) -> None:
        """Add the lines held back to the value they follow."""
        for line in self.held:
            self._more(line)
        self.held.clear()

    def _pair(self, label: str, value: str, place: Place) -> None:
        """Read one label with its value; a name, or the first label again under a new title, opens a matter."""
        meant = label_sense(label)
        again = self.open is not None and self.open.titled and self.open.values and self.open.values[0][0] == label
        if meant is not None and meant.role == "name" and not self._second_name(label):
            self._start(_Open(unnumbered(value), False, place, label))
            return
        if self.title and (self.open is None or again):
            self._start(_Open(self.title, True, place))
        self._flush()
        if self.open is not None:
            self.open.values.append((label, value))

    def _second_name(self, label: str) -> bool:
        """Whether a name label other than the one that opened the matter is one more field of it."""
        opened = self.open
        return opened is not None and bool(opened.label) and opened.label != label and len(opened.values) < 3

    def _start(self, opened: _Open) -> None:
        """Close what is open and begin a matter."""
        self.held.clear()
        self.close()
        self.open = opened
        self.title = ""

    def _more(self, line: str) -> None:
        """Add a line to the last value, or take it as the name that its label announced."""
        opened = self.open
        if opened is None:
            return
        if not opened.name:
            opened.name = unnumbered(line)
        elif opened.values:
            label, value = opened.values[-1]
            opened.values[-1] = (label, f"{value}\n{line}" if value else line)


def labels_of(line: str, level: int = 0) -> list[tuple[str, str]]:
    """The known labels of a line with their values, [] for a line without; a heading line has an empty value."""
    for pattern in (_WRAPPED, _BRACKETED):
        wrapped = pattern.match(unnumbered(line))
        if wrapped and label_sense(wrapped[1]):
            return [(wrapped[1], wrapped[2].strip())]
    bare = unnumbered(line)
    found = _coloned(bare) or _spaced(bare)
    if found:
        return found
    meant = label_sense(bare.rstrip(":："))
    heading = level > 0 or bare != line or len(fold(bare)) >= 4
    return [(bare.rstrip(":："), "")] if meant is not None and heading else []


def _coloned(line: str) -> list[tuple[str, str]]:
    """Pairs of a line with colons: 「事项类型：行政许可　实施主体：农业局」."""
    pairs: list[tuple[str, str]] = []
    for part in _BETWEEN.split(line):
        match = _COLON.match(part.strip())
        if match and label_sense(match[1]):
            pairs.append((match[1].strip(), match[2].strip()))
        elif pairs:
            label, value = pairs[-1]
            pairs[-1] = (label, f"{value} {part}".strip())
        else:
            return []
    return pairs


def _spaced(line: str) -> list[tuple[str, str]]:
    """Pairs of a line with blanks between: 「实施主体 农业局 行使层级 本级保留」."""
    match = _SPACED.match(line)
    if not match or label_sense(match[1]) is None:
        return []
    words = line.split()
    at = [position for position, word in enumerate(words) if position == 0 or label_sense(word) is not None]
    if len(at) > 1 and all(after - before > 1 for before, after in zip(at, [*at[1:], len(words) + 1], strict=True)):
        ends = [*at[1:], len(words)]
        return [(words[start], " ".join(words[start + 1 : end])) for start, end in zip(at, ends, strict=True)]
    return [(match[1], match[2])]
