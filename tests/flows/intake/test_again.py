"""Reading a kept file once more: with answers to doubts, in any finished state, nothing lost where it goes wrong."""

import shutil

import pytest

from flows import stages
from flows.intake import again, inbox
from flows.stages import Office
from flows.upkeep import verifying
from quanze.errors import TimedOut
from quanze.judgement import Decision
from quanze.store import answers, decisions, facts, ledger
from quanze.store.tables import FileRow
from tests.flows.office import run

DEPARTMENT = "民政局"
LIST = """序号,事项名称,事项类型,设定依据
1,最低生活保障认定,行政给付,《社会救助暂行办法》第十一条
2,,行政给付,《社会救助暂行办法》第四十七条
"""


def give(office: Office, text: str, name: str = "清单.csv") -> FileRow:
    """A file that went through the inbox."""
    folder = office.settings.inbox / DEPARTMENT
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    run(office)
    return files(office)[-1]


def files(office: Office) -> list[FileRow]:
    with office.store.reading() as session:
        return ledger.files(session, DEPARTMENT)


def names(office: Office) -> list[str]:
    with office.store.reading() as session:
        return [matter.name for matter in facts.matters(session, DEPARTMENT)]


def ask(office: Office, file: FileRow) -> list[str]:
    """Ask for a file to be read again, and do what the next intake does."""
    with office.store.writing() as session:
        assert ledger.ask_again(session, file.id, office.now())
    return [again.read_again(office, taken) for taken in again.wanted(office)]


def put_right(office: Office, file: FileRow, what: str, **said: object) -> None:
    with office.store.writing() as session:
        given = {"file": file.sha256, "table": 1, **said}
        answers.keep(session, file, what, "", given, by="张三", at=office.now())


def test_a_cell_put_right_gives_a_matter_and_the_doubt_is_gone(office: Office) -> None:
    file = give(office, LIST)
    assert (names(office), file.doubts) == (["最低生活保障认定"], 1)
    original = (office.settings.home / file.kept_as).read_bytes()
    put_right(office, file, "cell", row=3, column=1, was="", text="临时救助对象认定")
    assert ask(office, file) == ["again"]
    assert names(office) == ["最低生活保障认定", "临时救助对象认定"]
    after = files(office)[0]
    assert (after.doubts, after.state, after.again) == (0, "done", "")
    assert (office.settings.home / after.kept_as).read_bytes() == original
    with office.store.reading() as session:
        (row,) = [each for each in facts.rows(session, DEPARTMENT) if each.matter == "临时救助对象认定"][:1]
    assert row.corrections == ("人工更正：第 3 行第 2 列“”改为“临时救助对象认定”（张三 2026-03-17）",)
    receipt = next(office.settings.receipts.rglob("*.txt")).read_text(encoding="utf-8-sig")
    assert "事项 2 项" in receipt


def test_the_meaning_of_a_heading_is_remembered_for_the_departments_next_file(office: Office) -> None:
    text = LIST.replace("设定依据", "凭什么")
    file = give(office, text)
    put_right(office, file, "role", heading="凭什么", role="设定依据")
    ask(office, file)
    give(office, text.replace("最低生活保障", "特困人员"), "下一份.csv")
    with office.store.reading() as session:
        found = {matter.name: matter.basis for matter in facts.matters(session, DEPARTMENT)}
    assert found == {
        "最低生活保障认定": "《社会救助暂行办法》第十一条",
        "特困人员认定": "《社会救助暂行办法》第十一条",
    }


def test_a_file_whose_only_table_is_no_list_is_returned_and_comes_back_when_that_is_taken_back(office: Office) -> None:
    file = give(office, LIST)
    with office.store.writing() as session:
        said = {"file": file.sha256, "table": 1}
        number = answers.keep(session, file, "not_a_list", "", said, by="张三", at=office.now())
    assert ask(office, file) == ["quarantined"]
    assert (files(office)[0].code, names(office)) == ("NO_LIST", [])
    with office.store.writing() as session:
        subject = answers.of_file(DEPARTMENT, file.sha256)
        decisions.decide(session, Decision(subject, decisions.UNDO, "张三", office.now(), ""), undoes=number)
    assert ask(office, file) == ["again"]
    assert names(office) == ["最低生活保障认定"]


def test_a_returned_file_that_can_be_read_now_moves_from_quarantine_to_the_archive(office: Office) -> None:
    file = give(office, LIST.replace("事项名称", "叫什么"))
    if file.state != "quarantined":
        pytest.fail("the sample must be returned at first")
    kept = office.settings.home / file.kept_as
    put_right(office, file, "role", heading="叫什么", role="事项名称")
    assert ask(office, file) == ["again"]
    after = files(office)[0]
    assert (after.state, after.code, names(office)) == ("done", "", ["最低生活保障认定"])
    assert after.kept_as.startswith("archive/")
    assert not kept.exists()
    assert not kept.with_name(kept.name + inbox.NOTE).exists()


