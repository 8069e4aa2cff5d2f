"""Word tables: merges, uneven grids, nested tables, hidden and deleted rows, widths, titles."""

from pathlib import Path

import docx
import pytest

from extractors.readers.word.reader import read_word
from quanze.document import Paragraph, Span, Table
from tests.readers.word_files import p, tbl, tc, tr, write


def only(path: Path) -> Table:
    tables = list(read_word(path).tables)
    assert len(tables) == 1
    return tables[0]


def table_of(tmp_path: Path, *rows: str, grid: tuple[int, ...] = ()) -> Table:
    return only(write(tmp_path / "a.docx", tbl(*rows, grid=grid) + p()))


def test_a_cell_over_two_columns_fills_both_and_is_noted_as_a_span(tmp_path: Path) -> None:
    table = table_of(tmp_path, tr(tc("职权名称", span=2), "备注"), tr("项目", "子项", ""), grid=(1000, 1000, 1000))
    assert table.rows == (("职权名称", "职权名称", "备注"), ("项目", "子项", ""))
    assert table.spans == (Span(0, 0, 1, 2),)


def test_a_vertical_merge_fills_every_row_it_covers(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        tr(tc("行政许可", merge="restart"), "甲"),
        tr(tc(merge="continue"), "乙"),
        tr(tc(merge="continue"), "丙"),
        tr(tc("行政处罚", merge="restart"), "丁"),
        grid=(1000, 1000),
    )
    assert [row[0] for row in table.rows] == ["行政许可", "行政许可", "行政许可", "行政处罚"]
    assert table.spans == (Span(0, 0, 3, 1),)
    assert table.covered() == {(1, 0), (2, 0)}


def test_a_block_over_rows_and_columns_is_one_span(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        tr(tc("合并", span=2, merge="restart"), "1"),
        tr(tc(span=2, merge="continue"), "2"),
        tr("a", "b", "3"),
        grid=(1000, 1000, 1000),
    )
    assert table.rows[1] == ("合并", "合并", "2")
    assert table.spans == (Span(0, 0, 2, 2),)


def test_a_merge_that_goes_on_without_a_beginning_starts_where_it_is(tmp_path: Path) -> None:
    table = table_of(tmp_path, tr(tc("甲", merge="continue"), "1"), tr(tc(merge="continue"), "2"), grid=(1000, 1000))
    assert [row[0] for row in table.rows] == ["甲", "甲"]


def test_a_merge_below_a_plain_cell_does_not_take_its_text(tmp_path: Path) -> None:
    table = table_of(tmp_path, tr("甲", "1"), tr(tc("乙", merge="continue"), "2"), grid=(1000, 1000))
    assert [row[0] for row in table.rows] == ["甲", "乙"]


def test_text_that_a_merge_hides_becomes_a_doubt_not_a_value(tmp_path: Path) -> None:
    table = table_of(
        tmp_path, tr(tc("甲", merge="restart"), "1"), tr(tc("藏起来的字", merge="continue"), "2"), grid=(1000, 1000)
    )
    assert [row[0] for row in table.rows] == ["甲", "甲"]
    assert [(doubt.row, doubt.column) for doubt in table.doubts] == [(1, 0)]


def test_an_old_horizontal_merge_is_one_cell(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        tr(tc("合并", more='<w:hMerge w:val="restart"/>'), tc("", more="<w:hMerge/>"), "丙"),
        tr("a", "b", "c"),
        grid=(1000, 1000, 1000),
    )
    assert table.rows[0] == ("合并", "合并", "丙")
    assert table.spans == (Span(0, 0, 1, 2),)


def test_repeated_heading_rows_are_counted(tmp_path: Path) -> None:
    heading = "<w:tblHeader/>"
    table = table_of(tmp_path, tr("a", properties=heading), tr("b", properties=heading), tr("c"), tr("d"), grid=(1000,))
    assert table.heading_rows == 2


def test_a_table_of_headings_only_has_no_heading(tmp_path: Path) -> None:
    assert table_of(tmp_path, tr("a", properties="<w:tblHeader/>"), grid=(1000,)).heading_rows == 0


def test_a_deleted_row_is_gone_and_a_hidden_row_is_said(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        tr("a"),
        tr("删除的行", properties='<w:del w:id="1" w:author="x"/>'),
        tr("隐藏的行", properties="<w:hidden/>"),
        tr("插入的行", properties='<w:ins w:id="2" w:author="x"/>'),
        grid=(1000,),
    )
    assert table.rows == (("a",), ("插入的行",))
    assert [place.row for place in table.places] == [1, 2]
    assert ["隐藏" in doubt.note for doubt in table.doubts] == [True]


def test_a_deleted_cell_is_gone(tmp_path: Path) -> None:
    removed = '<w:cellDel w:id="1" w:author="x"/>'
    table = table_of(tmp_path, tr("a", tc("旧", more=removed), "b"), tr("c", tc("旧", more=removed), "d"))
    assert table.rows == (("a", "b"), ("c", "d"))


