"""Which material goes, and how: rules M1 to M12 on short cases."""

from dataclasses import replace
from pathlib import Path

import pytest

from quanze.document import Place
from quanze.matter import Limit, Material
from quanze.row import MaterialRow
from quanze.text import fold, material_key
from rules import propose, rulebook
from rules.certificates import certificate
from tests.rules.make import days, entry, judged, material_rows, rules_of, with_materials

CANCELLED = entry("收入证明", "cancelled", usage="最低生活保障", replacement="申请人提供收入情况声明即可")
KEPT = entry("无犯罪记录证明", "retained", usage="申领保安员证", issuer="派出所")


def test_a_cancelled_proof_goes_with_its_replacement() -> None:
    one = with_materials("收入证明", name="最低生活保障金给付", kind="行政给付")
    (row,) = material_rows(one, [(CANCELLED, judged(CANCELLED, "cancelled"))])
    assert (row.way, row.replacement) == ("取消", "申请人提供收入情况声明即可")
    assert row.reasons[0].quote == "收入证明" and "某目录" in row.reasons[0].note
    assert (row.entry, row.outcome, row.confirmed) == (CANCELLED.key, "cancelled", False)


def test_a_cancelled_proof_without_replacement_asks_for_one() -> None:
    bare = entry("学籍证明", "cancelled")
    (row,) = material_rows(with_materials("学籍证明"), [(bare, judged(bare, "cancelled"))])
    assert row.way == "取消" and "替代方式" in row.needs


def test_a_kept_proof_stays() -> None:
    one = with_materials("无犯罪记录证明", name="保安从业登记", department="公安局")
    (row,) = material_rows(one, [(KEPT, judged(KEPT, "kept"))])
    assert row.way == "保留"


def test_a_kept_proof_in_a_priority_field_is_tried_with_a_promise() -> None:
    one = with_materials("无犯罪记录证明", name="导游资格考试报名", department="文化旅游体育局")
    (row,) = material_rows(one, [(KEPT, judged(KEPT, "kept"))])
    assert row.way == "告知承诺" and "需核对" in row.flags and "承诺书" in row.needs


def test_an_exclusion_raises_a_question_and_decides_nothing() -> None:
    one = with_materials("无犯罪记录证明", name="民用爆炸物品从业登记", department="公安局")
    (row,) = material_rows(one, [(KEPT, judged(KEPT, "kept"))])
    assert row.way == "保留" and "涉及排除领域" in row.flags


def test_a_proof_on_a_promise_list_for_this_matter_may_be_promised() -> None:
    proof = entry("思想品格鉴定证明", "retained")
    one = with_materials("思想品格鉴定证明", name="教师资格认定", department="教育局")
    (row,) = material_rows(one, [(proof, judged(proof, "kept"))])
    assert (row.way, row.reasons[0].rule) == ("告知承诺", "M5L")
    assert "江苏省" in row.reasons[0].note


def test_a_list_that_refuses_promises_is_obeyed() -> None:
    proof = entry("健康证明", "retained", note="不能实行告知承诺的原因：涉及人身健康")
    (row,) = material_rows(with_materials("健康证明", name="社会救助申请"), [(proof, judged(proof, "kept"))])
    assert row.way == "保留" and "M6N" in rules_of(row)


def test_two_lists_that_disagree_decide_nothing() -> None:
    (row,) = material_rows(with_materials("收入证明"), [(CANCELLED, judged(CANCELLED, "conflict"))])
    assert row.way == "" and "目录冲突" in row.flags


def test_an_unsure_match_is_a_candidate_to_check() -> None:
    (row,) = material_rows(with_materials("收入证明"), [(CANCELLED, judged(CANCELLED, "cancelled", "unsure", 0.4))])
    assert row.way == "取消" and "需核对" in row.flags
    reason = next(reason for reason in row.reasons if reason.rule == "M99")
    assert reason.quote == "收入证明" and "某目录" in reason.note


@pytest.mark.parametrize(
    ("source", "way", "checked"),
    [
        ("安徽省民政厅取消清单｜第1项", "取消", True),
        ("某厅取消清单（皖民社救字〔2016〕185号）｜第1项", "取消", True),
        ("内蒙古自治区取消清单｜第1项", "取消", False),
        ("教育部取消清单｜第1项｜http://湖北.example", "取消", False),
        ("", "取消", False),
    ],
)
def test_another_regions_list_is_to_be_checked(source: str, way: str, checked: bool) -> None:
    found = replace(CANCELLED, source=source)
    (row,) = material_rows(with_materials("收入证明"), [(found, judged(found, "cancelled"))])
    assert (row.way, "需核对" in row.flags) == (way, checked)
    kept = replace(KEPT, source=source)
    (row,) = material_rows(with_materials("无犯罪记录证明"), [(kept, judged(kept, "kept"))])
    assert (row.way, "需核对" in row.flags) == ("保留", checked)


