"""Cards (一事项一表): label cells with their value cells, in two, four or six columns, one or several cards in a table.

A card gives one matter however many rows it has. Which cells of a row are labels is decided in `card_cells`. Tables of
materials inside a card are handed to `lists.guides`, those of steps to `lists.stages`.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from extractors import card_cells, evidence
from extractors.grid import Cell, Grid
from extractors.labels import INLINE, LABEL, label_sense, squeezed
from extractors.lexicon import words
from extractors.lists import stages
from quanze.matter import Doubt
from quanze.text import fold

_CARD = frozenset({"name", "kind", "code", "basis", "organ"})
"""Roles whose headings stand over matters, not over the materials of one."""


@dataclass(slots=True)
class Card:
    """One card: rows `first` to `last`, values by label in order, and the rows of its material area."""

    first: int
    last: int
    title: str = ""
    values: list[tuple[str, str]] = field(default_factory=list)
    area: list[int] = field(default_factory=list)
    """Rows that belong to the materials section (label 申请材料), in order."""
    doubts: list[Doubt] = field(default_factory=list)
    """What a person should look at in its rows."""


def looks_like_card(grid: Grid, start: int = 0) -> bool:
    """Whether rows from `start` on are of labels and values: a known label before a value, in two rows and 40 %."""
    end = min(grid.rows, start + evidence.SAMPLE)
    rows = _without_materials(grid, start, end)
    rows = [cells for cells in rows if not fold(cells[0].text).startswith(words("rows", "notes"))]
    paired = sum(_paired(grid, cells) for cells in rows)
    counted = [cells for cells in rows if len(cells) > 1 or INLINE.match(cells[0].text)]
    if _shared_columns(grid, start, end, paired):
        return False
    return (paired >= 2 and paired * 5 >= 2 * len(counted)) or _heads_materials(grid, start, end)


def _shared_columns(grid: Grid, start: int, end: int, paired: int) -> bool:
    """Whether several matters' names, and no other labels, stand among materials under one heading."""
    headed = [row for row in range(start, min(grid.rows, end + 2)) if _columns(grid.filled(row))]
    named = [row for row in range(start, end) if _names(grid, row)]
    return bool(headed and named) and len(named) == paired and len(named) > sum(row > named[0] for row in headed)


def _heads_materials(grid: Grid, start: int, end: int) -> bool:
    """Whether labels with values, one of them a matter's name, stand right above the heading of its materials."""
    named = False
    for row in range(start, end):
        cells = grid.filled(row)
        if named and _columns(cells):
            return True
        if cells and not _paired(grid, cells) and grid.alone(row) is None:
            return False
        named = named or _names(grid, row)
    return False


def _names(grid: Grid, row: int) -> bool:
    """Whether a row says a matter's name behind its label."""
    cells = grid.filled(row)
    return bool(cells) and _paired(grid, cells) and any(role == "name" for role, _ in _roles(grid, row))


def _without_materials(grid: Grid, start: int, end: int) -> list[list[Cell]]:
    """The rows' texts without blank rows and without the numbered rows of a materials section."""
    kept: list[list[Cell]] = []
    inside = False
    for row in range(start, end):
        cells = grid.filled(row)
        if not cells or (inside and (evidence.serial(cells[0].text) or _table_heading(cells))):
            continue
        inside = _opens_area(grid, row)
        kept.append(cells)
    return kept


def labelled(grid: Grid, row: int) -> bool:
    """Whether a row is a label with its value, and no note or filling unit."""
    cells = grid.filled(row)
    return bool(cells) and not fold(cells[0].text).startswith(words("rows", "notes")) and _paired(grid, cells)


def _paired(grid: Grid, cells: list[Cell]) -> bool:
    """Whether a row opens with a label and its value, or writes both in one cell (事项名称：…)."""
    first = cells[0]
    inline = INLINE.match(first.text)
    if inline and label_sense(inline[1]):
        return True
    meant = label_sense(first.text)
    if meant is None or meant.role in ("serial",):
        return False
    if len(cells) == 1:
        return first.columns < grid.columns
    return label_sense(cells[1].text, first.text) is None or (len(cells) > 2 and label_sense(cells[2].text) is None)


def split(grid: Grid) -> list[Card]:
    """The cards of a table in order; rows before the first label belong to the first card as its title."""
    starts = _starts(grid)
    cards = []
    for position, first in enumerate(starts):
        last = (starts[position + 1] if position + 1 < len(starts) else grid.rows) - 1
        cards.append(_card(grid, 0 if position == 0 else first, last))
    return cards


def _starts(grid: Grid) -> list[int]:
    """The row where each card begins: where the first label of the first card comes again with a new name."""
    labelled = [(row, labels) for row in range(grid.rows) if (labels := _roles(grid, row))]
    if not labelled:
        return [0]
    opening = labelled[0][1][0]
    openings = [row for row, labels in labelled if labels[0] == opening]
    name = next((label for _, labels in labelled for label in labels if label[0] == "name"), None)
    named = [row for row, labels in labelled if name in labels]
    if name is None:
        starts = openings
    else:
        starts = [labelled[0][0]]
        for before, row in pairwise(named):
            starts.append(next((at for at in openings if before < at <= row), row))
    return [_titled(grid, start, floor) for start, floor in zip(starts, [-1, *starts], strict=False)]


def _titled(grid: Grid, start: int, floor: int) -> int:
    """A card's start, moved up over title rows that stand right above it."""
    while start - 1 > floor and (grid.blank(start - 1) or (grid.wide(start - 1) and not _roles(grid, start - 1))):
        start -= 1
    return start


