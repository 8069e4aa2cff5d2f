"""Matching against named peers in one run: time, and how often the first suggestion is right. `quanze bench match`.

Queries are the labelled set in tests/gate/match, many times over with numbered matters; the catalogue is grown by
distractors made by rule. The loop over `extract` is timed on a sample and scaled.
"""

import time
from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz import fuzz, process

import matchers
from matchers.shipping import examples
from quanze.judgement import Query
from tests.gate.match.distractors import grown
from tests.gate.match.measure import HERE, catalogue

ENTRIES = 10_000
REPEATS = 20
SAMPLE = 40


def main() -> int:
    """Print one table: seconds for all queries, ratio to cdist, share of first suggestions that are right."""
    labelled = [one for one in examples(HERE / "queries_dev.csv") if one.gold]
    entries = grown(catalogue(), ENTRIES)
    names, keys = [entry.name for entry in entries], [entry.key for entry in entries]
    texts = [one.query.text for one in labelled]
    queries = [
        Query(f"{turn}-{one.query.id}", one.query.text, f"{one.query.matter}（{turn}）")
        for turn in range(REPEATS)
        for one in labelled
    ]

    def cdist() -> list[str]:
        block = process.cdist([query.text for query in queries], names, scorer=fuzz.ratio, dtype=np.uint8, workers=2)
        return [keys[place] for place in block[: len(labelled)].argmax(axis=1)]

    def ours() -> list[str]:
        judged = matchers.suggest(queries, entries)[: len(labelled)]
        return [one.suggestions[0].entry if one.suggestions else "" for one in judged]

    def extract() -> list[str]:
        found = [process.extractOne(text, names, scorer=fuzz.WRatio) for text in texts[:SAMPLE]]
        return [keys[place] for _, _, place in found]

    golds = [one.gold for one in labelled]
    base, first = _timed(cdist)
    rows = [("rapidfuzz cdist ratio", base, _right(first, golds))]
    taken, first = _timed(ours)
    rows.append(("quanze", taken, _right(first, golds)))
    taken, first = _timed(extract)
    rows.append(
        (
            f"rapidfuzz extract WRatio (x{len(queries) / SAMPLE:.0f})",
            taken * len(queries) / SAMPLE,
            _right(first, golds),
        )
    )
    print(f"{len(queries)} queries x {len(entries)} entries")
    for name, seconds, right in rows:
        print(f"{name:34} {seconds:9.2f} s {seconds / base:8.2f} x cdist   top-1 {right:.3f}")
    return 0


def _timed(work: Callable[[], list[str]]) -> tuple[float, list[str]]:
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def _right(found: Sequence[str], golds: Sequence[frozenset[str]]) -> float:
    return sum(key in gold for key, gold in zip(found, golds, strict=False)) / len(found)
