"""The queue: least certain first, one verdict = save and next, undo, 409."""

import re
from dataclasses import replace
from typing import Any

import pytest

from quanze.row import MaterialRow, Row
from quanze.store import decisions, facts, review
from review.board import Filter
from review.desk import Desk
from tests.review.home import CIVIL, EDITION, ENTRIES, FOREST, MATTERS, Person, answer

SIGHT = ("seen", "last")


def rows(desk: Desk, department: str = CIVIL) -> tuple[Row, ...]:
    with desk.store.reading() as session:
        return decisions.settled(session, facts.rows(session, department))[0]


def material(desk: Desk, name: str, department: str = CIVIL) -> MaterialRow:
    return next(row for row in rows(desk, department) if isinstance(row, MaterialRow) and name in row.material)


def again(desk: Desk, row: Row) -> Row:
    return next(one for one in rows(desk, row.department) if one.key == row.key)


def test_the_queue_shows_material_rows_first_and_the_least_certain_one_on_top(desk: Desk) -> None:
    page = Person(desk, "民政").get("/rows")
    assert "民政局" in page
    kinds = [card.row for card in desk.board.cards(Filter(department=CIVIL))]
    assert kinds == sorted(kinds, key=["material", "delegation", "step", "time", "internal"].index)
    scores = [card.score for card in desk.board.cards(Filter(department=CIVIL)) if card.band == "sure"]
    assert scores == sorted(scores)


def test_the_queue_and_what_a_row_shows_follow_a_matcher_that_learned(desk: Desk) -> None:
    def unsure() -> list[str]:
        desk.board.follow()
        return [card.key for card in desk.board.cards(Filter(department=CIVIL, row="material", band="unsure"))]

    def offered(key: str) -> list[int]:
        page = person.get(f"/rows/{key}")
        return [page.index(each.key) for each in ENTRIES[1:]]

    person, key = Person(desk, "民政"), unsure()[-1]
    one, another = offered(key)
    assert one < another and unsure()[0] != key
    last = next(row for row in rows(desk) if row.key == key)
    assert isinstance(last, MaterialRow)
    about = next(each for each in MATTERS if each.key == last.matter_key)
    judged = answer(about, next(each for each in about.materials if each.name == last.material))
    with desk.store.writing() as session:
        facts.save_judgements(session, EDITION.digest, [replace(judged, suggestions=judged.suggestions[::-1])])
        learned = [replace(last, score=0.01) if row.key == key else row for row in rows(desk)]
        facts.save_rows(session, CIVIL, EDITION.digest, learned)
    assert unsure()[0] == key
    one, another = offered(key)
    assert one > another


def test_the_entry_that_the_page_showed_is_chosen_where_the_order_changed_since(desk: Desk) -> None:
    person, row = Person(desk, "民政"), material(desk, "收入证明")
    person.decide(row.key, "swap", number=1, entry=ENTRIES[2].key)
    found = again(desk, row)
    assert isinstance(found, MaterialRow) and found.entry == ENTRIES[2].key
    assert "没有这个条目了" in person.decide(row.key, "swap", 422, number=1, entry="没有的条目")


def test_a_confirmed_row_is_official_and_the_next_row_comes(desk: Desk) -> None:
    person, row = Person(desk, "民政"), material(desk, "收入证明")
    answer = person.decide(row.key)
    assert again(desk, row).confirmed
    assert "采纳" in answer
    assert f"/rows/{row.key}/decide" not in answer


def test_another_suggestion_makes_a_row_of_its_own_by_the_rules_and_what_it_needs_is_asked_for_first(
    desk: Desk,
) -> None:
    person, row = Person(desk, "民政"), material(desk, "收入证明")
    page = person.decide(row.key, "swap", 422, number=2, comment="按用途")
    assert "换成“婚姻状况证明”" in page and "还要填：承诺书" in page and ">按用途</textarea>" in page
    assert not again(desk, row).confirmed
    names = (*SIGHT, "verdict", "number")
    carried: dict[str, Any] = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in names}
    page = person.post(f"/rows/{row.key}/edit", 422, **carried, **{"need-0": "见附件"})
    assert "换成“婚姻状况证明”" in page and "还要填：核查办法" in page and "见附件" in page
    answers: dict[str, Any] = {"need-0": "见附件", "need-1": "事后抽查", "comment": "按用途"}
    person.post(f"/rows/{row.key}/edit", **carried, **answers)
    found = again(desk, row)
    assert isinstance(found, MaterialRow)
    assert (found.entry_name, found.outcome, found.confirmed, found.needs) == ("婚姻状况证明", "kept", True, ())
    assert found.way != row.way and found.note == "承诺书：见附件；核查办法：事后抽查"
    with desk.store.reading() as session:
        (event,) = review.events_of(session, row.key)
    assert (event.verdict, event.comment, event.entry != "") == ("swap", "按用途", True)


