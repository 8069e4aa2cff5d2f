"""The four counts as tables: a line per department (per unit of time where units differ) and one for all.

Pure: rows in, filled tables out. Never here: how a count is made (`forms.counts`), how a table is written.
"""

from collections.abc import Sequence
from decimal import Decimal

from forms import counts
from forms.counts import Change, Count
from forms.fields import Value
from forms.lines import Filled, Line
from forms.template import ListForm, TableForm, Templates
from quanze.errors import SettingsError
from quanze.row import Row

ALL = "合计"
_CHANGES = ("material", "step", "time")


def count_all(rows: Sequence[Row], templates: Templates, *, scope: str, draft: bool) -> tuple[Count, ...]:
    """The counts of each department of one scope, in the order the rows name them, and of all as the last one."""
    own = [row for row in rows if counts.scope_of(row) == scope]
    departments = list(dict.fromkeys(row.department for row in own))
    if not departments:
        return ()
    by_name = [
        counts.count([row for row in own if row.department == name], templates.counting, department=name, draft=draft)
        for name in departments
    ]
    return (*by_name, counts.count(own, templates.counting, department=ALL, draft=draft))


def fill(form: ListForm, rows: Sequence[Row], templates: Templates, *, draft: bool) -> list[Filled]:
    """The tables of the summary; tables of a scope that has no rows are left out.

    Raises:
        SettingsError: the template names a count that is not made.
    """
    tables = []
    for table in form.tables:
        found = count_all(rows, templates, scope=table.scope, draft=draft)
        if found:
            *departments, everyone = found
            lines = [line for count in departments for line in _lines(table, count)]
            numbered = tuple(_numbered(table, line, position) for position, line in enumerate(lines, 1))
            totals = tuple(_numbered(table, line, None) for line in _lines(table, everyone))
            if numbered:
                tables.append(Filled(table, table.columns, numbered, totals))
    return tables


def _lines(table: TableForm, count: Count) -> list[Line]:
    if table.lines == "unit":
        return [_line(table, count, unit, change) for unit, change in count.time]
    return [_line(table, count, "", Change())]


def _line(table: TableForm, count: Count, unit: str, time: Change) -> Line:
    changes = {"material": count.material, "step": count.step, "time": time}
    return Line(tuple(_value(column.field, count, unit, changes) for column in table.columns))


def _numbered(table: TableForm, line: Line, position: int | None) -> Line:
    number = None if position is None else Decimal(position)
    values = (
        number if column.field == "number" else value for column, value in zip(table.columns, line.values, strict=True)
    )
    return Line(tuple(values))


def _value(field: str, count: Count, unit: str, changes: dict[str, Change]) -> Value:
    plain: dict[str, Value] = {
        "number": None,
        "department": count.department,
        "unit": unit,
        "matters": Decimal(count.matters),
        "released": Decimal(count.released),
        "released_ratio": count.released_ratio,
        "received": Decimal(count.received),
    }
    if field in plain:
        return plain[field]
    if field.startswith("way:"):
        return Decimal(dict(count.ways).get(field.removeprefix("way:"), 0))
    kind, _, part = field.partition("_")
    if kind not in _CHANGES or part not in ("before", "after", "cut", "ratio", "matters"):
        raise SettingsError(f"汇总表样的栏目来源（field）不认识：{field}")
    found: Decimal | int | None = getattr(changes[kind], part)
    return None if found is None else Decimal(found)
