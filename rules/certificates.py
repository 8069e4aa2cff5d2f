"""Which certificate of a department (证照) a material is: a table of names, endings that tell one, words of the office.

Says nothing of what becomes of the material.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from quanze.text import fold
from rules.book import Rulebook

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|《|》|<|>")


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate a department issues and the channel it can be looked up by."""

    name: str
    word: str
    channel: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class _Table:
    """The table made ready: its rows by each of their words, what finds these, and what a name says besides."""

    settings: Mapping[str, Any]
    rows: dict[str, Any]
    words: re.Pattern[str]
    qualifiers: re.Pattern[str]
    around: re.Pattern[str]


def certificate(name: str, book: Rulebook) -> Certificate | None:
    """The certificate a material's name is, without holders and words like 复印件; None for others.

    Several certificates in one name (身份证、户口簿) count as the first; one that the table lacks is told by the end
    of its name (…许可证) or by the office's own words (本局核发).
    """
    table = _table(book.raw["certificates"])
    flat = _BRACKETED.sub("", fold(name))
    first = table.words.search(flat)
    if first is None or _bare(table.words.sub("", flat), table):
        return _untabled(fold(name), flat, table)
    row = table.rows[first.group()]
    return Certificate(row["name"], first.group(), row["channel"], bool(row["confirmed"]))


def _untabled(name: str, flat: str, table: _Table) -> Certificate | None:
    """A certificate that is not in the table: issued by the office itself, or told by the end of its name."""
    own, ending = table.settings["own"], table.settings["ending"]
    bare = table.qualifiers.sub("", flat)
    if any(word in bare for word in ending["never"]):
        return None
    if any(fold(word) in name for word in own["words"]):
        return Certificate(bare, bare, own["channel"], False)
    if bare.endswith(tuple(ending["words"])):
        return Certificate(bare, bare, ending["channel"], False)
    return None


def _table(settings: Mapping[str, Any]) -> _Table:
    """The table of a rule file, kept for the last one seen."""
    for known in _LAST:
        if known.settings is settings:
            return known
    rows = {fold(word): row for row in settings["certificate"] for word in row["words"]}
    around = [*settings["holders"], *settings["qualifiers"]]
    _LAST[:] = [_Table(settings, rows, _any_of(rows), _any_of(settings["qualifiers"]), _any_of(around))]
    return _LAST[0]


_LAST: list[_Table] = []


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """What finds any of these words, the longest first."""
    return re.compile("|".join(re.escape(fold(word)) for word in sorted(words, key=len, reverse=True)))


def _bare(rest: str, table: _Table) -> str:
    """What is left of a name without holders, qualifiers, digits and punctuation."""
    return re.sub(r"[\W\d_]+", "", table.around.sub("", rest))
