"""Tables without a full grid, and pages of text in columns that are no tables."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from extractors.readers.pdf.reader import read_pdf
from quanze.document import Document, Paragraph, Span, Table
from tests.readers.minipdf import Canvas, Sheet, write_pdf

COLUMNS = (60.0, 220.0, 300.0, 380.0)
HEAD = ("Country", "2009", "2010", "2011")
BODY = (
    ("Argentina", "5,000", "5,100", "-"),
    ("Australia", "50,000", "50,000", "61.2"),
    ("Austria", "60,000", "60,500", "7"),
    ("Other countries", "80,000", "80,400", "1,190"),
    ("World total", "195,000", "196,000", "2"),
)
SENTENCE = "This is running text that goes on over the whole width of the column and says nothing of a table."
PROSE = "从事取水活动的单位和个人应当向县级以上地方人民政府水行政主管部门提出申请经审查符合条件的依法予以批准"


def set_rows(
    canvas: Canvas, rows: Iterable[Sequence[str]], top: float = 700, pitch: float = 14, xs: Sequence[float] = COLUMNS
) -> float:
    """Words at column starts, one row under the other; returns where the next row would be."""
    for row in rows:
        for x, word in zip(xs, row, strict=True):
            if word:
                canvas.text(x, top, word)
        top -= pitch
    return top


def read(folder: Path, *sheets: Sheet | Canvas) -> Document:
    return read_pdf(write_pdf(folder / "a.pdf", sheets))


def only(document: Document) -> Table:
    (table,) = document.tables
    return table


def test_values_in_columns_are_a_table_without_any_rule(tmp_path: Path) -> None:
    canvas = Canvas()
    bottom = set_rows(canvas, [HEAD, *BODY])
    canvas.text(60, bottom - 30, SENTENCE)
    canvas.text(60, 740, SENTENCE)
    document = read(tmp_path, canvas)
    assert only(document).rows == (HEAD, *BODY)
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [SENTENCE, SENTENCE]


def test_three_rules_bound_a_table_and_its_heading(tmp_path: Path) -> None:
    canvas = Canvas()
    set_rows(canvas, [HEAD, *BODY])
    for y in (712, 696, 626):
        canvas.line(55, y, 430, y)
    canvas.text(60, 720, "Table 1. Production")
    canvas.text(60, 612, "Source: the bureau's yearbook of that year, with corrections made later on.")
    table = only(read(tmp_path, canvas))
    assert table.rows == (HEAD, *BODY)
    assert table.title == "Table 1. Production"


def test_rules_between_all_rows_hold_wrapped_cells_together(tmp_path: Path) -> None:
    canvas = Canvas()
    xs = (60.0, 100.0, 240.0, 400.0)
    canvas.line(55, 715, 480, 715)
    top = set_rows(canvas, [("序号", "事项名称", "设定依据", "机构")], xs=xs)
    for number, lines in enumerate((3, 1, 2, 4), 1):
        canvas.line(55, top + 10, 480, top + 10)
        rows = [(str(number), f"许可事项{number}", "《中华人民共和国水法》", "水政股")]
        rows += [("", "", "第四十八条的有关规定", "")] * (lines - 1)
        top = set_rows(canvas, rows, top - 2, xs=xs) - 2
    canvas.line(55, top + 10, 480, top + 10)
    table = only(read(tmp_path, canvas))
    assert [row[0] for row in table.rows] == ["序号", "1", "2", "3", "4"]
    assert table.rows[4][2].count("\n") == 3 and table.rows[2][2] == "《中华人民共和国水法》"


def test_a_heading_over_several_columns_spans_them(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.text(300, 716, "Year")
    canvas.line(215, 712, 420, 712)
    set_rows(canvas, [HEAD, *BODY])
    for y in (730, 696, 626):
        canvas.line(55, y, 430, y)
    table = only(read(tmp_path, canvas))
    assert table.rows[0][1:] == ("Year", "Year", "Year") and table.rows[1] == HEAD
    assert Span(0, 1, 1, 3) in table.spans and Span(0, 0, 2, 1) in table.spans


def test_shaded_rows_bound_a_table_as_rules_do(tmp_path: Path) -> None:
    canvas = Canvas()
    for row in range(0, 6, 2):
        canvas.raw("0.85 g")
        canvas.box(55, 696 - 14 * row, 380, 14, "f")
        canvas.raw("0 g")
    set_rows(canvas, [HEAD, *BODY])
    assert only(read(tmp_path, canvas)).rows == (HEAD, *BODY)


def test_a_grid_without_row_rules_is_parted_by_its_lines_of_numbers(tmp_path: Path) -> None:
    canvas = Canvas()
    edges = (55.0, 210.0, 290.0, 370.0, 430.0)
    for y in (712, 696, 626):
        canvas.line(55, y, 430, y)
    for x in edges:
        canvas.line(x, 626, x, 712)
    set_rows(canvas, [HEAD, *BODY])
    assert only(read(tmp_path, canvas)).rows == (HEAD, *BODY)


def test_a_list_whose_cells_wrap_is_not_parted_line_by_line(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.grid((55, 100, 250, 430), (712, 650, 580))
    for top in (700.0, 640.0):
        canvas.text(60, top, "1")
        for line in range(4):
            canvas.text(105, top - 13 * line, "取水许可审批以及其他事项")
            canvas.text(255, top - 13 * line, f"{line + 1}.受理责任公示材料")
    table = only(read(tmp_path, canvas))
    assert len(table.rows) == 2 and table.rows[0][1].count("\n") == 3


def test_dots_that_lead_to_a_value_are_not_read(tmp_path: Path) -> None:
    canvas = Canvas()
    for row in range(6):
        canvas.text(60, 700 - 14 * row, f"0.{row}9 ..............")
        canvas.text(260, 700 - 14 * row, str(100 + row))
        canvas.text(340, 700 - 14 * row, str(300 - row))
    table = only(read(tmp_path, canvas))
    assert table.rows[0] == ("0.09", "100", "300") and len(table.rows) == 6


@pytest.mark.parametrize(
    "rows",
    [
        [(f"第{number}章", f"总则以及附则之{number}", str(2 * number)) for number in range(1, 12)],
        [
            ("联系人：王某某", "电话：0472-1234567", ""),
            ("地址：某旗某街1号", "邮编：014100", ""),
            ("申请人：", "年月日", ""),
        ],
        [(f"{number}.", PROSE[:22], "") for number in range(1, 9)],
    ],
    ids=["contents", "contact lines", "numbered items"],
)
def test_lists_of_chinese_text_are_no_tables(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    canvas = Canvas()
    set_rows(canvas, rows, xs=(60.0, 200.0, 420.0), pitch=16)
    assert not list(read(tmp_path, canvas).tables)


def test_two_columns_of_text_are_read_one_after_the_other(tmp_path: Path) -> None:
    canvas = Canvas()
    for line in range(14):
        canvas.text(60, 700 - 15 * line, PROSE[:22])
        canvas.text(310, 696 - 15 * line, PROSE[22:44])
    document = read(tmp_path, canvas)
    assert not list(document.tables)
    text = "".join(block.text for block in document.blocks if isinstance(block, Paragraph))
    assert text == PROSE[:22] * 14 + PROSE[22:44] * 14


def test_a_table_in_one_of_two_columns_is_found(tmp_path: Path) -> None:
    canvas = Canvas()
    for line in range(20):
        canvas.text(60, 700 - 15 * line, PROSE[:20])
        if line < 8 or line > 14:
            canvas.text(310, 700 - 15 * line, PROSE[22:42])
    set_rows(canvas, [row[:3] for row in BODY], 575, 14, (310.0, 400.0, 460.0))
    assert only(read(tmp_path, canvas)).rows == tuple(row[:3] for row in BODY)


def test_free_text_between_table_columns_keeps_a_gap(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.text(60, 720, "填报单位：某旗林业局")
    canvas.text(320, 720, "填报日期：2023年3月")
    canvas.grid((60, 200, 400), (700, 660, 620))
    canvas.words((60, 200), (700, 660), [("名称", "备注"), ("取水", "无")])
    assert only(read(tmp_path, canvas)).title == "填报单位：某旗林业局 填报日期：2023年3月"


def test_words_strewn_about_a_rule_are_no_table(tmp_path: Path) -> None:
    canvas = Canvas()
    for row in range(8):
        for column in (row % 4, 7 - row % 4):
            canvas.text(60 + 60 * column, 700 - 14 * row, f"a{column}b")
    canvas.line(55, 649, 530, 649)
    document = read(tmp_path, canvas)
    assert not list(document.tables)
    assert len(document.blocks) == 8
