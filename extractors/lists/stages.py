"""Tables of steps (办理环节): a step in each row, with its limit, its people, its standard; read as one flow text.

Works on whole tables and on the rows of a section inside a card. Which matter the steps are of is decided in `survey`.
"""

from collections.abc import Iterable, Sequence

from extractors import texts
from extractors.columns import sense
from extractors.context import unnumbered
from extractors.fields import steps
from extractors.grid import Cell, Grid
from extractors.lexicon import words
from quanze.text import fold

LABEL = "办理流程"
"""The heading under which the steps of a table are read."""
_ELSEWHERE = frozenset({"name", "sub_name", "kind", "code", "basis", "material"})
"""Roles of tables in which the steps are only one thing among others."""


def headed(grid: Grid, heading: Sequence[Cell], rows: Sequence[int]) -> bool:
    """Whether cells are the heading of a table of steps: each row below names one, and none a matter or a material."""
    roles = {meant.role for cell in heading if (meant := sense(cell.text)) is not None}
    if len(heading) < 2 or "flow" not in roles or roles & _ELSEWHERE:
        return False
    names = [name for row in rows if fold(name := _name(grid, heading, row))]
    return (
        len(names) > 1 and any(map(steps.is_known, names)) and all(len(fold(name)) <= steps.LONGEST for name in names)
    )


def read(grid: Grid, heading: Sequence[Cell], rows: Iterable[int]) -> str:
    """The steps with what their rows say of them: 受理（办理时限：1个工作日；办理人员：窗口人员）→审查（…）."""
    roles = {cell.column: meant.role for cell in heading if (meant := sense(cell.text)) is not None}
    found: list[tuple[str, list[str]]] = []
    for row in rows:
        name = _name(grid, heading, row)
        if fold(name) in words("rows", "totals"):
            continue
        told = [
            f"{''.join(label.text.split())}：{texts.line(text)}"
            for label in heading
            if roles.get(label.column) not in ("flow", "serial") and fold(text := grid.text(row, label.column))
        ]
        if found and (not fold(name) or grid.span(row, _column(heading)).row != row):
            found[-1][1].extend(one for one in told if one not in found[-1][1])
        elif fold(name):
            found.append((name, told))
    return steps.flow([(name, "；".join(told)) for name, told in found])


def _name(grid: Grid, heading: Sequence[Cell], row: int) -> str:
    """The step that a row names."""
    return unnumbered(texts.line(grid.text(row, _column(heading))))


def _column(heading: Sequence[Cell]) -> int:
    """The column of the steps' names."""
    return next(cell.column for cell in heading if (meant := sense(cell.text)) is not None and meant.role == "flow")
