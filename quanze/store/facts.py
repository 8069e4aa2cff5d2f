"""What files, matching and rules gave: matters, doubts, judgements, rows, editions. Decisions live in `decisions`."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from quanze.judgement import Judgement, Query
from quanze.matter import Doubt, Extraction, Matter
from quanze.proof import Edition
from quanze.row import Row
from quanze.store import codec, editions, ledger, seals
from quanze.store.bulk import put
from quanze.store.tables import (
    DoubtRow,
    FileRow,
    JudgementRow,
    MatterRow,
    MemberRow,
    ProposedRow,
    QueryRow,
)
from quanze.text import digest

_AT_ONCE = 500
"""Keys in one look-up."""
_JUDGED = select(JudgementRow.query, JudgementRow.edition, JudgementRow.body).where(
    JudgementRow.query.in_(bindparam("asked", expanding=True)),
    JudgementRow.edition.in_(bindparam("line", expanding=True)),
)


def save_extraction(
    session: Session, file_id: int, format_: str, extraction: Extraction, members: Sequence[tuple[str, str]] = ()
) -> None:
    """Keep a file's matters and doubts in place of whatever an earlier try left.

    `members` are the digests and names of the documents inside a file that is an archive or mail.
    """
    file = session.get_one(FileRow, file_id)
    ledger.forget(session, file)
    bodies = [codec.dump(codec.MATTER, matter) for matter in extraction.matters]
    session.add_all(
        MatterRow(file_id=file_id, position=position, key=matter.key, body=body)
        for position, (matter, body) in enumerate(zip(extraction.matters, bodies, strict=True))
    )
    session.add_all(
        DoubtRow(file_id=file_id, position=position, body=codec.dump(codec.DOUBT, doubt))
        for position, doubt in enumerate(extraction.doubts)
    )
    session.add_all(MemberRow(file_id=file_id, sha256=sha256, name=name) for sha256, name in members)
    count = extraction.count
    file.rows, file.matters, file.doubts, file.others = count.rows, count.matters, count.doubts, count.others
    file.format, file.state = format_, "read"
    file.facts_digest = seals.facts_digest(bodies) if bodies else ""
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
    """Make an edition the current one; False where it already is."""
    return editions.save(session, edition, now)


def edition(session: Session, digest: str = "") -> Edition | None:
    """One kept edition, the current one where no digest is given; None where there is none."""
    return editions.edition(session, digest)


def save_queries(session: Session, asked: Iterable[Query]) -> None:
    """Keep what these queries ask; their ids come from it, so those already kept stay as they are."""
    put(
        session,
        QueryRow,
        [{"query": one.id, "text": one.text, "matter": one.matter, "department": one.department} for one in asked],
    )


def queries(session: Session, texts: Collection[str] | None = None) -> list[Query]:
    """Every query that was ever asked, by id; with `texts` only those that ask of these words."""
    query = select(QueryRow.query, QueryRow.text, QueryRow.matter, QueryRow.department)
    if texts is None:
        return [Query(*found) for found in session.execute(query.order_by(QueryRow.query))]
    words, some = sorted(texts), []
    for start in range(0, len(words), _AT_ONCE):
        found = session.execute(query.where(QueryRow.text.in_(words[start : start + _AT_ONCE])))
        some += [Query(*one) for one in found]
    return sorted(some, key=lambda one: one.id)


def texts(session: Session) -> list[str]:
    """All words that were ever asked of, once each."""
    return list(session.scalars(select(QueryRow.text).distinct()))


def count_queries(session: Session) -> int:
    """How many queries were ever asked."""
    return session.scalar(select(func.count()).select_from(QueryRow)) or 0


def judgements(session: Session, edition_digest: str, asked: Iterable[str]) -> dict[str, Judgement]:
    """The judgements of these queries that hold under that edition, by query id."""
    bodies = _judgements(session, edition_digest, asked)
    return {name: codec.load(codec.JUDGEMENT, body) for name, body in bodies.items()}


def outcomes(session: Session, edition_digest: str, asked: Iterable[str]) -> dict[str, str]:
    """The outcomes alone of the judgements of these queries under that edition, by query id."""
    bodies = _judgements(session, edition_digest, asked)
    return {name: codec.glance(body)["outcome"] for name, body in bodies.items()}


def _judgements(session: Session, edition_digest: str, asked: Iterable[str]) -> dict[str, str]:
    line = {under: place for place, under in enumerate(editions.line(session, edition_digest))}
    wanted = sorted(set(asked))
    bodies: dict[str, tuple[int, str]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        found = session.execute(_JUDGED, {"asked": wanted[start : start + _AT_ONCE], "line": list(line)})
        for name, under, body in found:
            if name not in bodies or line[under] < bodies[name][0]:
                bodies[name] = line[under], body
    return {name: bodies[name][1] for name in wanted if name in bodies}


def judged(session: Session, edition_digest: str, asked: Iterable[str]) -> set[str]:
    """Which of these queries have a judgement that holds under that edition."""
    line = list(editions.line(session, edition_digest))
    wanted = sorted(set(asked))
    found: set[str] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        some = JudgementRow.query.in_(wanted[start : start + _AT_ONCE])
        found.update(session.scalars(select(JudgementRow.query).where(some, JudgementRow.edition.in_(line))))
    return found


def save_judgements(session: Session, edition_digest: str, judged: Iterable[Judgement]) -> None:
    """Keep judgements in place of earlier ones of the same queries under the same edition."""
    rows = [
        {"query": one.id, "edition": edition_digest, "body": codec.dump(codec.JUDGEMENT, one)}
        for one in sorted(judged, key=lambda one: one.id)
    ]
    put(session, JudgementRow, rows)


def save_rows(session: Session, department: str, edition_digest: str, proposed: Sequence[Row], *, now: str = "") -> int:
    """Make these the department's current rows; gives how many changed. Rows no longer proposed are kept, not current.

    With department "" they are the advice rows, which stand over all departments. A row's decisions are never touched:
    they hold the digest of what the person saw. `now` is kept with rows that a person sees otherwise from now on.
    """
    own = ProposedRow.row == "advice"
    if department:
        own = (ProposedRow.row != "advice") & (ProposedRow.department == department)
    columns = (ProposedRow.key, ProposedRow.current, ProposedRow.position, ProposedRow.body)
    old = {key: found for key, *found in session.execute(select(*columns).where(own))}
    changed = [
        _proposed(row, position, edition_digest, body)
        for position, row in enumerate(proposed)
        if old.pop(row.key, None) != [True, position, body := codec.dump_row(row)]
    ]
    _put(session, changed, now)
    gone = sorted(key for key, (current, _, _) in old.items() if current)
    _not_current(session, gone)
    return len(changed) + len(gone)


def rows_of(session: Session, department: str, matter_keys: Collection[str], *, kind: str) -> list[Row]:
    """The department's current rows of that kind of these matters, in their order."""
    own = (ProposedRow.row == kind) & (ProposedRow.department == department) & ProposedRow.current
    keys = sorted(matter_keys)
    found: list[tuple[int, str, str]] = []
    for start in range(0, len(keys), _AT_ONCE):
        query = select(ProposedRow.position, ProposedRow.row, ProposedRow.body).where(own)
        some = session.execute(query.where(ProposedRow.matter_key.in_(keys[start : start + _AT_ONCE])))
        found += [(position, row, body) for position, row, body in some]
    return [codec.load_row(kind, body) for _, kind, body in sorted(found, key=lambda one: one[0])]


