"""Which points are worth a line of evidence, in which order the lines stand, and what each side says."""

from dataclasses import replace

import numpy as np
import pytest

from matchers.compare import Compared, catalogue, compare
from matchers.evidence import HEADINGS, evidence
from matchers.features import SIGNS
from matchers.model import Model
from matchers.vetoes import NONE
from quanze.judgement import Evidence, Query
from quanze.proof import ProofEntry

NAMES = tuple(SIGNS)


def lines(
    points: dict[str, float], text: str = "收入证明", matter: str = "公租房", **changed: object
) -> tuple[Evidence, ...]:
    """The evidence of one pair whose features all are 1 (another subject where it counts), with so many points each."""
    entry = ProofEntry("k", "cancelled", "收入证明", "公租房", "用人单位")
    query, against = Query("q", text, matter), catalogue([entry])
    found = compare([query], against)
    assert len(found.query) == 1
    values = np.ones((1, len(NAMES)))
    values[0, NAMES.index("other_subject")] = float("other_subject" in points)
    marks: dict[str, object] = {"values": values, "vetoed": np.array([NONE]), **changed}
    made: Compared = replace(found, **marks)  # type: ignore[arg-type]  # fields of their types
    model = Model(NAMES, tuple(points.get(name, 0.0) for name in NAMES), (0.0,) * len(NAMES), 0.0)
    (said,) = evidence(made, [0], model, [query], [entry])
    return tuple(line for line in said if line.feature in HEADINGS)


@pytest.mark.parametrize(
    ("points", "shown"), [(0.05, 0.05), (-0.05, -0.05), (0.046, 0.05), (0.044, None), (-0.044, None), (1.234, 1.23)]
)
def test_points_count_with_two_digits_from_a_twentieth(points: float, shown: float | None) -> None:
    assert [line.points for line in lines({"same_core": points})] == ([] if shown is None else [shown])


def test_a_heading_gathers_its_features_and_the_weightiest_stands_first() -> None:
    found = lines({"same_core": 0.5, "same_plain": 0.25, "other_use": -2.0, "same_fact": 1.0})
    assert [(line.feature, line.points) for line in found] == [("用途", -2.0), ("证明的事实", 1.0), ("名称用词", 0.75)]
    assert [(line.ours, line.theirs) for line in found[:2]] == [("公租房", "公租房"), ("收入财产", "收入财产")]


def test_a_heading_of_which_neither_side_says_anything_is_left_out() -> None:
    assert lines({"other_holder": 2.0}) == ()
    assert [line.ours for line in lines({"both_abroad": 2.0})] == ["境外材料或人员"]
    plain = np.ones((1, len(NAMES)))
    plain[0, [NAMES.index("abroad"), NAMES.index("both_abroad")]] = 0.0
    away = Model(NAMES, tuple(float(name == "abroad") for name in NAMES), (-9.0,) * len(NAMES), 0.0)
    entry = ProofEntry("k", "cancelled", "收入证明")
    found = compare([Query("q", "收入证明")], catalogue([entry]))
    for values, said in ((plain, []), (np.ones((1, len(NAMES))), ["境外"])):
        (shown,) = evidence(replace(found, values=values), [0], away, [Query("q", "收入证明")], [entry])
        assert [line.feature for line in shown if line.feature == "境外"] == said


def test_who_the_paper_is_for_is_said_where_it_differs() -> None:
    found = lines({"other_subject": -1.0})
    assert [line.feature for line in found] == ["谁的事实"] and found[0].ours.endswith("办的事")
    assert found[0].theirs.endswith("的证明")
    (one,) = lines({"other_holder": -1.0}, text="配偶收入证明")
    assert (one.feature, one.ours) == ("谁的事实", "配偶")


def test_a_name_that_tells_no_kind_of_paper_says_so() -> None:
    (one,) = lines({"ours_is_unknown": -1.0}, text="收入")
    assert (one.feature, one.ours) == ("材料种类", "未写明") and one.theirs != "未写明"
    assert list(evidence(compare([], catalogue([])), [], Model((), (), (), 0.0), [], [])) == []
