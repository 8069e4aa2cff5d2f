"""Two names of one department made one: files, rows, decisions, accounts and answers go along, and nothing is lost."""

import re

import pytest

from flows import publishing
from flows.cli import main
from flows.intake import joining
from flows.offices import departments
from flows.stages import Office
from flows.upkeep import doctor, verifying
from quanze.errors import SettingsError
from quanze.judgement import Decision
from quanze.row import Row
from quanze.store import access, answers, codec, decisions, facts, ledger, review
from quanze.store.tables import DecisionRow
from quanze.text import digest
from tests.flows.office import HEAD, ROWS, give, run, states

OLD, KEPT = "老龄办", "民政局"
UNNAMED = "9,,行政给付,《社会救助暂行办法》第四十七条,受理\n"


def rows(office: Office, department: str) -> dict[str, Row]:
    with office.store.reading() as session:
        return {f"{row.matter}/{row.row}": row for row in facts.rows(session, department)}


def decide(office: Office, verdict: str, row: Row, *, by: str, at: str, comment: str = "") -> None:
    with office.store.writing() as session:
        said = Decision(row.key, verdict, by, at, codec.row_digest(row), "", comment)
        decisions.decide(session, said, row)


def standing(office: Office, row: Row) -> list[DecisionRow]:
    with office.store.reading() as session:
        return decisions.live(review.events_of(session, row.key))


def listed(office: Office, text: str = f"{KEPT},{OLD},政府部门") -> None:
    office.settings.departments.write_text(f"部门,别名,单位性质\n{text}\n", encoding="utf-8")


@pytest.fixture
def filled(office: Office) -> Office:
    """Both names handed in, one matter twice; each has decisions, the old one also an account, an answer, a comment."""
    give(office, ROWS["低保"], ROWS["临时"], department=KEPT)
    give(office, ROWS["特困"], ROWS["临时"].replace("2,", "5,"), UNNAMED, department=OLD)
    give(office, ROWS["低保"], ROWS["临时"], department=OLD, name="同一份.csv")
    own, theirs = rows(office, KEPT), rows(office, OLD)
    decide(office, "confirm", theirs["特困人员认定/delegation"], by="老龄一", at="2026-03-02T09:00:00", comment="可以")
    decide(office, "doubt", theirs["临时救助对象认定/delegation"], by="老龄一", at="2026-03-05T09:00:00")
    decide(office, "confirm", own["临时救助对象认定/delegation"], by="民政一", at="2026-03-03T09:00:00")
    decide(office, "confirm", theirs["最低生活保障认定/delegation"], by="老龄一", at="2026-03-03T09:00:00")
    decide(office, "reject", own["最低生活保障认定/delegation"], by="民政一", at="2026-03-04T09:00:00")
    with office.store.writing() as session:
        talk = digest("comment", theirs["特困人员认定/delegation"].key)
        decisions.decide(session, Decision(talk, "comment", "老龄一", "2026-03-02T10:00:00", "", "", "看过原件"))
        access.add_user(session, name="老龄", department=OLD, role="department", password="x", now="2026-01-01")
        file = ledger.files(session, OLD)[0]
        (doubt,) = [one for one in facts.doubts(session, file.id) if one.whole_row]
        answers.keep(
            session, file, "checked", answers.of_doubt(file, doubt), {"words": "无"}, by="老龄一", at="2026-03"
        )
    listed(office)
    return office


