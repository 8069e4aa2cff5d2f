"""Where a list stands in its sign-off (签批): steps are events on the list, the last one that holds says it.

Never here: who may take a step, pages.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from quanze.store import decisions
from quanze.store.tables import DecisionRow
from quanze.text import digest

STAGES = {
    "": "部门审核中",
    "submit": "部门自审完成，待初审",
    "return": "已退回部门",
    "final": "初审通过，已定稿",
    "publish": "已公开",
    "reopen": "重新打开",
}
_CLOSED = {"department": frozenset({"submit", "final", "publish"}), "reviewer": frozenset({"final", "publish"})}


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a list stands: the last step that holds, who took it, and the digest of the list then."""

    step: str
    by: str = ""
    at: str = ""
    comment: str = ""
    digest: str = ""


def subject(department: str, row: str) -> str:
    """The subject of the events on one list."""
    return digest("list", department, row)


def stage(events: Iterable[DecisionRow]) -> Stage:
    """Where a list stands after these events."""
    held = decisions.live(events)
    if not held:
        return Stage("")
    last = held[-1]
    return Stage(last.verdict, last.by, last.at, last.comment, last.digest)


def closed(role: str, where: Stage) -> bool:
    """Whether somebody of this role may decide on no row of a list that stands there."""
    return where.step in _CLOSED.get(role, _CLOSED["reviewer"])
