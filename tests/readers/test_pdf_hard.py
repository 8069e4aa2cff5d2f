"""What real producers and offices do to a ruled list: odd fonts, watermarks, dots for rules, borders cut off, codes."""

import math
from pathlib import Path

import pytest

from tests.readers.minipdf import Canvas, Sheet
from tests.readers.test_pdf import ROWS, XS, YS, listing, only, read


def gbk(canvas: Canvas, x: float, y: float, words: str) -> None:
    canvas.raw(f"BT /F5 10 Tf 1 0 0 1 {x} {y} Tm <{words.encode('gbk').hex()}> Tj ET")


def test_a_font_in_gbk_without_a_map_to_unicode_is_read(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.grid(XS, YS)
    rows = (("序号", "事项名称", "备注"), ("1", "取水许可〔2018〕审批", "林木采伐"), ("2", "镕朙", "无"))
    for top, row in zip(YS, rows, strict=False):
        for x, word in zip(XS, row, strict=False):
            gbk(canvas, x + 3, top - 12, word)
    document = read(tmp_path, canvas)
    assert only(document).rows == rows and not document.doubts


@pytest.mark.parametrize("degrees", [35, -35, 45, 60])
@pytest.mark.parametrize("words", ["内部资料 严禁外传", "COPY"])
def test_a_slanting_watermark_over_the_list_is_left_out(tmp_path: Path, degrees: float, words: str) -> None:
    canvas = listing()
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    canvas.raw("0.8 g")
    for x, y in ((100, 600), (200, 640), (300, 590)):
        canvas.text(x, y, words, 16, turn=(cos, sin, -sin, cos))
    canvas.raw("0 g")
    assert only(read(tmp_path, canvas)).rows == ROWS


@pytest.mark.parametrize("dash", ["[0.5 1.5]", "[1 1]", "[2 2]", "[4 2 1 2]"])
def test_rules_of_dots_and_dashes_make_a_grid(tmp_path: Path, dash: str) -> None:
    canvas = Canvas()
    canvas.raw(f"{dash} 0 d")
    canvas.grid(XS, YS)
    canvas.raw("[] 0 d")
    canvas.words(XS, YS, ROWS)
    assert only(read(tmp_path, canvas)).rows == ROWS


def test_dots_painted_one_by_one_make_a_grid(tmp_path: Path) -> None:
    canvas = Canvas()
    for y in YS:
        for step in range(171):
            canvas.box(60 + 2 * step - 0.3, y - 0.3, 0.6, 0.6, "f")
    for x in XS:
        for step in range(61):
            canvas.box(x - 0.3, 580 + 2 * step - 0.3, 0.6, 0.6, "f")
    canvas.words(XS, YS, ROWS)
    assert only(read(tmp_path, canvas)).rows == ROWS


@pytest.mark.parametrize("missing", ["left", "right", "top", "bottom", "sides", "all"])
def test_a_list_without_outer_borders_is_whole(tmp_path: Path, missing: str) -> None:
    canvas = Canvas()
    left, right = (missing in (side, "sides", "all") for side in ("left", "right"))
    top, bottom = (missing in (side, "all") for side in ("top", "bottom"))
    for y in YS[int(top) : len(YS) - int(bottom)]:
        canvas.line(XS[0], y, XS[-1], y)
    for x in XS[int(left) : len(XS) - int(right)]:
        canvas.line(x, YS[-1], x, YS[0])
    canvas.words(XS, YS, ROWS)
    assert only(read(tmp_path, canvas)).rows == ROWS


@pytest.mark.parametrize("crop", [(58, 0, 595, 842), (0, 0, 401, 842), (0, 578, 595, 842), (0, 0, 595, 701)])
@pytest.mark.parametrize("turn", [0, 90])
def test_a_page_clipped_at_its_list_keeps_the_cells(
    tmp_path: Path, crop: tuple[float, float, float, float], turn: int
) -> None:
    canvas = Canvas()
    canvas.grid(XS, YS)
    canvas.words(XS, YS, ROWS)
    assert only(read(tmp_path, Sheet(canvas, crop=crop, rotate=turn))).rows == ROWS


def test_a_hyphen_at_a_lines_end_is_a_hyphen_in_every_cell(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.grid(XS, YS)
    for top in YS[:-1]:
        canvas.text(123, top - 12, "150221-QT-")
        canvas.text(123, top - 24, "0001")
        canvas.text(63, top - 12, "a")
    rows = only(read(tmp_path, canvas)).rows
    assert [row[1] for row in rows] == 3 * ["150221-QT-\n0001"]