def test_two_names_of_one_department_become_one(filled: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office = filled
    before, others = rows(office, OLD), rows(office, KEPT)
    with office.store.reading() as session:
        chain = [event.chain for event in review.log(session)]
    assert main(["departments", "--join", OLD, "--home", str(office.settings.home)]) == 0
    said = capsys.readouterr().out
    assert "文件 2 份" in said and "作废的那一份" in said and "编号 2" in said
    assert states(office) == [(KEPT, "done"), (KEPT, "done"), (KEPT, "duplicate")]
    after = rows(office, KEPT)
    assert rows(office, OLD) == {} and set(after) == set(before) | set(others)
    with office.store.reading() as session:
        assert [event.chain for event in review.log(session)][: len(chain)] == chain
        assert decisions.broken(session) == []
        user = access.user(session, "老龄")
        assert user is not None and user.department == KEPT
        file = ledger.files(session, KEPT)[1]
        assert [one.by for one in answers.holding(session, file)] == ["老龄一"]
    assert verifying.wrong(office) == []
    assert {path.parent.name for path in office.settings.receipts.rglob("*.回执.txt")} == {KEPT}
    assert next(each for each in doctor.examine(office.settings) if each.what == "部门名称").well
    assert departments(office).department(OLD) == KEPT


def test_what_was_decided_under_the_old_name_stands_and_of_two_decisions_the_later(filled: Office) -> None:
    office = filled
    said = "\n".join(joining.join(office, OLD))
    after = rows(office, KEPT)
    (event,) = standing(office, after["特困人员认定/delegation"])
    assert (event.verdict, event.by, event.at) == ("confirm", "老龄一", "2026-03-02T09:00:00")
    assert re.fullmatch(f"可以；2026-03-17 合并部门时从“{OLD}”带来", event.comment)
    official = {f"{row.matter}/{row.row}" for row in publishing.settled(office) if row.confirmed}
    assert official == {"特困人员认定/delegation"}
    with office.store.reading() as session:
        talk = review.events_of(session, digest("comment", after["特困人员认定/delegation"].key))
        assert [one.comment.split("；")[0] for one in talk] == ["看过原件"]
    theirs = standing(office, after["临时救助对象认定/delegation"])
    assert [event.verdict for event in theirs] == ["confirm", "doubt"]
    mine = after["最低生活保障认定/delegation"]
    assert [event.verdict for event in standing(office, mine)] == ["reject"]
    with office.store.reading() as session:
        (left,) = review.events_of(session, digest("comment", mine.key))
    assert f"“{OLD}”名下还有 2026-03-03 的审核意见" in left.comment
    assert said.count("两个名字下都审过") == 2


def test_a_list_under_both_names_stays_in_use_until_somebody_says_which_counts(filled: Office) -> None:
    office = filled
    joining.join(office, OLD)
    with office.store.reading() as session:
        assert [file.id for file in ledger.in_use(session, KEPT)] == [1, 2]
    give(office, ROWS["低保"], department=OLD)
    with office.store.reading() as session:
        assert [file.id for file in ledger.in_use(session, KEPT)] == [2, 4]


def test_a_name_is_taken_in_only_where_the_list_says_whose_it_is_and_nothing_is_on_its_way(office: Office) -> None:
    give(office, ROWS["低保"], department=OLD)
    with pytest.raises(SettingsError, match="先写上"):
        joining.join(office, OLD)
    listed(office)
    with pytest.raises(SettingsError, match="没有要合并的"):
        joining.join(office, KEPT)
    with office.store.writing() as session:
        ledger.files(session)[0].waiting = True
    with pytest.raises(SettingsError, match="没有处理完"):
        joining.join(office, OLD)


def test_materials_and_rows_that_are_not_proposed_any_more_take_their_decisions_along(office: Office) -> None:
    path = office.settings.inbox / OLD / "清单.csv"
    path.parent.mkdir(parents=True)
    head = HEAD.replace("责任事项", "申请材料")
    path.write_text(head + ROWS["低保"].replace("受理", "户口簿、收入证明"), encoding="utf-8")
    run(office)
    for row in rows(office, OLD).values():
        decide(office, "confirm", row, by="老龄一", at="2026-03-02T09:00:00")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + ROWS["低保"].replace("受理", "户口簿"), encoding="utf-8")
    run(office)
    held = {row.key for row in publishing.settled(office) if row.confirmed}
    listed(office)
    joining.join(office, OLD)
    assert len([row for row in publishing.settled(office) if row.confirmed]) == len(held) > 0
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + ROWS["低保"].replace("受理", "户口簿、收入证明"), encoding="utf-8")
    run(office)
    assert all(standing(office, row) for row in rows(office, KEPT).values())
    assert verifying.wrong(office) == []
