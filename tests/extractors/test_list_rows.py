"""Rows of lists: which are matters, which go on with one, which are doubts."""

import pytest

from tests.extractors.tables import doubts, only, reading, table, titles


def test_a_heading_repeated_in_the_table_blank_rows_and_column_numbers_are_others() -> None:
    extraction = reading(
        table("""
序号|事项名称|事项类型|设定依据
1|2|3|4
1|甲种许可证核发|行政许可|《甲法》第一条
|||
序号|事项名称|事项类型|设定依据
2|乙种许可证核发|行政许可|《乙法》第二条
""")
    )
    assert len(extraction.matters) == 2
    assert extraction.count.others == 4


def test_a_row_without_name_is_a_doubt_that_shows_the_row() -> None:
    extraction = reading(
        table("""
序号|事项类型|事项名称|设定依据
1|行政许可|甲种许可证核发|《甲法》第一条
2|行政许可||《乙法》第二条
3|行政征收|无|无
""")
    )
    assert len(extraction.matters) == 1
    (doubt,) = extraction.doubts
    assert (doubt.kind, doubt.whole_row, doubt.place.row) == ("缺少事项名称", True, 3)
    assert "《乙法》第二条" in doubt.note


def test_repeated_rows_and_gaps_in_the_numbers_are_doubts() -> None:
    extraction = reading(
        table("""
序号|事项类型|事项名称|设定依据
1|行政许可|甲种许可证核发|《甲法》第一条
2|行政许可|甲种许可证核发|《甲法》第一条
3|行政许可|乙种许可证核发|《乙法》第一条
6|行政许可|丙种许可证核发|《丙法》第一条
7|行政许可|丙种许可证核发|《丁法》第一条
""")
    )
    assert len(extraction.matters) == 4
    assert sorted(doubts(extraction)) == ["同名事项", "序号不连续", "重复行"]
    assert extraction.count.doubts == 1


def test_a_row_of_text_only_goes_on_with_the_matter_above_and_says_so() -> None:
    extraction = reading(
        table("""
序号|事项类型|事项名称|设定依据
1|行政许可|甲种许可证核发|《甲法》第一条
|||《乙法》第二条
2|行政许可|乙种许可证核发|《丙法》第一条
""")
    )
    assert extraction.matters[0].basis == "《甲法》第一条\n《乙法》第二条"
    assert doubts(extraction) == ["续行"]
    assert extraction.count.others == 2


def test_a_kind_written_once_per_group_holds_for_the_rows_below() -> None:
    extraction = reading(
        table("""
权力类型|事项名称|设定依据
行政许可|甲种许可证核发|《甲法》第一条
|乙种许可证核发|《乙法》第一条
行政处罚|对丙行为的处罚|《丙法》第一条
|对丁行为的处罚|《丁法》第一条
""")
    )
    assert [matter.kind for matter in extraction.matters] == ["行政许可", "行政许可", "行政处罚", "行政处罚"]


def test_one_blank_kind_among_filled_ones_stays_blank() -> None:
    extraction = reading(
        table("""
权力类型|事项名称|设定依据
行政许可|甲种许可证核发|《甲法》第一条
行政许可|乙种许可证核发|《乙法》第一条
|丙种许可证核发|《丙法》第一条
""")
    )
    assert [matter.kind for matter in extraction.matters] == ["行政许可", "行政许可", ""]


def test_ticks_under_levels_become_the_level() -> None:
    extraction = reading(
        table("""
序号|事项名称|事项类型|行使层级|<|<
^|^|^|市级|县级|乡级
1|甲种许可证核发|行政许可||√|
2|乙种许可证核发|行政许可|√|√|
""")
    )
    assert [matter.level for matter in extraction.matters] == ["县级", "市级、县级"]


def test_the_unit_of_a_limit_may_stand_in_its_heading() -> None:
    matter = only(
        reading(
            table("""
序号|事项名称|事项类型|法定时限（工作日）|承诺时限
1|甲种许可证核发|行政许可|20|5个工作日
""")
        )
    )
    assert matter.statutory_limit is not None and matter.promised_limit is not None
    assert (matter.statutory_limit.value, matter.statutory_limit.unit) == (20.0, "工作日")
    assert (matter.promised_limit.value, matter.promised_limit.unit) == (5.0, "工作日")


def test_a_number_column_may_be_a_code() -> None:
    extraction = reading(
        table("""
编号|事项名称|设定依据
150221-XK-001|甲种许可证核发|《甲法》第一条
150221-XK-002|乙种许可证核发|《乙法》第一条
""")
    )
    assert [matter.code for matter in extraction.matters] == ["150221-XK-001", "150221-XK-002"]


