"""A list as a workbook (.xlsx): frozen heading, filters, drop-downs, print set-up, hidden key and digest columns.

Text is only ever written as text, so nothing that stands in a file can become a formula. Never here: which rows and
columns; those come filled from `forms.lines`.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from math import ceil
from typing import Any

import xlsxwriter

from forms import fields
from forms.digests import cells_digest, row_digest
from forms.fields import Value
from forms.lines import Filled, Line, shown
from forms.package import repack
from forms.template import ListForm, Style
from forms.words import chinese_date, clean, sheet_name, text_width

KEY, DIGEST = "行标识（勿改）", "校验码（勿改）"
"""Headings of the two hidden columns; only tables with a line per row have them. The second also names the form."""
_CELL = 32767
_CUT = "……（单元格装不下，全文见 Word 清单）"
_ROOM = 150
"""Width of all printed columns together, in Excel's units (a digit of the default font): A4 landscape at full size."""
_TALLEST = 409
"""Points of a row that Excel shows at most; text that needs more widens its column."""
_LEADING = 1.45
_CHOICES = 255
"""Characters of a drop-down's choices that Excel takes; a column with more has none."""


@dataclass(frozen=True, slots=True)
class _Formats:
    title: Any
    line: Any
    heading: Any
    cells: dict[tuple[str, bool, bool], Any]
    size: float


