"""Duplicates, renamed files and new versions: said in the receipt, kept in the store, decisions carried over."""

import pytest

from flows.intake import again
from flows.stages import Office
from quanze.judgement import Decision
from quanze.store import codec, decisions, facts, journal, ledger
from quanze.store.tables import FileRow
from tests.flows.office import ROWS, give

NAMES = {"低保": "最低生活保障认定", "临时": "临时救助对象认定", "特困": "特困人员认定"}


def test_a_new_version_says_what_was_added_removed_and_changed(office: Office) -> None:
    give(office, ROWS["低保"], ROWS["临时"])
    said = give(office, ROWS["低保"].replace("第十一条", "第十二条"), ROWS["特困"])
    assert "与上一版相比：新增 1 项，删去 1 项，修改 1 项" in said
    assert "修改：最低生活保障认定（依据）" in said
    assert "新增：特困人员认定" in said and "删去：临时救助对象认定" in said
    with office.store.reading() as session:
        first, second = ledger.files(session)
        kept = journal.changes(session, second.id)
    assert first.replaced_by == second.id
    assert sorted((change.kind, change.name, change.earlier_id) for change in kept) == [
        ("added", "特困人员认定", 1),
        ("changed", "最低生活保障认定", 1),
        ("removed", "临时救助对象认定", 1),
    ]


def test_a_version_with_rows_in_another_order_changes_nothing(office: Office) -> None:
    give(office, ROWS["低保"], ROWS["临时"])
    said = give(office, ROWS["临时"].replace("2,", "1,"), ROWS["低保"].replace("1,", "2,", 1))
    assert "与上一版相比" not in said


def test_decisions_on_unchanged_rows_are_carried_over_and_only_changed_ones_reopen(office: Office) -> None:
    give(office, ROWS["低保"], ROWS["临时"])
    with office.store.writing() as session:
        for row in facts.rows(session):
            event = Decision(row.key, decisions.CONFIRM, "审核一", "2026-03-18", codec.row_digest(row))
            decisions.decide(session, event, row)
    give(office, ROWS["低保"].replace("第十一条", "第十二条"), ROWS["临时"])
    with office.store.reading() as session:
        rows, stale = decisions.settled(session, facts.rows(session))
    states = {(row.matter, row.key in stale, row.confirmed) for row in rows}
    assert ("临时救助对象认定", False, True) in states
    assert all(confirmed != reopened for _, reopened, confirmed in states)
    assert {matter for matter, reopened, _ in states if reopened} == {"最低生活保障认定"}


def test_the_same_content_again_or_under_another_name_is_a_duplicate_of_the_first(office: Office) -> None:
    give(office, ROWS["低保"])
    for name in ("清单.csv", "改了名字.csv"):
        said = give(office, ROWS["低保"], name=name)
        assert "重复提交" in said and "《清单.csv》内容完全相同" in said
    with office.store.reading() as session:
        assert [(file.state, file.same_as) for file in ledger.files(session)] == [
            ("done", None),
            ("duplicate", 1),
            ("duplicate", 1),
        ]


def test_another_departments_file_of_the_same_content_is_no_duplicate(office: Office) -> None:
    give(office, ROWS["低保"])
    assert "重复提交" not in give(office, ROWS["低保"], department="司法局")


def test_going_back_to_an_earlier_version_is_a_version_and_no_duplicate(office: Office) -> None:
    give(office, ROWS["低保"])
    give(office, ROWS["低保"], ROWS["临时"])
    assert "删去 1 项" in give(office, ROWS["低保"])
    with office.store.reading() as session:
        assert [matter.name for matter in facts.matters(session, "民政局")] == ["最低生活保障认定"]


def lists(office: Office, department: str = "民政局") -> list[str]:
    """The department's matters as its lists have them, by the word for each."""
    words = {name: word for word, name in NAMES.items()}
    with office.store.reading() as session:
        return [words[matter.name] for matter in facts.matters(session, department)]


def links(office: Office) -> list[tuple[str, int | None, int | None]]:
    """State, what it repeats and what corrects it, for each drop."""
    with office.store.reading() as session:
        return [(file.state, file.same_as, file.replaced_by) for file in ledger.files(session)]


