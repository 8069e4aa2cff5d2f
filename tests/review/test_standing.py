"""What was decided stands until somebody knowingly decides otherwise: edits, steps of sign-off, others' words."""

import re
from dataclasses import replace

from quanze.row import BY_HAND, InternalRow, MaterialRow
from quanze.store import decisions, facts, review, signoff
from quanze.text import digest
from review.desk import Desk
from tests.review.home import CIVIL, EDITION, ENTRIES, Person
from tests.review.test_bulk_and_edit import bulk, proposed, save, twins
from tests.review.test_lists import settle, stage, take
from tests.review.test_queue import again, material


def test_confirming_an_edited_row_keeps_the_edit(desk: Desk) -> None:
    own, office, row = Person(desk, "民政"), Person(desk, "初审一"), material(desk, "收入证明")
    own.post(f"/rows/{row.key}/edit", way="告知承诺", replacement="书面承诺", note="部门改的", **own.sight(row.key))
    before = again(desk, row)
    assert (before.way, before.note, before.confirmed) == ("告知承诺", "部门改的", True)
    office.decide(row.key, "confirm")
    assert again(desk, row) == before


def test_confirming_a_row_that_is_no_proof_keeps_it_so(desk: Desk) -> None:
    own, office, row = Person(desk, "民政"), Person(desk, "初审一"), material(desk, "收入证明")
    own.decide(row.key, "not_proof")
    before = again(desk, row)
    assert isinstance(before, MaterialRow) and before.confirmed and before.entry == "" != row.entry
    office.decide(row.key, "confirm")
    assert again(desk, row) == before


def test_choosing_the_entry_that_stands_already_asks_for_what_must_be_filled_in_too(desk: Desk) -> None:
    person, row = Person(desk, "民政"), material(desk, "收入证明")
    standing = replace(row, entry=ENTRIES[1].key)
    save(desk, [standing if one.key == row.key else one for one in proposed(desk)])
    assert "还要填" in person.decide(row.key, "swap", 422, number="2") and not again(desk, row).confirmed


def test_another_way_than_the_rules_gave_says_whose_it_is(desk: Desk) -> None:
    own, row = Person(desk, "民政"), material(desk, "收入证明")
    own.post(f"/rows/{row.key}/edit", way="容缺受理", **own.sight(row.key))
    found = again(desk, row)
    assert found.reasons[0].rule == BY_HAND and found.reasons[1:] == row.reasons
    assert row.way in found.reasons[0].note and "容缺受理" in found.reasons[0].note


def test_a_step_of_sign_off_is_not_taken_back_with_the_last_decision(desk: Desk) -> None:
    own, office = Person(desk, "民政"), Person(desk, "初审一")
    settle(own)
    take(own, "submit")
    take(office, "return", comment="理由不够")
    office.post("/undo", 409)
    assert stage(desk) == "return"
    with desk.store.reading() as session:
        number = review.last_event(session, signoff.subject(CIVIL, "material"))
    office.post("/undo", 404, event=number)
    assert stage(desk) == "return"


def test_a_blind_second_answer_is_not_taken_back_with_the_last_decision(desk: Desk) -> None:
    one, two, row = Person(desk, "初审一"), Person(desk, "初审二"), material(desk, "收入证明")
    one.decide(row.key)
    two.post(f"/sample/{row.key}", 303, verdict="confirm")
    two.post("/undo", 409)
    with desk.store.reading() as session:
        assert decisions.live(review.events_of(session, digest("sample", row.key)))


def test_a_bulk_decision_is_taken_back_where_it_can_be(desk: Desk) -> None:
    person = Person(desk, "民政")
    found = twins(desk)
    bulk(person, found[0].key)
    save(desk, [row for row in proposed(desk) if row.key != found[1].key])
    page = person.post("/undo")
    assert "已撤销 2 行" in page and "另有 1 行" in page
    assert [row.confirmed for row in twins(desk)] == [False, False]


def test_a_decision_on_a_row_that_is_gone_does_not_hide_the_one_before(desk: Desk) -> None:
    person, first, second = Person(desk, "民政"), material(desk, "收入证明"), material(desk, "婚姻状况的证明")
    person.decide(first.key)
    person.decide(second.key, "doubt")
    save(desk, [row for row in proposed(desk) if row.key != second.key])
    person.post("/undo")
    assert not again(desk, first).confirmed


def test_a_mistake_in_the_form_does_not_hide_that_others_decided(desk: Desk) -> None:
    one, two, row = Person(desk, "民政"), Person(desk, "初审一"), material(desk, "收入证明")
    sight = one.sight(row.key)
    two.post(f"/rows/{row.key}/edit", after="乙的写法", **two.sight(row.key))
    page = one.post(f"/rows/{row.key}/edit", 422, way="没有的方式", after="甲的写法", **sight)
    carried = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("seen", "last")}
    assert carried == sight
    one.post(f"/rows/{row.key}/edit", 409, after="甲的写法", **carried)
    assert again(desk, row).after == "乙的写法"


def test_a_list_that_changed_after_it_was_final_is_not_made_public(desk: Desk) -> None:
    own, office = Person(desk, "民政"), Person(desk, "初审一")
    settle(own)
    take(own, "submit")
    take(office, "final")
    save(desk, [replace(row, note="变了") if row.row == "material" else row for row in proposed(desk)])
    assert "定稿以后清单的内容又变了" in take(office, "publish", 422)
    assert stage(desk) == "final" and not (desk.settings.lists / "公开").exists()


def test_internal_matters_are_handed_in_and_never_made_public(desk: Desk) -> None:
    row = InternalRow(key="i", department=CIVIL, matter_key="x", matter="公务用车审批", way="报政务服务局")
    with desk.store.writing() as session:
        facts.save_rows(session, CIVIL, EDITION.digest, [*facts.rows(session, CIVIL), row])
    own, office = Person(desk, "民政"), Person(desk, "初审一")
    settle(own, row="internal")
    take(own, "submit", row="internal")
    take(office, "final", row="internal")
    assert re.search(r'value="publish">报送<', office.get("/lists"))
    take(office, "publish", row="internal")
    assert "已报送" in office.get("/lists")
    assert list((desk.settings.lists / "报送" / CIVIL).rglob("*.docx")) and not (desk.settings.lists / "公开").exists()


def test_my_answers_to_what_must_be_filled_in_are_not_lost_to_theirs(desk: Desk) -> None:
    needing = replace(material(desk, "收入证明"), needs=("会议纪要文号",))
    save(desk, [needing if row.key == needing.key else row for row in proposed(desk)])
    one, two = Person(desk, "民政"), Person(desk, "初审一")
    sight = two.sight(needing.key)
    one.post(f"/rows/{needing.key}/edit", **{"need-0": "甲的文号", **one.sight(needing.key)})
    page = two.post(f"/rows/{needing.key}/edit", 409, **{"need-0": "乙的文号", **sight})
    assert "乙的文号" in page and "甲的文号" in page
