"""Catalogue editions: any of them whole, searched, and against any other."""

from dataclasses import replace

import pytest

from quanze.proof import Edition
from quanze.store import facts
from review.desk import Desk
from review.staleness import GONE, changes
from tests.review.home import CIVIL, EDITION, ENTRIES, Person, entry
from tests.review.test_queue import material

SECOND = Edition("第二版", "2026-06-01", "f" * 16, (replace(ENTRIES[0], basis="新的依据"), *ENTRIES[1:]))
THIRD = Edition("第三版", "2026-09-01", "a" * 16, (*ENTRIES[1:], entry("cancelled", "无业证明", usage="低保")))


@pytest.fixture
def person(desk: Desk) -> Person:
    """Somebody in an office with three editions."""
    with desk.store.writing() as session:
        facts.save_edition(session, SECOND, "2026-06-01T00:00:00")
        facts.save_edition(session, THIRD, "2026-09-01T00:00:00")
    return Person(desk, "民政")


def test_an_edition_is_compared_with_the_one_before(person: Person) -> None:
    page = person.get(f"/editions/{THIRD.digest}")
    assert "与 第二版（2026-06-01）相比：新增 1，删去 1，内容有变 0" in page
    assert "无业证明" in page


def test_any_past_edition_is_shown_and_compared_with_any_other(person: Person) -> None:
    page = person.get(f"/editions/{SECOND.digest}?against={EDITION.digest}")
    assert "内容有变 1" in page
    assert "新的依据" in page
    backwards = person.get(f"/editions/{EDITION.digest}?against={THIRD.digest}")
    assert "与 第三版" in backwards
    assert "新增 1，删去 1" in backwards
    first = person.get(f"/editions/{EDITION.digest}")
    assert "第一个版次" in first
    assert "收入证明" in first


def test_entries_are_found_by_any_of_their_words(person: Person) -> None:
    page = person.get(f"/editions/{EDITION.digest}?text=落户")
    assert "找到 1 条" in page
    assert "居住证明" in page
    person.get("/editions/nothing", 404)
    person.get(f"/editions/{EDITION.digest}?against=nothing", 404)


def test_all_editions_stand_on_the_overview(person: Person) -> None:
    page = person.get("/overview")
    assert all(f"/editions/{each.digest}" in page for each in (EDITION, SECOND, THIRD))


def test_a_decision_whose_entry_is_gone_says_so(desk: Desk) -> None:
    person, row = Person(desk, "民政"), material(desk, "收入证明", CIVIL)
    person.decide(row.key)
    with desk.store.writing() as session:
        facts.save_edition(session, THIRD, "2026-09-01T00:00:00")
    page = person.get(f"/rows/{row.key}")
    assert "需重审" in page
    assert GONE in page


def test_only_what_differs_is_told(desk: Desk) -> None:
    row = material(desk, "收入证明")
    assert changes(row, row, ENTRIES[0], ENTRIES[0]) == ()
    (found,) = changes(row, replace(row, note="新"), None, None)
    assert (found.title, found.then, found.now) == ("备注", "", "新")
