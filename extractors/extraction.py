"""The whole of extracting: a stitched document gives matters, doubts and the account of its rows."""

from dataclasses import replace

from extractors import build, garble, glued, unread
from extractors.matters import distinct, join
from extractors.prose import catalogue
from extractors.survey import survey
from extractors.texts import visual
from quanze.document import Document, Place, Table
from quanze.errors import NoList
from quanze.matter import Doubt, Extraction, RowCount

_STANDS = ("材料无事项", "缺少事项名称")
"""Doubts that show a list or guide even where no matter could be read."""


def extract(document: Document, department: str, not_lists: frozenset[int] = frozenset()) -> Extraction:
    """The matters of a stitched document, its doubts, and the account: rows = matters + whole-row doubts + others.

    `count.rows` counts the rows of all tables, and one row for each matter that stands on none (text, a title above
    a table of materials). A card of n rows is one matter and n - 1 others. A matter that two tables of the file name
    is one matter; its further rows are others. Rows of one list are never joined, and every key comes once.
    `not_lists` are the numbers of tables that a person said are none: their rows are others.

    Raises:
        NoList: there is neither a matter nor a material in it.
    """
    document, is_visual = glued.apart(document), visual(document.format)
    found = survey(document, not_lists)
    if len(listed := catalogue.read(document)) > len(found.drafts):
        found = replace(found, drafts=listed, doubts=[], rows=len(listed), others=0)
    lost = unread.doubts(document, found.drafts)
    read, shared = distinct([build.build(draft, department, document.sha256, is_visual) for draft in found.drafts])
    matters = join(read)
    doubts = [
        *_read_doubts(document),
        *found.doubts,
        *lost,
        *(doubt for draft in found.drafts for doubt in build.doubts(draft, is_visual)),
        *(Doubt("编码重复", f"编码 {one.code} 不止一个事项在用", one.place, whole_row=False) for one in shared),
        *garble.doubts(found.titles, matters, read),
    ]
    whole = sum(doubt.whole_row for doubt in doubts)
    if not matters and not any(doubt.kind in _STANDS for doubt in doubts):
        detail = f"no matter in {len(document.blocks)} blocks"
        raise NoList(detail, advice=unread.advice(lost)) if lost else NoList(detail)
    others = found.others + len(read) - len(matters)
    return Extraction(matters, tuple(doubts), RowCount(found.rows, len(matters), whole, others))


def _read_doubts(document: Document) -> list[Doubt]:
    """What the reader was not sure of, as doubts that accompany the matters; what it says of a row, it says once."""
    doubts = [Doubt(one.kind, one.note, one.place, whole_row=False) for one in document.doubts]
    for table in document.tables:
        doubts += [Doubt("单元格存疑", one.note, _place(table, one.row), whole_row=False) for one in table.doubts]
    return list(dict.fromkeys(doubts))


def _place(table: Table, row: int) -> Place:
    """A row's place."""
    return table.places[row] if row < len(table.places) else Place()
