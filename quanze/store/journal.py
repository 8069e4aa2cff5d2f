"""What months of running leave behind: finished runs (运行记录), changed rows between versions, erasures."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from quanze.store.tables import ErasureRow, FileChangeRow, FileRow, RunRow

IDLE, PAUSED = "idle", "paused"
"""The outcomes of a run that found nothing to do, and of one that could not begin."""


def note_run(session: Session, run: RunRow) -> None:
    """Keep a finished run; those in a row that found nothing to do, or could not begin, are kept as one."""
    last = session.scalars(select(RunRow).where(RunRow.name == run.name).order_by(RunRow.id.desc()).limit(1)).first()
    if last is not None and last.outcome in (IDLE, PAUSED) and (last.outcome, last.note) == (run.outcome, run.note):
        last.ended_at, last.seconds = run.ended_at, run.seconds
    else:
        session.add(run)


def runs(session: Session, name: str = "", limit: int = 50) -> list[RunRow]:
    """The newest runs, of one flow or of all."""
    query = select(RunRow).order_by(RunRow.id.desc()).limit(limit)
    return list(session.scalars(query.where(RunRow.name == name) if name else query))


def last_runs(session: Session) -> dict[str, RunRow]:
    """The newest run of each flow, by name."""
    newest = select(func.max(RunRow.id)).group_by(RunRow.name)
    return {run.name: run for run in session.scalars(select(RunRow).where(RunRow.id.in_(newest)).order_by(RunRow.name))}


def prune_runs(session: Session, before: str) -> int:
    """Forget runs that ended before a time (ISO), but never a flow's newest; gives how many."""
    newest = {run.id for run in last_runs(session).values()}
    old = [number for number in session.scalars(select(RunRow.id).where(RunRow.ended_at < before))]
    gone = [number for number in old if number not in newest]
    for start in range(0, len(gone), 500):
        session.execute(delete(RunRow).where(RunRow.id.in_(gone[start : start + 500])))
    return len(gone)


def save_changes(session: Session, file_id: int, changes: Sequence[FileChangeRow]) -> None:
    """Keep how a file differs from the version it replaces, in place of what an earlier try kept."""
    session.execute(delete(FileChangeRow).where(FileChangeRow.file_id == file_id))
    session.add_all(changes)


def changes(session: Session, file_id: int) -> list[FileChangeRow]:
    """How a file differs from the version it replaces, in order."""
    query = select(FileChangeRow).where(FileChangeRow.file_id == file_id).order_by(FileChangeRow.position)
    return list(session.scalars(query))


def note_erasure(session: Session, file: FileRow, *, by: str, reason: str, at: str) -> None:
    """Record that a file's content was erased, before it is."""
    session.add(ErasureRow(file_id=file.id, sha256=file.sha256, at=at, by=by, reason=reason))


def erasures(session: Session) -> list[ErasureRow]:
    """All erasures, oldest first."""
    return list(session.scalars(select(ErasureRow).order_by(ErasureRow.id)))