def _put(session: Session, changed: Sequence[dict[str, object]], now: str) -> None:
    """Write rows; those that a person sees as before keep since when that is so."""
    keys = [str(row["key"]) for row in changed]
    known: dict[tuple[object, object], str] = {}
    for start in range(0, len(keys), _AT_ONCE):
        query = select(ProposedRow.key, ProposedRow.digest, ProposedRow.since)
        some = session.execute(query.where(ProposedRow.key.in_(keys[start : start + _AT_ONCE])))
        known.update({(key, digest): since for key, digest, since in some})
    put(session, ProposedRow, [{**row, "since": known.get((row["key"], row["digest"]), now)} for row in changed])


def rewrite_rows(session: Session, edition_digest: str, changed: Sequence[Row]) -> int:
    """Keep current rows as they read now, in their places; gives how many."""
    for row in changed:
        body = codec.dump_row(row)
        new = {"body": body, "digest": codec.row_digest(row), "stamp": digest(body), "edition": edition_digest}
        session.execute(update(ProposedRow).where(ProposedRow.key == row.key).values(new))
    return len(changed)


def replace_rows(
    session: Session, department: str, edition_digest: str, proposed: Sequence[Row], *, now: str = ""
) -> int:
    """Put these in place of the current rows of their matters; gives how many changed. Other matters' rows stay.

    The department's rows end up exactly as if all of them had been proposed anew by `save_rows`.
    """
    fresh: dict[str, list[Row]] = {}
    for row in proposed:
        fresh.setdefault(row.matter_key, []).append(row)
    own = (ProposedRow.row != "advice") & (ProposedRow.department == department)
    columns = (ProposedRow.key, ProposedRow.matter_key, ProposedRow.position)
    query = select(*columns).where(own, ProposedRow.current).order_by(ProposedRow.position)
    order: dict[str, list[tuple[str, int]]] = {}
    for key, matter_key, position in session.execute(query):
        order.setdefault(matter_key, []).append((key, position))
    bodies = _bodies(session, [key for matter in fresh for key, _ in order.get(matter, [])])
    place, changed, moved = 0, [], []
    for matter_key, old in order.items():
        if matter_key not in fresh:
            moved += [(key, place + n) for n, (key, position) in enumerate(old) if position != place + n]
            place += len(old)
            continue
        at = dict(old)
        for row in fresh[matter_key]:
            body = codec.dump_row(row)
            if (at.get(row.key), bodies.pop(row.key, "")) != (place, body):
                changed.append(_proposed(row, place, edition_digest, body))
            place += 1
    _put(session, changed, now)
    for key, position in moved:
        new = {"position": position, "edition": edition_digest}
        session.execute(update(ProposedRow).where(ProposedRow.key == key).values(new))
    _not_current(session, sorted(bodies))
    return len(changed) + len(moved) + len(bodies)


