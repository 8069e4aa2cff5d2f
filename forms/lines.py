"""Rows → the lines of one table of a form, in order, with a last line of totals. Knows neither Word nor Excel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from forms import counts, fields
from forms.fields import Lot, Value
from forms.template import Column, Counting, ListForm, TableForm
from forms.words import clean, number, percent
from quanze.errors import SettingsError
from quanze.row import Row, TimeRow


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a value per column, and the rows it stands for (none for a line of totals)."""

    values: tuple[Value, ...]
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A table ready to write: its form, the columns shown, lines, and totals (one line per unit of time)."""

    form: TableForm
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    totals: tuple[Line, ...]

    def apart_from(self, medium: str) -> "Filled":
        """The same table without the columns that belong to that medium ("docx", "xlsx") only."""
        kept = [position for position, column in enumerate(self.columns) if column.only != medium]
        if len(kept) == len(self.columns):
            return self

        def cut(lines: tuple[Line, ...]) -> tuple[Line, ...]:
            return tuple(Line(tuple(line.values[position] for position in kept), line.rows) for line in lines)

        return Filled(self.form, tuple(self.columns[position] for position in kept), cut(self.lines), cut(self.totals))

    def texts(self) -> list[tuple[str, ...]]:
        """Lines and totals as the texts that a page shows."""
        return [
            tuple(shown(column, value) for column, value in zip(self.columns, line.values, strict=True))
            for line in (*self.lines, *self.totals)
        ]


def shown(column: Column, value: Value) -> str:
    """A value as a page shows it: blank where there is none, ratios as percentages."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return percent(value) if fields.is_ratio(column.field) else number(value)
    return clean(value)


def fill(form: ListForm, rows: Sequence[Row], counting: Counting, *, draft: bool, public: bool = False) -> list[Filled]:
    """The tables of a list that have lines; a final list holds confirmed rows only, a public one no working columns.

    Raises:
        SettingsError: a template names a field that rows do not have.
    """
    used = [row for row in rows if draft or row.confirmed]
    tables = [
        _table(table, used, counting, draft=draft, public=public)
        for table in form.tables
        if not public or not table.working
    ]
    if not any(table.lines and (draft or not table.form.working) for table in tables):
        return []
    return [table for table in tables if table.lines]


def _table(form: TableForm, rows: list[Row], counting: Counting, *, draft: bool, public: bool) -> Filled:
    columns = tuple(sorted(form.columns, key=lambda column: column.working))
    if public:
        columns = tuple(column for column in columns if not column.working)
    strange = [column.field for column in columns if column.field not in fields.known()]
    if strange:
        raise SettingsError(f"表样“{form.sheet}”的栏目来源（field）不认识：{'、'.join(strange)}")
    own = [row for row in rows if row.row in form.rows and form.scope in ("", counts.scope_of(row))]
    groups = [[row] for row in own] if form.lines == "row" else list(counts.by_matter(own).values())
    reduced = form.show == "reduced" or (form.show == "reduced_final" and not draft)
    if reduced:
        groups = [group for group in groups if _reduces(Lot(group, counting))]
    lines = [_line(columns, Lot(group, counting, reduced=reduced), place) for place, group in enumerate(groups, 1)]
    return Filled(form, columns, tuple(lines), tuple(_totals(columns, groups, counting)))


def _line(columns: Sequence[Column], lot: Lot, position: int) -> Line:
    return Line(tuple(_value(column, lot, position) for column in columns), tuple(lot.rows))


def _value(column: Column, lot: Lot, position: int) -> Value:
    if column.field == "number":
        return Decimal(position)
    if column.of:
        lot = replace(lot, rows=[row for row in lot.rows if row.row == column.of])
    return fields.value(column.field, lot)


def _reduces(lot: Lot) -> bool:
    return any(change.cut for change in (lot.material, lot.step, lot.time))


def _totals(columns: Sequence[Column], groups: list[list[Row]], counting: Counting) -> list[Line]:
    if not groups or not any(column.total for column in columns):
        return []
    rows = [row for group in groups for row in group]
    timed = any(column.total and column.field.startswith("time_") for column in columns)
    units = list(dict.fromkeys(row.unit for row in rows if isinstance(row, TimeRow))) if timed else []
    lines = []
    for position, unit in enumerate(units or [""]):
        part = [row for row in rows if not isinstance(row, TimeRow) or row.unit == unit]
        lot = Lot(part, counting, total=True)
        counted = sum(_reduces(Lot(group, counting)) for group in counts.by_matter(part).values())
        label = "合计" + (f"（{unit}）" if unit and len(units) > 1 else "")
        note = "" if counted == len(groups) or len(units) > 1 else f"有减少的{counted}项"
        values = [
            fields.value(column.field, lot)
            if column.total and not (position and not column.field.startswith("time_"))
            else None
            for column in columns
        ]
        lines.append(Line(_labelled(columns, values, label, note)))
    return lines


def _labelled(columns: Sequence[Column], values: list[Value], label: str, note: str) -> tuple[Value, ...]:
    labels = {"number": label, "matter": note, "unit": ""}
    return tuple(
        labels.get(column.field) if value is None else value for column, value in zip(columns, values, strict=True)
    )
