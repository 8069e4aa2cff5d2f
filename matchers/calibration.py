"""Scores that mean what they say (校准), and the bands (档): both set on rankings of held-out groups.

Lives here: held-out rankings -> calibration and bands of a model. Never here: coefficients, features.
"""

from dataclasses import dataclass, replace

import numpy as np

from matchers.model import LEAD, Model
from matchers.regression import logistic
from matchers.tables import Flags, Floats

_FREE = 10.0
"""How little the two calibration coefficients are held back."""
_SURE, _LIKELY = 0.99, 0.9
"""Precisions on held-out groups from which a band may begin."""
_LEAST_SURE, _LEAST_LIKELY, UNSURE = 0.95, 0.7, 0.45
"""Where the bands begin at the lowest, however well a small sample falls."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Best suggestions of held-out materials.

    `odds` and `rival` are the log-odds of the best and of the second, `clear` whether nothing contradicts the best,
    `right` whether it is acceptable, `real` whether the material is one of a real list.
    """

    odds: Floats
    rival: Floats
    clear: Flags
    right: Flags
    real: Flags

    def only(self, kept: Flags) -> "HeldOut":
        """Some of the materials."""
        return HeldOut(self.odds[kept], self.rival[kept], self.clear[kept], self.right[kept], self.real[kept])


def calibrated(model: Model, held: HeldOut) -> Model:
    """The model with calibration and bands; real materials set them where there are any, all must bear them out.

    Saying something pays, by F1, from about half the F1 that is reached: `unsure` begins at that fixed score, since
    the best threshold of one sample is not the next one's.
    """
    real = held.only(held.real) if held.real.any() else held
    design = np.column_stack([real.odds, np.clip(real.odds - real.rival, -LEAD, LEAD)])
    slope, margin, offset = logistic(design, real.right, _FREE).tolist()
    model = replace(model, slope=slope, margin=margin, offset=offset)
    samples = [(model.probability(part.odds, part.rival), part) for part in (real, held)]
    sure = max(_bound(score[part.clear], part.right[part.clear], _SURE) for score, part in samples)
    likely = max(_bound(score, part.right, _LIKELY) for score, part in samples)
    return replace(
        model, sure=max(sure, _LEAST_SURE), likely=min(max(likely, _LEAST_LIKELY), _LEAST_SURE), unsure=UNSURE
    )


def _bound(score: Floats, right: Flags, precision: float) -> float:
    """The lowest score from which on upwards the precision holds, 1 where it never does."""
    order = np.argsort(-score, kind="stable")
    reached = np.flatnonzero(np.cumsum(right[order]) / np.arange(1, len(order) + 1) >= precision)
    return round(float(score[order][reached[-1]]), 4) if len(reached) else 1.0
