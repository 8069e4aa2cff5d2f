"""A sheet's cells → tables: where a sheet holds several tables, which rows are titles, what merged cells cover.

Shared by every reader of sheets; opens no file and knows no word of the domain.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from quanze.document import CellDoubt, Paragraph, Place, ReadDoubt, Span, Table
from quanze.errors import TooLarge

CELL_LIMIT = 3_000_000
_SPREAD = 200
"""Columns for each one with text from which on the empty ones between are left out, where few cells stand far off."""
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column; sheet numbers from 1, both ends included."""
Row = dict[int, str]


@dataclass(slots=True)
class Sheet:
    """One sheet as stored: row number → column number → text (numbers from 1, empty cells left out)."""

    name: str
    number: int
    rows: dict[int, Row] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    heading: tuple[int, int] | None = None
    """First and last row that the file itself repeats on each printed page."""
    broken: bool = False
    """Whether its data are broken, so that a part may be missing."""
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    """Doubts by (row, column)."""


def blocks(sheets: Iterable[Sheet]) -> tuple[tuple[Table | Paragraph, ...], tuple[ReadDoubt, ...]]:
    """The sheets' tables and paragraphs in order, and what a person should know of the sheets (hidden parts).

    Raises:
        TooLarge: a sheet spreads over more than `CELL_LIMIT` cells.
    """
    found: list[Table | Paragraph] = []
    doubts: list[ReadDoubt] = []
    tables = 0
    for sheet in sheets:
        for block in _sheet_blocks(sheet, tables):
            tables += isinstance(block, Table)
            found.append(block)
        doubts += _sheet_doubts(sheet)
    return tuple(found), tuple(doubts)


def column_name(number: int) -> str:
    """A column's letters: 1 → A, 28 → AB."""
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _sheet_doubts(sheet: Sheet) -> list[ReadDoubt]:
    filled = {row for row, cells in sheet.rows.items() if any(cells.values())}
    columns = {column for cells in sheet.rows.values() for column, text in cells.items() if text}
    rows = sorted(filled.intersection(sheet.hidden_rows))
    hidden = sorted(columns.intersection(sheet.hidden_columns))
    doubts = []
    if sheet.broken:
        note = f"工作表“{sheet.name}”的数据有损坏，可能只读出一部分，请对照原件。"
        doubts.append(ReadDoubt("broken_part", note, Place(page=sheet.number)))
    if sheet.hidden and filled:
        note = f"工作表“{sheet.name}”是隐藏的，已照常读取，请确认是否有效。"
        doubts.append(ReadDoubt("hidden_sheet", note, Place(page=sheet.number)))
    if rows:
        where = f"工作表“{sheet.name}”有 {len(rows)} 行被隐藏或筛选掉（第 {_some(rows)} 行）"
        note = f"{where}，已照常读取，请确认是否有效。"
        doubts.append(ReadDoubt("hidden_rows", note, Place(page=sheet.number, row=rows[0])))
    if hidden:
        letters = "、".join(column_name(column) for column in hidden[:10])
        note = f"工作表“{sheet.name}”有 {len(hidden)} 列被隐藏（{letters} 列），已照常读取。"
        doubts.append(ReadDoubt("hidden_columns", note, Place(page=sheet.number)))
    return doubts


def _some(rows: list[int]) -> str:
    """Row numbers as runs: 5–8、11, at most six runs."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    text = "、".join(str(first) if first == last else f"{first}–{last}" for first, last in runs[:6])
    return text + (" 等" if len(runs) > 6 else "")


def _sheet_blocks(sheet: Sheet, tables: int) -> list[Table | Paragraph]:
    merges = [merge for merge in sheet.merges if sheet.rows.get(merge[0], {}).get(merge[1])]
    filled = _fill(sheet, merges)
    found: list[Table | Paragraph] = []
    for numbers in _parts(filled, merges):
        block = _block(sheet, filled, numbers, merges, tables)
        tables += sum(isinstance(one, Table) for one in block)
        found += block
    return found


def _fill(sheet: Sheet, merges: list[Merge]) -> dict[int, Row]:
    """Rows with every merged cell's text in all positions it covers; rows without any text are left out.

    A merge reaches down to the last row that holds anything of its own, or has rows merged with it only.
    """
    rows = {number: {column: text for column, text in cells.items() if text} for number, cells in sheet.rows.items()}
    rows = {number: cells for number, cells in rows.items() if cells}
    last, budget = max(rows, default=0), CELL_LIMIT
    for top, left, bottom, right in merges:
        text = sheet.rows[top][left]
        bottom = min(bottom, max(last, top))
        budget -= (bottom - top + 1) * (right - left + 1)
        if budget < 0:
            raise TooLarge(f"sheet {sheet.number}: merged cells cover more than {CELL_LIMIT} cells")
        for row in range(top, bottom + 1):
            if row != top and row not in rows:
                continue
            for column in range(left, right + 1):
                rows[row][column] = text
    return dict(sorted(rows.items()))


def _parts(rows: dict[int, Row], merges: list[Merge]) -> list[list[int]]:
    """Row numbers of each table of the sheet: parted at empty rows where what follows has a beginning of its own."""
    held: set[int] = set()
    for top, _, bottom, _ in merges:
        held.update(range(top, min(bottom, top + 100_000)))
    parts: list[list[int]] = []
    for number in rows:
        if parts and (number - 1 in rows or number - 1 in held):
            parts[-1].append(number)
        else:
            parts.append([number])
    joined: list[list[int]] = []
    for part in parts:
        if joined and not _begins(rows, part, joined[-1]):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _begins(rows: dict[int, Row], part: list[int], before: list[int]) -> bool:
    """Whether the rows after an empty one are a table of their own: they repeat a heading, or bring a title and one."""
    if all(_single(rows[number]) for number in before):
        return False
    first = rows[part[0]]
    if len(part) > 1 and any(first == rows[number] for number in before[:5]):
        return True
    start = 0
    while start < len(part) and _single(rows[part[start]]):
        start += 1
    return start < len(part) - 1 and _heads(rows, part[start:], before)


def _heads(rows: dict[int, Row], part: list[int], before: list[int]) -> bool:
    """Whether a part's first row is a heading: short words over columns in which the rows below hold numbers."""
    heading, body = rows[part[0]], part[1:6]
    if len(heading) < 2 or any(len(text) > 20 or _numeric(text) for text in heading.values()):
        return False
    if set(heading) != set().union(*(rows[number] for number in before)):
        return True
    return any(all(_numeric(rows[number].get(column, "")) for number in body) for column in heading)


