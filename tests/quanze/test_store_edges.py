"""The store at its edges: addresses, a drop that another holds, seals, figures for a monitor, empty answers."""

import fcntl
import sqlite3
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from quanze.correction import CellFix, Corrections, NotAList
from quanze.document import Place
from quanze.errors import SettingsError
from quanze.judgement import Decision
from quanze.matter import Doubt, Extraction, Matter, RowCount
from quanze.store import (
    Store,
    access,
    answers,
    compared,
    database,
    decisions,
    facts,
    figures,
    journal,
    ledger,
    open_store,
    postgres,
    review,
    seals,
)
from quanze.store.tables import DecisionRow, FileRow, HeadRow, RunRow

NOW = "2026-03-17T09:00:00+00:00"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'quanze.db'}")
    yield opened
    opened.close()


def drop(store: Store, sha: str = "a", dropped_as: str = "民政局/清单.docx", holder: str = "") -> FileRow:
    with store.writing() as session:
        return ledger.claim(
            session, sha256=sha, department="民政局", name="清单.docx", dropped_as=dropped_as, now=NOW, holder=holder
        )


def read(store: Store, file: FileRow, *names: str, doubts: tuple[Doubt, ...] = ()) -> None:
    matters = tuple(Matter(f"k{name}", "民政局", name) for name in names)
    with store.writing() as session:
        account = RowCount(rows=len(names), matters=len(names), doubts=0, others=0)
        facts.save_extraction(session, file.id, "docx", Extraction(matters, doubts, account))


@pytest.mark.parametrize(
    ("url", "host", "socket"),
    [
        ("postgresql://u@db.example/q", "db.example", None),
        ("postgresql://u@/q?host=db.example", "db.example", None),
        ("postgresql://u@/q?host=/run/pg", None, "/run/pg/.s.PGSQL.5432"),
        ("postgresql://u@/q?host=/run/pg&port=5433", None, "/run/pg/.s.PGSQL.5433"),
    ],
)
def test_a_postgresql_address_names_a_host_or_a_socket(url: str, host: str | None, socket: str | None) -> None:
    address, arguments = postgres.parsed(url)
    assert (address.host, arguments.get("unix_sock")) == (host, socket)
    assert address.drivername == "postgresql+pg8000" and not address.query


def test_sslmode_asks_for_encryption_and_with_verify_for_a_checked_certificate() -> None:
    assert postgres.parsed("postgresql://u@h/q?sslmode=prefer")[1] == {}
    assert postgres.parsed("postgresql://u@h/q?sslmode=require")[1] == {"ssl_context": True}
    checked = postgres.parsed("postgresql://u@h/q?sslmode=verify-full")[1]["ssl_context"]
    assert checked.verify_mode == ssl.CERT_REQUIRED and checked.check_hostname


def test_an_address_of_another_database_is_refused() -> None:
    with pytest.raises(SettingsError, match="只认 SQLite 和 PostgreSQL"):
        open_store("mysql://u@h/q")


def test_a_machine_that_does_not_name_its_mounts_is_not_taken_for_a_share(tmp_path: Path) -> None:
    assert database.filesystem(tmp_path, tmp_path / "none") == ""


def test_a_database_that_does_not_add_up_after_an_upgrade_is_refused_each_time(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'quanze.db'}"
    opened = open_store(url)
    made = Config()
    made.set_main_option("script_location", str(database._MIGRATIONS))
    with opened.engine.connect() as connection, connection.begin():
        made.attributes["connection"] = connection
        command.downgrade(made, "0009")
    opened.close()
    with closing(sqlite3.connect(tmp_path / "quanze.db")) as plain:
        plain.execute("INSERT INTO doubts (file_id, position, body) VALUES (99, 0, '{}')")
        plain.commit()
    for _ in range(2):
        with pytest.raises(SettingsError, match="有 1 处对不上"):
            open_store(url)
    with closing(sqlite3.connect(tmp_path / "quanze.db")) as plain:
        plain.execute("DELETE FROM doubts")
        plain.commit()
    open_store(url).close()


def test_a_drop_that_another_intake_works_on_is_not_taken(store: Store) -> None:
    first = drop(store, holder="one")
    with pytest.raises(ledger.Held), store.writing() as session:
        ledger.claim(
            session,
            sha256="a",
            department="民政局",
            name="x",
            dropped_as=first.dropped_as,
            now=NOW,
            holder="two",
            at_work=lambda other: other == "one",
        )
    assert drop(store, holder="two").holder == "two"


def test_a_drop_that_changed_into_one_already_read_is_a_duplicate_of_it(store: Store) -> None:
    first = drop(store)
    read(store, first, "低保")
    with store.writing() as session:
        ledger.finish(session, first.id, kept_as="archive/x", now=NOW)
        ledger.left_inbox(session, first.id)
    second = drop(store, "b", "民政局/二.docx")
    again = drop(store, "a", "民政局/二.docx")
    assert (again.id, again.state, again.same_as) == (second.id, "duplicate", first.id)


def test_whoever_waits_for_a_hold_has_it_once_it_is_let_go(store: Store) -> None:
    order: list[str] = []

    def wait() -> None:
        with store.hold("民政局") as held:
            order.append("second" if held else "none")

    with store.hold("民政局"):
        waiting = Thread(target=wait)
        waiting.start()
        waiting.join(0.3)
        order.append("first")
    waiting.join(10)
    assert order == ["first", "second"]


