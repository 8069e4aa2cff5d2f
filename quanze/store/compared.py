"""Doubts that come from comparing lists (核对存疑), kept behind those that reading a file gave."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from quanze.matter import Doubt, Matter
from quanze.store import codec
from quanze.store.tables import DoubtRow, FileRow, MatterRow


def replace(session: Session, found: Mapping[int, Sequence[Doubt]], kinds: Collection[str]) -> int:
    """Give each file these doubts in place of its earlier ones of `kinds`; gives how many files changed.

    A doubt keeps its content key, so what a person answered to it stays with it.
    """
    changed = 0
    for file_id, doubts in found.items():
        rows = session.scalars(select(DoubtRow).where(DoubtRow.file_id == file_id).order_by(DoubtRow.position)).all()
        read = [codec.load(codec.DOUBT, row.body) for row in rows]
        old = [row for row, doubt in zip(rows, read, strict=True) if doubt.kind in kinds]
        bodies = [codec.dump(codec.DOUBT, doubt) for doubt in doubts]
        if [row.body for row in old] == bodies:
            continue
        changed += 1
        start = max((row.position + 1 for row in rows if row not in old), default=0)
        for row in old:
            session.delete(row)
        session.flush()
        session.add_all(
            DoubtRow(file_id=file_id, position=position, body=body) for position, body in enumerate(bodies, start)
        )
    return changed


def matters_of(session: Session, file_ids: Collection[int]) -> list[tuple[int, Matter]]:
    """(file, matter) for each matter of these files, also of files that a later one has corrected, in their order."""
    query = select(MatterRow.file_id, MatterRow.body).where(MatterRow.file_id.in_(file_ids))
    query = query.order_by(MatterRow.file_id, MatterRow.position)
    return [(number, codec.load(codec.MATTER, body)) for number, body in session.execute(query)]


def corrected_by(session: Session, file_ids: Collection[int]) -> list[FileRow]:
    """The drops that one of these files replaced, oldest first."""
    return list(session.scalars(select(FileRow).where(FileRow.replaced_by.in_(file_ids)).order_by(FileRow.id)))
