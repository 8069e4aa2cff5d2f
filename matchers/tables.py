"""Materials and entries as arrays (成表): names taken apart once, units counted once, a row per name.

Lives here: texts -> arrays for the vectorised features, and the weights of units (idf). Never here: pairs, scores.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matchers.background import background, units
from matchers.knowledge import Knowledge, knowledge
from matchers.normalise import Name, parsed
from quanze.judgement import Query
from quanze.proof import ProofEntry
from quanze.text import fold

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Matrix = Any
"""A scipy.sparse.csr_matrix (scipy ships no types)."""


class Units:
    """Numbers for units, with their weights: idf over the shipped background and the catalogue together."""

    def __init__(self, catalogue: Iterable[str]) -> None:
        """Count the catalogue's units on top of the background's."""
        shipped = background()
        frequency = dict(shipped.units)
        count = shipped.names
        for text in catalogue:
            count += 1
            for unit in units(text):
                frequency[unit] = frequency.get(unit, 0) + 1
        self.number = {unit: place for place, unit in enumerate(frequency)}
        seen = np.fromiter(frequency.values(), dtype=np.float64, count=len(frequency))
        rare = np.log((count + 1) / 0.5)
        self.weight: Floats = np.append(np.log((count + 1) / (seen + 0.5)), [rare, rare])
        """One weight per unit; the last two are for an unknown character and an unknown pair."""

    def of(self, text: str) -> tuple[list[int], list[int]]:
        """The numbers of the characters and of the pairs of a text."""
        number, unknown = self.number, len(self.number)
        pairs = set(map("".join, zip(text, text[1:], strict=False)))
        return [number.get(one, unknown) for one in set(text)], [number.get(two, unknown + 1) for two in pairs]

    def matrices(self, texts: Sequence[str]) -> tuple[Matrix, Matrix]:
        """Characters and pairs of each text, a row per text, each unit's weight as its value."""
        found = [self.of(text) for text in texts]
        return self._matrix([one for one, _ in found]), self._matrix([two for _, two in found])

    def _matrix(self, rows: list[list[int]]) -> Matrix:
        ends = np.cumsum([0, *map(len, rows)])
        columns = np.fromiter((place for row in rows for place in row), dtype=np.int32, count=int(ends[-1]))
        shape = (len(rows), len(self.weight))
        return sparse.csr_matrix((self.weight[columns], columns, ends.astype(np.int32)), shape=shape)


@dataclass(frozen=True, slots=True)
class Side:
    """Names as arrays, a row per name. `owner` says which material or entry a name belongs to.

    `ones` and `twos` hold the weights of characters and pairs of the core; `one` and `two` are their sums.
    """

    names: tuple[Name, ...]
    owner: Ints
    cores: NDArray[np.object_]
    plains: NDArray[np.object_]
    kind: Ints
    ending: NDArray[np.object_]
    issuers: Ints
    holders: Ints
    facts: Ints
    negated: Flags
    part: Flags
    ones: Matrix
    twos: Matrix
    one: Floats
    two: Floats


def side(parsed_names: Sequence[tuple[Name, ...]], numbers: Units) -> Side:
    """Lay the names of all materials or entries one after the other."""
    know = knowledge()
    names = tuple(name for group in parsed_names for name in group)
    cores = [name.core for name in names]
    ones, twos = numbers.matrices(cores)
    return Side(
        names=names,
        owner=np.repeat(np.arange(len(parsed_names)), [len(group) for group in parsed_names]),
        cores=np.array(cores, dtype=object),
        plains=np.array([name.plain for name in names], dtype=object),
        kind=np.array([name.kind for name in names], dtype=np.int64),
        ending=np.array([name.ending for name in names], dtype=object),
        issuers=np.array([name.issuers for name in names], dtype=np.int64),
        holders=np.array([name.holders for name in names], dtype=np.int64),
        facts=np.array([know.facts.mask(core) for core in cores], dtype=np.int64),
        negated=np.array([bool(name.negations) for name in names], dtype=bool),
        part=np.array([name.part for name in names], dtype=bool),
        ones=ones,
        twos=twos,
        one=np.asarray(ones.sum(axis=1)).ravel(),
        two=np.asarray(twos.sum(axis=1)).ravel(),
    )


@dataclass(frozen=True, slots=True)
class Contexts:
    """What surrounds a material (its matter) or an entry (its use): class masks and units, a row per owner."""

    texts: tuple[str, ...]
    uses: Ints
    abroad: Flags
    """The words themselves speak of foreign, 台湾 or 港澳 papers."""
    foreign: Flags
    """The person is from abroad (外国人, 台湾医师)."""
    issuers: Ints
    ones: Matrix
    twos: Matrix
    two: Floats


def _abroad(issuers: int, know: Knowledge) -> bool:
    return bool(issuers & (know.issuers.bit("境外") | know.issuers.bit("使领馆")))


def _contexts(texts: Sequence[str], issuers: Sequence[int], spoken: Sequence[str], numbers: Units) -> Contexts:
    know = knowledge()
    ones, twos = numbers.matrices(texts)
    person = know.holders.bit("境外人员")
    return Contexts(
        texts=tuple(texts),
        uses=np.array([know.uses.mask(text) for text in texts], dtype=np.int64),
        abroad=np.array(
            [_abroad(know.issuers.mask(words) | mask, know) for words, mask in zip(spoken, issuers, strict=True)],
            dtype=bool,
        ),
        foreign=np.array(
            [bool(know.holders.mask(f"{text} {words}") & person) for text, words in zip(texts, spoken, strict=True)],
            dtype=bool,
        ),
        issuers=np.array(issuers, dtype=np.int64),
        ones=ones,
        twos=twos,
        two=np.asarray(twos.sum(axis=1)).ravel(),
    )


def query_side(queries: Sequence[Query], numbers: Units) -> tuple[Side, Contexts]:
    """Materials as arrays: their names, and the matters they belong to."""
    names = [parsed(query.text) for query in queries]
    texts = [fold(f"{query.matter}{group[0].aside}") for query, group in zip(queries, names, strict=True)]
    spoken = [fold(query.text) for query in queries]
    return side(names, numbers), _contexts(texts, [group[0].issuers for group in names], spoken, numbers)


def entry_side(entries: Sequence[ProofEntry], numbers: Units) -> tuple[Side, Contexts]:
    """Entries as arrays: their names, and their uses and issuers."""
    know = knowledge()
    names = [parsed(entry.name) for entry in entries]
    issuers = [
        know.issuers.mask(fold(entry.issuer)) | group[0].issuers for entry, group in zip(entries, names, strict=True)
    ]
    spoken = [fold(entry.name + entry.usage) for entry in entries]
    return side(names, numbers), _contexts([fold(entry.usage) for entry in entries], issuers, spoken, numbers)
