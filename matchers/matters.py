"""The same matter in two lists (同一事项): across files, across editions, against a national or regional list.

Lives here: matter with matter, and where the two differ in 名称, 编码, 类型, 依据 (三级四同). Never here: proofs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matchers.matter_pairs import Pair, Side, pairs, plain, same_code, side
from quanze.judgement import Band, Evidence
from quanze.matter import Doubt, Matter
from quanze.text import fold

SURE, LIKELY, UNSURE = 0.99, 0.8, 0.6
"""Where the bands begin; sure are the same code, the same title, and the same name, step and kind."""
DIFFERS = "四同不一致"
"""The kind of a doubt that says where the same matter differs in two lists."""
FOUR = ("名称", "编码", "类型", "依据")
_TITLE = re.compile(r"《([^《》]{2,60})》")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Difference:
    """One of the four (名称、编码、类型、依据) in which two lists differ on the same matter, as a person reads it."""

    what: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class SameMatter:
    """A matter and the one it is in another list: `theirs` is "" where none is near enough.

    `place` is the other's place in its list, -1 for none. `score` is how alike the two are, from 0 to 1, not a
    probability. `differences` say in which of the four the two differ though they are the same matter.
    """

    ours: str
    theirs: str
    band: Band
    score: float
    evidence: tuple[Evidence, ...] = ()
    differences: tuple[Difference, ...] = ()
    place: int = -1

    def doubts(self, matter: Matter, list_name: str) -> tuple[Doubt, ...]:
        """The differences as doubts on our matter; `list_name` is what the other list is called."""
        return tuple(doubt(one, matter, list_name) for one in self.differences)


def doubt(one: Difference, matter: Matter, list_name: str) -> Doubt:
    """A difference as a doubt on our matter, with what to do."""
    said = f"{one.what}不一致：“{matter.title}”本表写“{one.ours or '无'}”，{list_name}写“{one.theirs or '无'}”。"
    return Doubt(DIFFERS, f"{said}请核对后改成一致；确实应当不同的，说明理由。", matter.place, whole_row=False)


def same_matters(ours: Sequence[Matter], theirs: Sequence[Matter]) -> tuple[SameMatter, ...]:
    """For each matter the one it is in another list, with the points in which the two differ.

    The code decides where both have one and they agree. Otherwise the names do, without the words that only name the
    action (审批, 核发): another step of the same matter (变更, 注销) and another kind are never the same, save kinds
    that are easily taken for one another under exactly the same title. Ties go to the first of `theirs`.
    """
    if not theirs:
        return tuple(SameMatter(matter.key, "", "none", 0.0) for matter in ours)
    left, right = side(ours), side(theirs)
    return tuple(
        _best(matter, found, (left, right), place, theirs)
        for place, (matter, found) in enumerate(zip(ours, pairs(left, right), strict=True))
    )


def _best(
    matter: Matter, found: Sequence[Pair], sides: tuple[Side, Side], place: int, theirs: Sequence[Matter]
) -> SameMatter:
    """The best of theirs for one matter."""
    best = max(found, key=lambda pair: (pair.same_code, pair.alike, -pair.theirs), default=None)
    value = 0.0 if best is None else 1.0 if best.same_code else min(best.alike, 1.0)
    if best is None or value < UNSURE:
        return SameMatter(matter.key, "", "none", round(value, 4))
    other, (left, right) = theirs[best.theirs], sides
    same_kind = left.kinds[place] >= 0 and left.kinds[place] == right.kinds[best.theirs]
    kinds_differ = min(left.kinds[place], right.kinds[best.theirs]) >= 0 and not same_kind
    certain = best.same_code or (
        best.same_first and not kinds_differ and (same_kind or left.titles[place] == right.titles[best.theirs])
    )
    band: Band = "sure" if value >= SURE and certain else "likely" if value >= LIKELY else "unsure"
    lines = [Evidence("名称", matter.title, other.title, round(best.alike, 2))]
    if best.same_code:
        lines.insert(0, Evidence("编码相同", matter.code, other.code, 1.0))
    differences = _differences(matter, other, left, right, place, best.theirs)
    return SameMatter(matter.key, other.key, band, round(value, 4), tuple(lines), differences, best.theirs)


def differences(ours: Matter, theirs: Matter) -> tuple[Difference, ...]:
    """Where two matters that are known to be one differ in the four (三级四同)."""
    return _differences(ours, theirs, side([ours]), side([theirs]), 0, 0)


def _differences(
    ours: Matter, theirs: Matter, left: Side, right: Side, place: int, other: int
) -> tuple[Difference, ...]:
    mine, others = _laws(ours.basis), _laws(theirs.basis)
    codes = left.codes[place], right.codes[other]
    kinds = left.kinds[place], right.kinds[other]
    kinds_differ = kinds[0] != kinds[1] if min(kinds) >= 0 else fold(ours.kind) != fold(theirs.kind)
    checks = (
        ("名称", ours.title, theirs.title, not _named_alike(ours, theirs)),
        ("编码", ours.code, theirs.code, all(codes) and not same_code(*codes)),
        ("类型", ours.kind, theirs.kind, bool(ours.kind and theirs.kind) and kinds_differ),
        ("依据", _listed(mine, others), _listed(others, mine), bool(mine and others) and mine.keys() != others.keys()),
    )
    return tuple(Difference(what, one, another) for what, one, another, differs in checks if differs)


def _named_alike(ours: Matter, theirs: Matter) -> bool:
    """Whether two names are one as people read them; a list of main matters (主项) only names what has no sub-name."""
    mine, other = plain(ours.title), plain(theirs.title)
    return mine == other or other == plain(ours.name) or mine == plain(theirs.name)


def _laws(basis: str) -> dict[str, str]:
    """The laws that a basis names: comparable title → title as written, year of amendment and 中华人民共和国 aside."""
    return {_ASIDE.sub("", fold(title)).replace("中华人民共和国", ""): title for title in _TITLE.findall(basis)}


def _listed(here: dict[str, str], there: dict[str, str]) -> str:
    """The laws that only stand here."""
    return "、".join(f"《{title}》" for law, title in sorted(here.items()) if law not in there)
