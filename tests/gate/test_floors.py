"""Floors cannot be lowered silently."""

from pathlib import Path

import pytest

from tests.gate.floors import Unsealed, below, load, pin


def test_floors_come_back_as_pinned_and_hold(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    pin(path, {"recall": 0.995, "f1": 0.8}, "d1")
    assert below(load(path), {"recall": 0.995, "f1": 0.81}, "d1") == []


def test_a_figure_under_its_floor_other_data_and_a_missing_figure_are_named(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    pin(path, {"recall": 0.995, "f1": 0.8}, "d1")
    wrong = below(load(path), {"recall": 0.99}, "d2")
    assert len(wrong) == 3


def test_a_floor_changed_by_hand_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    pin(path, {"recall": 0.995}, "d1")
    path.write_text(path.read_text(encoding="utf-8").replace("0.99499", "0.9"), encoding="utf-8")
    with pytest.raises(Unsealed):
        load(path)


def test_lowering_needs_a_reason_which_stays_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    pin(path, {"recall": 0.995}, "d1")
    with pytest.raises(ValueError, match="recall"):
        pin(path, {"recall": 0.9}, "d1")
    pin(path, {"recall": 0.9}, "d2", reason="harder truth set")
    assert load(path).lowered == ("recall: harder truth set",)
