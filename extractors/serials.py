"""Serial numbers (序号) as a check: gaps and repeats in a list tell of lost or doubled rows."""

from collections.abc import Sequence

from extractors.grid import Grid
from extractors.lines import Line
from extractors.numerals import number
from quanze.matter import Doubt
from quanze.text import fold


def gaps(grid: Grid, heads: Sequence[Line]) -> list[Doubt]:
    """Doubts where numbers do not follow on; a list may begin anew at 1, and numbers like 1-2 are not followed."""
    doubts: list[Doubt] = []
    before: int | None = None
    for line in heads:
        value = number(fold(line.text("serial")).strip("().、"))
        if value is None:
            before = None
            continue
        if before is not None and value not in (before, before + 1, 1):
            note = f"序号从 {before} 到 {value}，中间可能漏行" if value > before else f"序号从 {before} 变为 {value}"
            doubts.append(Doubt("序号不连续", note, grid.place(line.row), whole_row=False))
        before = value
    return doubts
