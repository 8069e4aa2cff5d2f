"""A sheet printed more than one page wide: its further columns come back to the rows they belong to."""

from dataclasses import replace

from extractors.readers.stitch import stitch
from quanze.document import Document, Paragraph, Place, Table

LEFT = (("序号", "职权名称"), ("1", "农药经营许可"), ("2", "兽药经营许可"), ("3", "宅基地审批"))
RIGHT = (
    ("设定依据", "承办机构"),
    ("《条例》第一条", "植保站"),
    ("《条例》第二条", "畜牧股"),
    ("《法》第三条", "经济股"),
)


def sheet(rows: tuple[tuple[str, ...], ...], page: int, number: int, height: float = 20) -> Table:
    """A table with rows of one height, at the top of its page."""
    boxes = [(60.0, 80 + height * row, 400.0, 80 + height * (row + 1)) for row in range(len(rows))]
    places = tuple(Place(page, number, row + 1, box) for row, box in enumerate(boxes))
    return Table(rows, places, page=page, bbox=(60, 80, 400, boxes[-1][3]), edges=(60.0, 100.0 * number, 400.0))


def stitched(*blocks: Table | Paragraph) -> list[Table]:
    return list(stitch(Document("a.pdf", "0" * 64, "pdf", blocks)).tables)


def test_columns_on_the_next_page_join_their_rows_with_a_doubt() -> None:
    (table,) = stitched(sheet(LEFT, 1, 1), sheet(RIGHT, 2, 2))
    assert table.rows == tuple((*a, *b) for a, b in zip(LEFT, RIGHT, strict=True))
    assert len(table.edges) == 5
    (doubt,) = table.doubts
    assert (doubt.row, doubt.column) == (0, 2)
    assert "第 2 页" in doubt.note


def test_a_title_over_all_columns_may_be_printed_on_the_second_page() -> None:
    title = Paragraph("某局权责清单", Place(page=2))
    (table,) = stitched(sheet(LEFT, 1, 1), title, replace(sheet(RIGHT, 2, 2), title="某局权责清单"))
    assert (table.columns, table.title) == (4, "某局权责清单")


def test_a_sheet_two_pages_long_and_two_wide() -> None:
    rest = (("4", "生鲜乳许可"), ("5", "种子许可"), ("6", "检疫"))
    more = (("《法》第四条", "畜牧股"), ("《法》第五条", "种子站"), ("《法》第六条", "检疫站"))
    pages = [sheet(LEFT, 1, 1), sheet(rest, 2, 1), sheet(RIGHT, 3, 3), sheet(more, 4, 3)]
    (table,) = stitched(*pages)
    assert table.rows[0] == ("序号", "职权名称", "设定依据", "承办机构")
    assert table.rows[-1] == ("6", "检疫", "《法》第六条", "检疫站")


def test_other_rows_or_heights_or_numbers_of_their_own_stay_apart() -> None:
    numbered = (("编号", "承办机构"), *((str(row), "植保站") for row in range(1, 4)))
    assert len(stitched(sheet(LEFT, 1, 1), sheet(RIGHT[:3], 2, 2))) == 2
    assert len(stitched(sheet(LEFT, 1, 1), sheet(RIGHT, 2, 2, height=22))) == 2
    assert len(stitched(sheet(LEFT, 1, 1), sheet(numbered, 2, 2))) == 2
    assert len(stitched(sheet(LEFT, 1, 1), Paragraph("二、另一张表", Place(page=2)), sheet(RIGHT, 2, 2))) == 2
