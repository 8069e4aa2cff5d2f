"""People's decisions (审核决定): an append-only chain of events; what holds now is derived, never stored."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from quanze.judgement import Decision
from quanze.proof import ProofEntry
from quanze.row import Row
from quanze.store import codec, facts, seals
from quanze.store.tables import DecisionRow, EditionRow, ProposedRow
from quanze.text import digest

CONFIRM = "confirm"
"""The verdict that makes a row official as it stands in `after`, or as proposed."""
CONFIRMING = frozenset({CONFIRM, "swap", "outside", "not_proof", "edit"})
"""Every verdict that makes a row official: as proposed, with another entry, outside the lists, no proof, edited."""
DOUBT = "doubt"
"""The verdict that leaves a row for somebody else to settle."""
UNDO = "undo"
"""The verdict of an event that takes another one back; taking it back in turn brings the first one back."""

_LOADED = select(EditionRow.loaded_at).order_by(EditionRow.number.desc()).limit(1)
_LAST_LINK = select(DecisionRow.chain).order_by(DecisionRow.id.desc()).limit(1)


def decide(
    session: Session,
    decision: Decision,
    before: Row | None = None,
    after: Row | None = None,
    *,
    undoes: int | None = None,
    batch: str = "",
    entry: str = "",
) -> int:
    """Append one event, chained to the last one; gives its number.

    `undoes` is the number of the event that it takes back, `batch` is shared by the events of one bulk decision,
    `entry` is the digest of the catalogue entry that the decision rests on (see `entry_digest`).
    """
    last = session.scalar(_LAST_LINK) or ""
    event = DecisionRow(
        subject=decision.subject,
        verdict=decision.verdict,
        by=decision.by,
        at=decision.at,
        digest=decision.digest,
        edition=decision.edition,
        comment=decision.comment,
        before=codec.dump_row(before) if before else "",
        after=codec.dump_row(after) if after else "",
        undoes=undoes,
        batch=batch,
        entry=entry,
    )
    event.chain = link(last, event)
    session.add(event)
    seals.advance(session, event.chain)
    session.flush()
    return event.id


def entry_digest(entry: ProofEntry) -> str:
    """A digest over what a catalogue entry says."""
    return digest(codec.dump(codec.ENTRY, entry))


def link(previous: str, event: DecisionRow) -> str:
    """The event's place in the chain: sha256 over the previous link and all of its own fields."""
    parts = [
        previous,
        event.subject,
        event.verdict,
        event.by,
        event.at,
        event.digest,
        event.edition,
        event.comment,
        event.before,
        event.after,
    ]
    if event.undoes or event.batch or event.entry:
        parts += [str(event.undoes or ""), event.batch, event.entry]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def broken(session: Session) -> list[int]:
    """The ids of events whose link does not follow from what stands before them; empty = the chain is whole."""
    bad, previous = [], ""
    for event in session.scalars(select(DecisionRow).order_by(DecisionRow.id)):
        if event.chain != link(previous, event):
            bad.append(event.id)
        previous = event.chain
    return bad


def live(events: Iterable[DecisionRow]) -> list[DecisionRow]:
    """The events that still hold, oldest first: neither an undo nor taken back by an undo that itself holds."""
    taken_back: set[int] = set()
    kept: list[DecisionRow] = []
    for event in sorted(events, key=lambda event: event.id, reverse=True):
        if event.id in taken_back:
            continue
        if event.verdict == UNDO and event.undoes is not None:
            taken_back.add(event.undoes)
        elif event.verdict != UNDO:
            kept.append(event)
    return kept[::-1]


def history(session: Session, subjects: Iterable[str], *, until: str = "") -> dict[str, list[DecisionRow]]:
    """All events on these subjects, oldest first, by subject; with `until` (ISO time) only those before then."""
    keys = list(subjects)
    found: dict[str, list[DecisionRow]] = {}
    for start in range(0, len(keys), 500):
        query = select(DecisionRow).where(DecisionRow.subject.in_(keys[start : start + 500]))
        query = query.where(DecisionRow.at < until) if until else query
        for event in session.scalars(query.order_by(DecisionRow.id)):
            found.setdefault(event.subject, []).append(event)
    return found


