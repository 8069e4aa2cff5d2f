"""The four counts (事项下放、材料、环节、时限), recomputable from the rows; pure arithmetic, exact decimals.

Never here: which way counts as what; that is `templates/counting.toml`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from forms.template import Counting
from quanze.row import DelegationRow, InternalRow, MaterialRow, Row, StepRow, TimeRow

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Change:
    """Before, after and reduction of one matter or of many (`matters`); None where the rows do not say."""

    before: Decimal | None = None
    after: Decimal | None = None
    cut: Decimal | None = None
    matters: int = 1

    @property
    def ratio(self) -> Decimal | None:
        """Reduction / before, unrounded; None where that says nothing."""
        return self.cut / self.before if self.cut is not None and self.after is not None and self.before else None


def between(before: Decimal | None, after: Decimal | None) -> Change:
    """The change from before to after; what grew, or has only one end, is no reduction."""
    known = before is not None and after is not None and _ZERO <= after <= before
    return Change(before, after, before - after if known and before is not None and after is not None else None)


@dataclass(frozen=True, slots=True)
class Count:
    """The four counts of one department, or of all (`department` is then the word for it).

    `matters` is how many matters were looked at, `ways` how many go down each way, `released` how many give power
    away or end it, `received` how many are only received nearer; the three changes are over matters that reduce
    something. Time is one change per unit, units never mixed.
    """

    department: str
    matters: int
    ways: tuple[tuple[str, int], ...]
    released: int
    received: int
    material: Change
    step: Change
    time: tuple[tuple[str, Change], ...]

    @property
    def released_ratio(self) -> Decimal | None:
        """Released matters / matters looked at."""
        return Decimal(self.released) / self.matters if self.matters else None


def scope_of(row: Row) -> str:
    """External or internal; a row of the internal list is internal whatever it says."""
    return "internal" if isinstance(row, InternalRow) else row.scope


def by_matter(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """Rows grouped by department and matter, in the order given."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.department, row.matter_key), []).append(row)
    return groups


def material_change(rows: Sequence[Row], counting: Counting) -> Change | None:
    """One matter's materials: as many as it asks for, less those cut; None without material rows."""
    found = [row for row in rows if isinstance(row, MaterialRow)]
    if not found:
        return None
    before = next((asked for asked in map(_asked, found) if asked is not None), None)
    cut = Decimal(sum(row.way in counting.cut for row in found))
    return Change(before, before - cut if before is not None and cut <= before else None, cut)


def step_change(rows: Sequence[Row]) -> Change | None:
    """One matter's steps before and after; None without step rows."""
    found = next((row for row in rows if isinstance(row, StepRow)), None)
    if found is None:
        return None
    return between(_count(found.steps_before), _count(found.steps_after))


def time_change(rows: Sequence[Row], counting: Counting) -> tuple[str, Change] | None:
    """One matter's unit and change of time, between the limits that `counting` names; None without time rows."""
    found = next((row for row in rows if isinstance(row, TimeRow)), None)
    if found is None:
        return None
    return found.unit, between(_first(found, counting.time_before), _first(found, counting.time_after))


def total(changes: Iterable[Change | None]) -> Change:
    """The sum over the matters that reduce something; an end that is not known for all of them is not known."""
    reduced = [change for change in changes if change is not None and change.cut]
    return Change(
        _sum([change.before for change in reduced]),
        _sum([change.after for change in reduced]),
        sum((change.cut or _ZERO for change in reduced), _ZERO),
        sum(change.matters for change in reduced),
    )


def total_time(changes: Iterable[tuple[str, Change] | None]) -> tuple[tuple[str, Change], ...]:
    """The sums per unit, in the order the units come."""
    units: dict[str, list[Change]] = {}
    for found in changes:
        if found is not None and found[1].cut:
            units.setdefault(found[0], []).append(found[1])
    return tuple((unit, total(group)) for unit, group in units.items())


def count(rows: Sequence[Row], counting: Counting, *, department: str, draft: bool) -> Count:
    """The four counts over `rows`; unconfirmed rows only widen the number of matters unless `draft`."""
    used = [row for row in rows if draft or row.confirmed]
    groups = list(by_matter(used).values())
    ways: dict[str, set[tuple[str, str]]] = {way: set() for way in (*counting.released, *counting.received)}
    for row in used:
        if isinstance(row, DelegationRow | InternalRow) and row.way in ways:
            ways[row.way].add((row.department, row.matter_key))
    return Count(
        department,
        len(by_matter(row for row in rows if isinstance(row, DelegationRow | InternalRow))),
        tuple((way, len(found)) for way, found in ways.items() if found),
        len(set().union(*(ways[way] for way in counting.released))),
        len(set().union(*(ways[way] for way in counting.received))),
        total(material_change(group, counting) for group in groups),
        total(step_change(group) for group in groups),
        total_time(time_change(group, counting) for group in groups),
    )


def _asked(row: MaterialRow) -> Decimal | None:
    """How many materials the row's matter asks for."""
    return Decimal(row.before) if row.before.isdecimal() else None


def _first(row: TimeRow, names: Sequence[str]) -> Decimal | None:
    """The first of some limits that the row has."""
    value = next((found for name in names if (found := getattr(row, name)) is not None), None)
    return None if value is None else Decimal(str(value))


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, _ZERO) if len(known) == len(values) else None


def _count(steps: tuple[str, ...]) -> Decimal | None:
    return Decimal(len(steps)) if steps else None
