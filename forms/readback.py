"""A workbook that comes back from a department (Excel 回收) → answers to rows, and conflicts where that is not sure.

A line is found by its hidden key; its hidden digest says whether the row still reads as it did. Nothing is guessed: an
answer needs 审核意见; a row that changed or was decided meanwhile, or a shuffled sheet, is a conflict. Never here:
storing a decision, a clock.
"""

import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from forms.answered import VERDICTS, Line, NotTakenOver, wishes
from forms.answered import after as answered
from forms.digests import row_digest
from forms.sheet import DIGEST, KEY
from forms.template import Templates, load
from quanze.errors import Damaged
from quanze.judgement import Decision
from quanze.row import Row

_FORMS = (KEY.encode(), KEY.encode("ascii", "xmlcharrefreplace"), "".join(f"&#x{ord(c):X};" for c in KEY).encode())
_LOOKED_AT = 64 * 1024 * 1024
"""Bytes of a workbook's part that are searched for the key heading."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A person's answer to one row: the decision, the row as it stood, the row with the person's changes.

    `sheet`, `line` and `theirs` say where it stands and what the person wrote.
    """

    decision: Decision
    before: Row
    after: Row
    sheet: str = ""
    line: int = 0
    theirs: str = ""

    def refused(self, kind: str, note: str) -> "Conflict":
        """The answer as a conflict: what is told where it may not be kept after all."""
        row = self.before
        return Conflict(self.sheet, self.line, row.key, row.matter, kind, note, self.theirs)


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
    decided: Mapping[str, int] | None = None,
) -> Returned:
    """Read a returned workbook against the rows as they stand now.

    `by` and `at` (ISO time) are who answers for the file and when it came; `digest` is the store's digest of a row,
    for the decisions; `decided` the number of the last decision on each row (by key) today. A line that nobody touched,
    or that says what holds anyway, says nothing; a touched one is answered when its 审核意见 is 确认 or 退回, the row
    still reads as it did, and nobody decided on it since.

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
            after = answered(line, row, forms, decided)
        except NotTakenOver as conflict:
            kind, note, theirs, ours = conflict.args
            matter = row.matter if row else line.said("matter")
            conflicts.append(Conflict(line.sheet, line.line, line.key, matter, kind, note, theirs, ours))
            continue
        if row is not None and after is not None:
            verdict = VERDICTS[line.said("verdict")]
            decision = Decision(row.key, verdict, by, at, digest(row), comment=line.said("comment"))
            answers.append(Answer(decision, row, after, line.sheet, line.line, wishes(line)))
    return Returned(tuple(answers), tuple(conflicts), len(lines))


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


def _lines(sheet: str, grid: Sequence[Sequence[Any]], forms: Templates) -> list[Line]:
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
        Line(
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
