"""Corrections laid over a stitched document (人工更正), and the matters that they reach marked with who changed what.

A heading that people gave a meaning is read under our own word for it. The file itself is never changed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from quanze.correction import CellFix, ColumnRole, Corrections, HeadingRole
from quanze.document import Document, Paragraph, Place, Table
from quanze.matter import Doubt, Extraction, Material, Matter
from quanze.text import fold

UNUSED = "不用的列"
"""The word for a column that means nothing to us; its texts stay in `other` under their own heading."""
ROLES = (
    "事项名称",
    "子项",
    "事项类型",
    "事项编码",
    "行使层级",
    "实施主体",
    "承办机构",
    "设定依据",
    "责任事项",
    "追责情形",
    "申请材料",
    "办理流程",
    "法定时限",
    "承诺时限",
    "备注",
    "序号",
    UNUSED,
)
"""The meanings that a person may give to a heading: headings of the lexicon, so that they read as what they say."""
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Laid:
    """One correction as it was laid: the tables it reaches, its row (None = all of them), and what to say."""

    tables: frozenset[int]
    row: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Overlaid:
    """A document with its corrections: what was laid, which tables are no lists, what did not fit any more.

    `unused` gives the own heading of each column that is not used, by the word that stands in its place.
    """

    document: Document
    laid: tuple[Laid, ...] = ()
    not_lists: frozenset[int] = frozenset()
    misfits: tuple[Doubt, ...] = ()
    unused: tuple[tuple[str, str], ...] = ()


def lay(document: Document, corrections: Corrections) -> Overlaid:
    """Lay corrections over a stitched document; those of other documents are passed over."""
    cells = [fix for fix in corrections.cells if fix.file == document.sha256]
    not_lists = frozenset(one.table for one in corrections.not_lists if one.file == document.sha256)
    words = {fold(one.heading): (one, _word(one, number)) for number, one in enumerate(corrections.headings, 1)}
    laid: list[Laid] = []
    blocks: list[Table | Paragraph] = []
    left = dict.fromkeys(cells)
    for block in document.blocks:
        if isinstance(block, Table):
            for fix in [fix for fix in left if _holds(block, fix)]:
                block = _fixed(block, fix)
                laid.append(Laid(frozenset({fix.table}), fix.row, _said(fix)))
                del left[fix]
            block, given = _headed(block, document.sha256, corrections.columns)
            laid += [Laid(_numbers(block), None, _given(one)) for one in given]
            block, reached = _renamed(block, words)
            laid += [Laid(_numbers(block), None, _meant(one)) for one in reached]
        blocks.append(block)
    unused = tuple((word, "".join(one.heading.split())) for one, word in words.values() if one.role == UNUSED)
    return Overlaid(replace(document, blocks=tuple(blocks)), tuple(laid), not_lists, tuple(map(_misfit, left)), unused)


def marked(extraction: Extraction, over: Overlaid) -> Extraction:
    """The extraction with every matter and material saying what was put right in its rows, misfits as doubts."""
    if not (over.laid or over.misfits or over.not_lists):
        return extraction
    heads: dict[int, list[int]] = {}
    for matter in extraction.matters:
        for _, place in matter.places:
            if place.table is not None and place.row is not None:
                heads.setdefault(place.table, []).append(place.row)
    matters = tuple(_marked(matter, over, heads) for matter in extraction.matters)
    doubts = [one for one in extraction.doubts if one.whole_row or one.place.table not in over.not_lists]
    return replace(extraction, matters=matters, doubts=(*doubts, *over.misfits))


def _word(one: HeadingRole, number: int) -> str:
    return f"{UNUSED}{number}" if one.role == UNUSED else one.role


def _holds(table: Table, fix: CellFix) -> bool:
    """Whether a table has the cell that a fix is for, still reading as the person saw it."""
    row = _row(table, fix)
    return row is not None and fix.column < table.columns and fold(table.rows[row][fix.column]) == fold(fix.was)


def _row(table: Table, fix: CellFix) -> int | None:
    places = enumerate(table.places)
    return next((at for at, place in places if (place.table, place.row) == (fix.table, fix.row)), None)


def _fixed(table: Table, fix: CellFix) -> Table:
    """The table with one cell's text put right, wherever a merged cell repeats it; its doubts there are settled."""
    row = _row(table, fix)
    reached = {(row, fix.column)}
    for span in table.spans:
        own = {(r, c) for r in range(span.row, span.row + span.rows) for c in _columns(span.column, span.columns)}
        reached |= own if (row, fix.column) in own else set()
    doubts = tuple(one for one in table.doubts if (one.row, one.column) not in reached)
    return replace(table, rows=_replaced(table.rows, dict.fromkeys(reached, fix.text)), doubts=doubts)