def test_files_of_one_name_in_two_folders_of_a_department_are_two_files(office: Office) -> None:
    give(office, ROWS["低保"], name="登记股_1%/清单.csv")
    said = give(office, ROWS["临时"], name="食品股/清单.csv")
    assert "与上一版相比" not in said and lists(office) == ["低保", "临时"]
    said = give(office, ROWS["特困"], name="登记股_1%/清单.csv")
    assert "新增 1 项，删去 1 项" in said and lists(office) == ["临时", "特困"]


def test_unclaimed_files_of_one_name_never_correct_each_other(office: Office) -> None:
    give(office, ROWS["低保"], department="待认领")
    said = give(office, ROWS["临时"], department="待认领")
    assert "最低生活保障" not in said and lists(office, "待认领") == ["低保", "临时"]


def test_the_right_content_dropped_again_under_the_wrong_ones_name_takes_its_place(office: Office) -> None:
    give(office, ROWS["低保"])
    give(office, ROWS["临时"], name="清单定稿.csv")
    assert lists(office) == ["低保", "临时"]
    said = give(office, ROWS["临时"])
    assert links(office) == [("done", None, 2), ("done", None, None), ("duplicate", 2, None)]
    assert "重复提交" in said and "同名文件《清单.csv》不再采用，以《清单定稿.csv》的内容为准" in said
    assert lists(office) == ["临时"]
    with office.store.reading() as session:
        assert {row.matter for row in facts.rows(session, "民政局")} == {NAMES["临时"]}


def test_a_correction_of_a_duplicate_corrects_what_it_repeated(office: Office) -> None:
    give(office, ROWS["低保"], name="甲.csv")
    give(office, ROWS["低保"], name="乙.csv")
    said = give(office, ROWS["临时"], name="乙.csv")
    assert "新增 1 项，删去 1 项" in said and lists(office) == ["临时"]
    assert links(office) == [("done", None, 3), ("duplicate", 1, None), ("done", None, None)]


def test_what_corrects_each_other_by_two_names_does_not_put_both_out_of_use(office: Office) -> None:
    give(office, ROWS["低保"], name="甲.csv")
    give(office, ROWS["临时"], name="乙.csv")
    give(office, ROWS["临时"], name="甲.csv")
    assert lists(office) == ["临时"]
    with office.store.writing() as session:
        second = session.get_one(FileRow, 2)
        ledger.quarantine(session, 2, code="X", advice="x", kept_as=second.kept_as, now="t")
    assert lists(office) == ["低保"]
    give(office, ROWS["低保"], name="乙.csv")
    with office.store.writing() as session:
        ledger.ask_again(session, 2, office.now())
    assert [again.read_again(office, taken) for taken in again.wanted(office)] == ["again"]
    assert lists(office) == ["低保"]


def test_a_version_in_the_middle_that_falls_out_does_not_bring_the_one_before_it_back(office: Office) -> None:
    for rows in ("低保", "临时", "特困"):
        give(office, ROWS[rows])
    with office.store.writing() as session:
        second = session.get_one(FileRow, 2)
        ledger.quarantine(session, 2, code="NO_LIST", advice="x", kept_as=second.kept_as, now="t")
    assert lists(office) == ["特困"]
    assert [link[2] for link in links(office)][::2] == [3, None]
    with office.store.writing() as session:
        ledger.ask_again(session, 2, office.now())
    assert [again.read_again(office, taken) for taken in again.wanted(office)] == ["again"]
    assert [link[2] for link in links(office)] == [2, 3, None]


def test_the_last_version_that_falls_out_brings_the_one_before_it_back(office: Office) -> None:
    give(office, ROWS["低保"])
    give(office, ROWS["临时"])
    with office.store.writing() as session:
        ledger.quarantine(session, 2, code="NO_LIST", advice="x", kept_as="", now="t")
    assert lists(office) == ["低保"]


@pytest.mark.parametrize("number", [1, 2])
def test_a_link_between_two_folders_that_an_earlier_program_made_goes_when_either_is_read_again(
    office: Office, number: int
) -> None:
    give(office, ROWS["低保"], name="登记股/清单.csv")
    give(office, ROWS["临时"], name="食品股/清单.csv")
    with office.store.writing() as session:
        session.get_one(FileRow, 1).replaced_by = 2
    assert lists(office) == ["临时"]
    with office.store.writing() as session:
        ledger.ask_again(session, number, office.now())
    assert [again.read_again(office, taken) for taken in again.wanted(office)] == ["again"]
    assert lists(office) == ["低保", "临时"]
