"""Chinese lists without a full grid: rules across only, no rules at all, columns that say little, rows cut by pages."""

from collections.abc import Sequence
from pathlib import Path

from extractors.readers.pdf.reader import read_pdf
from quanze.document import Document, Paragraph
from tests.readers.minipdf import Canvas, write_pdf

XS = (50.0, 90.0, 190.0, 260.0, 430.0, 500.0)
"""Where six columns begin."""
HEAD = ("序号", "职权名称", "职权类型", "设定依据", "承办机构", "备注")
LAW = "县级以上人民政府农业主管部门"


def lines(canvas: Canvas, top: float, *rows: Sequence[str], pitch: float = 12, xs: Sequence[float] = XS) -> float:
    """Rows of words at the columns' beginnings; returns the level of the next line."""
    for row in rows:
        for x, word in zip(xs, row, strict=False):
            if word:
                canvas.text(x, top, word)
        top -= pitch
    return top


def read(folder: Path, *pages: Canvas) -> Document:
    return read_pdf(write_pdf(folder / "a.pdf", pages))


def tables(document: Document) -> list[list[tuple[str, ...]]]:
    """Rows with the line ends of their cells taken out."""
    return [[tuple(cell.replace("\n", "") for cell in row) for row in table.rows] for table in document.tables]


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def rules(canvas: Canvas, *levels: float) -> None:
    for level in levels:
        canvas.line(45, level, 550, level)


def test_a_row_that_the_page_before_began_stands_between_heading_and_rows(tmp_path: Path) -> None:
    canvas = Canvas()
    lines(canvas, 780, HEAD)
    lines(canvas, 760, ("", "", "", LAW), ("", "", "", "责令停止经营"))
    lines(canvas, 730, ("5", "宅基地审批", "行政许可", LAW, "经济股"), ("", "", "", "审核批准"))
    lines(canvas, 700, ("6", "检疫登记", "行政确认", LAW, "植保站"), ("", "", "", "负责检疫"))
    rules(canvas, 792, 774, 742, 712, 682)
    (rows,) = tables(read(tmp_path, canvas))
    assert rows[0] == HEAD  # 备注 too, which holds no text
    assert [row[0] for row in rows[1:]] == ["", "5", "6"]
    assert rows[1][3] == LAW + "责令停止经营"


def test_a_numbered_row_above_the_first_rule_is_no_heading(tmp_path: Path) -> None:
    canvas = Canvas()
    lines(canvas, 780, ("5", "农村村民", "行政许可", LAW, "经济股"), ("", "宅基地审批", "", "审核批准"), pitch=20)
    lines(canvas, 730, ("6", "检疫登记", "行政确认", LAW, "植保站"), ("", "", "", "负责检疫"), pitch=20)
    lines(canvas, 680, ("7", "种子许可", "行政许可", LAW, "种子站"), ("", "", "", "负责种子"), pitch=20)
    rules(canvas, 795, 745, 695, 645)
    (rows,) = tables(read(tmp_path, canvas))
    assert [row[:2] for row in rows] == [("5", "农村村民宅基地审批"), ("6", "检疫登记"), ("7", "种子许可")]


def test_texts_centred_in_their_cells_under_a_heading_without_a_rule_above(tmp_path: Path) -> None:
    canvas = Canvas()
    lines(canvas, 790, HEAD)
    for number, top in (("1", 770.0), ("2", 730.0), ("3", 690.0)):
        lines(canvas, top, ("", "", "", LAW), ("", "", "", LAW), ("", "", "", "责令停止"), pitch=10)
        lines(canvas, top - 10.0 - 5, (number, "", "行政许可", "", "植保站"))
        lines(canvas, top - 5, ("", "农药经营许可"), ("", "（新办）"), pitch=10)
    rules(canvas, 784, 744, 704, 664)
    (rows,) = tables(read(tmp_path, canvas))
    assert rows[0] == HEAD
    assert [row[:3] for row in rows[1:]] == [(number, "农药经营许可（新办）", "行政许可") for number in "123"]


