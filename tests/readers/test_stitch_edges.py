"""Rare page ends: titles inside tables, headings cut off, doubts, unlike cells, numbers in lower halves, odd boxes."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractors.readers.stitch import stitch
from extractors.readers.stitch.join import MERGED
from extractors.readers.stitch.text import open_brackets
from quanze.document import Box, CellDoubt, Span, Table
from tests.readers.stitching import EDGES, HEADING, LIST, document, merged, table

Rows = Sequence[tuple[str, ...]]


def joined(*parts: Table) -> Table:
    """The one table that the parts make."""
    (found,) = stitch(document(*parts)).tables
    return found


def on_pages(*parts: Rows) -> list[Table]:
    return [table(rows, page=number, number=number) for number, rows in enumerate(parts, 1)]


def boxed(one: Table, heights: Sequence[float], missing: frozenset[tuple[int, int]] = frozenset()) -> Table:
    """The table with rows of these heights from the top of its page; cells in `missing` have no box."""
    boxes: list[tuple[Box | None, ...]] = []
    top = 50.0
    for row, height in enumerate(heights):
        lines = zip(EDGES, EDGES[1:], strict=False)
        boxes.append(
            tuple(
                None if (row, column) in missing else (left, top, right, top + height)
                for column, (left, right) in enumerate(lines)
            )
        )
        top += height
    return replace(one, boxes=tuple(boxes), bbox=(EDGES[0], 50.0, EDGES[-1], top))


def test_a_heading_repeated_without_the_title_above_it_is_left_out() -> None:
    title = ("权责清单",) * 5
    first, second = on_pages([title, *LIST[:5]], [HEADING, *LIST[5:]])
    found = joined(replace(first, spans=(Span(0, 0, 1, 5),)), second)
    assert found.rows == (title, *LIST)


def test_a_table_with_a_title_and_the_same_heading_below_it_stays_apart() -> None:
    title = ("二、行政处罚",) * 5
    first, second = on_pages(LIST[:5], [title, *LIST])
    assert len(list(stitch(document(first, replace(second, spans=(Span(0, 0, 1, 5),)))).tables)) == 2


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_words_of_a_repeated_heading_that_slipped_into_the_body_are_taken_out(rows: int) -> None:
    """`rows` of the first body cell are merged, so that it says its words in each of them."""
    heading = (*HEADING[:3], "设定和实施依据", "备注")
    cut = (*HEADING[:3], "设定和实施依", "备注")
    body = [(*line[:3], "《森林法》第七十三条", line[4]) if at < rows else line for at, line in enumerate(LIST[5:8])]
    spilled = [(*line[:3], f"据\n{line[3]}", line[4]) if at < rows else line for at, line in enumerate(body)]
    first, second = on_pages([heading, *LIST[1:5]], [cut, *spilled])
    second = replace(second, spans=(Span(1, 3, rows, 1),) if rows > 1 else ())
    assert joined(first, second).rows == (heading, *LIST[1:5], *body)


def test_doubts_of_both_parts_stand_on_the_joined_rows() -> None:
    first, second = on_pages(LIST[:5], [HEADING, *LIST[5:]])
    unsure = CellDoubt(2, 3, "看不清"), CellDoubt(0, 0, "标题看不清"), CellDoubt(1, 2, "也看不清")
    found = joined(replace(first, doubts=unsure[:1]), replace(second, doubts=unsure[1:]))
    assert found.doubts == (CellDoubt(2, 3, "看不清"), CellDoubt(5, 2, "也看不清"))


UPPER = (*LIST[:4], ("4", "行政许可", "从事营利性治沙活动的单位和", "", ""))
LOWER = (("", "", "个人的许可", "《防沙治沙法》", "依申请"), *LIST[5:])


def test_cells_below_one_empty_merged_cell_are_kept_in_it() -> None:
    first, second = table(UPPER), table(LOWER, number=2)
    found = joined(replace(first, spans=(Span(4, 3, 1, 2),)), second)
    assert found.rows[4] == ("4", "行政许可", "从事营利性治沙活动的单位和个人的许可", *["《防沙治沙法》依申请"] * 2)


def test_an_empty_cell_below_a_merged_one_leaves_it_merged() -> None:
    law = "从事营利性治沙活动的单位和", "《防沙治沙法》第二十六条", "《防沙治沙法》第二十六条"
    upper = [*LIST[:4], ("4", "行政许可", *law)]
    lower = [("", "", "个人的许可", "规定的。", ""), *LIST[5:]]
    found = joined(replace(table(upper), spans=(Span(4, 3, 1, 2),)), table(lower, number=2))
    assert found.rows[4][3:] == ("《防沙治沙法》第二十六条规定的。",) * 2
    assert found.spans == (Span(4, 3, 1, 2),)


def test_an_empty_cell_that_is_filled_and_runs_on_below_is_one_cell_beside_other_empty_ones() -> None:
    rows = [(*LOWER[0][:3], "", "依申请"), (*LIST[5][:4], "依申请"), *LIST[6:]]
    found = joined(table(UPPER), replace(table(rows, number=2), spans=(Span(0, 4, 2, 1),)))
    assert [row[3:] for row in found.rows[4:6]] == [("", "依申请"), (LIST[5][3], "依申请")]
    assert found.spans == (Span(4, 4, 2, 1),)


def test_a_lone_table_with_columns_drawn_teaches_nothing_to_one_without() -> None:
    first, second = table(LIST[:5], edges=()), table(LIST[5:], number=2, edges=())
    lone = table(LIST[:3], number=3, edges=(0.0, 10.0, 20.0, 30.0, 40.0, 50.0))
    assert [one.rows for one in stitch(document(first, second, lone)).tables] == [LIST, LIST[:3]]


def test_an_empty_cell_in_a_column_that_is_always_filled_belongs_to_the_group_above() -> None:
    groups = "甲乙丙丁戊己庚辛壬癸子丑寅卯"
    rows = [
        (str(at), f"{group}类事项", f"{group}地林木采伐许可证核发", "《森林法》", "")
        for at, group in enumerate(groups, 1)
    ]
    lower = (*rows[12][:1], "", *rows[12][2:])
    found = joined(*on_pages([HEADING, *rows[:12]], [lower, *rows[13:]]))
    assert [row[1] for row in found.rows[12:]] == ["丑类事项", "丑类事项", "卯类事项"]
    assert [(doubt.row, doubt.column) for doubt in found.doubts if doubt.note == MERGED] == [(13, 1)]


def test_a_number_in_the_lower_half_of_a_row_is_that_rows_number() -> None:
    upper = [*LIST[:4], ("", "行政许可", "从事营利性治沙", "《防沙治沙法》", "")]
    lower = [("4", "", "活动许可", "第二十六条", ""), *LIST[5:]]
    assert joined(table(upper), table(lower, number=2)).rows == LIST


def test_a_number_below_words_begins_a_row() -> None:
    subtotal = ("小计", "", "共四项", "", "")
    found = joined(*on_pages([*LIST[:5], subtotal], LIST[5:]))
    assert found.rows == (*LIST[:5], subtotal, *LIST[5:])


def test_a_group_that_is_named_in_its_lower_half_only_is_one_group() -> None:
    first, second = on_pages([*LIST[:5], (*LIST[5][:1], "", *LIST[5][2:])], LIST[6:])
    found = joined(merged(first, first=1), merged(second))
    assert found.rows == LIST
    assert Span(5, 1, 2, 1) in found.spans


@pytest.mark.parametrize("height", [1.0, 14.0], ids=["flat", "usual"])
def test_cells_without_boxes_and_rows_without_height_do_not_cost_the_list(height: float) -> None:
    empty = ("", "", "", "", "")
    upper, lower = on_pages([*LIST[:4], empty, LIST[4]], LIST[5:])
    missing = frozenset({(1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (5, 4)})
    parts = boxed(upper, [height] * 6, missing), boxed(lower, [height] * 4)
    found = joined(*parts)
    assert found.rows == (*LIST[:4], empty, *LIST[4:])
    assert found.boxes == (*parts[0].boxes, *parts[1].boxes)


def test_a_bracket_left_open_inside_another_is_closed_with_it() -> None:
    assert open_brackets("《森林法(修订》") == (0, 0)
    assert open_brackets("(《森林法)》") == (1, 0)


def test_a_page_that_shows_only_the_heading_again_adds_no_row() -> None:
    heading = HEADING, ("序号", "类型", "事项名称", "依据名称", "备注")
    first, second, third = on_pages([*heading, *LIST[1:5]], heading, LIST[5:])
    tall = tuple(Span(0, column, 2, 1) for column in (0, 1, 2, 4))
    found = joined(replace(first, spans=tall), replace(second, spans=tall), third)
    assert found.rows == (*heading, *LIST[1:])
    assert [place.page for place in found.places] == [1] * 6 + [3] * 4


def test_tables_inside_cells_go_on_with_no_other() -> None:
    rows = (("材料名称", "份数"), ("申请表", "1"))
    inner = replace(table(rows), inner=True)
    outer = table((("序号", "申请材料"), ("1", "材料名称 份数")))
    assert len(list(stitch(document(outer, inner, inner)).tables)) == 3
