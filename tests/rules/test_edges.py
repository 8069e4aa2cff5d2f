"""What small slips in the rules would change: fields left empty, words at the very start, organs beside organs."""

from dataclasses import replace

from quanze.document import Place
from quanze.matter import Material
from rules import explain
from rules.clauses import Passage
from tests.rules.make import down, material_rows, matter, rules_of, with_materials


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
