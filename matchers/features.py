"""What a pair of names has in common (特征), as one array: a row per pair, a column per feature.

Lives here: the comparison of one material's name with one entry's name, vectorised. Never here: weights, candidates.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

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


_NOTHING = 1e-6

SIGNS = {
    "theirs_covered": 1,
    "ours_covered": 1,
    "both_covered": 1,
    "our_words_covered": 1,
    "their_words_covered": 1,
    "theirs_inside": 1,
    "each_own_words": -1,
    "same_core": 1,
    "same_plain": 1,
    "our_weight_lost": -1,
    "their_weight_lost": -1,
    "their_weight": 1,
    "our_weight": 1,
    "by_wider": -1,
    "one_of_several": 0,
    "one_of_their_several": 0,
    "proof_for_paper": -1,
    "paper_for_proof": -1,
    "ours_is_unknown": -1,
    "other_subject": -1,
    "other_holder": -1,
    "same_issuer": 1,
    "other_issuer": -1,
    "village_unsaid": -1,
    "abroad": -1,
    "both_abroad": 1,
    "same_use": 1,
    "other_use": -1,
    "use_alike": 1,
    "use_unknown": 0,
    "covered_with_matter": 1,
    "other_event": -1,
    "same_fact": 1,
    "other_fact": -1,
    "fact_unknown": 0,
}
"""Which way each feature may count: agreement never lowers a score, disagreement never raises it (0 = either way)."""


CONTRADICTIONS = (
    "other_use",
    "other_issuer",
    "other_holder",
    "other_event",
    "other_subject",
    "other_fact",
    "each_own_words",
    "paper_for_proof",
    "ours_is_unknown",
    "abroad",
)
"""Features that contradict a match: where one of them speaks, no score makes the match sure."""


def _shared(left: Matrix, right: Matrix, rows: Ints, others: Ints) -> Floats:
    """The weight of what two rows share."""
    both = left[rows].multiply(right[others])
    return np.asarray(both.sum(axis=1)).ravel()


def _part(shared: Floats, whole: Floats) -> Floats:
    """Shared weight as a part of the whole, 0 where there is nothing."""
    return np.divide(shared, whole, out=np.zeros_like(shared), where=whole > 1e-9)


def _bits(mask: Ints) -> Flags:
    return np.asarray(mask != 0)


def _overlap(pairs: Pairs) -> dict[str, Floats | Flags]:
    ours, theirs, mine, entry = pairs.ours, pairs.theirs, pairs.mine, pairs.entry
    one = _shared(ours.ones, theirs.ones, mine, entry)
    word = _shared(ours.words, theirs.words, mine, entry)
    theirs_one, ours_one = _part(one, theirs.one[entry]), _part(one, ours.one[mine])
    lost, missing = ours.word[mine] - word, theirs.word[entry] - word
    same = (ours.cores[mine] == theirs.cores[entry]) & (ours.cores[mine] != "")
    return {
        "theirs_covered": theirs_one,
        "ours_covered": ours_one,
        "both_covered": np.minimum(theirs_one, ours_one),
        "our_words_covered": _part(word, ours.word[mine]),
        "their_words_covered": _part(word, theirs.word[entry]),
        "theirs_inside": (missing <= _NOTHING) & (theirs.word[entry] > 0),
        "each_own_words": (lost > _NOTHING) & (missing > _NOTHING),
        "same_core": same,
        "same_plain": (ours.plains[mine] == theirs.plains[entry]) & same,
        "our_weight_lost": np.minimum((ours.one[mine] - one) / 10, 3),
        "their_weight_lost": np.minimum((theirs.one[entry] - one) / 10, 3),
        "their_weight": np.minimum(theirs.one[entry] / 20, 2),
        "our_weight": np.minimum(ours.one[mine] / 20, 2),
        "by_wider": ours.wider[mine],
        "one_of_several": ours.part[mine],
        "one_of_their_several": theirs.part[entry],
    }


def _kinds(pairs: Pairs) -> dict[str, Floats | Flags]:
    kind, other = pairs.ours.kind[pairs.mine], pairs.theirs.kind[pairs.entry]
    labels = knowledge().kinds
    proof, certificate = labels.index("证明"), labels.index("证照")
    papers = [labels.index(label) for label in ("鉴定结论", "批文意见", "备案文书", "档案")]
    return {
        "proof_for_paper": (kind == proof) & (other > certificate),
        "paper_for_proof": np.isin(kind, papers) & (other == proof),
        "ours_is_unknown": kind < 0,
    }


def _people(pairs: Pairs) -> dict[str, Floats | Flags]:
    know = knowledge()
    self_named = know.holders.bit("本人") | know.holders.bit("单位自身") | know.holders.bit("境外人员")
    ours, theirs = pairs.ours.holders[pairs.mine] & ~self_named, pairs.theirs.holders[pairs.entry] & ~self_named
    owner, entry = pairs.ours.owner[pairs.mine], pairs.theirs.owner[pairs.entry]
    anyone = know.issuers.bit("主管部门")
    said = pairs.ours.issuers[pairs.mine]
    issuers = pairs.their_contexts.issuers[entry]
    abroad = pairs.our_contexts.abroad[owner]
    local = ~pairs.their_contexts.abroad[entry] & ~pairs.their_contexts.foreign[entry]
    different = pairs.ours.cores[pairs.mine] != pairs.theirs.cores[pairs.entry]
    named = _bits(pairs.their_contexts.named[entry]) & ~_bits(
        pairs.their_contexts.named[entry] & pairs.our_contexts.subjects[owner]
    )
    about = pairs.our_contexts.subjects[owner], pairs.their_contexts.subjects[entry]
    return {
        "other_subject": _bits(about[0]) & _bits(about[1]) & ~_bits(about[0] & about[1]) & (different | named),
        "other_holder": _bits(ours & ~theirs),
        "same_issuer": _bits(said & issuers),
        "other_issuer": _bits(said) & _bits(issuers) & ~_bits((said | issuers) & anyone) & ~_bits(said & issuers),
        "village_unsaid": _bits(issuers & know.issuers.bit("村居")) & ~_bits(said),
        "abroad": abroad & local,
        "both_abroad": abroad & ~local,
    }


def alike(pairs: Pairs, some: Ints | slice) -> Floats:
    """Which part of the entry's use (pairs of characters, weighted) the material's matter says, for some pairs."""
    owner, entry = pairs.ours.owner[pairs.mine[some]], pairs.theirs.owner[pairs.entry[some]]
    theirs = pairs.their_contexts
    return _part(_shared(theirs.twos, pairs.our_contexts.twos, entry, owner), theirs.two[entry])


def _uses(pairs: Pairs, overlap: Mapping[str, Floats | Flags]) -> dict[str, Floats | Flags]:
    know = knowledge()
    owner, entry = pairs.ours.owner[pairs.mine], pairs.theirs.owner[pairs.entry]
    ours, theirs = pairs.our_contexts, pairs.their_contexts
    everything = know.uses.bit("各类事项")
    ask, serve = ours.uses[owner] & ~everything, theirs.uses[entry] & ~everything
    same = _bits(ask & serve)
    other = _bits(ask) & _bits(serve) & ~same
    context = _shared(pairs.theirs.ones, ours.ones, pairs.entry, owner)
    whole = pairs.theirs.one[pairs.entry]
    covered = np.minimum(1.0, overlap["theirs_covered"] + _part(context, whole))
    return {
        "same_use": same,
        "other_use": other,
        "use_alike": np.minimum(alike(pairs, slice(None)) * 2, 1.0),
        "use_unknown": ~_bits(ask) | ~_bits(serve),
        "covered_with_matter": covered,
    }


def _facts(pairs: Pairs) -> dict[str, Floats | Flags]:
    ours, theirs = pairs.ours.facts[pairs.mine], pairs.theirs.facts[pairs.entry]
    event, other = pairs.ours.events[pairs.mine], pairs.theirs.events[pairs.entry]
    return {
        "other_event": _bits(event ^ other),
        "same_fact": _bits(ours & theirs),
        "other_fact": _bits(ours) & _bits(theirs) & ~_bits(ours & theirs),
        "fact_unknown": ~_bits(ours),
    }


def columns(pairs: Pairs) -> dict[str, Floats | Flags]:
    """Every feature of every pair by name."""
    overlap = _overlap(pairs)
    return {**overlap, **_kinds(pairs), **_people(pairs), **_uses(pairs, overlap), **_facts(pairs)}


def matrix(pairs: Pairs) -> Floats:
    """An array with a row per pair and a column per feature, in the order of SIGNS."""
    found = columns(pairs)
    return np.column_stack([np.asarray(found[name], dtype=np.float64) for name in SIGNS])


def clear(values: Floats) -> Flags:
    """Which rows of a matrix nothing contradicts."""
    names = list(SIGNS)
    return np.asarray(~values[:, [names.index(name) for name in CONTRADICTIONS]].any(axis=1))
