"""A catalogue grown by proofs that nobody asked for: made by rule from the lexicon's own words, always the same."""

import random
from collections.abc import Sequence

from matchers.knowledge import groups
from matchers.normalise import parse
from quanze.proof import ListName, ProofEntry

_LISTS: tuple[ListName, ...] = ("cancelled", "retained")
_ENDINGS = (
    "证明",
    "情况证明",
    "资格证明",
    "合格证明",
    "备案证明",
    "经历证明",
    "登记证明",
    "变更证明",
    "审核证明",
    "证明材料",
)


def grown(entries: Sequence[ProofEntry], size: int) -> tuple[ProofEntry, ...]:
    """The entries and as many distractors as make `size` rows; none has the core of a real entry."""
    uses = [word for words in groups("uses").values() for word in words if len(word) > 1]
    facts = [word for words in groups("facts").values() for word in words if len(word) > 1]
    issuers = [words[0] for words in groups("issuers").values()]
    real = {name.core for entry in entries for name in parse(entry.name)}
    chance = random.Random(20240601)
    found: dict[str, ProofEntry] = {}
    while len(found) < size - len(entries):
        name = chance.choice(uses) + chance.choice(facts) + chance.choice(_ENDINGS)
        if name not in found and parse(name)[0].core not in real:
            use = "、".join(chance.sample(uses, 2))
            listed: ListName = chance.choice(_LISTS)
            found[name] = ProofEntry(f"x{len(found)}", listed, name, use, chance.choice(issuers))
    return (*entries, *found.values())
