"""Frozen dataclasses to JSON text and back; the text is canonical, so equal content gives equal digests."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter
from pydantic_core import from_json

from quanze.document import Place
from quanze.judgement import Judgement
from quanze.matter import Doubt, Matter
from quanze.proof import ProofEntry
from quanze.row import AdviceRow, DelegationRow, InternalRow, MaterialRow, Row, StepRow, TimeRow
from quanze.text import digest

T = TypeVar("T")

MATTER = TypeAdapter(Matter)
DOUBT = TypeAdapter(Doubt)
JUDGEMENT = TypeAdapter(Judgement)
ENTRY = TypeAdapter(ProofEntry)
ROWS: Mapping[str, TypeAdapter[Any]] = {
    kind: TypeAdapter(model)
    for kind, model in (
        ("delegation", DelegationRow),
        ("material", MaterialRow),
        ("step", StepRow),
        ("time", TimeRow),
        ("internal", InternalRow),
        ("advice", AdviceRow),
    )
}


def dump(adapter: TypeAdapter[T], value: T) -> str:
    """Write a value as compact JSON text, fields in their declared order."""
    return adapter.dump_json(value).decode()


def load(adapter: TypeAdapter[T], text: str) -> T:
    """Read back what `dump` wrote."""
    return adapter.validate_json(text)


def glance(text: str) -> dict[str, Any]:
    """A dumped value as plain fields, unchecked: for counting what it says, much cheaper than `load`."""
    found: dict[str, Any] = from_json(text)
    return found


def dump_row(row: Row) -> str:
    """Write a proposed row by its own kind."""
    return dump(ROWS[row.row], row)


@lru_cache(maxsize=4096)
def load_row(kind: str, text: str) -> Row:
    """Read back a proposed row of that kind."""
    row: Row = load(ROWS[kind], text)
    return row


def row_digest(row: Row) -> str:
    """A digest over what a person decides on: neither where the row was found nor how sure the matcher was."""
    seen = replace(row, confirmed=False, file="", place=Place())
    if isinstance(seen, MaterialRow):
        seen = replace(seen, score=0.0, band="none")
    return digest(ROWS[row.row].dump_json(seen, exclude={"corrections"}).decode())
