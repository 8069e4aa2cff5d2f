"""Tables without rules that go on over pages: each page's white space gives other column edges; they get the same ones.

Only the edges are made one, so that the parts are told to belong together; whether they do is decided by `stitch`.
"""

from collections.abc import Sequence
from dataclasses import replace

from extractors.readers.pdf.parts import PageRead, PageTable

Edges = tuple[float, ...]
_OUTER = 0.35
"""Outer edges are where the longest text ends: they differ by up to this part of the outer column's width."""


def levelled(pages: Sequence[PageRead]) -> list[PageRead]:
    """The pages, with the edges of each page's first table moved to those of the last table of the page before."""
    done: list[PageRead] = []
    for page in pages:
        before = done[-1].tables[-1:] if done and done[-1].number == page.number - 1 else ()
        if before and page.tables:
            edges = _common(before[0], page.tables[0])
            if edges:
                page = replace(page, tables=(replace(page.tables[0], edges=edges), *page.tables[1:]))
        done.append(page)
    return done


def _common(one: PageTable, other: PageTable) -> Edges | None:
    """The edges of one table where the other's white space allows them too."""
    if not one.free or not other.free or len(one.edges) != len(other.edges):
        return None
    inner = zip(one.edges[1:-1], one.free[1:-1], other.free[1:-1], strict=True)
    fits = all(max(own[0], free[0]) <= min(own[1], free[1]) for _, own, free in inner)
    outer = all(
        abs(one.edges[end] - other.edges[end]) <= _OUTER * abs(one.edges[end] - one.edges[inside])
        for end, inside in ((0, 1), (-1, -2))
    )
    return one.edges if fits and outer else None
