"""Files nobody's folder held are claimed, by command or on the page; the list of departments is written."""

import errno
import shutil

import pytest

from flows.cli import main
from flows.intake import again, claiming
from flows.stages import Office
from quanze.errors import SettingsError
from quanze.judgement import Decision
from quanze.store import answers, decisions, facts, ledger, review
from quanze.store.tables import FileRow
from tests.flows.office import ROWS, give, run, states

UNNAMED = "2,,行政给付,《社会救助暂行办法》第四十七条,受理\n"
"""A row without a name: a doubt."""


def claim_on_the_page(office: Office, number: int, department: str = "民政局") -> None:
    with office.store.writing() as session:
        session.get_one(FileRow, number).claimed_for = department


def row(office: Office, number: int) -> FileRow:
    with office.store.reading() as session:
        return session.get_one(FileRow, number)


def test_a_claimed_file_goes_to_its_department_and_leaves_no_row_behind(office: Office) -> None:
    said = give(office, ROWS["低保"], department="待认领")
    assert "请管理员认领" in said
    assert [file.id for file in claiming.unclaimed(office)] == [1]
    assert claiming.claim(office, 1, "民政局") == "民政局"
    run(office)
    assert states(office) == [("待认领", "moved"), ("民政局", "done")]
    with office.store.reading() as session:
        assert {row.department for row in facts.rows(session)} == {"民政局"}
    receipts = sorted(path.parent.name for path in office.settings.receipts.rglob("*.txt"))
    assert receipts == ["待认领", "民政局"]
    first = next((office.settings.receipts / "待认领").glob("*.txt")).read_text(encoding="utf-8-sig")
    assert "已认领" in first and "转到“民政局”" in first


def test_the_next_intake_hands_over_what_was_claimed_on_the_page(office: Office) -> None:
    give(office, ROWS["低保"], department="待认领")
    with office.store.writing() as session:
        ledger.unclaimed(session, office.settings.home)[0][0].claimed_for = "民政局"
    assert main(["intake", "--home", str(office.settings.home)]) == 0
    assert states(office) == [("待认领", "moved"), ("民政局", "done")]
    with office.store.reading() as session:
        assert [file.claimed_for for file in ledger.files(session)] == ["", ""]


@pytest.mark.parametrize(("number", "name"), [(2, "民政局"), (1, "三月份上报")])
def test_a_wrong_number_or_an_unknown_department_claims_nothing(office: Office, number: int, name: str) -> None:
    give(office, ROWS["低保"], department="待认领")
    with pytest.raises(SettingsError):
        claiming.claim(office, number, name)
    assert states(office) == [("待认领", "done")]


