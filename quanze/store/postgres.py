"""What PostgreSQL needs besides SQLAlchemy: its address, one writer at a time, readers of one moment.

The driver is pg8000 (BSD, plain Python): nothing copyleft is linked.
"""

import ssl
from typing import Any

from sqlalchemy import Connection, Engine, String, create_engine, inspect
from sqlalchemy.engine import URL, make_url

from quanze.errors import SettingsError

WRITER = 0x7175616E
"""The advisory lock that a writing transaction holds until it ends; locks are per database."""
_DRIVER = "postgresql+pg8000"
_CHECKED = {"verify-ca", "verify-full"}


def is_postgres(engine: Engine) -> bool:
    """Whether the engine speaks to PostgreSQL."""
    return engine.dialect.name == "postgresql"


def engine(url: str) -> Engine:
    """An engine for a PostgreSQL address as people write it; connections that broke are noticed and replaced.

    Raises:
        SettingsError: the address is not one of PostgreSQL.
    """
    address, arguments = parsed(url)
    return create_engine(address, connect_args=arguments, pool_pre_ping=True, pool_size=8, max_overflow=16)


def parsed(url: str) -> tuple[URL, dict[str, Any]]:
    """The driver's address and arguments: `?host=/folder` is a Unix socket, `?sslmode=…` as libpq means it.

    Raises:
        SettingsError: the address is not one of PostgreSQL.
    """
    address = make_url(url)
    if address.get_backend_name() not in {"postgresql", "postgres"}:
        raise SettingsError(
            "QUANZE_DATABASE_URL 只认 SQLite 和 PostgreSQL，例如 postgresql://用户:密码@主机:5432/库名。"
        )
    query = dict(address.query)
    arguments: dict[str, Any] = {}
    host, mode = str(query.pop("host", "")), str(query.pop("sslmode", ""))
    if host.startswith("/"):
        arguments["unix_sock"] = f"{host}/.s.PGSQL.{address.port or query.pop('port', '') or 5432}"
    elif host:
        address = address.set(host=host)
    if mode in _CHECKED:
        arguments["ssl_context"] = ssl.create_default_context()
    elif mode == "require":
        arguments["ssl_context"] = True
    return address.set(drivername=_DRIVER, query=query), arguments


def one_writer(connection: Connection) -> None:
    """Wait until no other transaction writes, as SQLite's BEGIN IMMEDIATE does; the end of the transaction lets go."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")


def one_moment(connection: Connection) -> None:
    """Let all look-ups of this transaction see the same moment, as SQLite's snapshot does."""
    connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def in_byte_order(connection: Connection) -> None:
    """Give every text column the order of its bytes: a server's own would sort departments otherwise than SQLite."""
    for table in inspect(connection).get_table_names():
        for column in inspect(connection).get_columns(table):
            kind = column["type"]
            if isinstance(kind, String) and kind.collation != "C" and table != "alembic_version":
                length = f"varchar({kind.length})" if kind.length else "text"
                change = f'ALTER TABLE "{table}" ALTER COLUMN "{column["name"]}" TYPE {length} COLLATE "C"'
                connection.exec_driver_sql(change)
