"""Finds a table's heading rows (表头) and gives each column its role: words first, then what the cells below say.

One or more heading rows are joined 「职权名称>项目」. Where two columns claim one role, the better word and then the
content decides; the other column keeps no role and its cells go to `other`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors import evidence
from extractors.columns import Sense, sense, unit_of
from extractors.grid import Grid
from extractors.kinds import kind_of
from extractors.lexicon import words
from extractors.lists import bundles
from quanze.text import fold

SEARCHED = 12
"""A heading starts in one of the first rows of its table."""
EARLY = 0.7
"""The first row that reads as a heading this well, measured by the best one, is it: later ones may be repeats."""
DEEPEST = 3
"""A heading has at most this many rows."""
LABEL_LENGTH = 40
"""A cell longer than this is no heading."""
INHERITED = frozenset({"level", "basis", "organ", "name", "limit", "limit_statutory", "limit_promised"})
"""Roles that a parent heading gives to a child whose own words are not known."""
_LAWS = 3
"""The rank of a law's columns that are no known headings: any column of the basis goes before."""
JOINED = frozenset({"basis", "duties", "accountability", "material", "level", "flow"})
"""Columns under one parent heading that are read as one field."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its label as shown (parents joined by >), its role ("" = none), the unit its heading gives.

    `extends` is the column of the same merged heading cell, where the heading covers several columns.
    """

    index: int
    label: str
    role: str = ""
    rank: int = 1
    unit: str = ""
    parent: str = ""
    extends: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """Heading rows `first` to `last` (from 0) and the columns they give. `stops` are ranks of non-matter headings."""

    first: int
    last: int
    columns: tuple[Column, ...]
    stops: tuple[int, ...] = ()

    def all(self, role: str) -> tuple[Column, ...]:
        """The columns of a role, left to right."""
        return tuple(column for column in self.columns if column.role == role)

    def one(self, role: str) -> Column | None:
        """The first column of a role."""
        return next(iter(self.all(role)), None)

    @property
    def roles(self) -> frozenset[str]:
        """The roles that some column has."""
        return frozenset(column.role for column in self.columns if column.role)


def find(grid: Grid, start: int = 0) -> Heading | None:
    """The heading of a table, searched in its first rows from `start` on; None where no row reads as one."""
    scored = [(_score(grid, row), row) for row in range(start, min(grid.rows, start + SEARCHED))]
    best = max((score for score, _ in scored), default=0.0)
    if best <= 0:
        return None
    first, last = _block(grid, next(row for score, row in scored if score >= EARLY * best), start)
    return _resolve(grid, first, last, _labelled(grid, first, last))


def _score(grid: Grid, row: int) -> float:
    """How much a row reads as a heading: the number of its known labels, 0 where fewer than two or than half."""
    filled = grid.filled(row)
    if len(filled) < 2 or grid.alone(row) is not None or any(len(fold(cell.text)) > LABEL_LENGTH for cell in filled):
        return 0.0
    known = [one for cell in filled if (one := sense(cell.text)) is not None]
    roles = {one.role for one in known} - {"other", "stop"}
    if len(known) < 2 or len(known) * 2 < len(filled) or not (roles or any(one.role == "stop" for one in known)):
        return 0.0
    return sum(1.0 if one.exact else 0.8 for one in known)


def _block(grid: Grid, row: int, start: int) -> tuple[int, int]:
    """First and last row of the heading that `row` belongs to."""
    first = last = row
    while first > start and last - first + 1 < DEEPEST and _under(grid, first - 1, first):
        first -= 1
    while last + 1 < grid.rows and last - first + 1 < DEEPEST and _under(grid, last, last + 1):
        last += 1
    return first, last


