"""Steps without a basis go; limits are compared in one unit only."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.matter import Limit
from quanze.row import StepRow, TimeRow
from rules import propose, rulebook
from rules.steps import step_name
from tests.rules.make import days, matter, rules_of

AT_ONCE = Limit(0, "", "即办")
STANDARD = ("申请", "受理", "审查", "决定", "送达")


def steps(*names: str, **fields: Any) -> StepRow | None:
    rows = propose([matter(steps=names, **fields)], {}, {})
    return next((row for row in rows if isinstance(row, StepRow)), None)


def limits(**fields: Any) -> TimeRow | None:
    return next((row for row in propose([matter(**fields)], {}, {}) if isinstance(row, TimeRow)), None)


def test_the_standard_steps_are_nothing_to_speak_of() -> None:
    assert steps(*STANDARD) is None


def test_duties_after_the_decision_are_no_steps() -> None:
    assert (
        steps("1.受理责任：公示材料", "2.审查责任", "3.决定责任", "4.送达责任", "5.事后监管责任", "6.其他责任") is None
    )


def test_a_step_the_basis_does_not_know_goes() -> None:
    row = steps("受理", "现场核查", "审查", "决定")
    assert row is not None
    assert (row.steps_before, row.steps_after) == (("受理", "现场核查", "审查", "决定"), ("受理", "审查", "决定"))
    assert row.reasons[0].rule == "S1" and row.reasons[0].quote == "现场核查"


def test_a_step_that_says_the_matters_own_work_at_its_end_stays() -> None:
    assert steps("受理", "组织专家实地开展种子检验", "决定", name="林木种子检验") is None


def test_a_special_step_that_the_basis_names_stays() -> None:
    basis = "由县级人民政府民政部门批准，并在申请人所在村、社区公示。"
    assert steps("受理", "审查", "公示", "决定", basis=basis) is None


def test_repeated_internal_reviews_become_one() -> None:
    row = steps("受理", "初审", "复审", "审核", "决定")
    assert row is not None
    assert row.steps_after == ("受理", "初审", "决定")
    assert "S2" in rules_of(row)


def test_where_the_basis_was_not_read_a_person_checks() -> None:
    row = steps("受理", "现场核查", "决定", basis="《某条例》第三条")
    assert row is not None and "需核对" in row.flags


def test_penalties_have_no_applicants_steps() -> None:
    assert steps("立案", "调查取证", "告知", "决定", kind="行政处罚") is None


@given(st.lists(st.sampled_from([*STANDARD, "初审", "复审", "现场核查", "公示", "集体讨论", "专家评审"]), max_size=9))
def test_steps_after_are_some_of_the_steps_before_in_order(names: list[str]) -> None:
    row = steps(*names)
    if row is not None:
        rest = iter(row.steps_before)
        assert all(name in rest for name in row.steps_after)
        assert len(row.steps_before) > len(row.steps_after)


def test_a_promise_below_the_law_has_its_ratio() -> None:
    row = limits(statutory_limit=days(20), promised_limit=days(5))
    assert row is not None
    assert (row.way, row.statutory, row.promised, row.unit) == ("压缩时限", 20, 5, "工作日")
    assert "压缩75.00%" in row.reasons[0].quote and row.proposed is None


def test_a_promise_as_long_as_the_law_is_flagged() -> None:
    row = limits(statutory_limit=days(20), promised_limit=days(20))
    assert row is not None and row.way == "" and "未压缩" in row.flags


def test_a_promise_longer_than_the_law_is_flagged() -> None:
    row = limits(statutory_limit=days(20), promised_limit=days(30))
    assert row is not None and "超法定时限" in row.flags


@pytest.mark.parametrize("unit", ["自然日", "个月", "日"])
def test_units_are_never_mixed(unit: str) -> None:
    row = limits(statutory_limit=days(20), promised_limit=days(1, unit))
    assert row is not None
    assert "单位不同" in row.flags
    assert (row.statutory, row.promised, row.unit) == (None, None, "")


def test_a_missing_promise_is_asked_for() -> None:
    row = limits(statutory_limit=days(20))
    assert row is not None and "现承诺时限" in row.needs
    assert (row.statutory, row.promised, row.unit) == (20, None, "工作日")


def test_no_limit_no_row() -> None:
    assert limits() is None


def test_the_countys_benchmark_becomes_the_proposal(tmp_path: Path) -> None:
    text = "事项名称,基本编码,承诺时限,单位,来源\n临时占用林地审批,,3,工作日,全国平均\n"
    (tmp_path / "benchmarks.csv").write_text(text, encoding="utf-8")
    one = matter(statutory_limit=days(20), promised_limit=days(5))
    (row,) = [row for row in propose([one], {}, {}, book=rulebook(tmp_path)) if isinstance(row, TimeRow)]
    assert row.proposed == 3 and "T7" in rules_of(row)


@pytest.mark.parametrize(
    ("row", "proposed"),
    [
        ("临时占用林地审批,,3,工作日", 3),
        ("临时占用林地审批,,5,工作日", None),
        ("临时占用林地审批,,6,工作日", None),
        ("临时占用林地审批,,3,日", None),
        ("临时占用林地审批,,3,个月", None),
        ("别的名称,A1,4,工作日", 4),
        ("别的名称,A2,4,工作日", None),
        ("别的名称,,4,工作日", None),
        ("临时占用林地审批,,三,工作日", None),
    ],
)
def test_a_benchmark_counts_where_it_is_shorter_in_the_same_unit(
    tmp_path: Path, row: str, proposed: float | None
) -> None:
    text = f"事项名称,基本编码,承诺时限,单位,来源\n{row},全国平均\n"
    (tmp_path / "benchmarks.csv").write_text(text, encoding="utf-8")
    one = matter(code="A1", promised_limit=days(5))
    (found,) = [found for found in propose([one], {}, {}, book=rulebook(tmp_path)) if isinstance(found, TimeRow)]
    assert found.proposed == proposed


@pytest.mark.parametrize(
    ("names", "basis", "after"),
    [
        (("受理", "集体讨论", "决定"), "由县级以上人民政府批准。", ("受理", "决定")),
        (("受理", "集体讨论", "决定"), "由县级以上人民政府集体讨论批准。", None),
        (("受理", "审查", "审核", "决定"), "由县级以上人民政府审核批准。", None),
        (("受理", "审查", "现场核查", "审核", "决定"), "由县级以上人民政府批准。", ("受理", "审查", "决定")),
        (("受理", "缴费", "决定"), "由县级以上人民政府批准。", ("受理", "决定")),
        (("受理", "缴费", "决定"), "缴费后由县级以上人民政府批准。", None),
    ],
)
def test_which_steps_stay(names: tuple[str, ...], basis: str, after: tuple[str, ...] | None) -> None:
    row = steps(*names, basis=basis)
    assert (row.steps_after if row else None) == after


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1.受理责任：公示材料。", "受理"),
        ("（二）审查阶段责任:审查", "审查"),
        ("第三步：送达", "送达"),
        ("④ 决定", "决定"),
        ("对申请人提交的材料进行形式审查，符合的受理。", "对申请人提交的材料进行形式审查"),
        ("对申请人提交的全部材料逐一进行形式审查并且登记入册", "对申请人提交的全部材料逐一进行形"),
    ],
)
def test_a_steps_short_name(text: str, name: str) -> None:
    assert step_name(text) == name


@given(st.integers(1, 60), st.integers(1, 60))
def test_a_ratio_is_only_said_of_a_real_reduction(law: int, promise: int) -> None:
    row = limits(statutory_limit=days(law), promised_limit=days(promise))
    assert row is not None
    assert (row.way == "压缩时限") == (promise < law)


@pytest.mark.parametrize(
    "names",
    [
        ("受理", "审批", "审批结果送达"),
        ("受理", "作出决定", "送达决定书"),
        ("受理", "办结", "办结告知"),
        ("受理", "审批发证", "送达"),
        ("受理", "审查", "批复"),
        ("受理", "审查", "核发", "颁证"),
        ("受理", "审核", "准予许可", "发照"),
        ("申请", "受理", "审核", "登簿", "发证"),
        ("申请", "现场受理", "审查", "现场办结"),
    ],
)
def test_the_decision_and_its_delivery_stay_whatever_they_are_called(names: tuple[str, ...]) -> None:
    assert steps(*names) is None


@pytest.mark.parametrize(
    ("names", "after"),
    [
        (("受理", "审批", "领导签批"), ("受理", "领导签批")),
        (("受理", "决定", "发证", "领取"), ("受理", "决定", "领取")),
        (("受理", "现场审核", "决定"), ("受理", "决定")),
        (("受理", "现场核查意见反馈", "决定", "送达"), ("受理", "决定", "送达")),
        (("受理", "现场", "决定"), ("受理", "决定")),
    ],
)
def test_what_only_repeats_or_has_no_basis_still_goes(names: tuple[str, ...], after: tuple[str, ...]) -> None:
    row = steps(*names)
    assert row is not None and row.steps_after == after


def test_a_supervision_offices_review_is_a_step_and_later_supervision_is_none() -> None:
    row = steps("受理", "市场监管所审核", "监管股审查", "市场监督管理局复核", "决定")
    assert row is not None and len(row.steps_before) == 5
    after = ("事后监管", "监管", "监督管理", "监督管理责任", "日常监管责任：抽查", "监管责任：检查")
    assert steps("受理", "审查", "决定", *after) is None


@pytest.mark.parametrize(
    ("law", "promise", "said"),
    [
        (days(20), AT_ONCE, ("压缩时限", 20, 0, "工作日", "20工作日", "即办")),
        (days(20), days(0), ("压缩时限", 20, 0, "工作日", "20工作日", "即办")),
        (AT_ONCE, days(3, "日"), ("", 0, 3, "日", "即办", "3日")),
        (AT_ONCE, AT_ONCE, ("", 0, 0, "", "即办", "即办")),
        (days(20), Limit(5, "", "5"), ("", None, None, "", "20工作日", "5")),
        (days(20), days(0, "日"), ("", None, None, "", "20工作日", "即办")),
    ],
)
def test_on_the_spot_is_nothing_in_any_unit(law: Limit, promise: Limit, said: tuple[object, ...]) -> None:
    row = limits(statutory_limit=law, promised_limit=promise)
    assert row is not None
    assert (row.way, row.statutory, row.promised, row.unit, row.before, row.after) == said
    assert ("单位不同" in row.flags) == (said[1] is None)


@pytest.mark.parametrize(
    ("names", "name", "kind", "after", "checked"),
    [
        (("咨询", "答复"), "社会救助政策咨询", "公共服务", None, False),
        (("申请", "办理"), "图书借阅证办理", "公共服务", None, False),
        (("登记", "接种", "留观"), "预防接种服务", "公共服务", None, False),
        (("就诊", "治疗"), "结核病患者免费药品治疗", "公共服务", None, False),
        (("求助", "登记", "救助"), "流浪乞讨人员救助", "行政给付", None, False),
        (("申请", "登记", "告知"), "失业登记", "行政确认", None, False),
        (("申请", "受理", "专家鉴定", "作出结论", "送达"), "劳动能力鉴定", "行政确认", None, False),
        (("申报", "受理", "现场检疫", "出证"), "动物检疫合格证明核发", "行政许可", None, False),
        (("申请", "科室审核", "领导审批", "办结"), "办公用房调整审批", "其他", None, False),
        (
            ("申请", "受理", "科室初审", "决定", "制证", "送达"),
            "食品经营许可",
            "行政许可",
            ("申请", "受理", "科室初审", "决定", "送达"),
            False,
        ),
        (
            ("受理", "初审", "核对", "公示", "告知"),
            "居民家庭经济状况核对",
            "行政确认",
            ("受理", "初审", "核对", "告知"),
            True,
        ),
        (
            ("申请", "科室初审", "分管领导审签", "局长办公会", "备案", "送达"),
            "政府采购计划备案",
            "其他",
            ("申请", "科室初审", "局长办公会", "备案", "送达"),
            False,
        ),
        (
            ("申请", "业务股审核", "国库股复核", "分管领导审批", "局长审批", "支付"),
            "用款计划审批",
            "其他",
            ("申请", "业务股审核", "局长审批", "支付"),
            False,
        ),
        (("申请", "审核", "部务会", "批复"), "干部任免备案", "其他", ("申请", "审核", "批复"), True),
        (("受理", "审查", "听证", "决定"), "节能审查", "行政许可", ("受理", "审查", "决定"), True),
        (("受理", "审查", "登记台账", "决定"), "节能审查", "行政许可", ("受理", "审查", "决定"), False),
        (("咨询", "申请", "收件", "受理", "决定"), "取水许可", "行政许可", ("申请", "受理", "决定"), False),
        (("申请", "初审", "复审"), "救助金给付", "行政给付", ("申请", "复审"), False),
        (("制定方案", "组织推荐", "审核", "表彰"), "先进个人评选", "行政奖励", None, False),
        (("申请", "受理", "核验", "兑付"), "农机购置补贴", "行政给付", None, False),
        (("受理", "专家评审", "公布结果"), "科技项目立项", "其他", None, False),
    ],
)
def test_what_gives_the_result_or_decides_is_never_cut(
    names: tuple[str, ...], name: str, kind: str, after: tuple[str, ...] | None, checked: bool
) -> None:
    row = steps(*names, name=name, kind=kind)
    assert (row.steps_after if row else None) == after
    assert ("需核对" in row.flags if row else False) == checked
