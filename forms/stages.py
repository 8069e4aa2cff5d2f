"""The stage calendar (工作时间表): what is due when, and which departments are late. Dates are data, no clock here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from quanze.errors import SettingsError
from quanze.row import Row

_NEEDS = ("rows", "confirmed")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its dates as (ISO date, clause), the earliest first; what a department must have by then."""

    name: str
    needs: str
    dates: tuple[tuple[str, str], ...]

    @property
    def due(self) -> str:
        """The date that counts: the earliest."""
        return self.dates[0][0]

    @property
    def clause(self) -> str:
        """The clause of the date that counts."""
        return self.dates[0][1]


def stages(raw: Sequence[dict[str, Any]]) -> tuple[Stage, ...]:
    """The stages of a calendar file, by date.

    Raises:
        SettingsError: a stage lacks something or a date is none.
    """
    try:
        found = [_stage(one) for one in raw]
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"时间表 calendar.toml 有一步写得不完整：{error}") from error
    return tuple(sorted(found, key=lambda stage: stage.due))


def late(
    stage: Stage, rows: Sequence[Row], departments: Sequence[str], date: str, rejected: Collection[str] = ()
) -> tuple[str, ...]:
    """Departments that have not done a stage whose date is past, in the order given.

    `rejected` are the keys of rows that a person has refused (不采纳): reported and settled, though never confirmed.
    """
    if date <= stage.due:
        return ()
    own: dict[str, list[Row]] = {}
    for row in rows:
        own.setdefault(row.department, []).append(row)
    return tuple(name for name in departments if not _done(stage, own.get(name, ()), rejected))


def _done(stage: Stage, own: Sequence[Row], rejected: Collection[str]) -> bool:
    return bool(own) and (stage.needs == "rows" or all(row.confirmed or row.key in rejected for row in own))


def _stage(raw: dict[str, Any]) -> Stage:
    pairs = [(raw["due"], raw["clause"]), *((other["due"], other["clause"]) for other in raw.get("also", ()))]
    dates = sorted((Date.fromisoformat(str(due)).isoformat(), str(clause)) for due, clause in pairs)
    if raw["needs"] not in _NEEDS:
        raise ValueError(f"needs = {raw['needs']}")
    return Stage(raw["name"], raw["needs"], tuple(dates))
