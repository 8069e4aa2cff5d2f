"""Which clause of a basis decides: money, set-up, disputes and other acts that are named beside it do not."""

import pytest

from rules import rulebook
from rules.facts import case_of
from tests.rules.make import down, matter, rules_of


@pytest.mark.parametrize(
    ("kind", "name", "basis"),
    [
        ("行政给付", "农机购置补贴", "中央财政、省级财政应当安排专项资金，对购买农业机械给予补贴。"),
        ("公共服务", "养老待遇", "省、自治区、直辖市人民政府根据实际情况，可以将两项保险合并实施。"),
        ("行政裁决", "争议仲裁", "仲裁委员会按照统筹规划设立。省、自治区人民政府可以决定在市、县设立。"),
    ],
)
def test_money_and_set_up_by_a_level_above_is_no_decision_on_the_matter(kind: str, name: str, basis: str) -> None:
    assert not {"held_above", "county_lock"} & set(case_of(matter(name, kind, basis), rulebook()).facts)


def test_what_goes_up_only_where_organs_do_not_agree_is_decided_below() -> None:
    basis = (
        "从事县级行政区域内经营的，向所在地县级人民政府交通主管部门提出申请。"
        "对跨区经营的申请，主管部门应当协商，协商不成的，应当按程序报省、自治区、直辖市人民政府交通主管部门决定。"
    )
    row = down(matter("客运经营许可", basis=basis))
    assert "D2" in rules_of(row) and "D3" not in rules_of(row)
    row = down(matter("土地争议处理", "行政裁决", "协商不成的，由县级以上人民政府处理。"))
    assert "D2" in rules_of(row)


def test_the_districts_of_a_municipality_are_no_counties() -> None:
    row = down(matter("执业核准", basis="由设区的市级或者直辖市的区（县）司法行政机关执行。"))
    assert "D3" in rules_of(row) and "D2" not in rules_of(row)


@pytest.mark.parametrize(
    ("name", "basis", "checked"),
    [
        ("驾驶证核发", "县级人民政府主管部门应当注销其操作证件。", True),
        ("驾驶证注销", "县级人民政府主管部门应当注销其操作证件。", False),
        ("食品经营许可", "仅销售预包装食品的，应当报县级以上人民政府监督管理部门备案。", True),
    ],
)
def test_a_county_that_only_does_another_act_is_to_be_checked(name: str, basis: str, checked: bool) -> None:
    row = down(matter(name, basis=basis))
    assert row.way == "代收转办" and ("D2A" in rules_of(row)) == ("需核对" in row.flags) == checked


def test_a_review_that_goes_on_to_permit_comes_before_a_filing() -> None:
    basis = (
        "仅销售预包装食品的，应当报县级以上人民政府监督管理部门备案。"
        "县级以上人民政府监督管理部门应当审核申请人提交的资料；对符合规定条件的，准予许可。"
    )
    (lock,) = [each for each in down(matter("食品经营许可", basis=basis)).reasons if each.rule == "D2"]
    assert lock.quote == "县级以上人民政府监督管理部门应当审核申请人提交的资料"


def test_the_organ_for_posts_is_an_organ() -> None:
    basis = "县级以上各级人民政府机构编制管理机关所属的登记管理机构负责实施登记管理工作。"
    assert "D2" in rules_of(down(matter("事业单位登记", "其他", basis)))


def test_arbitration_is_not_handed_to_towns() -> None:
    row = down(matter("农村土地承包纠纷仲裁", "行政裁决", "可以向农村土地承包仲裁委员会申请仲裁。"))
    assert row.way == "代收转办" and "D1J" in rules_of(row)
