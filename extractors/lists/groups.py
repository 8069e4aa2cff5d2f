"""Which rows of a list make one matter: merged names, rows that go on, fragments of a cut row, repeats.

Works on the rows that `rows` holds for matters; what a matter's rows say together is put together in `reader`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extractors import evidence
from extractors.context import Context
from extractors.fields import organs, steps
from extractors.grid import Grid
from extractors.headings import Heading
from extractors.lexicon import words
from extractors.lists import lines, serials, subitems
from extractors.lists.lines import SHORT, Line
from quanze.matter import Doubt
from quanze.text import fold

NUMBERED = 0.7
"""The share of rows with a serial number from which on a row without one is suspect."""
_IDENTITY = ("sub_name", "code", "serial", "kind")


@dataclass(slots=True)
class Group:
    """The rows of one matter in the making, the context it was read in, and doubts on its rows."""

    lines: list[Line]
    context: Context
    doubts: list[Doubt]

    @property
    def head(self) -> Line:
        """The matter's first row."""
        return self.lines[0]

    @property
    def kind(self) -> str:
        """The kind, folded."""
        return fold(self.head.text("kind") or self.context.kind)


class Grouping:
    """Puts rows together to matters, one after the other."""

    def __init__(self, grid: Grid, heading: Heading, matter_rows: Sequence[int], carried: bool = False) -> None:
        """Learn from the rows whether every matter has a serial number; `carried`: a kind is written once."""
        self.grid = grid
        self.heading = heading
        self.groups: list[Group] = []
        column = heading.one("serial")
        shown = [grid.text(row, column.index) for row in matter_rows] if column is not None else []
        self.numbered = len(shown) > 2 and sum(map(evidence.serial, shown)) >= NUMBERED * len(shown)
        self.passed_over = serials.passed_over(grid, column.index, matter_rows) if column is not None else frozenset()
        self.carried = carried
        self.main: Group | None = None
        """The last matter that is numbered as matters are, and how many sub-items of it came."""
        self.subs = 0

    def place(self, line: Line, context: Context) -> Doubt | None:
        """Put a row into the last matter or a new one; a row that fits nowhere is a doubt."""
        last = self.groups[-1] if self.groups else None
        if last is not None:
            _resolve_ditto(last.lines[-1], last.head, line)
            self._name_sub_item(line, context)
        if last is not None and self._fragment(last, line):
            self._join_fragment(last, line)
            return None
        if last is not None and self._continues(last, line):
            return self._go_on(last, line)
        if not lines.said(line, "name") and not self._named_by_sub(last, line):
            return Doubt("缺少事项名称", shown(self.grid, line.row), self.grid.place(line.row))
        if not evidence.name(line.text("name")):
            return Doubt("名称不像事项", shown(self.grid, line.row), self.grid.place(line.row))
        group = Group([line], context, [])
        self.groups.append(group)
        if subitems.plain(line):
            self.main, self.subs = group, 0
        elif last is not None and line.row in self.passed_over and self._untold(last, line):
            note = "这一行没有序号和类型，单独算了一项；如果是上一项的后半截，请并回上一项"
            group.doubts.append(Doubt("续行", note, self.grid.place(line.row), whole_row=False))
        return None

    def _name_sub_item(self, line: Line, context: Context) -> None:
        """Give a short row under a sub-number the name of its matter (（1）新增 below 巡游出租汽车经营许可)."""
        main = self.main.head if self.main is not None and self.main.context == context else None
        sub_name = subitems.below(line, main, self.subs)
        if not sub_name or main is None:
            return
        line.fields["name"], line.fields["sub_name"] = main.text("name"), sub_name
        line.cells.pop("name", None)
        line.fields["kind"] = line.text("kind") or main.text("kind")
        self.subs += 1

    def _named_by_sub(self, last: Group | None, line: Line) -> bool:
        """Give a row with only a sub-name the name above it, or the sub-name as its name."""
        if not lines.said(line, "sub_name"):
            return False
        if last is not None:
            line.fields["name"] = last.head.text("name")
            if not lines.said(line, "kind"):
                line.fields["kind"] = last.head.text("kind")
        else:
            line.fields["name"], line.fields["sub_name"] = line.text("sub_name"), ""
        return True

    def _fragment(self, last: Group, line: Line) -> bool:
        """Whether a row is the rest of a cut row: no number where all have one, and no short field of its own."""
        if not lines.said(line, "name") or line.shares(last.head, "name"):
            return False
        if not self.numbered and not (line.row in self.passed_over and self._cut(last, line)):
            return False
        if lines.said(line, "serial") or lines.said(line, "material"):
            return False
        told = [role for role in ("kind", "code", "organ", "office", "level") if lines.said(last.head, role)]
        own = [role for role in told if lines.said(line, role) and not line.shares(last.head, role)]
        return bool(told) and not own and fold(line.text("name")) != fold(last.head.text("name"))

    def _cut(self, last: Group, line: Line) -> bool:
        """Whether a row passed over lacks what its matter says, begins no basis, and follows a name that may go on."""
        if fold(last.head.text("name")).endswith(words("rows", "whole_name_ends")):
            return False
        if "《" in line.text("basis") and not line.shares(last.head, "basis"):
            return False
        roles = ("basis", "duties") if self.carried else ("kind", "basis", "duties")
        return any(lines.said(last.head, role) and not lines.said(line, role) for role in roles)

    def _untold(self, last: Group, line: Line) -> bool:
        """Whether a row has neither kind nor organ though the matter above has a kind, and a name of its own."""
        if self.carried or not lines.said(last.head, "kind") or line.shares(last.head, "name"):
            return False
        return not any(lines.said(line, role) for role in ("kind", "code", "organ"))

    def _join_fragment(self, last: Group, line: Line) -> None:
        """Give the rest of a cut row back to its matter, and say so."""
        for role in ("name", "sub_name"):
            if lines.said(line, role) and not line.shares(last.head, role):
                last.head.fields[role] = last.head.text(role) + line.text(role)
                del line.fields[role]
        last.lines.append(line)
        self._say(last, line, "这一行没有序号，像是上一行断开的后半截，已并入")

    def _go_on(self, last: Group, line: Line) -> Doubt | None:
        """Add a row to its matter; a word-for-word repeat is a doubt, a row without any name is said."""
        if _same(last.head, line):
            return repeated(self.grid, last.head, line)
        merged = "name" in line.cells and line.shares(last.head, "name")
        if not (lines.said(line, "material") or merged or lines.said(line, "name")):
            self._say(last, line, "这一行没有序号和名称，已并入")
        elif (
            not (merged or lines.said(line, "name"))
            and len(last.lines) > 1
            and last.lines[-1].shares(last.head, "name")
        ):
            self._say(last, line, "从这一行起名称是空的，也不在上面的合并单元格里，先并入")
        last.lines.append(line)
        return None

    def _say(self, group: Group, line: Line, words: str) -> None:
        """Note a row that was joined to the matter above."""
        note = f"{words}事项「{group.head.text('name')[:30]}」，请核对"
        group.doubts.append(Doubt("续行", note, self.grid.place(line.row), whole_row=False))

    def _continues(self, group: Group, line: Line) -> bool:
        """Whether a row goes on with a matter: the same (or no) name, and nothing that tells another matter.

        In a list with one material per row the serial number may count the materials, and a name may be repeated.
        """
        head = group.head
        counted = self.heading.one("material") is not None and lines.said(line, "material")
        merged = line.shares(head, "name")
        if not merged and lines.said(line, "name"):
            same_serial = lines.said(line, "serial") and fold(line.text("serial")) == fold(head.text("serial"))
            if fold(line.text("name")) != fold(head.text("name")) or not (same_serial or counted):
                return False
        free = ("serial",) if counted and (merged or lines.said(line, "name")) else ()
        return not any(_differs(head, line, role) for role in _IDENTITY if role not in free)


