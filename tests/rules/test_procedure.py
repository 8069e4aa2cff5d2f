"""Who decides where a text tells a procedure: applications that come in, reviews, filings, papers, long names."""

import pytest

from rules import rulebook
from rules.facts import case_of
from rules.organs import mentions
from tests.rules.make import down, matter, rules_of

RELIGION = (
    "筹备设立宗教活动场所，由宗教团体向所在地的县级人民政府宗教事务部门提出申请。"
    "县级人民政府宗教事务部门应当自收到申请之日起30日内提出审核意见，报设区的市级人民政府宗教事务部门。"
    "设区的市级人民政府宗教事务部门应当自收到县级人民政府宗教事务部门报送的材料之日起30日内，"
    "对申请设立其他固定宗教活动处所的，作出批准或者不予批准的决定。"
)


@pytest.mark.parametrize("kind", ["行政许可", "行政确认"])
def test_who_decides_on_what_came_in_decides(kind: str) -> None:
    row = down(matter("宗教活动场所设立", kind, RELIGION, department="民族宗教事务局"))
    assert row.way == "代收转办" and "D3" in rules_of(row) and "D2" not in rules_of(row)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("县级人民政府应当自收到申请之日起20日内提出意见，报省级。", "review"),
        ("县级人民政府应当自受理申请之日起20日内作出决定。", "decide"),
        ("县级人民政府应当自受理之日起20日内办结。", "decide"),
        ("县级人民政府接到报告后，应当进行检查。", "decide"),
        ("县级人民政府对符合条件的申请予以批准。", "decide"),
        ("县级人民政府对个人提出的申请进行审核。", "review"),
        ("县级人民政府应当完成审查。审查合格的，发给许可证。", "decide"),
        ("县级人民政府应当完成审查。审查合格的，报省级批准。", "review"),
        ("县级人民政府应当完成审查。合同由双方登记。", "review"),
        ("县级人民政府受理申请后，由林业主管部门批准。", "decide"),
        ("县级人民政府农业农村主管（农村经营管理）部门提出申请。", "apply"),
    ],
)
def test_an_application_that_came_in_is_no_act(text: str, act: str) -> None:
    one = matter("某事", "其他", text)
    assert mentions(case_of(one, rulebook()).texts, rulebook().lexicon)[0].act == act


def test_the_paper_that_an_organ_issues_is_its_decision_where_the_matter_is_that_paper() -> None:
    basis = "从事生鲜乳运输的车辆应当取得所在地县级人民政府畜牧兽医主管部门核发的生鲜乳准运证明。"
    own, other = (down(matter(name, basis=basis)) for name in ("生鲜乳准运证明核发", "道路货物经营许可"))
    assert "D2" in rules_of(own) and "D1N" not in rules_of(own) and own.flags == ()
    assert "D1N" in rules_of(other)


@pytest.mark.parametrize("words", ["进行规划、协调、监督、服务", "进行指导、监督", "进行协调"])
def test_what_a_county_department_does_itself_is_locked_to_it(words: str) -> None:
    text = f"县级以上地方各级人民政府乡镇企业行政管理部门按照各自的职责对乡镇企业{words}。"
    above = "国务院乡镇企业行政管理部门对全国的乡镇企业进行规划。"
    row = down(matter("乡镇企业服务", "公共服务", above + text))
    assert row.way == "委托实施" and "D2" in rules_of(row) and "D2B" not in rules_of(row)


def test_a_long_name_is_one_organ() -> None:
    name = "县级以上人民政府林业草原、自然资源、水行政、住房城乡建设、生态环境、农业农村主管部门"
    text = f"{name}应当依照本法规定，按照职责分工对湿地的保护、修复、利用等活动进行监督检查。"
    facts = case_of(matter("湿地保护监督", "其他", text), rulebook()).facts
    assert "county_lock" in facts and "plain_decides" not in facts


def test_what_is_told_to_those_above_afterwards_is_not_decided_there() -> None:
    text = "由县级人民政府组织实施，并报上一级人民政府备案。"
    facts = case_of(matter("救助资金给付", "行政给付", text), rulebook()).facts
    assert "county_lock" in facts and "both_levels" not in facts
    filed = case_of(matter("实施方案备案", "其他", text), rulebook()).facts
    assert "both_levels" in filed


def test_a_filing_is_not_the_permit_where_another_level_gives_it() -> None:
    text = "由省级人民政府主管部门颁发证书。从事经营的，还应当向县级人民政府主管部门备案。"
    permit, other = (case_of(matter("某事", kind, text), rulebook()).facts for kind in ("行政许可", "其他"))
    assert "county_lock" not in permit and "county_lock" in other
    alone = case_of(matter("某事", "行政许可", "应当向县级人民政府主管部门备案。"), rulebook()).facts
    assert "county_lock" in alone


def test_who_decides_on_all_the_rest_is_not_lost() -> None:
    text = "主要作物种子的生产经营许可证，由省级人民政府核发。前款规定以外的许可证，由县级人民政府核发。"
    facts = case_of(matter("作物种子生产经营许可", basis=text), rulebook()).facts
    assert {"county_lock", "both_levels"} <= set(facts)


def test_no_sentence_wins_that_hardly_speaks_of_the_matter() -> None:
    text = "向市、县人民政府主管部门提出申请；经营生物制品的，应当向省级人民政府主管部门提出申请。"
    facts = case_of(matter("兽药经营许可证核发", basis=text), rulebook()).facts
    assert {"county_lock", "both_levels"} <= set(facts)


def test_a_reason_quotes_the_words_of_its_own_fact() -> None:
    cited = "《内蒙古自治区某条例》第一条 由某部门审批。"
    local = next(one for one in down(matter("某项审批", basis=cited)).reasons if one.rule == "D10")
    assert local.quote == "《内蒙古自治区某条例》" and "（《内蒙古自治区某条例》）" in local.note
    desk = down(matter("护士执业注册", basis="由县级以上人民政府卫生主管部门批准。")).reasons[0]
    assert (desk.rule, desk.quote) == ("D8", "护士执业注册")
    every = next(
        one for one in down(matter("某奖励", "行政奖励", "各级人民政府给予奖励。")).reasons if one.rule == "D1E"
    )
    assert every.quote == "各级人民政府给予奖励"
