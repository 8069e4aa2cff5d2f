"""Lists: one row per matter, in the layouts that offices use, with every row accounted for."""

import pytest

from tests.extractors.tables import doubts, only, reading, table, titles

TWO_ROWS = """
盘山县经信局权责事项目录（2018年版）|<|<|<|<|<|<|<
序号|职权类型|职权名称|<|职权依据|实施主体|责任事项|备　注
^|^|项目|子项|^|^|^|^
1|行政许可|在电力设施周围作业的审批||《电力法》第五十二条|县经信局|1.受理责任：公示。2.审查责任：审核。|
2|^|电力设施许可|1.甲类许可|《电力法》第五十三条|县经信局||
^|^|^|2.乙类许可|^|^||
3|行⏎政⏎处⏎罚|对违法用电的处罚|无|《电力法》第七十一条|县经信局||已调整
"""


def test_a_two_row_heading_below_a_title_gives_names_and_sub_names() -> None:
    extraction = reading(table(TWO_ROWS))
    assert titles(extraction) == [
        ("在电力设施周围作业的审批", ""),
        ("电力设施许可", "甲类许可"),
        ("电力设施许可", "乙类许可"),
        ("对违法用电的处罚", ""),
    ]
    assert [matter.kind for matter in extraction.matters] == ["行政许可", "行政许可", "行政许可", "行政处罚"]
    assert extraction.matters[2].basis == "《电力法》第五十三条"
    assert extraction.matters[3].note == "已调整"
    assert extraction.count.others == 3


def test_the_same_list_is_read_where_nothing_says_what_is_merged() -> None:
    assert titles(reading(table(TWO_ROWS, spans=False))) == titles(reading(table(TWO_ROWS)))


def test_columns_without_a_role_are_kept_in_other_with_their_heading() -> None:
    matter = only(
        reading(
            table("""
权力分类|项目名称|子项|实施依据|责任事项|责任事项依据|追责情形|追责依据|部门梳理意见及理由|审核组意见
行政许可|公路超限运输许可|无|《公路法》第五十条|1.受理|《许可法》|不受理的|《公务员法》|保留|同意
""")
        )
    )
    assert (matter.basis, matter.duties, matter.accountability) == ("《公路法》第五十条", "1.受理", "不受理的")
    assert dict(matter.other) == {
        "责任事项依据": "《许可法》",
        "追责依据": "《公务员法》",
        "部门梳理意见及理由": "保留",
        "审核组意见": "同意",
    }


def test_typos_in_headings_and_columns_under_a_wide_heading() -> None:
    matter = only(
        reading(
            table("""
云雾镇权力清单和责任清单目录|<|<|<|<|<|<|<
序号|权利类型|权力名称|权力依据|责任事项|职责边界换分|<|承办机构
^|^|^|^|^|县级部门|乡镇（街道）|^
1|行政许可（国办）|监护投靠落户|《户口登记条例》第十九条||业务指导|具体办理|派出所
""")
        )
    )
    assert (matter.kind, matter.office) == ("行政许可", "派出所")
    assert dict(matter.other) == {
        "职责边界换分>县级部门": "业务指导",
        "职责边界换分>乡镇（街道）": "具体办理",
        "事项类型原文": "行政许可（国办）",
    }


def test_group_rows_give_the_kind_and_are_no_matters() -> None:
    extraction = reading(
        table("""
序号|事项名称|设定依据|备注
一、行政许可（共2项）|<|<|<
1|甲种许可证核发|《甲法》第一条|
2|乙种许可证核发|《乙法》第二条|
（二）行政处罚类|||
1|对丙行为的处罚|《丙法》第三条|
|行政奖励||
1|对丁的表彰|《丁法》第四条|
|合计|4|
注：本清单动态调整。|<|<|<
""")
    )
    assert [(matter.name, matter.kind) for matter in extraction.matters] == [
        ("甲种许可证核发", "行政许可"),
        ("乙种许可证核发", "行政许可"),
        ("对丙行为的处罚", "行政处罚"),
        ("对丁的表彰", "行政奖励"),
    ]
    assert doubts(extraction) == []
    assert extraction.count.others == 6


def test_a_title_that_counts_otherwise_is_a_doubt() -> None:
    extraction = reading(
        table("""
序号|事项名称|设定依据
一、行政许可（共3项）|<|<
1|甲种许可证核发|《甲法》第一条
2|乙种许可证核发|《乙法》第二条
""")
    )
    assert doubts(extraction) == ["项数不符"]
    assert "3 项" in extraction.doubts[0].note and "2 项" in extraction.doubts[0].note


def test_units_in_group_rows_are_the_acting_bodies() -> None:
    extraction = reading(
        table("""
序号|职权名称|职权类型
县发展和改革局（2项）|<|<
1|甲种许可证核发|行政许可
2|乙种许可证核发|行政许可
县农牧局|<|<
1|丙种许可证核发|行政许可
""")
    )
    assert [matter.organ for matter in extraction.matters] == ["县发展和改革局", "县发展和改革局", "县农牧局"]
    assert doubts(extraction) == []


