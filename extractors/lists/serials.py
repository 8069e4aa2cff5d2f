"""Serial numbers (序号): gaps and repeats tell of lost or doubled rows, rows passed over of names that were cut."""

from collections.abc import Sequence

from extractors.grid import Grid
from extractors.headings import Heading
from extractors.lists.lines import Line
from quanze.matter import Doubt
from quanze.numerals import number
from quanze.text import fold


def gaps(grid: Grid, matters: Sequence[tuple[Line, Line]]) -> list[Doubt]:
    """Doubts where numbers do not follow on, over the first and last row of each matter.

    A list may begin anew at 1; numbers like 1-2 are not followed.
    """
    doubts: list[Doubt] = []
    before: int | None = None
    sub_numbered = any(_sub_numbered(line) for line, _ in matters) and any(number(_bare(line)) for line, _ in matters)
    for line, last in matters:
        if sub_numbered and _sub_numbered(line):
            continue
        value = _value(line)
        if value is None:
            before = None
            continue
        if before is not None and value not in (before, before + 1, 1):
            note = f"序号从 {before} 到 {value}，中间可能漏行" if value > before else f"序号从 {before} 变为 {value}"
            doubts.append(Doubt("序号不连续", note, grid.place(line.row), whole_row=False))
        end = _value(last)
        before = value if end is None else max(value, end)
    return doubts


def passed_over(grid: Grid, column: int, matter_rows: Sequence[int]) -> frozenset[int]:
    """Rows without a number over which the count goes on: 1, blank, 2; or after the last of two or more."""
    values = [(row, number(fold(grid.text(row, column)).strip(".、"))) for row in matter_rows]
    found: set[int] = set()
    before: int | None = None
    count = 0
    open_rows: list[int] = []
    for row, value in values:
        if value is None:
            open_rows += [row] if before is not None and not fold(grid.text(row, column)) else []
            continue
        found |= set(open_rows) if before is not None and value == before + 1 else set()
        before, count, open_rows = value, count + 1, []
    return frozenset(found | set(open_rows if count > 1 else ()))


def of_materials(grid: Grid, heading: Heading, matter_rows: Sequence[int]) -> bool:
    """Whether the numbers count the materials of a matter.

    They stand between its name and them, or begin anew at each name while rows without a name go on counting.
    """
    serial, name, material = (heading.one(role) for role in ("serial", "name", "material"))
    if serial is None or name is None or material is None:
        return False
    if name.index < serial.index < material.index:
        return True
    told = [(fold(grid.text(row, name.index)), number(fold(grid.text(row, serial.index)))) for row in matter_rows]
    named = [value for text, value in told if text]
    return len(named) > 1 and set(named) == {1} and any((value or 0) > 1 for text, value in told if not text)


def _value(line: Line) -> int | None:
    """A row's serial number."""
    return number(_bare(line).strip("()"))


def _bare(line: Line) -> str:
    """A row's number as shown, without the stop after it."""
    return fold(line.text("serial")).strip(".、")


def _sub_numbered(line: Line) -> bool:
    """Whether a row is numbered （1）."""
    return _bare(line).startswith("(") and _value(line) is not None
