"""Two versions of a row side by side (两份意见): what they say field by field, and one row out of both. Pure.

Never here: who may decide, storing, pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from quanze.row import Row
from quanze.store import decisions
from review import choices

ENTRY = "entry_name"
"""The name under which everything that the catalogue entry of a material says is chosen together."""
_OF_ENTRY = ("entry", "entry_name", "outcome", "band", "score", "reasons", "flags", "needs")
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the two versions say differently."""

    name: str
    title: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Clash:
    """What to choose from: the differing fields, whether each is chosen by itself, whether the verdict is."""

    verdict: str
    other: str
    fields: tuple[Difference, ...]

    @property
    def by_field(self) -> bool:
        """Whether fields are chosen one by one: mine makes the row official, and so does theirs or nobody's."""
        return self.verdict in decisions.CONFIRMING and (not self.other or self.other in decisions.CONFIRMING)

    @property
    def by_verdict(self) -> bool:
        """Whether first the verdict is chosen: one of the two does not make the row official."""
        return bool(self.other) and not self.by_field


def differences(mine: Row, theirs: Row) -> tuple[Difference, ...]:
    """The fields that differ, with their texts."""
    ours, others = _texts(mine), _texts(theirs)
    titles = {ENTRY: "对应条目", **choices.EDITABLE}
    return tuple(
        Difference(name, titles[name], ours[name], others.get(name, ""))
        for name in titles
        if name in ours and ours[name] != others.get(name, "")
    )


def merged(mine: Row, theirs: Row, picks: Mapping[str, str]) -> Row:
    """My row with those fields of theirs that were picked."""
    changes: dict[str, Any] = {}
    for one in differences(mine, theirs):
        if picks.get(one.name) == THEIRS:
            names = _OF_ENTRY if one.name == ENTRY else (one.name,)
            changes |= {name: getattr(theirs, name) for name in names}
    if "steps_after" in changes:
        changes["after"] = theirs.after
    return replace(mine, **changes)


def _texts(row: Row) -> dict[str, str]:
    entry = {ENTRY: getattr(row, ENTRY) or "目录外"} if hasattr(row, ENTRY) else {}
    return entry | choices.editable(row)
