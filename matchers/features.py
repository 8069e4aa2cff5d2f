"""What a pair of names has in common (特征), as one array: a row per pair, a column per feature.

Lives here: the comparison of one material's name with one entry's name, vectorised. Never here: weights, candidates.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from matchers.knowledge import knowledge
from matchers.tables import Contexts, Flags, Floats, Ints, Matrix, Side


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs to compare: rows of `ours` (materials' names) and of `theirs` (entries' names)."""

    ours: Side
    our_contexts: Contexts
    theirs: Side
    their_contexts: Contexts
    mine: Ints
    entry: Ints


def _shared(left: Matrix, right: Matrix, rows: Ints, others: Ints) -> Floats:
    """The weight of what two rows share."""
    both = left[rows].multiply(right[others] != 0)
    return np.asarray(both.sum(axis=1)).ravel()


def _part(shared: Floats, whole: Floats) -> Floats:
    """Shared weight as a part of the whole, 0 where there is nothing."""
    return np.divide(shared, whole, out=np.zeros_like(shared), where=whole > 1e-9)


def _bits(mask: Ints) -> Flags:
    return np.asarray(mask != 0)


def _overlap(pairs: Pairs) -> dict[str, Floats | Flags]:
    ours, theirs, mine, entry = pairs.ours, pairs.theirs, pairs.mine, pairs.entry
    one = _shared(ours.ones, theirs.ones, mine, entry)
    two = _shared(ours.twos, theirs.twos, mine, entry)
    theirs_one, ours_one = _part(one, theirs.one[entry]), _part(one, ours.one[mine])
    theirs_two, ours_two = _part(two, theirs.two[entry]), _part(two, ours.two[mine])
    cores, others = ours.cores[mine], theirs.cores[entry]
    same = (cores == others) & (cores != "")
    same_kind = ours.kind[mine] == theirs.kind[entry]
    ratio = process.cpdist(cores, others, scorer=fuzz.ratio, dtype=np.float32).astype(np.float64) / 100
    return {
        "theirs_covered": theirs_one,
        "ours_covered": ours_one,
        "their_pairs_covered": theirs_two,
        "our_pairs_covered": ours_two,
        "both_covered": np.minimum(theirs_one, ours_one),
        "ratio": np.where((cores == "") | (others == ""), 0.0, ratio),
        "same_core": same,
        "same_core_and_kind": same & same_kind,
        "our_weight_lost": np.minimum((ours.one[mine] - one) / 10, 3),
        "their_weight_lost": np.minimum((theirs.one[entry] - one) / 10, 3),
        "their_weight": np.minimum(theirs.one[entry] / 20, 2),
        "our_weight": np.minimum(ours.one[mine] / 20, 2),
    }


def _kinds(pairs: Pairs) -> dict[str, Floats | Flags]:
    kind, other = pairs.ours.kind[pairs.mine], pairs.theirs.kind[pairs.entry]
    labels = knowledge().kinds
    proof, certificate = labels.index("证明"), labels.index("证照")
    different = kind != other
    ending = pairs.ours.ending[pairs.mine] == pairs.theirs.ending[pairs.entry]
    document = (kind > certificate) & (other == proof)
    return {
        "same_kind": ~different,
        "same_ending": ending & (kind != proof) & (kind >= 0),
        "certificate_for_proof": (kind == certificate) & (other == proof),
        "proof_for_certificate": (kind == proof) & (other == certificate),
        "paper_for_proof": document,
        "proof_for_paper": (kind == proof) & (other > certificate),
        "ours_is_proof": kind == proof,
        "ours_is_unknown": kind < 0,
    }


