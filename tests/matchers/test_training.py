"""Training: the learner, the order of examples, a prior, the model file."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from matchers import Example, suggest, train
from matchers.model import SHIPPED, load, save, shipped
from matchers.quality import expected_error, measure
from matchers.regression import logistic
from matchers.shipping import entries, examples
from matchers.training import split
from quanze.judgement import Judgement, Query, Suggestion

GATE = Path(__file__).resolve().parent.parent / "gate" / "match"


def sample() -> list[Example]:
    return examples(GATE / "queries_dev.csv", constructed=True)[::4] + examples(GATE / "queries_real_dev.csv")[::4]


def test_the_learner_is_scikit_learns_logistic_regression() -> None:
    random = np.random.default_rng(3)
    values = random.normal(size=(400, 5))
    truth = values @ np.array([1.0, -2.0, 0.0, 0.5, 0.0]) + random.normal(size=400) > 0.3
    theirs = LogisticRegression(C=0.5, tol=1e-8, max_iter=5000).fit(values, truth)
    assert np.allclose(logistic(values, truth, 0.5), np.append(theirs.coef_[0], theirs.intercept_), atol=1e-4)


def test_an_offset_that_knows_everything_leaves_nothing_to_learn() -> None:
    random = np.random.default_rng(4)
    values = random.normal(size=(2000, 2))
    odds = 2 * values[:, 0]
    truth = random.uniform(size=2000) < 1 / (1 + np.exp(-odds))
    assert np.abs(logistic(values, truth, 1.0, odds)).max() < 0.2


def test_training_does_not_depend_on_the_order_of_examples_and_entries(tmp_path: Path) -> None:
    catalogue = entries(GATE / "catalogue.csv")
    save(train(sample(), catalogue), tmp_path / "one.json")
    save(train(sample()[::-1], catalogue[::-1]), tmp_path / "other.json")
    assert (tmp_path / "one.json").read_text("utf-8") == (tmp_path / "other.json").read_text("utf-8")


def test_the_shipped_model_was_trained_on_the_labelled_sets_it_names() -> None:
    made = examples(GATE / "queries_dev.csv", constructed=True)
    real = examples(GATE / "queries_real_dev.csv")
    assert shipped().examples == len(made) + len(real)
    again = train(made + real, entries(GATE / "catalogue.csv"))
    assert again.trained_on == shipped().trained_on
    assert np.allclose(again.weights, shipped().weights, atol=1e-3)
    assert np.allclose(again.centres, shipped().centres, atol=1e-3)
    for name in ("slope", "margin", "offset", "sure", "likely", "unsure"):
        assert getattr(again, name) == pytest.approx(getattr(shipped(), name), abs=1e-3), name


def test_a_handful_of_decisions_moves_the_shipped_model_a_little() -> None:
    decided = sample()[:30] + sample()[-10:]
    moved = train(decided, entries(GATE / "catalogue.csv"), prior=shipped())
    assert (moved.sure, moved.slope) == (shipped().sure, shipped().slope)
    assert 0 < np.abs(np.array(moved.weights) - np.array(shipped().weights)).max() < 1.5


def test_examples_of_one_kind_only_cannot_train() -> None:
    with pytest.raises(ValueError, match="不匹配"):
        train([Example(Query("q", "收入证明"), frozenset({"sr_r"}), "sr_r")], entries(GATE / "catalogue.csv"))


def test_a_model_comes_back_from_its_file(tmp_path: Path) -> None:
    save(shipped(), tmp_path / "model.json")
    assert load(tmp_path / "model.json") == load(SHIPPED)
    assert (tmp_path / "model.json").read_text("utf-8") == SHIPPED.read_text("utf-8")


def test_a_trained_model_can_be_used_instead_of_the_shipped_one() -> None:
    catalogue = entries(GATE / "catalogue.csv")
    mine = train(sample(), catalogue)
    query = Query("q", "村委会出具的亲属关系证明", "公积金提取")
    assert suggest([query], catalogue, model=mine)[0].score != suggest([query], catalogue)[0].score


def test_groups_are_never_split() -> None:
    groups = [f"g{number % 7}" for number in range(50)]
    part = split(groups, 3, seed=1)
    assert all(len({part[place] for place, one in enumerate(groups) if one == group}) == 1 for group in set(groups))


def test_calibration_error_is_the_distance_of_score_and_success() -> None:
    assert expected_error([0.9, 0.9, 0.1, 0.1], [True, True, False, False]) == pytest.approx(0.1)
    assert expected_error([], []) == 0.0


def test_saying_nothing_is_right_where_nothing_matches() -> None:
    none = Judgement("", "none", "none", 0.1, None)
    said = Judgement("", "kept", "likely", 0.8, "b", (Suggestion("b", "retained", "乙", 0.8),))
    gold = [frozenset[str](), frozenset[str](), frozenset("b"), frozenset("b"), frozenset("b"), frozenset("b")]
    found = measure([none, said, none, said, said, said], gold, {"b": "retained"})
    assert (found.matched, found.no_match_f1) == (4, 2 * 1 / (2 + 2))
    assert (found.f1, found.decision, found.sure_share) == (2 * 3 / (4 + 4), 4 / 6, 0.0)


def test_figures_count_what_they_say() -> None:
    shown = (Suggestion("a", "cancelled", "甲", 0.9), Suggestion("b", "retained", "乙", 0.1))
    judged = [
        Judgement("1", "cancelled", "sure", 0.9, "a", shown),
        Judgement("2", "none", "none", 0.1, None, shown),
        Judgement("3", "cancelled", "sure", 0.9, "a", shown),
    ]
    found = measure(judged, [frozenset("a"), frozenset("b"), frozenset()], {"a": "cancelled", "b": "retained"})
    assert (found.materials, found.matched, found.top1, found.recall5) == (3, 2, 0.5, 1.0)
    assert (found.f1, found.no_match_f1) == (0.5, 0.0)
    assert (found.decision, found.sure_share, found.sure_precision, found.wrong_cancelled) == (1 / 3, 1.0, 0.5, 1)
