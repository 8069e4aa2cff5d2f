"""Payloads of the Reconciliation Service API 0.2: what its specification requires of each."""

import json
from pathlib import Path
from typing import Any

import pytest

from matchers.reconciliation import BATCH, lists, manifest, reconcile
from matchers.reconciliation_entries import (
    FIELDS,
    extend,
    flyout,
    preview,
    proposed_properties,
    suggest_entities,
    suggest_properties,
    suggest_types,
)
from matchers.shipping import entries
from quanze.proof import ProofEntry
from tests.matchers.catalogue import ENTRIES

KNOWN = lists(ENTRIES)
GATE = Path(__file__).resolve().parent.parent / "gate" / "match"


def answer(query: dict[str, Any]) -> list[dict[str, Any]]:
    return reconcile({"q0": query}, KNOWN)["q0"]["result"]


def test_the_manifest_has_what_is_required() -> None:
    found = manifest("https://example.test/r")
    assert found["versions"] == ["0.2"]
    assert all(isinstance(found[name], str) and found[name] for name in ("name", "identifierSpace", "schemaSpace"))
    assert "{{id}}" in found["view"]["url"] and "{{id}}" in found["preview"]["url"]
    assert all(isinstance(found["preview"][name], int) for name in ("width", "height"))
    assert json.loads(json.dumps(found)) == found


def test_candidates_have_what_is_required() -> None:
    found = answer({"query": "村委会出具的亲属关系证明", "properties": [{"pid": "matter", "v": "公积金提取"}]})
    assert found[0]["id"] == "kin" and found[0]["match"] is True
    for one in found:
        assert isinstance(one["id"], str) and isinstance(one["name"], str) and isinstance(one["score"], float)
        assert all(set(kind) == {"id", "name"} for kind in one["type"])
        assert all(isinstance(line["value"], float) for line in one["features"])


def test_the_matter_decides_here_too() -> None:
    kept = answer({"query": "收入证明", "properties": [{"pid": "matter", "v": ["法律援助"]}]})
    gone = answer({"query": "收入证明", "properties": [{"pid": "matter", "v": {"id": "x", "name": "公租房资格审核"}}]})
    assert (kept[0]["id"], gone[0]["id"]) == ("income_kept", "income")


def test_types_and_limits_are_kept() -> None:
    assert {one["type"][0]["id"] for one in answer({"query": "收入证明", "type": "retained"})} == {"retained"}
    assert len(answer({"query": "收入证明", "limit": 1})) == 1


@pytest.mark.parametrize(
    "bad", [{}, {"properties": []}, {"query": "x", "properties": [{"pid": "matter"}]}, [], {"query": "x", "limit": 0}]
)
def test_a_query_of_another_form_is_refused(bad: Any) -> None:
    with pytest.raises(ValueError, match="q0"):
        reconcile({"q0": bad}, KNOWN)


def test_a_batch_that_is_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match=str(BATCH)):
        reconcile({str(number): {"query": "收入证明"} for number in range(BATCH + 1)}, KNOWN)


def test_a_query_is_answered_the_same_whatever_else_is_in_the_batch() -> None:
    alone = {key: reconcile({key: {"query": key}}, KNOWN)[key] for key in ("收入证明", "无房证明", "")}
    assert reconcile({key: {"query": key} for key in alone}, KNOWN) == alone


def test_an_identifier_as_a_query_gives_its_entry() -> None:
    found = answer({"query": "income_kept"})[0]
    assert (found["id"], found["score"], found["match"]) == ("income_kept", 100.0, True)


def test_the_exact_name_of_an_entry_finds_it_among_its_namesakes() -> None:
    known = lists(entries(GATE / "catalogue.csv"))
    keys = list(known.entries)
    missed = []
    for start in range(0, len(keys), BATCH):
        batch = {key: {"query": known.entries[key].name, "limit": 50} for key in keys[start : start + BATCH]}
        found = reconcile(batch, known)
        missed += [key for key in batch if key not in [one["id"] for one in found[key]["result"]]]
    assert missed == []


def test_a_type_only_chooses_among_what_the_whole_catalogue_says() -> None:
    both = answer({"query": "收入证明", "limit": 8})
    one = answer({"query": "收入证明", "type": ["cancelled"], "limit": 8})
    assert one == [each for each in both if each["type"][0]["id"] == "cancelled"] and len(one) < len(both)


def test_what_is_typed_is_completed() -> None:
    assert [one["id"] for one in suggest_entities("收入", KNOWN)["result"]] == ["income", "income_kept"]
    assert [one["id"] for one in suggest_entities("收入", KNOWN, skip=1)["result"]] == ["income_kept"]
    assert suggest_entities("home", KNOWN)["result"][0]["id"] == "home"
    assert all({"id", "name"} <= set(one) for one in suggest_entities("證明", KNOWN)["result"])
    assert suggest_entities("", KNOWN) == {"result": []}
    assert suggest_types("保留")["result"][0]["id"] == "retained"
    assert suggest_properties("事项")["result"][0]["id"] == "matter"
    assert suggest_properties("replacement")["result"][0]["id"] == "replacement"


def test_a_preview_shows_the_entry_and_runs_nothing_of_it() -> None:
    odd = ProofEntry("k", "retained", "<script>证明", source="来源 & 页")
    for page in (preview(odd), (flyout("entity", "k", lists([odd])) or {})["html"]):
        assert "<script>" not in page and "来源 &amp; 页" in page


def test_what_is_hovered_over_is_shown_small() -> None:
    assert (flyout("property", "matter", KNOWN) or {})["html"] == "<p>事项</p>"
    assert (flyout("type", "retained", KNOWN) or {})["id"] == "retained"
    assert flyout("entity", "none", KNOWN) is None and flyout("other", "kin", KNOWN) is None


def test_fields_of_matched_entries_are_fetched() -> None:
    found = extend({"ids": ["kin", "gone"], "properties": [{"id": "issuer"}, {"id": "list"}, {"id": "odd"}]}, KNOWN)
    assert found["rows"]["kin"] == {"issuer": [{"str": "村（居）民委员会"}], "list": [{"str": "取消目录"}], "odd": []}
    assert found["rows"]["gone"] == {"issuer": [], "list": [], "odd": []}
    assert [one["id"] for one in found["meta"]] == ["issuer", "list", "odd"]


@pytest.mark.parametrize("bad", [[], {}, {"ids": "kin", "properties": []}, {"ids": [1], "properties": []}])
def test_a_data_extension_query_of_another_form_is_refused(bad: Any) -> None:
    with pytest.raises(ValueError, match="ids"):
        extend(bad, KNOWN)


def test_the_fields_on_offer_are_proposed() -> None:
    assert [one["id"] for one in proposed_properties("cancelled")["properties"]] == list(FIELDS)
    assert len(proposed_properties("cancelled", 2)["properties"]) == 2
