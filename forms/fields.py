"""What a column's `field` may name, and how its value is found in a line's rows.

A field is an attribute of the row dataclasses (`matter`, `receiver`, `note` …) or one of the made-up ones below.
Values that the rows do not have stay blank. Never here: a heading, a width, an order of columns.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from forms import counts
from forms.counts import Change
from forms.template import Counting
from quanze.document import Place
from quanze.row import BY_HAND, AdviceRow, DelegationRow, InternalRow, MaterialRow, Reason, Row, StepRow, TimeRow

Value = str | Decimal | None
_QUOTE = 60
_SHA256 = re.compile("[0-9a-f]{64}")
CONFIRMED, RETURNED = "确认", "退回"
"""What a person writes under 审核意见."""


@dataclass(frozen=True, slots=True)
class Lot:
    """The rows that one line stands for; `total` when it is the last line, which sums the others.

    `reduced` leaves a change that reduces nothing blank, so that a column adds up to its total.
    """

    rows: Sequence[Row]
    counting: Counting
    total: bool = False
    reduced: bool = False

    def of(self, change: Callable[[Sequence[Row]], Change | None]) -> Change:
        """One matter's change as far as it is known, or the sum over the matters that reduce something."""
        changes = [change(group) for group in counts.by_matter(self.rows).values()]
        if len(changes) == 1 and not self.total:
            found = changes[0] or Change()
            return found if found.cut or not self.reduced else Change()
        return counts.total(changes)

    @property
    def material(self) -> Change:
        """Change of materials."""
        return self.of(lambda rows: counts.material_change(rows, self.counting))

    @property
    def step(self) -> Change:
        """Change of steps."""
        return self.of(counts.step_change)

    @property
    def time(self) -> Change:
        """Change of time; the caller keeps units apart."""
        return self.of(lambda rows: (counts.time_change(rows, self.counting) or ("", None))[1])

    @property
    def cuts(self) -> list[MaterialRow]:
        """The materials no longer handed in."""
        return [row for row in self.rows if isinstance(row, MaterialRow) and row.way in self.counting.cut]

    def first(self, kind: type[Row]) -> Row | None:
        """The first row of a kind."""
        return next((row for row in self.rows if isinstance(row, kind)), None)


def reason(one: Reason) -> str:
    """A reason in one short line: 规则 条款：引文."""
    quote = one.quote if len(one.quote) <= _QUOTE else one.quote[: _QUOTE - 1] + "…"
    head = " ".join(part for part in (one.rule, one.clause) if part)
    said = f"“{quote}”" if quote else one.note
    return f"{head}：{said}" if head and said else head or said


def place(file: str, where: Place) -> str:
    """Where a row was read: file (a bare digest by the number on its receipt), page or sheet, table, row."""
    file = f"文件编号{file[:12]}" if _SHA256.fullmatch(file) else file
    parts = [
        f"第{value}{unit}"
        for value, unit in ((where.page, "页"), (where.table, "表"), (where.row, "行"))
        if value is not None
    ]
    return " ".join(part for part in (file, "".join(parts)) if part)


def _found(row: Row) -> str:
    """Where a row was read, with the word that a person put something right there."""
    return place(row.file, row.place) + ("（人工更正）" if row.corrections else "")


def value(field: str, lot: Lot) -> Value:
    """A field's value for one line; text of several rows is joined without repeats."""
    made = _MADE.get(field)
    if made is not None:
        return made(lot)
    if field in _LISTS:
        return _join("、".join(getattr(row, field, ())) for row in lot.rows)
    if field in _NUMBERS:
        return next((_decimal(getattr(row, field)) for row in lot.rows if hasattr(row, field)), None)
    return _join(str(getattr(row, field, "")) for row in lot.rows)


def known() -> frozenset[str]:
    """Every field that a template may name."""
    return _PLAIN | frozenset(_MADE) | {"number"}


def is_ratio(field: str) -> bool:
    """Whether a field's value is a ratio, shown as a percentage."""
    return field.endswith("_ratio") or field == "score"


def _join(texts: Iterable[str], mark: str = "\n") -> str:
    return mark.join(dict.fromkeys(text for text in texts if text))


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _names(lot: Lot) -> str:
    return _join((row.material for row in lot.cuts), "；")


def _cut_ways(lot: Lot) -> str:
    names: dict[str, int] = {}
    for row in lot.cuts:
        names[row.way] = names.get(row.way, 0) + 1
    return next(iter(names)) if len(names) == 1 else "；".join(f"{way}{count}份" for way, count in names.items())


def _cut_basis(lot: Lot) -> str:
    several = len(lot.cuts) > 1
    lines = []
    for row in lot.cuts:
        own = [one for one in row.reasons[:1] if one.rule != BY_HAND]  # the rules' reasons are for their own way
        said = row.replacement or _join(map(reason, own))
        if said:
            lines.append(f"{row.material}：{said}" if several else said)
    return _join(lines)


def _steps(lot: Lot, attribute: str) -> str:
    row = lot.first(StepRow)
    return "→".join(getattr(row, attribute)) if row is not None else ""


def _steps_removed(lot: Lot) -> str:
    row = lot.first(StepRow)
    if not isinstance(row, StepRow) or not row.steps_after:
        return ""
    return "、".join(step for step in row.steps_before if step not in row.steps_after)


def _state(lot: Lot) -> str:
    confirmed = sum(row.confirmed for row in lot.rows)
    if confirmed == len(lot.rows):
        return "已确认"
    return f"已确认{confirmed}/{len(lot.rows)}" if confirmed else "待确认"


_LISTS = frozenset({"flags", "needs", "claimed_by", "steps_before", "steps_after"})
_NUMBERS = frozenset({"statutory", "promised", "proposed", "score"})
_KINDS = (DelegationRow, MaterialRow, StepRow, TimeRow, InternalRow, AdviceRow)
_PLAIN = frozenset(field.name for kind in _KINDS for field in fields(kind)) - {
    "reasons",
    "place",
    "confirmed",
    "corrections",
}
_MADE: dict[str, Callable[[Lot], Value]] = {
    "reasons": lambda lot: _join(reason(one) for row in lot.rows for one in row.reasons),
    "place": lambda lot: _join(_found(row) for row in lot.rows),
    "state": _state,
    "verdict": lambda lot: CONFIRMED if lot.rows and all(row.confirmed for row in lot.rows) else "",
    "comment": lambda _: "",
    "material_before": lambda lot: lot.material.before,
    "material_after": lambda lot: lot.material.after,
    "material_cut": lambda lot: lot.material.cut,
    "material_ratio": lambda lot: lot.material.ratio,
    "cut_names": _names,
    "cut_ways": _cut_ways,
    "cut_basis": _cut_basis,
    "step_before": lambda lot: lot.step.before,
    "step_after": lambda lot: lot.step.after,
    "step_cut": lambda lot: lot.step.cut,
    "step_ratio": lambda lot: lot.step.ratio,
    "step_names_before": lambda lot: _steps(lot, "steps_before"),
    "step_names_after": lambda lot: _steps(lot, "steps_after"),
    "step_names_cut": _steps_removed,
    "time_before": lambda lot: lot.time.before,
    "time_after": lambda lot: lot.time.after,
    "time_cut": lambda lot: lot.time.cut,
    "time_ratio": lambda lot: lot.time.ratio,
}