def test_a_lock_file_that_was_changed_for_another_meanwhile_holds_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = fcntl.flock

    def late(file: int, how: int) -> None:
        """The one before lets go just now, and the next one has made its own file already."""
        for path in (tmp_path / "holds").glob("*.lock"):
            path.unlink()
            path.touch()
        lock(file, how)

    monkeypatch.setattr(fcntl, "flock", late)
    with store.hold("民政局", wait=False) as held:
        assert not held
    monkeypatch.setattr(fcntl, "flock", lock)
    with store.hold("民政局", wait=False) as held:
        assert held


def test_the_end_of_the_chain_is_noted_anew_where_its_note_is_gone(store: Store) -> None:
    def decide() -> None:
        with store.writing() as session:
            decisions.decide(session, Decision("r1", "confirm", "审核一", NOW, "d"))

    decide()
    with store.writing() as session:
        session.execute(text("delete from heads"))
    with store.reading() as session:
        assert seals.cut_off(session) == -1
    decide()
    with store.reading() as session:
        head = session.get_one(HeadRow, "decisions")
        last = session.query(DecisionRow).order_by(DecisionRow.id.desc()).first()
        assert last is not None and (head.events, head.chain) == (1, last.chain)


def test_an_undo_that_names_no_event_takes_nothing_back(store: Store) -> None:
    with store.writing() as session:
        decisions.decide(session, Decision("r1", "confirm", "审核一", NOW, "d"))
        decisions.decide(session, Decision("r1", decisions.UNDO, "审核一", NOW, "d"))
    with store.reading() as session:
        assert [event.verdict for event in decisions.live(review.log(session))] == ["confirm"]


def test_compared_doubts_are_written_only_where_they_changed(store: Store) -> None:
    own = Doubt("类型存疑", "事项类型", Place(table=1, row=3), whole_row=False)
    other = Doubt("两处不同", "名称", Place(table=1, row=2), whole_row=False)
    file = drop(store)
    read(store, file, "低保", doubts=(own,))
    for said, changed in (((other,), 1), ((other,), 0), ((), 1), ((), 0)):
        with store.writing() as session:
            assert compared.replace(session, {file.id: said}, {other.kind}) == changed
        with store.reading() as session:
            assert facts.doubts(session, file.id) == [own, *said]


def test_a_monitor_reads_how_long_the_last_run_took_and_how_old_it_is(store: Store) -> None:
    with store.writing() as session:
        journal.note_run(session, RunRow(name="intake", started_at=NOW, ended_at=NOW, seconds=2.5, outcome="done"))
    now = datetime.fromisoformat("2026-03-17T09:01:00+00:00")
    with store.reading() as session:
        shown = figures.prometheus(figures.figures(session, now), now).splitlines()
    assert 'quanze_run_seconds{flow="intake",outcome="done"} 2.5' in shown
    assert 'quanze_run_age_seconds{flow="intake"} 60' in shown
    assert not any(line.startswith("quanze_edition_age_days") for line in shown)


def test_matters_are_given_by_file_without_those_a_later_file_corrected(store: Store) -> None:
    first, second, other = drop(store), drop(store, "b", "正蓝旗民政局/清单.docx"), drop(store, "c", "民政局/三.docx")
    with store.writing() as session:
        session.get_one(FileRow, other.id).name = "三.docx"
    for file, names in ((first, ["甲"]), (second, ["乙", "丙"]), (other, ["丁"])):
        read(store, file, *names)
    numbers = [first.id, second.id, other.id]
    with store.reading() as session:
        found = [(number, matter.name) for number, matter in review.matters_by_file(session, numbers)]
    assert found == [(second.id, "乙"), (second.id, "丙"), (other.id, "丁")]


def test_an_answer_whose_words_do_not_name_a_place_puts_nothing_right(store: Store) -> None:
    file = drop(store)
    with store.writing() as session:
        for what in answers.WHATS:
            answers.keep(session, file, what, "", {}, by="审核一", at=NOW)
    with store.reading() as session:
        assert answers.for_drop(session, file.id) == Corrections()


def test_an_answer_that_names_a_place_is_a_correction(store: Store) -> None:
    file = drop(store)
    cell = {"file": "a", "table": 1, "row": 2, "column": 3, "was": "甲", "text": "乙"}
    with store.writing() as session:
        answers.keep(session, file, answers.CELL, "", cell, by="审核一", at=NOW)
        answers.keep(session, file, answers.NOT_A_LIST, "", {"file": "a", "table": 2}, by="审核一", at=NOW)
    with store.reading() as session:
        found = answers.for_drop(session, file.id)
    assert found.cells == (CellFix("a", 1, 2, 3, "甲", "乙", "审核一 2026-03-17"),)
    assert found.not_lists == (NotAList("a", 2, "审核一 2026-03-17"),)
    assert found and not Corrections()


def test_accounts_are_listed_by_name(store: Store) -> None:
    with store.writing() as session:
        for name in ("乙", "甲"):
            access.add_user(session, name=name, department="", role="reviewer", password="x", now=NOW)
    with store.reading() as session:
        assert [user.name for user in access.users(session)] == ["乙", "甲"]
