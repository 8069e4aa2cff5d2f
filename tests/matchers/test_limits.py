"""Limits that are set in words: of a batch and a query for OpenRefine, and of what a learned model may lose."""

from dataclasses import replace
from typing import Any

import pytest

from matchers.learning import fallen
from matchers.quality import Figures
from matchers.reconciliation import BATCH, LONGEST, lists, reconcile
from matchers.reconciliation_entries import extend, flyout, proposed_properties, suggest_properties
from quanze.proof import ProofEntry
from tests.matchers.catalogue import ENTRIES

KNOWN = lists(ENTRIES)
MANY = lists(
    [ProofEntry(f"k{number}", "cancelled", f"{name}收入证明") for number, name in enumerate("甲乙丙丁戊己庚辛")]
)
BEFORE = Figures(300, 50, 0.9, 0.95, 0.85, 0.98, 0.96, 0.01, 0.5, 1.0, 1)


def answer(known: Any = KNOWN, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reconcile({"q": query}, known)["q"]["result"]
    return found


@pytest.mark.parametrize(("limit", "given"), [(1, 1), (1.9, 1), (2, 2), (7.5, 7), (8, 8), (51, 8), (1e9, 8)])
def test_a_limit_is_a_number_from_one(limit: float, given: int) -> None:
    assert len(answer(MANY, query="收入证明", limit=limit)) == given


@pytest.mark.parametrize("limit", [0, 0.5, -1, True, False, "5", None, [], float("nan")])
def test_what_is_no_such_number_is_refused(limit: Any) -> None:
    with pytest.raises(ValueError, match="q 的 limit"):
        answer(query="收入证明", limit=limit)


def test_fifty_candidates_are_given_at_the_most() -> None:
    one = {"query": "收入证明、无房证明、亲属关系证明、身份证明、学历证明、死亡证明、婚姻证明、户籍证明", "limit": 60}
    known = lists(
        [
            ProofEntry(f"{name}{number}", "cancelled", f"{name}证明", f"用途{number}")
            for name in ("收入", "无房", "亲属关系", "身份", "学历", "死亡", "婚姻", "户籍")
            for number in range(8)
        ]
    )
    assert len(reconcile({"q": one}, known)["q"]["result"]) == 50


def test_a_batch_may_be_full_and_a_query_may_have_properties_only() -> None:
    assert len(reconcile({str(number): {"query": "收入证明"} for number in range(BATCH)}, KNOWN)) == BATCH
    assert answer(properties=[{"pid": "matter", "v": "法律援助"}]) == []
    for bad in ({"query": "x", "properties": ["matter"]}, {"query": "x", "properties": [{"v": "y"}]}):
        with pytest.raises(ValueError, match="pid 和 v"):
            answer(**bad)


def test_a_query_and_a_property_are_looked_at_up_to_their_longest() -> None:
    name = "收入证明"
    filled = "，" * (LONGEST - len(name))
    assert answer(query=filled + name)[0]["id"] in ("income", "income_kept")
    assert answer(query=filled + "，" + name) == answer(query=filled + "，" + name[:-1])

    def helped(text: str) -> list[dict[str, Any]]:
        return answer(query=name, properties=[{"pid": "matter", "v": text}])

    filled = "　" * (LONGEST - len("法律援助"))
    assert helped(filled + "法律援助") == helped("法律援助") != helped(filled + "　" * 9 + "法律援助")


def test_an_identifier_is_named_once_and_others_keep_their_score() -> None:
    known = lists([*ENTRIES, ProofEntry("收入证明", "retained", "收入证明", "助学")])
    found = answer(known, query="收入证明", limit=9)
    assert [one["id"] for one in found].count("收入证明") == 1 and found[0]["score"] == 100.0
    assert 1 < found[1]["score"] < 100 and round(found[1]["score"], 2) == found[1]["score"]
    assert [one["id"] for one in answer(known, query="income", type="retained")][:1] == ["income"]


def test_fields_are_given_from_where_one_asks() -> None:
    every = [one["id"] for one in suggest_properties("")["result"]]
    assert [one["id"] for one in suggest_properties("", skip=2)["result"]] == every[2:] and len(every) == 9
    assert len(proposed_properties("", 0)["properties"]) == 0 and proposed_properties("", 0)["limit"] == 0
    assert [len(proposed_properties("", limit)["properties"]) for limit in (1, 7, 8)] == [1, 7, 7]
    assert flyout("property", "retained", KNOWN) is None and flyout("type", "matter", KNOWN) is None
    assert extend({"ids": [], "properties": [{}]}, KNOWN) == {"meta": [{"id": "", "name": ""}], "rows": {}}


@pytest.mark.parametrize(
    ("after", "fell"),
    [
        ({"top1": 0.87}, 0),
        ({"top1": 0.85}, 1),
        ({"no_match_f1": 0.93, "decision": 0.91}, 2),
        ({"recall5": 0.1, "materials": 1}, 0),
        ({"sure_share": 0.25}, 0),
        ({"sure_share": 0.2499}, 1),
        ({"wrong_cancelled": 1}, 0),
        ({"wrong_cancelled": 2}, 1),
        ({"calibration": 0.03}, 0),
        ({"calibration": 0.0301}, 1),
    ],
)
def test_a_figure_may_fall_to_its_limit(after: dict[str, Any], fell: int) -> None:
    assert len(fallen(BEFORE, replace(BEFORE, **after), BEFORE)) == fell


def test_an_error_may_be_as_large_as_it_was_and_sure_must_be_right_in_99_of_100() -> None:
    rough = replace(BEFORE, calibration=0.05)
    assert fallen(rough, rough, BEFORE) == () and len(fallen(rough, replace(rough, calibration=0.051), BEFORE)) == 1
    assert fallen(BEFORE, BEFORE, replace(BEFORE, sure_precision=0.99)) == ()
    assert len(fallen(BEFORE, BEFORE, replace(BEFORE, sure_precision=0.9899))) == 1