@pytest.mark.parametrize(
    ("paper", "channel"),
    [
        ("低保证", "民政"),
        ("完税证明", "税务"),
        ("无欠税证明", "税务"),
        ("无社保欠费证明", "社会保险"),
        ("社保缴费证明", "社会保险"),
        ("户籍证明", "公安"),
        ("林权证复印件", "林权证"),
        ("草原使用权证", "林业"),
        ("宅基地使用证", "不动产"),
        ("土地使用权证", "不动产"),
        ("退出现役证", "退役军人"),
        ("烈士证明书", "退役军人"),
        ("学历证书", "学位证书"),
        ("《设置医疗机构批准书》原件", "核发部门"),
        ("卫生许可证（本局核发）", "本单位"),
    ],
)
def test_papers_that_departments_issue_need_not_be_handed_in(paper: str, channel: str) -> None:
    (row,) = material_rows(with_materials(paper))
    assert row.way == "免证办" and channel in row.replacement and "待本县确认" in row.replacement


@pytest.mark.parametrize(
    "paper", ["许可证申请书", "境外机构登记证书", "住房公积金最低保证金", "申请表、许可证", "许可证遗失声明"]
)
def test_what_only_speaks_of_a_paper_is_none(paper: str) -> None:
    assert material_rows(with_materials(paper)) == []


def test_a_proof_mined_beside_a_list_stays_outside_the_count() -> None:
    one = with_materials("营业执照", "申请书")
    mined = Material("收入证明", "申请人提交收入证明", Place(), mined=True)
    both = replace(one, materials=(*one.materials, mined))
    answers = {material_key(both.key, "收入证明"): judged(CANCELLED, "cancelled")}
    rows = [row for row in propose([both], answers, {CANCELLED.key: CANCELLED}) if isinstance(row, MaterialRow)]
    assert [(row.material, row.way, row.before) for row in rows] == [("营业执照", "免证办", "2"), ("收入证明", "", "2")]
    assert rows[1].flags == ("需核对",) and rows[1].reasons[0].rule == "M98L"


def test_a_missing_paper_of_a_matter_done_at_once_follows_at_once() -> None:
    (row,) = material_rows(with_materials("近期免冠照片", promised_limit=Limit(0, "", "即办")))
    assert "当场办结前补齐" in row.replacement


def test_a_material_on_no_list_gets_no_row() -> None:
    assert material_rows(with_materials("可行性研究报告", "申请书")) == []


def test_a_promise_list_needs_both_the_proof_and_the_matter(tmp_path: Path) -> None:
    text = "证明名称,所属行政事项,实施部门,清单,来源\n品格证明,教师资格认定,教育局,某清单,\n"
    (tmp_path / "commitments.csv").write_text(text, encoding="utf-8")
    book = rulebook(tmp_path)
    named = [("品格证明", "高校教师资格认定"), ("品格证明", "医师资格认定"), ("丈量证明", "教师资格认定")]
    rows = [material_rows(with_materials(paper, name=name), book=book) for paper, name in named]
    assert [[row.way for row in found] for found in rows] == [["告知承诺"], [], []]


def test_certificates_a_department_issues_need_not_be_handed_in() -> None:
    (row,) = material_rows(with_materials("申请人身份证复印件1份"))
    assert row.way == "免证办"
    assert "待本县确认" in row.replacement and "共享渠道确认" in row.needs


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("法定代表人身份证（正反面）", "居民身份证"),
        ("《营业执照》副本复印件", "营业执照"),
        ("身份证、户口簿", "居民身份证"),
        ("承包方身份证", "居民身份证"),
        ("驾驶人身份证", "居民身份证"),
        ("不动产权证书或房产证", "不动产权证书"),
        ("身份证明", None),
        ("营业执照遗失声明", None),
        ("居住证申领表", None),
        ("房屋租赁合同及房产证明", None),
        ("手持身份证照片", None),
    ],
)
def test_only_the_certificate_itself_is_one(name: str, found: str | None) -> None:
    known = certificate(name, rulebook())
    assert (known.name if known else None) == found


@pytest.mark.parametrize(
    ("promised", "words"),
    [
        (days(2), "承诺办结时限前2个工作日"),
        (days(3), "1个工作日内"),
        (days(5), "3个工作日内"),
        (days(22), "20个工作日内"),
        (days(60), "20个工作日内"),
        (days(10, "自然日"), "承诺办结时限前2个工作日"),
        (None, "承诺办结时限前2个工作日"),
    ],
)
def test_a_secondary_material_may_follow_within_the_promise_less_two_days(promised: Limit | None, words: str) -> None:
    (row,) = material_rows(with_materials("近期免冠照片", promised_limit=promised))
    assert row.way == "容缺受理"
    assert f"先受理，{words}" in row.replacement


