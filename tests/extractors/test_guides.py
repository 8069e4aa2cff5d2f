"""Guides: fields as text, materials in tables or lines, each linked to its matter."""

import pytest

from extractors import extract
from quanze.document import Paragraph, Place
from quanze.errors import NoList
from quanze.matter import Matter
from tests.extractors.tables import document, doubts, only, reading, table, titles

MATERIALS = "序号|材料名称|份数\n1|申请表|1\n2|身份证复印件|2"


def names(matter: Matter) -> list[str]:
    return [material.name for material in matter.materials]


@pytest.mark.parametrize("part", ["第{}部分 ", "第{}部分", "第{}部分：", "第{}章　"])
def test_the_number_of_a_part_is_no_part_of_a_guides_name(part: str) -> None:
    lines = ["{}办事指南", "一、办理条件", "本地户籍。", "二、申请材料", "1.申请书", "2.身份证"]
    parts = [part.format(number) + lines[0].format(name) for number, name in (("一", "低保审核"), ("二", "临时救助"))]
    assert titles(reading(parts[0], *lines[1:], parts[1], *lines[1:])) == [("低保审核", ""), ("临时救助", "")]


def test_numbered_sections_with_a_table_of_materials() -> None:
    matter = only(
        reading(
            "种畜禽生产经营许可证核发办事指南",
            "一、事项名称",
            "种畜禽生产经营许可证核发",
            "二、设定依据",
            "《畜牧法》第二十四条。",
            "《种畜禽管理条例》第十五条。",
            "三、办理时限：法定20个工作日，承诺5个工作日",
            "四、申请材料",
            table(MATERIALS),
            "五、办理流程：申请→受理→审核→发证",
        )
    )
    assert matter.name == "种畜禽生产经营许可证核发"
    assert matter.basis == "《畜牧法》第二十四条。\n《种畜禽管理条例》第十五条。"
    assert names(matter) == ["申请表", "身份证复印件"]
    assert matter.steps == ("申请", "受理", "审核", "发证")
    assert matter.statutory_limit is not None and matter.promised_limit is not None
    assert (matter.statutory_limit.value, matter.promised_limit.value) == (20.0, 5.0)


def test_bracketed_blocks_are_matters() -> None:
    extraction = reading(
        "[事项名称：甲种许可证核发]",
        "[事项类型：行政许可]",
        "[设定依据：《甲法》第一条]",
        "[申请材料：1.申请表\n2.营业执照]",
        "[事项名称：对乙行为的处罚]",
        "[事项类型：行政处罚]",
    )
    assert [(matter.name, matter.kind) for matter in extraction.matters] == [
        ("甲种许可证核发", "行政许可"),
        ("对乙行为的处罚", "行政处罚"),
    ]
    assert names(extraction.matters[0]) == ["申请表", "营业执照"]
    assert (extraction.count.rows, extraction.count.others) == (2, 0)


def test_a_title_followed_by_fields_is_the_name() -> None:
    lines = """工作部门权力清单（2015版 第一批）
农业局
派驻官方兽医
类别 其他行政权力
实施主体 农业局 行使层级 本级保留
实施依据 《动物防疫法》第五十九条第二款
备注
工作部门权力清单（2015版 第一批）
农业局
种畜禽生产经营许可证核发
类别 行政许可
实施主体 农业局 行使层级 本级保留
实施依据 《畜牧法》（主席令第45号）第二十四条
备注"""
    extraction = reading(*lines.split("\n"))
    assert [(matter.name, matter.kind, matter.organ, matter.level) for matter in extraction.matters] == [
        ("派驻官方兽医", "其他行政权力", "农业局", "本级保留"),
        ("种畜禽生产经营许可证核发", "行政许可", "农业局", "本级保留"),
    ]


def test_a_name_may_run_over_the_end_of_its_line_on_paper() -> None:
    lines = ["事项名称：对艺术展览业绩突出的机构进行表彰奖", "励（展览类）", "事项类型：行政奖励"]
    assert only(reading(*lines, form="pdf")).name == "对艺术展览业绩突出的机构进行表彰奖励（展览类）"
    assert only(reading(*lines)).name == "对艺术展览业绩突出的机构进行表彰奖"


def test_a_name_glued_to_the_line_before_opens_the_next_matter() -> None:
    extraction = reading(
        "事项名称：甲种许可证核发",
        "事项类型：行政许可",
        "申请材料：1.申请表；2.工作证（复印件）事项名称：对乙行为的处罚",
        "事项类型：行政处罚",
    )
    assert titles(extraction) == [("甲种许可证核发", ""), ("对乙行为的处罚", "")]
    assert names(extraction.matters[0]) == ["申请表", "工作证（复印件）"]


def test_a_code_may_stand_before_each_name() -> None:
    extraction = reading(
        "事项编码 001",
        "权力名称 甲种许可证核发",
        "权力类别 行政许可",
        "事项编码 002",
        "权力名称 对乙行为的处罚",
        "权力类别 行政处罚",
    )
    assert [(matter.code, matter.name, matter.kind) for matter in extraction.matters] == [
        ("001", "甲种许可证核发", "行政许可"),
        ("002", "对乙行为的处罚", "行政处罚"),
    ]