def _numeric(text: str) -> bool:
    return bool(text) and text.replace(".", "").replace("-", "").isdigit()


def _single(row: Row) -> bool:
    """Whether a row holds one text only, in one cell or repeated by a merge."""
    return len(set(row.values())) == 1


def _block(
    sheet: Sheet, rows: dict[int, Row], numbers: list[int], merges: list[Merge], tables: int
) -> list[Table | Paragraph]:
    title_rows = _title_rows(rows, numbers)
    body = numbers[title_rows:]
    columns = sorted({column for number in body for column in rows[number]})
    if not body or (len(columns) == 1 and not _list_like(rows, body)):
        return [Paragraph(_line(rows[number]), Place(page=sheet.number, row=number)) for number in numbers]
    wide = columns[-1] - columns[0] + 1
    if wide * len(body) > CELL_LIMIT:
        raise TooLarge(f"sheet {sheet.number}: {len(body)} rows x {wide} columns")
    if wide <= _SPREAD * len(columns):
        columns = list(range(columns[0], columns[-1] + 1))
    across = {column: index for index, column in enumerate(columns)}
    position = {number: index for index, number in enumerate(body)}
    heading = sheet.heading and sum(sheet.heading[0] <= number <= sheet.heading[1] for number in body)
    table = Table(
        rows=tuple(tuple(rows[number].get(column, "") for column in columns) for number in body),
        places=tuple(Place(page=sheet.number, table=tables + 1, row=number) for number in body),
        spans=_spans(merges, body, position, across),
        page=sheet.number,
        title="\n".join(_line(rows[number]) for number in numbers[:title_rows]),
        name=sheet.name,
        heading_rows=heading if heading and sheet.heading and body[0] >= sheet.heading[0] - title_rows else 0,
        hidden=sheet.hidden,
        doubts=tuple(
            CellDoubt(position[row], across[column], note)
            for (row, column), note in sorted(sheet.notes.items())
            if row in position and column in across
        ),
    )
    return [table]


def _title_rows(rows: dict[int, Row], numbers: list[int]) -> int:
    """How many first rows are title lines: one text each, or labels with a colon (填报单位：…), before wider rows."""
    count = 0
    while count < len(numbers) and (_single(rows[numbers[count]]) or _labels(rows[numbers[count]])):
        count += 1
    if count == len(numbers):
        return 0
    widest = max(len(set(rows[number].values())) for number in numbers[count:])
    return count if widest > 1 else 0


def _labels(row: Row) -> bool:
    texts = list(dict.fromkeys(row.values()))
    return len(texts) <= 4 and all(":" in text[:12] or "：" in text[:12] for text in texts)


def _line(row: Row) -> str:
    return "　".join(dict.fromkeys(row.values()))


def _list_like(rows: dict[int, Row], body: list[int]) -> bool:
    """Whether a single column is a list of short names under a heading rather than running text."""
    texts = [text for number in body for text in rows[number].values()]
    lengths = sorted(len(text) for text in texts)
    return (
        len(texts) >= 3 and lengths[len(texts) // 2] <= 30 and not any("：" in text or "。" in text for text in texts)
    )


def _spans(merges: list[Merge], body: list[int], position: dict[int, int], across: dict[int, int]) -> tuple[Span, ...]:
    """Merged cells of one table in grid positions; rows and columns that were left out as empty do not count."""
    spans = []
    for top, first, bottom, last in merges:
        inside = [across[column] for column in across if first <= column <= last] if top in position else []
        if not inside:
            continue
        rows = sum(1 for number in body[position[top] :] if number <= bottom)
        if rows > 1 or len(inside) > 1:
            spans.append(Span(position[top], inside[0], rows, len(inside)))
    return tuple(sorted(spans, key=lambda span: (span.row, span.column)))
