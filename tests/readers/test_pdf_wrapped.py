"""Chinese lists without a full grid whose cells run over several lines, as Word prints them without borders."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractors.readers.stitch import stitch
from tests.readers.minipdf import Canvas
from tests.readers.test_pdf import only, paragraphs, read

XS = (50.0, 180.0, 305.0, 435.0)
SIZE, PITCH = 10.5, 17.0
HEAD = ("材料名称", "材料形式", "来源渠道", "填报须知")
LONG = "加盖公章，一式两份；委\n托他人办理的还应当提交\n授权委托书"
ROWS = (
    ("取水审批申请表", "原件", "申请人自备", LONG),
    ("林木采伐审批申请表", "原件及复印件", "政府部门核发", "一式两份"),
    ("动物诊疗审批申请表", "原件", "申请人自备", LONG),
    ("水土保持方案审批申请表", "原件及复印件", "申请人自备", LONG),
    ("农药经营审批申请表", "原件", "政府部门核发", "一式两份"),
    ("临时用地审批申请表", "原件", "申请人自备", LONG),
)


def put(canvas: Canvas, rows: Sequence[Sequence[str]], top: float = 720) -> list[float]:
    """Rows of wrapped cells under each other; the levels at which rows begin and the last ends."""
    levels = [top]
    for row in rows:
        for x, text in zip(XS, row, strict=False):
            for number, line in enumerate(text.split("\n") if text else ()):
                canvas.text(x, top - SIZE - PITCH * number, line, SIZE)
        top -= PITCH * max(text.count("\n") + 1 for text in row)
        levels.append(top)
    return levels


def rule(canvas: Canvas, levels: Sequence[float]) -> None:
    for level in levels:
        canvas.line(45, level - 1, 560, level - 1)


@pytest.mark.parametrize("ruled", ["none", "three", "rows"])
def test_a_wrapped_last_column_stays_in_its_table(tmp_path: Path, ruled: str) -> None:
    canvas = Canvas()
    levels = put(canvas, [HEAD, *ROWS])
    rule(canvas, {"none": [], "three": [*levels[:2], levels[-1]], "rows": levels}[ruled])
    assert only(read(tmp_path, canvas)).rows == (HEAD, *ROWS)


@pytest.mark.parametrize("ruled", ["none", "rows"])
def test_a_column_that_few_rows_fill_is_a_column_under_its_heading(tmp_path: Path, ruled: str) -> None:
    head = ("序号", "事项名称", "实施主体", "备注")
    rows = [
        (str(number), "取水审批及其变更\n延续手续的办理", "某旗水利局", "共管" if number == 3 else "")
        for number in range(1, 8)
    ]
    canvas = Canvas()
    levels = put(canvas, [head, *rows])
    rule(canvas, levels if ruled == "rows" else [])
    assert only(read(tmp_path, canvas)).rows == (head, *rows)


@pytest.mark.parametrize("ruled", ["none", "three", "rows"])
def test_blanks_to_be_filled_in_below_a_list_are_no_row(tmp_path: Path, ruled: str) -> None:
    canvas = Canvas()
    levels = put(canvas, [HEAD, *ROWS])
    rule(canvas, {"none": [], "three": [*levels[:2], levels[-1]], "rows": levels}[ruled])
    canvas.text(50, levels[-1] - SIZE, "填报人：", SIZE)
    canvas.text(305, levels[-1] - SIZE, "联系电话：", SIZE)
    document = read(tmp_path, canvas)
    assert only(document).rows == (HEAD, *ROWS)
    assert paragraphs(document)[-1] == "填报人： 联系电话："


def test_a_first_column_that_wraps_beside_another_is_one_row(tmp_path: Path) -> None:
    rows = (("户外广告设置备案核验申\n请表", "原件", "申请人自备", LONG), *ROWS)
    canvas = Canvas()
    put(canvas, [HEAD, *rows])
    assert only(read(tmp_path, canvas)).rows == (HEAD, *rows)


@pytest.mark.parametrize("ruled", [False, True])
def test_a_row_that_the_page_before_began_goes_on_in_the_table(tmp_path: Path, ruled: bool) -> None:
    canvas = Canvas()
    rest = ("", "", "", "托他人办理的还应当提交\n授权委托书")
    levels = put(canvas, [rest, *ROWS])
    rule(canvas, levels[1:] if ruled else [])
    assert only(read(tmp_path, canvas)).rows == (rest, *ROWS)


def test_a_caption_above_the_upper_rule_is_no_row(tmp_path: Path) -> None:
    canvas = Canvas()
    levels = put(canvas, [HEAD, *ROWS])
    rule(canvas, levels)
    canvas.text(200, levels[0] + 4, "表1", SIZE)
    assert only(read(tmp_path, canvas)).rows == (HEAD, *ROWS)


@pytest.mark.parametrize("count", [2, 3])
def test_the_last_rows_of_a_numbered_list_are_a_table(tmp_path: Path, count: int) -> None:
    rows = tuple((str(number), "取水审批", "某旗水利局", "长期\n有效") for number in range(17, 17 + count))
    canvas = Canvas()
    put(canvas, rows)
    assert only(read(tmp_path, canvas)).rows == rows


def test_two_columns_of_names_under_each_other_are_no_table(tmp_path: Path) -> None:
    canvas = Canvas()
    put(canvas, [("某旗水利局", "", "某旗林业局", ""), ("某旗农牧局", "", "某旗民政局", "")])
    assert not list(read(tmp_path, canvas).tables)


def test_the_last_row_of_a_page_keeps_its_wrapped_lines_under_the_heading_rule(tmp_path: Path) -> None:
    canvas = Canvas()
    rows = (*ROWS[1:], ROWS[0])
    levels = put(canvas, [HEAD, *rows])
    rule(canvas, levels[:2])
    assert only(read(tmp_path, canvas)).rows == (HEAD, *rows)


def test_the_parts_of_a_list_without_rules_have_the_same_columns_on_every_page(tmp_path: Path) -> None:
    first, second = Canvas(), Canvas()
    put(first, [HEAD, *ROWS])
    put(second, [(row[0][:4], *row[1:]) for row in ROWS])
    one, two = read(tmp_path, first, second).tables
    assert one.edges == two.edges
    (whole,) = stitch(read(tmp_path, first, second)).tables
    assert len(whole.rows) == 1 + 2 * len(ROWS)


def test_tables_whose_columns_stand_elsewhere_keep_their_own(tmp_path: Path) -> None:
    first, second = Canvas(), Canvas()
    put(first, [HEAD, *ROWS])
    second.raw("1 0 0 1 60 0 cm")
    put(second, [HEAD, *[(*row[:3], "一式两份") for row in ROWS]])
    one, two = read(tmp_path, first, second).tables
    assert one.edges != two.edges
