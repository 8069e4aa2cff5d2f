"""The open matcher over HTTP: payloads of the specification, who may ask, what is refused."""

import json
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from matchers.model import save, shipped
from review import reconcile
from review.app import application
from review.desk import Desk
from tests.review import openrefine
from tests.review.home import ENTRIES, Person
from tests.review.reconciliation_forms import FORMS, wrong

BATCH = {
    "q0": {"query": "收入证明", "type": "cancelled", "limit": 3, "type_strict": "should"},
    "q1": {"query": "婚姻状况证明原件1份", "properties": [{"pid": "matter", "v": "最低生活保障"}]},
    "q2": {"query": "没有这样的东西"},
}


class Tool:
    """OpenRefine as it asks: no account, no cookie, a page of another origin."""

    def __init__(self, desk: Desk, token: str = "") -> None:
        self.client = TestClient(application(desk), headers={"Origin": "http://127.0.0.1:3333"})
        self.base = reconcile.PREFIX + (token or reconcile.token(desk.settings))

    def get(self, path: str = "", **asked: Any) -> Any:
        answer = self.client.get(self.base + path, params=asked)
        assert answer.headers["access-control-allow-origin"] == "*"
        return answer

    def form(self, **said: object) -> Any:
        return self.client.post(self.base, data={name: json.dumps(value) for name, value in said.items()})


def test_without_parameters_the_manifest_is_answered(desk: Desk) -> None:
    for path in ("", "/"):
        found = Tool(desk).get(path).json()
        assert wrong("manifest", found) == []
    token = reconcile.token(desk.settings)
    assert found["preview"]["url"] == f"http://testserver/reconcile/{token}/preview/{{{{id}}}}"
    assert token not in found["identifierSpace"] + found["schemaSpace"]


def test_a_batch_is_answered_by_form_by_address_and_by_json_alike(desk: Desk) -> None:
    tool = Tool(desk)
    by_form = tool.form(queries=BATCH).json()
    assert wrong("result batch", by_form) == [] and by_form.keys() == BATCH.keys()
    assert by_form["q0"]["result"][0]["name"] == "收入证明"
    assert by_form["q1"]["result"][0]["id"] == ENTRIES[1].key
    assert not any(one["match"] for one in by_form["q2"]["result"])
    assert tool.get(queries=json.dumps(BATCH)).json() == by_form
    assert tool.client.post(tool.base + "/", json=BATCH).json() == by_form


def test_what_is_typed_is_completed_and_shown(desk: Desk) -> None:
    tool = Tool(desk)
    manifest = tool.get().json()
    for kind, typed in (("entity", "收入"), ("property", "事"), ("type", "取消")):
        where = manifest["suggest"][kind]
        found = tool.client.get(where["service_url"] + where["service_path"], params={"prefix": typed}).json()
        assert wrong("suggest", found) == [] and found["result"]
        key = found["result"][0]["id"]
        address = where["flyout_service_url"] + where["flyout_service_path"].replace("${id}", key)
        assert wrong("flyout", tool.client.get(address).json()) == []
        again = tool.client.get(where["service_url"] + where["service_path"], params={"prefix": key}).json()
        assert again["result"][0]["id"] == key
        beyond: dict[str, str] = {"prefix": typed, "cursor": "99"}
        assert tool.client.get(where["service_url"] + where["service_path"], params=beyond).json() == {"result": []}


def test_an_entry_is_previewed_inside_a_frame_of_another_origin(desk: Desk) -> None:
    tool = Tool(desk)
    address = tool.get().json()["preview"]["url"].replace("{{id}}", ENTRIES[0].key)
    page = tool.client.get(address)
    assert "改为申请人书面承诺" in page.text and page.headers["content-type"].startswith("text/html")
    assert "x-frame-options" not in page.headers
    assert "script-src" not in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_fields_of_matched_entries_are_proposed_and_fetched(desk: Desk) -> None:
    tool = Tool(desk)
    where = tool.get().json()["extend"]["propose_properties"]
    offered = tool.client.get(where["service_url"] + where["service_path"], params={"type": "cancelled"}).json()
    assert wrong("proposal", offered) == []
    asked = {"ids": [ENTRIES[0].key], "properties": [{"id": one["id"]} for one in offered["properties"]]}
    found = tool.form(extend=asked).json()
    assert wrong("extension", found) == []
    assert found["rows"][ENTRIES[0].key]["replacement"] == [{"str": "改为申请人书面承诺"}]
    assert tool.get(extend=json.dumps(asked)).json() == found


