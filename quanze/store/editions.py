"""Kept editions of the reference lists (目录版次) and their line: which is current, whose judgements still hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from quanze.proof import Edition
from quanze.store import codec
from quanze.store.bulk import put
from quanze.store.tables import EditionRow, EntryRow, JudgementRow


@dataclass(frozen=True, slots=True)
class Standing:
    """How an edition stands in the line; see `EditionRow`."""

    digest: str
    base: str = ""
    weighed: str = ""
    matcher: str = ""
    applied: bool = True


def save(
    session: Session, edition: Edition, now: str, standing: Standing | None = None, *, again: bool = False
) -> bool:
    """Make an edition the current one; False where it already is, unless all is to be judged `again`.

    An edition that was current before becomes so again; what was judged under it then is forgotten, since the words
    may weigh otherwise now.
    """
    row = session.get(EditionRow, edition.digest)
    last = session.scalar(select(func.max(EditionRow.number))) or 0
    if row is not None and row.number == last and not again:
        return False
    if row is None:
        row = EditionRow(digest=edition.digest, name=edition.name, date=edition.date, loaded_at=now)
        session.add(row)
        session.flush()
        rows = [
            {"edition": edition.digest, "key": entry.key, "position": place, "body": codec.dump(codec.ENTRY, entry)}
            for place, entry in enumerate(edition.entries)
        ]
        put(session, EntryRow, rows)
    else:
        session.execute(delete(JudgementRow).where(JudgementRow.edition == edition.digest))
    found = standing or Standing(edition.digest)
    row.number, row.base, row.weighed = last + 1, found.base, found.weighed
    row.matcher, row.applied = found.matcher, found.applied
    session.flush()
    return True


def edition(session: Session, digest: str = "") -> Edition | None:
    """One kept edition, the current one where no digest is given; None where there is none."""
    row = session.get(EditionRow, digest) if digest else _current(session)
    if row is None:
        return None
    bodies = session.scalars(select(EntryRow.body).where(EntryRow.edition == row.digest).order_by(EntryRow.position))
    entries = tuple(codec.load(codec.ENTRY, body) for body in bodies)
    return Edition(name=row.name, date=row.date, digest=row.digest, entries=entries)


def standing(session: Session) -> Standing | None:
    """How the current edition stands; None where there is none."""
    row = _current(session)
    return Standing(row.digest, row.base, row.weighed, row.matcher, row.applied) if row else None


def applied(session: Session, digest: str, *, yet: bool = True) -> None:
    """Note that all rows are proposed under that edition, or not `yet`."""
    session.get_one(EditionRow, digest).applied = yet


_BASES = select(EditionRow.digest, EditionRow.base)


def line(session: Session, digest: str) -> Sequence[str]:
    """The edition and those whose judgements may still hold under it, newest first."""
    bases = {digest_: base for digest_, base in session.execute(_BASES)}
    found = [digest]
    while (base := bases.get(found[-1], "")) and base not in found:
        found.append(base)
    return found


def _current(session: Session) -> EditionRow | None:
    return session.scalars(select(EditionRow).order_by(EditionRow.number.desc()).limit(1)).first()
