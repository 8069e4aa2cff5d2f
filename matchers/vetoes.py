"""Hard knowledge before any score (否决): polarity, never-equal pairs, kinds of paper that are no proof.

Lives here: which pairs of names can never be the same proof, and the reason in words. Never here: soft features.
"""

from functools import cache, lru_cache

import numpy as np

from matchers.features import Pairs, alike
from matchers.knowledge import knowledge
from matchers.normalise import Name, parse
from matchers.originals import COPY, ORIGINAL
from matchers.tables import Flags, Ints
from quanze.text import pairs as neighbours

NONE, POLARITY, NEVER, NO_PROOF, CERTIFICATE, ABROAD, OTHER_USE, OTHER_FORM = range(8)
REASONS = {
    POLARITY: "有无相反",
    NEVER: "永不等同",
    NO_PROOF: "不是证明",
    CERTIFICATE: "证件不是证明",
    ABROAD: "境外出具",
    OTHER_USE: "证件只在所列用途取消",
    OTHER_FORM: "清单只说复印件",
}
"""What vetoed, as the reviewer reads it."""
_ALIKE = 0.7
"""A use of no known class is the matter's where the matter says this part of its words."""


def _denied(negated: Name, plain: Name) -> bool:
    """Whether the second name asserts what the first denies."""
    return any(piece in plain.core for scope in negated.negations for piece in neighbours(scope) or {scope} - {""})


def flipped(left: Name, right: Name) -> bool:
    """Whether one name denies what the other asserts (无犯罪记录, 犯罪记录; 未成年, 成年)."""
    if bool(left.negations) != bool(right.negations):
        negated, plain = (left, right) if left.negations else (right, left)
        return _denied(negated, plain)
    return any(
        one in first and one not in second and other in second.replace(one, "") and other not in first.replace(one, "")
        for one, other in knowledge().opposites
        for first, second in ((left.core, right.core), (right.core, left.core))
    )


@cache
def _never() -> dict[tuple[tuple[str, int], tuple[str, int]], str]:
    """Both orders of the never-equal pairs, as core and kind, and why."""
    found = {}
    for left, right, why in knowledge().never_equal:
        one, other = parse(left)[0], parse(right)[0]
        found[(one.core, one.kind), (other.core, other.kind)] = why
        found[(other.core, other.kind), (one.core, one.kind)] = why
    return found


def _apart(ours: str, theirs: str) -> str:
    """Why two facts are apart: they name different things of a class whose things never stand for each other."""
    if party := _other_party(ours, theirs):
        return party
    mine, other = _things(ours), _things(theirs)
    for label in mine:
        left, right = mine[label], other.get(label)
        if right and left.isdisjoint(right):
            return f"{label}不同：{'、'.join(sorted(left))}与{'、'.join(sorted(right))}"
    return ""


def _other_party(ours: str, theirs: str) -> str:
    """Why two facts are two persons': they begin with persons who face each other."""
    parties = knowledge().parties
    one, other = parties.words.at(ours, 0), parties.words.at(theirs, 0)
    if one == other or not (both := parties.bits.get(one, 0) & parties.bits.get(other, 0)):
        return ""
    return f"{parties.names(both)}不同：{one}与{other}"


@lru_cache(maxsize=50_000)
def _things(core: str) -> dict[str, frozenset[str]]:
    """What a fact names of each class whose things never stand for each other."""
    distinct = knowledge().distinct
    words = distinct.words.found(core)
    found = {
        label: frozenset(word for word in words if distinct.bits[word] >> place & 1)
        for place, label in enumerate(distinct.labels if words else ())
    }
    return {label: things for label, things in found.items() if things}


def reason(ours: Name, theirs: Name) -> str:
    """Why a never-equal pair is never equal, "" where it is none."""
    if ours.paper and theirs.paper and ours.paper != theirs.paper:
        return f"{ours.paper}与{theirs.paper}不是同一种证件"
    if apart := _apart(ours.core, theirs.core):
        return apart
    return _never().get(((ours.core, ours.kind), (theirs.core, theirs.kind)), "")


