"""Cards, guides and fields as text at their edges: labels across a row, materials without a name, parts of a matter."""

import pytest

from quanze.matter import Matter
from tests.extractors.tables import doubts, only, reading, table, titles

LIST = "序号|事项名称|设定依据\n1|护士执业注册|《护士条例》第八条\n2|医师执业注册|《医师法》第八条"
CARD = "事项名称|护士执业注册|<|<\n事项类型|行政许可|<|<\n设定依据|《护士条例》第八条|<|<\n"


def materials(matter: Matter) -> list[tuple[str, str]]:
    return [(material.name, material.text) for material in matter.materials]


def test_a_label_across_the_table_has_its_value_in_the_row_below() -> None:
    matter = only(
        reading(
            table("""
事项名称|护士执业注册|事项类型|行政许可
设定依据|<|<|<
《护士条例》第八条：护士执业，应当经执业注册取得护士执业证书。|<|<|<
《护士条例》第十条|<|<|<
实施主体|卫健委|备注|网上办
本表的内容从印发的那一天起施行，由卫健委解释。|<|<|<
""")
        )
    )
    assert matter.basis == "《护士条例》第八条：护士执业，应当经执业注册取得护士执业证书。\n《护士条例》第十条"
    assert (matter.organ, matter.note) == ("卫健委", "网上办")
    assert matter.other == (("内容", "本表的内容从印发的那一天起施行，由卫健委解释。"),)


def test_a_label_with_its_value_below_a_label_across_the_table_is_a_field_of_its_own() -> None:
    matter = only(
        reading(table("事项名称|护士执业注册\n事项类型|行政许可\n设定依据|<\n《护士条例》第八条|<\n实施主体：卫健委|<"))
    )
    assert (matter.basis, matter.organ) == ("《护士条例》第八条", "卫健委")


def test_a_long_text_across_a_card_without_a_label_is_kept_and_a_short_one_is_a_title() -> None:
    matter = only(
        reading(
            table("""
事项名称|护士执业注册|事项类型|行政许可
这一项由自治区下放，从今年一月一日起由旗县区办理。|<|<|<
办理信息|<|<|<
实施主体|卫健委|设定依据|《护士条例》第八条
""")
        )
    )
    assert matter.other == (("内容", "这一项由自治区下放，从今年一月一日起由旗县区办理。"),)


def test_a_cell_with_label_and_value_that_is_merged_down_counts_once() -> None:
    text = "事项名称：护士执业注册|事项类型：行政许可\n^|设定依据：《护士条例》第八条\n^|实施主体：卫健委"
    matter = only(reading(table(text)))
    assert (matter.name, matter.basis, matter.organ) == ("护士执业注册", "《护士条例》第八条", "卫健委")
    assert matter.other == ()


def test_labels_with_nothing_behind_them_are_no_card() -> None:
    extraction = reading(table("|事项名称\n|设定依据"), table(LIST, number=2))
    assert titles(extraction) == [("护士执业注册", ""), ("医师执业注册", "")]
    assert doubts(extraction) == []
    assert extraction.count.others == 3


def test_a_card_that_says_none_for_its_name_is_named_by_its_sub_item() -> None:
    matter = only(reading(table("事项名称|无|子项名称|护士执业注册\n事项类型|行政许可|实施主体|卫健委")))
    assert (matter.name, matter.sub_name) == ("护士执业注册", "")


def test_numbered_materials_beside_their_label_end_at_the_next_field() -> None:
    text = CARD + "申请材料|1|申请表|原件\n|2|身份证|复印件\n|||\n办理流程|申请→受理→发证|<|<"
    matter = only(reading(table(text)))
    assert materials(matter) == [("申请表", "申请表；原件"), ("身份证", "身份证；复印件")]
    assert matter.steps == ("申请", "受理", "发证")


