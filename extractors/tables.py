"""What a table is: a list of matters, cards, one of materials or of steps, text in a box, or none of these (统计表)."""

from typing import Literal

from extractors import evidence, headings
from extractors.cards import labelled, looks_like_card
from extractors.columns import sense
from extractors.grid import Grid
from extractors.headings import Heading
from extractors.kinds import kind_in, kind_of
from extractors.lexicon import words
from extractors.lists import stages
from extractors.stacked import stacked
from quanze.text import fold

TableKind = Literal["list", "card", "stacked", "materials", "steps", "text", "other"]

CORE = frozenset(
    {"kind", "basis", "duties", "code", "level", "organ", "office", "accountability", "flow", "material", "sub_name"}
    | {"limit", "limit_statutory", "limit_promised"}
)
"""Roles that speak for a list of matters."""
STRONG = 2
"""A name's heading of this rank or better (事项名称, or that with one wrong character) leaves no doubt."""
_SURE = frozenset({"kind", "basis", "duties", "code"})


def classify(grid: Grid, title: str) -> tuple[TableKind, Heading | None]:
    """What a table is, with its heading where it has one; `title` are the words above it."""
    if grid.columns == 1 and grid.rows:
        heading = headings.find(grid)
        return "text", heading
    if stacked(grid):
        return "stacked", None
    heading = headings.find(grid)
    services = heading is not None and _services(grid, heading, title)
    if looks_like_card(grid) and not (heading and _listed(heading, services) and _heads(grid, heading)):
        return "card", heading
    if heading is None:
        return "other", None
    if _materials(grid, heading, services):
        return "materials", heading
    if stages.headed(grid, grid.filled(heading.last), range(heading.last + 1, grid.rows)):
        return "steps", heading
    if _listed(heading, services) and not _refused(grid, heading, title):
        return "list", heading
    return "other", heading


def _listed(heading: Heading, services: bool) -> bool:
    """Whether the headings are those of a list of matters; `services` says that its rows are services."""
    name = heading.one("name")
    if name is None:
        return False
    roles = heading.roles
    if name.rank <= STRONG:
        return len(roles) > 1 or any(column.label and not column.role for column in heading.columns)
    return len(roles & CORE) >= 2 or services


def _services(grid: Grid, heading: Heading, title: str) -> bool:
    """Whether rows under a name of little certainty (项目) are services: two other headings or the title say so.

    Every row has a name of its own, and none says what is paid for it.
    """
    labels = [fold(column.label) for column in heading.columns]
    told = sum(label.startswith(words("titles", "service_headings")) for label in labels)
    kinds = {kind_in(line) for line in title.split("\n")} & set(words("titles", "service_kinds"))
    paid = any(word in label for label in labels for word in words("titles", "not_services"))
    if not told or told + len(heading.roles & CORE) + bool(kinds) < 2 or paid or heading.stops:
        return False
    known = [meant for label in labels if (meant := sense(label)) is not None and meant.role not in ("serial", "name")]
    if len(known) < 2 and not kinds:
        return False
    name = heading.one("name")
    texts = [grid.text(row, name.index) for row in range(heading.last + 1, grid.rows)] if name is not None else []
    return _own_names(grid, heading) and evidence.share("name", texts) == 1.0


def _heads(grid: Grid, heading: Heading) -> bool:
    """Whether a heading's cells are labels nearly all, and no rows around it are labels with values."""
    cells = grid.filled(heading.last)
    known = sum(sense(cell.text) is not None for cell in cells)
    above = any(labelled(grid, row) for row in range(heading.first))
    return known * 4 >= 3 * len(cells) and not above and not looks_like_card(grid, heading.last + 1)


def _materials(grid: Grid, heading: Heading, services: bool) -> bool:
    """Whether the headings are those of a table of materials: materials, and no sure name of a matter."""
    name, material = heading.one("name"), heading.one("material")
    if material is None or heading.roles & {"kind", "duties", "code"}:
        return False
    if name is None or name.rank <= STRONG or services:
        return name is None
    return len(heading.roles & CORE) < 2 or not _own_names(grid, heading)


def _own_names(grid: Grid, heading: Heading) -> bool:
    """Whether every row names a matter of its own, as rows of single materials do not."""
    name = heading.one("name")
    rows = range(heading.last + 1, grid.rows)
    names = [fold(grid.text(row, name.index)) for row in rows if name is not None and grid.filled(row)]
    return len(names) > 1 and all(names) and len(set(names)) == len(names)


def _refused(grid: Grid, heading: Heading, title: str) -> bool:
    """Whether other headings, the title or the cells say that the rows are not matters."""
    name = heading.one("name")
    sure = _strong(heading) and bool(heading.roles & _SURE)
    asked = _strong(heading) and "material" in heading.roles
    allowed = {1: sure, 2: _strong(heading), 3: sure or asked}  # who leads (牵头部门) may stand in a list of matters
    if not all(allowed.get(stop, False) for stop in heading.stops):
        return True
    if not sure and any(word in fold(title) for word in words("titles", "not_matters")):
        return True
    if name is None:
        return True
    names = [grid.text(row, name.index) for row in range(heading.last + 1, grid.rows)]
    filled = [text for text in names if not evidence.empty(text)]
    return bool(filled) and evidence.share("name", filled) < 0.3 and not _kinds(filled)


def _strong(heading: Heading) -> bool:
    """Whether the name's heading leaves no doubt."""
    name = heading.one("name")
    return name is not None and name.rank <= STRONG


def _kinds(texts: list[str]) -> bool:
    """Whether the names are kinds only (group rows of a list without matters)."""
    return all(kind_of(text)[1] for text in texts)


def continues(grid: Grid, before: Heading) -> Heading | None:
    """The heading of the table before, where this one has none, as many columns, and cells that fit its roles."""
    if grid.columns != len(before.columns) or not grid.rows:
        return None
    fits, checked = 0, 0
    for column in before.columns:
        if column.role not in ("serial", "kind", "name", "basis"):
            continue
        texts = [grid.text(row, column.index) for row in range(grid.rows)]
        if all(evidence.empty(text) for text in texts):
            continue
        checked += 1
        fits += evidence.share(column.role, texts) >= 0.6
    if checked < 2 or fits < checked:
        return None
    return Heading(0, -1, before.columns, before.stops)
