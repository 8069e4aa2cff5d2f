"""/metrics: figures for Prometheus, for this machine and administrators only; never a word of a document."""

import re

from fastapi.testclient import TestClient

from review.app import application
from review.board import Filter
from review.desk import Desk
from tests.review.home import CIVIL, MATTERS, Person

SAMPLE = re.compile(r'quanze_\w+(\{\w+="[^"\n]*"(,\w+="[^"\n]*")*\})? -?\d+(\.\d+)?(e[+-]\d+)?')


def asked(desk: Desk, host: str = "127.0.0.1", **headers: str) -> tuple[int, str]:
    client = TestClient(application(desk), client=(host, 5000), headers=headers)
    answer = client.get("/metrics")
    return answer.status_code, answer.text


def test_every_line_is_a_comment_or_a_sample(desk: Desk) -> None:
    status, said = asked(desk)
    assert status == 200
    for line in said.splitlines():
        assert line.startswith("# ") or SAMPLE.fullmatch(line), line
    assert f'quanze_files{{department="{CIVIL}",state="done"}} 1' in said
    assert "quanze_edition_entries 3" in said
    assert not any(material.name in said for matter in MATTERS for material in matter.materials)


def test_the_queue_shrinks_with_every_decision(desk: Desk) -> None:
    def queue() -> int:
        found = re.search(r"^quanze_queue (\d+)$", asked(desk)[1], re.M)
        assert found is not None
        return int(found[1])

    before = queue()
    desk.board.follow()
    person = Person(desk, "初审一")
    person.decide(desk.board.next_open(Filter()))
    assert queue() == before - 1


def test_only_this_machine_and_administrators_see_them(desk: Desk) -> None:
    assert asked(desk, "10.0.0.7")[0] == 403
    assert asked(desk, "127.0.0.1", **{"X-Forwarded-For": "10.0.0.7"})[0] == 403
    Person(desk, "初审一").get("/metrics", 403)
    Person(desk, "管理").get("/metrics")
