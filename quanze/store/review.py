"""Questions that the review page asks: light rows of a department, new events, the matter behind a row. Reads only."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, defer

from quanze.matter import Matter
from quanze.row import Row
from quanze.store import codec
from quanze.store.tables import DecisionRow, EditionRow, FileRow, MatterRow, ProposedRow

_HIGHEST = 2**31
"""No number of a row reaches this; a database takes a higher one for an error."""
# Asked at every decision: built once, since building a statement takes longer than running it.
_SEEN = select(
    ProposedRow.row,
    ProposedRow.body,
    ProposedRow.digest,
    ProposedRow.edition,
    select(func.max(DecisionRow.id)).where(DecisionRow.subject == bindparam("key")).scalar_subquery(),
).where(ProposedRow.key == bindparam("key"), ProposedRow.current)
_EVENTS_AFTER = (
    select(DecisionRow)
    .options(defer(DecisionRow.before), defer(DecisionRow.after))
    .where(DecisionRow.id > bindparam("number"))
    .order_by(DecisionRow.id)
)
_EVENTS_OF = select(DecisionRow).where(DecisionRow.subject == bindparam("key")).order_by(DecisionRow.id)


@dataclass(frozen=True, slots=True)
class Seen:
    """A proposed row as a person saw it: the form sends `digest` and `last` back, so that a stale write is refused."""

    row: Row
    digest: str
    edition: str
    last: int


def seen(session: Session, key: str) -> Seen | None:
    """One current row with its digest and the number of the last event on it (0 = none)."""
    found = session.execute(_SEEN, {"key": key}).first()
    if found is None:
        return None
    kind, body, digest, edition, number = found
    return Seen(codec.load_row(kind, body), digest, edition, number or 0)


def last_event(session: Session, subject: str) -> int:
    """The number of the last event on a subject, an undo included; 0 where there is none."""
    return session.scalar(select(func.max(DecisionRow.id)).where(DecisionRow.subject == subject)) or 0


def last_events(session: Session) -> dict[str, int]:
    """Subject → the number of the last event on it, for every subject that has one."""
    query = select(DecisionRow.subject, func.max(DecisionRow.id)).group_by(DecisionRow.subject)
    return {subject: number for subject, number in session.execute(query)}


def digests(session: Session) -> dict[str, tuple[str, int, str]]:
    """Key → (digest, position, stamp) of every current row, without its body."""
    columns = (ProposedRow.key, ProposedRow.digest, ProposedRow.position, ProposedRow.stamp)
    query = select(*columns).where(ProposedRow.current)
    return {key: (digest, position, stamp) for key, digest, position, stamp in session.execute(query)}


def bodies(session: Session, keys: list[str]) -> dict[str, Row]:
    """The rows of these keys."""
    found: dict[str, Row] = {}
    for start in range(0, len(keys), 500):
        query = select(ProposedRow).where(ProposedRow.key.in_(keys[start : start + 500]))
        found.update((row.key, codec.load_row(row.row, row.body)) for row in session.scalars(query))
    return found


def events_after(session: Session, number: int) -> list[DecisionRow]:
    """Events with a higher number, oldest first, without the rows before and after."""
    return list(session.scalars(_EVENTS_AFTER, {"number": number}))


def event(session: Session, number: int) -> DecisionRow | None:
    """One event by its number; None where there is none."""
    return session.get(DecisionRow, number) if 0 < number < _HIGHEST else None


def events_of(session: Session, subject: str) -> list[DecisionRow]:
    """All events on one subject, oldest first."""
    return list(session.scalars(_EVENTS_OF, {"key": subject}))


def batch(session: Session, name: str) -> list[DecisionRow]:
    """The events of one bulk decision, oldest first."""
    return list(session.scalars(select(DecisionRow).where(DecisionRow.batch == name).order_by(DecisionRow.id)))


def editions(session: Session) -> list[EditionRow]:
    """All kept editions, newest first."""
    return list(session.scalars(select(EditionRow).order_by(EditionRow.number.desc())))


def newest_edition(session: Session) -> str:
    """The digest of the newest edition, "" where there is none."""
    return session.scalar(select(EditionRow.digest).order_by(EditionRow.number.desc())) or ""


def recent_by(session: Session, by: str, verdicts: Collection[str], limit: int = 200) -> list[DecisionRow]:
    """A person's newest events with these verdicts, newest first."""
    query = select(DecisionRow).where(DecisionRow.by == by, DecisionRow.verdict.in_(sorted(verdicts)))
    return list(session.scalars(query.order_by(DecisionRow.id.desc()).limit(limit)))


def log(session: Session) -> list[DecisionRow]:
    """Every event, oldest first."""
    return list(session.scalars(select(DecisionRow).order_by(DecisionRow.id)))


def file(session: Session, number: int) -> FileRow | None:
    """One drop by its number; None where there is none."""
    return session.get(FileRow, number) if 0 < number < _HIGHEST else None


def matters_by_file(session: Session, files: list[int]) -> Iterator[tuple[int, Matter]]:
    """(number of the file, matter) for each matter of these files that no later file has corrected."""
    query = select(MatterRow.file_id, MatterRow.body).join(FileRow, FileRow.id == MatterRow.file_id)
    query = query.where(MatterRow.file_id.in_(files), FileRow.replaced_by.is_(None))
    for number, body in session.execute(query.order_by(MatterRow.file_id, MatterRow.position)):
        yield number, codec.load(codec.MATTER, body)