def _people(pairs: Pairs) -> dict[str, Floats | Flags]:
    know = knowledge()
    self_named = know.holders.bit("本人") | know.holders.bit("单位自身") | know.holders.bit("境外人员")
    ours, theirs = pairs.ours.holders[pairs.mine] & ~self_named, pairs.theirs.holders[pairs.entry] & ~self_named
    owner, entry = pairs.ours.owner[pairs.mine], pairs.theirs.owner[pairs.entry]
    said = pairs.ours.issuers[pairs.mine]
    issuers = pairs.their_contexts.issuers[entry]
    abroad = pairs.our_contexts.abroad[owner]
    foreign = pairs.our_contexts.foreign[owner] & _bits(pairs.theirs.facts[pairs.entry] & know.home_issued)
    local = ~pairs.their_contexts.abroad[entry] & ~pairs.their_contexts.foreign[entry]
    return {
        "other_holder": _bits(ours & ~theirs),
        "same_holder": _bits(ours & theirs),
        "holder_missing": _bits(theirs & ~ours),
        "same_issuer": _bits(said & issuers),
        "other_issuer": _bits(said) & _bits(issuers) & ~_bits(said & issuers),
        "village_unsaid": _bits(issuers & know.issuers.bit("村居")) & ~_bits(said),
        "abroad": abroad & local,
        "foreign_person": foreign & local & ~abroad,
        "both_abroad": abroad & ~local,
    }


def _uses(pairs: Pairs, overlap: Mapping[str, Floats | Flags]) -> dict[str, Floats | Flags]:
    know = knowledge()
    owner, entry = pairs.ours.owner[pairs.mine], pairs.theirs.owner[pairs.entry]
    ours, theirs = pairs.our_contexts, pairs.their_contexts
    everything = know.uses.bit("各类事项")
    ask, serve = ours.uses[owner] & ~everything, theirs.uses[entry] & ~everything
    same = _bits(ask & serve)
    other = _bits(ask) & _bits(serve) & ~same
    alike = _part(_shared(theirs.twos, ours.twos, entry, owner), theirs.two[entry])
    core = np.asarray(overlap["same_core"], dtype=bool)
    context = _shared(pairs.theirs.ones, ours.ones, pairs.entry, owner)
    whole = pairs.theirs.one[pairs.entry]
    covered = np.minimum(1.0, overlap["theirs_covered"] + _part(context, whole))
    ours_elsewhere = np.minimum(
        1.0,
        overlap["ours_covered"]
        + _part(_shared(pairs.ours.ones, ours.ones, pairs.mine, owner), pairs.ours.one[pairs.mine]),
    )
    certificate = pairs.theirs.kind[pairs.entry] == know.kinds.index("证照")
    return {
        "same_use": same,
        "other_use": other,
        "other_use_other_name": other & ~core,
        "use_alike": np.minimum(alike * 2, 1.0),
        "any_use": _bits(theirs.uses[entry] & everything),
        "use_unknown": ~_bits(ask) | ~_bits(serve),
        "covered_with_matter": covered,
        "ours_covered_with_matter": ours_elsewhere,
        "certificate_other_use": certificate & ~same,
    }


def _facts(pairs: Pairs) -> dict[str, Floats | Flags]:
    ours, theirs = pairs.ours.facts[pairs.mine], pairs.theirs.facts[pairs.entry]
    return {
        "same_fact": _bits(ours & theirs),
        "other_fact": _bits(ours) & _bits(theirs) & ~_bits(ours & theirs),
        "fact_unknown": ~_bits(ours),
        "one_of_several": pairs.ours.part[pairs.mine],
        "several_at_once": _several(pairs) & ~pairs.ours.part[pairs.mine],
        "one_of_their_several": pairs.theirs.part[pairs.entry],
    }


def _several(pairs: Pairs) -> Flags:
    owners = np.zeros(int(pairs.ours.owner.max(initial=-1)) + 1, dtype=bool)
    owners[pairs.ours.owner[pairs.ours.part]] = True
    return owners[pairs.ours.owner[pairs.mine]]


def columns(pairs: Pairs) -> dict[str, Floats | Flags]:
    """Every feature of every pair by name."""
    overlap = _overlap(pairs)
    return {**overlap, **_kinds(pairs), **_people(pairs), **_uses(pairs, overlap), **_facts(pairs)}


def matrix(pairs: Pairs) -> tuple[tuple[str, ...], Floats]:
    """The features' names, and an array with a row per pair and a column per feature."""
    found = columns(pairs)
    return tuple(found), np.column_stack([np.asarray(column, dtype=np.float64) for column in found.values()])
