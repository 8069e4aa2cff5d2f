"""Which model judges, how it is described, and that its file keeps what matters of it."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matchers.model import LEAD, SHIPPED, Model, load, save, shipped
from matchers.models import InUse, in_use

MODEL = Model(("one", "two"), (2.0, -1.0), (0.5, 0.25), 0.125, slope=0.8, margin=0.3, offset=-0.2)


def test_the_points_of_a_row_are_its_distance_from_the_centre() -> None:
    assert MODEL.log_odds(np.array([[0.5, 0.25], [1.5, 0.25], [0.5, 2.25]])).tolist() == [0.125, 2.125, -1.875]


@pytest.mark.parametrize(
    ("best", "second", "odds"),
    [
        (1.0, 0.0, 0.8 + 0.3 - 0.2),
        (1.0, 3.0, 0.8 - 0.6 - 0.2),
        (9.0, 9.0 - LEAD, 7.2 + 1.2 - 0.2),
        (9.0, 0.0, 7.2 + 1.2 - 0.2),
        (0.0, 9.0, -1.2 - 0.2),
    ],
)
def test_a_lead_counts_up_to_four(best: float, second: float, odds: float) -> None:
    found = MODEL.probability(np.array([best]), np.array([second]))
    assert found[0] == pytest.approx(1 / (1 + np.exp(-odds)), rel=1e-9)


def test_a_probability_never_becomes_quite_certain() -> None:
    low, high = MODEL.probability(np.array([-1e6, 1e6]), np.zeros(2)).tolist()
    assert low == pytest.approx(np.exp(-30.0), rel=1e-9) and 1 - high == pytest.approx(np.exp(-30.0), rel=1e-2)


def test_a_model_says_nothing_of_calibration_unless_it_is_calibrated() -> None:
    plain = Model((), (), (), 0.0)
    assert (plain.slope, plain.margin, plain.offset) == (1.0, 0.0, 0.0)
    assert (plain.sure, plain.likely, plain.unsure) == (0.95, 0.7, 0.45)
    assert (plain.trained_on, plain.examples, plain.decisions) == ("", 0, 0)


def test_a_file_has_six_digits_and_speaks_of_decisions_only_where_there_are_any(tmp_path: Path) -> None:
    made = replace(MODEL, weights=(1.23456789, 2.0), centres=(0.98765432, 0.0), intercept=0.12345678, examples=9)
    save(made, tmp_path / "one.json")
    told = json.loads((tmp_path / "one.json").read_text("utf-8"))
    assert "decisions" not in told and told["intercept"] == 0.123457
    assert told["features"][0] == {"name": "one", "weight": 1.234568, "centre": 0.987654}
    save(replace(made, decisions=1), tmp_path / "two.json")
    assert load(tmp_path / "two.json").decisions == 1 and load(tmp_path / "one.json").examples == 9


def test_a_model_is_described_with_the_start_of_its_files_digest(tmp_path: Path) -> None:
    used = in_use(tmp_path / "none.json")
    mark = hashlib.sha256(SHIPPED.read_bytes()).hexdigest()[:16]
    said = f"，样例 {shipped().examples} 条，数据摘要 {shipped().trained_on}，模型摘要 {mark}"
    assert (used.digest, used.own, used.words) == (mark, False, f"随附的模型{said}")
    assert InUse(shipped(), mark, True, "坏了").words == f"本单位训练的模型{said}（坏了）"


def test_a_file_is_read_again_only_once_it_has_changed(tmp_path: Path) -> None:
    own = tmp_path / "model.json"
    save(replace(shipped(), decisions=3), own)
    first = in_use(own)
    assert in_use(own) is first and first.own
    save(replace(shipped(), decisions=12), own)
    assert in_use(own).model.decisions == 12


def test_a_file_that_does_not_fit_is_named_and_the_shipped_model_used(tmp_path: Path) -> None:
    for text in ("{", "[]", "{}", '{"features": [{}]}', '{"features": [], "odd": 1}'):
        (tmp_path / "model.json").write_text(text, encoding="utf-8")
        used = in_use(tmp_path / "model.json")
        assert not used.own and used.model == shipped() and used.digest == in_use(tmp_path / "none").digest
        assert used.fault.startswith("本单位的模型 model.json 不能用：")
