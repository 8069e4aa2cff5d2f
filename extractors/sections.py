"""The sections of a guide by their numbers: 「四、注意事项」 after 「三、申请材料」 is one, its heading known or not.

Works on the lines between two known headings; which of these make a matter is decided in `prose_blocks`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.cards import LABEL
from extractors.context import LINE, name_in, numbering, unnumbered
from extractors.numerals import number
from quanze.text import fold

NEAR = 3
"""A guide's title stands at most this many lines above its first section."""
_SENTENCE = re.compile(r"[。；;，,《》！？?!]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without known heading: its outline level (0: body text), its numbering, and the name it can be."""

    text: str
    level: int = 0
    style: str = ""
    number: int = 0
    name: str = ""

    @property
    def outer(self) -> bool:
        """Whether it is numbered as items of a list seldom are, so that a whole sentence may be a section."""
        return self.style in ("han", "round") or self.style.startswith("deep")


@dataclass(frozen=True, slots=True)
class Mark:
    """How the last section of a kind is marked: style and number of its numbering, else its outline level."""

    style: str = ""
    number: int = 0
    level: int = 0

    def before(self, line: Line) -> bool:
        """Whether a line is marked as the next section."""
        if self.style:
            return (line.style, line.number) == (self.style, self.number + 1)
        return self.level > 0 and line.level == self.level and not line.style


Marks = tuple[Mark, ...]
"""The marks of the sections that a line stands in, the outermost first."""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of one section; `label` is None for what goes on with the section before."""

    label: str | None
    lines: tuple[Line, ...]


def read(text: str, level: int) -> Line:
    """A line with what it says of itself."""
    style, value = numbering(text)
    name = name_in(text) if len(fold(text)) <= LINE else ""
    return Line(text, level, style, number(value) or 0, name)


def marked(marks: Marks, line: Line) -> Marks:
    """The marks after a section's heading: those around it stay, those within the section before it go."""
    if not line.style and not line.level:
        return marks
    kind = (line.style, 0 if line.style else line.level)
    kept = next((at for at, one in enumerate(marks) if (one.style, 0 if one.style else one.level) == kind), len(marks))
    return (*marks[:kept], Mark(line.style, line.number, line.level))


def last(marks: Marks, style: str) -> Mark:
    """The mark of the last section that is numbered in a style."""
    return next((one for one in marks if one.style == style), Mark())


def follows(lines: Sequence[Line], style: str, value: int, said: str = "") -> bool:
    """Whether a number goes on with items: the lines before it, or the words `said` before them, count from 1 to it."""
    wanted = value - 1
    for line in reversed(lines):
        if line.style == style and wanted > 0:
            if line.number != wanted:
                return False
            wanted -= 1
    return value > 1 and (wanted == 0 or _counts(said, style, wanted))


def _counts(said: str, style: str, value: int) -> bool:
    """Whether words count items up to a number in one line: 「1.申请表 2.身份证」."""
    if style != "dot":
        return False
    return all(re.search(rf"(?<![0-9.]){one}[.、．](?![0-9])", said) for one in range(1, value + 1))


def parts(lines: Sequence[Line], marks: Marks, said: str, until: Line, is_visual: bool) -> tuple[list[Part], Marks]:
    """The lines after a section: what still belongs to it, and the sections of unknown heading that follow.

    `said` are the words in the section's own line. `until` is the line of the known section that comes next: its
    number shows for sure that the numbers between are sections, not items. Gives the marks after the last one, too.
    """
    found: list[Part] = []
    label, value, start = None, "", 0
    for at, line in enumerate(lines):
        mark = next((one for one in reversed(marks) if one.before(line)), None)
        if (
            mark is None
            or not _opens(lines[start:at], line, said, is_visual)
            and not (until.style == line.style and line.number < until.number and _bodied(lines, at))
        ):
            continue
        found.append(_part(label, value, lines[start:at]))
        (label, value), start, said = _heading(line.text), at + 1, ""
        marks = marked(marks, line)
    return [*found, _part(label, value, lines[start:])], marks


def _part(label: str | None, value: str, lines: Sequence[Line]) -> Part:
    """A section with the words in its heading's line."""
    return Part(label, (*([Line(value)] if value else []), *lines))


def _opens(before: Sequence[Line], line: Line, said: str, is_visual: bool) -> bool:
    """Whether a line that is marked as the next section is one, and no item of the section before."""
    if not _labels(line.text) and (is_visual or not line.outer):
        return False
    return not line.style or not follows(before, line.style, line.number, said)


def _labels(text: str) -> bool:
    """Whether a line reads like a heading, alone or with its value behind a colon."""
    head = re.split(r"[:：]", unnumbered(text), maxsplit=1)[0]
    return 2 <= len(fold(head)) <= LABEL and not _SENTENCE.search(head)


def _heading(text: str) -> tuple[str, str]:
    """A section's heading and the words behind its colon; a sentence has no heading."""
    bare = unnumbered(text)
    if not _labels(text):
        return "", bare
    head, *rest = re.split(r"[:：]", bare, maxsplit=1)
    return head.strip(), rest[0].strip() if rest else ""


def _bodied(lines: Sequence[Line], at: int) -> bool:
    """Whether a section has words of its own: behind a colon, or on the next line."""
    after = lines[at + 1] if at + 1 < len(lines) else None
    return bool(_heading(lines[at].text)[1]) or (after is not None and after.style != lines[at].style)


def certain(lines: Sequence[Line], mark: Mark, value: int) -> bool:
    """Whether all sections between the last one and a numbered one stand on the lines, each with words of its own."""
    found = [line.number for at, line in enumerate(lines) if line.style == mark.style and _bodied(lines, at)]
    return all(between in found for between in range(mark.number + 1, value))


def opening(lines: Sequence[Line], known: Line, mark: Mark) -> int | None:
    """Where the title stands of a guide whose first sections have unknown headings, up to a known one.

    They count from 1 to the known one, or stand at its outline level below the title; each has words of its own.
    None where the known heading goes on with the sections before.
    """
    if known.style and known.number > 1:
        goes_on = 0 < mark.number < known.number and certain(lines, mark, known.number)
        first = None if goes_on else _first(lines, known.style, known.number)
    else:
        first = _first_at(lines, known.level) if known.level and not known.style else None
    return None if first is None else _title(lines, first)


def _first(lines: Sequence[Line], style: str, value: int) -> int | None:
    """Where section 1 stands of sections that count up to a number, each with words of its own."""
    end = len(lines)
    for wanted in range(value - 1, 0, -1):
        at = next((at for at in range(end - 1, -1, -1) if (lines[at].style, lines[at].number) == (style, wanted)), None)
        if at is None or not _labels(lines[at].text) or not _bodied(lines, at):
            return None
        end = at
    return end


def _first_at(lines: Sequence[Line], level: int) -> int | None:
    """Where the first heading stands of a level, below the last heading of a higher one."""
    above = max((at for at, line in enumerate(lines) if 0 < line.level < level), default=None)
    if above is None:
        return None
    return next((at for at in range(above + 1, len(lines)) if lines[at].level == level and _bodied(lines, at)), None)


def _title(lines: Sequence[Line], first: int) -> int | None:
    """The title above the first section: the nearest line that can be a name and is not numbered like the section."""
    near = range(first - 1, max(-1, first - 1 - NEAR), -1)
    return next((at for at in near if lines[at].name and lines[at].style != lines[first].style), None)


def restarts(lines: Sequence[Line], known: Line, mark: Mark) -> bool:
    """Whether a known heading is the first of the next guide: number 1 again, right under a possible title."""
    if not lines or not known.style or known.number != 1 or mark.number < 2:
        return False
    return bool(lines[-1].name) and lines[-1].style != known.style
