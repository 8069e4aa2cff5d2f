"""Where a sheet holds several tables, what is a title, and what merged cells cover."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.readers.sheet.tables import Sheet, blocks, column_name
from quanze.document import Paragraph, Table
from quanze.errors import TooLarge


def sheet_of(*rows: str) -> Sheet:
    """A sheet of rows written "a|b|c"; an empty string is an empty row."""
    filled = {
        number: {column: text for column, text in enumerate(row.split("|"), start=1) if text}
        for number, row in enumerate(rows, start=1)
    }
    return Sheet("表", 1, rows=filled)


def test_an_empty_row_before_a_title_and_heading_parts_two_tables() -> None:
    found, _ = blocks([sheet_of("序号|名称", "1|甲", "2|乙", "", "二、行政处罚", "序号|名称|备注", "1|丙|", "2|丁|")])
    first, second = (block for block in found if isinstance(block, Table))
    assert len(first.rows) == 3 and second.rows[0] == ("序号", "名称", "备注")
    assert second.title == "二、行政处罚" and [place.row for place in second.places] == [6, 7, 8]


def test_an_empty_row_inside_a_table_does_not_part_it() -> None:
    found, _ = blocks([sheet_of("序号|名称", "1|甲", "", "2|乙", "", "3|丙")])
    (table,) = found
    assert isinstance(table, Table) and [row[0] for row in table.rows] == ["序号", "1", "2", "3"]
    assert [place.row for place in table.places] == [1, 2, 4, 6]


def test_a_repeated_heading_after_an_empty_row_begins_a_table() -> None:
    found, _ = blocks([sheet_of("名称|类型", "甲|许可", "", "名称|类型", "乙|处罚")])
    assert len(found) == 2


def test_running_text_in_one_column_gives_paragraphs() -> None:
    found, _ = blocks([sheet_of("填表说明：", "一、请按实际情况填写。", "二、于3月17日前报送。")])
    assert [block.text for block in found if isinstance(block, Paragraph)] == [
        "填表说明：",
        "一、请按实际情况填写。",
        "二、于3月17日前报送。",
    ]


def test_a_merged_section_row_in_the_middle_stays_a_row() -> None:
    sheet = sheet_of("序号|名称|类型", "一、行政许可||", "1|甲|许可")
    sheet.merges.append((2, 1, 2, 3))
    (table,) = blocks([sheet])[0]
    assert isinstance(table, Table) and table.rows[1] == ("一、行政许可",) * 3 and table.title == ""


def test_a_merge_over_the_whole_column_reaches_only_filled_rows() -> None:
    sheet = sheet_of("部门|名称", "林业局|甲", "|乙")
    sheet.merges.append((2, 1, 1_048_576, 1))
    (table,) = blocks([sheet])[0]
    assert isinstance(table, Table) and [row[0] for row in table.rows] == ["部门", "林业局", "林业局"]


def test_a_sheet_that_spreads_without_end_is_too_large() -> None:
    sheet = Sheet("表", 1, rows={1: {1: "a", 2: "b"}, 2: {1: "x", 9_000_000: "y"}})
    with pytest.raises(TooLarge):
        blocks([sheet])


@given(
    st.dictionaries(
        st.integers(1, 12), st.dictionaries(st.integers(1, 6), st.text("甲乙1。", min_size=1, max_size=3)), max_size=8
    ),
    st.lists(st.tuples(st.integers(1, 12), st.integers(1, 6), st.integers(0, 3), st.integers(0, 3)), max_size=3),
)
def test_every_text_of_a_sheet_is_kept_and_every_grid_is_rectangular(
    rows: dict[int, dict[int, str]], merges: list[tuple[int, int, int, int]]
) -> None:
    sheet = Sheet("表", 1, rows=rows)
    sheet.merges = [(top, left, top + down, left + across) for top, left, down, across in merges]
    found, _ = blocks([sheet])
    kept = "".join(
        block.text if isinstance(block, Paragraph) else block.title + "".join(map("".join, block.rows))
        for block in found
    )
    hidden = {
        (row, column)
        for top, left, bottom, right in sheet.merges
        if rows.get(top, {}).get(left)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    for number, cells in rows.items():
        for column, text in cells.items():
            assert text in kept or (number, column) in hidden


def test_columns_are_named_as_in_a_sheet() -> None:
    assert [column_name(number) for number in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]


def test_a_cell_far_off_to_the_right_does_not_make_the_table_wide() -> None:
    sheet = sheet_of("序号|事项", "1|采伐", "2|运输")
    sheet.rows[3][16_384] = "?"
    sheet.merges.append((1, 2, 1, 3))
    (table,) = (block for block in blocks([sheet])[0] if isinstance(block, Table))
    assert table.rows == (("序号", "事项", "事项", ""), ("1", "采伐", "", ""), ("2", "运输", "", "?"))
    assert [(span.column, span.columns) for span in table.spans] == [(1, 2)]