def _by_kind(pairs: Pairs) -> Ints:
    """Papers that are no proof at all, and certificates set against proofs."""
    know = knowledge()
    kind, other = pairs.ours.kind[pairs.mine], pairs.theirs.kind[pairs.entry]
    no_proof = np.isin(kind, sorted(know.never_proof)) & (kind != other)
    certificate, proof = know.kinds.index("证照"), know.kinds.index("证明")
    crossed = ((kind == certificate) & (other == proof)) | ((kind == proof) & (other == certificate))
    return np.where(no_proof, NO_PROOF, np.where(crossed, CERTIFICATE, NONE))


def _by_use(pairs: Pairs) -> Flags:
    """Certificates are asked for everywhere: an entry that cancels one only speaks for the use it names."""
    owner, entry = pairs.ours.owner[pairs.mine], pairs.theirs.owner[pairs.entry]
    ours, theirs = pairs.our_contexts, pairs.their_contexts
    certificate = pairs.theirs.kind[pairs.entry] == knowledge().kinds.index("证照")
    bound = certificate & ours.told[owner] & theirs.told[entry]
    ask, serve = ours.uses[owner], theirs.uses[entry]
    found = np.asarray(bound & (ask & serve == 0))
    unclear = np.flatnonzero(found & ((ask == 0) | (serve == 0)))
    found[unclear] = alike(pairs, unclear) < _ALIKE
    return found


def _by_form(pairs: Pairs) -> Flags:
    """An original set against an entry of a copy: that the copy is not asked for says nothing of the original."""
    ours, theirs = pairs.ours.form[pairs.mine], pairs.theirs.form[pairs.entry]
    return np.asarray((ours == ORIGINAL) & (theirs == COPY))


def _by_place(pairs: Pairs) -> Flags:
    """Facts of foreign persons that their own authorities certify, set against an entry of our own authorities."""
    owner, entry = pairs.ours.owner[pairs.mine], pairs.theirs.owner[pairs.entry]
    ours, theirs = pairs.our_contexts, pairs.their_contexts
    home = (pairs.theirs.facts[pairs.entry] & knowledge().home_issued) != 0
    away = (ours.abroad[owner] | ours.foreign[owner]) & ~(theirs.abroad[entry] | theirs.foreign[entry])
    return np.asarray(home & away)


@lru_cache(maxsize=50_000)
def _watched(core: str, kind: int) -> bool:
    """Whether a fact is one of a never-equal pair, or has a word with an opposite."""
    know = knowledge()
    return any(one in core or other in core for one, other in know.opposites) or (core, kind) in _listed()


@cache
def _listed() -> frozenset[tuple[str, int]]:
    """The facts and kinds that stand in never-equal pairs."""
    return frozenset(key for key, _ in _never())


def vetoes(pairs: Pairs) -> Ints:
    """For each pair NONE or the veto that forbids it."""
    ours, theirs = pairs.ours, pairs.theirs
    found = _by_kind(pairs)
    found = np.where((found == NONE) & _by_place(pairs), ABROAD, found)
    found = np.where((found == NONE) & _by_use(pairs), OTHER_USE, found)
    found = np.where((found == NONE) & _by_form(pairs), OTHER_FORM, found)
    watched = np.array([_watched(name.core, name.kind) for name in ours.names], dtype=bool)[pairs.mine]
    check = np.flatnonzero(
        watched
        | (ours.negated[pairs.mine] != theirs.negated[pairs.entry])
        | (ours.paper[pairs.mine] & theirs.paper[pairs.entry])
        | ((ours.distinct[pairs.mine] & theirs.distinct[pairs.entry]) != 0)
    )
    for place, mine, entry in zip(check.tolist(), pairs.mine[check].tolist(), pairs.entry[check].tolist(), strict=True):
        left, right = ours.names[mine], theirs.names[entry]
        if flipped(left, right):
            found[place] = POLARITY
        elif found[place] == NONE and reason(left, right):
            found[place] = NEVER
    return found.astype(np.int64)
