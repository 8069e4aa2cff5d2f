"""Payloads of the Reconciliation Service API 0.2: what its specification requires of each."""

import json
from pathlib import Path
from typing import Any

import pytest

from matchers import suggest
from matchers.reconciliation import BATCH, LONGEST, TYPES, lists, manifest, reconcile
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
from quanze.judgement import Judgement, Suggestion
from quanze.proof import ProofEntry
from tests.matchers.asked import asked
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


def test_the_manifest_names_every_address_under_the_one_it_is_served_at() -> None:
    found = manifest("https://example.test/r", release="1.2", about="https://example.test/about")
    assert found["identifierSpace"] == "urn:quanze:entry:" and found["schemaSpace"] == "urn:quanze:list:"
    assert found["batchSize"] == 200 and found["view"]["url"] == "https://example.test/r/preview/{{id}}"
    assert found["preview"] == {"url": "https://example.test/r/preview/{{id}}", "width": 430, "height": 260}
    assert set(found["suggest"]) == {"entity", "property", "type"}
    assert found["suggest"]["type"] == {
        "service_url": "https://example.test/r",
        "service_path": "/suggest/type",
        "flyout_service_url": "https://example.test/r",
        "flyout_service_path": "/flyout/type/${id}",
    }
    assert found["extend"]["propose_properties"] == {
        "service_url": "https://example.test/r",
        "service_path": "/properties",
    }
    assert (found["serviceVersion"], found["documentation"]) == ("1.2", "https://example.test/about")
    assert not {"serviceVersion", "documentation"} & set(manifest(""))
    assert [one["id"] for one in found["defaultTypes"]] == list(TYPES)


def test_a_candidate_says_what_the_judgement_says() -> None:
    catalogue = entries(GATE / "catalogue.csv")
    queries = asked()[::8]
    batch = {
        one.id: {"query": one.text, "properties": [{"pid": "matter", "v": one.matter}], "limit": 50} for one in queries
    }
    found = reconcile(batch, lists(catalogue))
    for judgement in suggest(queries, catalogue, top=50):
        result = found[judgement.id]["result"]
        assert [said(one) for one in result] == [expected(one, judgement) for one in judgement.suggestions]
    assert any(one["match"] for answers in found.values() for one in answers["result"])


def said(candidate: dict[str, Any]) -> tuple[Any, ...]:
    points = {line["id"]: line["value"] for line in candidate["features"]}
    return candidate["id"], candidate["score"], candidate["match"], candidate["type"][0]["id"], points


def expected(one: Suggestion, judgement: Judgement) -> tuple[Any, ...]:
    points = {line.feature: line.points for line in one.evidence}
    assert len(points) == len(one.evidence)
    sure = judgement.band == "sure" and judgement.best == one.entry
    return one.entry, round(100 * one.score, 2), sure, one.list, points


def test_only_so_much_of_a_query_is_looked_at_and_so_many_candidates_are_given() -> None:
    assert answer({"query": "收入证明" + "，" * LONGEST + "无房证明"}) == answer({"query": "收入证明" + "，" * LONGEST})
    known = lists([ProofEntry(f"k{number}", "cancelled", f"第{number}号收入证明") for number in range(60)])
    given = {
        limit: len(reconcile({"q": {"query": "收入证明", "limit": limit}}, known)["q"]["result"]) for limit in (1, 7)
    }
    assert given == {1: 1, 7: 7}
    assert len(reconcile({"q": {"query": "收入证明"}}, known)["q"]["result"]) == 5


@pytest.mark.parametrize(
    ("value", "text"),
    [("法律援助", "法律援助"), (["法律援助", "公租房"], "法律援助"), ({"id": "法律援助"}, "法律援助")]
    + [({"id": "公租房", "name": "法律援助"}, "法律援助"), ([], ""), ({}, ""), (7, "7")],
)
def test_a_property_is_text_an_entity_or_the_first_of_several(value: Any, text: str) -> None:
    def found(given: Any) -> list[dict[str, Any]]:
        return answer({"query": "收入证明", "properties": [{"pid": "matter", "v": given}]})

    assert found(value) == found(text)


