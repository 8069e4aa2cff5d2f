"""A changed catalogue judges only those materials otherwise whose candidates it changes."""

import random
from dataclasses import replace

import pytest

from matchers import suggest_iter, touched
from quanze.judgement import Judgement, Query
from quanze.proof import ProofEntry
from tests.gate.match.measure import HERE, catalogue
from tests.matchers.asked import asked

SEEDS = range(4)


def changed(entries: list[ProofEntry], rng: random.Random, share: float) -> list[ProofEntry]:
    """A catalogue like this one with a share of entries gone, reworded, moved between lists or new."""
    out = []
    for entry in entries:
        chance = rng.random() / share
        other = rng.choice(entries)
        if chance < 0.25:
            continue
        if chance < 0.5:
            out.append(replace(entry, usage=other.usage, replacement="改过"))
        elif chance < 0.75:
            out.append(replace(entry, key="x" + entry.key, name=other.name))
        else:
            out.append(replace(entry, list="retained") if chance < 1 else entry)
    rng.shuffle(out)
    return out


def judged(queries: list[Query], entries: list[ProofEntry], weighed: list[ProofEntry]) -> list[Judgement]:
    return list(suggest_iter(queries, entries, weighed=weighed))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_not_touched_is_judged_as_before_to_the_last_digit_and_word(seed: int) -> None:
    rng = random.Random(seed)
    old, queries = list(catalogue()), asked()
    new = changed(old, rng, rng.choice((0.01, 0.05, 0.2)))
    hit = touched([query.text for query in queries], old, new, old)
    rest = [query for query in queries if query.text not in hit]
    assert rest
    assert judged(rest, new, old) == judged(rest, old, old)


def test_an_equal_catalogue_in_another_order_touches_nothing() -> None:
    entries = list(catalogue())
    assert touched([query.text for query in asked()], entries, entries[::-1], entries) == frozenset()


def test_words_that_become_common_touch_the_texts_that_have_them() -> None:
    old = list(catalogue())
    flood = [ProofEntry(f"f{number}", "cancelled", f"亲属关系证明{number}号") for number in range(300)]
    queries = [query for query in asked() if "关系" in query.text][:40]
    hit = touched([query.text for query in queries], old, old + flood, old)
    rest = [query for query in queries if query.text not in hit]
    assert judged(rest, old + flood, old) == judged(rest, old, old)
    assert hit


def test_the_queries_are_real_ones() -> None:
    assert len(asked()) > 300
    assert (HERE / "queries_real_dev.csv").exists()
