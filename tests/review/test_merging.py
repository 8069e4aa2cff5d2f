"""A write that came too late: both versions field by field, one chosen, saved again; nothing is written over unseen."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.row import MaterialRow, TimeRow
from quanze.store import decisions, facts, review
from review import conflicts
from review.desk import Desk
from tests.review.home import CIVIL, EDITION, Person
from tests.review.test_queue import again, material

ROW = MaterialRow(key="k", department=CIVIL, matter_key="m", matter="低保", material="收入证明", way="取消", after="甲")


def hidden(page: str, **picks: str) -> dict[str, Any]:
    """The hidden fields of the form for choosing, and the sides picked."""
    part = page.split('id="merge"')[1].split("</form>")[0]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', part)
    return {name: unescape(value) for name, value in found} | {f"pick-{name}": side for name, side in picks.items()}


def edited(person: Person, key: str, status: int = 200, **form: str) -> str:
    return person.post(f"/rows/{key}/edit", status, **form)


def test_the_differing_fields_of_two_edits_are_chosen_one_by_one(desk: Desk) -> None:
    one, two, row = Person(desk, "民政"), Person(desk, "初审一"), material(desk, "收入证明")
    sight = two.sight(row.key)
    edited(one, row.key, after="甲的写法", note="甲的备注", **one.sight(row.key))
    page = edited(two, row.key, 409, after="乙的写法", note="乙的备注", replacement=row.replacement, **sight)
    assert all(words in page for words in ("甲的写法", "乙的写法", "甲的备注", "乙的备注", "对方的（民政）"))
    two.post(f"/rows/{row.key}/merge", **hidden(page, after="mine", note="theirs"))
    found = again(desk, row)
    assert (found.after, found.note, found.confirmed) == ("乙的写法", "甲的备注", True)
    with desk.store.reading() as session:
        assert [event.by for event in review.log(session)] == ["民政", "初审一"]


def test_all_of_theirs_writes_nothing_and_goes_on(desk: Desk) -> None:
    one, two, row = Person(desk, "民政"), Person(desk, "初审一"), material(desk, "收入证明")
    sight = two.sight(row.key)
    edited(one, row.key, after="甲的写法", **one.sight(row.key))
    page = two.post(f"/rows/{row.key}/decide", 409, verdict="swap", number=3, **sight)
    fields = hidden(page)
    names = re.findall(r'name="(pick-[^"]+)" value="theirs"', page)
    assert "pick-entry_name" in names
    answer = two.post(f"/rows/{row.key}/merge", **fields | dict.fromkeys(names, "theirs"))
    assert "保留了对方的意见" in answer
    with desk.store.reading() as session:
        assert len(review.log(session)) == 1


def test_my_entry_and_their_words_make_one_row(desk: Desk) -> None:
    one, two, row = Person(desk, "民政"), Person(desk, "初审一"), material(desk, "收入证明")
    sight = two.sight(row.key)
    edited(one, row.key, note="甲的备注", **one.sight(row.key))
    page = two.post(f"/rows/{row.key}/decide", 409, verdict="swap", number=3, comment="按用途", **sight)
    two.post(f"/rows/{row.key}/merge", **hidden(page, note="theirs"))
    found = again(desk, row)
    assert isinstance(found, MaterialRow)
    assert (found.entry_name, found.note, found.confirmed) == ("居住证明", "甲的备注", True)
    with desk.store.reading() as session:
        assert review.log(session)[-1].comment == "按用途"


@pytest.mark.parametrize(("pick", "confirmed", "events"), [("mine", True, 2), ("theirs", False, 1)])
def test_between_a_doubt_and_a_confirmation_the_verdict_is_chosen(
    desk: Desk, pick: str, confirmed: bool, events: int
) -> None:
    one, two, row = Person(desk, "民政"), Person(desk, "初审一"), material(desk, "收入证明")
    sight = two.sight(row.key)
    one.decide(row.key, "doubt", comment="看原件")
    page = two.post(f"/rows/{row.key}/decide", 409, verdict="confirm", **sight)
    assert "看原件" in page
    two.post(f"/rows/{row.key}/merge", **hidden(page, verdict=pick))
    assert again(desk, row).confirmed is confirmed
    with desk.store.reading() as session:
        assert len(review.log(session)) == events


def test_a_third_write_in_between_is_shown_again(desk: Desk) -> None:
    one, two, row = Person(desk, "民政"), Person(desk, "初审一"), material(desk, "收入证明")
    sight = two.sight(row.key)
    one.decide(row.key, "doubt")
    fields = hidden(two.post(f"/rows/{row.key}/decide", 409, verdict="confirm", **sight))
    one.post("/undo")
    one.decide(row.key, "outside")
    page = two.post(f"/rows/{row.key}/merge", 409, **fields | {"pick-verdict": "mine"})
    assert "目录外" in page
    assert hidden(page)["last"] != fields["last"]


def test_a_row_whose_content_changed_is_compared_with_what_stands_now(desk: Desk) -> None:
    person, row = Person(desk, "民政"), material(desk, "收入证明")
    sight = person.sight(row.key)
    with desk.store.writing() as session:
        new = [replace(one, after="新的办法") if one.key == row.key else one for one in facts.rows(session, CIVIL)]
        facts.save_rows(session, CIVIL, EDITION.digest, new)
    page = edited(person, row.key, 409, after="我的办法", replacement=row.replacement, **sight)
    assert "新的办法" in page
    assert "现在的" in page
    person.post(f"/rows/{row.key}/merge", **hidden(page, after="mine"))
    assert again(desk, row).after == "我的办法"


def test_another_department_cannot_merge(desk: Desk) -> None:
    row = material(desk, "收入证明")
    Person(desk, "林草").post(f"/rows/{row.key}/merge", 404, verdict="confirm", seen="x", last=0)
    with desk.store.reading() as session:
        assert review.log(session) == []
        assert decisions.broken(session) == []


TEXT = st.text("甲乙丙", max_size=2)


@given(TEXT, TEXT, TEXT, TEXT, st.sampled_from(["mine", "theirs"]), st.sampled_from(["mine", "theirs"]))
def test_a_merged_row_has_each_field_from_the_side_that_was_picked(
    after: str, note: str, other_after: str, other_note: str, one: str, two: str
) -> None:
    mine, theirs = replace(ROW, after=after, note=note), replace(ROW, after=other_after, note=other_note)
    found = conflicts.merged(mine, theirs, {"after": one, "note": two})
    assert found.after == (after if one == "mine" else other_after)
    assert found.note == (note if two == "mine" else other_note)
    assert conflicts.differences(ROW, ROW) == ()


def test_numbers_are_taken_over_as_numbers() -> None:
    mine = TimeRow(key="t", department=CIVIL, matter_key="m", matter="低保", proposed=3.0, unit="日")
    found = conflicts.merged(mine, replace(mine, proposed=5.0), {"proposed": "theirs"})
    assert isinstance(found, TimeRow)
    assert found.proposed == 5.0
