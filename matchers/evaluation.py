"""Judging labelled materials by models that never saw their targets (交叉检验).

Lives here: splits by groups, training on one side, judging the other. Never here: figures, limits, files.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from matchers.compare import Catalogue, Compared, catalogue, compare
from matchers.judging import judge
from matchers.tables import Ints
from matchers.training import Example, some, split, train_compared
from quanze.judgement import Judgement
from quanze.proof import ProofEntry

Judged = tuple[tuple[Example, Judgement], ...]
"""Held-out examples with their judgements."""


def _judged(compared: Compared, examples: Sequence[Example], against: Catalogue, learned: Ints, tested: Ints) -> Judged:
    """Train on some examples, judge others."""
    keys = [entry.key for entry in against.entries]
    model = train_compared(some(compared, learned), [examples[place] for place in learned], keys, seeds=(0, 1))
    asked = [examples[place] for place in tested]
    queries = [one.query for one in asked]
    verdicts = judge(queries, some(compared, tested), against, model, top=5, explain=False)
    return tuple(zip(asked, verdicts.judgements(queries, against.entries), strict=True))


def cross_validated(
    tested: Sequence[Example], helping: Sequence[Example], entries: Sequence[ProofEntry], *, folds: int, seed: int
) -> Judged:
    """Judge every example of `tested` once: each fold by a model of the other folds and of `helping`.

    Groups go over both: an example of `helping` whose group stands in the fold is left out too.
    """
    return tuple(pair for fold in _folds(tested, helping, entries, folds, (seed,)) for pair in fold)


def repeated_splits(
    tested: Sequence[Example],
    helping: Sequence[Example],
    entries: Sequence[ProofEntry],
    *,
    parts: int,
    seeds: Iterable[int],
) -> Iterator[Judged]:
    """One split per seed: judge the first of `parts` parts of the groups of `tested` by a model of everything else."""
    for seed in seeds:
        yield next(_folds(tested, helping, entries, parts, (seed,)))


def _folds(
    tested: Sequence[Example],
    helping: Sequence[Example],
    entries: Sequence[ProofEntry],
    folds: int,
    seeds: Iterable[int],
) -> Iterator[Judged]:
    examples = [*tested, *helping]
    against = catalogue(entries)
    compared = compare([example.query for example in examples], against)
    asked = np.arange(len(examples)) < len(tested)
    for seed in seeds:
        part = split([example.group for example in examples], folds, seed)
        for number in range(folds):
            inside = part == number
            yield _judged(compared, examples, against, np.flatnonzero(~inside), np.flatnonzero(inside & asked))