def list_xlsx(
    form: ListForm,
    tables: Sequence[Filled],
    style: Style,
    *,
    department: str,
    date: str,
    draft: bool,
    keyed: bool = True,
    decided: Mapping[str, int] | None = None,
) -> bytes:
    """One list as the bytes of an .xlsx, a sheet per table; the same input gives the same bytes.

    `keyed` sheets carry the hidden columns by which a returned workbook finds its rows again; `decided` is the number
    of the last decision on each row (by key), where that is known.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    words = {"department": department, "date": chinese_date(date)}
    title = form.title.format(**words) + (f"（{style.draft_mark}）" if draft else "")
    book.set_properties({"title": title, "author": "", "created": datetime.fromisoformat(date)})
    formats, taken = _formats(book, style, form.font_size), set[str]()
    for number, filled in enumerate(tables):
        table = filled.apart_from("docx")
        sheet = book.add_worksheet(sheet_name(table.form.sheet, taken))
        lines = [text.format(**words) for text in form.unit_line]
        _sheet(sheet, table, title if not number else f"{title}：{table.form.sheet}", lines, formats)
        if keyed and table.form.lines == "row":
            _keys(sheet, table, f"{form.id}/{form.tables.index(table.form)}", formats, decided)
        _print(sheet, style, draft=draft)
    book.close()
    return repack(out.getvalue())


def write_text(sheet: Any, row: int, column: int, text: str, form: Any) -> None:
    """Write text as text, whatever it begins with, cut to what a cell can hold."""
    safe = clean(text)
    if len(safe) > _CELL:
        safe = safe[: _CELL - len(_CUT)] + _CUT
    if safe:
        sheet.write_string(row, column, safe, form)
    else:
        sheet.write_blank(row, column, None, form)


def _sheet(sheet: Any, table: Filled, title: str, unit_line: Sequence[str], formats: _Formats) -> None:
    last = len(table.columns) - 1
    printed = max((place for place, column in enumerate(table.columns) if not column.working), default=last)
    _across(sheet, 0, printed, title, formats.title)
    sheet.set_row(0, 36)
    _across(sheet, 1, printed, "　　　　".join(unit_line), formats.line)
    sheet.set_row(1, 20)
    widths = _widths(table, formats.size)
    top = _top(table)
    _heading(sheet, table, widths, formats)
    bottom = top + len(table.lines) - 1
    for position, line in enumerate((*table.lines, *table.totals)):
        _line(sheet, top + position, table, line, formats)
        sheet.set_row(top + position, _height([_text(value) for value in line.values], widths, formats.size))
    for position, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.set_column(position, position, width)
        if column.choices and len(",".join(column.choices)) <= _CHOICES:
            sheet.data_validation(top, position, bottom, position, _choice(column.choices))
    sheet.freeze_panes(top, min(2 + any(column.field == "department" for column in table.columns), last))
    sheet.autofilter(top - 1, 0, bottom, last)
    sheet.repeat_rows(2, top - 1)
    sheet.print_area(0, 0, bottom + len(table.totals), printed)


def _keys(sheet: Any, table: Filled, origin: str, formats: _Formats, decided: Mapping[str, int] | None) -> None:
    """The two hidden columns; they lie within the filter, so sorting moves them with their rows."""
    top, last = _top(table), len(table.columns)
    sheet.write_string(top - 1, last, KEY, formats.heading)
    sheet.write_string(top - 1, last + 1, f"{DIGEST}{origin}", formats.heading)
    for position, line in enumerate(table.lines, top):
        row = line.rows[0]
        sheet.write_string(position, last, row.key)
        cells = zip(table.columns, line.values, strict=True)
        filled = cells_digest((column.title, shown(column, value)) for column, value in cells if column.edit)
        number = "" if decided is None else decided.get(row.key, 0)
        sheet.write_string(position, last + 1, f"{row_digest(row)}.{number}.{filled}")
    sheet.set_column(last, last + 1, 20, None, {"hidden": True})
    sheet.autofilter(top - 1, 0, top + len(table.lines) - 1, last + 1)


def _top(table: Filled) -> int:
    """The first row below the heading; the heading starts in the third."""
    return 4 if any(column.group for column in table.columns) else 3


def _heading(sheet: Any, table: Filled, widths: Sequence[float], formats: _Formats) -> None:
    columns, last = table.columns, _top(table) - 1
    position = 0
    for group, part in groupby(columns, key=lambda column: column.group):
        members = list(part)
        if group:
            _across(sheet, 2, position + len(members) - 1, group, formats.heading, first=position)
        for column in members:
            if not group and last > 2:
                write_text(sheet, 2, position, "", formats.heading)
            write_text(sheet, last, position, column.title, formats.heading)
            position += 1
    sheet.set_row(last, _height([column.title for column in columns], widths, formats.size) + 4)


def _across(sheet: Any, row: int, last: int, text: str, form: Any, first: int = 0) -> None:
    if last > first:
        sheet.merge_range(row, first, row, last, "", form)
    write_text(sheet, row, first, text, form)


def _line(sheet: Any, row: int, table: Filled, line: Line, formats: _Formats) -> None:
    for position, (column, value) in enumerate(zip(table.columns, line.values, strict=True)):
        if isinstance(value, Decimal):
            form = formats.cells[column.align, fields.is_ratio(column.field), False]
            sheet.write_number(row, position, float(value), form)
        else:
            text = value or ""
            write_text(sheet, row, position, text, formats.cells[column.align, False, text[:1] in _TRIGGERS])


def _print(sheet: Any, style: Style, *, draft: bool) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    if draft:
        sheet.set_header(f'&R&"{style.heading_fonts[0]}"&14{style.draft_mark}')
    before, between, after = style.page_words
    sheet.set_footer(f"&C{before}&P{between}&N{after}")


def _formats(book: Any, style: Style, size: float) -> _Formats:
    body, head = style.body_fonts[0], style.heading_fonts[0]
    edge = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_size": size}
    cells = {
        (align, ratio, quoted): book.add_format(
            {**edge, "font_name": body, "align": align, "num_format": "0.00%" if ratio else "General"}
            | ({"quote_prefix": True} if quoted else {})
        )
        for align in ("left", "center", "right")
        for ratio in (False, True)
        for quoted in (False, True)
    }
    return _Formats(
        book.add_format(
            {"font_name": style.title_fonts[0], "font_size": style.title_size, "align": "center", "valign": "vcenter"}
        ),
        book.add_format({"font_name": body, "font_size": style.line_size, "valign": "vcenter"}),
        book.add_format({**edge, "font_name": head, "align": "center", "bg_color": "#F2F2F2"}),
        cells,
        size,
    )


def _choice(choices: Iterable[str]) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": list(choices),
        "error_type": "warning",
        "error_title": "请从下拉框中选择",
        "error_message": "这里只填下拉框里的方式。",
    }


def _widths(table: Filled, size: float) -> list[float]:
    """Column widths in Excel's units: the template's shares of a page, wider where a row would grow too tall."""
    official = sum(column.width for column in table.columns if not column.working)
    share = _ROOM / (official or 1)
    most = _TALLEST / (size * _LEADING)
    widths = []
    for position, column in enumerate(table.columns):
        longest = max((len(_text(line.values[position])) for line in table.lines), default=0)
        widths.append(min(120.0, max(column.width * share, 5.0, longest * _units(size) / most * 1.15 + 2)))
    return widths


def _height(texts: Sequence[str], widths: Sequence[float], size: float) -> float:
    """Points that a row needs to show all its text, at most what Excel shows."""
    lines = max(
        sum(max(1, ceil(text_width(part) / max(1.0, (width - 1) / _units(size)))) for part in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return min(_TALLEST, max(18.0, lines * size * _LEADING + 3))


def _units(size: float) -> float:
    """Width of one Chinese character of `size` points in Excel's units (7 pixels of 1/96 inch)."""
    return size * 96 / 72 / 7


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


_TRIGGERS = ("=", "+", "-", "@", "'")
