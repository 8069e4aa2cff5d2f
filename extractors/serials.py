"""Serial numbers (序号) as a check: gaps and repeats in a list tell of lost or doubled rows."""

from collections.abc import Sequence

from extractors.grid import Grid
from extractors.lines import Line
from extractors.numerals import number
from quanze.matter import Doubt
from quanze.text import fold


def gaps(grid: Grid, matters: Sequence[tuple[Line, Line]]) -> list[Doubt]:
    """Doubts where numbers do not follow on, over the first and last row of each matter.

    A list may begin anew at 1; numbers like 1-2 are not followed.
    """
    doubts: list[Doubt] = []
    before: int | None = None
    for line, last in matters:
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


def _value(line: Line) -> int | None:
    """A row's serial number."""
    return number(fold(line.text("serial")).strip("().、"))
