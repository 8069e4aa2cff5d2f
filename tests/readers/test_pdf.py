"""PDF pages with full grids, in every way that producers write them; the document around the tables; bad files."""

from pathlib import Path

import pytest

from extractors.readers.pdf.reader import read_pdf
from quanze.document import Document, Paragraph, Span, Table
from tests.readers.minipdf import Canvas, Sheet, write_pdf

XS, YS = (60.0, 120.0, 250.0, 400.0), (700.0, 660.0, 620.0, 580.0)
ROWS = (("序号", "事项名称", "备注"), ("1", "取水许可审批", "Water 12"), ("2", "林木采伐许可", "无"))


def listing() -> Canvas:
    canvas = Canvas()
    canvas.text(60, 720, "某旗权责清单")
    canvas.grid(XS, YS)
    canvas.words(XS, YS, ROWS)
    return canvas


def read(folder: Path, *sheets: Sheet | Canvas, extra: str = "") -> Document:
    return read_pdf(write_pdf(folder / "a.pdf", sheets, extra))


def only(document: Document) -> Table:
    (table,) = document.tables
    return table


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_a_ruled_table_gives_its_rows_places_edges_and_title(tmp_path: Path) -> None:
    document = read(tmp_path, listing())
    table = only(document)
    assert document.format == "pdf" and document.pages == 1 and not document.doubts
    assert table.rows == ROWS
    assert table.title == "某旗权责清单" and paragraphs(document) == ["某旗权责清单"]
    assert table.edges == (60, 120, 250, 400) and table.page == 1
    assert table.bbox == (60, 142, 400, 262)
    assert [place.row for place in table.places] == [1, 2, 3]
    assert table.places[1].bbox == (60, 182, 400, 222) and table.places[1].table == 1
    assert table.boxes[1][2] == (250, 182, 400, 222)


def test_merged_cells_are_filled_and_said(tmp_path: Path) -> None:
    canvas = Canvas()
    for y in (700.0, 620.0, 580.0):
        canvas.line(60, y, 400, y)
    canvas.line(120, 660, 400, 660)
    for x in (60.0, 120.0, 400.0):
        canvas.line(x, 580, x, 700)
    canvas.line(250, 580, 250, 660)
    canvas.text(65, 655, "类型")
    canvas.text(200, 680, "职权名称")
    canvas.words((123.0, 253.0), (660.0,), [("项目", "子项")])
    canvas.words((63.0, 123.0, 253.0), (620.0,), [("许可", "取水", "无")])
    table = only(read(tmp_path, canvas))
    assert table.rows == (("类型", "职权名称", "职权名称"), ("类型", "项目", "子项"), ("许可", "取水", "无"))
    assert set(table.spans) == {Span(0, 0, 2, 1), Span(0, 1, 1, 2)}


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_is_read_the_way_it_is_shown(tmp_path: Path, rotate: int) -> None:
    table = only(read(tmp_path, Sheet(listing(), rotate=rotate)))
    assert table.rows == ROWS and table.title == "某旗权责清单"
    wide, high = (842, 595) if rotate in (90, 270) else (595, 842)
    assert table.bbox is not None
    left, top, right, bottom = table.bbox
    assert 0 <= left < right <= wide and 0 <= top < bottom <= high


@pytest.mark.parametrize("matrix", ["0 1 -1 0 842 0", "-1 0 0 -1 595 842", "0 -1 1 0 0 595"])
def test_sideways_and_upside_down_text_is_turned(tmp_path: Path, matrix: str) -> None:
    canvas = listing()
    canvas.parts = [f"q {matrix} cm", *canvas.parts, "Q"]
    box = (0.0, 0.0, 595.0, 842.0) if matrix.startswith("-1") else (0.0, 0.0, 842.0, 595.0)
    assert only(read(tmp_path, Sheet(canvas, box=box))).rows == ROWS


def test_what_the_crop_box_cuts_off_is_not_there(tmp_path: Path) -> None:
    canvas = listing()
    canvas.text(60, 300, "页面以外的文字")
    document = read(tmp_path, Sheet(canvas, crop=(40, 500, 500, 800)))
    assert only(document).rows == ROWS and only(document).bbox == (20, 100, 360, 220)
    assert paragraphs(document) == ["某旗权责清单"]


