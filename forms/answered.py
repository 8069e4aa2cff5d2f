"""One line of a returned list against its row (回收的一行): the row with the person's changes, or why it is a conflict.

Never here: reading workbooks, storing a decision, a clock.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms import fields
from forms.digests import cells_digest, row_digest
from forms.fields import Lot
from forms.lines import shown
from forms.template import Column, Templates
from quanze.row import Row, StepRow, TimeRow, chosen_way

VERDICTS = {fields.CONFIRMED: "confirm", fields.RETURNED: "return"}
"""What 审核意见 says, as the verdict of a decision."""
_STEP_MARKS = re.compile(r"\s*(?:→|->|—>|；|;|\n)\s*")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(\D*)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a returned sheet: where it stands, its key and digest, the text under each column."""

    sheet: str
    line: int
    key: str
    digest: str
    cells: tuple[tuple[Column, str], ...]

    @property
    def seen(self) -> str:
        """The digest of the row as it was sent out."""
        return self.digest.split(".")[0]

    @property
    def decided(self) -> str:
        """The number of the last decision on the row when it was sent out, "" where that is not told."""
        parts = self.digest.split(".")
        return parts[1] if len(parts) > 2 else ""

    @property
    def untouched(self) -> bool:
        """Whether every cell that may be filled in is as it was sent out."""
        filled = cells_digest((column.title, text) for column, text in self.cells if column.edit)
        return filled == self.digest.split(".")[-1]

    def said(self, field: str) -> str:
        """The text under a field's column."""
        return next((text for column, text in self.cells if column.field == field), "")


class NotTakenOver(Exception):
    """Why a line is a conflict: kind, note, theirs, ours."""


def after(line: Line, row: Row | None, forms: Templates, decided: Mapping[str, int] | None) -> Row | None:
    """The row with the person's changes; None where the line says nothing new.

    Raises:
        NotTakenOver: the line is a conflict.
    """
    if not line.cells:
        raise NotTakenOver("unknown_form", "这张表不是按现在的表样做的，请用新发的清单填。", "", "")
    if line.untouched:
        return None
    if row is None:
        raise NotTakenOver("gone", "这一行现在已经没有了（事项或材料已改），请在新清单里重新填。", wishes(line), "")
    ours = {column.field: _shown(column, row, forms).strip() for column, _ in line.cells}
    _check_place(line, ours)
    changes = [(column, text) for column, text in line.cells if _changes(column, text, ours)]
    if row.confirmed and line.said("verdict") == fields.CONFIRMED and not changes:
        return None
    _check_standing(line, row, ours, decided)
    for column, text in changes:
        row = _changed(row, column, text)
    if line.said("verdict") == fields.CONFIRMED and isinstance(row, TimeRow):
        _check_limit(line, row)
    return row


def _check_standing(line: Line, row: Row, ours: Mapping[str, str], decided: Mapping[str, int] | None) -> None:
    """The row reads as it did, nobody decided on it since, and the line says 确认 or 退回."""
    if line.seen != row_digest(row):
        raise NotTakenOver("changed", "清单发出后这一行变了，请核对后重新填。", wishes(line), _facts(line, ours))
    if decided is not None and line.decided not in ("", str(decided.get(row.key, 0))):
        raise NotTakenOver("decided", "清单发出后这一行已经有人审过，请核对后在新清单里填。", wishes(line), "")
    verdict = line.said("verdict")
    if verdict not in VERDICTS:
        note = f"审核意见“{verdict}”不认识，" if verdict else "改了内容但没填审核意见，"
        raise NotTakenOver("undecided", f"{note}请填“确认”或“退回”。", wishes(line), "")


def _changes(column: Column, text: str, ours: Mapping[str, str]) -> bool:
    """Whether a cell changes the row itself."""
    return column.edit and column.field not in ("verdict", "comment") and text != ours[column.field]


def _check_limit(line: Line, row: TimeRow) -> None:
    """What is confirmed keeps the legal limit."""
    if row.statutory is not None and (row.proposed or 0) > row.statutory:
        note = f"现承诺时限超过了法定的{row.statutory:g}{row.unit}，请改小或退回。"
        raise NotTakenOver("over_the_limit", note, wishes(line), "")


def _check_place(line: Line, ours: Mapping[str, str]) -> None:
    """A sheet sorted without its hidden columns puts keys beside the wrong matters."""
    for field in ("matter", "sub_name", "code", "material"):
        if field in ours and line.said(field) != ours[field]:
            note = "这一行的事项或材料名称和行标识对不上，可能排序时漏了隐藏列，请用原表重新填。"
            raise NotTakenOver("misplaced", note, line.said(field), ours[field])


def _changed(row: Row, column: Column, text: str) -> Row:
    """The row with one column's text taken over."""
    if column.choices and text and text not in column.choices:
        note = f"“{column.title}”填写的不在可选范围，请从下拉框选择。"
        raise NotTakenOver("unknown_choice", note, text, "、".join(column.choices))
    if column.field == "time_after" and isinstance(row, TimeRow):
        found = _NUMBER.fullmatch(text)
        if found is None or found[2].strip() not in ("", row.unit):
            raise NotTakenOver("not_a_number", f"“{column.title}”要填数字，单位是{row.unit}。", text, "")
        return replace(row, proposed=float(found[1]))
    if column.field == "step_names_after" and isinstance(row, StepRow):
        steps = _steps(row, text)
        return replace(row, steps_after=steps, after="\n".join(steps))
    if not isinstance(getattr(row, column.field, None), str):
        raise NotTakenOver("not_editable", f"“{column.title}”不能从表里改。", text, "")
    if column.field == "way":
        return chosen_way(row, text)
    changes: dict[str, Any] = {column.field: text}
    return replace(row, **changes)


def _steps(row: StepRow, text: str) -> tuple[str, ...]:
    """The steps that a cell names; 、 parts them too, save inside a step that the row knows (决定、送达)."""
    known = {*row.steps_before, *row.steps_after}
    parts = [part for part in _STEP_MARKS.split(text) if part]
    return tuple(
        one.strip() for part in parts for one in ([part] if part in known else part.split("、")) if one.strip()
    )


def wishes(line: Line) -> str:
    """What the person wrote."""
    return "；".join(f"{column.title}：{text}" for column, text in line.cells if column.edit and text)


def _facts(line: Line, ours: Mapping[str, str]) -> str:
    return "；".join(
        f"{column.title}：{ours[column.field]}"
        for column, text in line.cells
        if column.field not in ("number", "state", "verdict") and text != ours[column.field]
    )


def _shown(column: Column, row: Row, forms: Templates) -> str:
    if column.field == "number":
        return ""
    return shown(column, fields.value(column.field, Lot([row], forms.counting)))
