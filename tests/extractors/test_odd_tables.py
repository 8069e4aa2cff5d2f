"""Tables that are not of matters, and lists in odd shapes: without heading, side by side, on their side."""

from dataclasses import replace

import pytest

from extractors import extract
from quanze.errors import NoList
from tests.extractors.tables import document, doubts, only, reading, table, titles


@pytest.mark.parametrize(
    "text",
    [
        "序号|管理事项|相关部门|职责分工|相关依据\n1|食品安全监管|市监局|负责流通环节|《食品安全法》",
        "权力类型|项数|备注\n行政许可|12|\n合计|12|",
        "序号|证明名称|证明用途|设定及保留依据|效力⏎层级|索要⏎单位|开具单位\n1|无犯罪记录证明|执业|《律师法》|法律|司法局|公安局",
        "序号|事项名称|证明名称|设定依据|索要单位|开具单位\n1|律师执业许可|无犯罪记录证明|《律师法》|司法局|公安局",
        "主要职责|具体工作事项|具体处室\n负责林业工作|林木采伐管理|资源科",
        "序号|单位|联系人|电话\n1|财政局|某某|00000000",
        "序号|行政许可|行政处罚|行政检查|合计\n1|12|30|4|46",
    ],
    ids=["职责边界", "统计表", "证明清单", "事项的证明清单", "部门职责", "通讯录", "分类统计"],
)
def test_tables_that_are_not_of_matters_give_none(text: str) -> None:
    with pytest.raises(NoList):
        extract(document(table(text)), "某局")


def test_rows_of_other_tables_beside_a_list_are_accounted_for() -> None:
    extraction = reading(
        table("序号|管理事项|相关部门|职责分工\n1|食品安全监管|市监局|负责流通环节"),
        table("序号|职权名称|职权类型|职权依据\n1|甲种许可证核发|行政许可|《甲法》第一条", number=2),
    )
    assert titles(extraction) == [("甲种许可证核发", "")]
    assert extraction.count.others == 3


def test_a_table_that_lost_its_heading_goes_on_with_the_one_before() -> None:
    extraction = reading(
        table("序号|职权名称|职权类型|职权依据\n1|甲种许可证核发|行政许可|《甲法》第一条"),
        table("2|乙种许可证核发|行政许可|《乙法》第一条\n3|丙种许可证核发|行政许可|《丙法》第一条", number=2),
    )
    assert len(extraction.matters) == 3
    assert extraction.matters[2].basis == "《丙法》第一条"


def test_a_list_without_any_heading_is_read_by_its_cells_with_a_doubt() -> None:
    extraction = reading(
        table("""
1|甲种许可证核发|行政许可|《甲法》第一条
2|乙种许可证核发|行政许可|《乙法》第二条
3|丙种许可证核发|行政许可|《丙法》第三条
""")
    )
    assert len(extraction.matters) == 3
    assert doubts(extraction) == ["没有表头"]


def test_two_lists_side_by_side_are_both_read() -> None:
    extraction = reading(
        table("""
序号|职权名称|职权类型|序号|职权名称|职权类型
1|甲种许可证核发|行政许可|3|丙种许可证核发|行政许可
2|乙种许可证核发|行政许可|4|丁种许可证核发|行政许可
""")
    )
    assert {matter.name for matter in extraction.matters} == {
        "甲种许可证核发",
        "乙种许可证核发",
        "丙种许可证核发",
        "丁种许可证核发",
    }


def test_a_list_on_its_side_is_turned() -> None:
    extraction = reading(
        table("""
职权名称|甲种许可证核发|对乙行为的处罚
职权类型|行政许可|行政处罚
设定依据|《甲法》第一条|《乙法》第二条
""")
    )
    assert [(matter.name, matter.kind, matter.basis) for matter in extraction.matters] == [
        ("甲种许可证核发", "行政许可", "《甲法》第一条"),
        ("对乙行为的处罚", "行政处罚", "《乙法》第二条"),
    ]


def test_visual_line_ends_of_a_pdf_are_joined() -> None:
    matter = only(
        reading(
            table("""
序号|职权名称|职权类型|职权依据|职权编码
1|甲种许⏎可证核⏎发|行政⏎许可|《甲法》第一条规定，单⏎位和个人应当申请。⏎第二条 核发。|1144000⏎0XK⏎01
"""),
            form="pdf",
        )
    )
    assert (matter.name, matter.kind, matter.code) == ("甲种许可证核发", "行政许可", "11440000XK01")
    assert matter.basis == "《甲法》第一条规定，单位和个人应当申请。\n第二条 核发。"


def test_a_matter_repeated_in_a_table_of_contents_is_one_matter() -> None:
    extraction = reading(
        table("序号|事项名称|页码\n1|甲种许可证核发|3\n2|乙种许可证核发|4"),
        table("事项名称|甲种许可证核发\n事项类型|行政许可\n设定依据|《甲法》第一条", number=2),
    )
    assert titles(extraction) == [("甲种许可证核发", ""), ("乙种许可证核发", "")]
    assert extraction.matters[0].kind == "行政许可"
    assert len(extraction.matters[0].places) == 2


def test_a_list_on_its_side_may_count_its_matters_above() -> None:
    lines = "要素|事项一|事项二\n事项名称|机动车注册登记|驾驶证换证\n事项类型|行政确认|公共服务\n法定时限|2日|1日"
    extraction = reading(table(lines))
    assert titles(extraction) == [("机动车注册登记", ""), ("驾驶证换证", "")]
    assert [matter.kind for matter in extraction.matters] == ["行政确认", "公共服务"]


def test_a_column_of_hints_beside_a_card_is_no_matter() -> None:
    lines = "要素|内容|填写说明\n事项名称|机动车注册登记|按目录填写\n事项类型|行政确认|按目录填写\n法定时限|2个工作日|"
    extraction = reading(table(lines))
    assert len(extraction.matters) == 1
    assert "栏目存疑" in doubts(extraction)


OUTER = """
序号|事项名称|事项类型|申请材料
1|民办学校设立审批|行政许可|材料名称 份数⏎办学许可 申请书 1⏎资产证明 2
2|教师资格认定|行政许可|1.申请表 2.体检表
"""
INNER = "材料名称|份数\n办学许可 申请书|1\n资产证明|2"


def test_a_table_inside_a_cell_gives_the_materials_of_its_own_matter_only() -> None:
    extraction = reading(table(OUTER), replace(table(INNER, number=2), inner=True))
    assert [[one.name for one in matter.materials] for matter in extraction.matters] == [
        ["办学许可申请书", "资产证明"],
        ["申请表", "体检表"],
    ]
    assert doubts(extraction) == []


def test_equal_tables_inside_two_cells_are_those_of_each() -> None:
    rows = "序号|事项名称|申请材料\n1|护士执业注册|材料名称 份数⏎申请表 1\n2|医师执业注册|材料名称 份数⏎申请表 1"
    inner = [replace(table("材料名称|份数\n申请表|1", number=number), inner=True) for number in (2, 3)]
    extraction = reading(table(rows), *inner)
    assert [[one.text for one in matter.materials] for matter in extraction.matters] == [["申请表；份数：1"]] * 2


def test_a_table_inside_a_cell_of_no_matter_is_a_doubt() -> None:
    inner = replace(table("材料名称|份数\n户口簿|1", number=2), inner=True)
    extraction = reading(table(OUTER), inner)
    assert doubts(extraction) == ["材料无事项"]
    assert [len(matter.materials) for matter in extraction.matters] == [2, 2]
