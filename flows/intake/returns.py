"""A list that a department filled in and sent back (Excel 回收): its answers become decisions, nothing else changes.

What the page would refuse is refused here too: closed lists, advice between departments, rows decided meanwhile.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

import forms
from flows.intake.inbox import Drop
from flows.workers.child import limited
from quanze.proof import ProofEntry
from quanze.row import MaterialRow, Row, list_of
from quanze.settings import Settings
from quanze.store import Store, codec, decisions, facts, review, signoff
from quanze.store.review import Seen
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
    """Keep the answers of a returned list as decisions; what may not be kept goes to a conflict report.

    Raises:
        FileError: the workbook cannot be opened.
    """
    with store.reading() as session:
        proposed = [row for row in facts.rows(session) if row.department == drop.department]
        standing, _ = decisions.settled(session, proposed)
        decided = review.last_events(session)
    who, seconds = f"{drop.department}填报", settings.read_seconds
    returned = limited(_read_back, drop.path, standing, who, now, settings.templates, decided, seconds=seconds)
    seen = {row.key: codec.row_digest(row) for row in proposed}
    conflicts = list(returned.conflicts)
    with store.writing() as session:
        edition = facts.edition(session)
        entries = {entry.key: entry for entry in edition.entries} if edition else {}
        for answer in returned.answers:
            row = answer.before
            stands = review.seen(session, row.key)
            if stands is None or stands.digest != seen[row.key] or stands.last != decided.get(row.key, 0):
                conflicts.append(answer.refused("changed", "收回清单时这一行正好有变化，请核对后重新填。"))
            elif refusal := _refusal(session, row):
                conflicts.append(answer.refused(*refusal))
            else:
                _keep(session, answer, stands, entries)
        file = session.get_one(FileRow, file_id)
        file.format, file.state = FORMAT, "read"
        taken = len(returned.answers) + len(returned.conflicts) - len(conflicts)
        file.advice = f"收回清单 {returned.lines} 行：采纳 {taken} 行，冲突 {len(conflicts)} 行。"
    report = settings.receipts / drop.department / f"冲突清单 {file_id:05d}"
    forms.conflict_report(conflicts, report, department=drop.department, date=now[:10], templates=settings.templates)


def _refusal(session: Session, row: Row) -> tuple[str, str] | None:
    """Why a department may not decide on a row (kind, words), looked at in the transaction that would keep it."""
    if list_of(row) != row.department:
        return "not_theirs", "职责建议涉及几个部门，由专班审定；有意见请在审核网页上记下。"
    where = signoff.stage(review.events_of(session, signoff.subject(row.department, row.row)))
    if signoff.closed("department", where):
        return "closed", f"这张清单{signoff.STAGES[where.step]}，不能再改。要改请专班先退回或重新打开。"
    return None


def _keep(session: Session, answer: forms.Answer, stands: Seen, entries: Mapping[str, ProofEntry]) -> None:
    decision = replace(answer.decision, digest=stands.digest, edition=stands.edition)
    entry = entries.get(answer.after.entry) if isinstance(answer.after, MaterialRow) else None
    rests_on = decisions.entry_digest(entry) if entry and decision.verdict in decisions.CONFIRMING else ""
    decisions.decide(session, decision, answer.before, answer.after, entry=rests_on)


def _read_back(
    path: Path, rows: tuple[Row, ...], by: str, at: str, templates: Path | None, decided: Mapping[str, int]
) -> forms.Returned:
    return forms.read_back(path, rows, by=by, at=at, templates=templates, decided=decided)
