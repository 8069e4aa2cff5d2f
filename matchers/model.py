"""The trained score (模型): coefficients, calibration and bands as readable JSON; no pickle.

Lives here: loading, saving, scoring. Never here: how it is trained, what a feature means.
"""

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from matchers.tables import Floats

SHIPPED = Path(__file__).with_name("model.json")
LEAD = 4.0
"""A lead of more log-odds than this counts no further."""


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression over named features, and how its best suggestion is calibrated.

    `weights` and `centres` are in the features' own units, so a term's points are weight * (value - centre).
    `slope`, `margin`, `offset` turn the best suggestion's log-odds and its lead over the runner-up into a
    probability. `sure`, `likely`, `unsure` are the lower bounds of the bands, set at the balance of real lists.
    """

    features: tuple[str, ...]
    weights: tuple[float, ...]
    centres: tuple[float, ...]
    intercept: float
    slope: float = 1.0
    margin: float = 0.0
    offset: float = 0.0
    sure: float = 0.95
    likely: float = 0.7
    unsure: float = 0.45
    trained_on: str = ""
    """Digest of the training pairs and the catalogue they were labelled against."""
    examples: int = 0
    decisions: int = 0
    """How many of the examples are reviewers' decisions."""

    def log_odds(self, values: Floats) -> Floats:
        """The score of each row of features; summed column by column, so that no row's result depends on others."""
        total = np.full(len(values), self.intercept)
        for place, (weight, centre) in enumerate(zip(self.weights, self.centres, strict=True)):
            total += weight * (values[:, place] - centre)
        return total

    def probability(self, best: Floats, second: Floats) -> Floats:
        """The calibrated probability of suggestions with log-odds `best` whose strongest rival has `second`."""
        lead = np.clip(best - second, -LEAD, LEAD)
        odds = self.slope * best + self.margin * lead + self.offset
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def save(model: Model, to: Path) -> None:
    """Write the model as JSON that a person can read and compare."""
    shown: dict[str, Any] = asdict(model)
    if not model.decisions:
        shown.pop("decisions")  # a model of labelled sets alone does not speak of decisions
    names, weights, centres = shown.pop("features"), shown.pop("weights"), shown.pop("centres")
    shown["features"] = [
        {"name": name, "weight": round(weight, 6), "centre": round(centre, 6)}
        for name, weight, centre in zip(names, weights, centres, strict=True)
    ]
    plain = {key: round(value, 6) if isinstance(value, float) else value for key, value in shown.items()}
    to.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> Model:
    """Read a model.

    Raises:
        OSError, ValueError, KeyError: the file is missing or is not such a model.
    """
    found = json.loads(path.read_text("utf-8"))
    features = found.pop("features")
    return Model(
        features=tuple(feature["name"] for feature in features),
        weights=tuple(float(feature["weight"]) for feature in features),
        centres=tuple(float(feature["centre"]) for feature in features),
        **found,
    )


@cache
def shipped() -> Model:
    """The model that comes with the program."""
    return load(SHIPPED)
