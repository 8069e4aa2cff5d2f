"""The sections of a guide by their numbers: 「四、注意事项」 after 「三、申请材料」 is one, its heading known or not.

Works on the lines between two known headings; which of these make a matter is decided in `blocks`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.columns import sense, written
from extractors.context import LINE, above, is_guide, name_in, numbering, unit_in, unnumbered
from extractors.labels import LABEL, aside, label_sense
from extractors.lexicon import headings
from quanze.numerals import number
from quanze.text import fold

NEAR = 3
"""A guide's title stands at most this many lines above its first section."""
REACH = 300
"""How many lines are looked back over for the numbers before one."""
_INLINE = 60
"""The most items that are looked for in one line."""
LONG = 4
"""A heading of at least this many characters says what it is also within a longer one."""
_FIELDS = frozenset({"material", "basis", "flow", "limit", "limit_statutory", "limit_promised"})
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
    """Lines of one section; `label` is None for what goes on with the section before, `heading` the line as found."""

    label: str | None
    lines: tuple[Line, ...]
    heading: str = ""


def read(text: str, level: int) -> Line:
    """A line with what it says of itself."""
    style, value = numbering(text)
    name = name_in(text) if len(fold(text)) <= LINE else ""
    return Line(text, level, style, number(value) or 0, name)


def marked(marks: Marks, line: Line) -> Marks:
    """The marks after a section's heading: those around it stay, those within the section before it go."""
    if not line.style and not line.level:
        return marks
    kept = next((at for at, one in enumerate(marks) if _kind(one) == _kind(line)), len(marks))
    return (*marks[:kept], Mark(line.style, line.number, line.level))


def answers(line: Line, marks: Marks) -> bool:
    """Whether a line right under a numbered heading is what it asks for, though it reads like a heading: 无数量限制."""
    if not any(mark.style for mark in marks) or line.style or line.level:
        return False
    return not line.text.endswith((":", "：")) and not written(line.text)


def renumbered(line: Line, marks: Marks) -> str:
    """An item's text; items numbered within their section (1.2.1 申请表) get the number that they have there."""
    inner = line.style.startswith("deep") and above(line.text).rpartition(".")[2] in {str(one.number) for one in marks}
    return f"{line.number}.{unnumbered(line.text)}" if inner else line.text


def _kind(line: Line | Mark) -> tuple[str, int]:
    """What sections of one rank have in common: the style of their numbers, else their outline level."""
    return line.style, 0 if line.style else line.level


def last(marks: Marks, style: str) -> Mark:
    """The mark of the last section that is numbered in a style."""
    return next((one for one in marks if one.style == style), Mark())


def follows(lines: Sequence[Line], style: str, value: int, said: str = "") -> bool:
    """Whether a number goes on with items: the lines before it, or the words `said` before them, count from 1 to it."""
    wanted = value - 1
    for line in reversed(lines[-REACH:]):
        if line.style == style and wanted > 0:
            if line.number != wanted:
                return False
            wanted -= 1
    return value > 1 and (wanted == 0 or _counts(said, style, wanted))


def _counts(said: str, style: str, value: int) -> bool:
    """Whether words count items up to a number in one line: 「1.申请表 2.身份证」."""
    if style != "dot" or value > _INLINE:
        return False
    return all(re.search(rf"(?<![0-9.]){one}[.、．](?![0-9])", said) for one in range(1, value + 1))


def parts(lines: Sequence[Line], marks: Marks, said: str, until: Line, is_visual: bool) -> tuple[list[Part], Marks]:
    """The lines after a section: what still belongs to it, and the sections of unknown heading that follow.

    `said` are the words in the section's own line. `until` is the line of the known section that comes next: its
    number shows for sure that the numbers between are sections, not items. Gives the marks after the last one, too.
    """
    found: list[Part] = []
    label, value, start, before = None, "", 0, Line("")
    for at, line in enumerate(lines):
        if not any(mark.before(line) for mark in marks) or not _section(lines, start, at, said, until, is_visual):
            continue
        found.append(_part(label, value, lines[start:at], before.text))
        (label, value), start, said, before = _heading(line.text), at + 1, "", line
        marks = marked(marks, line)
    groups = bool(until.text) and until.style != before.style  # 二、项目信息, and the known headings that it holds
    return [*found, _part(label, value, lines[start:], before.text, groups)], marks


