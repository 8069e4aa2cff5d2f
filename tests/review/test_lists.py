"""Sign-off in two stages, the public copy, exports."""

import io
import json
import re
import zipfile

import pytest

import rules
from quanze.store import decisions, signoff
from review import signing
from review.board import Filter
from review.desk import Desk
from tests.review.home import CIVIL, FOREST, Person
from tests.review.test_queue import rows


def settle(person: Person, department: str = CIVIL, row: str = "material") -> None:
    person.desk.board.follow()
    for card in list(person.desk.board.cards(Filter(department=department, row=row))):
        if person.desk.board.state(card.key) == "open":
            person.decide(card.key)


def take(
    person: Person, step: str, status: int = 303, department: str = CIVIL, row: str = "material", **form: str
) -> str:
    page = person.get("/lists")
    pattern = (
        rf'name="department" value="{department}"><input type="hidden" name="row" value="{row}">'
        r'<input type="hidden" name="seen" value="(\w+)"><input type="hidden" name="last" value="(\d+)"'
    )
    found = re.search(pattern, page)
    seen, last = found.groups() if found else ("x", "0")
    return person.post(
        "/lists/step",
        status,
        **{"department": department, "row": row, "step": step, "seen": seen, "last": last, **form},
    )


def stage(desk: Desk, department: str = CIVIL) -> str:
    desk.board.follow()
    return signoff.stage(desk.board.events(signoff.subject(department, "material"))).step


def test_a_list_goes_from_the_department_to_the_public_copy(desk: Desk) -> None:
    own, office = Person(desk, "民政"), Person(desk, "初审一")
    settle(own)
    take(own, "submit")
    take(office, "return", comment="第三行理由不够")
    assert "第三行理由不够" in own.get("/lists")
    take(own, "submit")
    take(office, "final")
    take(office, "publish")
    assert stage(desk) == "publish"
    made = [path.name for path in (desk.settings.lists / "公开" / CIVIL / "减材料").iterdir()]
    assert any(name.endswith(".docx") for name in made)
    assert any(name.endswith(".html") for name in made)


def test_a_list_with_open_rows_is_not_handed_in(desk: Desk) -> None:
    assert "没有审完" in take(Person(desk, "民政"), "submit", 422)
    assert stage(desk) == ""


def test_a_return_needs_words(desk: Desk) -> None:
    own = Person(desk, "民政")
    settle(own)
    take(own, "submit")
    assert "写明意见" in take(Person(desk, "初审一"), "return", 422)


def test_a_department_cannot_finalise_and_a_reviewer_cannot_hand_in(desk: Desk) -> None:
    own, office = Person(desk, "民政"), Person(desk, "初审一")
    settle(own)
    take(office, "submit", 403)
    take(own, "submit")
    take(own, "final", 403)


def test_a_list_that_was_handed_in_is_closed_to_its_department(desk: Desk) -> None:
    own = Person(desk, "民政")
    settle(own)
    take(own, "submit")
    key = next(row.key for row in rows(desk) if row.row == "material")
    own.decide(key, "doubt", status=423)
    own.post("/undo", 423)


def test_a_final_list_that_changed_says_so(desk: Desk) -> None:
    own, office = Person(desk, "民政"), Person(desk, "初审一")
    settle(own)
    take(own, "submit")
    key = next(row.key for row in rows(desk) if row.row == "material")
    office.decide(key, "outside")
    assert "之后内容有变化" in office.get("/lists")


def test_a_step_on_an_old_page_is_refused(desk: Desk) -> None:
    own = Person(desk, "民政")
    settle(own)
    own.post("/lists/step", 409, department=CIVIL, row="material", step="submit", seen="0" * 16, last=0)
    assert stage(desk) == ""


@pytest.mark.parametrize(
    ("name", "body"), [("旗委组织部", "编办"), ("民政局", "政务服务局"), ("退役军人事务局", "政务服务局")]
)
def test_party_units_are_reviewed_by_the_office_for_establishment(name: str, body: str) -> None:
    assert signing.body(name, rules.rulebook()) == body


def archive(person: Person, address: str) -> list[str]:
    answer = person.client.get(address)
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        return found.namelist()


def test_exports_hold_only_what_a_person_may_see(desk: Desk) -> None:
    own, office = Person(desk, "民政"), Person(desk, "初审一")
    names = archive(own, f"/export/lists.zip?what=draft&department={FOREST}")
    assert names
    assert not any(FOREST in name for name in names)
    assert any(FOREST in name for name in archive(office, "/export/lists.zip?what=draft"))
    assert not any(".." in name or name.startswith("/") for name in names)
    own.get("/export/lists.zip?what=official", 404)
    own.get("/export/lists.zip?what=../../etc", 422)


def test_the_log_is_exported_whole_and_no_cell_is_a_formula(desk: Desk) -> None:
    own = Person(desk, "民政")
    key = next(row.key for row in rows(desk) if row.row == "material")
    own.decide(key, "doubt", comment="=cmd|' /C calc'!A0")
    own.post("/undo")
    text = own.client.get("/export/log.csv").content.decode("utf-8-sig")
    assert len(text.strip().splitlines()) == 3
    assert "'=cmd" in text
    lines = [json.loads(line) for line in own.client.get("/export/log.json").text.splitlines()]
    assert [line["verdict"] for line in lines] == ["doubt", decisions.UNDO]
    assert lines[1]["undoes"] == lines[0]["id"]
    assert Person(desk, "林草").client.get("/export/log.csv").text.count("民政") == 0
