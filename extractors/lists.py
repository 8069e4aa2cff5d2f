"""A list (清单): rows under a heading put together to matters, with the account of every row.

Vertically merged names with different sub-names are one matter per sub-name; rows that only go on with a matter
(more materials, more basis) belong to it. Reading single rows is done in `lines` and `rows`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors import evidence, lines, materials, rows, serials
from extractors.context import Context, after_lines, unit_in
from extractors.drafts import Draft, Reading, Title
from extractors.grid import Grid
from extractors.headings import Heading
from extractors.kinds import internal, kind_in
from extractors.lines import Line
from quanze.document import Place
from quanze.matter import Doubt, Material
from quanze.text import fold

_IDENTITY = ("sub_name", "code", "serial", "kind")


@dataclass(slots=True)
class _Group:
    """The rows of one matter in the making."""

    lines: list[Line]
    context: Context
    doubts: list[Doubt]

    @property
    def head(self) -> Line:
        """The matter's first row."""
        return self.lines[0]


def read(grid: Grid, heading: Heading, context: Context, source: int, is_visual: bool) -> Reading:
    """The matters of a list table, with its doubts and the number of rows that are no matter of their own."""
    context = _titled(grid, heading, context)
    groups: list[_Group] = []
    doubts: list[Doubt] = []
    others = heading.last + 1
    read_as = _rows(grid, heading)
    carried = _carried(grid, heading, read_as)
    parts: list[tuple[int, int]] = []
    for row, kind in read_as:
        if kind == "group":
            context = _announced(grid, row, context)
            parts.append((row, len(groups)))
        if kind != "matter":
            others += 1
            continue
        line = lines.read(grid, heading, row, is_visual)
        context = replace(context, kind=line.text("kind")) if carried and lines.said(line, "kind") else context
        doubt = _place_row(grid, groups, line, context, heading)
        doubts += [doubt] if doubt is not None else []
        others += doubt is None and groups[-1].head is not line
    doubts += serials.gaps(grid, [(group.head, group.lines[-1]) for group in groups])
    kept, repeated = _without_repeats(grid, groups)
    drafts = tuple(_draft(grid, heading, group, source, is_visual) for group in kept)
    said = [doubt for group in kept for doubt in group.doubts]
    return Reading(drafts, (*doubts, *said, *repeated), others, _titles(grid, groups, parts))


def _titles(grid: Grid, groups: list[_Group], parts: list[tuple[int, int]]) -> tuple[Title, ...]:
    """The group rows, each with how many matters follow it up to the next: with sub-items, and by name."""
    ends = [start for _, start in parts[1:]] + [len(groups)]
    titles = []
    for (row, start), end in zip(parts, ends, strict=False):
        names = [fold(group.head.text("name")) for group in groups[start:end]]
        text = " ".join(dict.fromkeys(cell.text for cell in grid.filled(row)))
        titles.append(Title(text, grid.place(row), frozenset({len(names), len(set(names))})))
    return tuple(titles)


def _titled(grid: Grid, heading: Heading, context: Context) -> Context:
    """The context after the title rows above the heading."""
    for row in range(heading.first):
        for cell in grid.filled(row):
            context = after_lines(context, cell.text)
    return context


def _rows(grid: Grid, heading: Heading) -> list[tuple[int, rows.RowKind]]:
    """The rows below the heading with what each is."""
    return [(row, rows.classify(grid, heading, row)) for row in range(heading.last + 1, grid.rows)]


def _carried(grid: Grid, heading: Heading, read_as: list[tuple[int, rows.RowKind]]) -> bool:
    """Whether the kind is written once where each group begins and left blank below."""
    column = heading.one("kind")
    if column is None:
        return False
    shown = [fold(grid.text(row, column.index)) for row, kind in read_as if kind == "matter"]
    filled = [text for text in shown if text]
    return len(filled) < len(shown) and all(one != next_one for one, next_one in pairwise(filled))


