"""Which matters of two lists are worth comparing, and how alike they are (事项配对): blocks, never all pairs.

Lives here: names without idle words, blocks by step, candidates by shared characters, equal codes. Never here: bands,
doubts, what a person reads.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from rapidfuzz import fuzz
from scipy import sparse

from matchers.characters import comparable
from matchers.knowledge import rows, words_of
from matchers.tables import Flags, Floats, Ints, Matrix, Units, total
from matchers.words import Words
from quanze.matter import Matter
from quanze.text import fold

KEEP = 10
"""Candidates per name that are compared in full."""
_BLOCK = 500
_NOT_CODE = re.compile(r"[^0-9a-z]")
_SHORT = 8
"""A code with fewer characters says too little to be compared with a part of another."""
_JOINS = str.maketrans("", "", "()[]的及和与、,;:.。/对《》\"'")
_OWN_NAME = 5
"""A sub-name of so many characters, idle words left out, may stand for the matter by itself."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    steps: Words
    step: dict[str, int]
    idle: Words
    levels: Words
    kinds: dict[str, int]
    loose: frozenset[int]


@cache
def _lexicon() -> _Lexicon:
    found: dict[str, list[tuple[str, ...]]] = {}
    for label, words, *_ in rows("matter_words"):
        found.setdefault(label, []).append(words_of(words))
    step = {word: number for number, words in enumerate(found["环节"]) for word in words}
    step |= {word: -1 for words in found["首办"] for word in words}
    idle = [word for words in found["动作"] + found["层级"] for word in words]
    kinds = {word: number for number, words in enumerate(found["类型"]) for word in words}
    loose = frozenset(kinds[word] for words in found["易混类型"] for word in words)
    levels = Words(word for words in found["层级"] for word in words)
    return _Lexicon(Words(step), step, Words(idle), levels, kinds, loose)


@dataclass(frozen=True, slots=True)
class Side:
    """A list of matters as compared. A matter has one name or two: its title, and a sub-name that says enough.

    `owner`, `cores`, `steps`, `first` have a value per name; `steps` leaves 新办 out, `first` says whether it was
    there. `codes` and `kinds` (-1 = not known) have a value per matter.
    """

    owner: tuple[int, ...]
    cores: tuple[str, ...]
    steps: tuple[frozenset[int], ...]
    first: tuple[bool, ...]
    titles: tuple[str, ...]
    codes: tuple[str, ...]
    kinds: tuple[int, ...]


def side(matters: Sequence[Matter]) -> Side:
    """Prepare a list of matters."""
    lexicon = _lexicon()
    titles = [comparable(matter.title) for matter in matters]
    names = [(place, title) for place, title in enumerate(titles)]
    for place, matter in enumerate(matters):
        own = comparable(matter.sub_name)
        if own and len(_core(own)) >= _OWN_NAME:
            names.append((place, own))
    steps = [{lexicon.step[word] for _, word in lexicon.steps.find(name)} for _, name in names]
    return Side(
        owner=tuple(place for place, _ in names),
        cores=tuple(_core(name) for _, name in names),
        steps=tuple(frozenset(found - {-1}) for found in steps),
        first=tuple(-1 in found for found in steps),
        titles=tuple(titles),
        codes=tuple(_NOT_CODE.sub("", fold(matter.code)) for matter in matters),
        kinds=tuple(lexicon.kinds.get(fold(matter.kind), -1) for matter in matters),
    )


def _core(name: str) -> str:
    """A name without the words that only name the step, the action or the level."""
    lexicon = _lexicon()
    return lexicon.steps.remove(lexicon.idle.remove(name)).translate(_JOINS) or name


def plain(name: str) -> str:
    """A name without level, brackets and punctuation: two that read the same are no difference worth a doubt."""
    found = comparable(name)
    return _lexicon().levels.remove(found).translate(_JOINS) or found


@dataclass(frozen=True, slots=True)
class Pair:
    """A matter of theirs that may be one of ours: how alike the names are (0 to 1), and what else agrees."""

    theirs: int
    alike: float
    same_code: bool = False
    same_first: bool = True
    """Both or neither say 新办."""


def same_code(ours: str, theirs: str) -> bool:
    """Whether two prepared codes are one: equal, or a basic code inside an implementation code."""
    if not ours or not theirs:
        return False
    return ours == theirs or (min(len(ours), len(theirs)) >= _SHORT and (ours in theirs or theirs in ours))


