"""The report of a returned workbook's lines that were not taken over (未采纳的行): tables ready to write."""

from collections.abc import Sequence
from decimal import Decimal

from forms.fields import Value
from forms.lines import Filled, Line
from forms.readback import Conflict
from forms.template import ListForm, TableForm
from quanze.errors import SettingsError

_FIELDS = ("sheet", "line", "key", "matter", "kind", "note", "theirs", "ours")


def fill(form: ListForm, conflicts: Sequence[Conflict]) -> list[Filled]:
    """The conflicts as the tables of their form; none without conflicts.

    Raises:
        SettingsError: the template names a field that conflicts do not have.
    """
    return [_table(table, conflicts) for table in form.tables] if conflicts else []


def _table(form: TableForm, conflicts: Sequence[Conflict]) -> Filled:
    strange = [column.field for column in form.columns if column.field not in (*_FIELDS, "number")]
    if strange:
        raise SettingsError(f"表样“{form.sheet}”的栏目来源（field）不认识：{'、'.join(strange)}")
    lines = [
        Line(tuple(_value(column.field, conflict, position) for column in form.columns))
        for position, conflict in enumerate(conflicts, 1)
    ]
    return Filled(form, form.columns, tuple(lines), ())


def _value(field: str, conflict: Conflict, position: int) -> Value:
    if field == "number":
        return Decimal(position)
    found: str | int = getattr(conflict, field)
    return Decimal(found) if isinstance(found, int) else found
