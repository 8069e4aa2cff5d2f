"""Writing an event (记一笔): checks what the person saw against what stands now, in one transaction.

Never here: what a verdict makes of a row (`choices`), pages.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from quanze.judgement import Decision
from quanze.row import MaterialRow, Row
from quanze.store import access, codec, decisions, review
from quanze.store.review import Seen
from quanze.store.tables import DecisionRow
from review import signing
from review.choices import Background
from review.desk import Desk, Refused, Visitor

ON_ROWS = decisions.CONFIRMING | {"doubt", "reject", "return"}
"""Verdicts on rows: the ones that can be taken back; steps of sign-off go back by steps of their own."""


class Outdated(Exception):
    """The row changed, or somebody decided on it, since the person looked; `now` is how it stands."""

    def __init__(self, now: Seen | None) -> None:
        super().__init__("outdated")
        self.now = now


@dataclass(frozen=True, slots=True)
class Sight:
    """What the form says the person saw: the row's digest and the last event on it."""

    digest: str
    last: int


@dataclass(frozen=True, slots=True)
class Onward:
    """How the next row is chosen, given those that others look at, and until when it is then claimed."""

    choose: Callable[[list[str]], str]
    until: str


def go_on(session: Session, visitor: Visitor, now: str, onward: Onward) -> str:
    """Choose the next row and say that this person looks at it; "" where there is none."""
    key = onward.choose(access.claimed_by_others(session, visitor.name, now))
    if key:
        access.claim(session, key, visitor.name, onward.until)
    return key


def append(
    desk: Desk,
    visitor: Visitor,
    row: Row,
    sight: Sight,
    verdict: str,
    after: Row | None = None,
    *,
    behind: Background | None = None,
    comment: str = "",
    onward: Onward | None = None,
) -> str:
    """Append one decision on a row; gives the key of the next row that the person looks at, "" without one.

    Raises:
        Outdated: the row does not stand as the person saw it.
        Refused: the list is closed.
    """
    with desk.writing() as session:
        now = review.seen(session, row.key)
        if now is None or now.digest != sight.digest or now.last != sight.last:
            raise Outdated(now)
        signing.check_open(session, visitor, row)
        _decide(session, desk, visitor, now, verdict, after, behind, comment, "")
        return go_on(session, visitor, desk.now(), onward) if onward else ""


@dataclass(frozen=True, slots=True)
class Wish:
    """One row of a bulk decision: the row, what the person saw, the row as decided."""

    row: Row
    sight: Sight
    made: Row
    behind: Background


def append_all(desk: Desk, visitor: Visitor, wishes: Sequence[Wish], verdict: str, batch: str) -> int:
    """Append the same verdict on identical rows, all or none; gives how many.

    Raises:
        Outdated: one of the rows does not stand as the person saw it.
        Refused: a list is closed.
    """
    with desk.writing() as session:
        for wish in wishes:
            now = review.seen(session, wish.row.key)
            if now is None or now.digest != wish.sight.digest or now.last != wish.sight.last:
                raise Outdated(now)
            signing.check_open(session, visitor, wish.row)
            _decide(session, desk, visitor, now, verdict, wish.made, wish.behind, "", batch)
    return len(wishes)


def on_row(event: DecisionRow) -> bool:
    """Whether an event is a decision on a row: neither a step of sign-off nor a blind second answer."""
    return event.verdict in ON_ROWS and bool(event.before) and codec.glance(event.before)["key"] == event.subject


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the event that was asked for, on how many rows, and on how many it could not be."""

    event: DecisionRow
    taken: int
    left: int


def undo(desk: Desk, visitor: Visitor, number: int) -> Undone:
    """Take an event back, and with it the whole bulk decision it belongs to, save rows that are gone or closed.

    Raises:
        Refused: there is no such event, it is taken back already, or it is not this person's to take back.
    """
    with desk.writing() as session:
        event = review.event(session, number)
        if event is None or not on_row(event):
            raise Refused(404, "没有这条记录。")
        if visitor.role == "department" and event.by != visitor.name:
            raise Refused(403, "只能撤销自己的审核意见。")
        group = review.batch(session, event.batch) if event.batch else [event]
        held = [one for one in group if _holds(session, one)]
        if not held:
            raise Refused(409, "这条记录已经撤销过了。")
        refusals = [refusal for one in held if (refusal := _take_back(session, desk, visitor, one))]
        if len(refusals) == len(held):
            raise refusals[0]
        return Undone(event, len(held) - len(refusals), len(refusals))


def _holds(session: Session, event: DecisionRow) -> bool:
    return any(one.id == event.id for one in decisions.live(review.events_of(session, event.subject)))


def _take_back(session: Session, desk: Desk, visitor: Visitor, event: DecisionRow) -> Refused | None:
    """Take one event back; gives why that cannot be."""
    now = review.seen(session, event.subject)
    if now is not None:
        if not visitor.sees_row(now.row):
            return Refused(403, "这一行不是本部门的。")
        try:
            signing.check_open(session, visitor, now.row)
        except Refused as refusal:
            return refusal
    elif visitor.role == "department":
        return Refused(409, "这一行现在已经没有了，不用撤销。")
    decision = Decision(event.subject, decisions.UNDO, visitor.name, desk.now(), now.digest if now else event.digest)
    decisions.decide(session, decision, undoes=event.id)
    return None


def _decide(
    session: Session,
    desk: Desk,
    visitor: Visitor,
    now: Seen,
    verdict: str,
    after: Row | None,
    behind: Background | None,
    comment: str,
    batch: str,
) -> int:
    decision = Decision(now.row.key, verdict, visitor.name, desk.now(), now.digest, now.edition, comment)
    made = after or now.row
    entry = behind.entries.get(made.entry) if behind and isinstance(made, MaterialRow) else None
    digest = decisions.entry_digest(entry) if entry and verdict in decisions.CONFIRMING else ""
    kept = after if after is not None and after != now.row else None
    return decisions.decide(session, decision, now.row, kept, batch=batch, entry=digest)
