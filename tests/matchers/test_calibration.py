"""Bands begin where the precision holds on held-out materials, never below their least score."""

from collections.abc import Sequence

import numpy as np
import pytest

from matchers.calibration import HeldOut, calibrated
from matchers.model import shipped


def held(right: list[bool], *, clear: bool = True) -> HeldOut:
    """Materials from the surest down; the second suggestion is far behind."""
    count = len(right)
    odds = np.linspace(8.0, -8.0, count)
    return HeldOut(odds, odds - 9, np.full(count, clear), np.array(right), np.ones(count, dtype=bool))


def bound(part: HeldOut, score: "np.typing.NDArray[np.float64]", precision: float) -> float:
    """The same by hand: the lowest score down to which so many were right."""
    lowest = 1.0
    for many in range(1, len(part.right) + 1):
        if part.right[:many].sum() >= precision * many:
            lowest = float(score[many - 1])
    return lowest


@pytest.mark.parametrize(
    "wrong",
    [(), (3,), (150,), (150, 160), range(150, 200), range(50, 200, 10), range(20, 200, 20), range(40, 200, 3)],
)
def test_bands_begin_where_the_precision_holds(wrong: Sequence[int]) -> None:
    part = held([place < 200 and place not in wrong for place in range(400)])
    model = calibrated(shipped(), part)
    score = model.probability(part.odds, part.rival)
    sure, likely = (bound(part, score, precision) for precision in (0.99, 0.9))
    assert model.sure == pytest.approx(max(sure, 0.95), abs=1e-3)
    assert model.likely == pytest.approx(min(max(likely, 0.7), 0.95), abs=1e-3)
    assert model.unsure == 0.45


def test_what_something_contradicts_never_makes_a_band_sure() -> None:
    part = held([place < 200 for place in range(400)], clear=False)
    assert calibrated(shipped(), part).sure == 1.0


def test_a_sample_without_real_materials_is_taken_as_it_is() -> None:
    part = held([place < 200 for place in range(400)])
    made = HeldOut(part.odds, part.rival, part.clear, part.right, np.zeros(400, dtype=bool))
    assert calibrated(shipped(), made) == calibrated(shipped(), part)
