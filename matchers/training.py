"""Training the score on labelled materials and on reviewers' decisions (训练).

Lives here: fitting coefficients, splitting by groups, the way to a calibrated model. Never here: files, the store.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # ships no types

from matchers.calibration import HeldOut, calibrated
from matchers.compare import Compared, catalogue, compare
from matchers.features import SIGNS
from matchers.model import Model
from matchers.ranking import Ranked, rank
from matchers.regression import logistic
from matchers.tables import Flags, Ints
from matchers.vetoes import NONE
from quanze.judgement import Query
from quanze.proof import ProofEntry
from quanze.text import digest

FOLDS = 5
_STRENGTH = 0.1
"""How far coefficients may go from nothing, or from the prior's (inverse regularisation)."""
_SPREAD = 0.5
"""With a prior no feature counts as rarer than this: a few decisions say little about what they hardly show."""
_ENOUGH = 200
"""Fewer examples than this cannot set bands: a prior's are kept."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled material: the entries it is the same proof as (none = it is in no list).

    `group` names what must never stand on both sides of a split (usually the target). `constructed` examples were
    made up for learning: they teach the coefficients, but calibration and bands are set on the others, whose share of
    matches is that of real lists.
    """

    query: Query
    gold: frozenset[str]
    group: str
    constructed: bool = False


def fit(compared: Compared, truth: Flags, prior: Model | None = None) -> Model:
    """Fit the coefficients on the pairs that no veto forbids; `prior` pulls them to a known model's.

    A coefficient against its feature's sign is set to nothing and the others are fitted again, worst first.
    """
    free = compared.vetoed == NONE
    values, truth = compared.values[free], truth[free]
    centre, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    if prior is not None:
        spread = np.maximum(spread, _SPREAD)
    scaled = (values - centre) / spread
    offset = None if prior is None else prior.log_odds(values)
    before = np.zeros(values.shape[1]) if prior is None else np.array(prior.weights)
    signs = np.array(list(SIGNS.values()))
    live = np.ones(values.shape[1], dtype=bool)
    while True:
        found = logistic(scaled[:, live], truth, _STRENGTH, offset)
        weights = before.copy()
        weights[live] += found[:-1] / spread[live]
        wrong = np.where(weights * signs < -1e-12, np.abs(weights * spread), 0.0) * live
        if not wrong.any():
            break
        live &= wrong < wrong.max() / 2
    intercept = float(found[-1])
    if prior is not None:
        intercept += prior.intercept + float(before @ (centre - np.array(prior.centres)))
    return Model(tuple(SIGNS), tuple(weights.tolist()), tuple(centre.tolist()), intercept)


def split(groups: Sequence[str], parts: int, seed: int) -> Ints:
    """A part number for each example; a group is never split. The same for every order of the examples."""
    names = sorted(set(groups))
    order = np.random.default_rng(seed).permutation(len(names))
    part = {name: int(place) % parts for name, place in zip(names, order, strict=True)}
    return np.array([part[group] for group in groups], dtype=np.int64)


def truths(compared: Compared, examples: Sequence[Example], keys: Sequence[str]) -> Flags:
    """Which compared pairs are labelled as the same proof; `keys` are the catalogue's, in its order."""
    pairs = zip(compared.query.tolist(), compared.entry.tolist(), strict=True)
    return np.array([keys[entry] in examples[query].gold for query, entry in pairs], dtype=bool)


def rows(compared: Compared, kept: Flags) -> Compared:
    """Some of the compared pairs; the names they point to stay where they are."""
    return replace(
        compared,
        query=compared.query[kept],
        entry=compared.entry[kept],
        values=compared.values[kept],
        vetoed=compared.vetoed[kept],
        capped=compared.capped[kept],
        hint=compared.hint[kept],
        line=compared.line[kept],
        exact=compared.exact[kept],
        pairs=replace(compared.pairs, mine=compared.pairs.mine[kept], entry=compared.pairs.entry[kept]),
    )


def some(compared: Compared, queries: Ints) -> Compared:
    """The pairs of some queries (ascending), which are numbered anew."""
    number = np.full(int(max(compared.query.max(initial=-1), queries.max(initial=-1))) + 1, -1)
    number[queries] = np.arange(len(queries))
    found = rows(compared, number[compared.query] >= 0)
    return replace(found, query=number[found.query])


def _held_out(
    compared: Compared, truth: Flags, examples: Sequence[Example], seeds: Iterable[int], prior: Model | None
) -> Iterator[tuple[Ints, Ranked]]:
    """For each fold of each seed: held-out examples' numbers, and their ranking by a model that never saw them."""
    groups = [example.group for example in examples]
    for seed in seeds:
        part = split(groups, FOLDS, seed)
        for number in range(FOLDS):
            kept = part[compared.query] != number
            model = fit(rows(compared, kept), truth[kept], prior)
            yield np.flatnonzero(part == number), rank(rows(compared, ~kept), model, len(examples))


def _firsts(held: Iterable[tuple[Ints, Ranked]], examples: Sequence[Example], keys: Sequence[str]) -> HeldOut:
    """The best suggestion of each held-out example."""
    found = [(examples[int(query)], ranked.first(int(query))) for tested, ranked in held for query in tested]
    return HeldOut(
        odds=np.array([first.odds for _, first in found]),
        rival=np.array([first.rival for _, first in found]),
        clear=np.array([first.clear for _, first in found]),
        right=np.array([first.entry >= 0 and keys[first.entry] in example.gold for example, first in found]),
        real=np.array([not example.constructed for example, _ in found]),
    )


def train_compared(
    compared: Compared,
    examples: Sequence[Example],
    keys: Sequence[str],
    *,
    prior: Model | None = None,
    seeds: Iterable[int] = (0, 1, 2),
) -> Model:
    """Train on examples that are compared already: coefficients on all of them, calibration on held-out groups."""
    with threadpool_limits(1, "blas"):  # threads would make sums depend on the machine, and slow where it is busy
        return _train(compared, examples, keys, prior, seeds)


def _train(
    compared: Compared, examples: Sequence[Example], keys: Sequence[str], prior: Model | None, seeds: Iterable[int]
) -> Model:
    truth = truths(compared, examples, keys)
    model = fit(compared, truth, prior)
    if prior is not None and len(examples) < _ENOUGH:
        return replace(
            prior, features=model.features, weights=model.weights, centres=model.centres, intercept=model.intercept
        )
    return calibrated(model, _firsts(_held_out(compared, truth, examples, seeds, prior), examples, keys))


def train(examples: Sequence[Example], entries: Sequence[ProofEntry], *, prior: Model | None = None) -> Model:
    """Train on labelled examples against the catalogue they were labelled with.

    With `prior` (usually the shipped model) the coefficients start there, so that a handful of reviewers' decisions
    moves them a little and leaves the bands alone; without it they are learned from nothing, which needs a few
    hundred examples. The result does not depend on the order of the examples or of the entries.

    Raises:
        ValueError: there is no example with a match, or none without.
    """
    if len({bool(example.gold) for example in examples}) < 2:
        raise ValueError("训练需要既有匹配、又有不匹配的样例")
    against = catalogue(entries)
    keys = [entry.key for entry in against.entries]
    ordered = sorted(
        examples, key=lambda one: (one.query.text, one.query.matter, one.group, sorted(one.gold), one.query.id)
    )
    compared = compare([example.query for example in ordered], against)
    model = train_compared(compared, ordered, keys, prior=prior)
    marks = [digest(one.query.text, one.query.matter, one.group, *sorted(one.gold)) for one in ordered]
    return replace(model, trained_on=digest(*marks, *keys), examples=len(ordered))
