"""Tables that go on over pages become one table each. `stitch(document)` is the whole of it for callers.

Which tables belong together is `runs`, whether a row was cut is `cut`; this module leads through them.
"""

from collections.abc import Sequence

from extractors.readers.stitch.beside import beside
from extractors.readers.stitch.columns import aligned, on_common_columns
from extractors.readers.stitch.cut import GAP, SURE, Cut, Half, Manner, Verdict, apart, judge
from extractors.readers.stitch.join import Growing
from extractors.readers.stitch.runs import Part, heading_depth, runs, without_spill
from extractors.readers.stitch.shape import Lines, Piece, Row, begun, gaps, learn, line_height, piece, room, whole_rows
from extractors.readers.stitch.stats import Column, folded
from quanze.document import Document, Table

__all__ = ["stitch"]

_ROUNDS = 3
"""How often rows settled so far are learned from before the last unsure page ends are decided."""
_KIN_TABLES, _KIN_ROWS = 200, 400
"""How many other tables, and rows of them, are learned from at most."""


def stitch(document: Document) -> Document:
    """Join the parts of tables continued over pages, downwards and side by side; everything else stays as it is.

    Rows keep the place of their first part. Cells of paged formats keep visual line ends as newlines. Where the
    choice between one row and two was close, the joined table has a `CellDoubt` on that row.
    """
    return beside(_downwards(document))


def _downwards(document: Document) -> Document:
    """The document with tables joined that go on at the head of the next page."""
    parted = runs(document)
    found = [run for run in parted if len(run) > 1]
    if not found:
        return document
    bottom = max((table.bbox[3] for table in document.tables if table.bbox), default=0.0)
    alone = [run[0].table for run in parted if len(run) == 1][:_KIN_TABLES]
    joined = {run[0].block: join(run, bottom, alone) for run in found}
    gone = {part.block for run in found for part in run[1:]}
    blocks = [joined.get(number, block) for number, block in enumerate(document.blocks) if number not in gone]
    return Document(document.name, document.sha256, document.format, tuple(blocks), document.pages, document.doubts)


def join(run: Sequence[Part], bottom: float, alone: Sequence[Table] = ()) -> Table:
    """One table out of a run's parts.

    `bottom` is how far down (points) the file's tables reach; `alone` are tables of the file that no page end cuts,
    which those with the same columns are learned from too (cards, guides).
    """
    tables = on_common_columns([part.table for part in without_spill(run)])
    depth = heading_depth([part.table for part in run], [part.skip for part in run])
    pieces = [piece(table, part.skip if n else depth) for n, (table, part) in enumerate(zip(tables, run, strict=True))]
    visual = tables[0].page is not None
    lines = line_height(pieces)
    free = gaps(pieces, bottom, lines)
    kin = _kin(tables[0], alone)
    known = [(text or "", column, True) for row in kin for column, text in enumerate(row) if text is not None]
    learnt = learn(pieces, [*kin, *whole_rows(pieces)], [*known, *begun(pieces)], visual=visual)
    table, verdicts = _grow(pieces, free, lines, learnt, {}, visual)
    for _ in range(_ROUNDS):
        sure = {number: verdict for number, verdict in verdicts.items() if abs(verdict.score) >= SURE}
        rows = _settled(table, depth, verdicts, sure, pieces)
        cells = [(text, column, inside) for row, inside in rows for column, text in enumerate(row) if text is not None]
        learnt = learn(pieces, [*kin, *(row for row, _ in rows)], [*known, *cells], visual=visual)
        table, verdicts = _grow(pieces, free, lines, learnt, sure, visual)
        if len(sure) == len(verdicts):
            break
    return table


def _kin(table: Table, alone: Sequence[Table]) -> list[Row]:
    """Whole rows of tables with the same columns."""
    same = [
        other
        for other in alone
        if other.columns == table.columns and (other.edges == table.edges or aligned(table.edges, other.edges))
    ]
    rows = [row for other in same for row in whole_rows([piece(other, min(1, len(other.rows)))])]
    return rows[:_KIN_ROWS]


def _grow(
    pieces: Sequence[Piece],
    free: Sequence[float | None],
    lines: Lines | None,
    learnt: tuple[list[Column], Manner],
    given: dict[int, Verdict],
    visual: bool,
) -> tuple[Table, dict[int, Verdict]]:
    """Join all pieces; `given` are cuts decided before. Returns the table and the verdict on each piece's first row."""
    growing = Growing(visual)
    growing.add(pieces[0], 0, None)
    verdicts: dict[int, Verdict] = {}
    above = pieces[0]
    kept = any(gap is not None and gap > GAP for gap in free[:-1])
    for number, part in enumerate(pieces[1:], 1):
        if not part.body:
            continue
        verdict = None
        if above.body:
            cut = Cut(_upper(growing, above, lines), _lower(part), free[number - 1], kept, len(above.body) == 1)
            verdict = verdicts[number] = _decide(cut, learnt, given.get(number))
        growing.add(part, part.skip, verdict)
        above = part
    return growing.table(pieces[0].table, pieces[0].table.edges), verdicts


def _decide(cut: Cut, learnt: tuple[list[Column], Manner], given: Verdict | None) -> Verdict:
    if given is None:
        return judge(cut, *learnt)
    return given if given.broken else apart(given.score, cut, *learnt)


def _upper(growing: Growing, part: Piece, lines: Lines | None) -> Half:
    row = len(part.table.rows) - 1
    cells = part.cell[row]
    return Half(
        texts=growing.last_texts(),
        tall=tuple(rows for _, _, rows, _ in cells),
        left=tuple(column for _, column, _, _ in cells),
        room=tuple(room(part, row, column, lines) for column in range(part.table.columns)),
        here=part.table.rows[row],
    )


def _lower(part: Piece) -> Half:
    cells = part.cell[part.skip]
    texts = part.table.rows[part.skip]
    return Half(
        texts=texts,
        tall=tuple(rows for _, _, rows, _ in cells),
        left=tuple(column for _, column, _, _ in cells),
        room=(None,) * len(texts),
        here=texts,
    )


def _settled(
    table: Table, depth: int, verdicts: dict[int, Verdict], sure: dict[int, Verdict], pieces: Sequence[Piece]
) -> list[tuple[Row, bool]]:
    """Rows of a first joining that no unsure page end touches, and whether they stand inside a page, not at its top."""
    unsure: set[int] = set()
    tops: set[int] = set()
    at = len(pieces[0].table.rows)
    for number, part in enumerate(pieces[1:], 1):
        verdict = verdicts.get(number)
        broken = bool(verdict and verdict.broken)
        first = at - broken
        at += len(part.body) - broken
        if verdict and not broken:
            tops.add(first)
        if verdict and number not in sure:
            unsure |= {first} if broken else {first - 1, first}
    covered = table.covered()
    return [
        (tuple(None if (number, column) in covered else text for column, text in enumerate(row)), number not in tops)
        for number, row in enumerate(table.rows)
        if number >= depth and number not in unsure and any(map(folded, row))
    ]
