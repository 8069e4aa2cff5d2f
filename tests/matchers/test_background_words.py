"""Cutting into words, and the arrays of units with their weights, on a made-up background."""

import math

import numpy as np
import pytest

from matchers import tables
from matchers.background import Background, Cutter, background, units
from matchers.knowledge import knowledge
from matchers.model import shipped


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["收入", "收入证明"], "收入证明", ["收入证明"]),
        (["收入", "入证明", "证明"], "收入证明", ["收", "入证明"]),
        (["证明"], "明", ["明"]),
        (["的证明"], "证明", ["证", "明"]),
        (["证明"], "", []),
        (["明"], "证明", ["证", "明"]),
        (["证明", "收入"], "收入证明收入", ["收入", "证明", "收入"]),
    ],
)
def test_a_word_is_the_longest_that_ends_here(words: list[str], text: str, found: list[str]) -> None:
    assert Cutter(words).cut(text) == found
    assert Cutter(words[::-1]).cut(text) == found


@pytest.mark.parametrize(("text", "found"), [("", set()), ("证", {"证"}), ("证证", {"证", "证证"})])
def test_units_of_short_texts(text: str, found: set[str]) -> None:
    assert units(text) == found


def made(names: int = 8) -> Background:
    return Background(names, {"收": 3, "入": 3, "收入": 3}, {"收": 2.0, "证": 4.0}, Cutter(["收入"]), frozenset(), {})


def test_a_weight_is_the_mean_of_what_names_and_laws_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "background", made)
    found = tables.Units(["收证", "入"])
    assert sorted(found.number) == list(found.number) == sorted(["收", "入", "收入", "证", "收证"])
    laws = {"收": 2.0, "证": 4.0}
    seen = {"收": 4, "入": 4, "收入": 3, "证": 1, "收证": 1}
    for unit, often in seen.items():
        wanted = (math.log(11 / (often + 0.5)) + 0.7 * laws.get(unit, 11.0)) / 2
        assert found.weight[found.number[unit]] == pytest.approx(wanted), unit
    assert found.weight[-3:].tolist() == pytest.approx([math.log(11 / 0.5)] * 3)
    assert np.allclose(found.root**2, found.weight) and len(found.weight) == 5 + 3


def test_what_is_unknown_has_a_unit_of_its_own_among_characters_pairs_and_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tables, "background", made)
    found = tables.Units([])
    ones, twos = found.letters(["收入", "", "书收书"])
    words = found.cuts(["收入", "", "书书收入"])
    number = found.number
    assert [row.indices.tolist() for row in ones] == [sorted([number["入"], number["收"]]), [], [number["收"], 3]]
    assert [sorted(row.indices.tolist()) for row in twos] == [[number["收入"]], [], [4]]
    assert [sorted(row.indices.tolist()) for row in words] == [[number["收入"]], [], [number["收入"], 5]]
    assert ones.shape == twos.shape == words.shape == (3, 6)
    assert tables.total(words).tolist() == pytest.approx(
        [found.weight[number["收入"]], 0.0, found.weight[number["收入"]] + found.weight[5]]
    )
    assert twos[2].data.tolist() == pytest.approx([2 * found.root[4]])


def test_what_ships_with_the_program_is_read_once() -> None:
    assert background() is background() and knowledge() is knowledge() and shipped() is shipped()
