"""Joined matters as last proposed: which parts make each, and which queries it asked. Never their text.

Only a shortcut for finding what a new edition affects; where a part is gone, the department is joined anew.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quanze.matter import Matter
from quanze.store import codec, ledger
from quanze.store.bulk import put
from quanze.store.tables import JoinedRow, MatterRow

Part = tuple[int, int]
"""Number of the file and position of the matter in it."""


@dataclass(frozen=True, slots=True)
class Joined:
    """One joined matter of a department: its key, its parts, the query that each of its materials (by key) asked."""

    key: str
    parts: tuple[Part, ...]
    queries: dict[str, str]


def parts(session: Session, department: str) -> list[tuple[Part, Matter]]:
    """The parts of a department's matters: all that its files in use gave, file by file, not yet joined."""
    ids = [file.id for file in ledger.in_use(session, department)]
    query = select(MatterRow.file_id, MatterRow.position, MatterRow.body).where(MatterRow.file_id.in_(ids))
    found = session.execute(query.order_by(MatterRow.file_id, MatterRow.position))
    return [((number, position), codec.load(codec.MATTER, body)) for number, position, body in found]


def save(session: Session, department: str, found: Sequence[Joined]) -> None:
    """Keep a department's joined matters in place of the earlier ones."""
    session.execute(delete(JoinedRow).where(JoinedRow.department == department))
    rows = [
        {
            "department": department,
            "position": position,
            "key": one.key,
            "parts": " ".join(f"{number}:{place}" for number, place in one.parts),
            "queries": " ".join(f"{material}:{query}" for material, query in one.queries.items()),
        }
        for position, one in enumerate(found)
    ]
    put(session, JoinedRow, rows)


def of(session: Session, department: str) -> list[Joined]:
    """A department's joined matters in their order; none where it was never proposed since they are kept."""
    query = select(JoinedRow.key, JoinedRow.parts, JoinedRow.queries).where(JoinedRow.department == department)
    return [
        Joined(
            key,
            tuple(_part(word) for word in words.split()),
            dict(pair.split(":", 1) for pair in queries.split()),
        )
        for key, words, queries in session.execute(query.order_by(JoinedRow.position))
    ]


def bodies(session: Session, wanted: Collection[Part]) -> dict[Part, Matter]:
    """Those of these parts that are still there."""
    found: dict[Part, Matter] = {}
    places: dict[int, list[int]] = {}
    for number, position in sorted(wanted):
        places.setdefault(number, []).append(position)
    for number, positions in places.items():
        query = select(MatterRow.position, MatterRow.body).where(MatterRow.file_id == number)
        for position, body in session.execute(query.where(MatterRow.position.in_(positions))):
            found[number, position] = codec.load(codec.MATTER, body)
    return found


def _part(word: str) -> Part:
    number, position = word.split(":")
    return int(number), int(position)
