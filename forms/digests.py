"""Digests over what a person sees of a row and may fill in, so that a change does not go unseen."""

from collections.abc import Iterable
from dataclasses import fields

from quanze.row import Row
from quanze.text import digest

_UNSEEN = frozenset({"confirmed", "file", "place", "score", "corrections"})


def row_digest(row: Row) -> str:
    """A stable digest over every field of a row but its confirmation, its place and the exact score."""
    return digest(*(f"{field.name}={getattr(row, field.name)!r}" for field in fields(row) if field.name not in _UNSEEN))


def cells_digest(cells: Iterable[tuple[str, str]]) -> str:
    """A stable digest over the cells of a line that a person may fill in: (heading, text) in their order."""
    return digest(*(f"{heading}={text.strip()}" for heading, text in cells))
