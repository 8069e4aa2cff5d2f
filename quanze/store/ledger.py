"""The ledger of drops (收件台账): which file came, where it stands, where its original is kept. Never a file itself."""

import secrets
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quanze.store import versions
from quanze.store.tables import DoubtRow, FileRow, MatterRow, MemberRow

UNCLAIMED = versions.UNCLAIMED
"""The department of a file that lies in no known department's folder."""
_IN_USE = versions.IN_USE
FINISHED = ("done", "quarantined", "duplicate")
"""States in which a file may be asked to be read once more."""


class Held(Exception):
    """Another intake is at work on the drop."""


def claim(
    session: Session,
    *,
    sha256: str,
    department: str,
    name: str,
    dropped_as: str,
    now: str,
    holder: str = "",
    at_work: Callable[[str], bool] = lambda holder: False,
) -> FileRow:
    """Take a drop into the ledger for `holder`, or find it again after a crash.

    The same content from the same department, in use or being read by the same intake, makes the drop a duplicate
    (重复提交) of the first. `at_work` says of another holder whether its process still lives. Where a drop that is
    finished was written again before it could leave the inbox, it keeps what it gave, and this is the next drop.

    Raises:
        Held: another intake that still lives has it.
    """
    known = lying_as(session, dropped_as)
    if known is not None and known.holder not in ("", holder) and at_work(known.holder):
        raise Held(dropped_as)
    if known is not None and written_again(known, sha256):
        left_inbox(session, known.id)
        session.flush()
        known = None
    if known is not None:
        known.holder = holder
        if known.sha256 != sha256:
            forget(session, known)
            known.sha256, known.state, known.code, known.advice = sha256, "claimed", "", ""
            known.kept_as, known.same_as = "", None
            first = _in_use(session, sha256, department)
            if first is not None:
                known.state, known.same_as = "duplicate", first.id
        return known
    first = _in_use(session, sha256, department) or _being_read(session, sha256, department, holder)
    file = FileRow(
        sha256=sha256,
        department=department,
        name=name,
        dropped_as=dropped_as,
        received_at=now,
        state="duplicate" if first else "claimed",
        waiting=True,
        same_as=first.id if first else None,
        holder=holder,
    )
    session.add(file)
    session.flush()
    return file


def quarantine(session: Session, file_id: int, *, code: str, advice: str, kept_as: str, now: str) -> None:
    """Mark a drop as returned (退件) with its code and advice; nothing of it stays in use."""
    file = session.get_one(FileRow, file_id)
    forget(session, file)
    file.state, file.code, file.advice, file.kept_as, file.finished_at = "quarantined", code, advice, kept_as, now


def finish(session: Session, file_id: int, *, kept_as: str, now: str) -> None:
    """Mark a drop as done, its original kept; a duplicate stays one, and its path counts for the drop it repeats."""
    file = session.get_one(FileRow, file_id)
    if file.state != "duplicate":
        file.state = "done"
    file.kept_as, file.finished_at = kept_as, now
    first = session.get(FileRow, file.same_as) if file.state == "duplicate" and file.same_as else None
    if first is not None and first.state in _IN_USE:
        versions.follow(session, first)


def lying_as(session: Session, dropped_as: str) -> FileRow | None:
    """The drop whose original should still lie at that place of the inbox."""
    return session.scalar(select(FileRow).where(FileRow.dropped_as == dropped_as, FileRow.waiting))


def written_again(known: FileRow, sha256: str) -> bool:
    """Whether a drop is finished, its original kept, while another content lies in its place in the inbox."""
    return known.sha256 != sha256 and known.state in FINISHED and bool(known.kept_as)


def left_inbox(session: Session, file_id: int) -> None:
    """Note that the original is no longer in the inbox."""
    file = session.get_one(FileRow, file_id)
    file.waiting, file.holder = False, ""


def replace_earlier(session: Session, file: FileRow) -> list[int]:
    """Let a drop that is in use correct the one before it at its paths; gives whom it corrects (see `versions`)."""
    return versions.follow(session, file)


def forget(session: Session, file: FileRow) -> None:
    """Drop what a file gave and let go of the earlier versions it had replaced; the file itself stays in the ledger."""
    for table in (MatterRow, DoubtRow, MemberRow):
        session.query(table).filter_by(file_id=file.id).delete()
    versions.free(session, file)
    file.rows = file.matters = file.doubts = file.others = 0
    file.facts_digest = ""


def files(session: Session, department: str = "") -> list[FileRow]:
    """All drops, oldest first, of one department or of all."""
    query = select(FileRow).order_by(FileRow.id)
    return list(session.scalars(query.where(FileRow.department == department) if department else query))


def departments(session: Session) -> set[str]:
    """Who has handed in what is still here, as the drops are kept; without 待认领."""
    here = select(FileRow.department).where(FileRow.state.not_in(("moved", "erased")))
    return set(session.scalars(here.distinct())) - {UNCLAIMED}