def _resolve_ditto(before: Line, head: Line, line: Line) -> None:
    """Put the words above in place of 同上."""
    for role, text in line.fields.items():
        if fold(text) in words("rows", "ditto"):
            line.fields[role] = before.text(role) or head.text(role)
    above = dict(head.other) | dict(before.other)
    line.other = [
        (label, above.get(label, text) if fold(text) in words("rows", "ditto") else text) for label, text in line.other
    ]


def _same(head: Line, line: Line) -> bool:
    """Whether a row repeats a matter's first row word for word, in cells of its own."""
    said = {role: fold(text) for role, text in line.fields.items() if role != "serial"}
    before = {role: fold(text) for role, text in head.fields.items() if role != "serial"}
    others = [fold(text) for _, text in line.other] == [fold(text) for _, text in head.other]
    return said == before and others and not line.shares(head, "name") and lines.said(line, "name")


def _differs(head: Line, line: Line, role: str) -> bool:
    """Whether a row says something else than the matter's first row for a role that tells matters apart."""
    if line.shares(head, role) or not lines.said(line, role):
        return False
    return fold(line.text(role)) != fold(head.text(role))


def repeated(grid: Grid, head: Line, line: Line) -> Doubt:
    """The doubt for a row that repeats another."""
    row = grid.place(head.row).row or head.row + 1
    return Doubt("重复行", f"与第 {row} 行内容相同，只算一项", grid.place(line.row))