def _announced(grid: Grid, row: int, context: Context) -> Context:
    """The context after a group row (一、行政许可（共128项）)."""
    text = " ".join(dict.fromkeys(cell.text for cell in grid.filled(row)))
    return replace(
        context,
        kind=kind_in(text) or context.kind,
        unit=unit_in(text) or context.unit,
        internal=context.internal or internal(text),
    )


def _place_row(grid: Grid, groups: list[_Group], line: Line, context: Context, heading: Heading) -> Doubt | None:
    """Put a row into the last matter or a new one; a row that fits nowhere is a doubt."""
    last = groups[-1] if groups else None
    if last is not None and _continues(last, line, heading):
        if _same(last.head, line):
            return _repeated(grid, last.head, line)
        if not line.cells.keys() & {"material"} or not lines.said(line, "material"):
            _note_orphan(grid, last, line)
        last.lines.append(line)
        return None
    if not lines.said(line, "name"):
        if last is not None and lines.said(line, "sub_name"):
            line.fields["name"] = last.head.text("name")
        elif lines.said(line, "sub_name"):
            line.fields["name"], line.fields["sub_name"] = line.text("sub_name"), ""
        else:
            return Doubt("缺少事项名称", _shown(grid, line.row), grid.place(line.row))
    if not evidence.name(line.text("name")):
        return Doubt("名称不像事项", _shown(grid, line.row), grid.place(line.row))
    groups.append(_Group([line], context, []))
    return None


def _continues(group: _Group, line: Line, heading: Heading) -> bool:
    """Whether a row goes on with a matter: the same (or no) name, and nothing that tells another matter.

    In a list with one material per row the serial number may count the materials, and a name may be repeated.
    """
    head = group.head
    counted = heading.one("material") is not None and lines.said(line, "material")
    merged = line.shares(head, "name")
    if not merged and lines.said(line, "name"):
        same_serial = lines.said(line, "serial") and fold(line.text("serial")) == fold(head.text("serial"))
        if fold(line.text("name")) != fold(head.text("name")) or not (same_serial or counted):
            return False
    free = ("serial",) if counted and (merged or lines.said(line, "name")) else ()
    return not any(_differs(head, line, role) for role in _IDENTITY if role not in free)


def _same(head: Line, line: Line) -> bool:
    """Whether a row repeats a matter's first row word for word, in cells of its own."""
    said = {role: fold(text) for role, text in line.fields.items() if role != "serial"}
    before = {role: fold(text) for role, text in head.fields.items() if role != "serial"}
    others = [fold(text) for _, text in line.other] == [fold(text) for _, text in head.other]
    return said == before and others and not line.shares(head, "name") and lines.said(line, "name")


def _repeated(grid: Grid, head: Line, line: Line) -> Doubt:
    """The doubt for a row that repeats another."""
    row = grid.place(head.row).row or head.row + 1
    return Doubt("重复行", f"与第 {row} 行内容相同，只算一项", grid.place(line.row))


def _differs(head: Line, line: Line, role: str) -> bool:
    """Whether a row says something else than the matter's first row for a role that tells matters apart."""
    if line.shares(head, role) or not lines.said(line, role):
        return False
    return fold(line.text(role)) != fold(head.text(role))


def _note_orphan(grid: Grid, group: _Group, line: Line) -> None:
    """A row without any name that goes on with a text is joined, and said."""
    if "name" in line.cells and line.shares(group.head, "name"):
        return
    if lines.said(line, "name"):
        return
    note = f"这一行没有序号和名称，已并入上一事项「{group.head.text('name')[:30]}」，请核对"
    group.doubts.append(Doubt("续行", note, grid.place(line.row), whole_row=False))


def _shown(grid: Grid, row: int) -> str:
    """A row's texts for a doubt's note."""
    return "｜".join(" ".join(cell.text.split())[:40] for cell in grid.filled(row))[:200]


