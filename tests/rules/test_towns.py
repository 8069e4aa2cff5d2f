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


@pytest.mark.parametrize(
    ("basis", "rule"),
    [
        ("苏木乡镇人民政府负责津贴的申请受理、初审、公示工作。民政部门负责审批。", "D2T"),
        ("乡镇人民政府、街道办事处负责有关社会救助的申请受理、调查审核，具体工作由经办机构承担。", "D2T"),
        ("苏木乡镇人民政府负责津贴的受理、审核、发放工作。", "D1T"),
        ("苏木乡镇人民政府负责组织参保登记工作。", "D1T"),
        ("应当提交乡镇人民政府出具的家庭经济困难证明。", "D1"),
        ("应当提交街道办事处对其思想品德等方面情况的鉴定及证明材料。", "D1"),
        ("乡镇人民政府应当明确负责安全生产监督管理的工作机构。", "D1"),
        ("向乡镇服务站提出申请，县级主管部门审核。", "D2"),
        ("经乡级人民政府审核同意后，报旗民政局审批。", "D2"),
    ],
)
def test_what_towns_are_in_charge_of_and_whose_papers_they_give(basis: str, rule: str) -> None:
    row = down(matter("某津贴", "行政给付", basis))
    assert {"D1T", "D2T", "D2", "D1"} & set(rules_of(row)) == {rule}
    assert (row.way == "直接下放") == (rule in {"D1T", "D1"})


@pytest.mark.parametrize(
    ("basis", "in_part"),
    [
        ("使用耕地的，由县级人民政府批准；使用宅基地的，由乡级人民政府根据村庄、集镇规划批准。", True),
        ("由县级人民政府批准。有条件的可以将审批权限下放至乡镇人民政府。", True),
        ("由县级人民政府批准。乡镇人民政府受理申请并进行查验。", False),
        ("由乡级人民政府审核同意后，报县级人民政府批准。", False),
        ("报乡级人民政府和县级人民政府批准。", False),
    ],
)
def test_a_part_that_towns_decide_beside_the_county_is_told(basis: str, in_part: bool) -> None:
    row = down(matter("某项审批", basis=basis))
    assert row.way == "代收转办" and "D2" in rules_of(row)
    assert ("D2P" in rules_of(row), "需核对" in row.flags) == (in_part, in_part)


@pytest.mark.parametrize(
    ("fields", "rule", "flags"),
    [
        ({"department": "苏木乡镇人民政府"}, "D0T", ()),
        ({"department": "白庙子镇"}, "D0T", ()),
        ({"level": "乡镇级"}, "D0L", ("需核对",)),
        ({"organ": "苏木乡镇人民政府、街道办事处"}, "D0L", ("需核对",)),
    ],
)
def test_what_lies_with_towns_already_is_not_passed_down_again(
    fields: dict[str, str], rule: str, flags: tuple[str, ...]
) -> None:
    row = down(matter("村民住宅用地审批", "其他", "由乡（镇）人民政府审核批准。", **fields))
    assert (row.way, row.flags, row.receiver) == ("", flags, "")
    assert rule in rules_of(row) and "已经在苏木乡镇" in row.obstacle


@pytest.mark.parametrize("fields", [{"level": "旗县级、乡镇级"}, {"organ": "农牧局、乡镇人民政府"}])
def test_what_the_county_shares_with_towns_may_still_go_down(fields: dict[str, str]) -> None:
    row = down(matter("村民住宅用地审批", "其他", "由乡（镇）人民政府审核批准。", **fields))
    assert row.way == "直接下放" and "D0L" not in rules_of(row)
