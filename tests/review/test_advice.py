"""Advice rows (职责建议): on one list over all departments, decided and signed off by the office, open to comments."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import rules
from quanze.row import AdviceRow
from quanze.store import access, facts, signoff
from review.board import Filter
from review.desk import Desk
from tests.review.home import CIVIL, EDITION, FOREST, MATTERS, Person, desk_at, matter
from tests.review.test_lists import take

BOTH = [matter(CIVIL, "防火巡查", "收入证明", code="a"), matter(FOREST, "防火巡查", "收入证明", code="b")]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with one matter that two departments claim, and a reviewer of 编办."""
    found = [*MATTERS, *BOTH]
    opened = desk_at(tmp_path, found)
    with opened.store.writing() as session:
        facts.save_rows(session, "", EDITION.digest, rules.advise(found))
        other = access.user(session, "初审二")
        assert other is not None
        other.department = "政务服务局"
    yield opened
    opened.store.close()


def advice(desk: Desk) -> AdviceRow:
    with desk.store.reading() as session:
        return next(row for row in facts.rows(session) if isinstance(row, AdviceRow))


def test_the_office_sees_it_as_one_list_over_all_departments(desk: Desk) -> None:
    person, row = Person(desk, "初审一"), advice(desk)
    assert "各部门（职责建议" in person.get("/lists")
    assert "、".join(row.claimed_by) in person.get(f"/rows/{row.key}")
    assert "各部门（建议）" in person.get("/overview")
    assert row.key in person.get("/rows?row=advice")


@pytest.mark.parametrize("name", ["民政", "林草"])
def test_each_department_it_names_can_read_and_comment_but_not_decide(desk: Desk, name: str) -> None:
    person, row = Person(desk, name), advice(desk)
    page = person.get(f"/rows/{row.key}")
    assert "由专班审定" in page
    assert 'value="confirm"' not in page
    person.decide(row.key, "reject", status=403)
    person.post(f"/rows/{row.key}/comment", comment=f"{name}认为应当由我们牵头")
    assert "应当由我们牵头" in Person(desk, "初审一").get(f"/rows/{row.key}")
    assert "职责建议" not in person.get("/lists")


def test_a_department_it_does_not_name_does_not_see_it(desk: Desk) -> None:
    with desk.store.writing() as session:
        found = access.user(session, "林草")
        assert found is not None
        found.department = "教育局"
    person, row = Person(desk, "林草"), advice(desk)
    person.get(f"/rows/{row.key}", 404)
    assert "防火巡查" not in person.get("/rows?row=advice")


def test_it_is_decided_handed_to_the_establishment_office_and_written_out(desk: Desk) -> None:
    office, other, row = Person(desk, "初审一"), Person(desk, "初审二"), advice(desk)
    page = office.get(f"/rows/{row.key}")
    assert 'value="confirm"' in page
    fields: dict[str, Any] = {f"need-{number}": f"{CIVIL}牵头" for number in range(len(row.needs))}
    office.post(f"/rows/{row.key}/edit", note="由民政局牵头", **fields, **office.sight(row.key))
    take(other, "submit", department="", row="advice")
    take(other, "final", 403, department="", row="advice")
    take(office, "final", department="", row="advice")
    take(office, "publish", department="", row="advice")
    desk.board.follow()
    assert signoff.stage(desk.board.events(signoff.subject("", "advice"))).step == "publish"
    made = [path.name for path in (desk.settings.lists / "报送" / "各部门" / "职责建议").iterdir()]
    assert any(name.endswith(".xlsx") for name in made)
    assert "已报送" in office.get("/lists")


def test_exports_hold_it_once_under_all_departments(desk: Desk) -> None:
    answer = Person(desk, "初审一").client.get("/export/lists.zip?what=draft")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        named = [name for name in found.namelist() if "职能职责建议" in name]
    assert named
    assert all("各部门" in name for name in named)
    answer = Person(desk, "民政").client.get("/export/lists.zip?what=draft")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        assert not [name for name in found.namelist() if "职能职责建议" in name]


def test_it_counts_once_and_under_no_department(desk: Desk) -> None:
    desk.board.follow()
    progress = desk.board.progress()
    assert sum(progress[""].values()) == 1
    for department in (CIVIL, FOREST):
        own = [card for card in desk.board.cards(Filter(department=department)) if card.row != "advice"]
        assert sum(progress[department].values()) == len(own)
