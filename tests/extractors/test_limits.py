"""Time limits and steps, as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.limits import both, limit, several
from extractors.numerals import chinese, number
from extractors.steps import from_duties, from_flow


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
    ],
)
def test_value_and_unit_are_read_as_written(text: str, value: float, unit: str) -> None:
    found = limit(text)
    assert found is not None
    assert (found.value, found.unit, found.text) == (value, unit, text)


@pytest.mark.parametrize("text", ["", "无", "—", "/", "长期", "2019年3月1日起施行"])
def test_no_limit_is_no_limit(text: str) -> None:
    assert limit(text) is None


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
        ("申请→受理→审查→决定→送达", ("申请", "受理", "审查", "决定", "送达")),
        ("1.申请 2.受理 3.审查", ("申请", "受理", "审查")),
        ("申请、受理、审核、办结", ("申请", "受理", "审核", "办结")),
        ("申请—受理—发证", ("申请", "受理", "发证")),
        ("受理（窗口）→审核（科室，3个工作日）→办结", ("受理", "审核", "办结")),
        ("第一步：申请\n第二步：受理", ("申请", "受理")),
        ("（一）申请：申请人提出。（二）受理：窗口受理。", ("申请", "受理")),
        ("窗口受理\n科室审核\n领导审批", ("窗口受理", "科室审核", "领导审批")),
        ("详见流程图", ()),
        ("", ()),
    ],
)
def test_steps_of_a_flow(text: str, steps: tuple[str, ...]) -> None:
    assert from_flow(text) == steps
