"""Events: undo in any order, nothing lost under many writers, stale decisions, entries that change."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.judgement import Decision
from quanze.proof import Edition
from quanze.store import Store, decisions, facts, open_store, review
from quanze.store.tables import DecisionRow
from review.desk import Desk, Visitor
from review.writing import Outdated, Sight, append
from tests.review.home import CIVIL, EDITION, ENTRIES, Person
from tests.review.test_queue import again, material, rows


def event(number: int, undoes: int | None = None) -> DecisionRow:
    return DecisionRow(id=number, verdict=decisions.UNDO if undoes else "confirm", undoes=undoes)


def alive(*events: DecisionRow) -> list[int]:
    return [one.id for one in decisions.live(events)]


def test_an_event_that_was_taken_back_does_not_hold() -> None:
    assert alive(event(1), event(2), event(3, undoes=2)) == [1]


def test_events_are_taken_back_in_any_order() -> None:
    assert alive(event(1), event(2), event(3, undoes=1)) == [2]
    assert alive(event(1), event(2), event(3, undoes=1), event(4, undoes=2)) == []


def test_taking_an_undo_back_brings_the_event_back() -> None:
    assert alive(event(1), event(2, undoes=1), event(3, undoes=2)) == [1]


@given(st.lists(st.integers(0, 8), max_size=12))
def test_what_holds_does_not_depend_on_the_order_of_reading(undone: list[int]) -> None:
    events = [
        event(number + 1, undoes=target if 0 < target <= number else None) for number, target in enumerate(undone)
    ]
    held = alive(*events)
    assert alive(*reversed(events)) == held
    assert held == sorted(held)


def test_a_decision_whose_entry_changed_comes_back(desk: Desk) -> None:
    person, row = Person(desk, "民政"), material(desk, "收入证明")
    person.decide(row.key)
    other = next(one for one in rows(desk) if "居住" in getattr(one, "material", ""))
    person.decide(other.key, "swap", number=3)
    changed = (replace(ENTRIES[0], basis="新的依据"), *ENTRIES[1:])
    with desk.store.writing() as session:
        facts.save_edition(session, Edition("新版", "2026-06-01", "f" * 16, changed), "2026-06-01T00:00:00")
    desk.board.follow()
    assert desk.board.state(row.key) == "stale"
    assert desk.board.state(other.key) == "confirmed"
    assert not again(desk, row).confirmed
    assert again(desk, other).confirmed
    page = person.get(f"/rows/{row.key}")
    assert "目录：依据" in page
    assert '（空）</span></td><td><span class="lines">新的依据' in page


def test_a_decision_whose_row_changed_comes_back_with_both_sides(desk: Desk) -> None:
    person, row = Person(desk, "民政"), material(desk, "收入证明")
    person.decide(row.key)
    with desk.store.writing() as session:
        found = facts.rows(session, CIVIL)
        new = [replace(one, way="告知承诺") if one.key == row.key else one for one in found]
        facts.save_rows(session, CIVIL, EDITION.digest, new)
    page = person.get(f"/rows/{row.key}")
    assert desk.board.state(row.key) == "stale"
    assert '<th scope="row">方式</th><td><span class="lines">取消</span></td><td><span class="lines">告知承诺' in page


def test_fifty_writers_lose_nothing_and_every_refusal_is_a_real_conflict(desk: Desk) -> None:
    keys = [row for row in rows(desk)][:4]
    accepted: list[tuple[str, str]] = []
    refused: list[int] = []
    broken: list[int] = []

    def one(number: int) -> None:
        visitor = Visitor(0, f"人{number}", "reviewer", "", "", False)
        for row in keys:
            with desk.store.reading() as session:
                seen = review.seen(session, row.key)
            assert seen is not None
            try:
                append(desk, visitor, seen.row, Sight(seen.digest, seen.last), "doubt", comment=str(number))
                accepted.append((row.key, visitor.name))
            except Outdated as outdated:
                (refused if outdated.now and outdated.now.last > seen.last else broken).append(number)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with desk.store.reading() as session:
        kept = sorted((found.subject, found.by) for found in review.log(session))
        assert decisions.broken(session) == []
    assert sorted(accepted) == kept
    assert len(accepted) + len(refused) == 200
    assert broken == []


def test_the_first_schema_grows_into_this_one_without_losing_a_decision(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    from quanze.store import database

    url = f"sqlite:///{tmp_path / 'old.db'}"
    config = Config()
    config.set_main_option("script_location", str(database._MIGRATIONS))
    engine = create_engine(url)
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    old = DecisionRow(
        subject="r1", verdict="confirm", by="甲", at="t", digest="d", edition="", comment="", before="", after=""
    )
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql(
            "insert into decisions (subject, verdict, decided_by, decided_at, digest, edition, comment, body_before,"
            " body_after, chain) values ('r1','confirm','甲','t','d','','','','',?)",
            (decisions.link("", old),),
        )
    engine.dispose()
    store: Store = open_store(url)
    with store.writing() as session:
        decisions.decide(session, Decision("r1", "doubt", "乙", "t", "d"))
    with store.reading() as session:
        assert decisions.broken(session) == []
        assert [one.by for one in review.log(session)] == ["甲", "乙"]
    store.close()


@pytest.mark.parametrize("field", ["undoes", "batch", "entry"])
def test_the_new_fields_are_in_the_chain(desk: Desk, field: str) -> None:
    person, row = Person(desk, "民政"), material(desk, "收入证明")
    person.decide(row.key)
    person.post("/undo")
    with desk.store.writing() as session:
        last = review.log(session)[-1 if field == "undoes" else 0]
        setattr(last, field, None if field == "undoes" else "anders")
    with desk.store.reading() as session:
        assert decisions.broken(session) != []
