"""The last guard against silent loss: headings and numbered rows on a page of which no matter was made.

Says where to look and what to do; reads no matter itself.
"""

from collections.abc import Iterator, Sequence, Set

from extractors.columns import sense
from extractors.drafts import Draft
from extractors.grid import Grid
from extractors.headings import Heading
from extractors.lexicon import words
from extractors.lists.groups import shown
from extractors.tables import CORE
from extractors.texts import visual
from quanze.document import Document, Paragraph, Place
from quanze.matter import Doubt
from quanze.numerals import number
from quanze.text import fold

KIND = "表格未读出"
_LABELS = 3
"""So many known headings in one line, that of the number or the name among them, are the heading of a list."""
_FIRST = 3
"""A heading stands in one of so many first rows."""
_WORDS = 4
"""A line of a list has at least so many cells."""
_NAMES = frozenset({"name", "sub_name"})


def doubts(document: Document, drafts: Sequence[Draft]) -> list[Doubt]:
    """A doubt for each page with a list that was not read, and where numbers jump from one table to the next."""
    lines = [block for block in document.blocks if isinstance(block, Paragraph) and not block.level]
    lost: dict[object, Doubt] = {}
    for block in lines:
        if len(labels := _labels(block.text)) >= _LABELS and block.place.page not in lost:
            lost[block.place.page] = _headed(block.place, labels)
    if not visual(document.format):
        return list(lost.values())
    numbers = [(draft, value) for draft in drafts if (value := number(fold(draft.text("serial")))) is not None]
    known = {value for _, value in numbers}
    for block in lines:
        if block.place.page not in lost and _goes_on(block.text, known):
            lost[block.place.page] = _numbered(block.place)
    return [*lost.values(), *_jumps(numbers)]


def left_over(grid: Grid, heading: Heading | None, before: Heading | None, last: str) -> list[Doubt]:
    """Doubts for a table that is not read as a list though a list came `before` it and this one looks like its rest.

    One for each numbered row where it has no heading and goes on with the number `last`, or has as many columns; one
    for all where its rows are numbered under a heading that may be a name, or its headings are those of a list without
    any name.
    """
    if before is None:
        return []
    if (row := _titled(grid)) is not None:
        note = "这张表有编号的行，像是清单，没有读成事项；如果是，请把表头的名称一列改为“事项名称”后重新放入。"
        return [Doubt(KIND, note, grid.place(row), whole_row=False)]
    if heading is not None:
        return [_nameless(grid, heading)] if _is_nameless(heading) else []
    serial = before.one("serial")
    column = serial.index if serial is not None and grid.columns == len(before.columns) else 0
    numbers = {row: number(fold(grid.text(row, column))) for row in range(grid.rows)}
    counted = list(dict.fromkeys(value for value in numbers.values() if value is not None))
    if not counted or counted != list(range(counted[0], counted[0] + len(counted))):
        return []
    alike = serial is not None and grid.columns == len(before.columns) and len(counted) > 1
    if not alike and counted[0] - 1 != number(fold(last)):
        return []
    return [Doubt(KIND, shown(grid, row), grid.place(row)) for row, value in numbers.items() if value is not None]


def _titled(grid: Grid) -> int | None:
    """The heading's row where one column counts rows from 1 and another is headed as names may be (项目, 服务名称)."""
    for row in range(min(grid.rows - 2, _FIRST)):
        texts = {column: fold(grid.text(row, column)) for column in range(grid.columns)}
        serial = next((at for at, text in texts.items() if (s := sense(text)) and s.role == "serial"), None)
        if serial is None or not any(text.endswith(words("titles", "may_name")) for text in texts.values()):
            continue
        counted = [number(fold(grid.text(below, serial))) for below in range(row + 1, grid.rows)]
        if counted == list(range(1, len(counted) + 1)):
            return row
    return None


def _is_nameless(heading: Heading) -> bool:
    """Whether every heading is a known one, two or more of them those of a list of matters, and none of them a name."""
    known = all(sense(column.label) is not None for column in heading.columns if column.label)
    return known and not heading.stops and not heading.roles & _NAMES and len(heading.roles & CORE - {"material"}) > 1


def _nameless(grid: Grid, heading: Heading) -> Doubt:
    labels = "、".join(column.label for column in heading.columns[:4])
    place = grid.place(heading.first)
    note = f"{_where(place)}的表只有{labels}等列，没有事项名称，分不清是哪些事项的，没有读出，请对照原件补上。"
    return Doubt(KIND, note, place, whole_row=False)


def advice(lost: Sequence[Doubt]) -> str:
    """What to do with a file of which only such doubts came."""
    pages = "、".join(dict.fromkeys(str(doubt.place.page) for doubt in lost if doubt.place.page))
    where = f"第 {pages} 页" if pages else "文件里"
    return (
        f"{where}有清单的表头，但表格没有完整的框线，分不清行和列，没有读出事项。"
        "请放入原来的 Word 或 Excel 文件；只有这一份的，请给表格加上框线后重新导出。"
    )


def _labels(text: str) -> list[str]:
    """The known headings in a line that holds hardly anything else, [] where it is no heading of a list."""
    parts = text.split()
    known = {word: meant.role for word in parts if (meant := sense(word)) is not None and meant.exact}
    roles = set(known.values()) - {"other", "stop"}
    if len(roles) < _LABELS or not roles & {"serial", *_NAMES} or 2 * len(known) < len(parts):
        return []
    return list(known)


def _headed(place: Place, labels: Sequence[str]) -> Doubt:
    named = "、".join(labels[:4])
    note = f"{_where(place)}有清单的表头（{named}等），表头下面的行没有完整读出，请对照原件补上。"
    return Doubt(KIND, note, place, whole_row=False)


def _goes_on(text: str, numbers: Set[int]) -> bool:
    """Whether a line is a row of the list: several cells, the first the number after one that was read."""
    parts = text.split()
    if len(parts) < _WORDS or not parts[0].isdecimal() or len(parts[0]) > _WORDS:
        return False
    value = int(parts[0])
    return value - 1 in numbers and value not in numbers


def _numbered(place: Place) -> Doubt:
    note = f"{_where(place)}有接着前面序号的行，没有读成事项，请对照原件补上。"
    return Doubt(KIND, note, place, whole_row=False)


def _jumps(numbers: Sequence[tuple[Draft, int]]) -> Iterator[Doubt]:
    """Doubts where the numbers of one table end and those of the next begin later than with the next number."""
    for (draft, before), (after, value) in zip(numbers, numbers[1:], strict=False):
        if draft.source != after.source and value > before + 1:
            note = f"上一张表的序号到 {before} 为止，这张表从 {value} 开始，中间可能漏行，请对照原件核对。"
            yield Doubt("序号不连续", note, after.place, whole_row=False)


def _where(place: Place) -> str:
    return "这一页" if place.page else "文件里"
