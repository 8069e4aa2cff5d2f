"""The knowledge of proofs is data a clerk can read: every row has its source, no word means two things."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from matchers.knowledge import LEXICON, knowledge, rows, words_of

FILES = sorted(LEXICON.glob("*.csv"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_row_has_its_source(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        heading, *body = csv.reader(lines)
    assert heading[-1] == "来源"
    assert [row for row in body if len(row) != len(heading) or not row[-1].strip()] == []


def test_a_wording_has_one_standard() -> None:
    owners = Counter(word for standard, words, *_ in rows("synonyms") for word in {standard, *words_of(words)})
    assert [word for word, often in owners.items() if often > 1] == []


def test_standard_wordings_stand_for_themselves() -> None:
    know = knowledge()
    assert [word for word in know.synonyms.values() if know.synonyms.get(word) != word] == []


def test_a_look_alike_is_another_character() -> None:
    assert all(len(wrong) == len(right) == 1 and wrong != right for wrong, right, *_ in rows("lookalikes"))
