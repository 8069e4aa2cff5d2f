"""The search for candidates finds what comparing every pair would, and leaves out what is far or in every name."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from matchers import candidates as searching
from matchers.candidates import candidates, index
from matchers.letters import codes, letters_and_pairs, pair
from matchers.tables import Floats, Ints, Matrix

UNITS = 12
WEIGHTS = np.array([1.0, 2.0, 3.0, 5.0, 7.0, 11.0, 1.5, 2.5, 3.5, 5.5, 7.5, 11.5])
"""One weight per unit; the first half are characters, the second half pairs."""


@dataclass(frozen=True)
class Made:
    """Names as the search looks at them."""

    names: Sequence[object]
    ones: Matrix
    twos: Matrix
    one: Floats
    two: Floats

    @classmethod
    def of(cls, held: Sequence[set[int]], weights: Floats = WEIGHTS) -> "Made":
        """Names that hold some units each."""
        values = np.array([[unit in name for unit in range(len(weights))] for name in held]).reshape(-1, len(weights))
        roots, letter = values * np.sqrt(weights), np.arange(len(weights)) < len(weights) // 2
        parts = [roots * letter, roots * ~letter]
        ones, twos = map(sparse.csr_matrix, parts)
        return cls(list(held), ones, twos, (parts[0] ** 2).sum(axis=1), (parts[1] ** 2).sum(axis=1))


def near(mine: set[int], theirs: set[int]) -> float:
    """How near two names are: what they share, as a part of 0.3 of the one and 0.7 of the other."""
    weight = [sum(WEIGHTS[unit] for unit in name) for name in (mine & theirs, mine, theirs)]
    return float(weight[0] / (0.3 * weight[1] + 0.7 * weight[2] + 1e-9))


def found(ours: Made, theirs: Made, keep: int) -> list[list[int]]:
    """The candidates of each name."""
    blocks = list(candidates(ours, index(theirs), keep))
    rows, entries = (np.concatenate([block[side] for block in blocks]) for side in (0, 1))
    assert (np.diff(rows) >= 0).all()
    return [entries[rows == row].tolist() for row in range(len(ours.names))]


HELD = st.sets(st.integers(0, UNITS - 1), max_size=5)


@given(st.lists(HELD, min_size=1, max_size=7), st.lists(HELD, min_size=1, max_size=25), st.integers(1, 6))
@settings(max_examples=300)
def test_the_best_of_all_pairs_are_found(ours: list[set[int]], theirs: list[set[int]], keep: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(searching, "BLOCK", 3)
        answers = found(Made.of(ours), Made.of(theirs), keep)
    for mine, answer in zip(ours, answers, strict=True):
        every = {place: value for place, other in enumerate(theirs) if (value := near(mine, other))}
        # values are kept to a millionth or so: what lies nearer together goes by the place
        order = sorted(every, key=lambda place: (-round(every[place], 5), place))
        assert answer == [place for place in order if every[place] >= 0.1 * every[order[0]]][:keep]


def test_what_is_far_below_the_best_is_no_candidate() -> None:
    weights = np.array([1.0, 1.0, 100.0, 7.0])
    ours, theirs = Made.of([{0, 2, 3}], weights), Made.of([{0, 2, 3}, {3}, {0}], weights)
    assert found(ours, theirs, 5) == [[0, 1]]


@pytest.mark.parametrize(
    ("names", "often", "there"), [(500, 200, True), (500, 201, False), (20_000, 400, True), (20_000, 401, False)]
)
def test_a_unit_of_very_many_names_finds_nothing(names: int, often: int, there: bool) -> None:
    theirs = Made.of([{0} if place < often else {1} for place in range(names - 1)] + [{2}], np.ones(4))
    answer = found(Made.of([{0}, {2}], np.ones(4)), theirs, 3)
    assert answer == [[0, 1, 2] if there else [], [names - 1]]


def test_weights_of_characters_and_of_pairs_count_alike() -> None:
    ours = Made.of([{1, 7}])
    assert found(ours, Made.of([{1}, {7}, {1, 7}]), 3) == [[2, 1, 0]]


@given(st.lists(st.text("甲乙丙𠮷", max_size=6), max_size=6))
@settings(max_examples=200)
def test_characters_and_pairs_of_each_text_are_found_once(texts: list[str]) -> None:
    one, two = letters_and_pairs(texts)
    letters = sorted((row, ord(letter)) for row, text in enumerate(texts) for letter in set(text))
    assert list(zip(*map(_plain, one), strict=True)) == letters
    pairs = {(row, left, right) for row, text in enumerate(texts) for left, right in zip(text, text[1:], strict=False)}
    packed = sorted((row, int(pair(codes([left]), codes([right]))[0])) for row, left, right in pairs)
    assert list(zip(*map(_plain, two), strict=True)) == packed


def _plain(values: Ints) -> list[int]:
    return [int(value) for value in values]
