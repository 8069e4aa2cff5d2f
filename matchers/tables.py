"""Materials and entries as arrays (成表): names taken apart once, units counted once, a row per name.

Lives here: texts -> arrays for the vectorised features, and the weights of units (idf). Never here: pairs, scores.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matchers.background import background, units
from matchers.knowledge import knowledge
from matchers.letters import codes, letters_and_pairs, pair
from matchers.normalise import Name, parsed, widened
from quanze.judgement import Query
from quanze.proof import ProofEntry
from quanze.text import fold

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Matrix = Any
"""A scipy.sparse.csr_matrix (scipy ships no types)."""


_END = 1 << 62
"""Greater than every character and pair."""
_UNSEEN = 11.0
"""The weight in the laws of what they never say."""
_LAWS = 0.7
"""Weights in the laws run to log(49,339), weights among names to about 0.7 of that."""


class Units:
    """Numbers for characters, pairs and words, with their weights.

    A weight is the mean of two idf: among names (the shipped background's and the catalogue's) and in the laws.
    """

    def __init__(self, catalogue: Iterable[str]) -> None:
        """Count the catalogue's units on top of the background's."""
        shipped = background()
        self._cut = shipped.words.cut
        frequency = dict(shipped.seen)
        count = shipped.names
        for text in catalogue:
            count += 1
            for unit in units(text) | set(self._cut(text)):
                frequency[unit] = frequency.get(unit, 0) + 1
        known = sorted(frequency)
        self.number = {unit: place for place, unit in enumerate(known)}
        seen = np.array([frequency[unit] for unit in known], dtype=np.float64)
        laws = np.array([shipped.laws.get(unit, _UNSEEN) for unit in known], dtype=np.float64)
        rare = float(np.log((count + 1) / 0.5))
        self.weight: Floats = np.append((np.log((count + 1) / (seen + 0.5)) + _LAWS * laws) / 2, [rare, rare, rare])
        """One weight per unit, in the order of code points; the last three are for what is unknown."""
        self.root: Floats = np.sqrt(self.weight)
        """What the matrices hold: the product of two rows' values is the weight of what they share."""
        self._letters = _Keys.of([(unit, place) for place, unit in enumerate(known) if len(unit) == 1], len(known))
        self._pairs = _Keys.of([(unit, place) for place, unit in enumerate(known) if len(unit) == 2], len(known) + 1)

    def letters(self, texts: Sequence[str]) -> tuple[Matrix, Matrix]:
        """Characters and pairs of each text, a row per text, the root of each unit's weight as its value."""
        (one, letters), (two, pairs) = letters_and_pairs(texts)
        size = len(texts)
        return self._matrix(one, self._letters.places(letters), size), self._matrix(
            two, self._pairs.places(pairs), size
        )

    def cuts(self, texts: Sequence[str]) -> Matrix:
        """Words of each text, a row per text."""
        number, unknown = self.number, len(self.number) + 2
        found = [[number.get(word, unknown) for word in set(self._cut(text))] for text in texts]
        rows = np.repeat(np.arange(len(texts)), list(map(len, found)))
        return self._matrix(rows, np.fromiter(chain.from_iterable(found), np.int64, len(rows)), len(texts))

    def _matrix(self, rows: Ints, columns: Ints, size: int) -> Matrix:
        ends = np.zeros(size + 1, dtype=np.int32)
        np.cumsum(np.bincount(rows, minlength=size), out=ends[1:])
        places = columns.astype(np.int32)
        made = sparse.csr_matrix((self.root[places], places, ends), shape=(size, len(self.weight)))
        made.sum_duplicates()
        return made


@dataclass(frozen=True, slots=True)
class _Keys:
    """Characters or pairs as ascending numbers, the unit of each, and the unit of all others."""

    keys: Ints
    units: Ints
    unknown: int

    @classmethod
    def of(cls, named: Sequence[tuple[str, int]], unknown: int) -> "_Keys":
        found = codes([unit for unit, _ in named]).reshape(len(named), -1)
        keys = found[:, 0] if found.shape[1] == 1 else pair(found[:, 0], found[:, -1])
        return cls(np.append(keys, _END), np.array([*(place for _, place in named), unknown]), unknown)

    def places(self, values: Ints) -> Ints:
        """The unit of each value."""
        at = np.searchsorted(self.keys, values)
        return np.where(self.keys[at] == values, self.units[at], self.unknown)


def total(rows: Matrix) -> Floats:
    """The summed weights of each row."""
    return np.asarray(rows.multiply(rows).sum(axis=1)).ravel()


@dataclass(frozen=True, slots=True)
class Side:
    """Names as arrays, a row per name. `owner` says which material or entry a name belongs to.

    `ones`, `twos`, `words` hold the characters, pairs and words of the core; `one`, `two`, `word` sum their weights.
    """

    names: tuple[Name, ...]
    owner: Ints
    cores: NDArray[np.object_]
    plains: NDArray[np.object_]
    kind: Ints
    issuers: Ints
    holders: Ints
    facts: Ints
    events: Ints
    distinct: Ints
    """Classes of things and parties that never stand for each other."""
    paper: Flags
    """Whether a certificate is named inside."""
    negated: Flags
    denies: Ints
    """Marks of negation and of 有无 in the whole text, as one number."""
    part: Flags
    wider: Flags
    form: Ints
    """Whether an original or a copy is handed in (bits of `matchers.originals`)."""
    ones: Matrix
    twos: Matrix
    words: Matrix
    one: Floats
    two: Floats
    word: Floats


