"""Texts as numbers: which characters and pairs of characters each text has."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.letters import codes, letters_and_pairs, pair

MOST = 2**21
"""As many texts at once as there are numbers beside two characters."""


def number(one: int, other: int) -> int:
    return int(pair(np.array([one]), np.array([other]))[0])


@given(texts=st.lists(st.text(alphabet="证明无房\U0010ffffa", max_size=6), max_size=6))
def test_letters_and_pairs_are_those_of_each_text_each_once_and_ascending(texts: list[str]) -> None:
    (rows, letters), (others, pairs) = letters_and_pairs(texts)
    wanted = [(place, ord(letter)) for place, text in enumerate(texts) for letter in sorted(set(text))]
    assert list(zip(rows.tolist(), letters.tolist(), strict=True)) == wanted
    both = [
        (place, number(ord(one), ord(other)))
        for place, text in enumerate(texts)
        for one, other in sorted(set(zip(text, text[1:], strict=False)))
    ]
    assert list(zip(others.tolist(), pairs.tolist(), strict=True)) == both


def test_a_pair_is_another_number_than_the_pair_turned_round_and_than_a_character() -> None:
    some = codes(["\x00\x01a证\U0010ffff"]).tolist()
    numbers = {number(one, other) for one in some for other in some}
    assert len(numbers) == len(some) ** 2
    assert max(numbers) < 2**42 and min(numbers) == 0


def test_a_lone_half_of_a_character_is_a_character() -> None:
    assert codes(["a\ud800", "证"]).tolist() == [ord("a"), 0xD800, ord("证")]


def test_the_last_of_two_million_texts_is_still_told_from_the_others() -> None:
    (rows, letters), (others, pairs) = letters_and_pairs(["证"] + [""] * (MOST - 2) + ["\U0010ffff\U0010ffff"])
    assert rows.tolist() == [0, MOST - 1] and letters.tolist() == [ord("证"), 0x10FFFF]
    assert others.tolist() == [MOST - 1] and pairs.tolist() == [number(0x10FFFF, 0x10FFFF)]


def test_more_texts_than_there_is_room_for_are_refused() -> None:
    with pytest.raises(ValueError, match=f"more than {MOST} texts"):
        letters_and_pairs([""] * (MOST + 1))
