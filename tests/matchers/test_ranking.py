"""From scored pairs to ordered suggestions: the best pair of an entry, vetoed and shown-only entries, rivals."""

from dataclasses import replace

import numpy as np
import pytest

from matchers.compare import Compared, catalogue, compare
from matchers.features import SIGNS
from matchers.model import LEAD, Model
from matchers.ranking import FORBIDDEN, LOWEST, First, rank
from matchers.vetoes import NEVER, NONE
from quanze.judgement import Query
from tests.matchers.catalogue import ENTRIES

MODEL = Model(("theirs_covered",), (1.0,), (0.0,), 0.0, slope=0.8, margin=0.3, offset=-0.2)
"""A pair's log-odds are its first feature."""
PLAIN = compare([Query("q", "收入证明")], catalogue(ENTRIES))
CLEAR = [0.0] * (len(SIGNS) - 1)


def compared(*pairs: tuple[int, int, float, str]) -> Compared:
    """Pairs of a query, an entry and log-odds; the letters say vetoed, capped, hint, exact, or contradicted (x).

    Entries of 10 and more say what the entry 10 below says.
    """
    marks = [mark for *_, mark in pairs]
    values = np.array([[odds, *CLEAR] for _, _, odds, _ in pairs]).reshape(-1, len(SIGNS))
    values[["x" in mark for mark in marks], list(SIGNS).index("other_use")] = 1.0
    return replace(
        PLAIN,
        query=np.array([query for query, *_ in pairs], dtype=np.int64),
        entry=np.array([entry for _, entry, *_ in pairs], dtype=np.int64),
        values=values,
        vetoed=np.array([NEVER if "v" in mark else NONE for mark in marks], dtype=np.int64),
        capped=np.array(["c" in mark for mark in marks], dtype=bool),
        hint=np.array(["h" in mark for mark in marks], dtype=bool),
        line=np.array([entry % 10 for _, entry, *_ in pairs], dtype=np.int64),
        exact=np.array(["e" in mark for mark in marks], dtype=bool),
    )


MIXED = compared(
    (0, 3, 1.0, ""),
    (0, 1, 2.0, "h"),
    (0, 1, 0.5, ""),
    (0, 2, 9.0, "v"),
    (0, 2, -7.0, ""),
    (0, 0, 1.0, "c"),
    (2, 4, 8.0, "h"),
    (2, 5, 3.0, "h"),
    (3, 5, -9.0, "v"),
    (3, 0, 4.0, "x"),
)


def test_the_best_pair_of_an_entry_stands_for_it_and_ties_go_to_the_first() -> None:
    found = rank(MIXED, MODEL, 5)
    assert found.query.tolist() == [0, 0, 0, 0, 2, 2, 3, 3]
    assert found.entry.tolist() == [0, 3, 1, 2, 4, 5, 0, 5]
    assert found.odds.tolist() == [1.0, 1.0, 0.5, -7.0, 8.0, 3.0, 4.0, -9.0]
    assert found.pair.tolist() == [5, 0, 2, 4, 6, 7, 9, 8]
    assert found.start.tolist() == [0, 4, 4, 6, 8, 8]
    assert MIXED.capped[found.pair].tolist() == [True] + [False] * 7
    assert found.clear.tolist() == [False, True, True, True, True, True, False, True]
    assert found.hint.tolist() == [False] * 4 + [True] * 2 + [False] * 2
    assert found.vetoed.tolist() == [False] * 7 + [True]


def test_a_vetoed_pair_counts_little_and_its_entry_stands_behind_others() -> None:
    found = rank(compared((0, 0, 9.0, "v"), (0, 1, -5.0, ""), (0, 2, -8.0, "v"), (0, 3, 9.0, "h")), MODEL, 1)
    assert (found.entry.tolist(), found.odds.tolist()) == ([1, 0, 2, 3], [-5.0, FORBIDDEN, -8.0, 9.0])


@pytest.mark.parametrize(
    ("query", "first"),
    [
        (0, First(0, 1.0, 1.0, False)),
        (1, First(-1, LOWEST, LOWEST, False)),
        (2, First(-1, LOWEST, LOWEST, False)),
        (3, First(0, 4.0, -9.0, False)),
        (4, First(-1, LOWEST, LOWEST, False)),
    ],
)
def test_the_first_of_a_query_is_what_may_be_chosen(query: int, first: First) -> None:
    assert rank(MIXED, MODEL, 5).first(query) == first


def test_a_hint_is_no_rival_of_the_first() -> None:
    alone = rank(compared((0, 1, 2.0, ""), (0, 0, 3.0, "h")), MODEL, 1)
    assert alone.first(0) == First(1, 2.0, LOWEST, True)


def test_the_best_is_scored_against_the_second_and_the_others_against_the_best() -> None:
    found = rank(MIXED, MODEL, 5)
    rivals = [1.0, 1.0, 1.0, 1.0, LOWEST, LOWEST, -9.0, 4.0]
    leads = np.clip(found.odds - np.array(rivals), -LEAD, LEAD)
    wanted = 1 / (1 + np.exp(-(0.8 * found.odds + 0.3 * leads - 0.2)))
    assert found.scores(MODEL).tolist() == pytest.approx([*wanted[:-1].tolist(), 0.0], abs=1e-6)
    assert rank(compared(), MODEL, 2).scores(MODEL).tolist() == []
    assert rank(compared(), MODEL, 2).start.tolist() == [0, 0, 0]


def test_the_best_has_no_rival_where_only_hints_or_another_query_follow() -> None:
    found = rank(compared((0, 0, 2.0, ""), (0, 1, 3.0, "h"), (1, 0, 2.0, ""), (2, 0, 2.0, "")), MODEL, 3)
    alone = 1 / (1 + np.exp(-(0.8 * 2.0 + 0.3 * LEAD - 0.2)))
    assert found.scores(MODEL)[[0, 2, 3]].tolist() == pytest.approx([alone] * 3, abs=1e-6)


def test_what_says_the_same_in_another_list_is_no_rival() -> None:
    found = rank(compared((0, 0, 2.0, ""), (0, 10, 2.0, ""), (0, 1, -1.0, "")), MODEL, 1)
    both = 1 / (1 + np.exp(-(0.8 * 2.0 + 0.3 * 3.0 - 0.2)))
    assert found.first(0) == First(0, 2.0, -1.0, True)
    assert found.scores(MODEL)[:2].tolist() == pytest.approx([both] * 2, abs=1e-6)


def test_of_entries_as_near_the_one_of_exactly_that_name_comes_first() -> None:
    assert rank(compared((0, 0, 2.0, ""), (0, 1, 2.0, "e"), (0, 2, 3.0, "")), MODEL, 1).entry.tolist() == [2, 1, 0]


def test_what_differs_by_less_than_a_millionth_is_as_near() -> None:
    found = rank(compared((0, 0, 2.0, ""), (0, 1, 2.0000004, ""), (0, 2, 2.000002, "")), MODEL, 1)
    assert (found.entry.tolist(), found.odds.tolist()) == ([2, 0, 1], [2.000002, 2.0, 2.0])
    calibrated = 1 / (1 + np.exp(-(0.8 * 2.0 - 0.3 * 0.000002 - 0.2)))
    assert found.scores(MODEL)[1] == round(float(calibrated), 6)


def test_the_log_odds_of_no_suggestion_are_below_those_of_a_forbidden_one_by_more_than_any_lead() -> None:
    assert LOWEST < FORBIDDEN - LEAD