def _under(grid: Grid, upper: int, lower: int) -> bool:
    """Whether the lower row continues a heading: labels only below a merged or wider cell, the rest merged down."""
    if grid.alone(upper) is not None:
        return False
    fresh = [column for column in range(grid.columns) if _fresh(grid, upper, lower, column)]
    above = {grid.span(upper, column).column for column in fresh}
    if not fresh or (len(fresh) == grid.columns and len(above) == 1):
        return False
    texts = [grid.text(lower, column) for column in fresh]
    if any(len(fold(text)) > LABEL_LENGTH // 2 or evidence.serial(text) for text in texts):
        return False
    if not all(_parented(grid, upper, column) for column in fresh):
        return False
    return any(sense(grid.text(lower, column), _left(grid, upper, column)) is not None for column in fresh)


def _fresh(grid: Grid, upper: int, lower: int, column: int) -> bool:
    """Whether the lower row says something new in a column."""
    text = fold(grid.text(lower, column))
    return bool(text) and text != fold(grid.text(upper, column))


def _parented(grid: Grid, upper: int, column: int) -> bool:
    """Whether the cell above stretches over more than one column: merged, repeated, or followed by blanks."""
    if grid.span(upper, column).columns > 1:
        return True
    text = fold(grid.text(upper, column))
    if not text:
        return bool(_left(grid, upper, column))
    beside = [fold(grid.text(upper, near)) for near in (column - 1, column + 1) if 0 <= near < grid.columns]
    return text in beside or (column + 1 < grid.columns and not fold(grid.text(upper, column + 1)))


def _left(grid: Grid, row: int, column: int) -> str:
    """The text at a position, or the next one to the left: a parent heading that was not merged in the file."""
    while column > 0 and not fold(grid.text(row, column)):
        column -= 1
    return grid.text(row, column)


def _labelled(grid: Grid, first: int, last: int) -> list[tuple[Column, Sense | None]]:
    """Each column with its joined label and what the label means."""
    found: list[tuple[Column, Sense | None]] = []
    for index in range(grid.columns):
        texts = _stack(grid, first, last, index)
        label, parent = "".join((texts or [""])[-1].split()), ">".join("".join(text.split()) for text in texts[:-1])
        meant = sense(label, parent) or _inherited(parent)
        before = found[-1][0] if found else None
        same = before is not None and label and _same_cell(grid, last, index) and before.label == _path(parent, label)
        extends = (before.extends if before.extends is not None else before.index) if before and same else None
        column = Column(index, _path(parent, label), unit=unit_of(label) or unit_of(parent), parent=parent)
        found.append((replace(column, extends=extends), None if same else meant))
    return found


def _inherited(parent: str) -> Sense | None:
    """What an unknown heading is by its parent alone, for parents that divide one field (行使层级 > 其他)."""
    meant = sense(parent) if parent else None
    return meant if meant is not None and meant.role in INHERITED else None


def _path(parent: str, label: str) -> str:
    """The label as shown, with its parent before it."""
    return f"{parent}>{label}" if parent else label


def _stack(grid: Grid, first: int, last: int, column: int) -> list[str]:
    """The different texts of a column's heading cells, top down; a blank top looks left for its parent."""
    texts = [grid.text(row, column) for row in range(first, last + 1)]
    if len(texts) > 1 and not fold(texts[0]) and fold(texts[-1]):
        texts[0] = _left(grid, first, column)
    stack: list[str] = []
    for text in texts:
        if fold(text) and not (stack and fold(stack[-1]) == fold(text)):
            stack.append(text)
    return stack


def _same_cell(grid: Grid, row: int, column: int) -> bool:
    """Whether a heading position belongs to the same merged cell as the one to its left."""
    return grid.span(row, column).column < column


def _resolve(grid: Grid, first: int, last: int, found: list[tuple[Column, Sense | None]]) -> Heading:
    """Give every role to one column (or to several of one parent), by rank and by what the cells below say."""
    below = range(last + 1, min(grid.rows, last + 1 + evidence.SAMPLE))
    texts = {column.index: [grid.text(row, column.index) for row in below] for column, _ in found}
    claims: dict[str, list[Column]] = {}
    laws = _laws([column for column, _ in found])
    for column, meant in found:
        role = _role(column, meant, laws)
        if role not in ("", "other", "stop"):
            rank = meant.rank if meant is not None else _LAWS
            claims.setdefault(role, []).append(replace(column, role=role, rank=rank))
    if "name" in claims:
        kept = bundles.names({column.index: column.label for column in claims["name"]}, texts)
        claims["name"] = [column for column in claims["name"] if column.index in kept]
    roles: dict[int, Column] = {}
    for role, columns in claims.items():
        won = _winners(role, columns, texts)
        if role == "basis" and any(column.index in laws for column in won):
            won = [column for column in columns if column.index in laws]
        roles.update({column.index: column for column in won})
    _second_names(claims, roles, texts)
    _numbers(claims, roles, texts)
    stops = tuple(meant.rank for _, meant in found if meant is not None and meant.role == "stop")
    return Heading(first, last, tuple(roles.get(column.index, column) for column, _ in found), stops)


def _role(column: Column, meant: Sense | None, laws: frozenset[int]) -> str:
    """The role that a column claims, "" for none."""
    if column.index in laws:
        return "basis"
    if fold(column.label) in words("titles", "leading"):
        return "organ"
    return meant.role if meant is not None else ""


def _laws(columns: Sequence[Column]) -> frozenset[int]:
    """Two columns side by side that name a law and its article (法律法规名称 | 条款), without a heading over both."""
    for one, two in pairwise(columns):
        if fold(one.label) in words("titles", "law_names") and fold(two.label) in words("titles", "law_articles"):
            return frozenset({one.index, two.index})
    return frozenset()


def _winners(role: str, columns: list[Column], texts: dict[int, list[str]]) -> Sequence[Column]:
    """The columns that keep a role they claim."""
    parents = {column.parent for column in columns}
    if len(columns) > 1 and len(parents) == 1 and parents != {""} and (role in JOINED or _each_a_kind(role, columns)):
        return columns
    order = sorted(columns, key=lambda one: (one.rank, -round(evidence.share(role, texts[one.index]), 1), one.index))
    best = order[0]
    if role == "sub_name":
        more = [column for column in columns if column.rank == best.rank and _short(texts[column.index])]
        return more if best in more else (best,)  # 子项 | 业务办理项
    if role == "kind" and best.rank > 1 and evidence.share(role, texts[best.index]) < 0.3 and any(texts[best.index]):
        return ()
    return (best,)


def _short(texts: list[str]) -> bool:
    """Whether cells are names, and no descriptions."""
    return all(len(fold(text)) <= LABEL_LENGTH for text in texts)


def _each_a_kind(role: str, columns: list[Column]) -> bool:
    """Whether columns of the kind are headed by the kinds themselves, to be ticked (权力类型 > 行政许可)."""
    return role == "kind" and all(kind_of(column.label.rsplit(">", 1)[-1])[1] for column in columns)


def _second_names(claims: dict[str, list[Column]], roles: dict[int, Column], texts: dict[int, list[str]]) -> None:
    """A second name column with more different names than the first holds the sub-names (主项 | 事项名称)."""
    names = claims.get("name", [])
    if len(names) < 2 or "sub_name" in claims:
        return
    kept = next(column for column in names if column.index in roles)
    finer = [
        column
        for column in names
        if column.index not in roles
        and evidence.distinct(texts[column.index]) > evidence.distinct(texts[kept.index])
        and evidence.share("name", texts[column.index]) >= 0.5
    ]
    if finer:
        roles[finer[0].index] = replace(finer[0], role="sub_name")


def _numbers(claims: dict[str, list[Column]], roles: dict[int, Column], texts: dict[int, list[str]]) -> None:
    """「编号」 is a serial number or a code: the cells decide."""
    first = any(column.rank == 1 for column in claims.get("serial", []))
    for column in claims.get("serial", []):
        shown = texts[column.index]
        if column.rank == 1 or "code" in claims or evidence.share("code", shown) <= 0.5:
            continue
        if first or evidence.share("serial", shown) < 0.5:
            roles[column.index] = replace(column, role="code")
