"""Which column of a proof list is what: headings → fields, list kinds from titles, all from `columns.toml`.

Knows nothing of files and builds no entry.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from quanze.proof import ListName
from quanze.text import fold

HERE = Path(__file__).resolve().parent
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SHORTEST_PART = 4
"""A heading shorter than this is only taken whole: 「依据」 inside 「责任事项依据」 says nothing."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of `columns.toml`, folded: heading → role, cues per list kind (in order), marks of a cut-off row."""

    roles: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[ListName, tuple[str, ...]], ...]
    truncated: frozenset[str]
    mark: str


@dataclass(frozen=True, slots=True)
class Header:
    """Where a grid's heading stands: how many rows it takes up to the first data row, and each column's role."""

    end: int
    roles: tuple[tuple[int, str], ...]

    def columns(self, role: str) -> tuple[int, ...]:
        """The columns with that role, from the left."""
        return tuple(column for column, name in self.roles if name == role)


@cache
def vocabulary(path: Path = HERE / "columns.toml") -> Vocabulary:
    """Load the headings and cues; the longest heading comes first."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    pairs = [(fold(heading), role) for role, headings in raw["columns"].items() for heading in headings]
    kinds = tuple((kind["list"], tuple(fold(cue) for cue in kind["cues"])) for kind in raw["kind"])
    cut = raw["truncated"]
    return Vocabulary(
        roles=tuple(sorted(pairs, key=lambda pair: -len(pair[0]))),
        kinds=kinds,
        truncated=frozenset(fold(cue) for cue in cut["cues"]),
        mark=cut["mark"],
    )


def role_of(heading: str, *, whole: bool = False) -> str:
    """The field a heading names, "" where it names none; line breaks, spaces and bracketed remarks do not matter.

    `whole` = the heading must be a known word itself, as a data cell (收入证明材料) never is.
    """
    text = fold(heading)
    bare = _BRACKETED.sub("", text) or text
    known = vocabulary().roles
    for candidate in (text, bare):
        for word, role in known:
            if word == candidate:
                return role
    for word, role in known:
        if not whole and len(word) >= _SHORTEST_PART and word in bare and len(bare) <= 3 * len(word):
            return role
    return ""


def header(rows: Sequence[Sequence[str]], *, look: int = 12) -> Header | None:
    """Find the heading among the first `look` rows: one row, or two where the second names what the first groups.

    A heading names the proof and at least one other field. None where the grid has none.
    """
    for index, row in enumerate(rows[:look]):
        top = [role_of(cell) for cell in row]
        if "name" not in top or len(set(top) - {""}) < 2:
            continue
        below = [role_of(cell, whole=True) for cell in rows[index + 1]] if index + 1 < len(rows) else []
        second = _is_heading(rows[index + 1], row, below) if below else False
        roles = [low or high for low, high in zip(below, top, strict=True)] if second else top
        return Header(index + 1 + second, tuple((column, role) for column, role in enumerate(roles) if role))
    return None


def _is_heading(row: Sequence[str], above: Sequence[str], roles: Sequence[str]) -> bool:
    """Whether a row below a heading still belongs to it: it only repeats or refines, and refines somewhere."""
    refines = [bool(role) and fold(cell) != fold(up) for cell, up, role in zip(row, above, roles, strict=True)]
    plain = [not cell.strip() or fold(cell) == fold(up) for cell, up in zip(row, above, strict=True)]
    return any(refines) and sum(refines) >= len(row) - sum(plain) - sum(refines)


def kind_of(*texts: str) -> ListName | None:
    """The list kind that the first telling text names; a text that names both 取消 and 保留 tells nothing."""
    for text in map(fold, texts):
        found = [kind for kind, cues in vocabulary().kinds if any(cue in text for cue in cues)]
        if found and (found[0] == "issuer_bound" or len(found) == 1):
            return found[0]
    return None
