"""The store: nothing twice, nothing lost, decisions that outlive corrections."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from quanze.document import Place
from quanze.errors import SettingsError
from quanze.judgement import Decision
from quanze.matter import Extraction, Material, Matter, RowCount
from quanze.proof import Edition, ProofEntry
from quanze.row import DelegationRow, MaterialRow, Reason, Row
from quanze.store import Store, codec, database, decisions, facts, ledger, open_store
from quanze.store.tables import DecisionRow, FileRow
from quanze.text import matter_key
from tests import postgres

NOWHERE = Place()
REASON = Reason("M2", "二", "收入证明")
EDITION = Edition("样例版", "2026-01-01", "e" * 16, (ProofEntry("k1", "cancelled", "收入证明"),))


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'var' / 'quanze.db'}"
    if request.param == "postgresql":
        url = postgres.database(request.getfixturevalue("postgresql"), str(tmp_path))
    opened = open_store(url)
    with opened.writing() as session:
        facts.save_edition(session, EDITION, "2026-01-01T00:00:00")
    yield opened
    opened.close()


def claim(store: Store, sha: str, name: str = "清单.docx", dropped_as: str = "民政局/清单.docx") -> FileRow:
    with store.writing() as session:
        return ledger.claim(session, sha256=sha, department="民政局", name=name, dropped_as=dropped_as, now="t")


def read(store: Store, file: FileRow, *names: str) -> None:
    matters = tuple(Matter(matter_key("民政局", "", "", name, ""), "民政局", name) for name in names)
    with store.writing() as session:
        account = RowCount(rows=len(names), matters=len(names), doubts=0, others=0)
        facts.save_extraction(session, file.id, "docx", Extraction(matters, (), account))


def close(store: Store, file: FileRow) -> None:
    with store.writing() as session:
        ledger.finish(session, file.id, kept_as="archive/x", now="t")
        ledger.left_inbox(session, file.id)


def names(store: Store) -> list[str]:
    with store.reading() as session:
        return [matter.name for matter in facts.matters(session, "民政局")]


def row(key: str, way: str = "取消", place: Place = NOWHERE) -> MaterialRow:
    return MaterialRow(
        key=key,
        department="民政局",
        matter_key="m",
        matter="低保",
        way=way,
        reasons=(REASON,),
        place=place,
    )


def save(store: Store, *rows: Row) -> int:
    with store.writing() as session:
        return facts.save_rows(session, "民政局", EDITION.digest, rows)


def confirm(store: Store, seen: Row, after: Row | None = None, verdict: str = decisions.CONFIRM) -> None:
    with store.writing() as session:
        event = Decision(seen.key, verdict, "审核一", "2026-01-02T09:00:00", codec.row_digest(seen))
        decisions.decide(session, event, seen, after)


def settled(store: Store) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    with store.reading() as session:
        return decisions.settled(session, facts.rows(session))


def test_the_same_content_twice_is_a_duplicate_of_the_first(store: Store) -> None:
    first = claim(store, "a")
    read(store, first, "甲")
    close(store, first)
    second = claim(store, "a", name="清单(1).docx", dropped_as="民政局/清单(1).docx")
    assert (second.state, second.same_as) == ("duplicate", first.id)
    assert names(store) == ["甲"]


def test_the_same_content_twice_in_one_intake_is_a_duplicate_before_either_is_read(store: Store) -> None:
    with store.writing() as session:
        one, two, other = (
            ledger.claim(session, sha256="a", department="民政局", name=n, dropped_as=f"民政局/{n}", now="t", holder=h)
            for n, h in (("x", "one"), ("y", "one"), ("z", "two"))
        )
        assert (one.state, two.state, two.same_as, other.state) == ("claimed", "duplicate", one.id, "claimed")


def test_the_later_drop_corrects_the_earlier_whichever_is_read_first(store: Store) -> None:
    first, second = claim(store, "a"), claim(store, "b", dropped_as="正蓝旗民政局/清单.docx")
    read(store, second, "丙")
    read(store, first, "甲")
    assert names(store) == ["丙"]


def test_a_claim_is_found_again_after_a_crash(store: Store) -> None:
    assert claim(store, "a").id == claim(store, "a").id


def test_a_drop_that_changed_after_a_crash_starts_anew(store: Store) -> None:
    first = claim(store, "a")
    read(store, first, "甲")
    again = claim(store, "b")
    assert (again.id, again.state, again.sha256) == (first.id, "claimed", "b")
    assert names(store) == []


def test_reading_twice_doubles_nothing(store: Store) -> None:
    file = claim(store, "a")
    read(store, file, "甲", "乙")
    read(store, file, "甲", "乙")
    assert names(store) == ["甲", "乙"]


def test_a_corrected_file_replaces_the_matters_of_the_earlier_one(store: Store) -> None:
    first = claim(store, "a")
    read(store, first, "甲", "乙")
    close(store, first)
    second = claim(store, "b")
    read(store, second, "甲", "丙")
    assert names(store) == ["甲", "丙"]


def test_a_correction_that_is_turned_back_brings_the_earlier_version_back(store: Store) -> None:
    first = claim(store, "a")
    read(store, first, "甲")
    close(store, first)
    second = claim(store, "b")
    read(store, second, "丙")
    with store.writing() as session:
        ledger.quarantine(session, second.id, code="DAMAGED", advice="重存", kept_as="quarantine/x", now="t")
    assert names(store) == ["甲"]


def test_the_account_of_rows_is_held_by_the_schema(store: Store) -> None:
    file = claim(store, "a")
    with pytest.raises(DatabaseError, match="ck_files_account"), store.writing() as session:
        session.get_one(FileRow, file.id).rows = 5


def test_rows_that_did_not_change_are_not_written_again(store: Store) -> None:
    assert save(store, row("r1"), row("r2")) == 2
    assert save(store, row("r1"), row("r2")) == 0
    assert save(store, row("r1")) == 1
    assert [each.key for each in settled(store)[0]] == ["r1"]


def test_a_confirmed_row_stays_confirmed_when_only_its_place_changed(store: Store) -> None:
    save(store, row("r1"))
    confirm(store, row("r1"))
    save(store, row("r1", place=Place(page=2, row=9)))
    rows, stale = settled(store)
    assert rows[0].confirmed
    assert stale == ()


def test_a_decision_on_a_row_that_changed_is_stale_and_not_reused(store: Store) -> None:
    save(store, row("r1"))
    confirm(store, row("r1"))
    save(store, row("r1", way="告知承诺"))
    rows, stale = settled(store)
    assert not rows[0].confirmed
    assert stale == ("r1",)


def test_a_decision_comes_back_when_its_row_comes_back(store: Store) -> None:
    save(store, row("r1"))
    confirm(store, row("r1"))
    save(store)
    save(store, row("r1"))
    assert settled(store)[0][0].confirmed


def test_an_edited_row_is_published_as_edited(store: Store) -> None:
    save(store, row("r1"))
    confirm(store, row("r1"), after=row("r1", way="容缺受理"))
    assert settled(store)[0][0].way == "容缺受理"


def test_the_last_decision_counts(store: Store) -> None:
    save(store, row("r1"))
    confirm(store, row("r1"))
    confirm(store, row("r1"), verdict="reject")
    assert not settled(store)[0][0].confirmed


def test_a_changed_or_missing_decision_breaks_the_chain(store: Store) -> None:
    for key in ("r1", "r2", "r3"):
        confirm(store, row(key))
    with store.reading() as session:
        assert decisions.broken(session) == []
    with store.writing() as session:
        session.get_one(DecisionRow, 2).comment = "改过"
    with store.reading() as session:
        assert decisions.broken(session) == [2]
    with store.writing() as session:
        session.execute(text("delete from decisions where id = 2"))
    with store.reading() as session:
        assert decisions.broken(session) == [3]


def test_an_edition_is_kept_once(store: Store) -> None:
    with store.writing() as session:
        assert not facts.save_edition(session, EDITION, "later")
    with store.reading() as session:
        assert facts.edition(session) == EDITION


def test_matters_and_rows_come_back_as_they_were() -> None:
    matter = Matter(
        "k", "民政局", "低保", materials=(Material("户口簿", "户口簿原件", Place(1, 2, 3, (0.0, 1.5, 2.0, 3.0))),)
    )
    assert codec.load(codec.MATTER, codec.dump(codec.MATTER, matter)) == matter
    delegation = DelegationRow(key="r", department="民政局", matter_key="k", matter="低保", receiver="苏木乡镇")
    assert codec.load_row("delegation", codec.dump_row(delegation)) == delegation


def test_a_confirmed_mark_does_not_change_a_rows_digest() -> None:
    assert codec.row_digest(row("r1")) == codec.row_digest(dataclasses.replace(row("r1"), confirmed=True))


def test_a_network_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "filesystem", lambda folder: "cifs")
    with pytest.raises(SettingsError, match="网络共享盘"):
        open_store(f"sqlite:///{tmp_path / 'quanze.db'}")


def test_the_nearest_mount_names_the_file_system(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("root / ext4 rw 0 0\nshare /srv/a\\040b cifs rw 0 0\n", encoding="utf-8")
    assert database.filesystem(Path("/srv/a b/c"), mounts) == "cifs"
    assert database.filesystem(Path("/srv/a"), mounts) == "ext4"


def test_a_reader_does_not_wait_for_a_writer(store: Store) -> None:
    with store.writing() as writer:
        writer.add(FileRow(sha256="z", department="d", name="n", dropped_as="d/n", received_at="t"))
        writer.flush()
        with store.reading() as reader:
            assert ledger.files(reader) == []


def test_a_matcher_trained_anew_leaves_decisions_standing() -> None:
    assert codec.row_digest(row("r1")) == codec.row_digest(dataclasses.replace(row("r1"), score=0.7, band="likely"))
    assert codec.row_digest(row("r1")) != codec.row_digest(dataclasses.replace(row("r1"), entry="other"))
