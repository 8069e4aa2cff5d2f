"""Column edges of a table's parts: whether they can be one table's, and all parts put on the same columns."""

from collections.abc import Sequence
from dataclasses import replace

from quanze.document import CellDoubt, Span, Table

Edges = tuple[float, ...]


def _tolerance(edges: Edges) -> float:
    """How far (points) the same edge may stray from page to page: more on wide tables, as scans are drawn unevenly."""
    return min(max(0.006 * (edges[-1] - edges[0]), 2.5), 6.0)


def _at(edges: Edges, left: float, scale: float) -> Edges:
    return tuple(left + (edge - edges[0]) * scale for edge in edges)


def _near(value: float, edges: Sequence[float], tolerance: float) -> bool:
    return any(abs(value - edge) <= tolerance for edge in edges)


def aligned(known: Edges, edges: Edges) -> Edges | None:
    """`edges` moved and scaled (by at most 3 %) onto `known`, None where they cannot be the same table's.

    Outer edges must meet; of the inner ones, one side must have all that the other has (a page may show only rows
    in which some cells are merged).
    """
    if known == edges:
        return edges
    if not known or not edges:
        return None
    width, other = known[-1] - known[0], edges[-1] - edges[0]
    if not width or not other or abs(width / other - 1) > 0.03:
        return None
    moved = _at(edges, known[0], width / other)
    tolerance = _tolerance(known)
    inner, ours = known[1:-1], moved[1:-1]
    fewer, more = (inner, ours) if len(inner) <= len(ours) else (ours, inner)
    if not all(_near(edge, more, tolerance) for edge in fewer):
        return None
    return tuple(next((k for k in known if abs(k - edge) <= tolerance), edge) for edge in moved)


def union(known: Edges, moved: Edges) -> Edges:
    """All edges of both; `moved` comes from `aligned`."""
    return tuple(sorted({*known, *moved}))


def spread(table: Table, moved: Edges, target: Edges) -> Table:
    """The table on the columns of `target`; `moved` are its own among them, its cells are merged over the rest."""
    if len(moved) == len(target):
        return replace(table, edges=target)
    where = [target.index(edge) for edge in moved]
    source = [column for column, (a, b) in enumerate(zip(where, where[1:], strict=False)) for _ in range(a, b)]
    covered = table.covered()
    starts = {(span.row, span.column) for span in table.spans}
    spans = [Span(s.row, where[s.column], s.rows, where[s.column + s.columns] - where[s.column]) for s in table.spans]
    for row in range(len(table.rows)):
        for column in range(table.columns):
            wide = where[column + 1] - where[column]
            if wide > 1 and (row, column) not in covered and (row, column) not in starts:
                spans.append(Span(row, where[column], 1, wide))
    return replace(
        table,
        rows=tuple(tuple(row[column] for column in source) for row in table.rows),
        boxes=tuple(tuple(row[column] for column in source) for row in table.boxes),
        spans=tuple(sorted(spans, key=lambda span: (span.row, span.column))),
        doubts=tuple(CellDoubt(doubt.row, where[doubt.column], doubt.note) for doubt in table.doubts),
        edges=target,
    )


def on_common_columns(parts: Sequence[Table]) -> list[Table]:
    """The parts of one table, all with the same columns; parts without edges must have them already."""
    if not all(part.edges for part in parts):
        return list(parts)
    target = parts[0].edges
    for part in parts[1:]:
        moved = aligned(target, part.edges)
        target = union(target, moved) if moved else target
    placed = [aligned(target, part.edges) for part in parts]
    return [spread(part, moved, target) if moved else part for part, moved in zip(parts, placed, strict=True)]
