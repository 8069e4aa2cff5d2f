"""Duplicates, renamed files and new versions: said in the receipt, kept in the store, decisions carried over."""

from flows.stages import Office
from quanze.judgement import Decision
from quanze.store import codec, decisions, facts, journal, ledger
from tests.flows.office import ROWS, give


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
