"""Stored markup: whatever words come in by files, catalogues, answers or comments, they come out as words."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from quanze.document import Place
from quanze.matter import Doubt, Extraction, RowCount
from quanze.proof import Edition
from quanze.store import facts, ledger
from review import crops
from review.desk import Desk
from tests.review.home import CIVIL, ENTRIES, Person, desk_at, matter
from tests.review.test_queue import material

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)><svg/onload=alert(3)>{{7*7}}"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk where every word that can be chosen by somebody outside is markup."""
    opened = desk_at(tmp_path, [matter(CIVIL, f"救助{EVIL}", f"收入证明{EVIL}", f"照片{EVIL}", code="1", basis=EVIL)])
    column = {"own": EVIL, "label": EVIL, "role": ""}
    table = {"table": 1, "page": 1, "title": EVIL, "headed": False, "columns": [column], "sample": [[EVIL]]}
    shown = {
        crops.CROP: {"png": "", "rows": [[EVIL]], "hit": 0, "cell": 0},
        crops.TABLES: [{**table, "row": {"row": 3, "cells": [EVIL]}}],
    }
    monkeypatch.setattr(crops, "_run", lambda program, *_: json.dumps(shown[program]))
    with opened.store.writing() as session:
        file = ledger.files(session)[0]
        file.name, file.advice = f"{EVIL}.docx", EVIL
        doubt = Doubt(EVIL, EVIL, Place(table=1, row=3), whole_row=False)
        matters = tuple(facts.matters(session, CIVIL))
        read = Extraction(matters, (doubt,), RowCount(1, 1, 0, 0))
        facts.save_extraction(session, file.id, "csv", read, [("m" * 64, f"包.zip/{EVIL}")])
        ledger.finish(session, file.id, kept_as=file.kept_as, now="t")
        evil = tuple(replace(entry, usage=EVIL, issuer=EVIL, source=EVIL) for entry in ENTRIES)
        facts.save_edition(session, Edition(EVIL, "2026-02-01", "d" * 16, evil), "2026-02-01T00:00:00")
    yield opened
    opened.store.close()


def harmless(page: str) -> str:
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<svg/onload" not in page
    assert "7*7" in page or "49" not in page
    return page


def test_no_page_of_a_file_takes_words_for_markup(desk: Desk) -> None:
    person = Person(desk, "民政")
    for address in ("/files", "/files/1", "/doubts/1/0/source", "/doubts/1/0/form", "/files/1/tables"):
        assert "&lt;script&gt;" in harmless(person.get(address)), address
    person.post("/doubts/1/0", 303, what="cell", last=0, **{"was-0": EVIL, "cell-0": f"{EVIL}改"})
    person.post(
        "/files/1/tables", 303, what="role", document="m" * 64, table=1, **{"heading-0": EVIL, "role-0": "备注"}
    )
    assert harmless(person.get("/files/1")).count("&lt;script&gt;") > 3


def test_no_page_of_a_row_takes_words_for_markup(desk: Desk) -> None:
    one, two, row = Person(desk, "民政"), Person(desk, "初审一"), material(desk, "收入证明")
    sight = two.sight(row.key)
    one.post(f"/rows/{row.key}/edit", after=EVIL, note=EVIL, comment=EVIL, **one.sight(row.key))
    page = two.post(f"/rows/{row.key}/edit", 409, after=f"{EVIL}乙", note="乙", comment=EVIL, **sight)
    assert "&lt;script&gt;" in harmless(page)
    one.post(f"/rows/{row.key}/comment", comment=EVIL)
    for address in (f"/rows/{row.key}", f"/rows/{row.key}/edit", f"/source/{row.key}", f"/rows?text={EVIL[:50]}"):
        harmless(one.get(address))


def test_no_page_of_catalogues_lists_or_samples_takes_words_for_markup(desk: Desk) -> None:
    person = Person(desk, "初审一")
    for address in ("/overview", f"/editions/{'d' * 16}?text={EVIL[:50]}", "/lists", "/sample"):
        harmless(person.get(address))
    assert "&lt;script&gt;" in person.get(f"/editions/{'d' * 16}")


def test_an_answer_never_becomes_a_header(desk: Desk) -> None:
    person = Person(desk, "管理")
    answer = person.client.get("/export/lists.zip", params={"what": "draft", "department": "a\r\nX-Evil: 1"})
    assert "x-evil" not in answer.headers