def test_form_objects_are_placed_by_all_their_matrices(tmp_path: Path) -> None:
    page = Canvas()
    page.raw("q 1 0 0 1 10 -20 cm /X1 Do Q")
    table = only(read(tmp_path, Sheet(page, forms={"X1": (listing(), (0.5, 0, 0, 0.5, 30, 400))})))
    assert table.rows == ROWS and table.bbox == (70, 112, 240, 172)


def test_thin_filled_boxes_double_lines_and_dashes_are_rules(tmp_path: Path) -> None:
    thin, double, dashed = Canvas(), Canvas(), Canvas()
    for x in XS:
        thin.box(x - 0.25, 580, 0.5, 120, "f")
        double.line(x, 580, x, 700)
        double.line(x + 2, 580, x + 2, 700)
        for level in range(580, 700, 5):
            dashed.line(x, level, x, level + 2.5)
    for y in YS:
        thin.box(60, y - 0.25, 340, 0.5, "f")
        double.line(60, y, 400, y)
        double.line(60, y + 2, 400, y + 2)
        dashed.raw(f"[3 2] 0 d 0.5 w 60 {y} m 400 {y} l S [] 0 d")
    for canvas in (thin, double, dashed):
        canvas.words(XS, YS, ROWS)
        assert only(read(tmp_path, canvas)).rows == ROWS


def test_a_whole_table_drawn_as_one_path_is_taken_apart(tmp_path: Path) -> None:
    canvas = Canvas()
    lines = [f"{x} 580 m {x} 700 l" for x in XS] + [f"60 {y} m 400 {y} l" for y in YS]
    canvas.raw("0.5 w " + " ".join(lines) + " S")
    canvas.words(XS, YS, ROWS)
    assert only(read(tmp_path, canvas)).rows == ROWS


def test_tables_without_side_borders_keep_their_outer_columns(tmp_path: Path) -> None:
    canvas = Canvas()
    for y in YS:
        canvas.line(60, y, 400, y)
    for x in XS[1:-1]:
        canvas.line(x, 580, x, 700)
    canvas.words(XS, YS, ROWS)
    table = only(read(tmp_path, canvas))
    assert table.rows == ROWS and table.edges == (59.5, 120, 250, 400.5)


def test_watermarks_stay_out_of_the_cells(tmp_path: Path) -> None:
    oblique, pale = listing(), listing()
    oblique.text(100, 600, "内部资料", 40, turn=(0.7, 0.7, -0.7, 0.7))
    pale.raw("0.85 g")
    pale.text(100, 610, "内部资料", 40)
    for canvas in (oblique, pale):
        assert only(read(tmp_path, canvas)).rows == ROWS


def test_characters_painted_twice_to_look_bold_are_read_once(tmp_path: Path) -> None:
    canvas = listing()
    canvas.words([x + 0.3 for x in XS], YS, ROWS)
    assert only(read(tmp_path, canvas)).rows == ROWS


