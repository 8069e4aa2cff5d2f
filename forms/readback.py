"""A workbook that comes back from a department (Excel 回收) → answers to rows, and conflicts where that is not sure.

A line is found by its hidden key; its hidden digest says whether the row still reads as it did. Nothing is guessed: an
answer needs 审核意见, a changed row or a shuffled sheet is a conflict. Never here: storing a decision, a clock.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from forms import fields
from forms.digests import cells_digest, row_digest
from forms.fields import Lot
from forms.lines import shown
from forms.sheet import DIGEST, KEY
from forms.template import Column, Templates, load
from quanze.errors import Damaged
from quanze.judgement import Decision
from quanze.row import Row, StepRow, TimeRow

VERDICTS = {fields.CONFIRMED: "confirm", fields.RETURNED: "return"}
"""What 审核意见 says, as the verdict of a decision."""
_STEP_MARKS = re.compile(r"\s*(?:→|->|—>|、|；|;|\n)\s*")
_FORMS = (KEY.encode(), KEY.encode("ascii", "xmlcharrefreplace"), "".join(f"&#x{ord(c):X};" for c in KEY).encode())
_LOOKED_AT = 64 * 1024 * 1024
"""Bytes of a workbook's part that are searched for the key heading."""
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(\D*)")


@dataclass(frozen=True, slots=True)
class Answer:
    """A person's answer to one row: the decision, the row as it stood, the row with the person's changes."""

    decision: Decision
    before: Row
    after: Row