def test_a_catch_all_is_flagged() -> None:
    (row,) = material_rows(with_materials("法律、法规规定的其他材料"))
    assert row.way == "" and "兜底材料" in row.flags
    assert row.reasons[0].quote == "法律、法规规定的其他材料"


def test_the_same_material_twice_goes_once() -> None:
    rows = material_rows(with_materials("可行性研究报告", "申请书", "可行性研究报告"))
    assert [(row.material, row.way) for row in rows] == [("可行性研究报告", "取消")]
    assert "重复材料" in rows[0].flags


def test_twice_the_same_certificate_has_two_rows_with_two_keys() -> None:
    rows = material_rows(with_materials("营业执照", "营业执照"))
    assert [row.way for row in rows] == ["免证办", "取消"]
    assert len({row.key for row in rows}) == 2


def test_a_material_listed_twice_counts_twice_before_it_is_cut() -> None:
    rows = material_rows(with_materials("可行性研究报告", "申请书", "可行性研究报告"))
    assert [row.before for row in rows] == ["3"]


def test_a_mined_material_is_always_to_be_checked() -> None:
    (row,) = material_rows(with_materials("营业执照", mined=True))
    assert row.way == "免证办" and "需核对" in row.flags
    assert material_rows(with_materials("可行性研究报告", mined=True)) == []


def test_a_row_says_how_many_materials_its_matter_asks_for() -> None:
    rows = material_rows(with_materials("营业执照", "申请书", "身份证", "可行性研究报告"))
    assert {row.before for row in rows} == {"4"}


def test_rows_stand_at_the_place_of_their_material() -> None:
    rows = material_rows(with_materials("申请书", "营业执照"))
    assert rows[0].place.row == 2


def test_real_materials_get_at_most_one_row_each(shared: Path) -> None:
    import csv

    with (shared / "items" / "item_materials.csv").open(encoding="utf-8-sig", newline="") as file:
        names = list(dict.fromkeys(row["material"] for row in csv.DictReader(file)))
    one = with_materials(*names, name="全部材料")
    rows = material_rows(one)
    assert len({row.key for row in rows}) == len(rows) <= len(names)
    assert all(row.way in {"", "取消", "免证办", "容缺受理"} for row in rows)
    assert {row.way for row in rows} >= {"免证办", "容缺受理"}


def test_a_judgement_is_found_by_the_materials_key() -> None:
    one = with_materials("收入证明")
    rows = propose(
        [one], {material_key(one.key, fold("收入证明")): judged(CANCELLED, "cancelled")}, {CANCELLED.key: CANCELLED}
    )
    assert any(row.row == "material" for row in rows)


@pytest.mark.parametrize(
    ("name", "paper", "checked"),
    [
        ("居民身份证有效期满换领", "居民身份证原件", True),
        ("取水许可证注销", "取水许可证正副本", True),
        ("不动产转移登记", "不动产权证书原件", True),
        ("离婚登记", "结婚证", True),
        ("公司变更登记", "营业执照正副本", True),
        ("居民身份证有效期满换领", "居民身份证复印件", False),
        ("居民身份证有效期满换领", "户口簿", False),
        ("取水许可证注销", "身份证", False),
        ("不动产转移登记", "身份证", False),
        ("离婚登记", "身份证", False),
        ("结婚登记", "户口簿", False),
        ("取水许可", "营业执照", False),
        ("社会保险变更登记", "社会保障卡", False),
    ],
)
def test_a_certificate_the_matter_may_take_back_is_to_be_checked(name: str, paper: str, checked: bool) -> None:
    (row,) = material_rows(with_materials(paper, name=name))
    assert row.way == "免证办" and "共享渠道确认" in row.needs
    assert ("需核对" in row.flags, "是否须交回原证" in row.needs) == (checked, checked)


@pytest.mark.parametrize(
    ("paper", "later"),
    [
        ("总平面图", False),
        ("建筑设计平面图", False),
        ("事故现场照片", False),
        ("授权委托书", False),
        ("法医学委托书", False),
        ("近期免冠照片", True),
        ("经营场所平面图", True),
        ("受理通知书", True),
    ],
)
def test_what_the_decision_rests_on_may_not_follow_later(paper: str, later: bool) -> None:
    assert [row.way for row in material_rows(with_materials(paper))] == (["容缺受理"] if later else [])
