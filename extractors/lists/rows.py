"""What a row of a list is: a matter's row, or one of the rows that are not (blank, group, total, note, heading again).

Looks at one row with its heading; putting rows together to matters is the business of `reader` and `groups`.
"""

import re
from typing import Literal

from extractors import evidence
from extractors.columns import sense
from extractors.grid import Cell, Grid
from extractors.headings import Heading
from extractors.kinds import TITLE, kind_in
from extractors.lexicon import words
from quanze.text import fold

LONG = 60
"""A cell longer than this many characters is a text: its row is no heading, total or group."""
RowKind = Literal["matter", "blank", "heading", "group", "total", "note", "numbers", "none"]

_NUMBERS = re.compile(r"^[(\[]?(?:[0-9]{1,2}|[a-z]|[甲乙丙丁戊己庚辛壬癸]|[①-⑳])[)\]]?$")
_GROUP = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]+部分).{1,40}$|(?:类|部分)$|\([^()]*[0-9]+个?项\)$|共[计有]?[0-9]+个?项"
)
_SIGNED = re.compile(r"[\u4e00-\u9fff（）() \u3000]{2,12}[:：][^:：。；]{0,20}$")
"""A cell of the row below a list that is signed: 填表人：, 审核人：张某, 联系电话：…"""
_TOTAL = re.compile(r"^[:(]?[0-9]*(?:项|个|条)?\)?$")
_OF_KIND = re.compile(r"^[\u4e00-\u9fff]{0,8}?[0-9]+个?(?:大?项|条|件)$")
_AMOUNT = re.compile(r"^[(共计有]*[0-9]*个?(?:大?项|条)?[)]?$")


def classify(grid: Grid, heading: Heading, row: int) -> RowKind:
    """What a row below (or above) the heading is."""
    filled = grid.filled(row)
    if not filled:
        return "blank"
    alone = grid.alone(row)
    if alone is not None:
        return "total" if totals(filled) else "none" if _absent(alone.text) else _single(grid, heading, row, alone)
    if all(len(cell.text) <= LONG for cell in filled):
        kind = _special(grid, heading, row, filled)
        if kind is not None:
            return kind
    return "none" if _none(grid, heading, row) else "matter"


def _special(grid: Grid, heading: Heading, row: int, filled: list[Cell]) -> RowKind | None:
    """What a row of short cells is, where it is no matter by its words; None where it may be one."""
    if _heading_again(grid, heading, row, filled):
        return "heading"
    if _numbers(filled):
        return "numbers"
    if totals(filled):
        return "total"
    if len(filled) > 1 and all(_SIGNED.match(cell.text.strip()) for cell in filled):
        return "note"
    return "group" if _kind_row(heading, filled) else None


def _heading_again(grid: Grid, heading: Heading, row: int, filled: list[Cell]) -> bool:
    """Whether a row repeats a heading row, or is another heading of the same kind."""
    texts = [fold(text) for text in grid.texts[row]]
    for known in range(heading.first, heading.last + 1):
        same = sum(text == fold(grid.text(known, column)) for column, text in enumerate(texts) if text)
        if same * 3 >= 2 * sum(map(bool, texts)) and same > 1:
            return True
    labels = [one for cell in filled if len(cell.text) <= 30 and (one := sense(cell.text)) and one.exact]
    return len(labels) >= 3 and len(labels) * 4 >= 3 * len(filled)


def _numbers(filled: list[Cell]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 … or 甲, 乙, 1, 2."""
    texts = [fold(cell.text) for cell in filled]
    if len(texts) < 3 or not all(_NUMBERS.match(text) or text == "栏次" for text in texts):
        return False
    digits = [int(text.strip("()[]")) for text in texts if text.strip("()[]").isdecimal() and text.isascii()]
    return len(digits) < 2 or digits == sorted(set(digits))


def totals(filled: list[Cell]) -> bool:
    """Whether the first words of a row are 合计 or the like."""
    for cell in filled[:2]:
        text = fold(cell.text)
        for word in words("rows", "totals"):
            before, found, after = text.partition(word)
            if found and (not before or kind_in(before)) and (_TOTAL.match(after) or _amounts(after)):
                return True
    return False


def _amounts(text: str) -> bool:
    """Whether a text only says how many there are of what: 「：行政许可1项，行政检查1项」."""
    pieces = [piece for piece in re.split(r"[:,;、。()]", text) if piece]
    return bool(pieces) and all(_OF_KIND.match(piece) for piece in pieces)


def _kind_row(heading: Heading, filled: list[Cell]) -> bool:
    """Whether a row only announces a kind: 「一 | 行政许可 | 12项」; a numbered row that lacks its name does not."""
    texts = [fold(cell.text) for cell in filled]
    kinds = [column.index for column in heading.all("kind")]
    if texts[0].isdecimal() and any(cell.column in kinds and cell.columns == 1 for cell in filled):
        return False
    rest = [text for text in texts if not evidence.serial(text) and not _AMOUNT.match(text)]
    return bool(rest) and len(texts) <= 4 and len(set(rest)) == 1 and bool(kind_in(rest[0]))


def _single(grid: Grid, heading: Heading, row: int, cell: Cell) -> RowKind:
    """What a row with one text is: a group title, a note, or a matter of which only the name is given."""
    text = fold(cell.text)
    wide = grid.wide(row) is not None
    if text.startswith(words("rows", "notes")) and (wide or cell.column == 0):
        return "note"
    if kind_in(text):
        return "group"
    if evidence.empty(text):
        return "blank"
    if wide and cell.columns * 3 >= 2 * grid.columns and grid.columns > 2:
        return "group"
    if (
        not _named(heading, cell)
        and cell.column == 0
        and (cell.columns > 1 or (len(text) <= TITLE and _GROUP.search(text)))
    ):
        return "group"
    return "matter"


def _named(heading: Heading, cell: Cell) -> bool:
    """Whether a cell stands in the column of names or sub-names."""
    return any(cell.column == column.index for role in ("name", "sub_name") for column in heading.all(role))


def _absent(text: str) -> bool:
    """Whether a name only says that there is no such matter (本单位无行政强制事项)."""
    folded = fold(text)
    starts, ends = words("rows", "absent_starts"), words("rows", "absent_ends")
    return len(folded) <= 20 and folded.startswith(starts) and folded.endswith(ends)


def _none(grid: Grid, heading: Heading, row: int) -> bool:
    """Whether a row says that there is no matter: 「1 | 行政征收 | 无」."""
    texts = [grid.text(row, column.index) for role in ("name", "sub_name") for column in heading.all(role)]
    given = [text for text in texts if fold(text)]
    if given and all(_absent(text) for text in given):
        return True
    named = [text for text in given if not evidence.empty(text)]
    rest = [
        column
        for column in heading.columns
        if column.role not in ("serial", "kind", "name", "sub_name", "organ", "note", "code")
    ]
    return bool(given) and not named and all(evidence.empty(grid.text(row, column.index)) for column in rest)
