"""A department renamed in the county's list keeps the name it handed in under: nothing is lost or counted twice."""

from flows import publishing
from flows.offices import departments
from flows.stages import Office
from flows.upkeep import doctor, erasing
from flows.upkeep.doctor import Finding
from quanze import registry
from rules import current, party_unit
from tests.flows.office import ROWS, give, states
from tests.trust.office import confirm


def listed(office: Office, text: str) -> None:
    office.settings.departments.write_text(f"部门,别名,单位性质\n{text}\n", encoding="utf-8")


def names(office: Office) -> Finding:
    return next(finding for finding in doctor.examine(office.settings) if finding.what == "部门名称")


def test_what_a_renamed_department_hands_in_joins_what_it_handed_in_before(office: Office) -> None:
    give(office, ROWS["低保"])
    confirm(office, 1)
    before = publishing.settled(office)
    listed(office, "旗民政局,民政局,党群部门")
    give(office, ROWS["低保"], ROWS["临时"], department="旗民政局")
    after = publishing.settled(office)
    assert states(office) == [("民政局", "done"), ("民政局", "done")]
    assert len(after) > len(before) and {row.department for row in after} == {"民政局"}
    assert [row.key for row in after if row.confirmed] == [row.key for row in before if row.confirmed] != []
    assert names(office) == Finding("部门名称", True, "“旗民政局”仍用交清单时的名字“民政局”")


def test_the_kind_that_the_list_gives_reaches_the_old_name(office: Office) -> None:
    give(office, ROWS["低保"])
    listed(office, "旗民政局,民政局,党群部门")
    book = current(office.settings.rules, registry.kinds(office.settings.departments))
    assert party_unit("民政局", book) and departments(office).kind("民政局") == "党群部门"


def test_one_department_under_two_names_is_said(office: Office) -> None:
    give(office, ROWS["低保"], department="民政局")
    give(office, ROWS["低保"], department="老龄办")
    assert names(office).well
    listed(office, "民政局,老龄办,")
    assert "“民政局”和“老龄办”是同一个部门" in names(office).note and not names(office).well
    give(office, ROWS["临时"], department="老龄办", name="又一份.csv")
    assert states(office)[-1] == ("民政局", "done")


def test_a_name_whose_files_are_all_erased_is_not_kept(office: Office) -> None:
    give(office, ROWS["低保"])
    erasing.erase(office, 1, by="张三", reason="测试")
    listed(office, "旗民政局,民政局,")
    assert departments(office).department("民政局") == "旗民政局"