def _section(lines: Sequence[Line], start: int, at: int, said: str, until: Line, is_visual: bool) -> bool:
    """Whether a line that is marked as the next section is one, and no item of the section before."""
    line = lines[at]
    if line.style == until.style and line.number < until.number and _bodied(lines, at):
        return True
    if not _labels(line.text) and (is_visual or not line.outer):
        return False
    if not line.style or not follows(lines[max(start, at - REACH) : at], line.style, line.number, said):
        return True
    after = lines[at + 1] if at + 1 < len(lines) else None
    return after is not None and (after.style, after.number) == (line.style, 1)  # it has items of its own


def _part(label: str | None, value: str, lines: Sequence[Line], heading: str, groups: bool = False) -> Part:
    """A section with the words in its heading's line; a heading with no words below is all that it says."""
    if label and not value and not groups and not any(fold(line.text) for line in lines):
        return Part("", (Line(label),))
    return Part(label, (*([Line(value)] if value else []), *lines), heading)


def _labels(text: str) -> bool:
    """Whether a line reads like a heading, alone or with its value behind a colon."""
    head = re.split(r"[:：]", unnumbered(text), maxsplit=1)[0]
    head = head.removesuffix(aside(head))
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
    return bool(_heading(lines[at].text)[1]) or (after is not None and _kind(after) != _kind(lines[at]))


def certain(lines: Sequence[Line], mark: Mark, value: int) -> bool:
    """Whether all sections between the last one and a numbered one stand on the lines, each with words of its own."""
    found = [line.number for at, line in enumerate(lines) if line.style == mark.style and _bodied(lines, at)]
    return all(between in found for between in range(mark.number + 1, value))


def comes_next(lines: Sequence[Line], marks: Marks, line: Line) -> bool:
    """Whether a line's number is the next one after the last section: the line names no other matter."""
    mark = last(marks, line.style)
    if mark == Mark() or not line.outer:
        return False
    numbers = {mark.number, *(one.number for one in lines[-REACH:] if one.style == line.style)}
    return line.number - 1 in numbers


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
    return next((at for at in near if lines[at].name and _kind(lines[at]) != _kind(lines[first])), None)


def restarts(lines: Sequence[Line], known: Line, mark: Mark, again: bool) -> bool:
    """Whether a known heading is the first of the next guide: number 1 again, right under a possible title.

    `again`: the heading is also the first of the guide before, so that a title may be numbered like it.
    """
    if not lines or not known.style or known.number != 1 or mark.number < 2:
        return False
    return bool(lines[-1].name) and (again or lines[-1].style != known.style)


def doubts(parts: Sequence[Part], marks: Marks, *, items: bool) -> list[str]:
    """What a person should look at: an item that may be the next section, and a section that may hold a field."""
    unread = (part.label for part in parts if part.label and sense(part.label) is None and _hints(fold(part.label)))
    notes = [f"「{label}」一节没有读成字段，原文保留在其他里，请看其中有没有材料、时限、流程或依据" for label in unread]
    unsure = _doubtful(parts[0].lines, marks) if items else None
    if unsure is not None:
        notes.append(f"「{unsure.text}」可能是新的一部分，也可能是其中一项，先按一项读入，请对照原文核对")
    return notes


def _doubtful(lines: Sequence[Line], marks: Marks) -> Line | None:
    """An item that may be the next section: it has the number of both, and a heading that is known."""
    found = (line for line in lines if any(mark.style and mark.before(line) for mark in marks))
    return next((line for line in found if label_sense(unnumbered(line.text).rstrip(":："))), None)


def _hints(label: str) -> bool:
    """Whether an unknown heading holds a known one of materials, limits, steps or basis (申请材料及要求)."""
    return any(len(term.text) >= LONG and term.role in _FIELDS and term.text in label for term in headings())


def passed_over(lines: Sequence[Line], title: Line) -> list[str]:
    """What to look at where a guide's title is not taken as its name: other lines stand between it and the name's."""
    at = next((at for at in range(len(lines) - 1, -1, -1) if lines[at] is title), 0)
    guide = next((one for one in range(at - 1, -1, -1) if lines[one].name and is_guide(lines[one].text)), None)
    if title.style or title.level or guide is None:
        return []
    said, taken = lines[guide].name, title.name
    between = any(line.name and not unit_in(line.text) for line in lines[guide + 1 : at])
    if not between or fold(said) in fold(taken) or fold(taken) in fold(said):
        return []
    return [f"标题写的是「{said}」，事项名称取自下面「{taken}」一行，请核对名称"]
