"""Tables for the stitch tests: a small list of matters, cut into parts as word processors and people cut them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from quanze.document import Document, Paragraph, Place, Span, Table
from quanze.text import fold

HEADING = ("序号", "类型", "事项名称", "依据", "备注")
LIST = (
    HEADING,
    ("1", "行政许可", "林木采伐许可证核发", "《森林法》第五十七条", ""),
    ("2", "行政许可", "临时占用林地审批", "《森林法》第三十八条", "依申请"),
    ("3", "行政许可", "森林防火期内在森林防火区野外用火活动审批", "《森林防火条例》第二十五条", ""),
    ("4", "行政许可", "从事营利性治沙活动许可", "《防沙治沙法》第二十六条", ""),
    ("5", "行政处罚", "对擅自改变林地用途的处罚", "《森林法》第七十三条", "委托"),
    ("6", "行政处罚", "对盗伐林木的处罚", "《森林法》第七十六条", ""),
    ("7", "行政确认", "古树名木认定", "《森林法》第四十条", ""),
    ("8", "行政给付", "因保护野生动物造成损失的补偿", "《野生动物保护法》第十九条", ""),
)
EDGES = (50.0, 90.0, 150.0, 400.0, 650.0, 750.0)


def table(
    rows: Sequence[Sequence[str]], page: int | None = None, number: int = 1, edges: tuple[float, ...] = EDGES
) -> Table:
    """A table without merged cells; equal neighbours in 类型 are merged by `merged`."""
    places = tuple(Place(page, number, row + 1) for row in range(len(rows)))
    return Table(tuple(map(tuple, rows)), places, edges=edges if len(edges) == len(rows[0]) + 1 else (), page=page)


def merged(one: Table, column: int = 1, first: int = 0) -> Table:
    """The same table with equal, filled neighbours of a column merged downwards."""
    spans, start = list(one.spans), first
    for row in range(first + 1, len(one.rows) + 1):
        if row < len(one.rows) and one.rows[row][column] and one.rows[row][column] == one.rows[start][column]:
            continue
        if row - start > 1:
            spans.append(Span(start, column, row - start, 1))
        start = row
    return replace(one, spans=tuple(spans))


def document(*blocks: Table | Paragraph) -> Document:
    """A document of these blocks."""
    return Document("样例.docx", "0" * 64, "docx", blocks)


def own_texts(one: Table) -> list[str]:
    """Each cell's text once."""
    covered = one.covered()
    return [
        text for row, line in enumerate(one.rows) for column, text in enumerate(line) if (row, column) not in covered
    ]


def characters(texts: Sequence[str]) -> Counter[str]:
    """How often each visible character stands in the texts."""
    return Counter("".join(map(fold, texts)))
