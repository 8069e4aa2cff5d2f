"""Tables of application materials (申请材料): which cell of a row is the material, and for which matter a row stands.

Works on whole tables and on the materials section inside a card. Linking a table to a matter is done in `survey`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors import evidence
from extractors.columns import sense
from extractors.context import name_in
from extractors.fields import materials
from extractors.grid import Cell, Grid
from extractors.headings import Heading
from extractors.labels import label_sense
from extractors.lists import rows
from extractors.prose.labelled_lines import labels_of
from quanze.matter import Material
from quanze.text import fold


@dataclass(slots=True)
class Segment:
    """Materials of one matter in a table; `name` is the matter's name where the table says it, else "".

    `rows` are the table rows that hold them (from 0), `said` what else the table says of the matter, by label.
    """

    name: str = ""
    said: list[tuple[str, str]] = field(default_factory=list)
    materials: list[Material] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


def from_table(grid: Grid, heading: Heading, is_visual: bool) -> list[Segment]:
    """The materials of a table with a heading, in segments where full-width rows name another matter."""
    segments = [Segment()]
    labels = {column.index: column.label for column in heading.columns}
    for row in (*range(heading.first), *range(heading.last + 1, grid.rows)):
        pairs = named(grid, row)
        if pairs:
            segments.append(Segment(_called(pairs), pairs))
        if pairs or row < heading.first:
            continue
        kind = rows.classify(grid, heading, row)
        wide = grid.wide(row)
        if wide is not None and kind in ("group", "matter") and name_in(wide.text):
            segments.append(Segment(name_in(wide.text)))
            continue
        if kind != "matter" or wide is not None:
            continue
        found = _row(grid, row, labels, heading, is_visual)
        segments[-1].materials += found
        segments[-1].rows += [row] if found else []
    return [segment for segment in segments if segment.materials]


def named(grid: Grid, row: int) -> list[tuple[str, str]]:
    """Labels with values of a row that names a matter (事项名称：…, or 事项名称 | …); [] for other rows."""
    cells, alone = grid.filled(row), grid.alone(row)
    pairs = [(label.text, value.text) for label, value in zip(cells[::2], cells[1::2], strict=False)]
    if alone is not None:
        pairs = labels_of(alone.text) if alone.column == 0 else []
    elif len(cells) % 2 or not all(label_sense(label) and not label_sense(text) for label, text in pairs):
        return []
    return pairs if _called(pairs) else []


def _called(pairs: Sequence[tuple[str, str]]) -> str:
    """The matter's name among labels with values, "" where none gives one."""
    known = ((label_sense(label), text) for label, text in pairs if fold(text))
    return next((text for meant, text in known if meant is not None and meant.role == "name"), "")


def _row(grid: Grid, row: int, labels: dict[int, str], heading: Heading, is_visual: bool) -> tuple[Material, ...]:
    """The materials of one row under a heading."""
    column = heading.one("material")
    if column is None or grid.span(row, column.index).row != row:
        return ()
    details = [
        (labels[cell.column], cell.text)
        for cell in grid.filled(row)
        if cell.column != column.index and heading.columns[cell.column].role != "serial"
    ]
    only = not details and heading.one("serial") is None
    if only:
        return materials.from_cell(grid.text(row, column.index), grid.place(row), is_visual)
    return materials.from_row(grid.text(row, column.index), details, grid.place(row), is_visual)


def from_area(grid: Grid, area: Sequence[int], is_visual: bool) -> tuple[Material, ...]:
    """The materials of a section inside a card: with a heading of its own, numbered rows, or plain cells."""
    if not area:
        return ()
    opening, *beside = grid.filled(area[0])
    column = (
        bool(beside) and opening.rows == 1 and _heading([opening, *beside]) and not _heading(beside)
    )  # 材料名称 | 份数
    labels: dict[int, str] = {}
    found: list[Material] = []
    for row in area:
        cells = [cell for cell in grid.filled(row) if column or cell.origin != opening.origin]
        if not cells:
            continue
        if not labels and _heading(cells):
            labels = {cell.column: "".join(cell.text.split()) for cell in cells}
        else:
            found += _plain(grid, row, cells, labels, is_visual)
    return tuple({fold(one.name): one for one in reversed(found)}.values())[::-1]


def _heading(cells: list[Cell]) -> bool:
    """Whether cells are a heading of materials."""
    known = [meant for cell in cells if (meant := sense(cell.text)) is not None]
    return len(known) * 2 > len(cells) and any(meant.role in ("material", "serial") for meant in known)


def _plain(grid: Grid, row: int, cells: list[Cell], labels: dict[int, str], is_visual: bool) -> tuple[Material, ...]:
    """The materials of a row inside a card."""
    if rows.totals(cells):
        return ()
    meant = {column: one.role for column, label in labels.items() if (one := sense(label)) is not None}
    named = [cell for cell in cells if meant.get(cell.column) == "material" and cell.row == row]
    if labels and not named:
        return ()
    rest = [cell for cell in cells if not evidence.serial(cell.text)]
    name = named[-1] if named else (rest[0] if rest else None)
    if name is None:
        return ()
    details = [
        (labels.get(cell.column, ""), cell.text)
        for cell in cells
        if cell is not name and meant.get(cell.column) not in ("serial", "material") and not evidence.serial(cell.text)
    ]
    if len(cells) == 1:
        return materials.from_cell(name.text, grid.place(row), is_visual)
    return materials.from_row(name.text, details, grid.place(row), is_visual)
