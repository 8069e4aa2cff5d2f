"""One row of a card read cell by cell: which cells are labels, which are their values.

Labels are known headings; an unknown short text is a label where labels stand, or after a complete pair where two more
cells are left. Whole cards are cut and put together in `cards`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors import evidence
from extractors.columns import Sense
from extractors.grid import Cell, Grid
from extractors.kinds import kind_of
from extractors.labels import INLINE, LABEL, label_sense, squeezed
from extractors.lexicon import words
from quanze.matter import Doubt
from quanze.text import fold

LONG = frozenset({"basis", "duties", "accountability", "flow", "material", "note"})
"""Roles whose value may go on in a row without label, or over several cells."""
_ALONE = frozenset({"name", "sub_name", "code"})
"""Roles whose value stands in one cell."""
_TEXT = re.compile(r"[。；;，《:]|^[0-9]")
_UNIT = re.compile(r"^(?:个?工作日|自然日|小时|日|天|个?月|年)(?:内|以内)?$")
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(slots=True)
class Said:
    """What a row says: labels with their values, its last label, and doubts."""

    values: list[tuple[str, str]] = field(default_factory=list)
    label: str = ""
    doubts: list[Doubt] = field(default_factory=list)


def label_columns(grid: Grid, first: int, last: int) -> frozenset[int]:
    """The columns in which labels begin in at least two rows, or in a quarter of the rows."""
    counts: dict[int, int] = {}
    for row in range(first, last + 1):
        for cell in grid.cells(row):
            if cell.row == row and label_sense(cell.text) is not None:
                counts[cell.column] = counts.get(cell.column, 0) + 1
    return frozenset(column for column, count in counts.items() if count >= 2 or count * 4 >= last - first + 1)


def read(grid: Grid, row: int, columns: frozenset[int], seen: set[tuple[int, int]], before: str) -> Said:
    """Read a row cell by cell: a label waits for its value, a label after a label is its second half.

    A row whose label cell is blank goes on with the long text above it, `before` its label. Cells in `seen` were read.
    """
    said = Said()
    waiting, label, told = False, "", 0
    cells = list(grid.cells(row))
    meant = _meant(before)
    if cells[0].blank and meant is not None and meant.role in LONG:
        label = before
    for position, cell in enumerate(cells):
        rest = cells[position:]
        inline = INLINE.match(cell.text)
        if inline and label_sense(inline[1]) and not waiting:
            if cell.origin not in seen:
                said.values.append((inline[1].strip(), inline[2].strip()))
        elif _is_label(cell, rest[1:], label if waiting else "", columns):
            label, waiting, told = f"{label}>{squeezed(cell.text)}" if waiting else squeezed(cell.text), True, 0
            continue
        elif not waiting and told and cell.row == row and _opens_pair(rest, label):
            said.doubts += _pair_doubt(grid, row, rest, label)
            label, waiting, told = squeezed(cell.text), True, 0
            continue
        elif cell.origin not in seen and fold(cell.text):
            said.values.append((label, cell.text))
            told += 1
            said.doubts += _several_doubt(grid, row, label) if told == 2 else []
        seen.add(cell.origin)
        waiting = False
    said.label = label
    return said


def _meant(label: str) -> Sense | None:
    """What a label means by its last part (办理时限>法定时限)."""
    return label_sense(label.rsplit(">", 1)[-1])


def _is_label(cell: Cell, after: list[Cell], parent: str, columns: frozenset[int]) -> bool:
    """Whether a cell is a label: a known heading with something after it, or a short text where labels stand.

    After a label it is a value where the next cell opens the next pair (事项类型 | 公共服务事项 | 承办机构 | …).
    """
    if not after or cell.blank:
        return False
    if parent and len(after) > 1 and label_sense(after[0].text) is not None and label_sense(after[1].text) is None:
        return False
    if label_sense(cell.text) is not None or (parent and label_sense(cell.text, parent) is not None):
        return not evidence.serial(cell.text)
    if parent or cell.column not in columns:
        return False
    text = fold(cell.text)
    return 2 <= len(text) <= LABEL and not re.search(r"[。；;，《]|^[0-9]", text)


def _opens_pair(rest: Sequence[Cell], label: str) -> bool:
    """Whether cells after a complete pair are label and value again, though the label is not known.

    An even number of cells must be left before the next known label, and the first look like a label and not like one
    more value of the label before (实施主体 | 甲局 | 乙局 | 丙局).
    """
    until = next((at for at, cell in enumerate(rest) if at and label_sense(cell.text) is not None), len(rest))
    text = fold(rest[0].text)
    if until % 2 or not rest[0].text or not 2 <= len(text) <= LABEL or _TEXT.search(text):
        return False
    value = fold(rest[1].text)
    if len(_CJK.findall(text)) < 2 or _UNIT.match(text) or not (value or _ends(text)):
        return False
    if value in words("rows", "ticks") or value in words("rows", "blank_boxes"):
        return False  # the text before a sign of choice is what is chosen, no label
    meant = _meant(label)
    if meant is not None and meant.role in LONG:
        return meant.role not in ("flow", "material") and _ends(text)
    return not (meant is not None and _value_again(meant.role, text))


def _value_again(role: str, text: str) -> bool:
    """Whether a text reads like a further value of a role."""
    if role in ("organ", "office"):
        return text.endswith(words("titles", "units"))
    if role == "level":
        return text.endswith("级")
    return role == "kind" and kind_of(text)[1]


def _ends(text: str) -> bool:
    """Whether a text ends as labels do (…地址, …时间)."""
    return text.endswith(words("cards", "label_ends"))


def _pair_doubt(grid: Grid, row: int, rest: Sequence[Cell], label: str) -> list[Doubt]:
    """The doubt that an unknown text was taken for a label; none where it ends as labels do."""
    if _ends(fold(rest[0].text)):
        return []
    new, value = squeezed(rest[0].text), " ".join(rest[1].text.split())[:40]
    note = f"把「{new}」当作栏目名、「{value}」当作它的内容，没有并入「{label}」；不对请更正"
    return [Doubt("栏目存疑", note, grid.place(row), whole_row=False)]


def _several_doubt(grid: Grid, row: int, label: str) -> list[Doubt]:
    """The doubt that a label whose value stands in one cell has several in its row."""
    meant = _meant(label)
    if meant is None or meant.role not in _ALONE:
        return []
    note = f"「{label}」后面有不止一格文字，连在一起读了；如有一格是别的内容，请更正"
    return [Doubt("栏目存疑", note, grid.place(row), whole_row=False)]
