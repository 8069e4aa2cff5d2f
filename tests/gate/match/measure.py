"""Measure matching on the labelled sets; `python -m tests.gate.match.measure --pin` makes the figures the floors.

Four sets: published wording (judged, cross-validated by groups), constructed wording (12 splits by groups), wording
written for this project, which the shipped model never learned from but whose errors its word lists know, and wording
written and labelled before the matcher saw it (blind): at first sight 161 of its 188 were right.
"""

import argparse
import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from matchers import suggest
from matchers.evaluation import Judged, cross_validated, repeated_splits
from matchers.quality import Figures, measure
from matchers.shipping import entries, examples, table
from quanze.proof import ProofEntry
from tests.gate.floors import pin

HERE = Path(__file__).parent
FLOORS = HERE / "floors.toml"
REPEATS = 3
"""How often the published set is cross-validated, each time with other folds."""
SPLITS = 12
"""How many splits of the constructed set; a third of the targets is held out in each."""


@lru_cache(maxsize=1)
def catalogue() -> tuple[ProofEntry, ...]:
    """The catalogue that all three sets are labelled against."""
    return tuple(entries(HERE / "catalogue.csv"))


def of(judged: Judged) -> Figures:
    """The figures of held-out judgements."""
    lists = {entry.key: entry.list for entry in catalogue()}
    return measure([judgement for _, judgement in judged], [example.gold for example, _ in judged], lists)


def hard() -> frozenset[str]:
    """Published materials that the annotator found arguable."""
    return frozenset(row["qid"] for row in table(HERE / "queries_real_dev.csv") if "hard" in row["tags"].split(","))


@lru_cache(maxsize=1)
def figures() -> Mapping[str, Figures]:
    """The figures of every set."""
    made = examples(HERE / "queries_dev.csv", constructed=True)
    real = examples(HERE / "queries_real_dev.csv")
    published: Judged = sum(
        (cross_validated(real, made, catalogue(), folds=5, seed=seed) for seed in range(REPEATS)), start=()
    )
    clear = tuple(pair for pair in published if pair[0].query.id not in hard())
    constructed: Judged = sum(repeated_splits(made, real, catalogue(), parts=3, seeds=range(SPLITS)), start=())
    return {
        "published": of(published),
        "published, not hard": of(clear),
        "constructed": of(constructed),
        "written": of(_shipped("queries_written.csv")),
        "blind": of(_shipped("queries_blind.csv")),
    }


def _shipped(name: str) -> Judged:
    """A labelled file as the shipped model judges it."""
    asked = examples(HERE / name)
    return tuple(zip(asked, suggest([one.query for one in asked], catalogue()), strict=True))


def named(found: Mapping[str, Figures]) -> dict[str, float]:
    """The figures as floors: higher is better for all of them."""
    flat: dict[str, float] = {}
    for name, one in found.items():
        values = asdict(one)
        flat |= {f"{name}: {key}": float(value) for key, value in values.items() if key not in _COUNTS}
        flat[f"{name}: 1 - calibration"] = 1 - one.calibration
        flat[f"{name}: 0 - wrong cancelled"] = 0.0 - one.wrong_cancelled
    return flat


_COUNTS = ("materials", "matched", "calibration", "wrong_cancelled")


def digest() -> str:
    """A digest of the labelled sets and the catalogue."""
    paths: Sequence[Path] = sorted(HERE.glob("*.csv"))
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in paths)).hexdigest()[:32]


def conditions() -> dict[str, float]:
    """What was asked of matching when the work was given, in the names of the floors."""
    return {
        name: float(value)
        for name, value in tomllib.loads((HERE / "conditions.toml").read_text(encoding="utf-8"))["conditions"].items()
    }


def main() -> None:
    """Print the figures; with --pin make them the floors."""
    parser = argparse.ArgumentParser(description="Measure matching on the labelled sets.")
    parser.add_argument("--pin", action="store_true")
    parser.add_argument("--reason", default="", help="why a floor is lowered")
    given = parser.parse_args()
    found = named(figures())
    for name, value in found.items():
        print(f"{name}: {value:.4f}")
    if given.pin:
        pin(FLOORS, found, digest(), reason=given.reason)


if __name__ == "__main__":
    main()
