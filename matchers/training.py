"""Training the score on labelled pairs and on reviewers' decisions (训练).

Lives here: fitting, calibrating on held-out groups, setting the bands. Never here: files, features, the store.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matchers.compare import Catalogue, Compared, catalogue, compare
from matchers.model import Model
from matchers.ranking import Ranked, rank
from matchers.tables import Flags, Floats, Ints
from matchers.vetoes import NONE
from quanze.judgement import Query
from quanze.proof import ProofEntry
from quanze.text import digest

FOLDS = 5
_STRENGTH = 0.3
"""How far coefficients may go from the prior (inverse regularisation, on features of unit spread)."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled material: the entries it is the same proof as (none = it is in no list).

    `group` names what must never stand on both sides of a split (usually the target). `weight` counts the example.
    """

    query: Query
    gold: frozenset[str]
    group: str
    weight: float = 1.0


def _logistic(values: Floats, truth: Flags, weight: Floats, offset: Floats, strength: float) -> Floats:
    """Coefficients (the last one is the intercept, not held back) of a logistic regression with an offset.

    The same optimum as scikit-learn's LogisticRegression(C=strength) where the offset is 0; Newton steps, halved
    while they do not improve.
    """
    design = np.column_stack([values, np.ones(len(values))])
    held = np.append(np.ones(values.shape[1]), 0.0) / strength
    sign = np.where(truth, 1.0, -1.0)

    def loss(at: Floats) -> float:
        odds = sign * (design @ at + offset)
        return float((weight * np.logaddexp(0, -odds)).sum() + 0.5 * held @ (at * at))

    at = np.zeros(design.shape[1])
    now = loss(at)
    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(design @ at + offset, -500, 500)))
        slope = design.T @ (weight * (chance - truth)) + held * at
        curve = (design * (weight * chance * (1 - chance))[:, None]).T @ design + np.diag(held + 1e-9)
        step = np.linalg.solve(curve, slope)
        while loss(at - step) > now and np.abs(step).max() > 1e-9:
            step = step / 2
        at = at - step
        before, now = now, loss(at)
        if before - now < 1e-9:
            break
    return np.asarray(at)


def fit(compared: Compared, truth: Flags, weight: Floats, prior: Model | None = None) -> Model:
    """Fit the coefficients on the pairs that no veto forbids; `prior` pulls them to a known model's."""
    free = compared.vetoed == NONE
    values, truth, weight = compared.values[free], truth[free], weight[free]
    centre, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    offset = np.zeros(len(values)) if prior is None else prior.log_odds(values)
    found = _logistic((values - centre) / spread, truth, weight, offset, _STRENGTH)
    weights, intercept = found[:-1] / spread, float(found[-1])
    if prior is not None:
        before = np.array(prior.weights)
        intercept += prior.intercept + float(before @ (centre - np.array(prior.centres)))
        weights = weights + before
    return Model(compared.features, tuple(weights.tolist()), tuple(centre.tolist()), intercept)


def split(groups: Sequence[str], parts: int, seed: int) -> Ints:
    """A part number for each example; a group is never split. The same for every order of the examples."""
    names = sorted(set(groups))
    order = np.random.default_rng(seed).permutation(len(names))
    part = {name: int(place) % parts for name, place in zip(names, order, strict=True)}
    return np.array([part[group] for group in groups], dtype=np.int64)


def truths(compared: Compared, examples: Sequence[Example], against: Catalogue) -> Flags:
    """Which compared pairs are labelled as the same proof."""
    keys = [entry.key for entry in against.entries]
    return np.array(
        [keys[entry] in examples[query].gold for query, entry in zip(compared.query, compared.entry, strict=True)],
        dtype=bool,
    )


def held_out(
    examples: Sequence[Example], against: Catalogue, *, seeds: Sequence[int], prior: Model | None = None
) -> Iterator[tuple[Ints, Ranked]]:
    """For each fold of each seed: held-out examples' numbers and their ranking by a model that never saw them."""
    compared = compare([example.query for example in examples], against)
    truth = truths(compared, examples, against)
    weight = np.array([example.weight for example in examples])[compared.query]
    for seed in seeds:
        part = split([example.group for example in examples], FOLDS, seed)
        for number in range(FOLDS):
            kept = part[compared.query] != number
            model = fit(_rows(compared, kept), truth[kept], weight[kept], prior)
            tested = np.flatnonzero(part == number)
            yield tested, rank(_rows(compared, ~kept), model, len(examples))


def _rows(compared: Compared, kept: Flags) -> Compared:
    return replace(
        compared,
        query=compared.query[kept],
        entry=compared.entry[kept],
        values=compared.values[kept],
        vetoed=compared.vetoed[kept],
    )


def _calibrate(
    model: Model, examples: Sequence[Example], against: Catalogue, prior: Model | None, seeds: Sequence[int]
) -> Model:
    """Set calibration and bands from held-out rankings."""
    best, second, right, weight = [], [], [], []
    for tested, ranked in held_out(examples, against, seeds=seeds, prior=prior):
        for query in tested:
            first = ranked.first(int(query))
            best.append(first.odds)
            second.append(first.rival)
            right.append(first.entry >= 0 and against.entries[first.entry].key in examples[query].gold)
            weight.append(examples[query].weight)
    odds, lead = np.array(best), np.clip(np.array(best) - np.array(second), -4, 4)
    found = _logistic(
        np.column_stack([odds, lead]), np.array(right), np.array(weight), np.zeros(len(odds)), 100.0 / len(seeds)
    )
    model = replace(model, slope=float(found[0]), margin=float(found[1]), offset=float(found[2]))
    return bands(model, model.probability(odds, np.array(second)), np.array(right))


def bands(model: Model, score: Floats, right: Flags) -> Model:
    """Set the bands: sure at a precision of 0.99 held out, likely at 0.9, unsure where it decides best."""
    order = np.argsort(-score, kind="stable")
    good = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    sorted_score = score[order]

    def bound(precision: float) -> float:
        reached = np.flatnonzero(good >= precision)
        return float(sorted_score[reached[-1]]) if len(reached) else 1.0

    sure = max(bound(0.995), 0.9)
    return replace(model, sure=sure, likely=min(max(bound(0.93), 0.7), sure), unsure=0.4)


def train(
    examples: Sequence[Example],
    entries: Sequence[ProofEntry],
    *,
    prior: Model | None = None,
    seeds: Sequence[int] = (0, 1, 2),
) -> Model:
    """Train on labelled examples against the catalogue they were labelled with.

    With `prior` (usually the shipped model) the coefficients start there, so that a handful of reviewers' decisions
    moves them a little; without it they are learned from nothing, which needs a few hundred examples.
    """
    against = catalogue(entries)
    ordered = sorted(examples, key=lambda example: (example.query.text, example.query.matter, example.group))
    compared = compare([example.query for example in ordered], against)
    truth = truths(compared, ordered, against)
    weight = np.array([example.weight for example in ordered])[compared.query]
    model = _calibrate(fit(compared, truth, weight, prior), ordered, against, prior, seeds)
    marks = [
        digest(example.query.text, example.query.matter, *sorted(example.gold), example.group) for example in ordered
    ]
    return replace(model, trained_on=digest(*marks, *(entry.key for entry in against.entries)), pairs=len(ordered))
