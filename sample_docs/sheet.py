"""Draw grids into a workbook: one sheet each, with a merged title. Bytes are the same for the same grids."""

import datetime
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

from sample_docs.grid import Grid


def write_xlsx(path: Path, sheets: Mapping[str, tuple[str, Grid]]) -> None:
    """Write each sheet name's (title, grid); an empty title leaves the title row out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": datetime.datetime(2023, 3, 14)})
    head = book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True})
    body = book.add_format({"border": 1, "valign": "vcenter", "text_wrap": True})
    big = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    for name, (title, grid) in sheets.items():
        sheet = book.add_worksheet(name)
        top = 1 if title else 0
        if title:
            sheet.merge_range(0, 0, 0, len(grid.widths) - 1, title, big)
        covered = set()
        for span in grid.spans:
            covered |= {
                (row, column)
                for row in range(span.row, span.row + span.rows)
                for column in range(span.column, span.column + span.columns)
            }
            last = (top + span.row + span.rows - 1, span.column + span.columns - 1)
            form = head if span.row < grid.heading else body
            sheet.merge_range(top + span.row, span.column, *last, grid.rows[span.row][span.column], form)
        for number, row in enumerate(grid.rows):
            for column, text in enumerate(row):
                if (number, column) not in covered:
                    sheet.write(top + number, column, _value(text), head if number < grid.heading else body)
        for column, width in enumerate(grid.widths):
            sheet.set_column(column, column, width * 2)
        sheet.freeze_panes(top + grid.heading, 0)
    book.close()


def _value(text: str) -> str | int:
    """Small whole numbers (序号) are written as numbers, as people do; codes stay text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 and text[0] != "0" else text
