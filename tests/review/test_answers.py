"""Doubts answered on the page: the file is read again with the answer, the row appears, the doubt is closed."""

from collections.abc import Iterator
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from flows.intake import again
from flows.stages import Office
from quanze import passwords
from quanze.store import access, facts, ledger
from review.board import Board
from review.desk import Desk
from tests.flows.office import office_at, run
from tests.review.home import PASSWORD, Person

CIVIL, OTHER = "民政局", "教育局"
LIST = """序号,事项名称,事项类型,设定依据,凭什么办
1,最低生活保障认定,行政给付,《社会救助暂行办法》第十一条,居民身份证复印件
2,,行政给付,《社会救助暂行办法》第四十七条,户口簿
"""
NOW = datetime(2026, 3, 17, 9, 0)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with a list that was taken in, and one account per department."""
    opened = office_at(tmp_path)
    give(opened, LIST)
    hashed = passwords.hashed(PASSWORD)
    with opened.store.writing() as session:
        for name, department in (("民政", CIVIL), ("教育", OTHER)):
            access.add_user(
                session, name=name, department=department, role="department", password=hashed, now="t"
            ).must_change = False
    yield opened
    opened.store.close()


@pytest.fixture
def person(office: Office) -> Person:
    return Person(Desk(office.settings, office.store, Board(office.store, every=0.0), clock=lambda: NOW), "民政")


def give(office: Office, text: str, name: str = "清单.csv") -> None:
    folder = office.settings.inbox / CIVIL
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    run(office)


def intake(office: Office) -> list[str]:
    """What the next intake does with files that wait to be read again."""
    return [again.read_again(office, taken) for taken in again.wanted(office)]


def form(page: str, what: str) -> dict[str, Any]:
    """The fields of the form of a page whose button says `what`."""
    (part,) = [part for part in page.split("<form")[1:] if f'value="{what}"' in part.split("</form>")[0]]
    part = part.split("</form>")[0]
    found = {}
    for piece in part.split('name="')[1:]:
        name, rest = piece.split('"', 1)
        if rest.lstrip().startswith("value=") and "<button" not in part[: part.index(f'name="{name}"')][-9:]:
            found[name] = unescape(rest.split('value="', 1)[1].split('"', 1)[0])
        elif "<textarea" in part[: part.index(f'name="{name}"')].rsplit("<", 1)[-1] + "<textarea":
            found[name] = unescape(rest.split(">", 1)[1].split("<", 1)[0])
    found.pop("what", None)
    return found


def doubts(office: Office) -> list[str]:
    with office.store.reading() as session:
        return [doubt.kind for doubt in facts.doubts(session, ledger.files(session)[0].id)]


def rows(office: Office) -> list[str]:
    with office.store.reading() as session:
        return [row.matter for row in facts.rows(session, CIVIL)]


def test_a_cell_put_right_on_the_page_brings_the_row_and_closes_the_doubt(office: Office, person: Person) -> None:
    assert doubts(office) == ["缺少事项名称"]
    assert "临时救助对象认定" not in rows(office)
    fields = form(person.get("/doubts/1/0/form"), "cell")
    assert (fields["was-1"], fields["cell-1"], fields["cell-4"]) == ("", "", "户口簿")
    person.post("/doubts/1/0", 422, **fields, what="cell")
    person.post("/doubts/1/0", 303, **{**fields, "cell-1": "临时救助对象认定"}, what="cell")
    page = person.get("/files/1")
    assert "已排队" in page
    assert "已作答，等待重新读取" in page
    assert "等待重新处理" in person.get("/files")
    assert intake(office) == ["again"]
    assert doubts(office) == []
    assert "临时救助对象认定" in rows(office)
    page = person.get("/files/1")
    assert "这个文件没有存疑" in page
    assert "第 1 表第 3 行第 2 列“”改为“临时救助对象认定”" in unescape(page)
    person.desk.board.follow()
    key = next(card.key for card in person.desk.board._ordered if card.matter == "临时救助对象认定")
    shown = person.get(f"/rows/{key}")
    assert "人工更正" in shown
    assert "民政 2026-03-17" in shown
    assert "改单元格,民政局" in person.client.get("/export/log.csv").content.decode("utf-8-sig")
    assert "改单元格" not in Person(person.desk, "教育").client.get("/export/log.csv").content.decode("utf-8-sig")


def test_a_decision_on_a_row_that_the_answer_does_not_change_goes_on_holding(office: Office, person: Person) -> None:
    person.desk.board.follow()
    card = next(card for card in person.desk.board._ordered if card.matter == "最低生活保障认定")
    person.decide(card.key, "doubt", comment="留着")
    fields = form(person.get("/doubts/1/0/form"), "cell")
    person.post("/doubts/1/0", 303, **{**fields, "cell-1": "临时救助对象认定"}, what="cell")
    intake(office)
    person.desk.board.follow()
    assert person.desk.board.state(card.key) == "doubted"


def test_a_columns_meaning_holds_for_the_table_and_for_the_departments_next_file(
    office: Office, person: Person
) -> None:
    fields = form(person.get("/doubts/1/0/form"), "role")
    assert fields["heading-4"] == "凭什么办"
    person.post("/doubts/1/0", 422, **{**fields, "role-4": "没有这种含义"}, what="role")
    person.post("/doubts/1/0", 303, **{**fields, "role-4": "申请材料"}, what="role")
    assert intake(office) == ["again"]
    give(office, LIST.replace("最低生活保障", "特困人员"), "下一份.csv")
    with office.store.reading() as session:
        found = {one.name: [each.name for each in one.materials] for one in facts.matters(session, CIVIL)}
    assert found == {"最低生活保障认定": ["居民身份证复印件"], "特困人员认定": ["居民身份证复印件"]}
    assert "本部门以后的文件也这样读" in person.get("/files/2")


def test_a_table_marked_as_no_list_loses_its_rows_and_gets_them_back(office: Office, person: Person) -> None:
    give(office, LIST.replace("最低生活保障", "特困人员"), "另一份.csv")
    person.post("/doubts/2/0", 303, last=0, what="not_a_list")
    assert intake(office) == ["quarantined"]
    assert set(rows(office)) == {"最低生活保障认定"}
    page = person.get("/files/2")
    assert "第 1 表不是清单" in page
    event = page.split("/files/2/answers/")[1].split("/")[0]
    person.post(f"/files/2/answers/{event}/undo", 303)
    person.post(f"/files/2/answers/{event}/undo", 409)
    assert intake(office) == ["again"]
    assert set(rows(office)) == {"最低生活保障认定", "特困人员认定"}


def test_a_doubt_found_well_is_closed_without_reading_again(office: Office, person: Person) -> None:
    person.post("/doubts/1/0", 303, last=0, what="checked", words="原件就是空的")
    assert intake(office) == []
    page = person.get("/files/1")
    assert "已核对" in page
    assert "还有 0 处没有处理" in page
    person.post("/doubts/1/0", 409, last=0, what="checked", words="迟到的")


def test_a_file_that_was_not_understood_is_read_once_its_columns_have_a_meaning(office: Office, person: Person) -> None:
    give(office, LIST.replace("事项名称", "叫什么").replace("最低生活", "失业"), "看不懂.csv")
    assert "没有" in person.get("/files/2/tables")
    fields = form(person.get("/files/2/tables"), "role")
    person.post("/files/2/tables", 303, **{**fields, "role-1": "事项名称"}, what="role")
    assert intake(office) == ["again"]
    assert "失业保障认定" in rows(office)
    person.post("/files/2/tables", 404, **{**fields, "document": "f" * 64}, what="role")
    person.post("/files/2/tables", 404, **fields, what="cell")


def test_the_columns_of_a_table_without_a_heading_are_given_a_meaning_for_that_table_alone(
    office: Office, person: Person
) -> None:
    bare = "\n".join(
        f"{n},{name}认定,行政给付,《社会救助暂行办法》第九条,户口簿" for n, name in enumerate("甲乙丙丁", 1)
    )
    give(office, bare.replace("甲", "失业补助").replace("乙", "残疾补贴").replace("丙", "高龄津贴"), "没表头.csv")
    page = person.get("/files/2/tables")
    assert "这张表没有表头" in page
    fields = form(page, "role")
    roles = {"role-0": "序号", "role-1": "事项名称", "role-2": "事项类型", "role-3": "设定依据", "role-4": "申请材料"}
    person.post("/files/2/tables", 303, **{**fields, **roles, "headless": "1"}, what="role")
    assert intake(office) == ["again"]
    with office.store.reading() as session:
        found = {one.name: one for one in facts.matters(session, CIVIL)}
    assert [one.name for one in found["失业补助认定"].materials] == ["户口簿"]
    assert "没有表头的第 5 列读作“申请材料”" in "".join(found["失业补助认定"].corrections)
    assert "第 1 表没有表头，第 5 列读作“申请材料”" in unescape(person.get("/files/2"))


def test_any_finished_file_can_be_read_again_and_a_gone_one_says_so(office: Office, person: Person) -> None:
    person.post("/files/1/again", 303)
    assert intake(office) == ["again"]
    with office.store.writing() as session:
        file = ledger.files(session)[0]
        (office.settings.home / file.kept_as).unlink()
    assert "原件不在了" in person.post("/files/1/again", 409)


def test_another_department_can_neither_see_nor_answer(office: Office, person: Person) -> None:
    other = Person(person.desk, "教育")
    for address in ("/files/1", "/doubts/1/0/form", "/doubts/1/0/source", "/files/1/tables"):
        other.get(address, 404)
    other.post("/doubts/1/0", 404, last=0, what="checked")
    other.post("/files/1/again", 404)
    other.post("/files/1/tables", 404, what="not_a_list", document="x", table=1)
    other.post("/files/1/answers/1/undo", 404)
