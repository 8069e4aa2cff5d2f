"""Layouts that people make up: lists and cards side by side with a gap, headings in levels, rows that are signed."""

from tests.extractors.tables import reading, table, titles


def test_lists_side_by_side_with_an_empty_column_between_are_two_lists() -> None:
    extraction = reading(
        table("""
序号|事项名称|事项类型||序号|事项名称|事项类型
1|甲种许可证核发|行政许可||3|丙种许可证核发|行政许可
2|对乙行为的处罚|行政处罚||4|丁种证书补发|行政确认
""")
    )
    assert {name for name, _ in titles(extraction)} == {
        "甲种许可证核发",
        "对乙行为的处罚",
        "丙种许可证核发",
        "丁种证书补发",
    }
    assert not any(matter.other for matter in extraction.matters)


def test_cards_side_by_side_are_two_cards() -> None:
    extraction = reading(
        table("""
职权名称|甲种许可证核发|职权名称|对乙行为的处罚
职权类型|行政许可|职权类型|行政处罚
设定依据|《甲法》第一条|设定依据|《乙法》第二条
实施主体|水利局|实施主体|水利局
""")
    )
    found = [(matter.name, matter.kind, matter.basis, matter.organ) for matter in extraction.matters]
    assert found == [
        ("甲种许可证核发", "行政许可", "《甲法》第一条", "水利局"),
        ("对乙行为的处罚", "行政处罚", "《乙法》第二条", "水利局"),
    ]


def test_a_card_of_four_columns_stays_one_card() -> None:
    extraction = reading(
        table("""
职权名称|甲种许可证核发|职权类型|行政许可
实施主体|水利局|承办机构|审批股
设定依据|《甲法》第一条|<|<
""")
    )
    assert [(matter.name, matter.kind, matter.office) for matter in extraction.matters] == [
        ("甲种许可证核发", "行政许可", "审批股")
    ]


def test_main_and_sub_names_under_one_heading_are_told_apart() -> None:
    extraction = reading(
        table("""
序号|事项|<|依据|<|时限|<
^|主项名称|子项名称|法律|规章|法定|承诺
1|2|3|4|5|6|7
1|甲种许可证核发|首次申领|《甲法》第一条||20日|5个工作日
2|甲种许可证核发|补领|《甲法》第二条||20日|3个工作日
3|乙种备案||《乙法》第三条||10日|1个工作日
""")
    )
    assert titles(extraction) == [("甲种许可证核发", "首次申领"), ("甲种许可证核发", "补领"), ("乙种备案", "")]
    limits = [matter.promised_limit and matter.promised_limit.value for matter in extraction.matters]
    assert limits == [5.0, 3.0, 1.0]


def test_a_row_of_signatures_below_a_list_is_no_matter() -> None:
    extraction = reading(
        table("""
序号|主项名称|子项名称|设定依据|承诺时限
1|甲种许可证核发||《甲法》第一条|5个工作日
填表人：||审核人：张某||联系电话：
""")
    )
    assert titles(extraction) == [("甲种许可证核发", "")]
    assert not extraction.doubts


def test_a_list_with_a_column_of_materials_and_a_name_for_each_row_is_a_list() -> None:
    extraction = reading(
        table("""
序号|办理事项|办理单位|所需材料
1|生育登记|便民服务中心|1、身份证；2、户口本
2|老年优待证办理|便民服务中心|1、身份证；2、照片
""")
    )
    assert [name for name, _ in titles(extraction)] == ["生育登记", "老年优待证办理"]
    assert [[one.name for one in matter.materials] for matter in extraction.matters] == [
        ["身份证", "户口本"],
        ["身份证", "照片"],
    ]


def test_rows_of_single_materials_stay_a_table_of_materials() -> None:
    extraction = reading(
        "生育登记办事指南",
        table("""
序号|办理事项|材料名称|来源渠道
1|生育登记|身份证|申请人自备
2|生育登记|户口本|申请人自备
"""),
    )
    assert [[one.name for one in matter.materials] for matter in extraction.matters] == [["身份证", "户口本"]]


def test_a_unit_in_the_heading_above_does_not_hide_which_limit_it_is() -> None:
    extraction = reading(
        table("""
事项名称|事项类型|办理时限（工作日）|<
^|^|法定|承诺
甲种许可证核发|行政许可|20|5
对乙行为的处罚|行政处罚|90|30
""")
    )
    found = [(matter.statutory_limit, matter.promised_limit) for matter in extraction.matters]
    assert [(one and (one.value, one.unit), two and (two.value, two.unit)) for one, two in found] == [
        ((20.0, "工作日"), (5.0, "工作日")),
        ((90.0, "工作日"), (30.0, "工作日")),
    ]


def test_a_number_of_thousands_of_digits_is_no_limit() -> None:
    extraction = reading(table(f"事项名称|事项类型|承诺时限\n甲种许可证核发|行政许可|{'9' * 5000}个工作日"))
    assert [matter.promised_limit for matter in extraction.matters] == [None]
