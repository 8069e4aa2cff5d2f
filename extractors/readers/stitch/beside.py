"""A sheet printed more than one page wide: its further columns stand on later pages, row for row at the same height.

Joined only where that is sure: as many rows at the same levels, numbers on the left part only, other headings.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.readers.stitch.runs import furniture
from extractors.readers.stitch.stats import folded
from quanze.document import CellDoubt, Document, Paragraph, Span, Table
from quanze.text import whole_number

_LEVEL = 1.5
"""Rows of one sheet begin and end within so many points of each other on both pages."""
_FEWEST = 3
_LABEL = 12
"""A heading has at most so many characters."""


def beside(document: Document) -> Document:
    """The document with the parts of such sheets put side by side, each with a doubt where they were joined."""
    tables = list(document.tables)
    if not any(_level(left, right) for left, right in pairwise(tables)):
        return document
    aside = furniture(document)
    blocks: list[Table | Paragraph] = []
    open_at, parts, between = -1, 1, ""
    for number, block in enumerate(document.blocks):
        before = blocks[open_at] if open_at >= 0 else None
        if isinstance(block, Paragraph):
            between += "" if number in aside else folded(block.text)
        elif isinstance(before, Table) and between in folded(block.title) and _is_beside(before, block, parts):
            blocks[open_at] = _joined(before, block)
            parts, between = parts + 1, ""
            continue
        else:
            open_at, parts, between = len(blocks), 1, ""
        blocks.append(block)
    return document if len(blocks) == len(document.blocks) else replace(document, blocks=tuple(blocks))


def _is_beside(left: Table, right: Table, parts: int) -> bool:
    """Whether a table is the next columns of one that `parts` tables make already."""
    if left.title and right.title:  # a title in a cell merged over all columns is printed on one of the pages
        return False
    return _level(left, right) and _on_further_pages(left, right, parts) and _headed(left, right)


def _on_further_pages(left: Table, right: Table, parts: int) -> bool:
    pages = [place.page for place in left.places if place.page]
    steps = {(b.page or 0) - (a.page or 0) for a, b in zip(left.places, right.places, strict=True)}
    return len(pages) == len(left.places) and steps == {parts * (max(pages) - min(pages) + 1)}


def _level(left: Table, right: Table) -> bool:
    """Whether there are as many rows, each at the same height of its page."""
    if len(left.rows) != len(right.rows) or len(left.rows) < _FEWEST or left.name or right.name:
        return False
    return all(
        a.bbox is not None and b.bbox is not None and abs(a.bbox[side] - b.bbox[side]) <= _LEVEL
        for a, b in zip(left.places, right.places, strict=True)
        for side in (1, 3)
    )


def _headed(left: Table, right: Table) -> bool:
    """Whether the left part is numbered through and the right part is not, but has headings where the left one has."""
    headed = not folded(left.rows[0][0]).isdecimal()
    if not _counts([row[0] for row in left.rows[headed:]]) or _counts([row[0] for row in right.rows[headed:]]):
        return False
    labels = [folded(text) for text in right.rows[0]]
    known = {folded(text) for text in left.rows[0]}
    return not headed or all(label and len(label) <= _LABEL and label not in known for label in labels)


def _counts(texts: Sequence[str]) -> bool:
    """Whether cells number their rows one by one."""
    numbers = [whole_number(folded(text), -1) for text in texts]
    return len(numbers) > 1 and numbers[0] >= 0 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _joined(left: Table, right: Table) -> Table:
    width = left.columns
    note = f"这几列印在第 {right.places[0].page} 页起，已按行的位置接到第 {left.places[0].page} 页起的表上，请核对。"
    moved = right.edges[0] - left.edges[-1] if left.edges and right.edges else 0.0
    return replace(
        left,
        title=left.title or right.title,
        rows=tuple((*a, *b) for a, b in zip(left.rows, right.rows, strict=True)),
        boxes=tuple((*a, *b) for a, b in zip(left.boxes, right.boxes, strict=True)) if right.boxes else (),
        spans=tuple(
            sorted(
                (*left.spans, *(Span(s.row, s.column + width, s.rows, s.columns) for s in right.spans)),
                key=lambda span: (span.row, span.column),
            )
        ),
        edges=(*left.edges, *(edge - moved for edge in right.edges[1:])) if left.edges and right.edges else (),
        doubts=(
            *left.doubts,
            CellDoubt(0, width, note),
            *(CellDoubt(one.row, one.column + width, one.note) for one in right.doubts),
        ),
    )
