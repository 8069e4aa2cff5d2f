"""The lexicon read as data: headings, kinds, cue words and ranks, from the files under `reference/lexicon/`.

Only finding and parsing lives here; what the words mean for a table is decided elsewhere. Package `reference` is not
imported: its files are data, found beside this package.
"""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from quanze.text import fold

FOLDER = Path(__file__).resolve().parent.parent / "reference" / "lexicon"


@dataclass(frozen=True, slots=True)
class Term:
    """One heading of the lexicon: what role it gives, how it must match, and which words in a heading forbid it.

    `match` is exact, end (the heading ends with it) or any (contains it; `*` stands for up to four characters).
    `rank` orders headings that claim one role in the same row, 1 first.
    """

    role: str
    text: str
    match: str
    rank: int
    exclude: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of matter (事项类型): how we write it and the group in which spellings count as the same."""

    name: str
    group: str


def _table(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the lexicon."""
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def headings() -> tuple[Term, ...]:
    """All headings (表头), folded, in the file's order."""
    return tuple(
        Term(row["role"], fold(row["heading"]), row["match"], int(row["rank"]), tuple(row["exclude"].split()))
        for row in _table("headings.csv")
    )


@cache
def kinds() -> dict[str, Kind]:
    """Folded spelling → kind (事项类型)."""
    return {fold(row["form"]): Kind(row["kind"], row["group"]) for row in _table("kinds.csv")}


@cache
def _toml(name: str) -> dict[str, dict[str, object]]:
    """A TOML file of the lexicon: table → key → value."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def words(group: str, name: str) -> tuple[str, ...]:
    """A list of cue words from `words.toml`, folded, longest first."""
    found = _toml("words.toml")[group][name]
    if not isinstance(found, list):
        raise ValueError(f"words.toml: {group}.{name} must be a list")
    return tuple(sorted({fold(str(word)) for word in found if fold(str(word))}, key=lambda word: (-len(word), word)))


@cache
def ranks(group: str) -> dict[str, str]:
    """A table of `ranks.toml` (tags, orders, endings), in the file's order."""
    return {key: str(value) for key, value in _toml("ranks.toml")[group].items()}


@cache
def places(name: str) -> tuple[str, ...]:
    """A list of place words from `ranks.toml`."""
    found = _toml("ranks.toml")["places"][name]
    if not isinstance(found, list):
        raise ValueError(f"ranks.toml: places.{name} must be a list")
    return tuple(str(word) for word in found)