def test_without_the_secret_address_nothing_is_answered(desk: Desk) -> None:
    tool = Tool(desk, "guessed")
    for path in ("", "/suggest/entity", "/properties", f"/preview/{ENTRIES[0].key}"):
        assert tool.get(path).status_code == 404
    assert tool.form(queries=BATCH).status_code == 404
    assert ENTRIES[0].name not in tool.form(queries=BATCH).text


def test_the_address_is_shown_to_reviewers_and_renewed_by_the_administrator_only(desk: Desk) -> None:
    token = reconcile.token(desk.settings)
    assert (desk.settings.var / "reconcile.token").stat().st_mode & 0o077 == 0
    assert token in Person(desk, "初审一").get("/matching")
    assert token not in Person(desk, "民政").get("/matching")
    Person(desk, "初审一").post("/matching/address", 403)
    Person(desk, "管理").post("/matching/address", 303)
    assert Tool(desk, token).get().status_code == 404
    assert wrong("manifest", Tool(desk).get().json()) == []


def test_a_page_of_another_origin_may_ask_first(desk: Desk) -> None:
    tool = Tool(desk)
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    answer = tool.client.options(tool.base, headers=asked)
    assert answer.status_code == 204 and "POST" in answer.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in answer.headers


def test_forms_from_elsewhere_stay_refused_on_every_other_page(desk: Desk) -> None:
    answer = Tool(desk).client.post("/login", data={"name": "管理"})
    assert answer.status_code == 403 and "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"queries": "{"}, 400),
        ({"queries": "[]"}, 400),
        ({"queries": '{"q0":{}}'}, 400),
        ({"queries": "[" * 100_000}, 400),
        ({"extend": '{"ids":1}'}, 400),
        ({"other": "x"}, 400),
        ({"queries": json.dumps({str(number): {"query": "证明"} for number in range(201)})}, 413),
        ({"queries": " " * (1 << 20)}, 413),
    ],
)
def test_what_has_another_form_is_refused_in_chinese(desk: Desk, said: dict[str, str], status: int) -> None:
    tool = Tool(desk)
    answer = tool.client.post(tool.base, data=said)
    assert answer.status_code == status and "error" in answer.json()
    assert answer.headers["access-control-allow-origin"] == "*"


def test_asking_writes_nothing(desk: Desk) -> None:
    database = desk.settings.var / "quanze.db"
    tool = Tool(desk)
    before = database.read_bytes(), sorted(path.name for path in desk.settings.home.rglob("*"))
    tool.form(queries=BATCH)
    tool.get("/suggest/entity", prefix="收")
    assert (database.read_bytes(), sorted(path.name for path in desk.settings.home.rglob("*"))) == before


def test_the_offices_own_model_answers_here_too(desk: Desk) -> None:
    tool = Tool(desk)
    before = tool.form(queries=BATCH).json()["q1"]["result"][0]
    save(replace(shipped(), intercept=shipped().intercept - 1, decisions=9), desk.settings.model)
    after = tool.form(queries=BATCH).json()["q1"]["result"][0]
    assert after["id"] == before["id"] and after["score"] < before["score"]


def test_openrefine_goes_through_a_whole_session_over_a_socket(desk: Desk) -> None:
    with openrefine.served(desk) as address:
        tool = openrefine.session(address)
    forms = {"suggest entity": "suggest", "suggest property": "suggest", "suggest type": "suggest"}
    checked = [(forms.get(form, form), payload) for form, payload in tool.payloads if not form.endswith("query")]
    assert {fault for form, payload in checked if form in FORMS for fault in wrong(form, payload)} == set()
    assert {form for form, _ in checked} >= FORMS.keys()


def test_the_checks_find_what_is_wrong() -> None:
    assert wrong("manifest", {"versions": ["0.1"], "name": "x", "identifierSpace": "urn:a", "schemaSpace": "urn:b"})
    assert wrong("result batch", {"q0": {"result": [{"id": "a", "name": "b"}]}})
    assert wrong("extension", {"meta": [], "rows": {"a": {"b": "c"}}})
