"""What `bench match` works on: materials and entries made by rule from the labelled sets and the lexicon."""

import random
from functools import lru_cache
from pathlib import Path

from matchers import Example
from matchers.knowledge import groups
from matchers.shipping import entries, examples
from quanze.judgement import Query
from quanze.proof import ProofEntry
from tests.gate.match.distractors import grown

SETS = Path(__file__).resolve().parent.parent / "tests" / "gate" / "match"
MATERIALS, ENTRIES = 24_000, 10_000
DISTINCT = 60_000
_BEFORE = ("", "申请人", "单位出具的", "村委会出具的", "法定代表人", "原", "有关部门出具的")
_AFTER = ("", "（复印件）", "原件1份", "（加盖公章）", "原件及复印件")
_STEPS = ("", "（变更）", "（延续）", "（注销）", "（补证）")
_KINDS = ("证明", "申请表", "证明材料", "情况证明", "报告", "合同", "证书")


@lru_cache(maxsize=1)
def catalogue() -> tuple[ProofEntry, ...]:
    """The labelled sets' catalogue grown to 10,000 rows."""
    return grown(tuple(entries(SETS / "catalogue.csv")), ENTRIES)


@lru_cache(maxsize=1)
def labelled() -> tuple[Example, ...]:
    """Materials with a match, in wording that no model was trained on."""
    return tuple(one for one in examples(SETS / "queries_written.csv") if one.gold)


@lru_cache(maxsize=2)
def materials(count: int) -> tuple[Query, ...]:
    """Distinct materials: the labelled ones first, then names made of published wording and of the lexicon's words."""
    known = [*examples(SETS / "queries_dev.csv"), *examples(SETS / "queries_real_dev.csv")]
    texts = [one.query.text for one in known]
    matters = [f"{matter}{step}" for matter in sorted({one.query.matter for one in known}) for step in _STEPS]
    uses = [word for words in groups("uses").values() for word in words if len(word) > 1]
    facts = [word for words in groups("facts").values() for word in words if len(word) > 1]
    chance = random.Random(7)
    found = {(one.query.text, one.query.matter): one.query for one in labelled()}
    while len(found) < count:
        if chance.random() < 0.5:
            core = chance.choice(uses) + chance.choice(facts) + chance.choice(_KINDS)
        else:
            core = chance.choice(texts)
        text = chance.choice(_BEFORE) + core + chance.choice(_AFTER)
        matter = chance.choice(matters)
        found.setdefault((text, matter), Query(f"m{len(found)}", text, matter))
    return tuple(found.values())[:count]