def test_what_another_suggestion_needs_is_not_lost_when_somebody_decided_meanwhile(desk: Desk) -> None:
    one, two, row = Person(desk, "民政"), Person(desk, "初审一"), material(desk, "收入证明")
    sight = two.sight(row.key)
    one.decide(row.key)
    answers: dict[str, Any] = {"verdict": "swap", "number": "2", "need-0": "见附件", "need-1": "事后抽查"}
    page = two.post(f"/rows/{row.key}/edit", 409, **sight, **answers)
    assert "婚姻状况证明" in page and "承诺书：见附件" in page
    kept: dict[str, Any] = {
        name: value for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', page) if value != "theirs"
    }
    two.post(f"/rows/{row.key}/merge", **kept)
    found = again(desk, row)
    assert isinstance(found, MaterialRow) and (found.entry_name, found.needs) == ("婚姻状况证明", ())


@pytest.mark.parametrize("verdict", ["outside", "not_proof"])
def test_outside_the_lists_leaves_no_entry(desk: Desk, verdict: str) -> None:
    person, row = Person(desk, "民政"), material(desk, "收入证明")
    person.decide(row.key, verdict)
    found = again(desk, row)
    assert isinstance(found, MaterialRow)
    assert (found.entry, found.outcome, found.confirmed) == ("", "none", True)
    assert ("不是证明" in found.flags) == (verdict == "not_proof")


def test_a_doubted_row_is_not_official_and_leaves_the_queue(desk: Desk) -> None:
    person, row = Person(desk, "民政"), material(desk, "收入证明")
    person.decide(row.key, "doubt", comment="要看原件")
    assert not again(desk, row).confirmed
    assert "要看原件" in person.get(f"/rows/{row.key}")


def test_undo_brings_the_row_back(desk: Desk) -> None:
    person, row = Person(desk, "民政"), material(desk, "收入证明")
    person.decide(row.key)
    answer = person.post("/undo")
    assert not again(desk, row).confirmed
    assert f"/rows/{row.key}/decide" in answer


def test_a_stale_write_is_refused_and_shows_what_stands_now(desk: Desk) -> None:
    one, two, row = Person(desk, "民政"), Person(desk, "初审一"), material(desk, "收入证明")
    sight = two.sight(row.key)
    one.decide(row.key, "doubt")
    answer = two.post(f"/rows/{row.key}/decide", 409, verdict="confirm", **sight)
    assert "没有保存" in answer
    assert "民政" in answer
    assert not again(desk, row).confirmed


def test_a_department_sees_and_decides_only_its_own(desk: Desk) -> None:
    person, theirs = Person(desk, "民政"), material(desk, "收入证明", FOREST)
    assert FOREST not in person.get(f"/rows?department={FOREST}")
    person.get(f"/rows/{theirs.key}", 404)
    person.post(f"/rows/{theirs.key}/decide", 404, verdict="confirm", seen="x", last=0)
    assert not again(desk, theirs).confirmed


@pytest.mark.parametrize(
    ("filters", "seen", "hidden"),
    [
        (f"department={FOREST}", "林木采伐许可", "最低生活保障"),
        ("row=delegation", "下放 · ", "减材料 · "),
        ("band=unsure", "不确定", "有把握</small>"),
        ("way=取消&row=material", "取消", "委托实施</small>"),
        ("text=居住情况", "居住情况证明", "户口簿复印件"),
        ("text=００４", "临时救助", "最低生活保障"),
    ],
)
def test_filters_and_search_leave_only_what_fits(desk: Desk, filters: str, seen: str, hidden: str) -> None:
    page = Person(desk, "初审一").get(f"/rows?{filters}").split('id="desk"')[1]
    assert seen in page
    assert hidden not in page


def test_two_people_are_given_different_rows_and_see_each_other(desk: Desk) -> None:
    one, two = Person(desk, "民政"), Person(desk, "初审一")
    first = one.get("/rows").split('hx-post="/rows/')[1][:16]
    second = two.get(f"/rows?department={CIVIL}").split('hx-post="/rows/')[1][:16]
    assert first != second
    assert "民政 正在看这一行" in two.get(f"/rows/{first}")
    assert "正在看这一行" not in one.get(f"/rows/{first}")


def test_history_names_who_when_and_what(desk: Desk) -> None:
    person, row = Person(desk, "民政"), material(desk, "收入证明")
    person.decide(row.key, "outside")
    person.post("/undo")
    person.decide(row.key, "confirm", comment="按目录")
    page = person.get(f"/rows/{row.key}")
    history = page.split('class="history"')[1]
    assert [history.find(word) for word in ("采纳", "撤销", "目录外")] == sorted(
        history.find(word) for word in ("采纳", "撤销", "目录外")
    )
    assert "2026-03-17 09:00 民政" in history
    assert "按目录" in history


def test_progress_counts_every_row_once(desk: Desk) -> None:
    person = Person(desk, "初审一")
    person.decide(material(desk, "收入证明").key)
    counts = desk.board.progress()
    assert sum(counts[CIVIL].values()) == len(rows(desk))
    assert counts[CIVIL]["confirmed"] == 1
    desk.board._count()
    assert desk.board.progress() == counts