def _without_repeats(grid: Grid, groups: Sequence[_Group]) -> tuple[list[_Group], list[Doubt]]:
    """The groups without exact repeats; each repeat is one doubt, its further rows stay among the others.

    Also says where two different rows carry the same name.
    """
    kept: list[_Group] = []
    doubts: list[Doubt] = []
    seen: dict[tuple[str, ...], Line] = {}
    named: dict[tuple[str, ...], int] = {}
    for group in groups:
        content = _content(group)
        name = tuple(fold(group.head.text(role)) for role in ("name", "sub_name", "code")) + (_kind(group),)
        row = grid.place(group.head.row).row or group.head.row + 1
        if content in seen:
            doubts.append(_repeated(grid, seen[content], group.head))
            continue
        if name in named:
            note = f"与第 {named[name]} 行名称、类型相同，内容不同"
            group.doubts.append(Doubt("同名事项", note, grid.place(group.head.row), whole_row=False))
        seen[content] = group.head
        named.setdefault(name, row)
        kept.append(group)
    return kept, doubts


def _content(group: _Group) -> tuple[str, ...]:
    """All that a group says, its serial number left out."""
    said = [f"{role}={fold(text)}" for line in group.lines for role, text in line.fields.items() if role != "serial"]
    return (_kind(group), *said, *(fold(text) for line in group.lines for _, text in line.other))


def _kind(group: _Group) -> str:
    """The kind of a group, folded."""
    return fold(group.head.text("kind") or group.context.kind)


def _draft(grid: Grid, heading: Heading, group: _Group, source: int, is_visual: bool) -> Draft:
    """The draft of a group of rows."""
    fields = dict(group.head.fields)
    other = list(group.head.other)
    found: list[Material] = []
    several = len(group.lines) > 1 and heading.one("material") is not None
    details = {column.label for column in heading.columns if several and _detail(group, column.label)}
    for line in group.lines:
        place = grid.place(line.row)
        if "material" in line.fields and (line is group.head or not line.shares(group.head, "material")):
            found += _materials(line, place, details, is_visual)
        if line is not group.head:
            _append(fields, other, group.head, line, details)
    other = [(label, text) for label, text in other if label not in details]
    for role, text in (("kind", group.context.kind), ("organ", group.context.unit)):
        if evidence.empty(fields.get(role, "")):
            fields[role] = text
    units = {column.role: column.unit for column in heading.columns if column.unit and column.role}
    place = grid.place(group.head.row)
    return Draft(fields, place, source, tuple(other), tuple(found), units, group.context.internal)


def _detail(group: _Group, label: str) -> bool:
    """Whether a column describes the single materials of a matter: every row has a cell of its own in it."""
    own = [line for line in group.lines if label in line.own and label in dict(line.other)]
    return len(own) > 1 and len(own) * 2 >= len(group.lines)


def _materials(line: Line, place: Place, details: set[str], is_visual: bool) -> tuple[Material, ...]:
    """The materials of one row, with the words of the columns that describe them."""
    if not details:
        return materials.from_cell(line.text("material"), place, is_visual)
    words = [(label, text) for label, text in line.other if label in details]
    return materials.from_row(line.text("material"), words, place)


def _append(fields: dict[str, str], other: list[tuple[str, str]], head: Line, line: Line, details: set[str]) -> None:
    """Add what a further row says to a matter's fields."""
    for role, text in line.fields.items():
        known = fields.get(role, "")
        if role == "material" or evidence.empty(text) or line.shares(head, role) or fold(text) in fold(known):
            continue
        fields[role] = f"{known}\n{text}" if known else text
    for label, text in line.other:
        if label in line.own and label not in details:
            _join_other(other, label, text)


def _join_other(other: list[tuple[str, str]], label: str, text: str) -> None:
    """Add a text under its heading."""
    for position, (known, before) in enumerate(other):
        if known == label:
            if fold(text) not in fold(before):
                other[position] = (label, f"{before}\n{text}")
            return
    other.append((label, text))