def _columns(first: int, count: int) -> range:
    return range(first, first + count)


def _replaced(rows: Sequence[Sequence[str]], texts: dict[tuple[int | None, int], str]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(texts.get((number, column), text) for column, text in enumerate(row)) for number, row in enumerate(rows)
    )


def _renamed(table: Table, words: dict[str, tuple[HeadingRole, str]]) -> tuple[Table, list[HeadingRole]]:
    """The table with the headings of known meaning under our own word, and which they were."""
    if not words:
        return table, []
    found = {
        (number, column): words[fold(text)]
        for number, row in enumerate(table.rows)
        for column, text in enumerate(row)
        if fold(text) in words
    }
    texts: dict[tuple[int | None, int], str] = {at: word for at, (_, word) in found.items()}
    return replace(table, rows=_replaced(table.rows, texts)), list(dict.fromkeys(one for one, _ in found.values()))


def _headed(table: Table, file: str, columns: Sequence[ColumnRole]) -> tuple[Table, list[ColumnRole]]:
    """The table under a heading of our own words, where people said what its columns are; it had none."""
    own = [one for one in columns if one.file == file and one.table in _numbers(table) and one.column < table.columns]
    if not own:
        return table, []
    words = {one.column: one.role if one.role != UNUSED else "" for one in own}
    heading = tuple(words.get(column, "") for column in range(table.columns))
    place = Place(page=table.places[0].page, table=table.places[0].table)
    return (
        replace(
            table,
            rows=(heading, *table.rows),
            places=(place, *table.places),
            spans=tuple(replace(span, row=span.row + 1) for span in table.spans),
            boxes=((None,) * table.columns, *table.boxes) if table.boxes else (),
            doubts=tuple(replace(doubt, row=doubt.row + 1) for doubt in table.doubts),
            heading_rows=1,
        ),
        own,
    )


def _numbers(table: Table) -> frozenset[int]:
    return frozenset(place.table for place in table.places if place.table is not None)


def _said(fix: CellFix) -> str:
    return f"人工更正：第 {fix.row} 行第 {fix.column + 1} 列“{_cut(fix.was)}”改为“{_cut(fix.text)}”（{fix.by}）"


def _meant(one: HeadingRole) -> str:
    return f"人工更正：表头“{_cut(one.heading)}”读作“{one.role}”（{one.by}）"


def _given(one: ColumnRole) -> str:
    return f"人工更正：没有表头的第 {one.column + 1} 列读作“{one.role}”（{one.by}）"


def _misfit(fix: CellFix) -> Doubt:
    note = f"更正没有用上：那一格现在不是“{_cut(fix.was)}”，请再看一遍（{fix.by}）"
    return Doubt("更正未用上", note, Place(table=fix.table, row=fix.row), whole_row=False, file=fix.file)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _marked(matter: Matter, over: Overlaid, heads: dict[int, list[int]]) -> Matter:
    notes = [note for _, place in matter.places for note in _of_matter(place, over.laid, heads)]
    materials = tuple(_of_material(one, over.laid) for one in matter.materials)
    names = dict(over.unused)
    other = tuple((names.get(label, label), text) for label, text in matter.other)
    return replace(matter, corrections=tuple(dict.fromkeys(notes)), materials=materials, other=other)


def _of_matter(place: Place, laid: Iterable[Laid], heads: dict[int, list[int]]) -> Iterator[str]:
    """What was put right in a matter's table as a whole, and in the rows from its first one to the next matter's."""
    for one in laid:
        if place.table not in one.tables:
            continue
        own = [row for row in heads.get(place.table or 0, ()) if one.row is not None and row <= one.row]
        if one.row is None or (own and max(own) == place.row):
            yield one.note


def _of_material(material: Material, laid: Iterable[Laid]) -> Material:
    place = material.place
    notes = [one.note for one in laid if place.table in one.tables and one.row in (None, place.row)]
    return replace(material, corrections=tuple(dict.fromkeys(notes)))
