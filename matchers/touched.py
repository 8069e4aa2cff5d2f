"""Which materials a changed catalogue may judge otherwise (受影响的材料): those with other candidates than before.

Lives here: candidates under two catalogues that weigh words alike. Never here: scores, outcomes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchers.candidates import candidates, index
from matchers.compare import KEEP
from matchers.normalise import Name, parsed, widened
from matchers.tables import Floats, Ints, Matrix, Units, total
from quanze.proof import ProofEntry


@dataclass(frozen=True, slots=True)
class _Letters:
    """The names of texts or entries, a row each, with only what finding candidates needs."""

    names: tuple[Name, ...]
    owner: Ints
    ones: Matrix
    twos: Matrix
    one: Floats
    two: Floats


def touched(
    texts: Sequence[str], old: Sequence[ProofEntry], new: Sequence[ProofEntry], weighed: Sequence[ProofEntry]
) -> frozenset[str]:
    """The texts whose candidates differ between two catalogues, in number or in any word of an entry.

    A judgement follows from its candidates alone, as long as the names of the same `weighed` entries set the weights
    of words: all other texts are judged by `new` exactly as by `old`.
    """
    units = Units({name.core for entry in weighed for name in parsed(entry.name)})
    distinct = sorted(set(texts))
    ours = _letters([widened(parsed(text)) for text in distinct], units)
    numbers: dict[tuple[ProofEntry, int], int] = {}
    before, after = (_pairs(ours, entries, units, numbers) for entries in (old, new))
    rows = np.unique(np.setxor1d(before, after) >> _BITS)
    return frozenset(distinct[owner] for owner in ours.owner[rows].tolist())


_BITS = 32
"""Room for the number of an entry's name beside the row of a text's name."""


def _letters(groups: Sequence[tuple[Name, ...]], units: Units) -> _Letters:
    names = tuple(name for group in groups for name in group)
    ones, twos = units.letters([name.core for name in names])
    owner = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    return _Letters(names, owner, ones, twos, total(ones), total(twos))


def _pairs(
    ours: _Letters, entries: Sequence[ProofEntry], units: Units, numbers: dict[tuple[ProofEntry, int], int]
) -> Ints:
    """Every candidate as row of ours and number of an entry's name; equal entries have equal numbers."""
    ordered = sorted(entries, key=lambda entry: (entry.key, entry.list, entry.name))
    groups = [parsed(entry.name) for entry in ordered]
    named = [(entry, place) for entry, group in zip(ordered, groups, strict=True) for place in range(len(group))]
    number = np.array([numbers.setdefault(one, len(numbers)) for one in named], dtype=np.int64)
    found = list(candidates(ours, index(_letters(groups, units)), KEEP))
    if not found:
        return np.zeros(0, dtype=np.int64)
    rows, columns = (np.concatenate([block[side] for block in found]) for side in (0, 1))
    return np.asarray((rows << _BITS) | number[columns])
