"""From scores to outcomes: where bands begin, when both lists speak, what caps a band, which suggestions are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from matchers.compare import catalogue, compare
from matchers.features import SIGNS
from matchers.judging import _ASIDE, _SILENT, _SPEAKS, BANDS, OUTCOMES, Verdicts, _bands, _Behind, _decided, _shown
from matchers.model import Model
from matchers.ranking import Ranked, rank
from quanze.judgement import Query
from quanze.proof import ProofEntry
from tests.matchers.catalogue import ENTRIES
from tests.matchers.test_ranking import compared

MODEL = Model(("theirs_covered",), (1.0,), (0.0,), 0.0, sure=0.95, likely=0.7, unsure=0.45)
EMPTY = compare([], catalogue(ENTRIES))


@dataclass(frozen=True, slots=True)
class Words(_Behind):
    """What the words say, told beforehand for each row."""

    stands: Mapping[int, int] = field(default_factory=dict)
    caps: frozenset[int] = frozenset()
    kinds: frozenset[int] = frozenset()

    def cap(self, ranked: Ranked, row: int) -> str:
        return "看" if row in self.caps else ""

    def akin(self, ranked: Ranked, row: int) -> bool:
        return row in self.kinds

    def beside(self, ranked: Ranked, row: int, best: int) -> int:
        return self.stands[row]


def decided(*rows: tuple[float, str], says: str = "", query: int = 0, **told: object) -> tuple[str, str, float, int]:
    """The answer on one query's rows of (score, marks); `says` has a letter for each, c = cancelled, k = kept."""
    pairs = [(query, place, 9.0 - place, marks) for place, (_, marks) in enumerate(rows)]
    ranked = rank(compared(*pairs), MODEL, query + 2)
    assert ranked.entry.tolist() == list(range(len(rows)))
    score = np.array([score for score, _ in rows])
    lists = np.array(["-ck".index(letter) for letter in says or "c" * len(rows)])
    words = Words([], EMPTY, catalogue(ENTRIES), **told)  # type: ignore[arg-type]  # as the fields have them
    outcomes, bands, scores, best = _decided(ranked, score, lists, MODEL, words)
    others = [place for place in range(query + 2) if place != query]
    assert not outcomes[others].any() and not bands[others].any() and not scores[others].any()
    assert (best[others] == -1).all()
    return OUTCOMES[outcomes[query]], BANDS[bands[query]], float(scores[query]), int(best[query])


@pytest.mark.parametrize("query", [0, 1, 3])
def test_the_first_suggestion_of_a_query_decides_whatever_queries_have_none(query: int) -> None:
    assert decided((0.96, ""), (0.3, ""), query=query) == ("cancelled", "sure", 0.96, 0)


@pytest.mark.parametrize(
    ("score", "marks", "band"),
    [
        (0.95, "", "sure"),
        (0.9499, "", "likely"),
        (0.95, "x", "likely"),
        (0.99, "c", "likely"),
        (0.7, "", "likely"),
        (0.7, "x", "likely"),
        (0.6999, "", "unsure"),
        (0.45, "", "unsure"),
        (0.45, "x", "unsure"),
        (0.4499, "", "none"),
    ],
)
def test_a_band_begins_at_its_bound(score: float, marks: str, band: str) -> None:
    found = decided((score, marks))
    assert found == (("none", "none", score, -1) if band == "none" else ("cancelled", band, score, 0))
    assert BANDS[_bands(np.array([score]), np.array([not marks]), MODEL)[0]] == band


@pytest.mark.parametrize(
    ("rows", "band"),
    [
        ([(0.315, ""), (0.2, "")], "unsure"),
        ([(0.315, ""), (0.135, "")], "unsure"),
        ([(0.315, ""), (0.13, "")], "none"),
        ([(0.31, ""), (0.3, "")], "none"),
        ([(0.35, ""), (0.3, "h")], "none"),
        ([(0.35, ""), (0.06, ""), (0.06, "")], "unsure"),
    ],
)
def test_near_entries_share_a_probability_that_is_worth_saying(rows: list[tuple[float, str]], band: str) -> None:
    assert decided(*rows)[1] == band


