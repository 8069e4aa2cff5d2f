"""Anything at all sent to any address of the page, as anybody: a clean answer, never an error of ours (no 500).

Schemathesis makes the requests from the application's own description; half of them are given names and values that
exist, so that they get past the first check. A longer run by hand: `API_EXAMPLES=200 pytest tests/review/test_api.py`.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

import rules
from quanze.store import answers, facts, ledger, review
from review import choices, crops, signing
from review.app import application
from review.board import KINDS, STATES
from review.desk import Desk
from tests.review.home import CIVIL, EDITION, FOREST, MATTERS, Person, desk_at

EXAMPLES = int(os.environ.get("API_EXAMPLES", "4"))
"""Requests for each address and person."""
PEOPLE = ("", "民政", "初审一", "管理")
LEAVING = ("/login", "/logout", "/password")
"""Addresses after which a person is somebody else, tried by nobody in particular."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with rows, advice over departments and doubts; no file is opened."""
    opened = desk_at(tmp_path_factory.mktemp("api"))
    with opened.store.writing() as session:
        facts.save_rows(session, "", EDITION.digest, rules.advise(MATTERS))
        file = ledger.files(session)[0]
        answers.keep(session, file, answers.CHECKED, "", {"words": "x"}, by="民政", at="2026-01-01")
    yield opened
    opened.store.close()


@pytest.fixture(autouse=True)
def no_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs that open files are tried elsewhere, on files."""
    monkeypatch.setattr(crops, "_run", lambda program, *_: "[]" if program == crops.TABLES else None)


def operations(desk: Desk) -> Iterator[APIOperation[Any, Any, Any, Any]]:
    for found in schemathesis.openapi.from_dict(application(desk).openapi()).get_all_operations():
        assert isinstance(found, Ok)
        yield found.ok()


def known(desk: Desk) -> Mapping[str, Sequence[Any]]:
    """Values that exist, by the name of a parameter or field."""
    with desk.store.reading() as session:
        rows = facts.rows(session)
        digests = [seen.digest for row in rows if (seen := review.seen(session, row.key))]
        files = [file.id for file in ledger.files(session)]
        sha256s = [file.sha256 for file in ledger.files(session)]
    return {
        "key": [row.key for row in rows],
        "file": files,
        "number": [*files, 0, 2],
        "position": [0],
        "event": [1, 2, 3],
        "name": [EDITION.digest],
        "against": [EDITION.digest, ""],
        "seen": digests,
        "last": [0, 1],
        "verdict": list(choices.VERDICTS),
        "what": [*answers.WHATS, "draft", "official", "public"],
        "row": list(KINDS),
        "state": list(STATES),
        "step": list(signing.ACTIONS),
        "department": [CIVIL, FOREST, ""],
        "document": sha256s,
        "table": [1, 2],
        "pick-verdict": ["mine", "theirs"],
        "was-0": [""],
        "cell-0": ["字"],
        "heading-0": ["材料"],
        "role-0": ["申请材料"],
    }


def filled(draw: st.DrawFn, given_: Mapping[str, Any], values: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """The values of a request with those of known names exchanged for ones that exist."""
    return {name: draw(st.sampled_from(values[name])) if name in values else value for name, value in given_.items()}


@st.composite
def requests(
    draw: st.DrawFn, operation: APIOperation[Any, Any, Any, Any], values: Mapping[str, Sequence[Any]]
) -> dict[str, Any]:
    """One request: method, address, query, form."""
    case = draw(operation.as_strategy())
    form = dict(case.body) if isinstance(case.body, dict) else {}
    query = dict(case.query or {})
    if draw(st.booleans()):
        case.path_parameters = filled(draw, case.path_parameters, values)
        extra = draw(st.sampled_from(["pick-verdict", "was-0 cell-0", "heading-0 role-0", ""])).split()
        form = filled(draw, form, values) | {name: values[name][0] for name in extra}
        query = filled(draw, query, values)
    return {
        "method": case.method,
        "url": case.formatted_path,
        "params": query,
        "data": {name: value if isinstance(value, str) else json.dumps(value) for name, value in form.items()},
    }


@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_sent_to_any_address_is_an_error_of_ours(desk: Desk, name: str) -> None:
    values, seen = known(desk), set[int]()
    person = Person(desk, name)
    headers = {"X-CSRF": person.csrf} if name else {}
    for operation in operations(desk):
        if name and operation.path in LEAVING:
            continue

        @settings(
            max_examples=EXAMPLES,
            derandomize="API_EXAMPLES" not in os.environ,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(requests(operation, values))
        def sent(request: dict[str, Any]) -> None:
            if request["method"] == "GET":
                request = {**request, "data": None}
            answer = person.client.request(**request, headers=headers)
            assert answer.status_code < 500, (request, answer.text[:300])
            seen.add(answer.status_code)

        sent()
    assert {200, 404, 422} <= seen if name else 303 in seen


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**63, 2**80])
def test_a_number_that_no_database_knows_is_not_found(desk: Desk, number: int) -> None:
    person = Person(desk, "管理")
    for address in (
        f"/files/{number}",
        f"/doubts/{number}/0/source",
        f"/doubts/{number}/0/form",
        f"/files/{number}/tables",
    ):
        person.get(address, 404)
    person.post("/undo", 422 if not 0 <= number <= 2**53 else 409 if not number else 404, event=number)
    person.post(f"/files/{number}/again", 404)
    person.post(f"/files/1/answers/{number}/undo", 409)


def test_the_description_of_the_application_is_not_served(desk: Desk, tmp_path: Path) -> None:
    for address in ("/openapi.json", "/docs", "/redoc"):
        assert Person(desk, "管理").client.get(address).status_code == 404
