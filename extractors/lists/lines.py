"""One row of a list under its heading: field texts by role, the rest by heading, merged cells counted once.

Which rows make one matter is decided in `groups`.
"""

from dataclasses import dataclass, field

from extractors import evidence, texts
from extractors.fields import organs
from extractors.grid import Grid
from extractors.headings import Column, Heading
from extractors.lexicon import words
from quanze.text import fold, tidy

SHORT = frozenset({"name", "sub_name", "kind", "code", "serial", "organ", "office", "level"})
"""Roles whose text is one line."""
_TICKED = frozenset({"level", "kind"})
"""Roles that may have a column for each of their values, with a tick in one."""
_BETWEEN = {"level": "、", "kind": "、", "sub_name": "-"}
"""What stands between the texts of several columns of a role, where it is not a line end (子项-业务办理项)."""


@dataclass(slots=True)
class Line:
    """A row's texts: `fields` role → text, `other` (heading, text); `cells` role → the upper left of its cell."""

    row: int
    fields: dict[str, str] = field(default_factory=dict)
    other: list[tuple[str, str]] = field(default_factory=list)
    cells: dict[str, tuple[int, int]] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    """Headings whose cell begins in this row (not merged down from an earlier one)."""
    shown: dict[str, str] = field(default_factory=dict)
    """The cells of name and sub-name with their line ends."""

    def text(self, role: str) -> str:
        """A field's text, "" where the row has none."""
        return self.fields.get(role, "")

    def shares(self, other: "Line", role: str) -> bool:
        """Whether two rows show the same merged cell for a role."""
        return role in self.cells and self.cells.get(role) == other.cells.get(role)


def read(grid: Grid, heading: Heading, row: int, is_visual: bool) -> Line:
    """The texts of a row by role and heading."""
    line = Line(row)
    for column in heading.columns:
        span = grid.span(row, column.index)
        if span.column < column.index and span.column >= 0:
            continue  # merged with the cell to its left
        text = grid.text(row, column.index)
        if column.extends is not None:
            _extend(line, heading, column, text)
        elif not column.role:
            _keep(line, column, text)
        else:
            _add(line, heading, column, text, is_visual)
            if column.role not in line.cells or (column.role == "sub_name" and fold(text)):
                line.cells[column.role] = (span.row, span.column)  # the finest part tells matters apart
        if span.row == row:
            line.own.add(column.label)
    if "sub_name" in line.fields:  # 子项 that only repeats the name, before a 业务办理项
        line.fields["sub_name"] = line.text("sub_name").removeprefix(f"{line.text('name')}{_BETWEEN['sub_name']}")
    return line


def _add(line: Line, heading: Heading, column: Column, text: str, is_visual: bool) -> None:
    """Put a cell's text under its role; several columns of one role are read as one field."""
    if column.role in _TICKED and len(heading.all(column.role)) > 1:
        text = _ticked(column, text)
    if column.role in ("name", "sub_name"):
        text = "" if column.role == "sub_name" and fold(text) in words("rows", "no_sub_item") else text
        line.shown[column.role] = "\n".join(filter(fold, (line.shown.get(column.role, ""), text)))
    shown = shown_as(column.role, text, is_visual)
    before = line.fields.get(column.role, "")
    if not before or (column.role == "sub_name" and fold(before) in fold(shown)):
        line.fields[column.role] = shown
    elif shown and fold(shown) != fold(before):
        line.fields[column.role] = before + _BETWEEN.get(column.role, "\n") + shown


def shown_as(role: str, text: str, is_visual: bool) -> str:
    """A cell's text as its role keeps it: one line, or a text.

    Materials, steps and several names in one cell keep the line ends they are parted by.
    """
    if role == "name" and not is_visual and (found := texts.names(text)):
        return "\n".join(found)
    if role in ("organ", "office"):
        return organs.shown(text, is_visual)
    if role == "level":
        return _levels(text)
    return texts.line(text) if role in SHORT else texts.block(text, is_visual and role not in ("material", "flow"))


def _levels(text: str) -> str:
    """Levels on one line; lines that are one each (市级 / 县级) are parted by 、."""
    parts = [part.strip().rstrip("、，；,;") for part in tidy(text).split("\n") if fold(part)]
    if len(parts) > 1 and all(fold(part).endswith("级") for part in parts):
        return "、".join(map(texts.line, parts))
    return texts.line(text)


def _ticked(column: Column, text: str) -> str:
    """The level or kind a ticked cell stands for (√ under 行使层级 > 县级 is 县级)."""
    folded = fold(text)
    child = column.label.rsplit(">", 1)[-1]
    if not folded or folded in (*words("rows", "blank_boxes"), *words("rows", "no")):
        return ""
    return child if folded in (*words("rows", "ticks"), *words("rows", "yes")) else text


def _extend(line: Line, heading: Heading, column: Column, text: str) -> None:
    """A cell under the second half of a merged heading: a sub-name beside a name, else more of the same field."""
    base = next(one for one in heading.columns if one.index == column.extends)
    if not fold(text) or fold(text) == fold(line.text(base.role)):
        return
    if base.role == "name" and heading.one("sub_name") is None:
        line.fields["sub_name"] = texts.line(text)
    elif base.role:
        line.fields[base.role] = f"{line.text(base.role)}\n{text}".strip("\n")
    else:
        _keep(line, column, text)


def _keep(line: Line, column: Column, text: str) -> None:
    """Keep a cell without a role under its heading, or under its number where the heading is blank."""
    if fold(text):
        line.other.append((column.label or f"第{column.index + 1}列", text))


def said(line: Line, role: str) -> bool:
    """Whether a row says anything for a role."""
    return not evidence.empty(line.text(role))
