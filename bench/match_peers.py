"""The ways of matching that `bench match` compares, each from raw texts to the first suggestions.

Everything is imported inside the functions: each way runs in a process of its own, with its own loading and memory.
"""

import random
import warnings
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import TypeVar

from bench.match_work import Firsts, Work
from quanze.judgement import Query

Each = TypeVar("Each")
WORKERS = 2
SAMPLE = 48
"""Materials of the `extract` loop, which is too slow for all: its time is scaled up."""
ROWS, PART = 3_000_000, 300_000
"""Rows drawn from the distinct materials, and how many are handed over at a time."""


def cdist(work: Work) -> Firsts:
    """Rapidfuzz `cdist` with plain `ratio`, uint8, two workers."""
    fuzz = import_module("rapidfuzz.fuzz")
    process = import_module("rapidfuzz.process")
    names = [entry.name for entry in work.entries]
    scores = process.cdist(_texts(work), names, scorer=fuzz.ratio, dtype=import_module("numpy").uint8, workers=WORKERS)
    return [work.entries[int(place)].key for place in scores[: work.labelled].argmax(axis=1)]


def extract(work: Work) -> Firsts:
    """A plain loop over rapidfuzz `process.extract` with `WRatio`: the best five of a sample of labelled materials."""
    fuzz = import_module("rapidfuzz.fuzz")
    process = import_module("rapidfuzz.process")
    names = [entry.name for entry in work.entries]
    asked = sampled(_texts(work)[: work.labelled])
    found = [process.extract(text, names, scorer=fuzz.WRatio) for text in asked]
    return [work.entries[best[0][2]].key for best in found]


def sampled(labelled: Sequence[Each]) -> Sequence[Each]:
    """The labelled materials that the `extract` loop is measured on."""
    return labelled[:: len(labelled) // SAMPLE][:SAMPLE]


def tfidf(work: Work) -> Firsts:
    """TF-IDF of characters and pairs, the best five by sparse_dot_topn, two threads."""
    text = import_module("sklearn.feature_extraction.text")
    topn = import_module("sparse_dot_topn").sp_matmul_topn
    vectors = text.TfidfVectorizer(analyzer="char", ngram_range=(1, 2), dtype=import_module("numpy").float32)
    theirs = vectors.fit_transform([entry.name for entry in work.entries])
    near = topn(vectors.transform(_texts(work)), theirs.T.tocsr(), top_n=5, sort=True, n_threads=WORKERS)
    begins = near.indptr[: work.labelled + 1].tolist()
    return [
        work.entries[near.indices[begin]].key if begin < end else ""
        for begin, end in zip(begins, begins[1:], strict=False)
    ]


def splink(work: Work) -> Firsts:
    """Splink on DuckDB, untuned: names by Jaro-Winkler and Levenshtein, blocked on beginnings and endings."""
    warnings.simplefilter("ignore")
    pandas = import_module("pandas")
    core, comparisons = import_module("splink"), import_module("splink.comparison_library")
    database = import_module("splink.backends.duckdb").DuckDBAPI()

    def table(keys: Sequence[str], names: Sequence[str]) -> object:
        parts = {"head": [name[:2] for name in names], "tail": [name.removesuffix("证明")[-2:] for name in names]}
        return database.register(pandas.DataFrame({"unique_id": keys, "name": names, **parts}))

    ours = table([str(number) for number in range(len(work.materials))], _texts(work))
    theirs = table([entry.key for entry in work.entries], [entry.name for entry in work.entries])
    settings = core.SettingsCreator(
        link_type="link_only",
        comparisons=[
            comparisons.JaroWinklerAtThresholds("name", [0.95, 0.9, 0.8]),
            comparisons.LevenshteinAtThresholds("head", 1),
            comparisons.LevenshteinAtThresholds("tail", 1),
        ],
        blocking_rules_to_generate_predictions=[core.block_on("head"), core.block_on("tail")],
    )
    linker = core.Linker([ours, theirs], settings, log_level=50)
    linker.training.estimate_u_using_random_sampling(max_pairs=100_000, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(core.block_on("head"))
    found = linker.inference.predict().as_pandas_dataframe()
    best = found.sort_values("match_weight", ascending=False)
    ids = best["unique_id_l"].astype(str), best["unique_id_r"].astype(str)
    first: dict[str, str] = {}
    for left, right in zip(*ids, strict=True):
        mine, entry = (left, right) if left.isdigit() else (right, left)
        first.setdefault(mine, entry)
    return [first.get(str(number), "") for number in range(work.labelled)]


def ours(work: Work) -> Firsts:
    """Ours in two processes: names taken apart, candidates, features, calibrated judgements of all materials."""
    return _ours(work, WORKERS)


def ours_alone(work: Work) -> Firsts:
    """Ours in one process."""
    return _ours(work, 1)


def ours_explained(work: Work) -> Firsts:
    """Ours in one process, with the evidence of every suggestion in words."""
    return _ours(work, 1, explain=True)


def ours_columns(work: Work) -> Firsts:
    """Ours over three million rows drawn from the distinct materials, handed over as columns."""
    suggest_columns = import_module("matchers").suggest_columns
    chance = import_module("numpy.random").default_rng(11)
    columns = [[getattr(one, name) for one in work.materials] for name in ("text", "matter", "department")]

    def parts() -> Iterator[list[list[str]]]:
        for _ in range(ROWS // PART):
            drawn = chance.integers(len(work.materials), size=PART).tolist()
            yield [list(map(column.__getitem__, drawn)) for column in columns]

    return _all_of(sum(map(len, suggest_columns(parts(), work.entries, workers=WORKERS))))


def ours_stream(work: Work) -> Firsts:
    """Ours over three million rows drawn from the distinct materials, one object each, with ids."""
    suggest_iter = import_module("matchers").suggest_iter
    chance = random.Random(11)

    def rows() -> Iterator[Query]:
        for number in range(ROWS):
            one = work.materials[int(chance.random() * len(work.materials))]
            yield Query(str(number), one.text, one.matter)

    return _all_of(sum(1 for _ in suggest_iter(rows(), work.entries, explain=False, workers=WORKERS)))


def _all_of(count: int) -> Firsts:
    if count != ROWS:
        raise AssertionError(f"{count} answers to {ROWS} rows")
    return []


def _ours(work: Work, workers: int, *, explain: bool = False) -> Firsts:
    suggest_iter = import_module("matchers").suggest_iter
    judged = suggest_iter(work.materials, work.entries, explain=explain, workers=workers)
    first = [one.suggestions[0].entry if one.suggestions else "" for one in islice(judged, work.labelled)]
    for _ in judged:
        pass
    return first


def _texts(work: Work) -> list[str]:
    return [query.text for query in work.materials]