def test_words_stacked_in_a_narrow_cell_are_joined(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.grid((60, 80, 250), (700, 600))
    for line, letter in enumerate("行政许可"):
        canvas.text(65, 685 - 14 * line, letter)
    canvas.text(90, 685, "取水许可")
    canvas.text(90, 670, "第二行文字")
    assert only(read(tmp_path, canvas)).rows == (("行政许可", "取水许可\n第二行文字"),)


def test_vertical_writing_is_read_down_and_from_right_to_left(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.grid((60, 100, 250), (700, 600))
    canvas.text(85, 695, "行政许可", font="F3")
    canvas.text(70, 695, "第二列字", font="F3")
    canvas.text(110, 685, "取水许可")
    assert only(read(tmp_path, canvas)).rows == (("行政许可第二列字", "取水许可"),)


def test_turned_words_in_an_upright_table_keep_their_order(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.grid(XS, YS)
    canvas.words(XS[1:], YS, [row[1:] for row in ROWS])
    canvas.text(95, 665, "序号", turn=(0, 1, -1, 0))
    table = only(read(tmp_path, canvas))
    assert table.rows[0] == ROWS[0] and table.rows[2][1:] == ROWS[2][1:]


def test_lines_are_in_visual_order_whatever_the_order_of_writing(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.grid((60, 250, 400), (700, 600))
    canvas.text(65, 655, "第三行")
    canvas.text(95, 685, "一行")
    canvas.text(65, 670, "第二行")
    canvas.text(65, 685, "第一")
    canvas.text(260, 685, "右")
    assert only(read(tmp_path, canvas)).rows[0][0] in ("第一\n第二行\n第三行", "第一一行\n第二行\n第三行")


def test_text_too_long_for_its_cell_stays_in_one_piece(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.grid((60, 120, 250, 400), (700, 660, 620))
    canvas.text(63, 685, "取水许可审批变更登记")
    canvas.text(260, 685, "无")
    canvas.raw("q 62 625 56 30 re W n")
    canvas.text(63, 645, "林木采伐许可审批")
    canvas.raw("Q")
    canvas.text(123, 645, "第二格")
    canvas.text(368, 645, "123456789")
    table = only(read(tmp_path, canvas))
    assert table.rows == (("取水许可审批变更登记", "", "无"), ("林木采伐许可审批", "第二格", "123456789"))


def test_a_code_broken_at_its_hyphen_keeps_it(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.grid((60, 250, 400), (700, 600))
    canvas.text(65, 685, "1500-00001-")
    canvas.text(65, 672, "2023")
    canvas.text(260, 685, "x")
    assert only(read(tmp_path, canvas)).rows[0][0] == "1500-00001-\n2023"


def test_running_heads_and_page_numbers_are_neither_titles_nor_paragraphs(tmp_path: Path) -> None:
    sheets = []
    for number in range(1, 5):
        canvas = listing()
        canvas.text(60, 800, "某旗林业和草原局权责清单")
        canvas.text(290, 30, f"- {number} -")
        sheets.append(canvas)
    document = read(tmp_path, *sheets)
    assert [table.title for table in document.tables] == ["某旗权责清单"] * 4
    assert paragraphs(document) == ["某旗林业和草原局权责清单", *["某旗权责清单"] * 4]


def test_numbered_and_large_titles_at_the_top_of_pages_stay(tmp_path: Path) -> None:
    sheets = []
    for number in range(1, 4):
        canvas = Canvas()
        canvas.text(60, 800, f"附件{number}")
        canvas.text(160, 775, "权责事项登记表", size=18)
        canvas.grid(XS, [y + 60 for y in YS])
        canvas.words(XS, [y + 60 for y in YS], ROWS)
        canvas.text(260, 30, f"第 {number} 页 共 3 页")
        sheets.append(canvas)
    titles = [table.title for table in read(tmp_path, *sheets).tables]
    assert titles == [f"附件{number}\n权责事项登记表" for number in range(1, 4)]


def test_a_large_pale_title_is_no_watermark(tmp_path: Path) -> None:
    canvas = listing()
    canvas.raw("0.8 g")
    canvas.text(60, 740, "浅色的标题", 24)
    assert paragraphs(read(tmp_path, canvas))[0] == "浅色的标题"


def test_a_title_stops_at_the_sentence_before_it(tmp_path: Path) -> None:
    canvas = listing()
    canvas.text(60, 735, "附件1")
    canvas.text(60, 750, "现予以公布，请遵照执行。")
    assert only(read(tmp_path, canvas)).title == "附件1\n某旗权责清单"


def test_tables_count_through_the_file_and_rows_in_each(tmp_path: Path) -> None:
    document = read(tmp_path, listing(), listing())
    assert [(t.page, t.places[0].table, t.places[2].row) for t in document.tables] == [(1, 1, 3), (2, 2, 3)]


def test_a_table_inside_a_cell_is_a_table_of_its_own(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.grid((60, 150, 500), (700, 500, 460))
    canvas.grid((180, 300, 450), (660, 620, 580))
    canvas.words((60, 150), (700, 500), [("外一", "外二"), ("外三", "外四")])
    canvas.words((180, 300), (660, 620), [("内一", "内二"), ("内三", "内四")])
    rows = [table.rows for table in read(tmp_path, canvas).tables]
    assert rows == [(("外一", "外二"), ("外三", "外四")), (("内一", "内二"), ("内三", "内四"))]


def test_a_flow_chart_and_a_frame_are_no_tables(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.box(30, 30, 530, 780)
    for top, words in ((600.0, "申请"), (500.0, "受理"), (400.0, "决定")):
        canvas.box(200, top, 120, 40)
        canvas.text(240, top + 15, words)
        if top > 400:
            canvas.line(260, top - 60, 260, top)
    document = read(tmp_path, canvas)
    assert not list(document.tables) and paragraphs(document) == ["申请", "受理", "决定"]
