"""What tests need not do again and again: make the schema of an empty database, hash passwords as slowly as can be.

A new SQLite file is a copy of one that the migrations made in this process; that they make it, and bring older ones up
to date, is for tests/trust/test_schema.py. Programs that tests start are as they are.
"""

import tempfile
from functools import cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, create_engine, event

from quanze import passwords
from quanze.store import database

_MIGRATED = database._migrate


def use(patch: pytest.MonkeyPatch) -> None:
    """Take both short cuts from now on."""
    patch.setattr(database, "_migrate", _copied)
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    patch.setattr(passwords, "_HASHER", hasher)
    patch.setattr(passwords, "_NOBODY", hasher.hash("nobody"))


def _copied(engine: Engine) -> None:
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    if path and not Path(path).exists():
        Path(path).write_bytes(_empty())
    _MIGRATED(engine)


@cache
def _empty() -> bytes:
    """An empty database as the migrations make it."""
    with tempfile.TemporaryDirectory(prefix="quanze-test-") as folder:
        path = Path(folder) / "quanze.db"
        engine = create_engine(f"sqlite:///{path}")
        event.listen(engine, "connect", database._pragmas)
        event.listen(engine, "begin", database._begin)
        _MIGRATED(engine)
        engine.dispose()
        return path.read_bytes()
