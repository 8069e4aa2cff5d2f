"""A list (清单): rows under a heading put together to matters, with the account of every row.

Vertically merged names with different sub-names are one matter per sub-name; rows that only go on with a matter
(more materials, more basis) belong to it. Single rows are read in `lines` and `rows`, grouped in `groups`.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors import evidence, texts
from extractors.context import Context, after_lines, unit_in
from extractors.drafts import Draft, Reading, Title
from extractors.fields import materials
from extractors.grid import Grid
from extractors.headings import Heading
from extractors.kinds import internal, kind_in
from extractors.lexicon import words
from extractors.lists import bundles, lines, rows, serials, subitems
from extractors.lists.groups import Group, Grouping, joined, without_repeats
from extractors.lists.lines import Line
from quanze.document import Place
from quanze.matter import Doubt, Material
from quanze.text import fold


def read(grid: Grid, heading: Heading, context: Context, source: int, is_visual: bool) -> Reading:
    """The matters of a list table, with its doubts and the number of rows that are no matter of their own."""
    context = _titled(grid, heading, context)
    doubts: list[Doubt] = []
    others = heading.last + 1
    read_as = [(row, rows.classify(grid, heading, row)) for row in range(heading.last + 1, grid.rows)]
    matter_rows = [row for row, kind in read_as if kind == "matter"]
    heading = _material_numbers(grid, heading, matter_rows)
    carried = _carried(grid, heading, read_as)
    grouping = Grouping(grid, heading, matter_rows, carried)
    parts: list[tuple[int, int]] = []
    for row, kind in read_as:
        if kind == "group":
            context = _announced(grid, row, context)
            parts.append((row, len(grouping.groups)))
        if kind != "matter":
            others += 1
            continue
        line = lines.read(grid, heading, row, is_visual)
        context = replace(context, kind=line.text("kind")) if carried and lines.said(line, "kind") else context
        doubt = grouping.place(line, context)
        doubts += [doubt] if doubt is not None else []
        others += doubt is None and grouping.groups[-1].head is not line
    groups = grouping.groups
    doubts += serials.gaps(grid, [(group.head, group.lines[-1]) for group in groups])
    if (named := heading.one("name")) is not None:
        labels = {column.index: column.label for column in heading.columns}
        doubts += bundles.doubts(grid, heading.last + 1, labels, named.index)
    kept, repeats = without_repeats(grid, groups)
    drafts = tuple(one for group in kept for one in _parted(_draft(grid, heading, group, source, is_visual), group))
    said = [doubt for group in kept for doubt in group.doubts]
    more = len(drafts) - len(kept)
    return Reading(drafts, (*doubts, *said, *repeats), others, _titles(grid, groups, parts), more)


def _material_numbers(grid: Grid, heading: Heading, matter_rows: Sequence[int]) -> Heading:
    """The heading with numbers that count the materials of each matter known as such, and not as the matters'."""
    if not serials.of_materials(grid, heading, matter_rows):
        return heading
    columns = [replace(column, role="item") if column.role == "serial" else column for column in heading.columns]
    return replace(heading, columns=tuple(columns))


def _parted(draft: Draft, group: Group) -> list[Draft]:
    """The draft, or one for each sub-item that its name's cell or its sub-name's cell lists."""
    name, items = _items(group)
    return [replace(draft, fields={**draft.fields, "name": name, "sub_name": item}) for item in items] or [draft]


def _items(group: Group) -> tuple[str, tuple[str, ...]]:
    """A matter's name and the sub-items in its cells, none where more rows belong to it."""
    head = group.head
    name, shown = head.text("name"), head.shown.get("name", "")
    if len(group.lines) > 1 or name != texts.line(shown):
        return name, ()
    if lines.said(head, "sub_name"):
        return name, subitems.listed(head.shown.get("sub_name", ""))
    return subitems.within(shown)


