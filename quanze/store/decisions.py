"""People's decisions (审核决定): an append-only chain of events; what holds now is derived, never stored."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from quanze.judgement import Decision
from quanze.row import Row
from quanze.store import codec
from quanze.store.tables import DecisionRow

CONFIRM = "confirm"
"""The verdict that makes a row official."""


def decide(session: Session, decision: Decision, before: Row | None = None, after: Row | None = None) -> None:
    """Append one event, chained to the last one."""
    last = session.scalars(select(DecisionRow).order_by(DecisionRow.id.desc()).limit(1)).first()
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
    )
    event.chain = link(last.chain if last else "", event)
    session.add(event)
    session.flush()


def link(previous: str, event: DecisionRow) -> str:
    """The event's place in the chain: sha256 over the previous link and all of its own fields."""
    parts = (
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
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def broken(session: Session) -> list[int]:
    """The ids of events whose link does not follow from what stands before them; empty = the chain is whole."""
    bad, previous = [], ""
    for event in session.scalars(select(DecisionRow).order_by(DecisionRow.id)):
        if event.chain != link(previous, event):
            bad.append(event.id)
        previous = event.chain
    return bad


def settled(session: Session, proposed: Sequence[Row], *, until: str = "") -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Apply the last decision on each row: (rows with `confirmed` set where it holds, keys of stale decisions).

    A decision holds as long as the row still reads as the person saw it; else it is stale (需重审) and the row is
    unconfirmed again. With `until` (ISO time) only what was decided before then counts.
    """
    last: dict[str, DecisionRow] = {}
    keys = [row.key for row in proposed]
    for start in range(0, len(keys), 500):
        query = select(DecisionRow).where(DecisionRow.subject.in_(keys[start : start + 500]))
        query = query.where(DecisionRow.at < until) if until else query
        last.update((event.subject, event) for event in session.scalars(query.order_by(DecisionRow.id)))
    out, stale = [], []
    for row in proposed:
        event = last.get(row.key)
        if event is None:
            out.append(row)
        elif event.digest != codec.row_digest(row):
            stale.append(row.key)
            out.append(row)
        elif event.verdict == CONFIRM:
            decided = codec.load_row(row.row, event.after) if event.after else row
            out.append(replace(decided, confirmed=True))
        else:
            out.append(row)
    return tuple(out), tuple(stale)