@pytest.mark.parametrize(
    ("scores", "says", "stands", "answer"),
    [
        ((0.96, 0.45), "ck", {1: _SPEAKS}, ("conflict", "likely")),
        ((0.96, 0.4499), "ck", {}, ("cancelled", "sure")),
        ((0.96, 0.9), "cc", {}, ("cancelled", "sure")),
        ((0.96, 0.45), "kc", {1: _ASIDE}, ("kept", "likely")),
        ((0.96, 0.45), "kc", {1: _SILENT}, ("kept", "sure")),
        ((0.8, 0.45), "ck", {1: _SPEAKS}, ("conflict", "likely")),
        ((0.8, 0.45), "ck", {1: _ASIDE}, ("cancelled", "likely")),
        ((0.5, 0.45), "kc", {1: _SPEAKS}, ("conflict", "unsure")),
        ((0.96, 0.6, 0.5), "ckk", {1: _SPEAKS, 2: _SILENT}, ("conflict", "likely")),
        ((0.96, 0.6, 0.5), "ckk", {1: _SILENT, 2: _SPEAKS}, ("conflict", "likely")),
        ((0.96, 0.6, 0.5), "ckk", {1: _ASIDE, 2: _SILENT}, ("cancelled", "likely")),
    ],
)
def test_both_lists_speak_where_one_entry_of_the_other_list_does(
    scores: tuple[float, ...], says: str, stands: dict[int, int], answer: tuple[str, str]
) -> None:
    for query in (0, 2):
        found = decided(*((score, "") for score in scores), says=says, stands=stands, query=query)
        assert found == (*answer, scores[0], 0)


@pytest.mark.parametrize(
    ("score", "caps", "kinds", "band"),
    [
        (0.96, {0}, set(), "unsure"),
        (0.96, {0}, {0}, "unsure"),
        (0.8, {0}, set(), "unsure"),
        (0.96, set(), {0}, "likely"),
        (0.8, set(), {0}, "likely"),
        (0.5, set(), {0}, "unsure"),
        (0.96, {1}, {1}, "sure"),
    ],
)
def test_what_is_capped_is_unsure_and_a_use_of_the_same_kind_likely(
    score: float, caps: set[int], kinds: set[int], band: str
) -> None:
    found = decided((score, ""), (0.1, ""), caps=frozenset(caps), kinds=frozenset(kinds))
    assert found == ("cancelled", band, score, 0)


@pytest.mark.parametrize(
    ("rows", "says", "answer"),
    [
        ([(0.3, "he")], "k", ("kept", "unsure", 0.3, 0)),
        ([(0.9, "h")], "k", ("none", "none", 0.0, -1)),
        ([(0.0, "vhe")], "k", ("none", "none", 0.0, -1)),
        ([(0.2, ""), (0.6, "he")], "kc", ("cancelled", "unsure", 0.6, 1)),
        ([(0.2, ""), (0.6, "h")], "kk", ("none", "none", 0.2, -1)),
        ([(0.5, ""), (0.6, "he")], "kk", ("kept", "unsure", 0.5, 0)),
        ([(0.6, "he"), (0.7, "he")], "kc", ("kept", "unsure", 0.6, 0)),
        ([(0.2, "e")], "k", ("none", "none", 0.2, -1)),
    ],
)
def test_a_hint_of_exactly_the_name_is_unsure_where_nothing_else_is_found(
    rows: list[tuple[float, str]], says: str, answer: tuple[str, str, float, int]
) -> None:
    assert decided(*rows, says=says, stands={1: _SILENT}) == answer


@pytest.mark.parametrize(("top", "entries", "begins"), [(1, [5, 0], [0, 1, 1, 2]), (2, [5, 1, 0, 3], [0, 2, 2, 4])])
def test_so_many_are_shown_of_each_query_with_hints_among_them_by_their_odds(
    top: int, entries: list[int], begins: list[int]
) -> None:
    pairs = [(0, 1, 2.0, ""), (0, 2, 1.0, ""), (0, 5, 3.0, "h"), (2, 0, 4.0, ""), (2, 3, 3.0, ""), (2, 4, 1.0, "")]
    ranked = rank(compared(*pairs), MODEL, 3)
    rows, found = _shown(ranked, top)
    assert (ranked.entry[rows].tolist(), found.tolist()) == (entries, begins)


def test_verdicts_become_judgements_with_their_entries() -> None:
    found = Verdicts(
        outcomes=np.array([1, 0, 2]),
        bands=np.array([3, 0, 1]),
        scores=np.array([0.97, 0.1, 0.5]),
        best=np.array([0, -1, 1]),
        begins=np.array([0, 2, 2, 3]),
        entry=np.array([0, 2, 1]),
        score=np.array([0.97, 0.2, 0.5]),
        told=(),
    ).answers(["a", "b", "c"], ENTRIES)
    assert [(one.id, one.outcome, one.band, one.score, one.best) for one in found] == [
        ("a", "cancelled", "sure", 0.97, "kin"),
        ("b", "none", "none", 0.1, None),
        ("c", "kept", "unsure", 0.5, "clean"),
    ]
    assert [[(each.entry, each.score) for each in one.suggestions] for one in found] == [
        [("kin", 0.97), ("home", 0.2)],
        [],
        [("clean", 0.5)],
    ]
    assert found[0].suggestions[0].list == "cancelled" and found[0].suggestions[0].evidence == ()


