"""The same matter in two lists (同一事项): across files, across editions, against a national or regional list.

Lives here: matter with matter, and where the two differ in 名称, 编码, 类型, 依据 (三级四同). Never here: proofs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process
from scipy import sparse

from matchers.characters import comparable
from matchers.knowledge import rows, words_of
from matchers.tables import Floats, Units, total
from matchers.words import Words
from quanze.judgement import Band, Evidence
from quanze.matter import Doubt, Matter
from quanze.text import fold

SURE, LIKELY, UNSURE = 0.99, 0.8, 0.6
"""Where the bands begin; sure are the same code, the same title, and the same name, step and kind."""
_BLOCK = 500
_TITLE = re.compile(r"《([^《》]{2,60})》")
_NOT_CODE = re.compile(r"[^0-9a-z]")
_SHORT = 8
"""A code with fewer characters says too little to be compared with a part of another."""
_JOINS = str.maketrans("", "", "()[]的及和与、,;:.。/对")


@dataclass(frozen=True, slots=True)
class SameMatter:
    """A matter and the one it is in another list: `theirs` is "" where none is near enough.

    `score` is how alike the two are, from 0 to 1, not a probability. `doubts` say in which of name, code, kind and
    basis the two differ though they are the same matter.
    """

    ours: str
    theirs: str
    band: Band
    score: float
    evidence: tuple[Evidence, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class _Lexicon:
    steps: Words
    step: dict[str, int]
    idle: Words
    kinds: dict[str, int]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    found: dict[str, list[tuple[str, ...]]] = {}
    for label, words, *_ in rows("matter_words"):
        found.setdefault(label, []).append(words_of(words))
    step = {word: number for number, words in enumerate(found["环节"]) for word in words}
    idle = [word for words in found["动作"] + found["层级"] for word in words]
    kinds = {word: number for number, words in enumerate(found["类型"]) for word in words}
    return _Lexicon(Words(step), step, Words(idle), kinds)


@dataclass(frozen=True, slots=True)
class _Side:
    cores: list[str]
    steps: list[frozenset[int]]
    codes: list[str]
    kinds: list[int]


def _side(matters: Sequence[Matter]) -> _Side:
    lexicon = _lexicon()
    titles = [comparable(matter.title) for matter in matters]
    return _Side(
        cores=[lexicon.steps.remove(lexicon.idle.remove(title)).translate(_JOINS) or title for title in titles],
        steps=[frozenset(lexicon.step[word] for _, word in lexicon.steps.find(title)) for title in titles],
        codes=[_NOT_CODE.sub("", fold(matter.code)) for matter in matters],
        kinds=[lexicon.kinds.get(fold(matter.kind), -1) for matter in matters],
    )


def _same_code(ours: str, theirs: str) -> bool:
    """Whether two codes are one: equal, or a basic code inside an implementation code."""
    if not ours or not theirs:
        return False
    return ours == theirs or (min(len(ours), len(theirs)) >= _SHORT and (ours in theirs or theirs in ours))


def _alike(ours: _Side, theirs: _Side, rows_: slice, units: Units) -> Floats:
    """How alike cores are, a row per matter of ours: shared characters and pairs by weight, and plain ratio."""
    mine, others = ours.cores[rows_], theirs.cores
    left, right = sparse.hstack(units.letters(mine)).tocsr(), sparse.hstack(units.letters(others)).tocsr()
    shared = np.asarray((left @ right.T).todense())
    whole = total(left)[:, None] + total(right)[None, :]
    ratio = process.cdist(mine, others, scorer=fuzz.ratio, dtype=np.float32).astype(np.float64) / 100
    return np.asarray(0.5 * 2 * shared / np.maximum(whole, 1e-9) + 0.5 * ratio)


def same_matters(ours: Sequence[Matter], theirs: Sequence[Matter]) -> tuple[SameMatter, ...]:
    """For each matter the one it is in another list, with the points in which the two differ.

    The code decides where both have one and they agree. Otherwise the names do, without the words that only name the
    action (审批, 核发): another step of the same matter (变更, 注销) and another kind are never the same. Ties go to
    the first of `theirs`.
    """
    if not theirs:
        return tuple(SameMatter(matter.key, "", "none", 0.0) for matter in ours)
    left, right = _side(ours), _side(theirs)
    units = Units(set(right.cores))
    found = []
    for start in range(0, len(ours), _BLOCK):
        alike = _alike(left, right, slice(start, start + _BLOCK), units)
        for row in range(len(alike)):
            found.append(_best(start + row, alike[row], (ours, left), (theirs, right)))
    return tuple(found)


def _best(
    place: int, alike: Floats, ours: tuple[Sequence[Matter], _Side], theirs: tuple[Sequence[Matter], _Side]
) -> SameMatter:
    """The best of theirs for one matter."""
    matter, left, right = ours[0][place], ours[1], theirs[1]
    same_code = np.array([_same_code(left.codes[place], code) for code in right.codes], dtype=bool)
    same_step = np.array([left.steps[place] == steps for steps in right.steps], dtype=bool)
    kind = left.kinds[place]
    other_kind = np.array([kind >= 0 and other >= 0 and kind != other for other in right.kinds], dtype=bool)
    score = np.where(same_step & ~other_kind, alike, 0.0)
    score = np.where(same_code, 1.0 + alike, score)
    best = int(score.argmax())
    value = float(min(score[best], 1.0))
    if value < UNSURE:
        return SameMatter(matter.key, "", "none", round(value, 4))
    other = theirs[0][best]
    named = fold(matter.title) == fold(other.title) or (kind >= 0 and kind == right.kinds[best])
    certain = bool(same_code[best]) or named
    band: Band = "sure" if value >= SURE and certain else "likely" if value >= LIKELY else "unsure"
    lines = [Evidence("名称", matter.title, other.title, round(float(alike[best]), 2))]
    if same_code[best]:
        lines.insert(0, Evidence("编码相同", matter.code, other.code, 1.0))
    return SameMatter(
        matter.key, other.key, band, round(value, 4), tuple(lines), _doubts(matter, other, left, right, place, best)
    )


def _doubts(ours: Matter, theirs: Matter, left: _Side, right: _Side, place: int, best: int) -> tuple[Doubt, ...]:
    """Where the same matter differs in one of the four (三级四同)."""
    titles = set(_TITLE.findall(ours.basis)), set(_TITLE.findall(theirs.basis))
    checks = (
        ("名称", ours.title, theirs.title, fold(ours.title) != fold(theirs.title)),
        ("编码", ours.code, theirs.code, not _same_code(left.codes[place], right.codes[best])),
        ("类型", ours.kind, theirs.kind, left.kinds[place] != right.kinds[best] or fold(ours.kind) == ""),
        ("依据", _listed(titles[0] - titles[1]), _listed(titles[1] - titles[0]), titles[0] != titles[1]),
    )
    given = {
        "名称": True,
        "编码": bool(ours.code and theirs.code),
        "类型": bool(ours.kind and theirs.kind),
        "依据": all(titles),
    }
    return tuple(
        Doubt("四同不一致", f"{what}不一致：本表“{mine or '无'}”，对照“{other or '无'}”", ours.place, whole_row=False)
        for what, mine, other, differs in checks
        if given[what] and differs
    )


def _listed(titles: set[str]) -> str:
    return "、".join(f"《{title}》" for title in sorted(titles))
