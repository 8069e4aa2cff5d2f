"""Time limits and steps, as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fields.limits import both, limit, several, unclear, unread
from extractors.fields.steps import from_duties, from_flow
from quanze.numerals import chinese, number
from tests.extractors.tables import doubts, only, reading, table


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("20个工作日", 20.0, "工作日"),
        ("20(工作日)", 20.0, "工作日"),
        ("20（个工作日）", 20.0, "工作日"),
        ("二十日", 20.0, "日"),
        ("7天", 7.0, "日"),
        ("1个月", 1.0, "个月"),
        ("三个月", 3.0, "个月"),
        ("三十个自然日", 30.0, "自然日"),
        ("24小时", 24.0, "小时"),
        ("1.5小时", 1.5, "小时"),
        ("自受理之日起20个工作日内", 20.0, "工作日"),
        ("20个工作日（可延长10个工作日）", 20.0, "工作日"),
        ("3-5个工作日", 5.0, "工作日"),
        ("工作日：20", 20.0, "工作日"),
        ("20天（工作日）", 20.0, "工作日"),
        ("30日(工作日)", 30.0, "工作日"),
        ("30日（自然日）", 30.0, "自然日"),
        ("20天（15工作日）", 20.0, "日"),
        ("20天（不含工作日以外）", 20.0, "日"),
        ("1个月（工作日）", 1.0, "个月"),
        ("1(工作日)（即办）", 1.0, "工作日"),
        ("即办", 0.0, ""),
        ("当场办结", 0.0, ""),
        ("5", 5.0, ""),
        ("承诺：5", 5.0, ""),
        ("不超过3个", 3.0, ""),
        ("一个半月", 1.5, "个月"),
        ("3个半月", 3.5, "个月"),
        ("半个月", 0.5, "个月"),
        ("一年半", 1.5, "年"),
        ("20日内（含公示7日）", 20.0, "日"),
        ("自受理次日起20个工作日", 20.0, "工作日"),
        ("自受理当月起3个月内", 3.0, "个月"),
        ("每年3月集中受理，受理后20个工作日办结", 20.0, "工作日"),
    ],
)
def test_value_and_unit_are_read_as_written(text: str, value: float, unit: str) -> None:
    found = limit(text)
    assert found is not None
    assert (found.value, found.unit, found.text) == (value, unit, text)


@pytest.mark.parametrize("text", ["", "无", "—", "/", "长期", "2019年3月1日起施行"])
def test_no_limit_is_no_limit(text: str) -> None:
    assert limit(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "每年3月、9月集中办理",
        "次月15日前发放",
        "每月15日前",
        "当年12月底",
        "每年1次",
        "2次/年",
        "15日前",
        "材料2份",
    ],
)
def test_a_day_of_the_year_or_a_count_is_no_limit_and_is_said(text: str) -> None:
    assert (limit(text), unread(text)) == (None, True)
    found = reading(table(f"序号|事项名称|事项类型|承诺时限\n1|甲补贴发放|行政给付|{text}"))
    assert (only(found).promised_limit, only(found).other) == (None, (("承诺时限", text),))
    assert doubts(found) == ["时限存疑"]


def test_a_bare_number_takes_the_unit_of_its_heading_only() -> None:
    found = limit("20", "工作日")
    assert found is not None and (found.value, found.unit) == (20.0, "工作日")
    kept = limit("3个月", "工作日")
    assert kept is not None and (kept.value, kept.unit) == (3.0, "个月")


def test_one_cell_may_give_both_limits() -> None:
    for text in ("法定时限：20个工作日；承诺时限：5个工作日", "承诺5个工作日（法定20个工作日）"):
        statutory, promised = both(text)
        assert statutory is not None and promised is not None
        assert (statutory.value, promised.value, statutory.text) == (20.0, 5.0, text)
    assert both("10个工作日")[0] is None


def test_more_than_one_limit_in_a_cell_is_noticed() -> None:
    assert several("受理5个工作日，办结20个工作日")
    assert not several("20个工作日（不含公示20个工作日）")


@pytest.mark.parametrize("text", ["20个工作日/5个工作日", "材料齐全的3个工作日，需现场勘查的10个工作日", "1个月15日"])
def test_several_limits_that_nobody_tells_apart_are_left_to_a_person(text: str) -> None:
    assert (both(text), unclear(text)) == ((None, None), True)
    found = reading(table(f"序号|事项名称|事项类型|办理时限\n1|甲证核发|行政许可|{text}"))
    assert only(found).other == (("办理时限", text),)
    assert doubts(found) == ["时限存疑"]


def test_a_limit_for_each_word_is_clear() -> None:
    assert not unclear("法定20个工作日，承诺5个工作日")
    assert unclear("法定20个工作日，承诺5个工作日或3个工作日")


def test_the_whole_time_goes_before_the_time_of_one_step() -> None:
    heading = "序号|事项名称|事项类型|受理时限|审核时限|办结时限"
    matter = only(reading(table(f"{heading}\n1|居住证签发|公共服务|1个工作日|3个工作日|10个工作日")))
    assert matter.promised_limit is not None and matter.promised_limit.value == 10.0
    assert matter.other == (("受理时限", "1个工作日"), ("审核时限", "3个工作日"))


@given(st.integers(0, 9999))
def test_chinese_numerals_and_back(value: int) -> None:
    assert number(chinese(value)) == value


@given(st.text(max_size=60))
def test_any_text_gives_a_limit_or_none(text: str) -> None:
    found = limit(text)
    assert found is None or found.value >= 0


def test_steps_are_named_by_the_duties() -> None:
    text = (
        "1、受理阶段责任:公示;\n2、审查和决定阶段责任:审核;\n3、送达阶段责任:发放。\n4、其他法律法规规定应履行的责任。"
    )
    assert from_duties(text) == ("受理", "审查和决定", "送达")


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("1.立案责任：调查。2.审查责任。3.告知责任。", ("立案", "审查", "告知")),
        ("1.受理责任：公示条件。\n2.审查责任\n3.决定责任：决定。\n4.送达责任", ("受理", "审查", "决定", "送达")),
        ("1.受理责任\n公示条件。\n2.审查责任\n审查材料。", ("受理", "审查")),
        ("1.依法承担相应责任。2.依法追究行政责任。3.其他法律法规规定应履行的责任。", ()),
    ],
)
def test_a_duty_may_end_with_its_line_or_sentence(text: str, steps: tuple[str, ...]) -> None:
    assert from_duties(text) == steps


@pytest.mark.parametrize("sign", ["=", "-", "—", "1", "一", " ", "。", "1.", "(含", "半"])
def test_long_runs_of_one_sign_take_no_time(sign: str) -> None:
    text = f"甲{sign * 10_000}乙"
    assert (from_duties(text), limit(text)) == ((), None)
    from_flow(text)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("申请→受理→审查→决定→送达", ("申请", "受理", "审查", "决定", "送达")),
        ("1.申请 2.受理 3.审查", ("申请", "受理", "审查")),
        ("申请、受理、审核、办结", ("申请", "受理", "审核", "办结")),
        ("申请—受理—发证", ("申请", "受理", "发证")),
        ("受理（窗口）→审核（科室，3个工作日）→办结", ("受理", "审核", "办结")),
        ("第一步：申请\n第二步：受理", ("申请", "受理")),
        ("（一）申请：申请人提出。（二）受理：窗口受理。", ("申请", "受理")),
        ("窗口受理\n科室审核\n领导审批", ("窗口受理", "科室审核", "领导审批")),
        ("1.受理\n2.审核\n3.主要领导签发", ("受理", "审核", "主要领导签发")),
        ("受理→相关科室会签→主要负责人审批→直接送达", ("受理", "相关科室会签", "主要负责人审批", "直接送达")),
        ("分管领导审核→主要领导", ("分管领导审核", "主要领导")),
        ("1.受理责任：收件。2.决定责任：决定。3.主要责任：主管。4.直接责任：经办。", ("受理", "决定")),
        ("详见流程图", ()),
        ("", ()),
    ],
)
def test_steps_of_a_flow(text: str, steps: tuple[str, ...]) -> None:
    assert from_flow(text) == steps


@pytest.mark.parametrize(
    ("text", "statutory", "promised", "asks"),
    [
        ("5个工作日（法定20个工作日）", 20, 5, False),
        ("20个工作日（承诺5个工作日）", 20, 5, False),
        ("60日（事实清楚、权利义务明确的15日）", None, 60, True),
        ("20个工作日/5个工作日", None, None, True),
        ("3个工作日（材料齐全）10个工作日（需勘查）", None, None, True),
    ],
)
def test_a_limit_with_another_in_brackets_behind_it(
    text: str, statutory: int | None, promised: int | None, asks: bool
) -> None:
    found = both(text)
    assert [one and one.value for one in found] == [statutory, promised]
    assert unclear(text) == asks


@pytest.mark.parametrize(
    "text",
    [
        "20个工作日（不含法定公示期）",
        "20个工作日内（不含法定公示期30日）",
        "20个工作日（含法定公示7日）",
        "20个工作日（法定节假日除外）",
        "依法定程序，20个工作日",
    ],
)
def test_a_word_in_a_note_does_not_make_a_limit_statutory(text: str) -> None:
    matter = only(reading(table(f"序号|事项名称|事项类型|办结时限\n1|甲证核发|行政许可|{text}")))
    assert matter.statutory_limit is None
    assert matter.promised_limit is not None and matter.promised_limit.value == 20.0


@pytest.mark.parametrize("text", ["法定完成时限20日", "法定最长20日", "法定二十日（不含听证）", "20日（法定）"])
def test_a_cell_may_say_that_its_limit_is_statutory(text: str) -> None:
    statutory, promised = both(text)
    assert statutory is not None and (statutory.value, promised) == (20.0, None)


@pytest.mark.parametrize("heading", ["办结时限", "承诺时限"])
@pytest.mark.parametrize("text", ["1-3个工作日", "1至3个工作日", "1个工作日至3个工作日", "一到三个工作日"])
def test_a_range_is_read_as_its_end_and_is_said(heading: str, text: str) -> None:
    found = reading(table(f"序号|事项名称|事项类型|{heading}\n1|甲证核发|行政许可|{text}"))
    promised = only(found).promised_limit
    assert promised is not None and (promised.value, promised.unit, promised.text) == (3.0, "工作日", text)
    assert [(one.kind, one.note) for one in found.doubts] == [
        ("时限存疑", f"时限写的是一段时间，按最长的读取，请核对：{text}")
    ]


@pytest.mark.parametrize("text", ["20个工作日（法定）/10个工作日（承诺）", "10个工作日（承诺）；20个工作日（法定）"])
def test_two_limits_each_with_its_word_behind_it(text: str) -> None:
    statutory, promised = both(text)
    assert statutory is not None and promised is not None
    assert (statutory.value, promised.value, unclear(text)) == (20.0, 10.0, False)


def test_legal_working_days_are_working_days_and_no_word_on_the_limit() -> None:
    text = "受理期限终止之日起30个法定工作日"
    statutory, promised = both(text)
    assert statutory is None and promised is not None
    assert (promised.value, promised.unit, unread(text)) == (30.0, "工作日", False)
