"""Which certificate of a department (证照) a material is: a table of names, endings that tell one, words of the office.

Says nothing of what becomes of the material.
"""

import re
from collections.abc import Mapping, Sequence
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


def certificate(name: str, book: Rulebook) -> Certificate | None:
    """The certificate a material's name is, without holders and words like 复印件; None for others.

    Several certificates in one name (身份证、户口簿) count as the first; one that the table lacks is told by the end
    of its name (…许可证) or by the office's own words (本局核发).
    """
    settings: Mapping[str, Any] = book.raw["certificates"]
    flat = _BRACKETED.sub("", fold(name))
    words, pattern = _certificates(settings)
    first = pattern.search(flat)
    if first is None or _bare(pattern.sub("", flat), settings):
        return _untabled(fold(name), flat, settings)
    row = words[first.group()]
    return Certificate(row["name"], first.group(), row["channel"], bool(row["confirmed"]))


def _untabled(name: str, flat: str, settings: Mapping[str, Any]) -> Certificate | None:
    """A certificate that is not in the table: issued by the office itself, or told by the end of its name."""
    bare = _without(flat, settings["qualifiers"])
    if any(word in bare for word in settings["ending"]["never"]):
        return None
    if any(fold(word) in name for word in settings["own"]["words"]):
        return Certificate(bare, bare, settings["own"]["channel"], False)
    if bare.endswith(tuple(settings["ending"]["words"])):
        return Certificate(bare, bare, settings["ending"]["channel"], False)
    return None


def _certificates(settings: Mapping[str, Any]) -> tuple[dict[str, Any], re.Pattern[str]]:
    """The table's rows by each of their words, and what finds the longest word first; kept for the last table seen."""
    for known, found in _LAST:
        if known is settings:
            return found
    words = {fold(word): row for row in settings["certificate"] for word in row["words"]}
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
    _LAST[:] = [(settings, (words, pattern))]
    return words, pattern


_LAST: list[tuple[Mapping[str, Any], tuple[dict[str, Any], re.Pattern[str]]]] = []


def _bare(rest: str, settings: Mapping[str, Any]) -> str:
    """What is left of a name without holders, qualifiers, digits and punctuation."""
    return re.sub(r"[\W\d_]+", "", _without(rest, [*settings["holders"], *settings["qualifiers"]]))


def _without(text: str, words: Sequence[str]) -> str:
    """A text without any of these words, the longest first."""
    longest = sorted(words, key=len, reverse=True)
    return re.sub("|".join(re.escape(fold(word)) for word in longest), "", text)
