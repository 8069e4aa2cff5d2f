"""The learner: what is held back, what a known offset leaves, and how bands and splits follow from it."""

from dataclasses import replace

import numpy as np
import pytest

from matchers.calibration import HeldOut, _bound, calibrated
from matchers.compare import catalogue, compare
from matchers.features import SIGNS
from matchers.model import LEAD, Model, shipped
from matchers.regression import logistic
from matchers.training import Example, fit, rows, some, split, train, truths
from matchers.vetoes import NEVER, NONE
from quanze.judgement import Query
from tests.matchers.catalogue import ENTRIES

TRUTH = np.arange(400) % 4 == 0


def test_the_intercept_is_not_held_back_and_all_else_is() -> None:
    found = logistic(np.where(TRUTH, 1.0, -1.0)[:, None], TRUTH, 1e-7)
    assert abs(found[0]) < 1e-4 and found[1] == pytest.approx(np.log(1 / 3), abs=1e-4)
    assert logistic(np.zeros((400, 1)), TRUTH, 1.0).tolist() == pytest.approx([0.0, np.log(1 / 3)], abs=1e-6)


def test_the_slope_of_the_loss_is_nothing_at_the_coefficients() -> None:
    random = np.random.default_rng(5)
    values, offset = random.normal(size=(300, 3)), random.normal(size=300)
    truth = values[:, 0] + random.normal(size=300) > 0.5
    found = logistic(values, truth, 0.25, offset)
    chance = 1 / (1 + np.exp(-(values @ found[:-1] + found[-1] + offset)))
    slope = np.append(values.T @ (chance - truth) + found[:-1] / 0.25, (chance - truth).sum())
    assert np.abs(slope).max() < 1e-4


def test_what_is_known_far_beyond_doubt_breaks_nothing() -> None:
    known = np.where(TRUTH, 5000.0, -5000.0)
    assert np.abs(logistic(np.zeros((400, 1)), TRUTH, 1.0, known)).max() < 1e-6


def test_a_first_step_that_goes_too_far_is_halved() -> None:
    values = np.array([[30.0], [-0.1], [0.1], [-30.0], [25.0]])
    truth = np.array([True, False, True, False, True])
    known = np.array([-40.0, 5.0, -5.0, 40.0, -9.0])
    found = logistic(values, truth, 1e4, known)
    odds = np.clip(values[:, 0] * found[0] + found[1] + known, -500, 500)
    assert abs(values[:, 0] @ (1 / (1 + np.exp(-odds)) - truth) + found[0] / 1e4) < 1e-3


def held(odds: list[float], rival: list[float], right: list[bool]) -> HeldOut:
    every = np.ones(len(odds), dtype=bool)
    return HeldOut(np.array(odds), np.array(rival), every, np.array(right), every)


def test_a_lead_beyond_what_counts_changes_no_calibration() -> None:
    odds, right = np.linspace(-6, 6, 60).tolist(), [place % 7 > 2 for place in range(60)]
    far = [calibrated(shipped(), held(odds, [one - lead for one in odds], right)) for lead in (LEAD, LEAD + 5)]
    near = calibrated(shipped(), held(odds, [one - 1 for one in odds], right))
    behind = [calibrated(shipped(), held(odds, [one + lead for one in odds], right)) for lead in (LEAD, LEAD + 5)]
    assert far[0] == far[1] != near and behind[0] == behind[1] != far[0]


def test_some_of_the_materials_keep_all_that_is_known_of_them() -> None:
    odds, every = np.arange(4.0), np.arange(4)
    part = HeldOut(odds, odds + 1, every % 1 == 0, every % 2 == 0, every % 3 == 0)
    found = part.only(np.array([False, True, False, True]))
    assert (found.odds.tolist(), found.rival.tolist()) == ([1.0, 3.0], [2.0, 4.0])
    assert found.clear.tolist() == [True, True] and found.right.tolist() == [False, False]
    assert found.real.tolist() == [False, True]


@pytest.mark.parametrize(
    ("right", "precision", "bound"),
    [
        ("1111", 0.9, 0.6),
        ("1110", 0.9, 0.7),
        ("1110", 0.75, 0.6),
        ("0111", 0.75, 0.6),
        ("0000", 0.5, 1.0),
        ("10", 0.5, 0.8),
        ("", 0.5, 1.0),
    ],
)
def test_a_bound_is_the_lowest_score_down_to_which_the_precision_holds(
    right: str, precision: float, bound: float
) -> None:
    score = np.array([0.9, 0.8, 0.7, 0.6])[: len(right)]
    marks = np.array([mark == "1" for mark in right], dtype=bool)
    assert _bound(score, marks, precision) == bound
    assert _bound(score[::-1], marks[::-1], precision) == bound
    assert _bound(score + 0.00004, marks, precision) == bound