def test_each_table_of_materials_goes_to_the_heading_above_it() -> None:
    extraction = reading(
        "一、护士执业注册",
        table(MATERIALS),
        "二、医师执业注册",
        table("序号|材料名称|份数\n1|医师执业注册申请审核表|1", number=2),
    )
    assert titles(extraction) == [("护士执业注册", ""), ("医师执业注册", "")]
    assert [names(matter) for matter in extraction.matters] == [["申请表", "身份证复印件"], ["医师执业注册申请审核表"]]


def test_materials_after_a_list_go_to_the_matter_their_caption_names() -> None:
    extraction = reading(
        table(
            "序号|事项名称|事项类型|设定依据\n1|护士执业注册|行政许可|《护士条例》\n2|医师执业注册|行政许可|《医师法》"
        ),
        "护士执业注册申请材料清单",
        table(MATERIALS, number=2),
    )
    assert titles(extraction) == [("护士执业注册", ""), ("医师执业注册", "")]
    assert names(extraction.matters[0]) == ["申请表", "身份证复印件"]
    assert names(extraction.matters[1]) == []


def test_materials_right_after_a_card_belong_to_it_whatever_the_line_between() -> None:
    matter = only(
        reading(
            table("事项名称|护士执业注册\n事项类型|行政许可\n设定依据|《护士条例》第八条"),
            "申请材料目录：",
            table(MATERIALS, number=2),
        )
    )
    assert names(matter) == ["申请表", "身份证复印件"]


def test_a_table_of_materials_may_name_its_matters_in_full_width_rows() -> None:
    extraction = reading(
        table("""
序号|材料名称|份数
一、护士执业注册|<|<
1|申请表|1
二、医师执业注册|<|<
1|医师申请表|1
2|毕业证书|1
""")
    )
    assert [(matter.name, names(matter)) for matter in extraction.matters] == [
        ("护士执业注册", ["申请表"]),
        ("医师执业注册", ["医师申请表", "毕业证书"]),
    ]


def test_materials_without_any_matter_are_doubts_not_lost() -> None:
    extraction = reading(table(MATERIALS))
    assert extraction.matters == ()
    assert doubts(extraction) == ["材料无事项", "材料无事项"]


@pytest.mark.parametrize("spans", [True, False])
def test_a_list_with_one_material_per_row_is_one_matter_per_name(spans: bool) -> None:
    text = """
序号|事项名称|事项类型|申请材料|材料形式
1|护士执业注册|行政许可|申请表|原件
^|^|^|身份证|复印件
2|医师执业注册|行政许可|申请表|原件
"""
    extraction = reading(table(text, spans=spans))
    assert [(matter.name, names(matter)) for matter in extraction.matters] == [
        ("护士执业注册", ["申请表", "身份证"]),
        ("医师执业注册", ["申请表"]),
    ]
    assert extraction.matters[0].materials[1].text == "身份证；材料形式：复印件"
    assert extraction.count.others == 2


def test_a_serial_number_may_count_the_materials_of_a_matter() -> None:
    extraction = reading(
        table("""
事项名称|序号|申请材料
护士执业注册|1|申请表
^|2|身份证
医师执业注册|1|申请表
^|2|毕业证书
""")
    )
    assert [(matter.name, names(matter)) for matter in extraction.matters] == [
        ("护士执业注册", ["申请表", "身份证"]),
        ("医师执业注册", ["申请表", "毕业证书"]),
    ]


def test_an_item_of_the_materials_is_no_section_though_it_reads_like_one() -> None:
    matter = only(
        reading(
            "1.事项名称：野生动物特许猎捕证核发",
            "2.事项类型：行政许可",
            "3.申请材料：",
            "1.申请表",
            "2.审核意见",
            "3.居民身份证",
            "4.办理流程：申请→受理→决定",
        )
    )
    assert names(matter) == ["申请表", "审核意见", "居民身份证"]
    assert matter.steps == ("申请", "受理", "决定")


def test_prose_matters_keep_the_place_of_their_first_line() -> None:
    place = Place(page=3)
    matter = only(reading(Paragraph("事项名称：甲种许可证核发", place), "事项类型：行政许可"))
    assert matter.place == place


@pytest.mark.parametrize(
    "lines",
    [
        [
            "关于做好有关工作的通知",
            "各苏木镇：",
            "一、工作目标",
            "现将有关事项通知如下。",
            "二、时间安排",
            "3月底前完成。",
        ],
        ["会议纪要", "会议研究了事项名称等问题：各部门应当落实。", "责任事项另行通知。"],
        ["事项名称：", "（此件公开发布）"],
    ],
)
def test_a_notice_has_no_list(lines: list[str]) -> None:
    with pytest.raises(NoList):
        extract(document(*lines), "某局")
