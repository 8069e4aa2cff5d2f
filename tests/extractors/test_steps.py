"""Steps (办理环节) in a cell: how they are written, with numbers, signs, blanks, or a line each."""

import pytest

from extractors.fields.steps import from_cell, from_flow
from tests.extractors.tables import reading, table

FOUR = ("申请", "受理", "审查", "决定")


@pytest.mark.parametrize(
    "text",
    [
        "①申请②受理③审查④决定",
        "(1)申请(2)受理(3)审查(4)决定",
        "（一）申请（二）受理（三）审查（四）决定",
        "一、申请 二、受理 三、审查四、决定",
        "1.申请2.受理3.审查4.决定",
        "申请＞受理＞审查＞决定",
        "申请 受理 审查 决定",
    ],
)
def test_steps_may_stand_without_a_sign_between_them(text: str) -> None:
    assert from_flow(text) == FOUR


@pytest.mark.parametrize("text", ["窗口受理（2）份材料后审查(3)日", "网上 申请 材料", "受理时间：上午9.00、下午2.30"])
def test_numbers_and_blanks_in_other_texts_part_no_steps(text: str) -> None:
    assert from_flow(text) == ()


def test_lines_that_are_a_step_each_are_not_joined_on_paper() -> None:
    assert from_cell("申请人申请\n窗口受理\n科室审核\n发证", is_visual=True) == (
        "申请人申请",
        "窗口受理",
        "科室审核",
        "发证",
    )
    assert from_cell("申请→受理→审\n核→决定", is_visual=True) == ("申请", "受理", "审核", "决定")
    assert from_cell("1.申请\n2.受理\n3.决定", is_visual=True) == ("申请", "受理", "决定")
    assert from_cell("申请、受理、审\n核、决定", is_visual=True) == ("申请", "受理", "审核", "决定")


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_step_in_each_row_of_a_matter(form: str) -> None:
    rows = """序号|事项名称|环节名称|办理时限|责任人
    1|义诊活动备案|受理|1个工作日|窗口
    ^|^|办结|1个工作日|科室
    2|取水许可|受理|1个工作日|窗口
    ^|^|办结|3个工作日|科室"""
    found = reading(table(rows), form=form)
    assert [(one.name, one.sub_name, one.steps) for one in found.matters] == [
        ("义诊活动备案", "", ("受理", "办结")),
        ("取水许可", "", ("受理", "办结")),
    ]
    assert found.matters[1].promised_limit is None  # the limit of a step is not the matter's
    assert dict(found.matters[1].other)["办理环节时限"] == "受理：1个工作日；办结：3个工作日"
    assert not found.doubts


def test_steps_and_materials_side_by_side() -> None:
    rows = """序号|事项名称|申请材料|<|办理环节|<|承诺时限
    ^|^|材料名称|份数|环节名称|环节时限|^
    1|取水许可|申请书|1|受理|1个工作日|7个工作日
    ^|^|论证报告|1|审查|6个工作日|^"""
    (matter,) = reading(table(rows)).matters
    assert ([one.name for one in matter.materials], matter.steps) == (["申请书", "论证报告"], ("受理", "审查"))
    assert matter.promised_limit is not None
    assert matter.promised_limit.text == "7个工作日"


TABLE = """序号|{}|办理时限|办理人员
1|受理|1个工作日|窗口人员
2|审查|5个工作日|业务科室
3|决定|1个工作日|分管领导"""


@pytest.mark.parametrize("label", ["环节名称", "办理环节", "环节", "步骤", "流程环节"])
def test_a_table_of_steps_in_a_guide(label: str) -> None:
    steps = table(TABLE.format(label))
    found = reading(
        "取水许可办事指南",
        "一、事项名称：取水许可",
        "二、实施主体：旗水利局",
        "三、办理流程",
        steps,
        "四、承诺办结时限：7个工作日",
    )
    (matter,) = found.matters
    assert matter.steps == ("受理", "审查", "决定")
    assert "受理（办理时限：1个工作日；办理人员：窗口人员）" in dict(matter.other)["办理流程"]
    assert matter.promised_limit is not None
    assert matter.promised_limit.text == "7个工作日"
    assert not found.doubts


def test_words_around_a_table_of_steps_are_no_steps() -> None:
    lines = ("取水许可办事指南", "一、事项名称：取水许可", "二、实施主体：旗水利局", "三、办理流程", "按下列环节办理：")
    (matter,) = reading(*lines, table(TABLE.format("环节")), "注：节假日顺延。").matters
    assert matter.steps == ("受理", "审查", "决定")
    assert dict(matter.other)["办理流程说明"] == "按下列环节办理：\n注：节假日顺延。"


def test_steps_after_a_card_are_its_own_and_beside_a_list_a_doubt() -> None:
    steps = table(TABLE.format("环节名称"), number=2)
    card = table("事项名称|取水许可|事项类型|行政许可\n实施主体|旗水利局|承办机构|水资源股")
    (matter,) = reading(card, "办理流程", steps).matters
    assert matter.steps == ("受理", "审查", "决定")
    matters = table("序号|事项名称|事项类型|实施主体\n1|取水许可|行政许可|旗水利局\n2|河道采砂许可|行政许可|旗水利局")
    for blocks in ((matters, steps), (steps, matters)):
        found = reading(*blocks)
        assert [doubt.kind for doubt in found.doubts] == ["环节存疑"]
        assert not any(one.steps for one in found.matters)


def test_steps_that_words_name_otherwise_are_a_doubt() -> None:
    lines = ("取水许可办事指南", "一、事项名称：取水许可", "二、实施主体：旗水利局", "三、办理流程", "申请→受理→办结")
    found = reading(*lines, table(TABLE.format("环节")))
    assert found.matters[0].steps == ("申请", "受理", "办结")
    assert [doubt.kind for doubt in found.doubts] == ["环节存疑"]


def test_a_section_of_steps_inside_a_card() -> None:
    (matter,) = reading(
        table("""事项名称|出生医学证明办理|事项类型|公共服务
        实施主体|旗卫健委|承办机构|妇幼股
        办理流程|<|<|<
        环节|办理人|办理时限|审查标准
        受理|窗口|0.5个工作日|材料齐全
        办结|科室|0.5个工作日|符合条件
        收费|<|<|<
        是否收费|否|收费依据|无""")
    ).matters
    assert matter.steps == ("受理", "办结")
    assert matter.promised_limit is None
    assert dict(matter.other)["是否收费"] == "否"
    assert "受理" not in dict(matter.other)


def test_steps_right_behind_their_heading() -> None:
    lines = ("（一）事项名称：取水许可", "（二）实施主体：旗水利局", "（三）办理流程申请→受理→办结")
    (matter,) = reading(*lines).matters
    assert matter.steps == ("申请", "受理", "办结")


def test_the_next_section_glued_to_the_last_step_is_no_part_of_it() -> None:
    assert from_flow("申请→受理→办结二、生育登记（一）基本信息") == ("申请", "受理", "办结")
    assert from_flow("一、申请→二、受理→三、办结") == from_flow("一、申请→二、受理→三、办结三、收费")
