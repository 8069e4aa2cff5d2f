"""How good suggestions are (质量): the figures of the gate and of the bench, each with its exact meaning.

Lives here: judgements + labels -> figures. Never here: thresholds that pass or fail.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from quanze.judgement import Judgement


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures over labelled materials. "Says" means the judgement's band is not none.

    `top1`: of the materials that have a match, how many have an acceptable entry ranked first, whatever the score.
    `recall5`: the same for the first five.
    `f1`: 2 * right / (said + have a match); right = said, and `best` is acceptable.
    `no_match_f1`: the same for saying nothing, over the materials without a match.
    `decision`: how many have the right list (cancelled, retained, none), a conflict counting as wrong unless
    acceptable entries stand in both lists.
    `calibration`: expected calibration error of `score` against "the first suggestion is acceptable", ten equal bins.
    `sure_share`: sure judgements among those that say something; `sure_precision`: how many of them are right.
    `wrong_cancelled`: sure judgements with outcome cancelled whose best entry is not acceptable.
    """

    materials: int
    matched: int
    top1: float
    recall5: float
    f1: float
    no_match_f1: float
    decision: float
    calibration: float
    sure_share: float
    sure_precision: float
    wrong_cancelled: int


def _part(some: int, whole: int) -> float:
    return some / whole if whole else 1.0


def expected_error(scores: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """The expected calibration error: mean distance of score and success per bin, weighted by the bin's size."""
    if not len(scores):
        return 0.0
    score, success = np.array(scores), np.array(right, dtype=np.float64)
    place = np.minimum((score * bins).astype(int), bins - 1)
    error = 0.0
    for number in range(bins):
        inside = place == number
        if inside.any():
            error += abs(score[inside].mean() - success[inside].mean()) * inside.sum()
    return float(error / len(score))


def _decided(judgement: Judgement, lists: frozenset[str]) -> bool:
    """Whether the outcome names a right list."""
    if judgement.outcome == "none":
        return not lists
    if judgement.outcome == "conflict":
        return len(lists) > 1
    return {"cancelled": "cancelled", "kept": "retained"}[judgement.outcome] in lists


def measure(judgements: Sequence[Judgement], gold: Sequence[frozenset[str]], lists: Mapping[str, str]) -> Figures:
    """Measure judgements against the acceptable entries of each; `lists` tells each entry's list."""
    firsts = [[one.entry for one in judgement.suggestions[:5]] for judgement in judgements]
    hit = [bool(first) and first[0] in keys for first, keys in zip(firsts, gold, strict=True)]
    near = [bool(keys.intersection(first)) for first, keys in zip(firsts, gold, strict=True)]
    says = [judgement.band != "none" for judgement in judgements]
    right = [judgement.best in keys for judgement, keys in zip(judgements, gold, strict=True)]
    matched = sum(map(bool, gold))
    quiet = sum(not say and not keys for say, keys in zip(says, gold, strict=True))
    sure = [ok for ok, judgement in zip(right, judgements, strict=True) if judgement.band == "sure"]
    decided = [
        _decided(judgement, frozenset(lists[key] for key in keys if key in lists))
        for judgement, keys in zip(judgements, gold, strict=True)
    ]
    wrong = sum(
        judgement.band == "sure" and judgement.outcome == "cancelled" and not ok
        for judgement, ok in zip(judgements, right, strict=True)
    )
    return Figures(
        materials=len(judgements),
        matched=matched,
        top1=_part(sum(hit), matched),
        recall5=_part(sum(near), matched),
        f1=_part(2 * sum(ok and say for ok, say in zip(right, says, strict=True)), sum(says) + matched),
        no_match_f1=_part(2 * quiet, says.count(False) + len(gold) - matched),
        decision=_part(sum(decided), len(decided)),
        calibration=expected_error([judgement.score for judgement in judgements], hit),
        sure_share=_part(len(sure), sum(says)),
        sure_precision=_part(sum(sure), len(sure)),
        wrong_cancelled=wrong,
    )