def test_a_nested_table_stays_in_its_cell_and_follows_as_a_table(tmp_path: Path) -> None:
    inner = tbl(tr("序号", "材料名称"), tr("1", "身份证"), grid=(500, 1500))
    path = write(tmp_path / "a.docx", tbl(tr("申请材料", tc(inner + p())), grid=(1000, 2000)) + p())
    outer, nested = read_word(path).tables
    assert outer.rows == (("申请材料", "序号 材料名称\n1 身份证"),)
    assert nested.rows == (("序号", "材料名称"), ("1", "身份证"))
    assert (outer.places[0].table, nested.places[1].table, nested.places[1].row) == (1, 2, 2)
    assert (outer.inner, nested.inner) == (False, True)


def test_a_nested_table_of_one_column_is_only_text(tmp_path: Path) -> None:
    inner = tbl(tr("甲"), tr("乙"), grid=(1500,))
    assert table_of(tmp_path, tr("x", tc(inner + p())), grid=(1000, 2000)).rows == (("x", "甲\n乙"),)


def test_rows_and_cells_in_content_controls_are_read(tmp_path: Path) -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    path = write(tmp_path / "a.docx", control(tbl(control(tr("a", control(tc("b")))), tr("c", "d"), grid=(900, 900))))
    assert only(path).rows == (("a", "b"), ("c", "d"))


def test_a_picture_alone_in_a_cell_is_a_doubt(tmp_path: Path) -> None:
    picture = '<w:p><w:r><w:drawing><a:blip r:embed="rId9"/></w:drawing></w:r></w:p>'
    table = table_of(tmp_path, tr("附件", tc(picture)), grid=(1000, 1000))
    assert table.rows == (("附件", ""),)
    assert [(doubt.row, doubt.column) for doubt in table.doubts] == [(0, 1)]


def test_a_title_is_the_text_back_to_the_last_heading_or_table(tmp_path: Path) -> None:
    body = (
        p("通知正文" * 50)
        + p("一、行政许可", '<w:outlineLvl w:val="0"/>')
        + p("填报单位：水利局")
        + tbl(tr("a"), grid=(900,))
        + p("续表说明")
        + tbl(tr("b"), grid=(900,))
        + tbl(tr("c"), grid=(900,))
    )
    titles = [table.title for table in read_word(write(tmp_path / "a.docx", body)).tables]
    assert titles == ["一、行政许可\n填报单位：水利局", "续表说明", ""]


def test_two_tables_with_equal_grids_stay_two(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", tbl(tr("a"), grid=(900,)) + p() + tbl(tr("b"), grid=(900,)) + p())
    assert [table.rows for table in read_word(path).tables] == [(("a",),), (("b",),)]


def test_the_reader_agrees_with_python_docx_on_its_own_merges(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=5, cols=6)
    for row in range(5):
        for column in range(6):
            table.cell(row, column).text = f"{row}.{column}"
    table.cell(0, 0).merge(table.cell(2, 1))
    table.cell(3, 2).merge(table.cell(3, 5))
    document.save(str(tmp_path / "a.docx"))
    expected = tuple(
        tuple(cell.text for cell in row.cells) for row in docx.Document(str(tmp_path / "a.docx")).tables[0].rows
    )
    assert only(tmp_path / "a.docx").rows == expected


def test_paragraphs_and_tables_keep_their_order(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", p("前") + tbl(tr("中"), grid=(900,)) + p("后"))
    kinds = [block.text if isinstance(block, Paragraph) else block.rows[0][0] for block in read_word(path).blocks]
    assert kinds == ["前", "中", "后"]


def test_an_empty_table_is_no_table(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", "<w:tbl><w:tblPr/><w:tblGrid/></w:tbl>" + p("x"))
    assert list(read_word(path).tables) == []


@pytest.mark.parametrize("count", [1, 63])
def test_a_span_wider_than_any_table_is_cut(tmp_path: Path, count: int) -> None:
    path = write(tmp_path / "a.docx", tbl(tr(tc("a", span=10**9)), *[tr("b")] * count, grid=(900,)))
    assert only(path).columns <= 200


def test_a_table_drawn_with_characters_is_a_table_in_its_place(tmp_path: Path) -> None:
    drawn = "".join(p(line) for line in ("┌──┬──┐", "│甲│乙│", "├──┼──┤", "│1 │2 │", "└──┴──┘"))
    body = tbl(tr("前"), grid=(900,)) + p("样表") + drawn + tbl(tr("后"), grid=(900,)) + p()
    first, middle, last = read_word(write(tmp_path / "a.docx", body)).tables
    assert middle.rows == (("甲", "乙"), ("1", "2"))
    assert middle.title == "样表"
    assert [table.places[0].table for table in (first, middle, last)] == [1, 2, 3]