def _titles(grid: Grid, groups: list[Group], parts: list[tuple[int, int]]) -> tuple[Title, ...]:
    """The group rows, each with how many matters follow it up to the next: with sub-items, and by name."""
    ends = [start for _, start in parts[1:]] + [len(groups)]
    titles = []
    for (row, start), end in zip(parts, ends, strict=False):
        names = [fold(group.head.text("name")) for group in groups[start:end] for _ in _items(group)[1] or "1"]
        text = " ".join(dict.fromkeys(cell.text for cell in grid.filled(row)))
        titles.append(Title(text, grid.place(row), frozenset({len(names), len(set(names))})))
    return tuple(titles)


def _titled(grid: Grid, heading: Heading, context: Context) -> Context:
    """The context after the title rows above the heading."""
    for row in range(heading.first):
        for cell in grid.filled(row):
            context = after_lines(context, cell.text)
    return context


def _carried(grid: Grid, heading: Heading, read_as: list[tuple[int, rows.RowKind]]) -> bool:
    """Whether the kind is written once where each group begins and left blank below."""
    column = heading.one("kind")
    if column is None or len(heading.all("kind")) > 1:
        return False
    shown = [fold(grid.text(row, column.index)) for row, kind in read_as if kind == "matter"]
    if any(text in words("rows", "ditto") for text in shown):
        return False  # who writes 同上 leaves nothing out
    filled = [text for text in shown if text]
    return len(filled) < len(shown) and all(one != next_one for one, next_one in pairwise(filled))


def _announced(grid: Grid, row: int, context: Context) -> Context:
    """The context after a group row (一、行政许可（共128项）)."""
    text = " ".join(dict.fromkeys(cell.text for cell in grid.filled(row)))
    inner = internal(text)
    return replace(
        context,
        kind=kind_in(text) or context.kind,
        unit=unit_in(text) or context.unit,
        internal=context.internal if inner is None else inner,
    )


def _draft(grid: Grid, heading: Heading, group: Group, source: int, is_visual: bool) -> Draft:
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
            _append(fields, other, group.head, line, details, is_visual)
    other = [(label, text) for label, text in other if label not in details]
    if _by_step(group):
        fields.pop("limit")
        other.append(("办理环节时限", "；".join(f"{one.text('flow')}：{one.text('limit')}" for one in group.lines)))
    for role, text in (("kind", group.context.kind), ("organ", group.context.unit)):
        if evidence.empty(fields.get(role, "")):
            fields[role] = text
    units = {column.role: column.unit for column in heading.columns if column.unit and column.role}
    place = grid.place(group.head.row)
    return Draft(fields, place, source, tuple(other), tuple(found), units, group.context.internal)


def _by_step(group: Group) -> bool:
    """Whether a matter's rows are a step each, with a limit of its own: none of them is the matter's."""
    own = (line.cells.get(role) for line in group.lines for role in ("flow", "limit") if lines.said(line, role))
    rows = [cell[0] for cell in own if cell is not None]
    return len(group.lines) > 1 and rows == [line.row for line in group.lines for _ in range(2)]


def _detail(group: Group, label: str) -> bool:
    """Whether a column describes the single materials of a matter: every row has a cell of its own in it."""
    own = [line for line in group.lines if label in line.own and label in dict(line.other)]
    return len(own) > 1 and len(own) * 2 >= len(group.lines)


def _materials(line: Line, place: Place, details: set[str], is_visual: bool) -> tuple[Material, ...]:
    """The materials of one row, with the words of the columns that describe them."""
    if not details:
        return materials.from_cell(line.text("material"), place, is_visual)
    words = [(label, text) for label, text in line.other if label in details]
    return materials.from_row(line.text("material"), words, place)


def _append(
    fields: dict[str, str],
    other: list[tuple[str, str]],
    head: Line,
    line: Line,
    details: set[str],
    is_visual: bool,
) -> None:
    """Add what a further row says to a matter's fields."""
    for role, text in line.fields.items():
        known = fields.get(role, "")
        if role == "material" or evidence.empty(text) or line.shares(head, role) or fold(text) in fold(known):
            continue
        fields[role] = joined(known, text, role, is_visual)
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
