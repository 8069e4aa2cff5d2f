"""Building what the room ships (随附文件) from the project's shared data: the background and the trained model.

Lives here: reading the shared folder's CSV and JSON. Never here: the way a model is trained or used.
Run it as `python -m matchers.shipping ../shared/data` after the lexicon or the labelled pairs change.
"""

import csv
import gzip
import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from matchers import background
from matchers.model import SHIPPED, save
from matchers.training import Example, train
from quanze.judgement import Query
from quanze.proof import ListName, ProofEntry

_COMMON = 5
"""How often a word must occur in jieba's own corpus."""


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with headings."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _laws(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from (article["text"] for article in json.loads(line)["articles"])


def ship_background(shared: Path) -> None:
    """Count published names of matters and materials, catalogue names and the laws; no label is read."""
    materials = table(shared / "items" / "item_materials.csv")
    entries = table(shared / "match" / "catalogue.csv")
    items = table(shared / "items" / "items.csv")
    wording = {row["material"] for row in materials} | {row["item_name"] for row in materials}
    wording |= {row[field] for row in items for field in ("name", "sub_name")}
    wording |= {row[field] for row in entries for field in ("name", "usage", "issuer")}
    names = sorted({row["material"] for row in materials} | {row["name"] for row in entries + items})
    articles = list(_laws(shared / "laws" / "laws.jsonl.gz"))
    dictionary = _dictionary()
    background.build([], wording, articles, dictionary)
    background.background.cache_clear()
    from matchers.normalise import parse  # reads the pairs that were just written

    background.build([parse(name)[0].core for name in names], wording, articles, dictionary)
    background.background.cache_clear()


def _dictionary() -> list[str]:
    """The words of jieba's dictionary that are not rare."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    cutter = jieba.Tokenizer()
    found, _ = cutter.gen_pfdict(cutter.get_dict_file())
    return sorted(word for word, often in found.items() if often >= _COMMON)


def examples(path: Path, *, constructed: bool = False) -> list[Example]:
    """Labelled materials from a CSV of qid, text, matter, gold, group."""
    return [
        Example(
            Query(row["qid"], row["text"], row["matter"]),
            frozenset(key for key in row["gold"].split(",") if key),
            row["group"],
            constructed,
        )
        for row in table(path)
    ]


def entries(path: Path) -> list[ProofEntry]:
    """A catalogue from a CSV of key, list, name, usage, issuer."""
    return [
        ProofEntry(row["key"], cast(ListName, row["list"]), row["name"], row["usage"], row["issuer"])
        for row in table(path)
    ]


def ship_model(shared: Path) -> None:
    """Train on both labelled sets and write the shipped model."""
    match = shared / "match"
    labelled = examples(match / "queries_dev.csv", constructed=True) + examples(match / "queries_real_dev.csv")
    save(train(labelled, entries(match / "catalogue.csv")), SHIPPED)


if __name__ == "__main__":
    ship_background(Path(sys.argv[1]))
    ship_model(Path(sys.argv[1]))
