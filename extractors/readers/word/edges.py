"""Where a Word table's column edges are: from its grid, or from cell widths where rows do not fit the grid.

Pure: knows no XML. Positions and widths are in twips (1/20 point).
"""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

SLIVER = 100
"""Two edges nearer than this (5 points) with no cell between them are one edge drawn twice."""
_SNAP = 150
"""An edge known only from cell widths joins a known edge within this distance (7.5 points)."""
_SCALE = 0.05
"""A row whose cell widths add up to the table's width within this share is stretched to fit it."""
_PSEUDO = 1440

NONE, START, GOES_ON = 0, 1, 2


@dataclass(slots=True)
class Cell:
    """One w:tc: its text, how many grid columns it says it spans, its part in merges, its width (None: unknown).

    `source` is what its width can be measured from when a table's rows do not fit its grid.
    """

    text: str
    span: int = 1
    vertical: int = NONE
    horizontal: int = NONE
    width: float | None = None
    note: str = ""
    left: int = 0
    right: int = 0
    source: object = None


@dataclass(slots=True)
class Row:
    """One w:tr: its cells, grid columns left out before and after them, the width left out before, heading or not."""

    cells: list[Cell]
    before: int = 0
    after: int = 0
    lead: float | None = None
    heading: bool = False
    hidden: bool = False
    total: int = 0


def positions(
    rows: list[Row], widths: list[float], measure: Callable[[Cell], float | None]
) -> tuple[list[float], bool]:
    """Where the grid's edges are, and whether that is known; uneven rows get their cells moved onto them."""
    totals = {row.total for row in rows}
    total = max(totals, default=0)
    if len(totals) <= 1 and len(widths) >= total:
        return _edges(widths[:total]), any(widths[:total])
    for row in rows:
        for cell in row.cells:
            cell.width = measure(cell) if cell.width is None else cell.width
    if len(totals) <= 1:
        columns = _guessed(rows, total)
        return _edges(columns or [_PSEUDO] * total), bool(columns)
    if widths and all(width > 0 for width in widths):
        return _by_widths(rows, _edges(widths)), True
    guessed = _guessed(rows, total)
    return _edges(guessed or [_PSEUDO] * total), bool(guessed)


def _edges(widths: list[float]) -> list[float]:
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + max(width, 1))
    return edges


def _guessed(rows: list[Row], total: int) -> list[float]:
    """Column widths taken from cells that cover one column; empty where a column has no such cell."""
    found: dict[int, float] = {}
    for row in rows:
        for cell in row.cells:
            if cell.span == 1 and cell.width:
                found.setdefault(cell.left, cell.width)
    return [found[column] for column in range(total)] if len(found) >= total else []


def _by_widths(rows: list[Row], edges: list[float]) -> list[float]:
    """Put rows whose spans do not add up to the grid where their cell widths say; returns all edges."""
    count = len(edges) - 1
    even = [row for row in rows if row.total == count]
    uneven = [row for row in rows if row.total != count and row.cells]
    if not even:
        edges = _trusted(uneven, edges)
    known = list(edges)
    placed: list[list[float]] = []
    for row in uneven:
        own = _own_edges(row, edges, known)
        placed.append(own)
        known = sorted(set(known) | set(own))
    index = {edge: number for number, edge in enumerate(known)}
    for row in even:
        for cell in row.cells:
            cell.left, cell.right = index[edges[cell.left]], index[edges[cell.right]]
    for row, own in zip(uneven, placed, strict=True):
        for cell, left, right in zip(row.cells, own, own[1:], strict=False):
            cell.left, cell.right = index[left], index[right]
    return known


def _trusted(rows: list[Row], edges: list[float]) -> list[float]:
    """The grid's edges if at least one row is as wide as the grid, else only its left edge."""
    for row in rows:
        width = _width(row)
        if width is None or abs(width - edges[-1]) <= _SCALE * edges[-1]:
            return edges
    return edges[:1]


def _width(row: Row) -> float | None:
    """The row's width by its cells, None where one of them does not say."""
    total = row.lead or 0.0
    for cell in row.cells:
        if not cell.width:
            return None
        total += cell.width
    return total


def _own_edges(row: Row, edges: list[float], known: list[float]) -> list[float]:
    """The row's edges by its cell widths, each joined to a known edge nearby, strictly growing."""
    width = _width(row)
    if width is None:
        return _by_spans(row, edges)
    full = edges[-1]
    scale = full / width if full and abs(width - full) <= _SCALE * full else 1.0
    position = row.lead if row.lead is not None else edges[min(row.before, len(edges) - 1)]
    own = [_snapped(position * scale, known, -1.0)]
    for cell in row.cells:
        position += cell.width or 0.0
        own.append(_snapped(position * scale, known, own[-1]))
    return own


def _snapped(position: float, known: list[float], after: float) -> float:
    at = bisect_left(known, position)
    near = [edge for edge in known[max(at - 1, 0) : at + 1] if abs(edge - position) <= _SNAP and edge > after]
    if near:
        return min(near, key=lambda edge: abs(edge - position))
    return max(round(position), after + 1)


def _by_spans(row: Row, edges: list[float]) -> list[float]:
    """The row's edges by its spans alone, going on to the right of the grid where they are too many."""
    step = edges[-1] - edges[-2] if len(edges) > 1 else _PSEUDO
    own = [row.cells[0].left, *(cell.right for cell in row.cells)]
    last = len(edges) - 1
    return [edges[at] if at <= last else edges[-1] + step * (at - last) for at in own]


def compact(rows: list[Row], edges: list[float], known: bool) -> list[float]:
    """Drop edges where no cell begins or ends, and join edges drawn twice; renumber the cells."""
    pairs = {(cell.left, cell.right) for row in rows for cell in row.cells}
    used = sorted({edge for pair in pairs for edge in pair})
    target = {edge: number for number, edge in enumerate(used)}
    kept = [edges[edge] for edge in used]
    if known:
        _join_slivers(pairs, target, kept)
    if len(kept) != len(edges):
        for row in rows:
            for cell in row.cells:
                cell.left, cell.right = target[cell.left], target[cell.right]
    return kept


def _join_slivers(pairs: set[tuple[int, int]], target: dict[int, int], kept: list[float]) -> None:
    """Join neighbouring edges less than a sliver apart, unless a cell would lose all its columns by it."""
    number = 0
    while number < len(kept) - 1:
        gap = kept[number + 1] - kept[number]
        blocked = any(target[left] == number and target[right] == number + 1 for left, right in pairs)
        if gap > SLIVER or blocked:
            number += 1
            continue
        del kept[number + 1]
        for edge, at in target.items():
            if at > number:
                target[edge] = at - 1