def test_parts_are_of_equal_size_and_follow_the_seed() -> None:
    groups = [f"g{number % 12}" for number in range(48)]
    part = split(groups, 4, 7)
    assert np.bincount(part).tolist() == [12] * 4
    assert split(groups[::-1], 4, 7).tolist() == part[::-1].tolist()
    assert split(groups, 4, 8).tolist() != part.tolist()


AGAINST = catalogue(ENTRIES)
KEYS = [entry.key for entry in AGAINST.entries]
TEXTS = ("收入证明", "无房证明", "亲属关系证明", "授权书")
COMPARED = compare([Query(text, text) for text in TEXTS], AGAINST)


def test_pairs_are_true_where_the_label_names_their_entry() -> None:
    labels = ({"income", "income_kept"}, {"home"}, {"clean"}, set[str]())
    told = [Example(Query("", text), frozenset(gold), "") for text, gold in zip(TEXTS, labels, strict=True)]
    truth = truths(COMPARED, told, KEYS)
    pairs = list(zip(COMPARED.query.tolist(), COMPARED.entry.tolist(), strict=True))
    found = sorted((query, KEYS[entry]) for (query, entry), right in zip(pairs, truth, strict=True) if right)
    assert found[:3] == [(0, "income"), (0, "income_kept"), (1, "home")]
    assert all(each == (2, "clean") for each in found[3:])


def test_some_queries_are_numbered_anew_and_keep_their_pairs() -> None:
    found = some(COMPARED, np.array([1, 2]))
    alone = np.isin(COMPARED.query, [1, 2])
    assert found.query.tolist() == (COMPARED.query[alone] - 1).tolist()
    assert found.entry.tolist() == COMPARED.entry[alone].tolist()
    assert found.pairs.mine.tolist() == COMPARED.pairs.mine[alone].tolist()
    assert found.pairs.entry.tolist() == COMPARED.pairs.entry[alone].tolist()
    assert (found.values == COMPARED.values[alone]).all() and found.exact.tolist() == COMPARED.exact[alone].tolist()
    assert some(COMPARED, np.array([], dtype=np.int64)).query.tolist() == []
    assert len(rows(COMPARED, np.zeros(len(COMPARED.query), dtype=bool)).line) == 0


class Fitted:
    """A model fitted to features."""

    def __init__(self, values: "np.typing.NDArray[np.float64]", truth: "np.typing.NDArray[np.bool_]") -> None:
        self.values, self.truth = values, truth
        self.compared = replace(COMPARED, values=values, vetoed=np.full(len(values), NONE))

    def weights(self, prior: Model | None = None) -> dict[str, float]:
        found = fit(self.compared, self.truth, prior)
        return {name: weight for name, weight in zip(SIGNS, found.weights, strict=True) if weight}


def made(count: int, *columns: tuple[str, float]) -> Fitted:
    """Pairs whose features are what is true (times a number) or chance."""
    values = np.zeros((count, len(SIGNS)))
    truth = np.arange(count) % 3 == 0
    chance = np.random.default_rng(2).normal(size=(count, len(SIGNS)))
    for name, times in columns:
        place = list(SIGNS).index(name)
        values[:, place] = times * truth + chance[:, place]
    return Fitted(values, truth)


def test_a_coefficient_against_its_meaning_is_nothing() -> None:
    right = made(300, ("theirs_covered", 2.0), ("other_fact", -2.0))
    assert right.weights()["theirs_covered"] > 0 > right.weights()["other_fact"]
    wrong = made(300, ("theirs_covered", -2.0), ("other_fact", 2.0), ("same_core", 1.0))
    assert list(wrong.weights()) == ["same_core"]


def test_what_a_veto_forbids_teaches_nothing() -> None:
    whole = made(300, ("theirs_covered", 2.0))
    values = np.vstack([whole.values, whole.values[:50] + 3.0])
    more = replace(COMPARED, values=values, vetoed=np.repeat([NONE, NEVER], [300, 50]))
    assert fit(more, np.append(whole.truth, ~whole.truth[:50])) == fit(whole.compared, whole.truth)


@pytest.mark.parametrize(("count", "kept"), [(199, True), (200, False)])
def test_few_decisions_leave_the_bands_of_the_prior_and_enough_set_them(count: int, kept: bool) -> None:
    told = [
        Example(Query(str(at), f"{TEXTS[at % 4]}{at}号"), frozenset(["home"] if at % 4 == 1 else []), str(at % 20))
        for at in range(count)
    ]
    moved = train(told, ENTRIES, prior=shipped())
    same = (moved.slope, moved.margin, moved.offset) == (shipped().slope, shipped().margin, shipped().offset)
    assert same is kept and moved.examples == count
