"""A matter whose lines are being read: its name, its values by heading, and the draft that they make in the end.

Which line belongs to which matter is decided in `blocks`.
"""

import re
from dataclasses import dataclass, field, replace

from extractors.columns import written
from extractors.context import Context, above, is_guide, name_in, numbering
from extractors.drafts import Draft
from extractors.fields import materials, steps
from extractors.labelled import draft_of
from extractors.labels import label_sense
from extractors.lexicon import words
from extractors.lists import stages
from extractors.prose.sections import Line
from quanze.document import Place
from quanze.matter import Doubt, Material
from quanze.text import fold

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

_BESIDE = "办理流程说明"
"""The heading under which words above and below a table of steps are kept."""


@dataclass(slots=True)
class Open:
    """A matter whose lines are being read: values by label in order."""

    name: str
    titled: bool
    place: Place
    label: str = ""
    tail: bool = False
    """Lines after a card or a table: they complete the matter before them."""
    context: Context = field(default_factory=Context)
    """What the lines up to its last heading said."""
    next: bool = False
    """Whether its sections began anew after those of the matter before: one that says enough makes it a matter."""
    guide: bool = False
    """Whether its title is that of a guide, so that its materials alone make it a matter."""
    level: int = 0
    """The outline level of the title that named the matter, 0 where it is body text."""
    bracket: bool = False
    """Whether the last value began with [ and its ] has not come yet."""
    values: list[tuple[str, str]] = field(default_factory=list)
    materials: list[Material] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def nameless(self) -> bool:
        """Whether no line has named the matter yet (事项编码 before 事项名称)."""
        return not (self.name or self.label or self.tail)

    def announces(self, name: str) -> bool:
        """Whether its title and first sections only lead to the name that a label gives now."""
        said, known = fold(name), fold(self.name)
        return self.titled and not self.roles & CORE and bool(said) and (known in said or said in known)

    def renames(self, label: str) -> bool:
        """Whether a name label other than the one that opened the matter is one more field of it."""
        return bool(self.label) and self.label != label and len(self.values) < 3

    def begins(self, label: str) -> bool:
        """Whether a label is the first of a matter that its title named: it opens the next one."""
        return self.titled and bool(self.values) and self.values[0][0] == label

    def flow(self, text: str, place: Place) -> None:
        """Add the steps of a table, and go on beside them; a doubt where words or a table before named other steps."""
        said = next((at for at, (label, _) in enumerate(self.values) if _is_flow(label)), None)
        label, told = self.values[said] if said is not None else (stages.LABEL, "")
        known = steps.from_flow(told)
        if known:
            self.values += [("环节明细", text), (_BESIDE, "")]
            note = "办理环节写了两处，两处不一样，先按前一处读入，请核对"
            if known != steps.from_flow(text):
                self.doubts.append(Doubt("环节存疑", note, place, whole_row=False))
            return
        if said is not None:
            del self.values[said]
        self.values += [(label, text), (_BESIDE, told)]

    @property
    def last(self) -> tuple[str, str]:
        """The last label and what it says so far, ("", "") before the first."""
        return self.values[-1] if self.values else ("", "")

    @property
    def roles(self) -> frozenset[str]:
        """The roles of the headings that say something."""
        known = [meant for label, text in self.values if (meant := label_sense(label)) and fold(text)]
        return frozenset(meant.role for meant in known)

    @property
    def completes(self) -> bool:
        """Whether the lines after a card say enough to complete it, or follow a table that did."""
        return self.tail and (bool(self.roles & TAIL) or any(text for label, text in self.values if not label))

    def draft(self, source: int, is_visual: bool) -> Draft | None:
        """The matter's draft, None where the lines were too few for a matter."""
        known = len(self.roles & CORE) + bool(self.materials)
        sure = not self.titled or self.next or (self.guide and "material" in self.roles)
        if not self.name or known < (1 if sure else 2):
            return None
        said = [("", label) if not text and _answers(label) else (label, text) for label, text in self.values]
        values = [("事项名称", self.name), *said]
        draft = draft_of(values, self.place, source, self.context, is_visual)
        listed = materials.from_cell(draft.text("material"), self.place, is_visual)
        return replace(draft, materials=(*listed, *self.materials))


def titles(line: str, name: str) -> bool:
    """Whether a line is the title above a matter: its name, or (no name yet) a numbered line or one of a guide."""
    said, known = fold(name_in(line)), fold(name)
    if known:
        return bool(said) and (said in known or known in said)
    return is_guide(line) or bool(numbering(line)[0])


def named(title: Line, first: Line) -> str:
    """The name in a title; one numbered 「1 」 above a section 「1.1」 loses its number."""
    outer = above(first.text)
    return re.sub(rf"^{re.escape(outer)}[.．、\s]*", "", title.name) if outer else title.name


def _is_flow(label: str) -> bool:
    """Whether a heading is that of the steps."""
    meant = label_sense(label)
    return meant is not None and meant.role == "flow"


def _answers(label: str) -> bool:
    """Whether words that were taken for a heading are an answer: 「五、无数量限制」."""
    return fold(label).startswith(words("rows", "absent_starts")) and not written(label)
