"""The schema holds what must add up; a filled database of every schema so far comes up to date with nothing lost."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from quanze.store import database, decisions, facts, ledger, open_store, seals
from quanze.store.database import _MIGRATIONS
from quanze.store.tables import Base, DecisionRow, FileRow
from tests import quick
from tests.trust.office import filled


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(_MIGRATIONS))
    return made


REVISIONS = [script.revision for script in reversed(list(ScriptDirectory.from_config(config()).walk_revisions()))]


def to(connection: Connection, revision: str, *, down: bool = False) -> None:
    made = config()
    made.attributes["connection"] = connection
    (command.downgrade if down else command.upgrade)(made, revision)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("schema")
    with filled(home):
        return home / "var" / "quanze.db"


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_a_filled_database_of_each_schema_comes_up_to_date(model: Path, tmp_path: Path, revision: str) -> None:
    """A filled database taken back to that schema, as an office of that time has it, and opened by this program."""
    path = tmp_path / "quanze.db"
    path.write_bytes(model.read_bytes())
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        to(connection, revision, down=True)
    engine.dispose()
    before, after = open_store(f"sqlite:///{model}"), open_store(f"sqlite:///{path}")
    try:
        with before.reading() as old, after.reading() as new:
            assert [_file(file) for file in ledger.files(new)] == [_file(file) for file in ledger.files(old)]
            for department in {file.department for file in ledger.files(old)}:
                assert facts.matters(new, department) == facts.matters(old, department)
            assert facts.rows(new) == facts.rows(old)
            assert facts.edition(new) == facts.edition(old)
            assert decisions.broken(new) == []
            assert seals.cut_off(new) == 0
            assert new.query(DecisionRow).count() == old.query(DecisionRow).count() == 3
            assert decisions.settled(new, facts.rows(new)) == decisions.settled(old, facts.rows(old))
    finally:
        before.close()
        after.close()


def _file(file: FileRow) -> tuple[object, ...]:
    return (file.sha256, file.department, file.name, file.state, file.kept_as, file.rows, file.facts_digest)


def test_a_new_database_is_the_models_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_migrate", quick._MIGRATED)
    store = open_store(f"sqlite:///{tmp_path / 'new.db'}")
    found = inspect(store.engine)
    assert set(found.get_table_names()) - {"alembic_version"} == set(Base.metadata.tables)
    for name, table in Base.metadata.tables.items():
        assert {column["name"] for column in found.get_columns(name)} == {column.name for column in table.columns}
        assert {key["referred_table"] for key in found.get_foreign_keys(name)} == {
            key.column.table.name for key in table.foreign_keys
        }
    store.close()


BAD = {
    "rows that do not add up": "UPDATE files SET rows = rows + 1",
    "a state that is none": "UPDATE files SET state = 'lost'",
    "a matter of no file": "UPDATE matters SET file_id = 77",
    "a row of no edition": "UPDATE proposed SET edition = 'none'",
    "two events of one link": "UPDATE decisions SET chain = 'same'",
    "a file that something stands on": "DELETE FROM files WHERE id = 1",
}


@pytest.mark.parametrize("name", BAD)
def test_the_schema_refuses_what_does_not_add_up(model: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "quanze.db"
    path.write_bytes(model.read_bytes())
    store = open_store(f"sqlite:///{path}")
    try:
        with pytest.raises(IntegrityError), store.writing() as session:
            session.execute(text(BAD[name]))
    finally:
        store.close()
