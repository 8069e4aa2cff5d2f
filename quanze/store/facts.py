"""What files, matching and rules gave: matters, doubts, judgements, rows, editions. Decisions live in `decisions`."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from quanze.judgement import Judgement
from quanze.matter import Doubt, Extraction, Matter
from quanze.proof import Edition
from quanze.row import Row
from quanze.store import codec, ledger
from quanze.store.tables import (
    DoubtRow,
    EditionRow,
    EntryRow,
    FileRow,
    JudgementRow,
    MatterRow,
    MemberRow,
    ProposedRow,
)


def save_extraction(
    session: Session, file_id: int, format_: str, extraction: Extraction, members: Sequence[tuple[str, str]] = ()
) -> None:
    """Keep a file's matters and doubts in place of whatever an earlier try left.

    `members` are the digests and names of the documents inside a file that is an archive or mail.
    """
    file = session.get_one(FileRow, file_id)
    ledger.forget(session, file)
    session.add_all(
        MatterRow(file_id=file_id, position=position, key=matter.key, body=codec.dump(codec.MATTER, matter))
        for position, matter in enumerate(extraction.matters)
    )
    session.add_all(
        DoubtRow(file_id=file_id, position=position, body=codec.dump(codec.DOUBT, doubt))
        for position, doubt in enumerate(extraction.doubts)
    )
    session.add_all(MemberRow(file_id=file_id, sha256=sha256, name=name) for sha256, name in members)
    count = extraction.count
    file.rows, file.matters, file.doubts, file.others = count.rows, count.matters, count.doubts, count.others
    file.format, file.state = format_, "read"
    ledger.replace_earlier(session, file)


def matters(session: Session, department: str) -> list[Matter]:
    """The matters of a department's files in use, file by file, not yet joined."""
    ids = [file.id for file in ledger.in_use(session, department)]
    query = select(MatterRow.body).where(MatterRow.file_id.in_(ids)).order_by(MatterRow.file_id, MatterRow.position)
    return [codec.load(codec.MATTER, body) for body in session.scalars(query)]


def doubts(session: Session, file_id: int) -> list[Doubt]:
    """A file's doubts in order."""
    query = select(DoubtRow.body).where(DoubtRow.file_id == file_id).order_by(DoubtRow.position)
    return [codec.load(codec.DOUBT, body) for body in session.scalars(query)]


def save_edition(session: Session, edition: Edition, now: str) -> bool:
    """Keep an edition; False where its content is already kept."""
    if session.get(EditionRow, edition.digest) is not None:
        return False
    session.add(EditionRow(digest=edition.digest, name=edition.name, date=edition.date, loaded_at=now))
    session.flush()
    session.add_all(
        EntryRow(edition=edition.digest, key=entry.key, position=position, body=codec.dump(codec.ENTRY, entry))
        for position, entry in enumerate(edition.entries)
    )
    return True


def edition(session: Session, digest: str = "") -> Edition | None:
    """One kept edition, the newest where no digest is given; None where there is none."""
    query = select(EditionRow).order_by(EditionRow.loaded_at.desc(), EditionRow.digest)
    row = session.scalars(query.where(EditionRow.digest == digest) if digest else query).first()
    if row is None:
        return None
    bodies = session.scalars(select(EntryRow.body).where(EntryRow.edition == row.digest).order_by(EntryRow.position))
    entries = tuple(codec.load(codec.ENTRY, body) for body in bodies)
    return Edition(name=row.name, date=row.date, digest=row.digest, entries=entries)


def judgements(session: Session, edition_digest: str, queries: Iterable[str]) -> dict[str, Judgement]:
    """The kept judgements of these queries under that edition, by query id."""
    wanted = sorted(set(queries))
    found: dict[str, Judgement] = {}
    for start in range(0, len(wanted), 500):
        rows_found = session.scalars(
            select(JudgementRow).where(
                JudgementRow.edition == edition_digest, JudgementRow.query.in_(wanted[start : start + 500])
            )
        )
        found.update((row.query, codec.load(codec.JUDGEMENT, row.body)) for row in rows_found)
    return found


def save_judgements(session: Session, edition_digest: str, judged: Iterable[Judgement]) -> None:
    """Keep judgements in place of earlier ones of the same queries under the same edition."""
    for judgement in judged:
        body = codec.dump(codec.JUDGEMENT, judgement)
        session.merge(JudgementRow(query=judgement.id, edition=edition_digest, body=body))


def save_rows(session: Session, department: str, edition_digest: str, proposed: Sequence[Row]) -> int:
    """Make these the department's current rows; gives how many changed. Rows no longer proposed are kept, not current.

    With department "" they are the advice rows, which stand over all departments. A row's decisions are never touched:
    they hold the digest of what the person saw.
    """
    own = ProposedRow.row == "advice"
    if department:
        own = (ProposedRow.row != "advice") & (ProposedRow.department == department)
    old = {row.key: row for row in session.scalars(select(ProposedRow).where(own))}
    changed = 0
    for position, row in enumerate(proposed):
        known, body = old.pop(row.key, None), codec.dump_row(row)
        if known is not None and known.current and known.body == body and known.position == position:
            continue
        changed += 1
        session.merge(
            ProposedRow(
                key=row.key,
                department=row.department,
                matter_key=row.matter_key,
                row=row.row,
                position=position,
                digest=codec.row_digest(row),
                edition=edition_digest,
                current=True,
                body=body,
            )
        )
    for gone in old.values():
        changed += gone.current
        gone.current = False
    return changed


def rows(session: Session, department: str = "") -> list[Row]:
    """The current rows as proposed, of one department or of all, in the order they were proposed."""
    query = select(ProposedRow).where(ProposedRow.current)
    if department:
        query = query.where(ProposedRow.department == department)
    query = query.order_by(ProposedRow.department, ProposedRow.position)
    return [codec.load_row(row.row, row.body) for row in session.scalars(query)]