def test_the_department_is_taken_too_and_what_is_not_known_is_left_out() -> None:
    plain = answer({"query": "收入证明"})
    assert answer({"query": "收入证明", "properties": [{"pid": "department", "v": "民政局"}]}) == plain
    assert answer({"query": "收入证明", "properties": [{"pid": "odd", "v": "x"}], "type": ["odd"]}) == plain
    assert answer({"query": "收入证明", "properties": None, "type": None}) == plain


def test_an_entry_is_told_from_its_namesakes_by_list_use_and_issuer() -> None:
    found = answer({"query": "income"})[0]
    assert found["description"] == "取消目录；公共租赁住房资格审核；用人单位" and found["features"] == []
    assert suggest_entities("lost", KNOWN)["result"][0]["description"].startswith(f"{TYPES['issuer_bound']}；社区")


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


def test_what_begins_so_stands_before_what_only_has_it_and_short_names_first() -> None:
    names = ["个人收入证明", "收入证明材料", "收入证明", "家庭收入证明", "收入"]
    known = lists([ProofEntry(f"k{place}", "cancelled", name) for place, name in enumerate(names)])
    assert [one["name"] for one in suggest_entities("收入", known)["result"]] == [names[at] for at in (4, 2, 1, 0, 3)]
    many = lists([ProofEntry(f"k{number:02}", "cancelled", "收入证明") for number in range(45)])
    assert [one["id"] for one in suggest_entities("k07", many)["result"]] == ["k07"]
    pages = [[one["id"] for one in suggest_entities("收入", many, skip=skip)["result"]] for skip in (0, 20, 40)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert [key for page in pages for key in page] == list(many.entries)


def test_a_type_or_property_is_found_by_its_name_or_its_identifier() -> None:
    assert [one["id"] for one in suggest_types("")["result"]] == list(TYPES)
    assert [one["id"] for one in suggest_types(" 清单 ", skip=1)["result"]] == ["issuer_bound"]
    assert suggest_types("cancel")["result"] == [{"id": "cancelled", "name": TYPES["cancelled"]}]
    assert [one["id"] for one in suggest_properties("单位")["result"]] == ["issuer", "asked_by"]


def test_an_entry_is_shown_with_the_fields_that_it_has() -> None:
    assert flyout("entity", "id", KNOWN) == {
        "id": "id",
        "html": "<h1>身份证复印件</h1><table><tr><th>清单</th><td>取消目录</td></tr>"
        "<tr><th>证明用途</th><td>教师资格认定</td></tr><tr><th>开具单位</th><td>申请人</td></tr></table>",
    }
    assert (flyout("property", "issuer", KNOWN) or {})["html"] == "<p>开具单位</p>"
    page = preview(KNOWN.entries["id"])
    assert page.startswith("<!doctype html>") and "<title>身份证复印件</title>" in page


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


@pytest.mark.parametrize(
    "bad",
    [[], {}, {"ids": "kin", "properties": []}, {"ids": [1], "properties": []}, {"ids": ["kin"]}, {"properties": []}]
    + [{"ids": ["kin"], "properties": ["issuer"]}, {"ids": ["kin", 1], "properties": []}],
)
def test_a_data_extension_query_of_another_form_is_refused(bad: Any) -> None:
    with pytest.raises(ValueError, match="ids"):
        extend(bad, KNOWN)


def test_the_fields_on_offer_are_proposed() -> None:
    assert [one["id"] for one in proposed_properties("cancelled")["properties"]] == list(FIELDS)
    two = [{"id": key, "name": FIELDS[key]} for key in ("list", "usage")]
    assert proposed_properties("cancelled", 2) == {"properties": two, "type": "cancelled", "limit": 2}
    assert proposed_properties("cancelled", -1)["properties"] == []
    assert set(proposed_properties("retained")) == {"properties", "type"}
