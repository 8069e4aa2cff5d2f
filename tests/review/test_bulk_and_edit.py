"""Identical rows at once, rows changed in place, comments."""

import re
from dataclasses import replace
from typing import Any

from quanze.row import MaterialRow, Row
from quanze.store import codec, decisions, facts, review
from quanze.text import digest
from review.board import Board
from review.desk import Desk
from tests.review.home import CIVIL, Person
from tests.review.test_queue import again, material, rows


def twins(desk: Desk) -> list[MaterialRow]:
    found = [row for row in rows(desk) if isinstance(row, MaterialRow) and row.matter == "最低生活保障"]
    return [row for row in found if row.material == "收入证明" and row.code != "001"]


def sights(page: str) -> list[str]:
    return re.findall(r'name="sight" value="([^"]+)"', page)


def bulk(person: Person, key: str, verdict: str = "confirm", status: int = 200, preview: str = "") -> str:
    page = preview or person.get(f"/bulk/{key}")
    return person.post(f"/bulk/{key}/decide", status, verdict=verdict, sight=sights(page))


def test_the_preview_shows_every_identical_row_and_no_other(desk: Desk) -> None:
    page = Person(desk, "民政").get(f"/bulk/{twins(desk)[0].key}")
    assert {one.split(":")[0] for one in sights(page)} == {row.key for row in twins(desk)}
    assert len(twins(desk)) == 3
    assert "临时救助" not in page


def test_one_key_takes_the_whole_bulk_decision_back(desk: Desk) -> None:
    person = Person(desk, "民政")
    bulk(person, twins(desk)[0].key)
    assert all(row.confirmed for row in twins(desk))
    person.post("/undo")
    assert not any(row.confirmed for row in twins(desk))


def test_bulk_never_touches_a_decided_row(desk: Desk) -> None:
    person, row = Person(desk, "民政"), twins(desk)[1]
    person.decide(row.key, "outside")
    bulk(person, twins(desk)[0].key)
    found = again(desk, row)
    assert isinstance(found, MaterialRow)
    assert found.entry == ""


def test_a_row_decided_after_the_preview_stops_the_whole_bulk(desk: Desk) -> None:
    person, other = Person(desk, "民政"), Person(desk, "初审一")
    key = twins(desk)[0].key
    page = person.get(f"/bulk/{key}")
    other.decide(twins(desk)[2].key, "doubt")
    bulk(person, key, status=409, preview=page)
    assert not any(row.confirmed for row in twins(desk))


def test_guarded_rows_are_never_decided_in_bulk(desk: Desk) -> None:
    for change in (
        {"flags": ("需核对",)},
        {"flags": ("涉及排除领域",)},
        {"flags": ("目录冲突",)},
        {"flags": ("核对出具单位",)},
        {"outcome": "conflict"},
    ):
        guarded = [replace(row, **change) if row in twins(desk) else row for row in proposed(desk)]
        before = proposed(desk)
        save(desk, guarded)
        key = next(row.key for row in before if row.key == twins(desk)[0].key)
        Person(desk, "民政").get(f"/bulk/{key}", 409)
        save(desk, before)


def proposed(desk: Desk) -> list[Row]:
    with desk.store.reading() as session:
        return facts.rows(session, CIVIL)


def save(desk: Desk, found: list[Row]) -> None:
    with desk.store.writing() as session:
        facts.save_rows(session, CIVIL, "e" * 16, found)


def delegation(desk: Desk) -> str:
    return next(row.key for row in rows(desk) if row.row == "delegation")


def test_what_must_be_filled_is_enforced(desk: Desk) -> None:
    person = Person(desk, "民政")
    row = next(row for row in rows(desk) if row.needs)
    answer = person.decide(row.key, status=422)
    assert "还要填" in answer
    filled = {f"need-{number}": f"已定{number}" for number in range(len(row.needs))}
    person.post(f"/rows/{row.key}/edit", **{**person.sight(row.key), **filled, "obstacle": "法律规定由县级实施"})
    found = again(desk, row)
    assert found.confirmed
    assert found.needs == ()
    assert "已定0" in found.note


def test_a_way_that_needs_a_reason_is_not_kept_without_one(desk: Desk) -> None:
    person, key = Person(desk, "民政"), delegation(desk)
    row = next(one for one in rows(desk) if one.key == key)
    filled: dict[str, Any] = {f"need-{number}": "已定" for number in range(len(row.needs))}
    words = person.post(f"/rows/{key}/edit", 422, **{**person.sight(key), **filled, "way": "代收转办", "obstacle": " "})
    assert "原因" in words
    form: dict[str, Any] = {**filled, "way": "代收转办", "obstacle": "上位法规定由县级实施"}
    person.post(f"/rows/{key}/edit", **{**person.sight(key), **form})
    found = next(one for one in rows(desk) if one.key == key)
    assert (found.way, found.confirmed) == ("代收转办", True)


def test_an_unknown_way_is_refused(desk: Desk) -> None:
    person, key = Person(desk, "民政"), delegation(desk)
    assert "没有" in person.post(f"/rows/{key}/edit", 422, **{**person.sight(key), "way": "随便下放"})


def test_a_comment_decides_nothing(desk: Desk) -> None:
    person, row = Person(desk, "民政"), material(desk, "收入证明")
    page = person.post(f"/rows/{row.key}/comment", comment="请看第二页")
    assert "请看第二页" in page
    assert Board(desk.store).state(row.key) == "open"
    assert not again(desk, row).confirmed


def test_the_digest_of_a_decision_is_that_of_the_proposed_row(desk: Desk) -> None:
    person, row = Person(desk, "民政"), material(desk, "收入证明")
    person.decide(row.key, "swap", number=3)
    with desk.store.reading() as session:
        (event,) = review.events_of(session, row.key)
        assert event.digest == codec.row_digest(row)
        assert decisions.broken(session) == []
        assert event.entry != ""
        assert digest("x") != event.entry
