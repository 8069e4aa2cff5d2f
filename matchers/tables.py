"""Materials and entries as arrays (成表): names taken apart once, units counted once, a row per name.

Lives here: texts -> arrays for the vectorised features, and the weights of units (idf). Never here: pairs, scores.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matchers.background import background, cut, units
from matchers.knowledge import Knowledge, knowledge
from matchers.normalise import Name, parsed, widened
from quanze.judgement import Query
from quanze.proof import ProofEntry
from quanze.text import fold

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Matrix = Any
"""A scipy.sparse.csr_matrix (scipy ships no types)."""


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
        self.words = shipped.words
        frequency = dict(shipped.seen)
        count = shipped.names
        for text in catalogue:
            count += 1
            for unit in units(text) | set(cut(text, self.words)):
                frequency[unit] = frequency.get(unit, 0) + 1
        self.number = {unit: place for place, unit in enumerate(frequency)}
        seen = np.fromiter(frequency.values(), dtype=np.float64, count=len(frequency))
        rare = float(np.log((count + 1) / 0.5))
        laws = np.fromiter((shipped.laws.get(unit, _UNSEEN) for unit in frequency), np.float64, count=len(frequency))
        self.weight: Floats = np.append((np.log((count + 1) / (seen + 0.5)) + _LAWS * laws) / 2, [rare, rare, rare])
        """One weight per unit; the last three are for an unknown character, pair and word."""

    def matrices(self, texts: Sequence[str]) -> tuple[Matrix, Matrix, Matrix]:
        """Characters, pairs and words of each text, a row per text, each unit's weight as its value."""
        number, unknown = self.number, len(self.number)
        ones, twos, words = [], [], []
        for text in texts:
            ones.append([number.get(one, unknown) for one in set(text)])
            pairs = set(map("".join, zip(text, text[1:], strict=False)))
            twos.append([number.get(two, unknown + 1) for two in pairs])
            words.append([number.get(word, unknown + 2) for word in set(cut(text, self.words))])
        return self._matrix(ones), self._matrix(twos), self._matrix(words)

    def last(self, text: str) -> int:
        """The number of a text's last word, -1 where there is none."""
        return self.number.get(cut(text, self.words)[-1], -1) if text else -1

    def _matrix(self, rows: list[list[int]]) -> Matrix:
        ends = np.cumsum([0, *map(len, rows)])
        columns = np.fromiter((place for row in rows for place in row), dtype=np.int32, count=int(ends[-1]))
        shape = (len(rows), len(self.weight))
        return sparse.csr_matrix((self.weight[columns], columns, ends.astype(np.int32)), shape=shape)


@dataclass(frozen=True, slots=True)
class Side:
    """Names as arrays, a row per name. `owner` says which material or entry a name belongs to.

    `ones`, `twos`, `words` hold the weights of characters, pairs and words of the core; `one`, `two`, `word` the sums.
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
    events: Ints
    negated: Flags
    denies: Ints
    """Marks of negation and of 有无 in the whole text, as one number."""
    part: Flags
    alias: Flags
    wider: Flags
    ones: Matrix
    twos: Matrix
    words: Matrix
    one: Floats
    two: Floats
    word: Floats
    head: Ints
    """The number of the last word."""


def side(parsed_names: Sequence[tuple[Name, ...]], numbers: Units) -> Side:
    """Lay the names of all materials or entries one after the other."""
    know = knowledge()
    names = tuple(name for group in parsed_names for name in group)
    cores = [name.core for name in names]
    ones, twos, words = numbers.matrices(cores)
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
        events=np.array([know.events.mask(core) for core in cores], dtype=np.int64),
        denies=np.array([name.denies[0] * 64 + name.denies[1] for name in names], dtype=np.int64),
        negated=np.array([bool(name.negations) for name in names], dtype=bool),
        part=np.array([name.part for name in names], dtype=bool),
        alias=np.array([name.alias for name in names], dtype=bool),
        wider=np.array([name.wider for name in names], dtype=bool),
        ones=ones,
        twos=twos,
        words=words,
        one=np.asarray(ones.sum(axis=1)).ravel(),
        two=np.asarray(twos.sum(axis=1)).ravel(),
        word=np.asarray(words.sum(axis=1)).ravel(),
        head=np.array([numbers.last(core) for core in cores], dtype=np.int64),
    )


@dataclass(frozen=True, slots=True)
class Contexts:
    """What surrounds a material (its matter) or an entry (its use): class masks and units, a row per owner."""

    texts: tuple[str, ...]
    told: Flags
    """Whether there is any."""
    uses: Ints
    subjects: Ints
    """Whether the use concerns persons or organisations (or the words do not say)."""
    named: Ints
    """The same for the name alone (居民财产, 公民姓名)."""
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


def _contexts(
    texts: Sequence[str], issuers: Sequence[int], spoken: Sequence[str], about: Sequence[str], numbers: Units
) -> Contexts:
    know = knowledge()
    ones, twos, _ = numbers.matrices(texts)
    person = know.holders.bit("境外人员")
    return Contexts(
        texts=tuple(texts),
        told=np.array([bool(text) for text in texts], dtype=bool),
        uses=np.array([know.uses.mask(text) for text in texts], dtype=np.int64),
        subjects=np.array([know.subjects.mask(text) for text in about], dtype=np.int64),
        named=np.array([know.subjects.mask(words) for words in spoken], dtype=np.int64),
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
    names = [widened(parsed(query.text)) for query in queries]
    texts = [fold(query.matter or group[0].aside) for query, group in zip(queries, names, strict=True)]
    spoken = [fold(query.text) for query in queries]
    return side(names, numbers), _contexts(texts, [group[0].issuers for group in names], spoken, texts, numbers)


def entry_side(entries: Sequence[ProofEntry], numbers: Units) -> tuple[Side, Contexts]:
    """Entries as arrays: their names, and their uses and issuers."""
    know = knowledge()
    names = [parsed(entry.name) for entry in entries]
    issuers = [
        know.issuers.mask(fold(entry.issuer)) | group[0].issuers for entry, group in zip(entries, names, strict=True)
    ]
    spoken = [fold(entry.name) for entry in entries]
    about = [fold(entry.name + entry.usage) for entry in entries]
    return side(names, numbers), _contexts([fold(entry.usage) for entry in entries], issuers, spoken, about, numbers)