def shown(grid: Grid, row: int) -> str:
    """A row's texts for a doubt's note."""
    return "｜".join(" ".join(cell.text.split())[:40] for cell in grid.filled(row))[:200]


def without_repeats(grid: Grid, groups: Sequence[Group]) -> tuple[list[Group], list[Doubt]]:
    """The groups without exact repeats; each repeat is one doubt, its further rows stay among the others.

    Also says where two different rows carry the same name.
    """
    kept: list[Group] = []
    doubts: list[Doubt] = []
    seen: dict[tuple[str, ...], Line] = {}
    named: dict[tuple[str, ...], int] = {}
    for group in groups:
        content = _content(group)
        name = tuple(fold(group.head.text(role)) for role in ("name", "sub_name", "code")) + (group.kind,)
        row = grid.place(group.head.row).row or group.head.row + 1
        if content in seen:
            doubts.append(repeated(grid, seen[content], group.head))
            continue
        if name in named:
            note = f"与第 {named[name]} 行名称、类型相同，内容不同"
            group.doubts.append(Doubt("同名事项", note, grid.place(group.head.row), whole_row=False))
        seen[content] = group.head
        named.setdefault(name, row)
        kept.append(group)
    return kept, doubts


def _content(group: Group) -> tuple[str, ...]:
    """All that a group says, its serial number left out."""
    said = [f"{role}={fold(text)}" for line in group.lines for role, text in line.fields.items() if role != "serial"]
    return (group.kind, *said, *(fold(text) for line in group.lines for _, text in line.other))


def joined(known: str, text: str, role: str, is_visual: bool) -> str:
    """A field with what a further row adds: on paper a sentence that was cut goes on without a line end.

    The next law of a basis stands on a line of its own.
    """
    if not known:
        return text
    if role in ("organ", "office") and is_visual:
        return organs.shown(f"{known}\n{text}", is_visual)
    if role in SHORT:
        return known + text if is_visual else f"{known}、{text}"
    whole = role == "flow" and all(map(steps.is_known, [known.rpartition("\n")[2], *text.split("\n")]))
    cut = is_visual and not whole and known.rstrip()[-1:] not in "。；;！!：:"
    next_law = role == "basis" and known.rstrip()[-1:] in "条款项目）)》" and text.lstrip()[:1] in "《【"
    return f"{known}{text}" if cut and not next_law else f"{known}\n{text}"
