"""What a text gives to towns, and what only looks as if it did: help, mediation, applications, 委托, a named town."""

import pytest

from rules import rulebook
from rules.facts import case_of
from rules.organs import mentions
from tests.rules.make import down, matter, rules_of


@pytest.mark.parametrize(
    ("kind", "basis", "way"),
    [
        ("行政许可", "农药经营许可证应当载明经营范围。乡镇人民政府协助做好防疫工作。", "代收转办"),
        ("行政许可", "开办养殖场应当取得合格证。街道办事处应当配合主管部门做好审查工作。", "代收转办"),
        ("行政给付", "应当发给补助。乡镇人民政府应当给予支持和协助。", "委托实施"),
        ("行政给付", "乡镇人民政府提出初审意见，由民政部门审批。", "委托实施"),
        ("行政裁决", "可以请求村民委员会、乡（镇）人民政府等调解解决。", "委托实施"),
    ],
)
def test_towns_that_help_review_or_mediate_do_not_have_the_matter(kind: str, basis: str, way: str) -> None:
    row = down(matter("某事项", kind, basis))
    assert row.way == way and "需核对" in row.flags
    assert "D1T" not in rules_of(row) and "D2T" in rules_of(row)


def test_mediation_is_the_matter_where_its_name_says_so() -> None:
    basis = "可以请求乡（镇）人民政府调解解决。"
    assert "D1T" in rules_of(down(matter("土地承包纠纷调解", "公共服务", basis)))
    assert "D1T" in rules_of(down(matter("某纠纷", "其他", "由乡（镇）人民政府调解处理。")))


def test_a_town_without_a_verb_counts_only_where_the_text_says_it_acts() -> None:
    unsaid = case_of(matter("某事", "其他", "在所在地的乡（镇）和村范围内公示。"), rulebook()).facts
    said = case_of(matter("某事", "其他", "由乡（镇）人民政府牵头。"), rulebook()).facts
    assert "town_decides" not in unsaid and "town_decides" in said


@pytest.mark.parametrize(
    "basis",
    [
        "向乡镇人民政府提出书面申请；县级人民政府民政部门经审查，对符合条件的申请予以批准。",
        "向乡镇人民政府提出书面申请；……（三）县级人民政府民政部门审核，公示后发放补助金。",
    ],
)
def test_a_decision_behind_a_comma_is_seen(basis: str) -> None:
    row = down(matter("某给付", "行政给付", basis))
    assert row.way == "委托实施" and "D2" in rules_of(row)


@pytest.mark.parametrize(
    ("basis", "asked"),
    [
        ("由本人向乡镇人民政府提出书面申请。", True),
        ("由本人向乡镇人民政府提出申请。乡镇人民政府应当为符合条件的人员办理。", True),
        ("向乡（镇）人民政府或者县级人民政府主管部门提出申请。", True),
        ("由本人向乡镇人民政府提出申请，乡镇人民政府审查批准。", False),
        ("由乡镇人民政府受理并办理。", False),
        ("在乡（镇）人民政府或者街道办事处办理登记。", False),
    ],
)
def test_where_towns_are_only_asked_the_row_is_to_be_checked(basis: str, asked: bool) -> None:
    row = down(matter("某给付", "行政给付", basis))
    assert row.way == "直接下放" and rules_of(row)[0] == "D1T"
    assert ("D1A" in rules_of(row), "需核对" in row.flags) == (asked, asked)


@pytest.mark.parametrize("kind", ["行政征收", "行政许可"])
@pytest.mark.parametrize(
    "towns",
    [
        "乡（镇）人民政府或者街道办事处",
        "乡（镇）人民政府和街道办事处",
        "有条件的苏木乡镇人民政府",
        "所在地的乡镇人民政府",
    ],
)
def test_every_town_that_acts_by_delegation_is_a_delegate(kind: str, towns: str) -> None:
    basis = f"由县级人民政府主管部门作出决定；县级人民政府主管部门可以委托{towns}作出决定。"
    row = down(matter("某事", kind, basis))
    assert row.way == "委托实施" and rules_of(row)[:2] == ["D4Y", "D2"]


def test_an_organ_that_is_only_named_behind_a_delegate_is_none() -> None:
    text = "可以委托乡镇人民政府实施，由街道办事处批准。"
    basis = matter("某事", "其他", text)
    found = [each.delegated for each in mentions(case_of(basis, rulebook()).texts, rulebook().lexicon)]
    assert found == [True, False]


def test_a_town_that_a_higher_level_names_does_not_hold_the_power_itself() -> None:
    basis = "由城市、县人民政府城乡规划主管部门或者省、自治区、直辖市人民政府确定的镇人民政府核发建设工程规划许可证。"
    row = down(matter("建设工程规划许可证核发", basis=basis))
    assert row.way == "代收转办" and "D2" in rules_of(row)
