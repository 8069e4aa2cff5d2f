"""Nothing vanishes silently: lists that were not read are doubts; numbers glued to names are parted."""

from dataclasses import replace

import pytest

from extractors import extract
from quanze.document import Document, Paragraph, Place, Table
from quanze.errors import NoList
from quanze.matter import Extraction
from tests.extractors.tables import assert_account, document, doubts, reading, table, titles

LIST = """
序号 | 职权名称 | 职权类型 | 设定依据
1 | 农药经营许可 | 行政许可 | 《农药管理条例》第二十四条
2 | 动物诊疗许可证核发 | 行政许可 | 《动物防疫法》第六十一条
"""
HEADING = "序号 职权名称 职权类型 设定依据"
GLUED = """
序号服务事项名称 | 事项类型 | 承办机构
1农业技术推广服务 | 公共服务 | 粮油站
2测土配方施肥指导 | 公共服务 | 土肥站
312316热线咨询 | 公共服务 | 信息股
"""


def on_page(block: Table | str, page: int) -> Table | Paragraph:
    """A table or a line on a page of a PDF."""
    if isinstance(block, str):
        return Paragraph(block, Place(page=page, bbox=(50, 60, 500, 70)))
    return replace(block, page=page, places=tuple(replace(place, page=page) for place in block.places))


def paged(*blocks: Table | Paragraph) -> Extraction:
    extraction = extract(Document("某局权责清单.pdf", "0" * 64, "pdf", blocks, len(blocks)), "某局")
    assert_account(extraction)
    return extraction


def test_numbers_glued_to_names_are_parted() -> None:
    found = reading(table(GLUED), form="pdf")
    assert [name for name, _ in titles(found)] == ["农业技术推广服务", "测土配方施肥指导", "12316热线咨询"]
    assert found.doubts == ()


def test_a_group_row_in_a_glued_column_stays_a_group() -> None:
    found = reading(
        table("序号职权名称 | 承办机构\n一、行政许可 | <\n1农药经营许可 | 植保站\n2兽药经营许可 | 畜牧股"), form="pdf"
    )
    assert titles(found) == [("农药经营许可", ""), ("兽药经营许可", "")]
    assert {matter.kind for matter in found.matters} == {"行政许可"}


def test_glued_numbers_that_do_not_count_on_are_a_doubt() -> None:
    found = reading(table(GLUED.replace("2测土", "7测土")), form="pdf")
    assert "单元格存疑" in doubts(found)
    assert "核对名称" in found.doubts[0].note


def test_names_that_begin_with_numbers_keep_them() -> None:
    found = reading(table("事项名称 | 事项类型\n12345热线受理 | 公共服务\n12315投诉受理 | 公共服务"), form="pdf")
    assert [name for name, _ in titles(found)] == ["12345热线受理", "12315投诉受理"]


def test_a_heading_without_its_table_is_a_doubt_that_names_the_page() -> None:
    found = paged(on_page(table(LIST), 1), on_page(HEADING, 2), on_page("3 生鲜乳收购站许可", 2))
    (doubt,) = found.doubts
    assert (doubt.kind, doubt.place.page, doubt.whole_row) == ("表格未读出", 2, False)
    assert doubt.place.page == 2 and doubt.note.startswith("这一页")


def test_tabs_of_a_web_page_are_no_heading_of_a_list() -> None:
    assert paged(on_page(table(LIST), 1), on_page("设定依据 受理条件 申请材料 办理流程", 2)).doubts == ()


def test_a_row_that_goes_on_with_the_numbers_is_a_doubt() -> None:
    found = paged(on_page(table(LIST), 1), on_page("3 生鲜乳收购站许可 行政许可 畜牧兽医股", 2))
    assert [(doubt.kind, doubt.place.page) for doubt in found.doubts] == [("表格未读出", 2)]


def test_numbers_that_jump_between_two_tables_are_a_doubt() -> None:
    later = LIST.replace("1 | 农药", "7 | 兽药").replace("2 | 动物", "8 | 水生动物")
    found = paged(on_page(table(LIST), 1), on_page(table(later, number=2), 3))
    assert doubts(found) == ["序号不连续"]
    assert found.doubts[0].place.page == 3


def test_a_later_table_of_the_lists_columns_without_names_is_a_doubt() -> None:
    more = "实施主体 | 法定时限 | 备注\n县农业农村局 | 20个工作日 |\n县农业农村局 | 15个工作日 |"
    found = paged(on_page(table(LIST), 1), on_page(table(more, number=2), 2))
    assert [(doubt.kind, doubt.place.page, doubt.whole_row) for doubt in found.doubts] == [("表格未读出", 2, False)]


def test_numbered_rows_without_a_heading_that_fit_no_column_are_doubts() -> None:
    rest = "3 | 生鲜乳收购站许可 | 畜牧股 | 二十日\n4 | 农村村民宅基地审批 | 经济股 | 三十日"
    found = paged(on_page(table(LIST), 1), on_page(table(rest, number=2), 2))
    assert len(found.matters) == 2
    assert [doubt.kind for doubt in found.doubts if doubt.whole_row] == ["表格未读出"] * 2
    assert "农村村民宅基地审批" in found.doubts[1].note


def test_a_table_of_figures_after_a_list_is_none() -> None:
    figures = "职权类型 | 数量\n行政许可 | 2\n行政处罚 | 5"
    assert reading(table(LIST), table(figures, number=2)).doubts == ()


def test_a_list_of_which_nothing_was_read_is_refused_with_what_to_do() -> None:
    with pytest.raises(NoList) as refused:
        extract(document("某局权责清单", HEADING, "1 农药经营许可 行政许可", form="pdf"), "某局")
    assert "框线" in refused.value.advice
    assert "通知" not in refused.value.advice


@pytest.mark.parametrize("heading", ["服务名称 | 服务对象", "项目 | 联系电话"])
def test_a_numbered_table_that_may_be_a_list_is_a_doubt(heading: str) -> None:
    rows = "\n".join(["1 | 水质监测公布 | 公众", "2 | 水情信息发布 | 公众"])
    found = reading(table(LIST), table(f"序号 | {heading}\n{rows}"))
    assert [doubt.kind for doubt in found.doubts] == ["表格未读出"]
    other = reading(table(LIST), table("序号 | 姓名 | 电话\n1 | 甲 | 1\n2 | 乙 | 2"))
    assert other.doubts == ()