def settled(session: Session, proposed: Sequence[Row], *, until: str = "") -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Apply the last decision that holds on each row: (rows with `confirmed` set, keys of stale decisions).

    A decision holds as long as the row, and the catalogue entry it rests on, still read as the person saw them; else
    it is stale (需重审) and the row is unconfirmed again. With `until` (ISO time) only what was decided before counts,
    as it was decided then: stale is what read otherwise on that day already.
    """
    last = _last(session, proposed, until)
    changed = frozenset(_changed(session, proposed, last))
    if until:
        changed &= _since_before(session, changed, last, until)
    out, stale = [], []
    for row in proposed:
        event = last.get(row.key)
        if event is None:
            out.append(row)
        elif row.key in changed:
            stale.append(row.key)
            out.append(row)
        elif event.verdict in CONFIRMING:
            body = event.after or (event.before if until else "")
            out.append(replace(_as_kept(body, row), confirmed=True))
        else:
            out.append(row)
    return tuple(out), tuple(stale)


def standing_since(session: Session, proposed: Sequence[Row], until: str) -> frozenset[str]:
    """The keys of rows that were confirmed before a time (ISO) and are seen today as they were seen then."""
    last = _last(session, proposed, until)
    confirmed = {key for key, event in last.items() if event.verdict in CONFIRMING}
    return frozenset(confirmed.difference(_changed(session, proposed, last)))


def _last(session: Session, proposed: Sequence[Row], until: str) -> dict[str, DecisionRow]:
    """The last decision that holds on each of the rows, by key; with `until` as of then."""
    events = history(session, [row.key for row in proposed], until=until)
    return {key: held[-1] for key, found in events.items() if (held := live(found))}


def _changed(session: Session, proposed: Sequence[Row], last: Mapping[str, DecisionRow]) -> Iterator[str]:
    """The keys of rows that read today, or whose entry reads, otherwise than the person saw them."""
    entries = _entry_digests(session, last.values())
    for row in proposed:
        if row.key in last and is_stale(last[row.key], codec.row_digest(row), entries):
            yield row.key


def _since_before(
    session: Session, changed: Collection[str], last: Mapping[str, DecisionRow], until: str
) -> frozenset[str]:
    """Those of the changed rows that read as they do today since before a time; an entry changes with its edition."""
    keys, loaded = sorted(changed), session.scalar(_LOADED) or ""
    found = set()
    for start in range(0, len(keys), 500):
        query = select(ProposedRow.key, ProposedRow.digest, ProposedRow.since)
        for key, seen, since in session.execute(query.where(ProposedRow.key.in_(keys[start : start + 500]))):
            if (since if seen != last[key].digest else loaded) < until:
                found.add(key)
    return frozenset(found)


def decided(event: DecisionRow, row: Row) -> Row:
    """The row as the event leaves it; where it was found is always today's."""
    return _as_kept(event.after, row)


def _as_kept(body: str, row: Row) -> Row:
    """The row that a kept body tells, today's where there is none; where it was found is always today's."""
    if not body:
        return row
    return replace(codec.load_row(row.row, body), file=row.file, place=row.place, corrections=row.corrections)


def state(verdict: str) -> str:
    """How a row stands under a decision that holds: confirmed, doubted, or rejected (不采纳、退回)."""
    if verdict in CONFIRMING:
        return "confirmed"
    return "doubted" if verdict == DOUBT else "rejected"


def is_stale(event: DecisionRow, row_digest: str, entries: Collection[str]) -> bool:
    """Whether the row or the entry changed since; `entries` are the digests of today's entries."""
    return event.digest != row_digest or bool(event.entry and event.entry not in entries)


def _entry_digests(session: Session, events: Iterable[DecisionRow]) -> frozenset[str]:
    """The digests of the newest edition's entries; none where no event rests on one."""
    newest = facts.edition(session) if any(event.entry for event in events) else None
    return frozenset(entry_digest(entry) for entry in newest.entries) if newest else frozenset()
