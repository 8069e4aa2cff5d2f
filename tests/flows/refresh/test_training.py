"""Learning from what reviewers decide on the page: used and shown, undone ones left out, a worse model refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows import stages
from flows.pipeline import queries
from flows.refresh import training
from flows.stages import Office
from matchers import suggest
from matchers.model import SHIPPED, load
from matchers.models import in_use
from quanze.judgement import Decision
from quanze.row import MaterialRow, Row
from quanze.store import decisions, facts, review
from review.desk import Desk
from tests.review.home import CIVIL, ENTRIES, Person, desk_at, matter

NAMES = (
    *(
        "家庭收入证明",
        "月收入证明",
        "收入情况证明",
        "经济收入证明",
        "工资收入证明",
        "婚姻状况证明原件",
        "婚姻状况的证明",
    ),
    *("居住地证明", "居住情况证明", "现居住证明", "低保申请表", "授权委托书", "户口簿复印件", "近期照片", "银行流水"),
)
OPEN = ("家庭经济收入证明", "居住证明复印件", "婚姻证明")
"""Materials that nobody decides on."""
MATTERS = [matter(CIVIL, "最低生活保障", *NAMES, *OPEN, code="001")]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = desk_at(tmp_path, MATTERS)
    yield opened
    opened.store.close()


def office(desk: Desk) -> Office:
    return Office(desk.settings, desk.store, desk.clock)


def materials(desk: Desk) -> dict[str, MaterialRow]:
    with desk.store.reading() as session:
        return {row.material: row for row in facts.rows(session) if isinstance(row, MaterialRow)}


def decide_all(desk: Desk) -> None:
    """A reviewer decides all but the open ones on the page."""
    person = Person(desk, "初审一")
    found = materials(desk)
    for name in NAMES:
        row = found[name]
        number = 1 if "收入" in name else 2 if "婚姻" in name else 3 if "居住" in name else 0
        if not number and "表" in name:
            person.decide(row.key, "not_proof")
            continue
        choice: dict[str, Any] = {"verdict": "swap" if number else "outside", "number": number}
        needs: dict[str, Any] = {"need-0": "见附件", "need-1": "事后抽查"}  # what the choice needs is filled in with it
        person.post(f"/rows/{row.key}/edit", **choice, **needs, **person.sight(row.key))


def scores(desk: Desk) -> dict[str, float]:
    with desk.store.reading() as session:
        ids = [query.id for query in queries(facts.matters(session, CIVIL)).values() if query.text in OPEN]
        edition = review.newest_edition(session)
        return {key: one.score for key, one in facts.judgements(session, edition, ids).items()}


def test_what_is_decided_on_the_page_trains_a_model_that_is_used_and_shown(desk: Desk) -> None:
    decide_all(desk)
    with desk.store.reading() as session:
        before, _ = decisions.settled(session, facts.rows(session))
    done = training.train(office(desk))
    assert done.adopted, done.lines
    used = in_use(desk.settings.model)
    assert used.own and used.model.decisions == len(NAMES)
    assert used.model.trained_on != load(SHIPPED).trained_on
    assert any(used.model.trained_on in line and used.digest in line for line in done.lines)
    page = Person(desk, "初审一").get("/matching")
    assert used.model.trained_on in page and used.digest in page and f"审核决定 {len(NAMES)} 条" in page
    with desk.store.reading() as session:
        asked = [query for query in queries(facts.matters(session, CIVIL)).values() if query.text in OPEN]
        after, stale = decisions.settled(session, facts.rows(session))
    assert scores(desk) == {one.id: one.score for one in suggest(asked, ENTRIES, model=used.model)}
    assert scores(desk) != {one.id: one.score for one in suggest(asked, ENTRIES)}
    assert confirmed(after) == confirmed(before) and not stale


def confirmed(rows: tuple[Row, ...]) -> dict[str, str]:
    return {row.key: row.entry for row in rows if isinstance(row, MaterialRow) and row.confirmed}


def test_undone_and_open_decisions_are_not_used(desk: Desk) -> None:
    person, found = Person(desk, "初审一"), materials(desk)
    person.decide(found["低保申请表"].key, "outside")
    person.decide(found["月收入证明"].key, "swap", number=1)
    person.post("/undo")
    person.decide(found["银行流水"].key, "doubt")
    done = training.train(office(desk))
    assert done.lines[0] == "审核决定：目录外 1 条；去掉重复后可用 1 条。"
    assert not done.adopted and not desk.settings.model.exists()
    assert "没有训练" in done.lines[1] and load(SHIPPED).trained_on in done.lines[1]


def test_decisions_that_make_matching_worse_are_refused(tmp_path: Path) -> None:
    proofs = ("收入证明", "婚姻状况证明", "居住证明", "居住证明原件")
    desk = desk_at(tmp_path, [matter(CIVIL, f"救助事项{n}", *proofs, code=f"{n:03d}") for n in range(15)])
    with desk.store.writing() as session:
        for row in facts.rows(session):
            if isinstance(row, MaterialRow):
                said = Decision(row.key, "outside", "误点", "2026-03-17T09:00:00", "")
                decisions.decide(session, said, row, row)
    done = training.train(office(desk))
    desk.store.close()
    assert not done.adopted and not desk.settings.model.exists()
    assert any(line.startswith("没有采用新模型，它比随附的差：") for line in done.lines)
    assert not in_use(desk.settings.model).own


def test_a_model_that_does_not_fit_is_not_used_and_the_page_says_so(desk: Desk) -> None:
    desk.settings.model.write_text('{"features": []}', encoding="utf-8")
    assert not in_use(desk.settings.model).own
    assert stages.match_department(office(desk), CIVIL) == 0
    assert "请重新运行 quanze train" in Person(desk, "初审一").get("/matching")
    done = training.back_to_shipped(office(desk))
    assert done.adopted and not desk.settings.model.exists() and in_use(desk.settings.model).fault == ""
