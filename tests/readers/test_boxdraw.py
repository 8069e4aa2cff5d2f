"""Tables drawn with box characters: every style, merges, bars out of line, and text that only looks like a drawing."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.readers.boxdraw import replace
from quanze.document import Paragraph, Place, Span, Table


def read(text: str) -> list[Table | Paragraph]:
    lines = text.strip("\n").split("\n")
    return replace([Paragraph(line, Place(row=number)) for number, line in enumerate(lines, 1)], 0)


def table_in(text: str) -> Table:
    tables = [block for block in read(text) if isinstance(block, Table)]
    assert len(tables) == 1
    return tables[0]


def test_a_drawn_table_is_read_and_the_text_around_it_stays() -> None:
    blocks = read("""
行政职权分解表（样表）
┌────┬────┐
│职权类别│行政许可│
├────┼────┤
│职权名称│采砂许可│
└────┴────┘
注：样表
""")
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["行政职权分解表（样表）", "注：样表"]
    table = blocks[1]
    assert isinstance(table, Table)
    assert table.rows == (("职权类别", "行政许可"), ("职权名称", "采砂许可"))
    assert table.title == "行政职权分解表（样表）"
    assert [(place.table, place.row) for place in table.places] == [(1, 3), (1, 5)]
    assert table.doubts == ()


def test_lines_of_a_cell_are_joined_and_stacked_characters_too() -> None:
    table = table_in("""
┌──┬──────────┐
│行│《水法》第三十九条  │
│政│国家实行河道采砂许可│
│许│制度。              │
│可│                    │
├──┼──────────┤
│  │无                  │
└──┴──────────┘
""")
    assert table.rows == (("行政许可", "《水法》第三十九条国家实行河道采砂许可制度。"), ("", "无"))


def test_areas_over_rows_and_columns_are_filled() -> None:
    table = table_in("""
┌──┬────┬────┐
│许│采砂许可│水利局│
│可├────┼────┤
│  │取水许可│水利局│
├──┼────┴────┤
│罚│        无        │
├──┴─────────┤
│        合计            │
└────────────┘
""")
    assert table.rows == (
        ("许可", "采砂许可", "水利局"),
        ("许可", "取水许可", "水利局"),
        ("罚", "无", "无"),
        ("合计", "合计", "合计"),
    )
    assert table.spans == (Span(0, 0, 2, 1), Span(2, 1, 1, 2), Span(3, 0, 1, 3))


@pytest.mark.parametrize(
    "text",
    [
        "╔══╦══╗\n║甲║乙║\n╠══╬══╣\n║1║2║\n╚══╩══╝",
        "┏━━┳━━┓\n┃甲┃乙┃\n┡━━╇━━┩\n│1│2│\n└──┴──┘",
        "+-----+-----+\n| 甲  | 乙  |\n+=====+=====+\n| 1   | 2   |\n+-----+-----+",
        "│甲│乙│\n├──┼──┤\n│1│2│",
    ],
)
def test_every_style_of_drawing_is_read(text: str) -> None:
    assert table_in(text).rows == (("甲", "乙"), ("1", "2"))


def test_bars_out_of_line_are_put_right_by_the_rules_above_and_below() -> None:
    table = table_in("""
┌────┬────┬────┐
│名称│种类│备注│
├────┴────┼────┤
│合计三十项，其中许可十项以及更多的字│无│
└─────────┴────┘
""")
    assert table.rows[1] == ("合计三十项，其中许可十项以及更多的字",) * 2 + ("无",)
    assert table.doubts == ()


def test_bars_that_fit_nothing_become_doubts() -> None:
    table = table_in("┌──┬──┬──┐\n│甲│乙│丙│\n├──┼──┼──┤\n│x│长长长长长长长│\n└──┴──┴──┘")
    assert len(table.rows) == 2 and table.doubts


def test_rows_without_rules_between_them_begin_with_their_serial_numbers() -> None:
    table = table_in("""
┌──┬──────┐
│序│名称        │
├──┼──────┤
│1 │采砂许可    │
│2 │取水许可    │
│  │（延续）    │
│3 │水土保持    │
└──┴──────┘
""")
    assert [row[1] for row in table.rows] == ["名称", "采砂许可", "取水许可（延续）", "水土保持"]


def test_a_drawing_inside_one_paragraph_is_a_table_too() -> None:
    text = "前言\n┌──┬──┐\n│甲│乙│\n└──┴──┘\n后语"
    blocks = replace([Paragraph(text)], 4)
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["前言", "后语"]
    assert [block.places[0].table for block in blocks if isinstance(block, Table)] == [5]


@pytest.mark.parametrize(
    "text",
    [
        "━━━━━━━━",
        "正文│不是│表格",
        "首页 | 政务公开 | 办事服务",
        "┌──┐\n│通知│\n└──┘",
        "──────\n│\n──────",
        "+ 加号 +\n| 竖线 |",
    ],
)
def test_dividers_frames_and_menus_are_no_tables(text: str) -> None:
    blocks = read(text)
    assert all(isinstance(block, Paragraph) for block in blocks)
    assert "\n".join(block.text for block in blocks if isinstance(block, Paragraph)) == text


def wide(text: str, width: int) -> str:
    return text + " " * (width - sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text))


@settings(max_examples=80)
@given(
    st.integers(1, 5).flatmap(
        lambda columns: st.lists(
            st.lists(st.text(alphabet="甲乙丙许可证1A、", max_size=6), min_size=columns, max_size=columns),
            min_size=2,
            max_size=5,
        )
    ),
    st.sampled_from([1, 2]),
)
def test_what_is_drawn_is_read_back(cells: list[list[str]], box: int) -> None:
    columns = len(cells[0])
    widths = [12] * columns

    def rule(left: str, middle: str, right: str) -> str:
        return left + middle.join("─" * (width // box) for width in widths) + right

    lines = [rule("┌", "┬", "┐")]
    for row in cells:
        lines.append("│" + "│".join(wide(text, width) for text, width in zip(row, widths, strict=True)) + "│")
        lines.append(rule("├", "┼", "┤"))
    lines[-1] = rule("└", "┴", "┘")
    assert table_in("\n".join(lines)).rows == tuple(tuple(row) for row in cells)


@settings(max_examples=300)
@given(st.lists(st.text(alphabet="│─┌┐└┘├┤┬┴┼ 甲1|+-\n", max_size=14), max_size=8))
def test_any_scribble_keeps_its_text_and_makes_rectangles(lines: list[str]) -> None:
    before = "".join(char for line in lines for char in line if char in "甲1")
    blocks = replace([Paragraph(line) for line in lines], 0)
    after = ""
    for block in blocks:
        if isinstance(block, Paragraph):
            after += block.text
        else:
            covered = block.covered()
            after += "".join(
                text
                for row, texts in enumerate(block.rows)
                for at, text in enumerate(texts)
                if (row, at) not in covered
            )
    assert sorted(char for char in after if char in "甲1") == sorted(before)