@dataclass(frozen=True, slots=True)
class Conflict:
    """A line that could not be taken over, and why, in Chinese; `theirs` is what the person wrote."""

    sheet: str
    line: int
    key: str
    matter: str
    kind: str
    note: str
    theirs: str = ""
    ours: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """All that a returned workbook says: lines = answers + conflicts + lines without any answer."""

    answers: tuple[Answer, ...]
    conflicts: tuple[Conflict, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a returned sheet: where it stands, its key and digest, the text under each column."""

    sheet: str
    line: int
    key: str
    digest: str
    cells: tuple[tuple[Column, str], ...]

    def said(self, field: str) -> str:
        """The text under a field's column."""
        return next((text for column, text in self.cells if column.field == field), "")


class _NotTakenOver(Exception):
    """Why a line is a conflict: kind, note, theirs, ours."""


def is_returned(path: Path) -> bool:
    """Whether a file is a workbook that `publish` made: some sheet has the hidden key heading."""
    try:
        return _may_hold_key(path) and any(_origin(rows) is not None for _, rows in _sheets(path))
    except Damaged:
        return False


def read_back(
    path: Path,
    rows: Sequence[Row],
    *,
    by: str,
    at: str,
    digest: Callable[[Row], str] = row_digest,
    templates: Path | None = None,
) -> Returned:
    """Read a returned workbook against the rows as they stand now.

    `by` and `at` (ISO time) are who answers for the file and when it came; `digest` is the store's digest of a row,
    for the decisions. A line that nobody touched says nothing; a touched one is answered when its 审核意见 is 确认 or
    退回 and the row still reads as it did.

    Raises:
        Damaged: the file cannot be opened as a workbook.
        SettingsError: a template cannot be used.
    """
    forms = load(templates)
    current = {row.key: row for row in rows}
    answers: list[Answer] = []
    conflicts: list[Conflict] = []
    lines = [line for sheet, grid in _sheets(path) for line in _lines(sheet, grid, forms)]
    for line in lines:
        row = current.get(line.key)
        try:
            after = _after(line, row, forms)
        except _NotTakenOver as conflict:
            kind, note, theirs, ours = conflict.args
            matter = row.matter if row else line.said("matter")
            conflicts.append(Conflict(line.sheet, line.line, line.key, matter, kind, note, theirs, ours))
            continue
        if row is not None and after is not None:
            verdict = VERDICTS[line.said("verdict")]
            decision = Decision(row.key, verdict, by, at, digest(row), comment=line.said("comment"))
            answers.append(Answer(decision, row, after))
    return Returned(tuple(answers), tuple(conflicts), len(lines))


def _after(line: _Line, row: Row | None, forms: Templates) -> Row | None:
    """The row with the person's changes; None where the line says nothing new."""
    if not line.cells:
        raise _NotTakenOver("unknown_form", "这张表不是按现在的表样做的，请用新发的清单填。", "", "")
    seen, filled = line.digest.split(".")[0], line.digest.split(".")[-1]
    if cells_digest((column.title, text) for column, text in line.cells if column.edit) == filled:
        return None
    if row is None:
        raise _NotTakenOver("gone", "这一行现在已经没有了（事项或材料已改），请在新清单里重新填。", _wishes(line), "")
    ours = {column.field: _shown(column, row, forms).strip() for column, _ in line.cells}
    _check_place(line, ours)
    if seen != row_digest(row):
        raise _NotTakenOver("changed", "清单发出后这一行变了，请核对后重新填。", _wishes(line), _facts(line, ours))
    verdict = line.said("verdict")
    if verdict not in VERDICTS:
        note = f"审核意见“{verdict}”不认识，" if verdict else "改了内容但没填审核意见，"
        raise _NotTakenOver("undecided", f"{note}请填“确认”或“退回”。", _wishes(line), "")
    after = row
    for column, text in line.cells:
        if column.edit and column.field not in ("verdict", "comment") and text != ours[column.field]:
            after = _changed(after, column, text)
    return None if row.confirmed and after == row and verdict == fields.CONFIRMED else after


def _check_place(line: _Line, ours: Mapping[str, str]) -> None:
    """A sheet sorted without its hidden columns puts keys beside the wrong matters."""
    for field in ("matter", "material"):
        if field in ours and line.said(field) != ours[field]:
            note = "这一行的事项或材料名称和行标识对不上，可能排序时漏了隐藏列，请用原表重新填。"
            raise _NotTakenOver("misplaced", note, line.said(field), ours[field])


def _changed(row: Row, column: Column, text: str) -> Row:
    """The row with one column's text taken over."""
    if column.choices and text and text not in column.choices:
        note = f"“{column.title}”填写的不在可选范围，请从下拉框选择。"
        raise _NotTakenOver("unknown_choice", note, text, "、".join(column.choices))
    if column.field == "time_after" and isinstance(row, TimeRow):
        found = _NUMBER.fullmatch(text)
        if found is None or found[2].strip() not in ("", row.unit):
            raise _NotTakenOver("not_a_number", f"“{column.title}”要填数字，单位是{row.unit}。", text, "")
        return replace(row, proposed=float(found[1]))
    if column.field == "step_names_after" and isinstance(row, StepRow):
        steps = tuple(part for part in _STEP_MARKS.split(text) if part)
        return replace(row, steps_after=steps, after="\n".join(steps))
    if not isinstance(getattr(row, column.field, None), str):
        raise _NotTakenOver("not_editable", f"“{column.title}”不能从表里改。", text, "")
    changes: dict[str, Any] = {column.field: text}
    return replace(row, **changes)


def _wishes(line: _Line) -> str:
    return "；".join(f"{column.title}：{text}" for column, text in line.cells if column.edit and text)


def _facts(line: _Line, ours: Mapping[str, str]) -> str:
    return "；".join(
        f"{column.title}：{ours[column.field]}"
        for column, text in line.cells
        if column.field not in ("number", "state", "verdict") and text != ours[column.field]
    )


def _shown(column: Column, row: Row, forms: Templates) -> str:
    if column.field == "number":
        return ""
    return shown(column, fields.value(column.field, Lot([row], forms.counting)))


def _may_hold_key(path: Path) -> bool:
    """Whether the key heading stands anywhere in a workbook of the ZIP kind, told without opening it as a workbook.

    A cell far out makes the library that opens workbooks ask for all the memory there is.
    """
    try:
        with zipfile.ZipFile(path) as book:
            parts = [part for part in book.infolist() if part.filename.endswith(".xml")]
            return any(_holds(book, part) for part in parts)
    except zipfile.BadZipFile:
        return True  # the older kind has no far cells
    except (OSError, RuntimeError, EOFError, ValueError, NotImplementedError, zlib.error):
        return False


def _holds(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether the key heading stands in a part, in UTF-8 or by the numbers of its characters, as programs write it."""
    rest, left = b"", _LOOKED_AT
    with book.open(part) as content:
        while left > 0 and (chunk := content.read(1 << 20)):
            if any(form in rest + chunk for form in _FORMS):
                return True
            rest, left = chunk[-200:], left - len(chunk)
    return False


def _sheets(path: Path) -> list[tuple[str, list[list[Any]]]]:
    try:
        book = CalamineWorkbook.from_path(path)
        return [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except (CalamineError, OSError) as error:
        raise Damaged(str(error)) from error


def _origin(grid: Sequence[Sequence[Any]]) -> tuple[int, int, str] | None:
    """The heading row, the key's column and the form that a sheet was made by; None for any other sheet."""
    for number, cells in enumerate(grid[:12]):
        for position, cell in enumerate(cells[:-1]):
            if cell == KEY and str(cells[position + 1]).startswith(DIGEST):
                return number, position, str(cells[position + 1]).removeprefix(DIGEST)
    return None


def _lines(sheet: str, grid: Sequence[Sequence[Any]], forms: Templates) -> list[_Line]:
    found = _origin(grid)
    if found is None:
        return []
    top, key, origin = found
    name, _, number = origin.partition("/")
    tables = next((form.tables for form in forms.lists if form.id == name), ())
    columns = tables[int(number)].columns if number.isdecimal() and int(number) < len(tables) else ()
    titles = {column.title: column for column in columns if not column.group}
    heads = [(place, titles[str(cell).strip()]) for place, cell in enumerate(grid[top]) if str(cell).strip() in titles]
    return [
        _Line(
            sheet,
            top + 2 + offset,
            str(cells[key]),
            str(cells[key + 1]),
            tuple((column, _text(cells[place])) for place, column in heads),
        )
        for offset, cells in enumerate(grid[top + 1 :])
        if str(cells[key]).strip()
    ]


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).replace("\r\n", "\n").strip()