def pairs(left: Side, right: Side) -> tuple[tuple[Pair, ...], ...]:
    """For each matter of `left` the matters of `right` worth comparing, in the order of `right`.

    Names are compared inside a block: the same step, and kinds that can be one. Equal codes are always compared.
    """
    units = Units(set(right.cores))
    ours, theirs = _Names.of(left, units), _Names.of(right, units)
    found: list[dict[int, Pair]] = [{} for _ in left.codes]
    for mine, other, alike in _near(left, right, ours, theirs):
        owner, their = left.owner[mine], right.owner[other]
        known = found[owner].get(their)
        if known is None or alike > known.alike:
            found[owner][their] = Pair(their, alike, same_first=left.first[mine] == right.first[other])
    for place, others in enumerate(_coded(left.codes, right.codes)):
        for their in others:
            alike = found[place][their].alike if their in found[place] else _titles_alike(left, right, place, their)
            found[place][their] = Pair(their, alike, same_code=True)
    return tuple(tuple(one[their] for their in sorted(one)) for one in found)


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of a side as rows of weighted characters and pairs, and the sum of each row."""

    rows: Matrix
    total: Floats

    @classmethod
    def of(cls, one: Side, units: Units) -> "_Names":
        rows_ = sparse.hstack(units.letters(one.cores)).tocsr()
        return cls(rows_, total(rows_))


def _near(left: Side, right: Side, ours: _Names, theirs: _Names) -> Iterable[tuple[int, int, float]]:
    """(name of ours, name of theirs, how alike) of the likeliest pairs, block by block."""
    blocks: dict[frozenset[int], list[int]] = defaultdict(list)
    for name, steps in enumerate(right.steps):
        blocks[steps].append(name)
    asked: dict[frozenset[int], list[int]] = defaultdict(list)
    for name, steps in enumerate(left.steps):
        asked[steps].append(name)
    numbers: dict[str, int] = {}
    kinds, their_kinds = _Kinds.of(left, numbers), _Kinds.of(right, numbers)
    for steps, names in asked.items():
        block = np.array(blocks.get(steps, ()), dtype=np.int64)
        for start in range(0, len(names) if len(block) else 0, _BLOCK):
            part = names[start : start + _BLOCK]
            shared = (ours.rows[part] @ theirs.rows[block].T).tocsr()
            for row, mine in enumerate(part):
                inside = slice(shared.indptr[row], shared.indptr[row + 1])
                others = block[shared.indices[inside]]
                dice = 2 * shared.data[inside] / np.maximum(ours.total[mine] + theirs.total[others], 1e-9)
                fits = kinds.fit(mine, their_kinds, others)
                for place in _first(np.where(fits, dice, 0.0), KEEP):
                    other = int(others[place])
                    ratio = fuzz.ratio(left.cores[mine], right.cores[other]) / 100
                    yield mine, other, float((dice[place] + ratio) / 2)


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Kinds and titles of a side, a number per name; `loose` kinds are easily taken for one another."""

    kind: Ints
    title: Ints
    loose: Flags

    @classmethod
    def of(cls, one: Side, numbers: dict[str, int]) -> "_Kinds":
        owner = np.array(one.owner, dtype=np.int64)
        kind = np.array(one.kinds, dtype=np.int64)[owner]
        title = np.array([numbers.setdefault(title, len(numbers)) for title in one.titles], dtype=np.int64)[owner]
        return cls(kind, title, np.isin(kind, sorted(_lexicon().loose)))

    def fit(self, mine: int, theirs: "_Kinds", others: Ints) -> Flags:
        """Which names of theirs are of a kind that can be ours: the same, not given, or loose under the same title."""
        kind = theirs.kind[others]
        same = (kind == self.kind[mine]) | (kind < 0) | (self.kind[mine] < 0)
        loose = self.loose[mine] & theirs.loose[others] & (theirs.title[others] == self.title[mine])
        return np.asarray(same | loose, dtype=bool)


def _first(values: Floats, most: int) -> list[int]:
    """The places of the highest values above nothing; ties to the first."""
    near = (
        np.flatnonzero(values >= np.partition(values, -most)[-most]) if len(values) > most else np.arange(len(values))
    )
    order = near[np.argsort(-values[near], kind="stable")][:most]
    return [int(place) for place in order if values[place] > 0]


def _titles_alike(left: Side, right: Side, ours: int, theirs: int) -> float:
    return fuzz.ratio(left.titles[ours], right.titles[theirs]) / 100


def _coded(ours: Sequence[str], theirs: Sequence[str]) -> list[list[int]]:
    """For each code of ours the places of theirs that are the same code, by looking up parts, never all pairs."""
    by_code, by_part = _places(theirs), _parts(theirs, {len(code) for code in ours if len(code) >= _SHORT})
    lengths = sorted({len(code) for code in by_code if len(code) >= _SHORT})
    found = []
    for code in ours:
        places = set(by_code.get(code, ())) | set(by_part.get(code, ())) if code else set()
        for length in lengths if code else ():
            for start in range(len(code) - length + 1):
                places.update(by_code.get(code[start : start + length], ()))
        found.append(sorted(places))
    return found


def _places(codes: Sequence[str]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, code in enumerate(codes):
        if code:
            found[code].append(place)
    return found


def _parts(codes: Sequence[str], lengths: Iterable[int]) -> Mapping[str, list[int]]:
    """Places of codes by every part of them that is as long as a code of the other list."""
    found: dict[str, list[int]] = defaultdict(list)
    wanted = sorted(lengths)
    for place, code in enumerate(codes):
        for length in wanted:
            for start in range(len(code) - length + 1):
                found[code[start : start + length]].append(place)
    return found
