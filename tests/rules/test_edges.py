"""What small slips in the rules would change: fields left empty, words at the very start, organs beside organs."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from quanze.document import Place
from quanze.matter import Citation, Material
from quanze.text import material_key
from rules import current, explain, rulebook
from rules.clauses import Passage, cut_off
from rules.facts import Fact, case_of
from rules.organs import mentions
from rules.steps import step_name
from tests.rules.make import down, entry, judged, material_rows, matter, rules_of, with_materials


def seen(name: str, basis: str, kind: str = "行政许可", **fields: str) -> Mapping[str, Fact]:
    """The facts of a matter with that basis."""
    return case_of(matter(name, kind, basis, **fields), rulebook()).facts


def test_a_matter_without_a_kind_is_told_by_its_name() -> None:
    told = "\n".join(explain(matter("林木采伐许可", kind=""), {}, {}))
    assert "依申请办理：「林木采伐许可」" in told


def test_the_same_material_twice_is_said_although_its_text_was_left_empty() -> None:
    twice = (Material("身份证", "", Place(row=1)), Material("身份证", "", Place(row=2)))
    named = (Material("身份证", "身份证", Place(row=1)), Material("身份证", "身份证", Place(row=2)))
    assert [rules_of(row) for row in material_rows(matter(materials=twice))] == [["M8"], ["M3D"]]
    assert [rules_of(row) for row in material_rows(matter(materials=named))] == [["M8"], ["M3D"]]


def test_an_organ_that_is_only_consulted_gives_no_verb_to_the_one_beside_it() -> None:
    asked = "应当征求国务院林业主管部门和国务院环境保护主管部门的意见，由县级以上人民政府林业主管部门批准。"
    assert rules_of(down(matter(basis=asked))) == rules_of(down(matter(basis="由县级以上人民政府林业主管部门批准。")))
    assert "D3" in rules_of(down(matter(basis="经国务院林业主管部门批准。")))


def test_a_cue_at_the_very_start_of_a_sentence_belongs_to_that_sentence() -> None:
    first = "国务院林业主管部门批准建设项目。委托乡镇人民政府实施林木采伐许可，由县级以上人民政府林业主管部门负责。"
    row = down(matter(basis=first))
    assert row.way == "委托实施"
    assert rules_of(row)[0] == "D4Y"


def test_materials_in_another_order_give_the_same_rows() -> None:
    names = ("身份证复印件", "收入证明", "法律、法规规定的其他材料")
    one, other = with_materials(*names), with_materials(*names[::-1])
    rows = {row.material: (row.way, row.flags) for row in material_rows(one)}
    assert rows == {row.material: (row.way, row.flags) for row in material_rows(replace(other, key=one.key))}


def test_a_clause_does_not_take_in_the_line_above_it_after_a_closing_mark() -> None:
    passage = Passage("《森林法》（2019年修订）\n由县级林业主管部门批准，报市级备案")
    start = passage.text.index("批准")
    assert passage.clause(start, start + 2) == "由县级林业主管部门批准"
    broken = Passage("由县级林业\n主管部门批准，报市级备案")
    start = broken.text.index("批准")
    assert broken.clause(start, start + 2) == "由县级林业\n主管部门批准"


def test_a_row_names_the_first_file_that_its_matter_stands_in() -> None:
    one = with_materials("身份证复印件", places=(("a" * 64, Place()), ("b" * 64, Place())))
    assert [row.file for row in material_rows(one)] == ["a" * 64]


@pytest.mark.parametrize(("between", "its_own"), [(0, True), (12, True), (13, False)])
def test_a_paper_is_named_right_behind_its_issuing(between: int, its_own: bool) -> None:
    basis = f"应当取得县级人民政府主管部门核发的{'甲' * between}生鲜乳准运证明。"
    assert ("county_lock" in seen("生鲜乳准运证明核发", basis)) is its_own


def test_the_act_behind_the_longest_name_is_that_organs() -> None:
    long = f"县级以上人民政府{'林业草原、自然资源、' * 8}主管部门批准。"
    assert [(each.level, each.act) for each in mentions([Passage(long)], rulebook().lexicon)] == [("county", "decide")]


def test_nothing_is_quoted_between_positions_that_enclose_nothing() -> None:
    passage = Passage("由县级人民政府批准。" * 60)
    assert passage.quote(3, 2) == passage.quote(500, 500) == ""


def test_a_short_name_of_a_step_keeps_its_comma() -> None:
    assert step_name("审查，核实：逐项") == "审查，核实"


def test_a_material_that_nobody_judged_has_no_score() -> None:
    (row,) = material_rows(with_materials("身份证复印件"))
    assert (row.outcome, row.band, row.score, row.entry) == ("none", "none", 0.0, "")


def test_a_countys_rules_are_read_again_only_when_a_file_changed(tmp_path: Path) -> None:
    (tmp_path / "benchmarks.csv").write_text("事项名称,承诺时限,单位\n", encoding="utf-8")
    first = current(tmp_path, {})
    assert current(tmp_path, {}) is first
    (tmp_path / "benchmarks.csv").write_text("事项名称,承诺时限,单位\n某事,3,工作日\n", encoding="utf-8")
    assert len(current(tmp_path, {}).tables["benchmarks"]) == 1


def test_organs_of_two_texts_are_not_coupled() -> None:
    law = Citation("某法", article="第一条", text="由县级人民政府批准。")
    facts = case_of(matter("某项审批", basis="由乡镇人民政府办理。", citations=(law,)), rulebook()).facts
    assert "county_lock" in facts and "town_decides" not in facts


@pytest.mark.parametrize("decides", ["由海关批准。", "由乡镇人民政府批准。"])
def test_where_an_organ_of_a_level_decides_one_without_a_verb_does_not(decides: str) -> None:
    assert "county_lock" not in seen("某项审批", f"{decides}由县级人民政府。")
    assert "county_lock" in seen("某项审批", "由主管部门批准。由县级人民政府。")


def test_a_second_ban_counts_where_the_first_forbids_something_else() -> None:
    told = "检测不得委托他人。检查权不得委托乡镇人民政府。"
    assert seen("某项检查", told)["transfer_forbidden"].quote == "检查权不得委托乡镇人民政府"


def test_a_material_of_no_list_is_not_called_unsure() -> None:
    found = entry("收入证明", "cancelled")
    rows = material_rows(with_materials("可行性研究报告"), [(found, judged(found, "none", "unsure"))])
    assert rows == []


@pytest.mark.parametrize(
    ("basis", "name", "quote"),
    [
        ("由县级人民政府批准。由旗县主管部门核发。", "county_lock", "由县级人民政府批准"),
        ("由乡镇人民政府批准。由乡级人民政府核发。", "town_decides", "由乡镇人民政府批准"),
        ("由省级人民政府批准。由国务院核发。", "held_above", "由省级人民政府批准"),
        ("由海关批准。由税务机关核发。", "vertical", "由海关批准"),
        ("由县级人民政府批准。由省级人民政府批准。由国务院核发。", "both_levels", "由省级人民政府批准"),
        ("向乡镇人民政府申请，向街道办事处申请。", "town_asked", "向乡镇人民政府申请"),
        (
            "由乡镇人民政府或者县级人民政府批准。由县级主管部门审批，由旗县主管部门批准。",
            "county_in_part",
            "由县级主管部门审批",
        ),
        ("由乡镇人民政府初审，由乡级人民政府审核，由主管部门批准。", "town_receives", "由乡镇人民政府初审"),
        ("主管部门批准，登记机关核发。", "plain_decides", "主管部门批准"),
        ("各级人民政府批准，地方各级人民政府核发。", "every_level", "各级人民政府批准"),
    ],
)
def test_the_first_that_says_it_is_quoted(basis: str, name: str, quote: str) -> None:
    assert seen("某项审批", basis)[name].quote == quote


@pytest.mark.parametrize(("letters", "fact"), [(7, "basis_reference_only"), (8, "basis_text")])
def test_a_basis_is_quoted_from_eight_letters_on(letters: int, fact: str) -> None:
    assert fact in seen("某项审批", f"《某法》第三条 {'甲' * letters}")


def test_long_quotes_are_cut() -> None:
    assert len(seen("某项审批", "《某法》" * 20)["basis_reference_only"].quote) == 60
    assert len(seen("某项审批", "甲" * 100 + "。")["basis_text"].quote) == 60
    assert Passage("甲" * 100).clause(5, 8) == "甲" * 90
    assert cut_off("一二三四五六七八九十" * 3 + "…") == "八九十" + "一二三四五六七八九十" * 2 + "…"


@pytest.mark.parametrize(("letters", "cut"), [(38, True), (39, False)])
def test_a_bracket_left_open_long_ago_is_a_slip_of_the_pen(letters: int, cut: bool) -> None:
    assert bool(cut_off("由（" + "甲" * letters)) is cut


def test_sentences_end_where_the_text_ends() -> None:
    assert Passage("甲。乙").sentences == ((0, 2), (2, 3))
    assert Passage("甲；乙。").sentences == ((0, 2), (2, 4))


def test_an_article_that_the_basis_does_not_quote_is_read_as_law_wherever_its_title_sorts() -> None:
    for title in ("一号令", "龙江条例"):
        law = Citation(title, article="第一条", text="由县级人民政府批准有关事项。")
        facts = case_of(matter("某项审批", basis="《某法》第一条", citations=(law,)), rulebook()).facts
        assert "basis_text" in facts and "basis_reference_only" not in facts


@pytest.mark.parametrize(("name", "returned"), [("排污证注销", True), ("污水证注销", False), ("某某证注销", False)])
def test_a_certificate_goes_back_where_two_letters_of_the_matters_name_are_its_own(name: str, returned: bool) -> None:
    (row,) = material_rows(with_materials("排污许可证", name=name))
    assert ("M8R" in rules_of(row)) is returned


def test_a_mention_at_the_very_start_stands_in_the_first_sentence() -> None:
    (only,) = mentions([Passage("县级人民政府批准。另行通知。")], rulebook().lexicon)
    assert only.sentence == "县级人民政府批准。"


@pytest.mark.parametrize(("letters", "act"), [(12, "decide"), (13, "review")])
def test_a_review_decides_where_a_verb_as_general_as_this_follows_at_once(letters: int, act: str) -> None:
    (only,) = mentions([Passage(f"县级人民政府审查{'甲' * letters}办理。")], rulebook().lexicon)
    assert only.act == act


def test_an_organ_behind_one_that_is_only_named_still_decides() -> None:
    assert seen("某项审批", "主管部门授权的机构受理，登记机关批准。")["plain_decides"].quote == "登记机关批准"


def test_what_is_explained_of_a_material_is_what_was_proposed() -> None:
    found = entry("收入证明", "cancelled", replacement="书面声明")
    one = with_materials("收入证明")
    told = explain(one, {material_key(one.key, "收入证明"): judged(found, "cancelled")}, {found.key: found})
    assert any(line.startswith("减材料：") and line.endswith("取消") for line in told)