def test_the_last_page_of_a_list_without_rules_holds_one_row(tmp_path: Path) -> None:
    canvas = Canvas()
    lines(canvas, 780, HEAD[:5])
    top = lines(canvas, 760, ("", "", "", "应当自收到申请之日起"), ("", "", "", "完成审查"))
    lines(canvas, top - 8, ("18", "拖拉机和联合", "行政许可", LAW, "监理站"), ("", "收割机驾驶证", "", "行使职权"))
    (rows,) = tables(read(tmp_path, canvas))
    assert rows[0] == HEAD[:5]
    assert rows[1][3] == "应当自收到申请之日起完成审查"
    assert rows[2][:2] == ("18", "拖拉机和联合收割机驾驶证")


def test_two_columns_full_of_text_below_a_heading_are_no_prose(tmp_path: Path) -> None:
    xs = (50.0, 110.0, 200.0, 260.0, 415.0)
    canvas = Canvas()
    top = lines(canvas, 780, ("序号", "职权名称", "类型", "设定依据", "责任事项"), xs=xs) - 8
    for number in "123":
        rows = [(number, "农药经营", "许可", LAW, LAW + "审查"), *[("", "", "", LAW, LAW + "审查")] * 5]
        top = lines(canvas, top, *rows, xs=xs) - 8
    (rows_read,) = tables(read(tmp_path, canvas))
    assert [row[0] for row in rows_read] == ["序号", "1", "2", "3"]


def test_a_column_of_which_only_the_heading_stands_there_keeps_its_place(tmp_path: Path) -> None:
    xs = (50.0, 90.0, 170.0, 230.0, 300.0, 460.0)
    canvas = Canvas()
    top = lines(canvas, 780, ("序号", "职权名称", "职权类型", "子项名称", "设定依据", "承办机构"), xs=xs) - 8
    for number in "12345":
        rows = [(number, "农药经营", "行政许可", "", LAW, "植保站"), *[("", "农药", "", "", LAW, "股")] * 5]
        top = lines(canvas, top, *rows, xs=xs) - 8
    (rows_read,) = tables(read(tmp_path, canvas))
    assert rows_read[0] == ("序号", "职权名称", "职权类型", "子项名称", "设定依据", "承办机构")
    assert {row[3] for row in rows_read[1:]} == {""}


def test_the_last_lines_of_the_last_row_stay_in_their_column(tmp_path: Path) -> None:
    canvas = Canvas()
    top = lines(canvas, 780, HEAD[:5])
    for number in "123":
        rows = [
            (number, "农药经营", "行政许可", LAW, "农业综合"),
            ("", "", "", LAW, "执法队"),
            ("", "", "", "责令停止"),
        ]
        top = lines(canvas, top, *rows) - 8
    lines(canvas, top + 8, ("", "", "", "没收违法所得"))
    document = read(tmp_path, canvas)
    assert tables(document)[0][-1][3].endswith("责令停止没收违法所得")
    assert paragraphs(document) == []


def test_short_lines_in_two_columns_that_do_not_stand_level_are_read_one_after_the_other(tmp_path: Path) -> None:
    canvas = Canvas()
    left = [
        "事项类型：行政许可",
        "设定依据：" + LAW,
        "申请材料：",
        *(f"{n}.材料名称" for n in range(1, 13)),
    ]
    right = [
        "办理流程：申请→受理→审查→决定→",
        *(f"{n}.另一材料" for n in range(1, 13)),
        "承诺时限：十个工作日",
    ]
    for number, words in enumerate(left):
        canvas.text(50, 780 - 15 * number, words)
    for number, words in enumerate(right):
        canvas.text(310, 773 - 15.5 * number, words)
    document = read(tmp_path, canvas)
    said = "".join(paragraphs(document))
    assert not list(document.tables)
    assert said.index("12.材料名称") < said.index("办理流程")


def test_rows_of_two_cells_that_stand_level_are_not_parted(tmp_path: Path) -> None:
    canvas = Canvas()
    for number in range(14):
        canvas.text(50, 780 - 15 * number, f"{number + 1}.材料的名称" + "及其要求以及说明之一二" * (number % 4 == 3))
        canvas.text(310, 780 - 15 * number, "县农业农村局核发" + "种植业管理股和畜牧兽医股" * (number % 4 == 1))
    found = read(tmp_path, canvas)
    said = "".join(paragraphs(found)) + "".join(cell for table in found.tables for row in table.rows for cell in row)
    assert said.index("核发") < said.index("2.材料")
