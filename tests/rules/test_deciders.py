"""Who decides a matter, on one or two sentences: what is locked, what goes to towns, what may be delegated."""

import pytest

from rules import rulebook
from rules.deciders import decider_facts
from rules.facts import case_of, passages
from tests.rules.make import matter


@pytest.mark.parametrize(
    ("level", "kind", "fact"),
    [
        ("自治区级", "行政许可", "level_above"),
        ("县级", "行政许可", "level_county"),
        ("旗县、乡镇", "行政许可", ""),
        ("自治区、旗县", "行政许可", "level_county"),
        ("自治区、乡镇", "行政许可", ""),
        ("县级", "公共服务", ""),
        ("乡镇", "行政许可", "level_town"),
        ("", "行政许可", ""),
    ],
)
def test_the_level_cell(level: str, kind: str, fact: str) -> None:
    one = matter(kind=kind, level=level)
    found = [name for name, *_ in decider_facts(one, passages(one), kind, rulebook()) if name.startswith("level")]
    assert found == ([fact] if fact else [])


@pytest.mark.parametrize(
    ("basis", "fact"),
    [
        ("县级以上人民政府可以委托乡镇人民政府实施。", "may_delegate"),
        ("可以委托村民委员会等组织实施。", "delegate_not_organ"),
        ("国务院可以委托乡镇人民政府实施。", ""),
        ("依照国家有关规定，国务院可以委托乡镇人民政府实施。", ""),
        ("国务院批准规划。县级人民政府可以委托乡镇人民政府实施。", "may_delegate"),
        ("国务院批准规划。可以委托乡镇人民政府实施。", "may_delegate"),
        ("县级人民政府批准。税务机关可以委托乡镇人民政府实施。", ""),
        ("林业主管部门可以委托县级人民政府实施。", ""),
        ("可以委托乡镇人民政府，县级人民政府批准。", "may_delegate"),
        ("可以委托律师实施。", ""),
        ("可以委托具有资质的检测机构实施。", ""),
        ("由县级人民政府批准。", ""),
    ],
)
def test_whether_the_law_foresees_delegation_to_towns(basis: str, fact: str) -> None:
    found = case_of(matter(basis=basis), rulebook()).facts
    assert [name for name in found if name in {"may_delegate", "delegate_not_organ"}] == ([fact] if fact else [])


@pytest.mark.parametrize(
    ("basis", "names"),
    [
        ("由乡级人民政府处理。", {"town_decides"}),
        ("由县级人民政府处理。", {"county_lock"}),
        ("由乡级人民政府或者县级人民政府处理。", {"town_decides"}),
        ("由乡级人民政府处理，县级人民政府处理。", {"county_lock"}),
        ("由乡级人民政府初审，县级人民政府批准。", {"county_lock"}),
        ("由国务院批准。由县级人民政府批准。", {"county_lock", "both_levels"}),
        ("由国务院批准，向县级人民政府申请。", {"held_above"}),
        ("由海关批准。", {"vertical"}),
        ("海关依法实施。", {"vertical"}),
        ("由海关批准，县级人民政府批准。", {"county_lock"}),
        ("林业主管部门批准。", {"plain_decides"}),
        ("林业主管部门批准，海关批准。", {"plain_decides"}),
        ("林业主管部门批准，县级人民政府批准。", {"county_lock"}),
        ("各级人民政府批准。", {"every_level"}),
        ("公民应当爱护树木。", {"no_decider"}),
    ],
)
def test_who_decides(basis: str, names: set[str]) -> None:
    told = {
        "town_decides", "county_in_part", "county_lock", "both_levels", "held_above", "vertical", "plain_decides",
        "every_level", "no_decider",
    }  # fmt: skip
    assert set(case_of(matter("某事", basis=basis), rulebook()).facts) & told == names


def test_the_nearest_sentence_wins_only_where_it_is_clearly_nearer() -> None:
    basis = "草原征用由省级人民政府批准。草原旅游经营由县级人民政府批准。"
    near, far = (case_of(matter(name, basis=basis), rulebook()).facts for name in ("草原旅游经营许可", "草原许可"))
    assert "county_lock" in near and "both_levels" not in near
    assert "county_lock" in far and "both_levels" in far


def test_a_tax_office_holds_its_own_matters() -> None:
    basis = "向主管部门申请，由税务机关核发。"
    assert "vertical" in case_of(matter("发票领用", basis=basis, department="税务局"), rulebook()).facts
    assert "vertical" not in case_of(matter("发票领用", basis=basis, department="财政局"), rulebook()).facts


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ("各级人民政府批准。由县级人民政府核发。", {"every_level", "county_lock"}),
        ("由国务院有关部门和地方各级人民政府给予奖励。", {"every_level"}),
        ("由国务院有关部门给予奖励，地方各级人民政府给予奖励。", {"every_level", "held_above"}),
        ("税务机关核发，登记机关核发。", {"plain_decides", "vertical"}),
        ("登记机关核发，税务机关核发。", {"plain_decides"}),
        ("由县级主管部门吊销驾驶证。", {"county_lock", "another_act"}),
        ("由县级主管部门吊销驾驶证，由县级主管部门核发。", {"county_lock"}),
        ("由县级主管部门批准。乡镇人民政府核发。", {"county_lock", "town_in_part"}),
        ("由县级主管部门批准。由乡镇人民政府办理。", {"county_lock"}),
        ("由县级主管部门和乡镇人民政府批准。", {"county_lock"}),
        ("由乡镇人民政府初审。", {"no_decider", "town_receives"}),
        ("海关对有关材料进行审核。", {"vertical"}),
        ("主管部门批准。由县级人民政府审核。", {"plain_decides"}),
        ("向乡镇人民政府申请，民政部门批准。", {"town_receives"}),
        ("向乡镇人民政府申请，民政部门受理。", {"town_decides", "town_asked"}),
        ("由乡镇人民政府受理并办理，由主管部门批准。", {"town_receives"}),
        ("向乡镇人民政府申请，向县级人民政府申请。", {"county_lock"}),
        ("向乡镇人民政府或者县级人民政府申请。", {"town_decides", "town_asked"}),
        ("由乡镇人民政府受理并核发。", {"town_decides"}),
        ("由乡镇人民政府受理，由乡镇人民政府批准。", {"town_decides"}),
        ("由乡镇人民政府受理，由乡镇人民政府办理。", {"town_decides", "town_asked"}),
        ("乡镇人民政府自受理之日起五日内告知。", {"town_decides"}),
    ],
)
def test_what_a_basis_says_of_towns_and_of_those_above(basis: str, said: set[str]) -> None:
    always = {"kind", "basis_text", "on_application", "approval"}
    assert set(case_of(matter("驾驶证核发", basis=basis), rulebook()).facts) - always == said


@pytest.mark.parametrize(("name", "another"), [("驾驶证核发", True), ("驾驶证吊销", False)])
def test_an_act_of_another_kind_is_another_only_where_the_matter_is_not_that_act(name: str, another: bool) -> None:
    facts = case_of(matter(name, basis="由县级主管部门吊销驾驶证。"), rulebook()).facts
    assert ("another_act" in facts) is another


@pytest.mark.parametrize(("level", "fact"), [("", "level_county"), ("自治区级", "level_above")])
def test_a_level_in_the_name_counts_where_the_cell_is_empty(level: str, fact: str) -> None:
    facts = case_of(matter("临时占用林地审批（县级权限）", level=level), rulebook()).facts
    assert {name for name in facts if name.startswith("level_")} == {fact}
