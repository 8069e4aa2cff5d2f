"""Matters written as text: 「事项名称：…」 lines, 「[事项名称：…]」 blocks, guides 「一、事项名称 … 二、设定依据 …」.

Only lines with a known heading in front count; running text without such lines gives nothing.
"""

import re
from dataclasses import dataclass, field

from extractors import materials
from extractors.context import LINE, Context, is_guide, name_in, numbering, unnumbered
from extractors.drafts import Draft
from extractors.labelled import draft_of
from extractors.labelled_lines import labels_of, parted, unclosed, whole
from extractors.labels import label_sense
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
TAIL = frozenset({"basis", "material", "flow", "limit", "limit_statutory", "limit_promised", "duties"})
"""Roles of which one must stand among the lines after a card, for them to be the card's."""


@dataclass(slots=True)
class _Open:
    """A matter whose lines are being read: values by label in order."""

    name: str
    titled: bool
    place: Place
    label: str = ""
    tail: bool = False
    """Lines after a card or a table: they complete the matter before them."""
    bracket: bool = False
    """Whether the last value began with [ and its ] has not come yet."""
    values: list[tuple[str, str]] = field(default_factory=list)
    materials: list[Material] = field(default_factory=list)

    @property
    def nameless(self) -> bool:
        """Whether no line has named the matter yet (事项编码 before 事项名称)."""
        return not (self.name or self.label or self.tail)

    def begins(self, label: str) -> bool:
        """Whether a label is the first of a matter that its title named: it opens the next one."""
        return self.titled and bool(self.values) and self.values[0][0] == label


class ProseReader:
    """Reads lines in order and gives a draft for each matter that they describe."""

    def __init__(self, is_visual: bool) -> None:
        """Start with no open matter; `is_visual` says whether line ends are those of the page."""
        self.is_visual = is_visual
        self.source = 0
        self.open: _Open | None = None
        self.title = ""
        self.first = ""
        """The label that stands before each matter's name, if any."""
        self.number = ("", "")
        """Style and number of the last section, and of the last line within it."""
        self.item = ("", "")
        self.held: list[str] = []
        self.drafts: list[Draft] = []
        self.tail: list[tuple[str, str]] = []
        """Values that complete the matter before the lines."""
        self.context = Context()

    @property
    def writing(self) -> bool:
        """Whether a matter of its own is open (not lines that only complete the one before)."""
        return self.open is not None and not self.open.tail and not self.open.nameless

    def feed(self, text: str, place: Place, context: Context, level: int = 0) -> None:
        """Read a paragraph's lines; a [block] may hold several."""
        self.context = context
        shown = tidy(text)
        if self.open is not None and self.open.label:  # the next matter's name, glued to the end of this one
            shown = re.sub(rf"(?<=[^\s\[［【])(?=[\[［【]?{re.escape(self.open.label)}[:：])", "\n", shown)
        for line in [shown] if whole(shown) else parted(shown):
            if fold(line):
                self._line(line.strip(), place, level)

    def attach(self, found: list[Material]) -> bool:
        """Give a table's materials to the open matter; False where none is open."""
        if self.open is None or not self.writing:
            return False
        self.open.materials += found
        return True

    def follow(self) -> None:
        """Begin to read lines that complete the matter just found."""
        self.close()
        self.open = _Open("", False, Place(), tail=True)
        self.title = ""

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
        if self.open is None:
            return None
        roles = {meant.role for label, text in self.open.values if (meant := label_sense(label)) and fold(text)}
        if self.open.tail and roles & TAIL:
            self.tail += self.open.values
        if not self.open.name:
            return None
        known = len(roles & CORE) + bool(self.open.materials)
        if known < (2 if self.open.titled else 1):
            return None
        self.source += 1
        values = [("事项名称", self.open.name), *self.open.values]
        draft = draft_of(values, self.open.place, -self.source, self.context, self.is_visual)
        listed = materials.from_cell(draft.text("material"), self.open.place, self.is_visual)
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
                self._pair(label, value, place).bracket = unclosed(line)
            return
        self.item = numbering(line)
        name = name_in(line) if len(fold(line)) <= LINE else ""
        if name:
            self.title = name
            heads = is_guide(line) or (level > 0 and self.open is not None and self.open.tail)
            if heads and self.open is not None and fold(name) != fold(self.open.name):
                self.close()
        if level == 0:
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
        last, now = number(self.number[1]) or 0, number(value) or 0
        if self.number[0] != style or now <= last or (style != "han" and now != last + 1):
            return True
        goes_on = self.item[0] == style and now == (number(self.item[1]) or 0) + 1
        return goes_on and this is not None and this.role == "other"

    def _flush(self) -> None:
        """Add the lines held back to the value they follow."""
        for line in self.held:
            self._more(line)
        self.held.clear()

    def _pair(self, label: str, value: str, place: Place) -> _Open:
        """Read one label with its value; a name, or the first label again under a new title, opens a matter.

        Gives the matter that is open then.
        """
        meant = label_sense(label)
        opened = self.open
        if meant is not None and meant.role == "name" and not self._second_name(label):
            if opened is not None and opened.nameless:
                self._flush()
                self.first = opened.values[0][0] if opened.values else ""
                opened.name, opened.label = unnumbered(value), label
                return opened
            return self._start(_Open(unnumbered(value), False, place, label))
        if self.title and (opened is None or opened.nameless or opened.begins(label)):
            opened = self._start(_Open(self.title, True, place))
        elif opened is None or (opened.label and label == self.first):
            opened = self._start(_Open("", False, place))
        self._flush()
        opened.values.append((label, value))
        return opened

    def _second_name(self, label: str) -> bool:
        """Whether a name label other than the one that opened the matter is one more field of it."""
        opened = self.open
        return opened is not None and bool(opened.label) and opened.label != label and len(opened.values) < 3

    def _start(self, opened: _Open) -> _Open:
        """Close what is open and begin this matter; a line held back that is its title belongs to neither."""
        if all(_titles(line, opened.name) for line in self.held):
            self.held.clear()
        self.close()
        self.open = opened
        self.title = ""
        return opened

    def _more(self, line: str) -> None:
        """Add a line to the last value, or take it as the name that its label announced."""
        opened = self.open
        if opened is None:
            return
        if opened.bracket and line.endswith(("]", "］", "】")):
            line, opened.bracket = line[:-1].rstrip(), False
        if not opened.name and opened.label:
            opened.name = unnumbered(line)
        elif opened.values:
            label, value = opened.values[-1]
            opened.values[-1] = (label, f"{value}\n{line}" if value else line)
        elif opened.label and self.is_visual:
            opened.name += line  # the name ran over the end of its line


def _titles(line: str, name: str) -> bool:
    """Whether a line is the title above a matter: its name, or (no name yet) a numbered line or one of a guide."""
    said, known = fold(name_in(line)), fold(name)
    if known:
        return bool(said) and (said in known or known in said)
    return is_guide(line) or bool(numbering(line)[0])