def test_an_unknown_kind_stays_as_found_with_a_doubt() -> None:
    extraction = reading(
        table("""
项目编码|项目名称|审批类别|设定依据
09001|特许律师执业审批|行政|《律师法》第八条
""")
    )
    assert (only(extraction).kind, doubts(extraction)) == ("行政", ["类型存疑"])


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("☑行政许可  □行政处罚  □其他", "行政许可"),
        ("□行政许可⏎🗹行政处罚", "行政处罚"),
        ("■行政许可□行政处罚", "行政许可"),
        ("行政许可☑ 行政处罚□ 其他□", "行政许可"),
        ("行政许可（√）行政处罚（）", "行政许可"),
    ],
)
def test_a_kind_ticked_among_others_in_its_cell_is_the_kind(cell: str, kind: str) -> None:
    extraction = reading(table(f"序号|事项名称|事项类型|设定依据\n1|节能审查|{cell}|《节约能源法》第十五条"))
    assert (only(extraction).kind, doubts(extraction)) == (kind, [])
    assert only(extraction).other == (("事项类型原文", cell.replace("⏎", "")),)


@pytest.mark.parametrize("cell", ["□行政许可 □行政处罚", "☑行政许可 ☑行政处罚", "行政许可 √行政处罚"])
def test_a_kind_with_no_certain_tick_stays_as_found_with_a_doubt(cell: str) -> None:
    extraction = reading(table(f"序号|事项名称|事项类型|设定依据\n1|节能审查|{cell}|《节约能源法》第十五条"))
    assert (only(extraction).kind, doubts(extraction)) == (cell.replace(" ", ""), ["类型存疑"])


def test_a_list_of_internal_matters_has_internal_scope() -> None:
    matter = only(reading("某局内部事项清单", table("序号|事项名称|承办科室\n1|办公用品采购审批|办公室")))
    assert matter.scope == "internal"


def test_the_kind_of_a_heading_ends_with_the_next_heading_of_its_level() -> None:
    heading = "序号|事项名称|设定依据\n"
    extraction = reading(
        "一、行政许可（共1项）",
        table(heading + "1|甲种许可证核发|《甲法》第一条"),
        "二、其他工作事项",
        table(heading + "1|乙种资料汇总上报|《乙法》第一条", number=2),
    )
    assert [matter.kind for matter in extraction.matters] == ["行政许可", ""]


def test_the_rest_of_a_cut_row_goes_back_to_its_matter_and_is_said() -> None:
    extraction = reading(
        table("""
序号|职权类型|职权名称|职权依据
1|行政许可|甲种许可证核发|《甲法》第一条
2|行政许可|申请在地方级自然保护区修|《乙法》第一条 申请修筑
||筑设施审批|设施的，应当批准。
3|行政处罚|对丙行为的处罚|《丙法》第一条
"""),
        form="pdf",
    )
    assert extraction.matters[1].name == "申请在地方级自然保护区修筑设施审批"
    assert extraction.matters[1].basis == "《乙法》第一条 申请修筑设施的，应当批准。"
    assert (len(extraction.matters), doubts(extraction)) == (3, ["续行"])


def test_ditto_marks_stand_for_the_words_above() -> None:
    extraction = reading(
        table("""
序号|职权类型|职权名称|职权依据|实施主体
1|行政许可|甲种许可证核发|《甲法》第一条|县农牧局
2|同上|乙种许可证核发|〃|同上
""")
    )
    second = extraction.matters[1]
    assert (second.kind, second.basis, second.organ) == ("行政许可", "《甲法》第一条", "县农牧局")


def test_a_row_that_says_there_is_no_such_matter_is_none() -> None:
    extraction = reading(
        table("""
序号|职权类型|职权名称|职权依据
1|行政许可|无线电台设置许可|《甲法》第一条
2|行政强制|本单位无行政强制事项|
|||
暂无此类事项||
""")
    )
    assert titles(extraction) == [("无线电台设置许可", "")]
    assert doubts(extraction) == []


def test_several_bodies_in_one_cell_are_parted_and_broken_names_joined() -> None:
    extraction = reading(
        table("""
序号|职权名称|职权类型|实施主体|行使层级
1|甲种许可证核发|行政许可|县卫生健康局⏎县市场监督管理局|市级⏎县级
2|乙种许可证核发|行政许可|县卫生健康⏎局|县级
""")
    )
    assert [(one.organ, one.level) for one in extraction.matters] == [
        ("县卫生健康局、县市场监督管理局", "市级、县级"),
        ("县卫生健康局", "县级"),
    ]


def test_a_code_in_scientific_notation_is_a_doubt() -> None:
    extraction = reading(table("序号|编码|事项名称|事项类型\n1|1.14E+30|甲种许可证核发|行政许可"))
    assert doubts(extraction) == ["编码存疑"]


def test_materials_below_a_merged_name_without_a_name_of_their_own_are_a_doubt() -> None:
    found = reading(
        table("""
            序号 | 事项名称 | 材料名称
            1 | 取水许可审批 | 取水许可申请书
            ^ | ^ | 水资源论证报告书
             | | 可行性研究报告
             | | 初步设计批复
            2 | 河道采砂许可 | 河道采砂申请书
            ^ | ^ | 采砂作业方案
            """)
    )
    assert [len(matter.materials) for matter in found.matters] == [4, 2]
    assert [(doubt.kind, doubt.place.row) for doubt in found.doubts] == [("续行", 4)]
