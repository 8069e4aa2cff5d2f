"""Whether a text lets a power be handed on, on one or two sentences: 可以委托, 不得委托, and what only sounds so."""

import pytest

from rules import rulebook
from rules.facts import case_of
from tests.rules.make import matter

FACTS = {"may_delegate", "delegate_not_organ", "transfer_forbidden"}


def said(basis: str) -> dict[str, str]:
    """The facts about handing on with their words."""
    facts = case_of(matter("某项检查", basis=basis), rulebook()).facts
    return {name: fact.quote for name, fact in facts.items() if name in FACTS}


@pytest.mark.parametrize(
    ("basis", "quote"),
    [
        ("检查权不得下放、不得委托。", "检查权不得下放、不得委托"),
        ("许可不得委托其他行政机关实施。", "许可不得委托其他行政机关实施"),
        ("不得将许可委托乡镇人民政府实施。", "不得将许可委托乡镇人民政府实施"),
        ("不得下放。", "不得下放"),
        ("审批不得委托。", "审批不得委托"),
        ("审批不得委托、转让。", "审批不得委托、转让"),
        ("检测不得委托。", ""),
        ("检测不得委托、转让。", ""),
        ("检测不得委托他人。", ""),
        ("不得委托代理机关办理。", ""),
        ("处罚不得委托其他组织或者个人行使。", ""),
        ("许可不得再委托其他机关。", ""),
    ],
)
def test_what_forbids_to_hand_a_power_on(basis: str, quote: str) -> None:
    assert said(basis) == ({"transfer_forbidden": quote} if quote else {})


@pytest.mark.parametrize(
    ("basis", "fact"),
    [
        ("未经批准，可以委托乡镇人民政府实施。", "may_delegate"),
        ("经核查，可以委托乡镇人民政府实施。", "may_delegate"),
        ("可以委托乡镇人民政府实施。另行核查。", "may_delegate"),
        ("可以委托律师代理。可以委托乡镇人民政府实施。", "may_delegate"),
        ("国务院可以委托乡镇人民政府批准。县级人民政府可以委托乡镇人民政府实施。", "may_delegate"),
        ("依法委托有关组织实施。", "delegate_not_organ"),
        ("可以委托乡镇人民政府进行现场核查。", ""),
        ("可以委托机关代理。", ""),
        ("国务院可以委托乡镇人民政府实施。另行公告。", ""),
        ("可以委托当地县级人民政府实施。", ""),
    ],
)
def test_what_lets_a_power_be_handed_on(basis: str, fact: str) -> None:
    assert set(said(basis)) == ({fact} if fact else set())


@pytest.mark.parametrize(("between", "named"), [(34, True), (35, False)])
def test_whom_a_power_is_handed_to_stands_within_forty_letters(between: int, named: bool) -> None:
    assert bool(said(f"由县级人民政府批准，可以委托{'甲' * between}乡镇人民政府实施。")) is named


@pytest.mark.parametrize(("between", "named"), [(38, True), (39, False)])
def test_whom_a_power_must_not_be_handed_to_stands_within_forty_letters(between: int, named: bool) -> None:
    assert bool(said(f"不得委托{'甲' * between}机关实施。")) is named