@pytest.mark.parametrize(
    ("area", "names"),
    [
        ("申请材料|序号|材料名称|份数\n^|1|申请表|1\n^|2|身份证|1\n^|合计|2|", ["申请表", "身份证"]),
        ("申请材料|序号|材料名称|份数\n^|1|申请表|1\n^|2||1", ["申请表"]),
        ("申请材料|1|申请表|\n^|2||\n^|3|身份证|", ["申请表", "身份证"]),
        ("申请材料|<|<|<\n1.申请表；2.身份证|<|<|<\n毕业证书|<|<|<", ["申请表", "身份证", "毕业证书"]),
    ],
)
def test_totals_blank_names_and_bare_numbers_in_a_card_are_no_materials(area: str, names: list[str]) -> None:
    matter = only(reading(table(CARD + area)))
    assert [material.name for material in matter.materials] == names


def test_a_material_over_two_rows_counts_once() -> None:
    extraction = reading(
        table(LIST), "护士执业注册办事指南", table("序号|申请材料|份数\n1|申请表|1\n2|^|2\n3|身份证|1", number=2)
    )
    assert materials(extraction.matters[0]) == [("申请表", "申请表；份数：1"), ("身份证", "身份证；份数：1")]


def test_a_table_of_nothing_but_materials_may_list_several_in_a_cell() -> None:
    matter = only(reading("护士执业注册办事指南", table("申请材料|备注\n1.申请表；2.身份证|\n毕业证书|")))
    assert [material.name for material in matter.materials] == ["申请表", "身份证", "毕业证书"]


def test_a_title_in_a_table_of_materials_names_its_matter() -> None:
    matter = only(reading("办事指南汇编", table("护士执业注册申请材料|<|<\n序号|材料名称|份数\n1|申请表|1")))
    assert (matter.name, materials(matter)) == ("护士执业注册", [("申请表", "申请表；份数：1")])


def test_materials_of_a_card_without_a_name_go_to_the_matter_before_it() -> None:
    text = "申请材料|1|申请表|原件\n^|2|身份证|原件\n办理流程|申请→受理→审核|<|<\n承诺时限|5个工作日|<|<"
    extraction = reading(table(LIST), table(text, number=2))
    assert [len(matter.materials) for matter in extraction.matters] == [0, 2]
    assert doubts(extraction) == []


def test_a_card_without_a_name_belongs_to_the_matter_that_the_text_above_names() -> None:
    text = "设定依据|《护士条例》第八条|<|<\n实施主体|卫健委|<|<\n申请材料|1|申请表|原件\n^|2|身份证|原件"
    matter = only(reading("事项名称：护士执业注册", "事项类型：行政许可", table(text)))
    assert (matter.kind, matter.organ, matter.basis) == ("行政许可", "卫健委", "《护士条例》第八条")
    assert [material.name for material in matter.materials] == ["申请表", "身份证"]


def test_a_block_in_brackets_goes_on_to_its_closing_bracket() -> None:
    matter = only(
        reading(
            "[事项名称：护士执业注册]", "[设定依据：《护士条例》第八条：", "护士应当注册。]", "[事项类型：行政许可]"
        )
    )
    assert matter.basis == "《护士条例》第八条：\n护士应当注册。"
    assert matter.kind == "行政许可"


def test_lines_after_a_card_that_say_something_else_are_kept_beside_it() -> None:
    matter = only(
        reading(
            table("事项名称|护士执业注册|<|<\n事项类型|行政许可|实施主体|卫健委"),
            "设定依据：《护士条例》第八条",
            "实施主体：某旗卫生健康委员会",
        )
    )
    assert (matter.organ, matter.basis) == ("卫健委", "《护士条例》第八条")
    assert matter.other == (("实施主体", "某旗卫生健康委员会"),)


def test_a_label_in_running_text_with_nothing_behind_it_is_not_kept() -> None:
    lines = [
        "事项名称：护士执业注册",
        "事项类型：行政许可",
        "咨询电话：",
        "设定依据：《护士条例》第八条",
        "收费标准：不收费",
    ]
    assert only(reading(*lines)).other == (("收费标准", "不收费"),)


def test_cards_of_labels_above_values_may_have_a_title() -> None:
    matter = only(
        reading(
            table(
                "某局权责清单|<\n事项名称|事项类型\n护士执业注册|行政许可\n实施主体|设定依据\n卫健委|《护士条例》第八条"
            )
        )
    )
    assert (matter.name, matter.kind, matter.organ) == ("护士执业注册", "行政许可", "卫健委")


