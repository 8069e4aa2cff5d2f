"""Payloads of the Reconciliation Service API 0.2: what its specification requires of each."""

import json
from typing import Any

import pytest

from matchers.reconciliation import (
    manifest,
    preview,
    reconcile,
    suggest_entities,
    suggest_properties,
    suggest_types,
)
from quanze.proof import ProofEntry
from tests.matchers.catalogue import ENTRIES


def answer(query: dict[str, Any]) -> list[dict[str, Any]]:
    return reconcile({"q0": query}, ENTRIES)["q0"]["result"]


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
        reconcile({"q0": bad}, ENTRIES)


def test_what_is_typed_is_completed() -> None:
    assert [one["id"] for one in suggest_entities("收入", ENTRIES)["result"]] == ["income", "income_kept"]
    assert all({"id", "name"} <= set(one) for one in suggest_entities("證明", ENTRIES)["result"])
    assert suggest_entities("", ENTRIES) == {"result": []}
    assert suggest_types("保留")["result"][0]["id"] == "retained"
    assert suggest_properties("事项")["result"][0]["id"] == "matter"


def test_a_preview_shows_the_entry_and_runs_nothing_of_it() -> None:
    page = preview(ProofEntry("k", "retained", "<script>证明", source="来源 & 页"))
    assert "<script>" not in page and "来源 &amp; 页" in page
