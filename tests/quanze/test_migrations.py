"""Migrations: an office that has run for a while is brought up to date with all of its rows."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text

from quanze.store import Store, database, open_store
from quanze.store.tables import Base

FILE = (
    "insert into files (id, sha256, department, name, dropped_as, state, waiting, format, code, advice, kept_as,"
    " received_at, finished_at, rows, matters, doubts, others)"
    " values (1, 'a', '民政局', 'x', 'x', 'done', 0, '', '', '', '', 't', 't', 0, 0, 0, 0)"
)


def migrated(store: Store, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(database._MIGRATIONS))
    with store.engine.connect() as plain:
        connection = plain.execution_options(writing=True)
        with database._tables_may_be_rebuilt(connection), connection.begin():
            config.attributes["connection"] = connection
            (command.upgrade if to == "head" else command.downgrade)(config, to)


def test_the_migrations_make_exactly_the_tables_that_the_models_name(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'quanze.db'}")
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    store.close()


def test_a_table_that_others_point_to_is_rebuilt_with_all_of_its_rows(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'quanze.db'}"
    store = open_store(url)
    migrated(store, "0002")
    with store.writing() as session:
        session.execute(text(FILE))
        session.execute(text("insert into matters (file_id, position, key, body) values (1, 0, 'k', '{}')"))
    store.close()
    store = open_store(url)
    with store.writing() as session:
        assert session.scalar(text("select count(*) from matters m join files f on f.id = m.file_id")) == 1
        session.execute(text("update files set state = 'moved'"))
        assert session.scalar(text("pragma foreign_keys")) == 1
    store.close()
