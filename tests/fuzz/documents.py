"""Damaged Documents for the layers above the readers: what stitch and extract must stand, whatever was read."""

import pickle
import random
from collections.abc import Sequence
from dataclasses import replace

from quanze.document import CellDoubt, Document, Paragraph, Place, Span, Table
from tests.fuzz.mutate import wordy

Blocks = list[Table | Paragraph]


def document(rng: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """A pickled Document with one to six damages, pickled again."""
    found: Document = pickle.loads(content)
    lent: Document = pickle.loads(rng.choice(others)) if others else found
    blocks: Blocks = list(found.blocks)
    for _ in range(rng.choice((1, 2, 3, 6))):
        _damage(rng, blocks, lent.blocks)
    form = rng.choice((found.format, "pdf", "docx", "xlsx", "png", "ofd"))
    return pickle.dumps(replace(found, blocks=tuple(blocks), format=form))


def _damage(rng: random.Random, blocks: Blocks, lent: Sequence[Table | Paragraph]) -> None:
    at = rng.randrange(len(blocks) + 1)
    what = rng.randrange(6)
    if what == 0 and lent:
        blocks.insert(at, rng.choice(lent))
    elif at < len(blocks):
        block = blocks[at]
        if what == 1:
            del blocks[at]
        elif what == 2:
            blocks.insert(rng.randrange(len(blocks)), blocks.pop(at))
        elif isinstance(block, Table):
            blocks[at : at + 1] = _table(rng, block)
        else:
            blocks[at] = replace(block, text=wordy(rng, block.text)[:100_000], level=rng.randint(-1, 9))


def _table(rng: random.Random, table: Table) -> list[Table | Paragraph]:
    """The table with one damage, in one or two pieces."""
    height, width = len(table.rows), table.columns
    if not height or not width:
        return [table, table]
    row, column, what = rng.randrange(height), rng.randrange(width), rng.randrange(9)
    if what == 0:
        return [_cut(table, 0, row), _cut(table, row, height)]
    if what == 1:
        return [_marked(rng, table, row, column)]
    rows, places = rng.choice(_GRIDS)(rng, [list(one) for one in table.rows], list(table.places), row, column)
    plain = replace(table, spans=(), boxes=(), edges=(), doubts=())
    return [replace(plain, rows=tuple(tuple(one) for one in rows), places=tuple(places))]


Rows = list[list[str]]
Places = list[Place]


def _words(rng: random.Random, rows: Rows, places: Places, row: int, column: int) -> tuple[Rows, Places]:
    for one in rows[row:] if rng.random() < 0.3 else [rows[row]]:
        one[column] = wordy(rng, one[column], rng.choice(rows)[column])[:50_000]
    return rows, places


def _shuffled(rng: random.Random, rows: Rows, places: Places, row: int, column: int) -> tuple[Rows, Places]:
    order = rng.sample(range(len(rows)), len(rows))
    return [rows[one] for one in order], [places[one] for one in order]


def _columns(rng: random.Random, rows: Rows, places: Places, row: int, column: int) -> tuple[Rows, Places]:
    """A column lost or doubled."""
    first = column + rng.randrange(2)
    return [one[:first] + one[column + 1 - (first > column) :] for one in rows], places


def _lost(rng: random.Random, rows: Rows, places: Places, row: int, column: int) -> tuple[Rows, Places]:
    return rows[:row] + rows[row + 1 :], places[:row] + places[row + 1 :]


def _again(rng: random.Random, rows: Rows, places: Places, row: int, column: int) -> tuple[Rows, Places]:
    times = rng.choice((1, 3, 200))
    return rows[:row] + [rows[row]] * times + rows[row:], places[:row] + [places[row]] * times + places[row:]


def _turned(rng: random.Random, rows: Rows, places: Places, row: int, column: int) -> tuple[Rows, Places]:
    turned = [list(one) for one in zip(*rows, strict=True)]
    return turned, [Place()] * len(turned)


_GRIDS = (_words, _words, _words, _shuffled, _columns, _lost, _again, _turned)


def _cut(table: Table, start: int, end: int) -> Table:
    """Some rows as a table of their own, on the next page where they are the later ones."""
    spans = [replace(one, row=one.row - start) for one in table.spans if start <= one.row and one.row + one.rows <= end]
    return replace(
        table,
        rows=table.rows[start:end],
        places=table.places[start:end],
        spans=tuple(spans),
        boxes=table.boxes[start:end],
        page=(table.page or 1) + bool(start),
        doubts=(),
    )


def _marked(rng: random.Random, table: Table, row: int, column: int) -> Table:
    """Other marks: spans anywhere, doubts, a heading of another height, another page, hidden."""
    span = Span(row, column, rng.randint(1, 40), rng.randint(1, 40))
    return rng.choice(
        (
            replace(table, spans=(*table.spans, span)),
            replace(table, spans=()),
            replace(table, doubts=(CellDoubt(row, column, "看不清"),)),
            replace(table, heading_rows=rng.choice((0, 1, 2, len(table.rows), 99))),
            replace(table, page=rng.choice((None, 1, 2, 10**9)), hidden=True),
            replace(table, title=wordy(rng, table.title or "权责清单（共128项）")),
        )
    )
