"""The blind check by a second reviewer, and its figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.agreement import agreement
from review.board import Filter
from review.desk import Desk
from tests.review.home import CIVIL, Person

LABELS = st.sampled_from(["a", "b", "outside"])


def test_agreement_is_that_of_the_textbook() -> None:
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed .7, expected .5, kappa .4.
    answers = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    found = agreement(answers)
    assert found is not None
    assert found.share == pytest.approx(0.7)
    assert found.kappa == pytest.approx(0.4)
    assert agreement([]) is None


@given(st.lists(LABELS, min_size=1, max_size=30))
def test_whoever_agrees_with_themselves_agrees_fully(labels: list[str]) -> None:
    found = agreement([(label, label) for label in labels])
    assert found is not None
    assert found.share == 1
    assert found.kappa is None or found.kappa == pytest.approx(1)


@given(st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=30))
def test_kappa_does_not_depend_on_who_was_first(answers: list[tuple[str, str]]) -> None:
    ours, theirs = agreement(answers), agreement([(second, first) for first, second in answers])
    assert ours is not None
    assert theirs is not None
    assert (ours.share, ours.kappa) == (theirs.share, pytest.approx(theirs.kappa) if ours.kappa is not None else None)


def test_the_second_reviewer_sees_nothing_of_the_first_and_changes_nothing(desk: Desk) -> None:
    first, second = Person(desk, "初审一"), Person(desk, "初审二")
    desk.board.follow()
    keys = [card.key for card in desk.board.cards(Filter(department=CIVIL, row="material"))]
    for key in keys:
        first.decide(key, "swap", number=1, comment="暗号")
    assert "你还有 0 行" in first.get("/sample")
    page = second.get("/sample")
    assert f"你还有 {len(keys)} 行" in page
    assert "初审一</b>" not in page
    assert "暗号" not in page
    for number in range(len(keys)):
        key = second.get("/sample").split('action="/sample/')[1].split('"')[0]
        verdict = {"verdict": "swap", "number": 1} if number else {"verdict": "outside"}
        second.post(f"/sample/{key}", 303, **verdict)
        second.post(f"/sample/{key}", 409, **verdict)
    share = round(100 * (len(keys) - 1) / len(keys))
    assert f"一致率 {share}%" in second.get("/sample")
    assert all(desk.board.state(key) == "confirmed" for key in keys)
    assert all(len(desk.board.events(key)) == 1 for key in keys)
    Person(desk, "民政").get("/sample", 403)
