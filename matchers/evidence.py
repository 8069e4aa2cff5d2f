"""Evidence a person reads in two seconds (依据): the score's terms gathered under plain headings, and the veto.

Lives here: features -> Evidence records in Chinese. Never here: scores, decisions.
"""

from collections.abc import Sequence

import numpy as np

from matchers.compare import Compared
from matchers.knowledge import Knowledge, knowledge
from matchers.marks import shared_words
from matchers.model import Model
from matchers.normalise import Name
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
        "both_lost",
        "same_core",
        "same_plain",
        "our_weight_lost",
        "their_weight_lost",
        "their_weight",
        "our_weight",
        "by_wider",
        "by_alias",
        "one_of_several",
        "one_of_their_several",
        "covered_with_matter",
        "ours_covered_with_matter",
        "other_event",
    ),
    "材料种类": (
        "same_kind",
        "proof_for_paper",
        "paper_for_proof",
        "ours_is_unknown",
    ),
    "谁的事实": ("other_holder", "holder_missing", "other_subject"),
    "开具单位": ("same_issuer", "other_issuer", "village_unsaid"),
    "境外": ("abroad", "both_abroad"),
    "用途": ("same_use", "other_use", "use_alike", "use_unknown"),
    "证明的事实": ("same_fact", "other_fact", "fact_unknown"),
}
"""Which features stand under which heading."""


def _said(
    heading: str, query: Query, ours: Name, entry: ProofEntry, theirs: Name, abroad: bool, know: Knowledge
) -> tuple[str, str]:
    """What each side says under a heading."""
    if heading == "名称用词":
        return shared_words(query.text, entry.name)
    if heading == "材料种类":
        return _kind(ours, know), _kind(theirs, know)
    if heading == "谁的事实":
        return know.holders.names(ours.holders), know.holders.names(theirs.holders)
    if heading == "开具单位":
        return know.issuers.names(ours.issuers), entry.issuer
    if heading == "用途":
        return query.matter, entry.usage
    if heading == "境外":
        return ("境外材料或人员" if abroad else ""), ""
    return know.facts.names(know.facts.mask(ours.core)), know.facts.names(know.facts.mask(theirs.core))


def _kind(name: Name, know: Knowledge) -> str:
    return know.kinds[name.kind] if name.kind >= 0 else "未写明"


def _veto(kind: int, query: Query, ours: Name, entry: ProofEntry, theirs: Name, know: Knowledge) -> Evidence:
    said = {NEVER: reason(ours, theirs), POLARITY: "一方说有，另一方说无"}.get(kind, f"{_kind(ours, know)}不能充当证明")
    return Evidence(f"否决：{REASONS[kind]}", query.text, f"{entry.name}（{said}）", -99.0)


def evidence(
    compared: Compared, pair: int, model: Model, queries: Sequence[Query], entries: Sequence[ProofEntry]
) -> tuple[Evidence, ...]:
    """The evidence of one compared pair: a veto first, then headings by what they added or took away."""
    know = knowledge()
    query, entry = queries[int(compared.query[pair])], entries[int(compared.entry[pair])]
    ours = compared.pairs.ours.names[int(compared.pairs.mine[pair])]
    theirs = compared.pairs.theirs.names[int(compared.pairs.entry[pair])]
    values = compared.values[pair]
    terms = np.array(model.weights) * (values - np.array(model.centres))
    by_name = dict(zip(model.features, terms.tolist(), strict=True))
    found = []
    if compared.vetoed[pair] != NONE:
        found.append(_veto(int(compared.vetoed[pair]), query, ours, entry, theirs, know))
    abroad = any(values[model.features.index(name)] for name in HEADINGS["境外"])
    lines = []
    for heading, features in HEADINGS.items():
        points = round(sum(by_name.get(feature, 0.0) for feature in features), 2)
        left, right = _said(heading, query, ours, entry, theirs, abroad, know)
        if abs(points) >= 0.05 and (left or right):
            lines.append(Evidence(heading, left, right, points))
    return (*found, *sorted(lines, key=lambda line: -abs(line.points)))