def test_a_proof_that_the_basis_mentions_and_the_card_lists_is_one_material() -> None:
    text = "事项名称|护士执业注册\n设定依据|《护士条例》第八条。申请人应当提交健康体检证明。\n申请材料|健康体检证明"
    (material,) = only(reading(table(text))).materials
    assert (material.name, material.mined) == ("健康体检证明", False)


def test_material_lines_on_paper_end_at_a_stop_and_go_on_within_a_bracket() -> None:
    cell = "护士执业注册申请表；⏎申请人身份证明的复印⏎件⏎健康证（含二级医⏎院体检表）"
    matter = only(reading(table(f"序号|事项名称|申请材料\n1|护士执业注册|{cell}"), form="pdf"))
    assert [material.name for material in matter.materials] == [
        "护士执业注册申请表",
        "申请人身份证明的复印件",
        "健康证（含二级医院体检表）",
    ]


@pytest.mark.parametrize(
    ("flow", "steps"),
    [
        ("1.受理责任：公示。2.审查责任：审核。", ("受理", "审查")),
        ("申请→受理→受理→向旗县区以上卫生健康主管部门提交→发证", ("申请", "受理", "发证")),
    ],
)
def test_steps_are_named_once_by_duties_or_arrows(flow: str, steps: tuple[str, ...]) -> None:
    assert only(reading(table(f"事项名称|护士执业注册\n办理流程|{flow}"))).steps == steps


def test_an_unknown_label_after_a_complete_pair_is_a_label() -> None:
    extraction = reading(
        table("""
事项名称|居住证办理|网办地址|zwfw.example.gov.cn
基本编码|150709003000|更新时间|2023-03-01
事项类型|公共服务|<|<
行使层级|县级|行使内容|负责本旗居住证办理
实施主体|旗公安局|<|<
承诺时限|15个工作日|<|<
""")
    )
    matter = only(extraction)
    assert (matter.name, matter.code, matter.level) == ("居住证办理", "150709003000", "县级")
    assert dict(matter.other)["网办地址"] == "zwfw.example.gov.cn"
    assert doubts(extraction) == []


def test_an_unknown_label_that_does_not_read_like_one_is_a_doubt() -> None:
    extraction = reading(table("事项名称|居住证办理|所属圈层|户籍办理\n实施主体|旗公安局|<|<\n承诺时限|15个工作日|<|<"))
    assert only(extraction).name == "居住证办理"
    assert only(extraction).other == (("所属圈层", "户籍办理"),)
    assert doubts(extraction) == ["栏目存疑"]


@pytest.mark.parametrize(
    ("row", "field", "text"),
    [
        ("实施主体|旗公安局|旗民政局|旗教育局", "organ", "旗公安局、旗民政局、旗教育局"),
        ("行使层级|省级|市级|县级", "level", "省级、市级、县级"),
    ],
)
def test_further_values_of_a_label_are_no_labels(row: str, field: str, text: str) -> None:
    matter = only(reading(table(f"事项名称|居住证办理|<|<\n{row}\n设定依据|《居住证暂行条例》第八条|<|<")))
    assert "".join(getattr(matter, field).split()).replace("、", "") == text.replace("、", "")
    assert matter.other == ()


def test_several_texts_after_a_name_are_joined_with_a_doubt() -> None:
    extraction = reading(table("事项名称|居住证办理|（首次）|\n实施主体|旗公安局|<|<\n承诺时限|15个工作日|<|<"))
    assert doubts(extraction) == ["栏目存疑"]


def test_a_text_before_a_tick_is_no_label() -> None:
    matter = only(reading(table("事项名称|居住证办理|<|<|<\n办件类型|即办件|□|承诺件|√\n实施主体|旗公安局|<|<|<")))
    assert matter.other == (("办件类型", "即办件\n□\n承诺件\n√"),)


def test_many_materials_in_a_card_leave_it_a_card() -> None:
    listed = "\n".join(f"{number}|第{number}号证明书|<|<" for number in range(1, 9))
    head = "事项名称|居住证办理|<|<\n权力类别|公共服务|承办科室|办公室\n法定工作日|20|<|<"
    matter = only(reading(table(f"{head}\n申请材料|<|<|<\n序号|材料名称|<|<\n{listed}")))
    assert (matter.name, len(matter.materials)) == ("居住证办理", 8)