def _roles(grid: Grid, row: int) -> list[tuple[str, str]]:
    """The known labels of a row that stand before something: role and folded text, left to right."""
    found = []
    for cell in grid.cells(row):
        if cell.row != row:
            continue
        inline = INLINE.match(cell.text)
        text = inline[1] if inline and label_sense(inline[1]) else cell.text
        meant = label_sense(text)
        if meant is not None and (text is not cell.text or cell.column + cell.columns < grid.columns):
            found.append((meant.role, fold(text)))
    return found


def _card(grid: Grid, first: int, last: int) -> Card:
    """Read one card from its rows."""
    card = Card(first, last)
    columns = card_cells.label_columns(grid, first, last)
    labelled = next((row for row in range(first, last + 1) if _roles(grid, row)), first)
    seen: set[tuple[int, int]] = set()
    section, label, row = "", "", first
    while row <= last:
        alone = grid.alone(row)
        if _opens_area(grid, row):
            row = _area(grid, card, row, last)
            continue
        if (found := _steps(grid, row, last)) is not None:
            card.values.append((stages.LABEL, found[0]))
            section, label, row = "", "", found[1]
            continue
        if alone is not None and not _pairs(alone, section) and (row < labelled or grid.wide(row)):
            section = _across(card, alone, section, row < labelled)
        else:
            said = card_cells.read(grid, row, columns, seen, label)
            card.values += said.values
            card.doubts += said.doubts
            label = said.label
            section = "" if label else section
        row += 1
    return card


def _pairs(cell: Cell, section: str) -> bool:
    """Whether a cell holds a label with its value; below a full-width label only where that label is known."""
    inline = INLINE.match(cell.text)
    return inline is not None and (not section or label_sense(inline[1]) is not None)


def _across(card: Card, cell: Cell, section: str, before: bool) -> str:
    """Read a full-width row: a title before the labels, a label for the row below, or the value of the label above."""
    if before:
        card.title = cell.text
    elif label_sense(cell.text) is not None:
        return squeezed(cell.text)
    elif section or len(fold(cell.text)) > LABEL:
        card.values.append((section, cell.text))
    return section if label_sense(cell.text) is None and section else ""


def _opens_area(grid: Grid, row: int) -> bool:
    """Whether a materials section begins: its label above rows, or beside several rows, of materials."""
    cells = grid.filled(row)
    if _columns(cells):
        return True
    if not cells or (meant := label_sense(cells[0].text)) is None or meant.role != "material":
        return False
    first = cells[0]
    if first.rows > 1 and first.row == row:
        return True
    if len(cells) == 1:
        return first.columns > 1 or (row + 1 < grid.rows and _table_heading(grid.filled(row + 1)))
    if len(cells) > 2 and evidence.serial(cells[1].text):
        return True
    return _table_heading(cells[1:]) or _table_heading(cells)


def _columns(cells: list[Cell]) -> bool:
    """Whether cells are the heading of a table of materials that no label stands before: 序号 | 材料名称 | 份数."""
    known = [meant for cell in cells if (meant := label_sense(cell.text)) is not None]
    roles = [meant.role for meant in known]
    if len(roles) < 2 or len(roles) * 2 <= len(cells) or label_sense(cells[0].text) is None:
        return False
    beside = set(roles[1:])
    own = (
        "material" in beside if roles[0] == "serial" else roles[0] == "material" and not beside & {"serial", "material"}
    )
    return own and not beside & _CARD


def _table_heading(cells: list[Cell]) -> bool:
    """Whether cells are the heading of a table of materials: known labels only, one of them for materials."""
    known = [meant for cell in cells if (meant := label_sense(cell.text)) is not None]
    return len(known) > 1 and len(known) == len(cells) and any(meant.role == "material" for meant in known)


def _area(grid: Grid, card: Card, row: int, last: int) -> int:
    """Collect the rows of a materials section; the row after it."""
    opening = grid.filled(row)[0]
    end = opening.row + opening.rows - 1
    numbered = False
    while row <= last and (row <= max(end, opening.row) or (opening.rows == 1 and not _closes(grid, row, numbered))):
        card.area.append(row)
        cells = grid.filled(row)
        numbered = numbered or (len(cells) > 1 and evidence.serial(cells[0].text))
        row += 1
    return row


def _steps(grid: Grid, row: int, last: int) -> tuple[str, int] | None:
    """The flow of a section of steps with a heading of its own, and the row after it; None where none begins."""
    cells = grid.filled(row)
    if not cells or (meant := label_sense(cells[0].text)) is None or meant.role != "flow":
        return None
    opening, first = cells[0], row
    end = opening.row + opening.rows
    if len(cells) == 1:
        first = end
        end = next((at for at in range(first + 1, last + 1) if _field(grid, at)), last + 1)
    if first > last or end > last + 1:
        return None
    heading = [cell for cell in grid.filled(first) if cell.origin != opening.origin]
    rows = range(first + 1, end)
    return (stages.read(grid, heading, rows), end) if stages.headed(grid, heading, rows) else None


def _field(grid: Grid, row: int) -> bool:
    """Whether a row below steps is a field of the card again."""
    cells = grid.filled(row)
    return not cells or grid.wide(row) is not None or label_sense(cells[0].text) is not None


def _closes(grid: Grid, row: int, numbered: bool) -> bool:
    """Whether a row is a field of the card again: a known label before a value, or no number where all had one."""
    cells = grid.filled(row)
    if not cells:
        return False
    meant = label_sense(cells[0].text)
    if meant is None:
        return numbered and len(cells) > 1 and cells[0].column == 0 and not evidence.serial(cells[0].text)
    if meant.role in ("serial", "material"):
        return False
    return len(cells) == 1 or label_sense(cells[1].text) is None or len(cells) == 2
