"""A file that nobody's folder held is claimed on the page: the next intake hands it to its department."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from flows.intake import claiming
from flows.stages import Office
from quanze import passwords
from quanze.store import access, ledger
from review.board import Board
from review.desk import Desk
from tests.flows.office import ROWS, give, office_at, run, states
from tests.review.home import PASSWORD, Person


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with one unclaimed file, a reviewer and a department's account."""
    opened = office_at(tmp_path)
    give(opened, ROWS["低保"], department=ledger.UNCLAIMED)
    hashed = passwords.hashed(PASSWORD)
    with opened.store.writing() as session:
        for name, role, department in (("初审", "reviewer", ""), ("民政", "department", "民政局")):
            access.add_user(
                session, name=name, department=department, role=role, password=hashed, now="t"
            ).must_change = False
    yield opened
    opened.store.close()


def person(office: Office, name: str) -> Person:
    clock = datetime(2026, 3, 17, 9, 0)
    return Person(Desk(office.settings, office.store, Board(office.store, every=0.0), clock=lambda: clock), name)


def intake(office: Office) -> None:
    """What the flow does: first what was claimed is handed over, then the inbox is taken."""
    claiming.as_asked(office)
    run(office)


def test_a_claimed_file_goes_to_its_department_at_the_next_intake(office: Office) -> None:
    reviewer = person(office, "初审")
    assert 'action="/files/1/claim"' in reviewer.get("/files")
    reviewer.post("/files/1/claim", 303, department=" 民政局 ")
    assert "等待转到“民政局”" in reviewer.get("/files")
    intake(office)
    assert states(office) == [("待认领", "moved"), ("民政局", "done")]
    page = reviewer.get("/files")
    assert "已认领，转到所属部门" in page and "/files/1/claim" not in page and "等待转到" not in page


def test_a_claim_for_nobody_says_so_and_may_be_made_again(office: Office) -> None:
    reviewer = person(office, "初审")
    reviewer.post("/files/1/claim", 303, department="三月份上报")
    intake(office)
    assert states(office) == [("待认领", "done")]
    page = reviewer.get("/files")
    assert "没有转成：名册里没有“三月份上报”这个部门。" in page and 'action="/files/1/claim"' in page
    reviewer.post("/files/1/claim", 303, department="民政局")
    intake(office)
    assert states(office) == [("待认领", "moved"), ("民政局", "done")]


def test_only_what_is_unclaimed_is_claimed_and_only_by_who_sees_it(office: Office) -> None:
    person(office, "民政").post("/files/1/claim", 404, department="民政局")
    reviewer = person(office, "初审")
    reviewer.post("/files/9/claim", 404, department="民政局")
    give(office, ROWS["临时"], department="教育局")
    reviewer.post("/files/2/claim", 409, department="民政局")
    intake(office)
    assert states(office) == [("待认领", "done"), ("教育局", "done")]