def test_the_commands_list_and_claim_files_and_write_the_list_of_departments(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(office.settings.home)]
    give(office, ROWS["低保"], department="待认领")
    give(office, ROWS["临时"], department="市监局")
    assert main(["claim", *home]) == 0
    assert capsys.readouterr().out.split("\t")[0] == "1"
    assert main(["claim", "1", "三月份上报", *home]) == 2
    assert main(["claim", "1", "卫健委", *home]) == 0
    assert "卫生健康委员会" in capsys.readouterr().out
    assert main(["departments", "--write", *home]) == 0
    assert main(["departments", "--write", *home]) == 2
    capsys.readouterr()
    assert main(["departments", *home]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("市场监督管理局\t政府部门\t市监局")


def test_a_file_whose_original_is_gone_is_not_offered_and_a_claim_of_it_stops_nobody(office: Office) -> None:
    give(office, ROWS["低保"], department="待认领")
    give(office, ROWS["临时"], department="待认领", name="另一份.csv")
    give(office, ROWS["特困"], department="待认领", name="还有一份.csv")
    for number in (1, 2, 3):
        claim_on_the_page(office, number)
    with office.store.writing() as session:
        session.get_one(FileRow, 1).kept_as = ""  # as masking of personal data leaves it
    (office.settings.home / row(office, 2).kept_as).unlink()
    assert [file.id for file in claiming.unclaimed(office)] == [3]
    with office.store.reading() as session:
        here, gone = ledger.unclaimed(session, office.settings.home)
        assert ([file.id for file in here], [file.id for file in gone]) == ([3], [2])
    claiming.as_asked(office)
    run(office)
    assert [state for _, state in states(office)] == ["done", "done", "moved", "done"]
    for number in (1, 2):
        assert "没有转成：保存的原件不在了" in row(office, number).advice and row(office, number).claimed_for == ""


def test_a_folder_that_lets_nothing_in_is_said_and_a_full_disk_stops_the_run(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(office, ROWS["低保"], department="待认领")
    wrong = OSError(errno.EACCES, "closed")

    def fails(*_: object) -> None:
        raise wrong

    with monkeypatch.context() as closed:
        closed.setattr(shutil, "copyfile", fails)
        claim_on_the_page(office, 1)
        claiming.as_asked(office)
        assert "没有转成：放不进“民政局”的收件箱" in row(office, 1).advice
        claim_on_the_page(office, 1)
        wrong = OSError(errno.ENOSPC, "full")
        with pytest.raises(OSError, match="full"):
            claiming.as_asked(office)
    assert (row(office, 1).state, row(office, 1).claimed_for) == ("done", "民政局")
    claiming.as_asked(office)
    assert row(office, 1).state == "moved"


def test_files_of_one_name_in_two_folders_stay_two_when_claimed(office: Office) -> None:
    for folder, rows in (("登记股", "低保"), ("食品股", "临时")):
        give(office, ROWS[rows], department="待认领", name=f"{folder}/清单.csv")
    for number in (1, 2):
        claiming.claim(office, number, "民政局")
        run(office)
    with office.store.reading() as session:
        assert [matter.name for matter in facts.matters(session, "民政局")] == ["最低生活保障认定", "临时救助对象认定"]


def test_a_claim_that_was_broken_off_puts_no_second_copy_into_the_inbox(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(office, ROWS["低保"], department="待认领")
    with monkeypatch.context() as broken:
        broken.setattr(ledger, "forget", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            claiming.claim(office, 1, "民政局")
    claiming.claim(office, 1, "民政局")
    assert [path.name for path in (office.settings.inbox / "民政局").iterdir()] == ["清单.csv"]


def test_a_file_asked_for_again_and_then_claimed_counts_once(office: Office) -> None:
    give(office, ROWS["低保"], department="待认领")
    with office.store.writing() as session:
        assert ledger.ask_again(session, 1, office.now())
    claiming.claim(office, 1, "民政局")
    assert again.wanted(office) == [] and row(office, 1).again == ""
    with office.store.writing() as session:
        session.get_one(FileRow, 1).again = "as an earlier program left it"
    assert again.wanted(office) == []
    run(office)
    assert states(office) == [("待认领", "moved"), ("民政局", "done")]
    with office.store.reading() as session:
        assert facts.matters(session, "待认领") == []


def test_answers_go_along_to_the_department_that_claims_the_file(office: Office) -> None:
    give(office, ROWS["低保"], UNNAMED, UNNAMED.replace("2,", "3,").replace("四十七", "四十八"), department="待认领")
    first = row(office, 1)
    with office.store.writing() as session:
        doubts = facts.doubts(session, 1)
        assert len(doubts) == 2
        keys = [answers.of_doubt(first, doubt) for doubt in doubts]
        place = {"file": first.sha256, "table": 1}
        fixed = {**place, "row": 3, "column": 1, "was": "", "text": "临时救助对象认定"}
        answers.keep(session, first, "cell", keys[0], fixed, by="张三", at="2026-03-16T09:00")
        answers.keep(session, first, "checked", keys[1], {"words": "不用"}, by="李四", at="2026-03-16T10:00")
        role = {"heading": "责任事项", "role": "备注", **place}
        answers.keep(session, first, "role", "", role, by="张三", at="2026-03-16T11:00")
        answers.keep(session, first, "role", "", {**role, "file": "别的文件", "heading": "序号"}, by="张三", at="t")
        gone = answers.keep(session, first, "not_a_list", "", place, by="张三", at="2026-03-16T12:00")
        undo = Decision(answers.of_file("待认领", first.sha256), decisions.UNDO, "张三", "t", "")
        decisions.decide(session, undo, undoes=gone)
        before = len(review.log(session))
    claiming.claim(office, 1, "民政局")
    run(office)
    second = row(office, 2)
    with office.store.reading() as session:
        assert [matter.name for matter in facts.matters(session, "民政局")] == ["最低生活保障认定", "临时救助对象认定"]
        assert [matter.note for matter in facts.matters(session, "民政局")] == ["受理", "受理"]
        (left,) = facts.doubts(session, 2)
        held = answers.holding(session, second)
        assert [(one.what, one.by) for one in held] == [("cell", "张三"), ("checked", "李四"), ("role", "张三")]
        assert held[1].doubt == answers.of_doubt(second, left)
        assert all(one.said["claimed"] == "2026-03-17 认领时从“待认领”带来，原作答于 2026-03-16" for one in held)
        assert len(review.log(session)) == before + 3 and decisions.broken(session) == []


def test_what_the_department_has_answered_about_the_same_content_stays(office: Office) -> None:
    give(office, ROWS["低保"], UNNAMED, department="待认领")
    first = row(office, 1)
    fixed = {"file": first.sha256, "table": 1, "row": 3, "column": 1, "was": ""}
    with office.store.writing() as session:
        answers.keep(session, first, "cell", "", {**fixed, "text": "待认领时写的"}, by="张三", at="2026-03-16")
        own = FileRow(sha256=first.sha256, department="民政局")
        answers.keep(session, own, "cell", "", {**fixed, "text": "临时救助对象认定"}, by="李四", at="2026-03-15")
    claiming.claim(office, 1, "民政局")
    run(office)
    with office.store.reading() as session:
        assert [matter.name for matter in facts.matters(session, "民政局")] == ["最低生活保障认定", "临时救助对象认定"]
