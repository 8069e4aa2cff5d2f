"""The ways of matching that `bench match` compares, each from raw texts to the first suggestions.

Peers are imported inside their own function: each way runs in a process of its own, so that its memory is its own.
"""

import warnings
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import islice

import numpy as np

from bench.match_data import MATERIALS, ROWS, catalogue, labelled, materials, rows

WORKERS = 2
SAMPLE = 48
"""Materials of the `extract` loop, which is too slow for all: its time is scaled up."""
Firsts = list[str]
"""Keys of the first suggestions of the labelled materials, which come first."""


def cdist() -> Firsts:
    """Rapidfuzz `cdist` with plain `ratio`, uint8, two workers."""
    fuzz = import_module("rapidfuzz.fuzz")
    process = import_module("rapidfuzz.process")
    texts, names = _texts(), [entry.name for entry in catalogue()]
    scores = process.cdist(texts, names, scorer=fuzz.ratio, dtype=np.uint8, workers=WORKERS)
    return _keys(scores[: len(labelled())].argmax(axis=1))


def extract() -> Firsts:
    """A plain loop over rapidfuzz `process.extract` with `WRatio`: the best five of a sample of labelled materials."""
    fuzz = import_module("rapidfuzz.fuzz")
    process = import_module("rapidfuzz.process")
    names = [entry.name for entry in catalogue()]
    asked = _texts()[: len(labelled())]
    found = [process.extract(text, names, scorer=fuzz.WRatio) for text in asked[:: len(asked) // SAMPLE][:SAMPLE]]
    return _keys([best[0][2] for best in found])


def tfidf() -> Firsts:
    """TF-IDF of characters and pairs, the best five by sparse_dot_topn, two threads."""
    text = import_module("sklearn.feature_extraction.text")
    topn = import_module("sparse_dot_topn").sp_matmul_topn
    names = [entry.name for entry in catalogue()]
    vectors = text.TfidfVectorizer(analyzer="char", ngram_range=(1, 2), dtype=np.float32)
    theirs = vectors.fit_transform(names)
    near = topn(vectors.transform(_texts()), theirs.T.tocsr(), top_n=5, sort=True, n_threads=WORKERS)
    count = len(labelled())
    return [
        catalogue()[near.indices[near.indptr[row]]].key if near.indptr[row] < near.indptr[row + 1] else ""
        for row in range(count)
    ]


def splink() -> Firsts:
    """Splink on DuckDB, untuned: names by Jaro-Winkler and Levenshtein, blocked on beginnings and endings."""
    warnings.simplefilter("ignore")
    pandas = import_module("pandas")
    core, comparisons = import_module("splink"), import_module("splink.comparison_library")
    database = import_module("splink.backends.duckdb").DuckDBAPI()

    def table(keys: Sequence[str], names: Sequence[str]) -> object:
        parts = {"head": [name[:2] for name in names], "tail": [name.removesuffix("证明")[-2:] for name in names]}
        return database.register(pandas.DataFrame({"unique_id": keys, "name": names, **parts}))

    ours = table([str(number) for number in range(MATERIALS)], _texts())
    theirs = table([entry.key for entry in catalogue()], [entry.name for entry in catalogue()])
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
    return [first.get(str(number), "") for number in range(len(labelled()))]


def ours() -> Firsts:
    """Ours in two processes: names taken apart, candidates, features, calibrated judgements of all materials."""
    return _ours(WORKERS)


def ours_alone() -> Firsts:
    """Ours in one process."""
    return _ours(1)


def ours_explained() -> Firsts:
    """Ours in one process, with the evidence of every suggestion in words."""
    return _ours(1, explain=True)


def ours_stream() -> Firsts:
    """Ours over three million rows drawn from 60,000 distinct materials, as a stream."""
    suggest_iter = import_module("matchers").suggest_iter
    count = sum(1 for _ in suggest_iter(rows(), catalogue(), explain=False, workers=WORKERS))
    if count != ROWS:
        raise AssertionError(f"{count} answers to {ROWS} rows")
    return []


WAYS: dict[str, Callable[[], Firsts]] = {
    "rapidfuzz cdist ratio": cdist,
    "quanze 两个进程": ours,
    "quanze 一个进程": ours_alone,
    "quanze 一个进程，写明依据": ours_explained,
    "TF-IDF sparse_dot_topn": tfidf,
    "Splink 5": splink,
    "rapidfuzz extract WRatio 逐条": extract,
    "quanze 三百万行": ours_stream,
}


def _ours(workers: int, *, explain: bool = False) -> Firsts:
    suggest_iter = import_module("matchers").suggest_iter
    judged = suggest_iter(materials(MATERIALS), catalogue(), explain=explain, workers=workers)
    first = [one.suggestions[0].entry if one.suggestions else "" for one in islice(judged, len(labelled()))]
    for _ in judged:
        pass
    return first


def _texts() -> list[str]:
    return [query.text for query in materials(MATERIALS)]


def _keys(places: Sequence[int] | np.ndarray) -> Firsts:
    return [catalogue()[int(place)].key for place in places]