@lru_cache(maxsize=50_000)
def _classes(core: str) -> tuple[int, int, int]:
    """The facts, the events, and the classes of distinct things and of parties that a core speaks of."""
    know = knowledge()
    party = know.parties.bits.get(know.parties.words.at(core, 0), 0)
    return know.facts.mask(core), know.events.mask(core), know.distinct.mask(core) | party << len(know.distinct.labels)


def side(parsed_names: Sequence[tuple[Name, ...]], numbers: Units) -> Side:
    """Lay the names of all materials or entries one after the other."""
    names = tuple(chain.from_iterable(parsed_names))
    cores = [name.core for name in names]
    ones, twos = numbers.letters(cores)
    words = numbers.cuts(cores)
    classes = np.array([_classes(core) for core in cores], dtype=np.int64).reshape(-1, 3)
    return Side(
        names=names,
        owner=np.repeat(np.arange(len(parsed_names)), [len(group) for group in parsed_names]),
        cores=np.array(cores, dtype=object),
        plains=np.array([name.plain for name in names], dtype=object),
        kind=np.array([name.kind for name in names], dtype=np.int64),
        issuers=np.array([name.issuers for name in names], dtype=np.int64),
        holders=np.array([name.holders for name in names], dtype=np.int64),
        facts=classes[:, 0],
        events=classes[:, 1],
        distinct=classes[:, 2],
        paper=np.array([bool(name.paper) for name in names], dtype=bool),
        denies=np.array([name.denies[0] * 64 + name.denies[1] for name in names], dtype=np.int64),
        negated=np.array([bool(name.negations) for name in names], dtype=bool),
        part=np.array([name.part for name in names], dtype=bool),
        wider=np.array([name.wider for name in names], dtype=bool),
        form=np.array([name.form for name in names], dtype=np.int64),
        ones=ones,
        twos=twos,
        words=words,
        one=total(ones),
        two=total(twos),
        word=total(words),
    )


@dataclass(frozen=True, slots=True)
class Contexts:
    """What surrounds a material (its matter) or an entry (its use): class masks and units, a row per owner."""

    told: Flags
    """Whether there is any."""
    uses: Ints
    subjects: Ints
    """Whether the use concerns persons or organisations (or the words do not say)."""
    named: Ints
    """The same for an entry's name alone (居民财产, 公民姓名)."""
    abroad: Flags
    """The words themselves speak of foreign, 台湾 or 港澳 papers."""
    foreign: Flags
    """The person is from abroad (外国人, 台湾医师)."""
    issuers: Ints
    ones: Matrix
    twos: Matrix
    two: Floats


@lru_cache(maxsize=20_000)
def _about(text: str) -> tuple[int, int, bool]:
    """The uses and the subjects of a matter or a use, and whether it concerns persons from abroad."""
    know = knowledge()
    return know.uses.mask(text), know.subjects.mask(text), know.is_foreign(text)


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return fold(text)


def _contexts(texts: Sequence[str], names: Sequence[Name], issuers: Sequence[int], numbers: Units) -> Contexts:
    """Contexts of owners: equal texts are looked at once; `names` are the owners' first readings."""
    know = knowledge()
    place = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    row = np.array([place[text] for text in texts], dtype=np.int64)
    ones, twos = numbers.letters(list(place))
    about = np.array([_about(text) for text in place], dtype=np.int64).reshape(-1, 3)[row]
    away = know.issuers.bit("境外") | know.issuers.bit("使领馆")
    said = np.array(issuers, dtype=np.int64)
    return Contexts(
        told=np.array([bool(text) for text in place], dtype=bool)[row],
        uses=about[:, 0],
        subjects=about[:, 1],
        named=np.zeros(len(row), dtype=np.int64),
        abroad=np.array([name.abroad for name in names], dtype=bool) | ((said & away) != 0),
        foreign=np.array([name.foreign for name in names], dtype=bool) | (about[:, 2] != 0),
        issuers=said,
        ones=ones[row],
        twos=twos[row],
        two=total(twos)[row],
    )


def query_side(queries: Sequence[Query], numbers: Units) -> tuple[Side, Contexts]:
    """Materials as arrays: their names, and the matters they belong to."""
    names = [widened(parsed(query.text)) for query in queries]
    texts = [_folded(query.matter) or _folded(group[0].aside) for query, group in zip(queries, names, strict=True)]
    firsts = [group[0] for group in names]
    return side(names, numbers), _contexts(texts, firsts, [first.issuers for first in firsts], numbers)


def entry_side(entries: Sequence[ProofEntry], numbers: Units) -> tuple[Side, Contexts]:
    """Entries as arrays: their names, and their uses and issuers."""
    know = knowledge()
    names = [parsed(entry.name) for entry in entries]
    firsts = [group[0] for group in names]
    said = {entry.issuer: know.issuers.mask(fold(entry.issuer)) for entry in entries}
    issuers = [said[entry.issuer] | first.issuers for entry, first in zip(entries, firsts, strict=True)]
    found = _contexts([fold(entry.usage) for entry in entries], firsts, issuers, numbers)
    named = np.array([know.subjects.mask(fold(entry.name)) for entry in entries], dtype=np.int64)
    return side(names, numbers), replace(found, named=named, subjects=found.subjects | named)