def test_a_sheet_does_not_pass_its_kind_and_scope_on_to_the_next() -> None:
    heading = "序号|事项名称|设定依据\n"
    extraction = reading(
        table(heading + "1|甲种许可证核发|《甲法》第一条", name="行政许可"),
        table(heading + "1|办公用品采购审批|《乙法》第一条", name="内部事项"),
        table(heading + "1|水质监测公布|《丙法》第一条", name="其余"),
    )
    assert [(one.kind, one.scope) for one in extraction.matters] == [
        ("行政许可", "external"),
        ("内部事项", "internal"),
        ("", "external"),
    ]


@pytest.mark.parametrize("name", ["服务名称", "服务项目", "事项", "项目", "项目名称"])
@pytest.mark.parametrize("headings", ["服务对象|办理材料", "服务内容|承办机构", "服务对象|办理时限"])
def test_services_with_headings_of_their_own_are_a_list(name: str, headings: str) -> None:
    rows = "1|水质监测公布|公众|5个工作日\n2|水情信息发布|公众|3个工作日"
    extraction = reading(table(f"序号|{name}|{headings}\n{rows}"))
    assert titles(extraction) == [("水质监测公布", ""), ("水情信息发布", "")]
    assert doubts(extraction) == []


def test_the_title_says_that_rows_are_services() -> None:
    rows = "序号|项目|服务对象\n1|水质监测公布|公众\n2|水情信息发布|公众"
    assert [one.kind for one in reading("县水利局公共服务清单", table(rows)).matters] == ["公共服务"] * 2


@pytest.mark.parametrize(
    "rows",
    [
        "项目|服务内容|收费标准\n1|体检|抽血|50元\n2|拍片|拍片|80元",
        "项目|服务对象|联系电话\n1|水质监测公布|公众|1\n2|水情信息发布|公众|2",
        "服务项目|服务对象|承办单位\n1|水质监测公布|公众|水利局\n2|水质监测公布|企业|水利局",
    ],
)
def test_other_tables_of_services_are_no_list(rows: str) -> None:
    extraction = reading(table("序号|事项名称|事项类型\n1|节能审查|行政许可"), table(f"序号|{rows}", number=2))
    assert titles(extraction) == [("节能审查", "")]
    assert doubts(extraction) == ["表格未读出"]


def test_sheets_by_kind_need_no_kind_column() -> None:
    heading = "序号|事项名称|设定依据|备注\n"
    extraction = reading(
        table(heading + "1|甲种许可证核发|《甲法》第一条|", name="行政许可"),
        table(heading + "1|对乙行为的处罚|《乙法》第一条|", name="处罚类"),
        table(heading + "1|对丙的监督检查|《丙法》第一条|", name="3.行政检查"),
        table("填表说明|\n请如实填写|", name="说明"),
    )
    assert [matter.kind for matter in extraction.matters] == ["行政许可", "行政处罚", "行政检查"]


def test_the_department_that_leads_is_the_organ_of_a_list_with_materials() -> None:
    rows = "序号|事项名称|牵头部门|配合部门|申请材料|办理时限\n1|公务员录用备案|旗委组织部|旗人社局|备案表|5个工作日"
    for title in ("机关内部事项清单", "政务服务事项清单"):
        assert [one.organ for one in reading(title, table(rows)).matters] == ["旗委组织部"]


def test_a_plan_of_work_with_departments_that_lead_is_no_list() -> None:
    work = (
        "序号|{}|牵头部门|配合部门|完成时限\n1|压减申请材料|旗政务局|各部门|6月底前\n2|梳理事项|旗委编办|各部门|5月底前"
    )
    list_of_one = table("序号|事项名称|事项类型\n1|节能审查|行政许可")
    for name in ("任务", "事项名称", "工作事项"):
        assert titles(reading(list_of_one, table(work.format(name), number=2))) == [("节能审查", "")]


@pytest.mark.parametrize(
    "heading",
    [
        "抽查类别|抽查事项|检查对象|事项类别|检查主体|检查依据",
        "抽查类别|抽查事项名称|抽查对象|抽查方式|抽查主体|抽查依据",
    ],
)
def test_matters_of_random_inspection_are_inspections(heading: str) -> None:
    rows = "登记事项检查|企业登记住所的检查|企业|一般检查事项|旗市监局|《公司法》第七条"
    extraction = reading("旗市监局随机抽查事项清单", table(f"序号|{heading}\n1|{rows}"))
    (matter,) = extraction.matters
    assert (matter.name, matter.kind, matter.organ) == ("企业登记住所的检查", "行政检查", "旗市监局")
    assert (matter.basis, doubts(extraction)) == ("《公司法》第七条", [])
