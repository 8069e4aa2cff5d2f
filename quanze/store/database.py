"""Opening the database, SQLite or PostgreSQL: engine, migrations, one transaction per piece of work.

Both behave alike: one writer at a time, a reader sees one moment and never waits. What differs is said here only.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from quanze.errors import SettingsError
from quanze.store import postgres
from quanze.store.holds import WAIT, hold, in_turn

_MIGRATIONS = Path(__file__).parent / "migrations"
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "davfs"}


@dataclass(frozen=True, slots=True)
class Store:
    """An open database. Use `writing()` for one transaction, `reading()` for look-ups."""

    engine: Engine

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose work is kept as a whole or not at all."""
        with in_turn(self.engine), Session(self.engine, expire_on_commit=False) as session, session.begin():
            connection = session.connection(execution_options={"writing": True})
            if postgres.is_postgres(self.engine):
                postgres.one_writer(connection)
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session for look-ups, all of one moment."""
        with Session(self.engine, expire_on_commit=False) as session:
            if postgres.is_postgres(self.engine):
                postgres.one_moment(session.connection())
            yield session

    def hold(self, name: str, *, wait: bool = True) -> AbstractContextManager[bool]:
        """Keep others from a piece of work (a department) while in the `with`; False where another has it."""
        return hold(self.engine, name, wait=wait)

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def open_store(url: str) -> Store:
    """Open the database, bring its schema up to date.

    Raises:
        SettingsError: a SQLite file on a network share, which loses data under two writers; an address that is
            neither SQLite nor PostgreSQL.
    """
    path = make_url(url).database if url.startswith("sqlite") else None
    if path:
        folder = Path(path).resolve().parent
        folder.mkdir(parents=True, exist_ok=True)
        if filesystem(folder) in NETWORK:
            raise SettingsError(f"数据库不能放在网络共享盘上：{folder}。请把工作目录放到本机硬盘，或改用 PostgreSQL。")
    engine = create_engine(url) if url.startswith("sqlite") else postgres.engine(url)
    if path:
        event.listen(engine, "connect", _pragmas)
        event.listen(engine, "begin", _begin)
    _migrate(engine)
    return Store(engine)


def filesystem(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The type of the file system that holds `folder`; "" where the machine does not say."""
    if not mounts.exists():
        return ""
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        parts = line.split()
        point = parts[1].replace("\\040", " ")
        inside = folder.as_posix() == point or folder.as_posix().startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind


def _pragmas(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # Transactions are begun by hand (BEGIN IMMEDIATE): the driver's own late BEGIN makes two writers deadlock.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={WAIT * 1000:.0f}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once; a reader only ever sees a snapshot and never waits.
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@cache
def _head() -> str | None:
    """The newest schema; its scripts stay as they are while the program runs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


def _migrate(engine: Engine) -> None:
    config = _config()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == _head():
        return
    with engine.connect() as plain:
        connection = plain.execution_options(writing=True)
        with _tables_may_be_rebuilt(connection), connection.begin():
            if postgres.is_postgres(engine):
                postgres.one_writer(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if postgres.is_postgres(engine):
                postgres.in_byte_order(connection)
            elif wrong := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise SettingsError(f"数据库升级后有 {len(wrong)} 处对不上，请用备份恢复。")


@contextmanager
def _tables_may_be_rebuilt(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by copying it, which its foreign keys forbid: they sleep until the transaction ends."""
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
