"""Measure what writing a list costs: `python -m tests.forms.measure [ROWS]`. Prints figures, asserts nothing.

ROWS (100) are written cell by cell with python-docx for comparison; 500 of them take minutes.
"""

import io
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from docx import Document

from forms import sheet, template, word
from forms.lines import Filled, fill
from quanze.row import Row
from tests.conftest import SHARED
from tests.forms.rows import DEPARTMENT, delegation, items

FORMS = template.load()
FORM = next(form for form in FORMS.lists if form.id == "delegation")


def rows(count: int) -> list[Row]:
    """Delegation rows over real matters with their basis, as many as wanted."""
    real = items(SHARED, 30)
    return [
        delegation(
            f"k{place}", real[place % 30]["name"], basis=real[place % 30]["basis"], code=real[place % 30]["code"]
        )
        for place in range(count)
    ]


def best(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of processor time of the fastest of some runs."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def by_cell(table: Filled) -> bytes:
    """The same texts written with python-docx's `table.cell(i, j)`: what the direct writer is measured against."""
    columns = [place for place, column in enumerate(table.columns) if not column.working]
    texts = table.texts()
    document = Document()
    grid = document.add_table(len(texts) + 1, len(columns))
    for place, column in enumerate(columns):
        grid.cell(0, place).text = table.columns[column].title
    for number, line in enumerate(texts, 1):
        for place, column in enumerate(columns):
            grid.cell(number, place).text = line[column]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def main() -> None:
    """Print milliseconds per row of both writers at 500 and 5,000 rows, and the cell-by-cell way."""
    said: dict[str, Any] = {"department": DEPARTMENT, "date": "2023-03-17", "draft": True}
    for name, writer in (("docx", word.list_docx), ("xlsx", sheet.list_xlsx)):
        cost = {}
        for count in (500, 5000):
            tables = fill(FORM, rows(count), FORMS.counting, draft=True)
            cost[count] = best(partial(writer, FORM, tables, FORMS.style, **said)) / count * 1000
        print(f"{name}: {cost[500]:.3f} ms/row at 500, {cost[5000]:.3f} at 5000, ratio {cost[5000] / cost[500]:.2f}")
    few = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    made = fill(FORM, rows(few), FORMS.counting, draft=True)
    ours = best(partial(word.list_docx, FORM, made, FORMS.style, **said))
    start = time.process_time()
    by_cell(made[0])
    theirs = time.process_time() - start
    print(f"table.cell(i, j) at {few} rows: {theirs:.1f} s; direct: {ours:.2f} s; {theirs / ours:.0f} times faster")


if __name__ == "__main__":
    assert Path(SHARED).is_dir(), "the data folder ../shared/data is missing"
    main()
