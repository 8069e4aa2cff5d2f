"""The figures of the gate and of the bench, each against what its description says."""

import pytest

from matchers.quality import expected_error, measure
from quanze.judgement import Band, Judgement, Outcome, Suggestion

LISTS = {"a": "cancelled", "b": "retained"}
NOTHING: frozenset[str] = frozenset()


def judged(band: Band, outcome: Outcome, best: str | None, shown: str = "", score: float = 0.5) -> Judgement:
    return Judgement("", outcome, band, score, best, tuple(Suggestion(key, "", "", score) for key in shown))


def test_ten_bins_of_equal_width_the_last_one_with_what_is_certain() -> None:
    assert expected_error([0.05, 0.15], [False, True]) == pytest.approx((0.05 + 0.85) / 2)
    assert expected_error([0.02, 0.08], [False, True]) == pytest.approx(0.45)
    assert expected_error([1.0, 0.92], [True, False]) == pytest.approx(0.46)
    assert expected_error([0.85, 0.95], [False, True]) == pytest.approx((0.85 + 0.05) / 2)
    assert expected_error([0.75, 0.85], [True, False]) == pytest.approx((0.25 + 0.85) / 2)
    assert expected_error([0.2, 0.2, 0.9], [True, False, True]) == pytest.approx((0.3 * 2 + 0.1) / 3)
    assert expected_error([0.2, 0.7], [True, True], bins=2) == pytest.approx((0.8 + 0.3) / 2)


@pytest.mark.parametrize(
    ("outcome", "gold", "right"),
    [
        ("none", "", True),
        ("none", "a", False),
        ("cancelled", "a", True),
        ("cancelled", "b", False),
        ("cancelled", "ab", True),
        ("cancelled", "", False),
        ("kept", "b", True),
        ("kept", "a", False),
        ("conflict", "ab", True),
        ("conflict", "a", False),
        ("conflict", "", False),
    ],
)
def test_a_decision_is_right_where_it_names_a_right_list(outcome: Outcome, gold: str, right: bool) -> None:
    one = judged("none" if outcome == "none" else "unsure", outcome, None)
    assert measure([one], [frozenset(gold)], LISTS).decision == float(right)


def test_an_acceptable_entry_counts_first_and_among_the_first_five() -> None:
    shown = ["axxxx", "xaxxx", "xxxxa", "xxxxxa", "", "ax"]
    found = measure([judged("none", "none", None, each) for each in shown], [frozenset("a")] * 6, LISTS)
    assert (found.top1, found.recall5) == (2 / 6, 4 / 6)


def test_only_a_sure_cancellation_of_another_entry_is_wrongly_cancelled() -> None:
    bands: list[tuple[Band, Outcome, str]] = [
        ("sure", "cancelled", "a"),
        ("sure", "cancelled", "x"),
        ("likely", "cancelled", "x"),
        ("unsure", "cancelled", "x"),
        ("sure", "kept", "x"),
        ("sure", "conflict", "x"),
        ("sure", "kept", "b"),
    ]
    found = measure([judged(*each) for each in bands], [frozenset("ab")] * 7, LISTS)
    assert (found.wrong_cancelled, found.sure_share, found.sure_precision) == (1, 5 / 7, 2 / 5)
    assert (found.f1, found.no_match_f1) == (2 * 2 / 14, 1.0)


def test_a_best_entry_that_is_not_said_is_not_found() -> None:
    assert measure([judged("none", "none", "a")], [frozenset("a")], LISTS).f1 == 0.0


def test_saying_nothing_is_measured_over_what_is_not_said_and_what_has_no_match() -> None:
    quiet, said = judged("none", "none", None), judged("unsure", "kept", "b")
    found = measure([quiet, quiet, quiet, said, quiet], [NOTHING, NOTHING, NOTHING, NOTHING, frozenset("b")], LISTS)
    assert (found.no_match_f1, found.f1) == (2 * 3 / (4 + 4), 0.0)


def test_where_nothing_is_asked_nothing_is_wrong() -> None:
    found = measure([], [], {})
    figures = (found.top1, found.recall5, found.f1, found.no_match_f1, found.decision)
    assert (*figures, found.sure_share, found.sure_precision) == (1.0,) * 7
    assert (found.materials, found.matched, found.calibration, found.wrong_cancelled) == (0, 0, 0.0, 0)


def test_calibration_compares_the_score_with_the_first_suggestion() -> None:
    shown = [judged("sure", "cancelled", "a", "ab", 0.75), judged("sure", "cancelled", "a", "ba", 0.75)]
    assert measure(shown, [frozenset("a")] * 2, LISTS).calibration == pytest.approx(0.25)


def test_labels_for_other_materials_than_were_judged_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        measure([judged("none", "none", None)] * 2, [NOTHING], LISTS)
