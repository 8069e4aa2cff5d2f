"""A list that a department filled in and sent back (Excel 回收): its answers become decisions, nothing else changes."""

from dataclasses import replace
from pathlib import Path

import forms
from flows.intake.inbox import Drop
from flows.workers.child import limited
from quanze.row import Row
from quanze.settings import Settings
from quanze.store import Store, codec, decisions, facts
from quanze.store.tables import FileRow

FORMAT = "returned"
"""The format of a drop that was a returned list."""
_WORKBOOKS = (b"PK", b"\xd0\xcf")
"""How .xlsx and .xls begin."""


def is_returned(path: Path, seconds: float) -> bool:
    """Whether a file is a workbook that `publish` made."""
    with path.open("rb") as file:
        return file.read(2) in _WORKBOOKS and limited(forms.is_returned, path, seconds=seconds)


def take_back(store: Store, settings: Settings, drop: Drop, file_id: int, now: str) -> None:
    """Keep the answers of a returned list as decisions; lines that changed meanwhile go to a conflict report.

    Raises:
        FileError: the workbook cannot be opened.
    """
    with store.reading() as session:
        proposed = [row for row in facts.rows(session) if row.department == drop.department]
        standing, _ = decisions.settled(session, proposed)
    who = f"{drop.department}填报"
    returned = limited(_read_back, drop.path, standing, who, now, settings.templates, seconds=settings.read_seconds)
    seen = {row.key: codec.row_digest(row) for row in proposed}
    with store.writing() as session:
        for answer in returned.answers:
            decision = replace(answer.decision, digest=seen[answer.before.key])
            decisions.decide(session, decision, answer.before, answer.after)
        file = session.get_one(FileRow, file_id)
        file.format, file.state = FORMAT, "read"
        taken, clashing = len(returned.answers), len(returned.conflicts)
        file.advice = f"收回清单 {returned.lines} 行：采纳 {taken} 行，冲突 {clashing} 行。"
    report = settings.receipts / drop.department / f"冲突清单 {file_id:05d}"
    forms.conflict_report(
        returned.conflicts, report, department=drop.department, date=now[:10], templates=settings.templates
    )


def _read_back(path: Path, rows: tuple[Row, ...], by: str, at: str, templates: Path | None) -> forms.Returned:
    return forms.read_back(path, rows, by=by, at=at, templates=templates)
