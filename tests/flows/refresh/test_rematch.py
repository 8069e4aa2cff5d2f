"""A changed catalogue: only what it affects is matched again, with the result of matching everything again."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from flows import stages
from flows.refresh import rematch
from flows.stages import Office
from quanze.judgement import Decision
from quanze.proof import Edition, ProofEntry
from quanze.row import MaterialRow
from quanze.store import codec, decisions, editions, facts
from reference.editions import entries_digest
from tests.flows.office import SAMPLES, drop, office_at, run

DEPARTMENTS = ("教育体育局", "民政局")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = office_at(tmp_path)
    for path in (*sorted((SAMPLES / "民政局").glob("*.docx")), *sorted((SAMPLES / "教育体育局").glob("*.xlsx"))):
        drop(tmp_path, path, path.parent.name)
    run(opened)
    yield opened
    opened.store.close()


def other(entries: tuple[ProofEntry, ...], name: str) -> Edition:
    return Edition(name, "2026-04-01", entries_digest(entries), entries)


def state(office: Office) -> dict[str, object]:
    """All that a person could see: judgements that hold, and rows in their places."""
    with office.store.reading() as session:
        current = facts.edition(session)
        assert current is not None
        asked = [query.id for query in facts.queries(session)]
        columns = "key, department, position, digest, body"
        rows = session.execute(text(f"select {columns} from proposed where current order by key")).all()
        return {
            "edition": current,
            "judgements": facts.judgements(session, current.digest, asked),
            "rows": [tuple(row) for row in rows],
        }


def suggested(office: Office) -> list[str]:
    """Entries that the office's rows rest on."""
    with office.store.reading() as session:
        return sorted({row.entry for row in facts.rows(session) if isinstance(row, MaterialRow) and row.entry})


def changed(entries: tuple[ProofEntry, ...], used: list[str], rng: random.Random) -> tuple[ProofEntry, ...]:
    """A few entries changed, those among them that rows rest on."""
    chosen = {rng.choice(used), *(entry.key for entry in rng.sample(entries, 2))}
    out: list[ProofEntry] = []
    for entry in entries:
        kind = rng.choice(("gone", "moved", "words", "name")) if entry.key in chosen else "same"
        if kind == "moved":
            entry = replace(entry, key=entry.key[::-1], list="retained" if entry.list == "cancelled" else "cancelled")
        elif kind == "words":
            entry = replace(entry, replacement="由部门核查", note="改过")
        elif kind == "name":
            entry = replace(entry, name=rng.choice(entries).name)
        out += [] if kind == "gone" else [entry]
    return tuple(out)


@pytest.mark.parametrize("seed", range(3))
def test_an_incremental_refresh_gives_what_a_full_one_gives(office: Office, seed: int) -> None:
    old = stages.edition(office)
    new = other(changed(old.entries, suggested(office), random.Random(seed)), "改")
    done = rematch.change(office, old, new)
    assert not done.whole
    assert done.judged < done.asked
    incremental = state(office)
    with office.store.writing() as session:
        standing = editions.standing(session)
        session.execute(text("delete from judgements"))
        session.execute(text("update proposed set current = false, position = position + 1000"))
    assert standing is not None and standing.applied
    for department in DEPARTMENTS:
        stages.match_department(office, department)
        stages.propose_department(office, department)
    assert state(office) == incremental


def test_only_decisions_on_what_changed_reopen(office: Office) -> None:
    old = stages.edition(office)
    with office.store.writing() as session:
        seen = facts.rows(session)
        for row in seen:
            decisions.decide(session, Decision(row.key, decisions.CONFIRM, "审核一", "t", codec.row_digest(row)), row)
    cut = [row for row in seen if isinstance(row, MaterialRow) and row.way == "取消" and row.entry]
    target = cut[0].entry
    entries = tuple(replace(e, replacement="由部门核查") if e.key == target else e for e in old.entries)
    rematch.change(office, old, other(entries, "改"))
    with office.store.reading() as session:
        rows, stale = decisions.settled(session, facts.rows(session))
    assert set(stale) == {row.key for row in cut if row.entry == target}
    assert {row.key for row in rows if not row.confirmed} == set(stale)


def test_a_run_broken_off_before_its_rows_is_finished_by_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = stages.edition(office)
    new = other(changed(old.entries, suggested(office), random.Random(1)), "改")
    before = state(office)
    with monkeypatch.context() as broken:
        broken.setattr(rematch, "_rows", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            rematch.change(office, old, new)
    assert state(office)["edition"] != before["edition"]
    assert rematch.finish(office)
    found = state(office)
    with office.store.writing() as session:
        session.execute(text("update proposed set current = false"))
    for department in DEPARTMENTS:
        stages.propose_department(office, department)
    assert state(office) == found
    assert rematch.finish(office) == {}


def test_an_edition_that_comes_back_judges_as_it_did(office: Office) -> None:
    old = stages.edition(office)
    new = other(changed(old.entries, suggested(office), random.Random(2)), "改")
    before = state(office)
    rematch.change(office, old, new)
    rematch.change(office, new, old)
    assert state(office) == before


def test_a_large_change_is_weighed_and_judged_anew(office: Office) -> None:
    old = stages.edition(office)
    done = rematch.change(office, old, other(old.entries[: len(old.entries) // 2], "半"))
    assert done.whole
    assert done.judged == done.asked


def test_a_new_matcher_judges_everything_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not rematch.outdated(office)
    monkeypatch.setattr("flows.pipeline.matcher", lambda model: "another")
    assert rematch.outdated(office)
    current, before = stages.edition(office), state(office)
    done = rematch.change(office, current, current)
    assert done.whole
    assert state(office) == before
    assert not rematch.outdated(office)
