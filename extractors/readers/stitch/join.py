"""Parts and verdicts → one table: rows cut in two joined, merged cells run on, heading once. Loses no character."""

from dataclasses import dataclass, field, replace

from extractors.readers.stitch.cut import SURE, Verdict
from extractors.readers.stitch.shape import Piece
from extractors.readers.stitch.stats import folded
from quanze.document import Box, CellDoubt, Place, Span, Table
from quanze.text import item

JOINED = "此行跨页，已与下一页的内容接成一行，请核对。"
MERGED = "换页后此格为空，按上一页的合并单元格延续处理，请核对。"
APART = "此处换页，下一页开头按新的一行处理，请核对。"


@dataclass(slots=True, eq=False)
class _Cell:
    """A cell of the joined table while it grows; two cells that say the same are still two."""

    text: str
    places: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Growing:
    """The joined table while it grows: which cell lies over each position."""

    visual: bool
    rows: list[list[_Cell]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    boxes: list[tuple[Box | None, ...]] = field(default_factory=list)
    doubts: list[CellDoubt] = field(default_factory=list)

    def last_texts(self) -> tuple[str, ...]:
        """The last row as joined so far."""
        return tuple(cell.text for cell in self.rows[-1])

    def add(self, part: Piece, first: int, verdict: Verdict | None) -> None:
        """Add a part's rows from `first` on; `verdict` says how its first row meets the last row so far."""
        known: dict[tuple[int, int], _Cell] = {}
        for row in range(first, len(part.table.rows)):
            meets = verdict if row == first else None
            joined = bool(meets and meets.broken)
            if not joined:
                self._new_row(part, row)
            for column in range(part.table.columns):
                start = part.cell[row][column][:2]
                if start not in known:
                    known[start] = self._cell(part, row, column, meets)
                self._put(known[start], column, joined)
            if meets:
                self._doubt(meets)
        for doubt in part.table.doubts:
            if doubt.row >= first:
                row = len(self.rows) - len(part.table.rows) + doubt.row
                self.doubts.append(CellDoubt(row, doubt.column, doubt.note))

    def _new_row(self, part: Piece, row: int) -> None:
        self.rows.append([])
        self.places.append(part.table.places[row])
        self.boxes.append(part.table.boxes[row] if part.table.boxes else ())

    def _cell(self, part: Piece, row: int, column: int, meets: Verdict | None) -> _Cell:
        text = part.table.rows[row][column]
        if meets and (meets.broken or column in meets.running):
            above = self.rows[-1 if meets.broken else -2][column]
            if not meets.broken or self._same_left(part, row, column):
                above.text = join_texts(above.text, text, visual=self.visual)
                return above
            if not folded(text):
                return above
        return _Cell(text)

    def _same_left(self, part: Piece, row: int, column: int) -> bool:
        last = self.rows[-1]
        return part.cell[row][column][1] == last.index(last[column])

    def _put(self, cell: _Cell, column: int, joined: bool) -> None:
        row = self.rows[-1]
        if not joined:
            row.append(cell)
        elif row[column] is not cell:
            row[column].text = join_texts(row[column].text, cell.text, visual=self.visual)

    def _doubt(self, verdict: Verdict) -> None:
        row = len(self.rows) - 1
        if abs(verdict.score) < SURE:
            self.doubts.append(CellDoubt(row, 0, JOINED if verdict.broken else APART))
        self.doubts += [CellDoubt(row, column, MERGED) for column in sorted(verdict.guessed)]

    def table(self, first: Table, edges: tuple[float, ...]) -> Table:
        """The finished table, named, placed and headed as its first part."""
        where: dict[int, list[tuple[int, int]]] = {}
        for number, row in enumerate(self.rows):
            for column, cell in enumerate(row):
                where.setdefault(id(cell), []).append((number, column))
        spans = [span for span in map(_span, where.values()) if span]
        return replace(
            first,
            rows=tuple(tuple(cell.text for cell in row) for row in self.rows),
            places=tuple(self.places),
            spans=tuple(sorted(spans, key=lambda span: (span.row, span.column))),
            boxes=tuple(self.boxes) if any(self.boxes) else (),
            edges=edges,
            doubts=tuple(self.doubts),
        )


def _span(positions: list[tuple[int, int]]) -> Span | None:
    rows, columns = sorted({r for r, _ in positions}), sorted({c for _, c in positions})
    height, width = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    if len(positions) == 1 or height * width != len(positions):
        return None
    return Span(rows[0], columns[0], height, width)


def join_texts(upper: str, lower: str, *, visual: bool) -> str:
    """Two halves of a cell: at a visual line end where the format has them, else as one run of words."""
    if not folded(lower) or folded(upper) == folded(lower):
        return upper
    if not folded(upper):
        return lower
    if visual or (upper.rstrip()[-1:] in "。；;：:！!" and (item(lower) or "\n" in upper)):
        return f"{upper}\n{lower}"
    latin = upper[-1:].isascii() and upper[-1:].isalpha() and lower[:1].isascii() and lower[:1].isalpha()
    return f"{upper}{' ' if latin else ''}{lower}"
