"""The public page (公开件): all lists of a department as one self-contained HTML page for a government site.

Only official columns stand in it; no script, no picture, no outside address. Never here: which columns are official.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import jinja2

from forms.lines import Filled, Line, shown
from forms.template import Column, ListForm
from forms.words import chinese_date, clean


def page(
    lists: Sequence[tuple[ListForm, Sequence[Filled]]], source: str, *, title: str, department: str, date: str
) -> str:
    """The page's HTML, by the jinja2 template `source`; all text is escaped."""
    words = {"department": department, "date": chinese_date(date)}
    shown_lists = [
        {"id": form.id, "title": clean(form.title.format(**words)), "tables": [_table(table) for table in tables]}
        for form, tables in lists
    ]
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(source).render(
        title=clean(title), department=clean(department), date=words["date"], lists=shown_lists
    )


def _table(table: Filled) -> dict[str, Any]:
    rows = [_row(table.columns, line, total=False) for line in table.lines]
    rows += [_row(table.columns, line, total=True) for line in table.totals]
    whole = sum(column.width for column in table.columns)
    shares = [f"{100 * column.width / whole:.1f}" for column in table.columns]
    return {"name": table.form.sheet, "headings": _headings(table.columns), "rows": rows, "shares": shares}


def _row(columns: Sequence[Column], line: Line, *, total: bool) -> dict[str, Any]:
    cells = [
        {"text": shown(column, value), "align": column.align}
        for column, value in zip(columns, line.values, strict=True)
    ]
    return {"cells": cells, "total": total}


def _headings(columns: Sequence[Column]) -> list[list[dict[str, Any]]]:
    """One heading row, or two where columns stand in groups."""
    if not any(column.group for column in columns):
        return [[_head(column.title) for column in columns]]
    upper: list[dict[str, Any]] = []
    for group, part in groupby(columns, key=lambda column: column.group):
        members = list(part)
        if group:
            upper.append(_head(group, columns=len(members)))
        else:
            upper += [_head(column.title, rows=2) for column in members]
    return [upper, [_head(column.title) for column in columns if column.group]]


def _head(text: str, *, columns: int = 1, rows: int = 1) -> dict[str, Any]:
    return {"text": text, "columns": columns, "rows": rows}