def test_a_file_in_use_keeps_what_it_gave_where_reading_it_again_goes_wrong(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = give(office, LIST)

    def slow(*_: object) -> None:
        raise TimedOut("too long")

    monkeypatch.setattr(stages, "read", slow)
    assert ask(office, file) == ["quarantined"]
    after = files(office)[0]
    assert (after.state, names(office)) == ("done", ["最低生活保障认定"])
    assert "仍用上次读到的内容" in after.advice


def test_an_original_that_is_gone_is_said(office: Office) -> None:
    file = give(office, LIST)
    shutil.rmtree(office.settings.archive)
    assert ask(office, file) == ["quarantined"]
    assert "原件不在归档里" in files(office)[0].advice


def test_a_duplicate_stays_one_as_long_as_its_first_is_in_use(office: Office) -> None:
    give(office, LIST)
    copy = give(office, LIST, "副本.csv")
    assert copy.state == "duplicate"
    assert ask(office, copy) == ["duplicate"]
    assert names(office) == ["最低生活保障认定"]
    with office.store.writing() as session:
        first = files(office)[0]
        ledger.quarantine(session, first.id, code="X", advice="x", kept_as=first.kept_as, now="t")
    assert ask(office, copy) == ["again"]
    assert (files(office)[1].state, names(office)) == ("done", ["最低生活保障认定"])


def test_an_answer_given_while_the_file_is_read_is_used_at_the_next_intake(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = give(office, LIST)
    reading = stages.match

    def meanwhile(at: Office, taken: stages.Taken) -> int:
        put_right(at, file, "cell", row=3, column=1, was="", text="临时救助对象认定")
        with at.store.writing() as session:
            assert ledger.ask_again(session, file.id, at.now(), at_work=True)
        return reading(at, taken)

    monkeypatch.setattr(stages, "match", meanwhile)
    assert ask(office, file) == ["again"]
    assert names(office) == ["最低生活保障认定"]
    monkeypatch.setattr(stages, "match", reading)
    assert [again.read_again(office, taken) for taken in again.wanted(office)] == ["again"]
    assert names(office) == ["最低生活保障认定", "临时救助对象认定"]
    assert again.wanted(office) == []


def test_a_file_that_is_being_read_cannot_be_asked_for(office: Office) -> None:
    file = give(office, LIST)
    with office.store.writing() as session:
        session.get_one(FileRow, file.id).state = "read"
        assert not ledger.ask_again(session, file.id, "t")


def test_a_duplicate_that_counts_by_itself_now_says_nothing_of_its_first(office: Office) -> None:
    give(office, LIST)
    copy = give(office, LIST, "副本.csv")
    with office.store.writing() as session:
        first = session.get_one(FileRow, 1)
        ledger.quarantine(session, first.id, code="X", advice="x", kept_as=first.kept_as, now="t")
    assert ask(office, copy) == ["again"]
    after = files(office)[1]
    assert (after.state, after.same_as) == ("done", None)
    said = next(office.settings.receipts.rglob("副本*")).read_text(encoding="utf-8-sig")
    assert "已完成" in said and "事项 1 项" in said and "没有重复登记" not in said


def test_the_same_bad_file_twice_keeps_its_original_until_both_are_read_again(office: Office) -> None:
    bad = LIST.replace("事项名称", "叫什么")
    first, second = give(office, bad), give(office, bad)
    assert first.state == second.state == "quarantined" and first.kept_as == second.kept_as
    kept = office.settings.home / first.kept_as
    put_right(office, first, "role", heading="叫什么", role="事项名称")
    assert ask(office, first) == ["again"]
    assert kept.is_file() and verifying.wrong(office) == []
    assert ask(office, second) == ["duplicate"]
    assert [(file.state, file.same_as) for file in files(office)] == [("done", None), ("duplicate", 1)]
    assert names(office) == ["最低生活保障认定"] and not kept.exists() and verifying.wrong(office) == []
    said = next(office.settings.receipts.rglob("*.00002.回执.txt")).read_text(encoding="utf-8-sig")
    assert "重复提交" in said and "原因代码" not in said


def test_a_returned_file_that_was_changed_where_it_is_kept_is_not_taken_for_the_original(office: Office) -> None:
    file = give(office, LIST.replace("事项名称", "叫什么"))
    (office.settings.home / file.kept_as).write_text(LIST, encoding="utf-8")
    assert ask(office, file) == ["quarantined"]
    assert "原件被改动过" in files(office)[0].advice and names(office) == []