def unclaimed(session: Session, home: Path) -> tuple[list[FileRow], list[FileRow]]:
    """The files that wait for a department to claim them, oldest first, and those whose originals somebody took away.

    `home` is the folder below which the originals are kept. A file that is gone cannot be handed over; it is none of
    these any more once its content was handed in again.
    """
    here: list[FileRow] = []
    gone: list[FileRow] = []
    for file in _unclaimed(session):
        if file.kept_as:
            (here if (home / file.kept_as).is_file() else gone).append(file)
    again = select(FileRow.sha256).where(FileRow.department != UNCLAIMED, FileRow.state.in_(_IN_USE))
    known = set(session.scalars(again)) if gone else set()
    return here, [file for file in gone if file.sha256 not in known]


def claimed(session: Session) -> list[FileRow]:
    """The files that are to be handed to a department (认领), oldest first; also one whose original is gone since."""
    return [file for file in _unclaimed(session) if file.claimed_for]


def _unclaimed(session: Session) -> list[FileRow]:
    return [file for file in files(session, UNCLAIMED) if file.state in FINISHED and not file.waiting]


def ask_again(session: Session, file_id: int, now: str, *, at_work: bool = False) -> bool:
    """Ask for a file to be read once more at the next intake; False where its state or its original does not let it.

    With `at_work` also one that is being read just now: what is asked then comes after. Each wish is one of its own.
    """
    file = session.get_one(FileRow, file_id)
    if file.state in ("moved", "erased") or not at_work and (file.state not in FINISHED or not file.kept_as):
        return False
    file.again = f"{now}#{secrets.token_hex(4)}"
    return True


def asked_again(session: Session) -> list[FileRow]:
    """The files that wait to be read once more, the first asked for first."""
    asked = select(FileRow).where(FileRow.again != "", FileRow.kept_as != "", FileRow.state.not_in(("moved", "erased")))
    return list(session.scalars(asked.order_by(FileRow.again, FileRow.id)))


def first_of(session: Session, file: FileRow) -> FileRow | None:
    """The other drop with the same content that is in use, None where there is none."""
    found = _in_use(session, file.sha256, file.department)
    return found if found is not None and found.id != file.id else None


def kept_by_others(session: Session, file: FileRow, kept_as: str) -> bool:
    """Whether another drop has the same kept copy as its original: the same name and content, sent again."""
    others = select(FileRow.id).where(FileRow.kept_as == kept_as, FileRow.kept_as != "", FileRow.id != file.id)
    return session.scalars(others.limit(1)).first() is not None


def names(session: Session) -> dict[str, str]:
    """Digest → name of every drop and of every document inside an archive (包.zip/成员.docx)."""
    found: dict[str, str] = {}
    for table in (MemberRow, FileRow):
        found.update(
            (sha256, name) for sha256, name in session.execute(select(table.sha256, table.name).order_by(table.id))
        )
    return found


def members_of(session: Session, file_id: int) -> list[tuple[str, str]]:
    """Digest and name of each document inside an archive or mail, in its order; none for any other file."""
    query = select(MemberRow).where(MemberRow.file_id == file_id).order_by(MemberRow.id)
    return [(member.sha256, member.name) for member in session.scalars(query)]


def doubts_per_file(session: Session) -> dict[int, int]:
    """How many doubts each file has, those that accompany a matter among them."""
    query = select(DoubtRow.file_id, func.count()).group_by(DoubtRow.file_id)
    return {number: count for number, count in session.execute(query)}


def holding(session: Session, department: str, sha256: str) -> list[tuple[FileRow, str]]:
    """The department's drops that are, or hold, the document of that digest; with the member's name inside it."""
    members = select(MemberRow).join(FileRow, FileRow.id == MemberRow.file_id)
    members = members.where(MemberRow.sha256 == sha256, FileRow.department == department)
    inside = [(session.get_one(FileRow, member.file_id), member.name) for member in session.scalars(members)]
    return [(file, "") for file in files(session, department) if file.sha256 == sha256] + inside


def waiting(session: Session) -> list[FileRow]:
    """The drops whose originals should still lie in the inbox, oldest first."""
    return list(session.scalars(select(FileRow).where(FileRow.waiting).order_by(FileRow.id)))


def in_use(session: Session, department: str) -> list[FileRow]:
    """The department's files that count now: read, not returned, not corrected by a later one."""
    return [file for file in files(session, department) if file.state in _IN_USE and file.replaced_by is None]


def _in_use(session: Session, sha256: str, department: str) -> FileRow | None:
    return session.scalars(
        select(FileRow)
        .where(
            FileRow.sha256 == sha256,
            FileRow.department == department,
            FileRow.state.in_(_IN_USE),
            FileRow.replaced_by.is_(None),
        )
        .order_by(FileRow.id)
    ).first()


def _being_read(session: Session, sha256: str, department: str, holder: str) -> FileRow | None:
    """The drop of that content which the same intake has taken a moment ago."""
    same = (FileRow.sha256 == sha256) & (FileRow.department == department) & (FileRow.holder == holder)
    claimed = same & FileRow.waiting & (FileRow.state == "claimed")
    return session.scalars(select(FileRow).where(claimed).order_by(FileRow.id)).first() if holder else None
