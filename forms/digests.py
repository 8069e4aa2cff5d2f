"""A digest over what a person sees of a row, so that a later change of the row does not go unseen."""

from dataclasses import fields

from quanze.row import Row
from quanze.text import digest

_UNSEEN = frozenset({"confirmed", "score"})


def row_digest(row: Row) -> str:
    """A stable digest over every field of a row but its confirmation and the exact score."""
    return digest(*(f"{field.name}={getattr(row, field.name)!r}" for field in fields(row) if field.name not in _UNSEEN))
