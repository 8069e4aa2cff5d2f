"""Cards: one matter per table or several cards in one, labels beside or above their values."""

from extractors import extract
from quanze.errors import NoList
from tests.extractors.tables import document, doubts, only, reading, table, titles


def test_a_card_of_four_columns_gives_one_matter() -> None:
    matter = only(
        reading(
            table("""
职权名称|1、伪造地质勘查资质证书的处罚|<|<
职权类型|行政处罚|审核⏎转报|否
职权编码||法定主体|国土资源局
责任事项|一般程序：⏎1.立案责任：发现。⏎2.调查取证责任：取证。|<|<
""")
        )
    )
    assert (matter.name, matter.kind, matter.organ) == ("伪造地质勘查资质证书的处罚", "行政处罚", "国土资源局")
    assert matter.steps == ("立案", "调查取证")
    assert matter.other == (("审核转报", "否"),)


def test_several_cards_in_one_table_are_several_matters() -> None:
    extraction = reading(
        table("""
事项编码|001|<|<
权力名称|甲种许可证核发|权力类别|行政许可
设定依据|《甲法》第一条|<|<
事项编码|002|<|<
权力名称|对乙行为的处罚|权力类别|行政处罚
设定依据|《乙法》第一条|<|<
""")
    )
    assert [(matter.code, matter.name, matter.kind) for matter in extraction.matters] == [
        ("001", "甲种许可证核发", "行政许可"),
        ("002", "对乙行为的处罚", "行政处罚"),
    ]
    assert extraction.count.others == 4


def test_a_label_over_several_rows_is_read_with_its_second_half() -> None:
    matter = only(
        reading(
            table("""
事项名称|护士执业注册|<|<
办理时限|法定时限|20|个工作日
^|承诺时限|5个工作日|<
设定依据|《护士条例》第八条|<|<
""")
        )
    )
    assert matter.statutory_limit is not None and matter.promised_limit is not None
    assert (matter.statutory_limit.value, matter.promised_limit.value) == (20.0, 5.0)


def test_a_kind_that_reads_like_a_heading_is_a_value() -> None:
    matter = only(
        reading(
            table("""
事项名称|护士执业注册|<|<
事项类型|公共服务事项|承办机构|医政科
设定依据|《护士条例》第八条|<|<
""")
        )
    )
    assert (matter.kind, matter.office) == ("公共服务", "医政科")


def test_a_card_without_a_name_label_takes_the_title_above_its_labels() -> None:
    matter = only(
        reading(
            table("""
派驻官方兽医|<|<|<
类别|其他行政权力|<|<
实施主体|农业局|行使层级|本级保留
实施依据|《动物防疫法》第五十九条第二款|<|<
备注||<|<
""")
        )
    )
    assert (matter.name, matter.kind, matter.level) == ("派驻官方兽医", "其他行政权力", "本级保留")


def test_a_card_without_any_name_takes_the_line_above_the_table() -> None:
    extraction = reading(
        "护士执业注册办事指南",
        table("事项类型|行政许可\n设定依据|《护士条例》第八条\n承诺时限|5个工作日"),
        "医师执业注册办事指南",
        table("事项类型|行政许可\n设定依据|《医师法》第十四条\n承诺时限|5个工作日", number=2),
    )
    assert titles(extraction) == [("护士执业注册", ""), ("医师执业注册", "")]


def test_a_card_without_any_name_at_all_is_a_doubt() -> None:
    extraction = reading(table("事项类型|行政许可\n设定依据|《护士条例》第八条\n承诺时限|5个工作日"))
    assert extraction.matters == ()
    assert doubts(extraction) == ["缺少事项名称"]


def test_a_card_cut_by_a_page_is_one_matter() -> None:
    matter = only(
        reading(
            table("事项名称|护士执业注册\n事项类型|行政许可\n设定依据|《护士条例》第八条"),
            table("责任事项|1.受理责任：公示。⏎2.审查责任：审核。\n追责情形|不予受理的\n监督电话|00000", number=2),
        )
    )
    assert (matter.name, matter.steps, matter.accountability) == ("护士执业注册", ("受理", "审查"), "不予受理的")


def test_labels_and_values_in_one_cell() -> None:
    matter = only(
        reading(table("事项名称：护士执业注册|事项类型：行政许可\n设定依据：《护士条例》第八条|承办机构：医政科"))
    )
    assert (matter.name, matter.kind, matter.office) == ("护士执业注册", "行政许可", "医政科")


def test_labels_above_their_values() -> None:
    extraction = reading(
        table("""
事项名称|事项类型|实施主体
护士执业注册|行政许可|卫健委
法定时限|承诺时限|承办机构
20个工作日|5个工作日|医政科
设定依据|<|<
《护士条例》第八条|<|<
事项名称|事项类型|实施主体
医师执业注册|行政许可|卫健委
法定时限|承诺时限|承办机构
20个工作日|3个工作日|医政科
设定依据|<|<
《医师法》第十四条|<|<
""")
    )
    assert [(matter.name, matter.office, matter.basis) for matter in extraction.matters] == [
        ("护士执业注册", "医政科", "《护士条例》第八条"),
        ("医师执业注册", "医政科", "《医师法》第十四条"),
    ]


def test_an_unknown_label_among_known_ones_is_kept() -> None:
    matter = only(
        reading(
            table("""
事项名称|护士执业注册|事项类型|行政许可
设定依据|《护士条例》第八条|特别提醒|无
跑动次数|零次|承办机构|医政科
""")
        )
    )
    assert dict(matter.other) == {"特别提醒": "无", "跑动次数": "零次"}


def test_materials_inside_a_card_with_a_heading_of_their_own() -> None:
    matter = only(
        reading(
            table("""
事项名称|护士执业注册|<|<
事项类型|行政许可|承办机构|医政科
申请材料|序号|材料名称|形式
^|1|护士执业注册申请表|原件
^|2|身份证|复印件
办理流程|申请→受理→审核|<|<
咨询电话|00000|监督电话|00001
""")
        )
    )
    assert [material.name for material in matter.materials] == ["护士执业注册申请表", "身份证"]
    assert matter.materials[1].text == "身份证；形式：复印件"
    assert matter.materials[1].place.row == 5
    assert matter.steps == ("申请", "受理", "审核")
    assert dict(matter.other)["监督电话"] == "00001"


def test_materials_below_a_full_width_label() -> None:
    matter = only(
        reading(
            table("""
事项名称|护士执业注册|<
设定依据|《护士条例》第八条|<
申请材料|<|<
序号|材料名称|备注
1|护士执业注册申请表|原件
2|身份证|
监督电话|00001|<
""")
        )
    )
    assert [material.name for material in matter.materials] == ["护士执业注册申请表", "身份证"]
    assert dict(matter.other)["监督电话"] == "00001"


def test_materials_in_one_cell_of_a_card() -> None:
    matter = only(
        reading(
            table(
                "事项名称|护士执业注册\n设定依据|《护士条例》第八条\n申请材料|1.申请表（原件1份）；⏎2.身份证；⏎3.毕业证书"
            )
        )
    )
    assert [material.name for material in matter.materials] == ["申请表（原件1份）", "身份证", "毕业证书"]


def test_a_form_to_fill_in_is_no_card() -> None:
    form = table("申请人|\n身份证号|\n联系电话|\n家庭住址|")
    try:
        extraction = extract(document(form), "某局")
    except NoList:
        return
    raise AssertionError(f"a blank form gave {extraction.matters}")
