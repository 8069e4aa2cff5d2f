"""Seals (封记): digests kept apart from what they cover, so that `quanze verify` finds what was changed behind us."""

import hashlib
from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import CursorResult, bindparam, func, select, update
from sqlalchemy.orm import Session

from quanze.store.tables import DecisionRow, HeadRow, MatterRow

_CHAIN = "decisions"
_ONE_MORE = (
    update(HeadRow)
    .where(HeadRow.name == _CHAIN)
    .values(events=HeadRow.events + 1, chain=bindparam("link"))
    .execution_options(synchronize_session=False)
)


def facts_digest(bodies: Iterable[str]) -> str:
    """A digest over the matters that a file gave, as they are stored, in their order."""
    return hashlib.sha256("\x1f".join(bodies).encode("utf-8", "surrogatepass")).hexdigest()


def stored_digest(session: Session, file_id: int) -> str:
    """The digest over a file's matters as they stand in the store now; "" where it has none."""
    query = select(MatterRow.body).where(MatterRow.file_id == file_id).order_by(MatterRow.position)
    bodies = list(session.scalars(query))
    return facts_digest(bodies) if bodies else ""


def advance(session: Session, chain: str) -> None:
    """Note that one more event was appended, whose link is `chain`."""
    changed = cast(CursorResult[Any], session.execute(_ONE_MORE, {"link": chain}))
    if not changed.rowcount:
        session.add(HeadRow(name=_CHAIN, events=1, chain=chain))


def cut_off(session: Session) -> int:
    """How many events are missing at the end of the chain; negative where there are more than were noted.

    0 with another last link than was noted counts as one missing.
    """
    head = session.get(HeadRow, _CHAIN)
    events = session.scalar(select(func.count()).select_from(DecisionRow)) or 0
    last = session.scalars(select(DecisionRow.chain).order_by(DecisionRow.id.desc()).limit(1)).first() or ""
    noted, chain = (head.events, head.chain) if head else (0, "")
    missing = noted - events
    return missing or int(chain != last)
