"""Evidence a person reads in two seconds (依据): the score's terms gathered under plain headings, and the veto.

Lives here: features -> Evidence records in Chinese. Never here: scores, decisions.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from matchers.caps import ISSUER, NARROWER, OBJECT, UNNAMED, USE, about, cap
from matchers.compare import Compared
from matchers.knowledge import knowledge
from matchers.marks import shared_words
from matchers.model import Model
from matchers.vetoes import NEVER, NONE, POLARITY, REASONS, reason
from quanze.judgement import Evidence, Query
from quanze.proof import ProofEntry

HEADINGS = {
    "名称用词": (
        "theirs_covered",
        "ours_covered",
        "both_covered",
        "our_words_covered",
        "their_words_covered",
        "theirs_inside",
        "each_own_words",
        "same_core",
        "same_plain",
        "our_weight_lost",
        "their_weight_lost",
        "their_weight",
        "our_weight",
        "by_wider",
        "one_of_several",
        "one_of_their_several",
        "covered_with_matter",
        "other_event",
    ),
    "材料种类": (
        "proof_for_paper",
        "paper_for_proof",
        "ours_is_unknown",
    ),
    "谁的事实": ("other_holder", "other_subject"),
    "开具单位": ("same_issuer", "other_issuer", "village_unsaid"),
    "境外": ("abroad", "both_abroad"),
    "用途": ("same_use", "other_use", "use_alike", "use_unknown"),
    "证明的事实": ("same_fact", "other_fact", "fact_unknown"),
}
"""Which features stand under which heading."""


_LEAST = 0.05
"""Points under this are not worth a line."""
_VETO = -99.0


def _points(compared: Compared, pairs: Sequence[int], model: Model) -> list[list[float]]:
    """What each heading gave to each pair's score; at the end whether it speaks of abroad, and of other subjects."""
    values = compared.values[np.array(pairs, dtype=np.int64)]
    place = {name: number for number, name in enumerate(model.features)}
    shown = np.zeros((len(values), len(HEADINGS) + 2))
    for column, features in enumerate(HEADINGS.values()):
        for feature in features:
            if feature in place:
                number = place[feature]
                shown[:, column] += model.weights[number] * (values[:, number] - model.centres[number])
    shown[:, -2] = values[:, [place[name] for name in HEADINGS["境外"]]].any(axis=1)
    shown[:, -1] = values[:, place["other_subject"]]
    points: list[list[float]] = np.round(shown, 2).tolist()
    return points


@lru_cache(maxsize=4096)
def _names(what: str, mask: int) -> str:
    """The classes of a mask in words."""
    return str(getattr(knowledge(), what).names(mask))


def _kind(kind: int) -> str:
    return knowledge().kinds[kind] if kind >= 0 else "未写明"


def _about(compared: Compared, pair: int) -> tuple[str, str]:
    """Whether each side is about persons or organisations, where the two differ."""
    pairs = compared.pairs
    owner, entry = int(pairs.ours.owner[pairs.mine[pair]]), int(pairs.theirs.owner[pairs.entry[pair]])
    asks, serves = int(pairs.our_contexts.subjects[owner]), int(pairs.their_contexts.subjects[entry])
    return f"{_names('subjects', asks)}办的事", f"{_names('subjects', serves)}的证明"


def _said(
    compared: Compared, pair: int, query: Query, entry: ProofEntry, abroad: bool, subject: bool
) -> dict[str, tuple[str, str]]:
    """What each side says under each heading."""
    ours, theirs = compared.pairs.ours, compared.pairs.theirs
    mine, other = int(compared.pairs.mine[pair]), int(compared.pairs.entry[pair])
    name, there = ours.names[mine], theirs.names[other]
    return {
        "名称用词": shared_words(query.text, entry.name),
        "材料种类": (_kind(name.kind), _kind(there.kind)),
        "谁的事实": _about(compared, pair)
        if subject
        else (_names("holders", name.holders), _names("holders", there.holders)),
        "开具单位": (_names("issuers", name.issuers), entry.issuer),
        "境外": ("境外材料或人员" if abroad else "", ""),
        "用途": (query.matter, entry.usage),
        "证明的事实": (_names("facts", int(ours.facts[mine])), _names("facts", int(theirs.facts[other]))),
    }


def _veto(compared: Compared, pair: int, query: Query, entry: ProofEntry) -> Evidence:
    kind = int(compared.vetoed[pair])
    ours = compared.pairs.ours.names[int(compared.pairs.mine[pair])]
    theirs = compared.pairs.theirs.names[int(compared.pairs.entry[pair])]
    said = {NEVER: reason(ours, theirs), POLARITY: "一方说有，另一方说无"}.get(
        kind, f"{_kind(ours.kind)}，{_kind(theirs.kind)}"
    )
    return Evidence(f"否决：{REASONS[kind]}", query.text, f"{entry.name}（{said}）", _VETO)


def _cap(compared: Compared, pair: int, query: Query, entry: ProofEntry) -> tuple[Evidence, ...]:
    """Why a person must look at the pair whatever its score, without points of its own."""
    if not (why := cap(compared, pair, query, entry)):
        return ()
    ours, theirs = {
        ISSUER: (query.text, entry.issuer),
        UNNAMED: (query.text, entry.issuer),
        USE: (about(query), entry.usage),
        NARROWER: (about(query), entry.usage),
        OBJECT: (about(query), entry.name),
    }.get(why, (query.text, entry.name))
    return (Evidence(f"需核对：{why}", ours, theirs, 0.0),)


def evidence(
    compared: Compared, pairs: Sequence[int], model: Model, queries: Sequence[Query], entries: Sequence[ProofEntry]
) -> Iterator[tuple[Evidence, ...]]:
    """The evidence of each of some compared pairs: a veto first, then headings by what they added or took away."""
    if not pairs:
        return
    asked, found = compared.query[np.array(pairs)].tolist(), compared.entry[np.array(pairs)].tolist()
    for pair, points, number, place in zip(pairs, _points(compared, pairs, model), asked, found, strict=True):
        query, entry = queries[number], entries[place]
        said = _said(compared, pair, query, entry, bool(points[-2]), bool(points[-1]))
        lines = [
            Evidence(heading, *said[heading], given)
            for heading, given in zip(HEADINGS, points, strict=False)
            if abs(given) >= _LEAST and any(said[heading])
        ]
        lines.sort(key=lambda line: -abs(line.points))
        vetoed = compared.vetoed[pair] != NONE
        first = (_veto(compared, pair, query, entry),) if vetoed else _cap(compared, pair, query, entry)
        yield (*first, *lines)
