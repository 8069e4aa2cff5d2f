"""Many rows at once: written anew or in place of those with the same key, in one statement per batch."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quanze.store.tables import Base

_BATCH = 200
"""Rows per statement on PostgreSQL, where each statement is a way to the server and back."""


def put(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows; where the primary key is taken, the other columns are replaced."""
    if not rows:
        return
    table = model.__table__
    keys = [column.name for column in table.primary_key]
    on_postgres = session.get_bind().dialect.name == "postgresql"
    base = postgresql.insert(model) if on_postgres else sqlite.insert(model)
    fresh = {name: base.excluded[name] for name in rows[0] if name not in keys}
    statement = base.on_conflict_do_update(index_elements=keys, set_=fresh)
    if not on_postgres:
        session.execute(statement, list(rows))
        return
    for start in range(0, len(rows), _BATCH):
        session.execute(statement.values(list(rows[start : start + _BATCH])))