def _bodies(session: Session, keys: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(keys), _AT_ONCE):
        query = select(ProposedRow.key, ProposedRow.body).where(ProposedRow.key.in_(keys[start : start + _AT_ONCE]))
        found.update((key, body) for key, body in session.execute(query))
    return found


def _not_current(session: Session, keys: Sequence[str]) -> None:
    for start in range(0, len(keys), _AT_ONCE):
        some = ProposedRow.key.in_(keys[start : start + _AT_ONCE])
        session.execute(update(ProposedRow).where(some).values(current=False))


def _proposed(row: Row, position: int, edition_digest: str, body: str) -> dict[str, object]:
    return {
        "key": row.key,
        "department": row.department,
        "matter_key": row.matter_key,
        "row": row.row,
        "position": position,
        "digest": codec.row_digest(row),
        "edition": edition_digest,
        "current": True,
        "body": body,
        "stamp": digest(body),
    }


def rows(session: Session, department: str = "") -> list[Row]:
    """The current rows as proposed, of one department or of all, in the order they were proposed."""
    query = select(ProposedRow).where(ProposedRow.current)
    if department:
        query = query.where(ProposedRow.department == department)
    query = query.order_by(ProposedRow.department, ProposedRow.position)
    return [codec.load_row(row.row, row.body) for row in session.scalars(query)]


def ways(session: Session) -> Counter[tuple[str, str, str]]:
    """How many current rows there are by department, kind and proposed way."""
    query = select(ProposedRow.department, ProposedRow.row, ProposedRow.body).where(ProposedRow.current)
    query = query.order_by(ProposedRow.department, ProposedRow.position)
    return Counter((department, kind, codec.glance(body)["way"]) for department, kind, body in session.execute(query))
