"""A list of matters written as plain text: its title, then numbered names, under their kinds, each with its labels.

Only for a document without tables in which fewer matters were found; a line that fits nowhere makes it no list at all.
"""

import re
from dataclasses import dataclass, field, replace

from extractors import evidence
from extractors.context import LINE, Context, after_lines, is_guide, numbering, unnumbered
from extractors.drafts import Draft
from extractors.kinds import kind_of, undated
from extractors.labelled import draft_of
from extractors.lexicon import words
from extractors.prose.labelled_lines import labels_of
from extractors.texts import visual
from quanze.document import Document, Paragraph, Place
from quanze.numerals import number
from quanze.text import fold, tidy

_AROUND = 3
"""So many lines may stand above the title, between it and the list, and after the list."""
_SHORTEST, _LONGEST = 4, 60
"""Characters of a matter's name."""
_FEWEST = 2
_SENTENCE = re.compile(r"[。；;:：！!？?→]")


@dataclass(slots=True)
class _Entry:
    """A matter of the list: its name, what it stands under, and the labels below it."""

    name: str
    place: Place
    context: Context
    values: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _List:
    """The list as far as it is read: its entries, the number of the last, and lines that are none of it."""

    context: Context
    entries: list[_Entry] = field(default_factory=list)
    style: str = ""
    last: int = 0
    fresh: bool = True
    """Whether a kind was just announced, so that numbers may begin anew."""
    before: int = 0
    after: int = 0

    def take(self, line: str, place: Place) -> bool:
        """Read a line; False where it shows that this is no list."""
        bare = unnumbered(line).strip("：:；;。，, ")
        kind, known = kind_of(bare)
        if known:
            self.context, self.fresh = replace(self.context, kind=kind), True
        elif self._next(line) and _is_name(bare):
            style, value = numbering(line)
            self.style, self.last, self.fresh = style, number(value) or 0, False
            self.entries.append(_Entry(bare, place, self.context))
        elif self.entries and not self.fresh and not numbering(line)[0] and (pairs := labels_of(line)):
            self.entries[-1].values += pairs
        else:
            self.before += not self.entries
            self.after += bool(self.entries)
            return not numbering(line)[0]
        return not self.after

    def _next(self, line: str) -> bool:
        """Whether a line is numbered as the next entry."""
        style, value = numbering(line)
        this = number(value) if style else None
        if self.fresh and this == 1:
            return True
        return bool(style) and this == self.last + 1 and style == self.style


def read(document: Document) -> list[Draft]:
    """The matters of a document that is such a list, in order; [] where it is none."""
    lines = [
        (line.strip(), block.place)
        for block in document.blocks
        if isinstance(block, Paragraph) and not block.aside
        for line in tidy(block.text).split("\n")
        if fold(line)
    ]
    title = next((at for at, (line, _) in enumerate(lines[: _AROUND + 1]) if _titles(line)), None)
    if title is None or any(document.tables):
        return []
    found = _List(after_lines(Context(), lines[title][0]))
    if not all(found.take(line, place) for line, place in lines[title + 1 :]):
        return []
    if len(found.entries) < _FEWEST or max(found.before, found.after) > _AROUND:
        return []
    if not all(entry.context.kind for entry in found.entries):
        return []
    is_visual = visual(document.format)
    return [
        draft_of([("事项名称", entry.name), *entry.values], entry.place, -1 - at, entry.context, is_visual)
        for at, entry in enumerate(found.entries)
    ]


def _titles(line: str) -> bool:
    """Whether a line is the title of a list of matters; what matters they are, it or the lines below must say."""
    said = undated(fold(line))
    if numbering(line)[0] or len(line) > LINE or is_guide(line) or not said.endswith(words("titles", "catalogues")):
        return False
    return not any(word in said for name in ("not_matters", "not_catalogues") for word in words("titles", name))


def _is_name(text: str) -> bool:
    """Whether a numbered line can be a matter's name, and no sentence."""
    return _SHORTEST <= len(fold(text)) <= _LONGEST and evidence.name(text) and not _SENTENCE.search(text)