NAMED, OPEN, OTHER, ALL, AKIN = "公租房资格审核", "", "法律援助", "各类事项", "养老金领取"
"""Uses of an entry, as they stand to a matter of public rental housing."""


def beside(
    uses: tuple[str, str], flags: str = "", names: tuple[str, str] = ("收入证明", "收入证明"), matter: str = NAMED
) -> int:
    """How the second entry stands beside the first.

    The flags: S, O = the best is of the same, of another issuer; s, o = the other; m = the other is one of several;
    h = it is a hint; e = the best is called exactly what the material is; c = the other has the material's core.
    """
    entries = [ProofEntry(f"k{place}", "cancelled", name, uses[place]) for place, name in enumerate(names)]
    against = catalogue(entries)
    query = Query("q", "收入证明", matter)
    found = compare([query], against)
    pairs = replace(found.pairs, mine=np.zeros(2, dtype=np.int64), entry=np.arange(2))
    values = np.zeros((2, len(SIGNS)))
    columns = [("same_issuer", "Ss"), ("other_issuer", "Oo"), ("one_of_several", "-m"), ("same_core", "-c")]
    for name, marks in columns:
        values[:, list(SIGNS).index(name)] = [mark in flags for mark in marks]
    ranked = rank(compared((0, 0, 3.0, "e" * ("e" in flags)), (0, 1, 2.0, "h" * ("h" in flags))), MODEL, 1)
    words = _Behind([query], replace(found, pairs=pairs, values=values), against)
    return words.beside(ranked, 1, 0)


@pytest.mark.parametrize(
    ("uses", "flags", "stands"),
    [
        ((OPEN, OPEN), "", _SPEAKS),
        ((OPEN, OPEN), "h", _ASIDE),
        ((OPEN, OPEN), "ho", _SILENT),
        ((OPEN, OPEN), "hO", _ASIDE),
        ((NAMED, OPEN), "h", _SILENT),
        ((ALL, OPEN), "h", _ASIDE),
        ((NAMED, OPEN), "", _SILENT),
        ((NAMED, NAMED), "", _SPEAKS),
        ((NAMED, ALL), "", _SPEAKS),
        ((ALL, NAMED), "", _SPEAKS),
        ((NAMED, OTHER), "", _SILENT),
        ((NAMED, OPEN), "m", _SPEAKS),
        ((NAMED, OPEN), "sO", _SPEAKS),
        ((NAMED, OPEN), "s", _SILENT),
        ((NAMED, OPEN), "O", _SILENT),
        ((OPEN, OPEN), "So", _SILENT),
        ((OPEN, OPEN), "S", _SPEAKS),
        ((OPEN, OPEN), "o", _SPEAKS),
        ((OPEN, OTHER), "", _ASIDE),
        ((ALL, OTHER), "", _ASIDE),
        ((OTHER, OTHER), "", _SPEAKS),
        ((OTHER, OPEN), "", _SPEAKS),
        ((OPEN, OPEN), "e", _ASIDE),
        ((OPEN, OPEN), "ec", _SPEAKS),
        ((OTHER, OPEN), "e", _SPEAKS),
        ((NAMED, OPEN), "e", _ASIDE),
    ],
)
def test_an_entry_of_the_other_list_speaks_stands_aside_or_does_not_count(
    uses: tuple[str, str], flags: str, stands: int
) -> None:
    assert beside(uses, flags) == stands


def test_of_two_that_are_never_the_same_proof_the_material_is_the_one_it_names() -> None:
    assert beside((OPEN, OPEN), "c", ("身份证", "身份证明")) == _ASIDE
    assert beside((OTHER, OPEN), "c", ("身份证", "身份证明")) == _SPEAKS


def test_a_use_of_the_same_kind_is_no_other_use_and_not_the_matters_own() -> None:
    assert beside((OPEN, AKIN), matter="高龄津贴发放") == _SPEAKS
    assert beside((AKIN, OTHER), matter="高龄津贴发放") == _SPEAKS
