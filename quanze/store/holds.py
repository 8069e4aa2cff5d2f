"""Holds (占用): who works on a piece of work just now, on one machine or several. Nothing is stored.

The system lets go of a hold when its process ends, even by kill -9, so there is no lease, no clock and nothing to
clean up: a lock file beside a SQLite file (which is only ever used from one machine), an advisory lock on PostgreSQL.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from sqlalchemy import Engine

_EVERY = 0.1
"""Seconds between two looks at a lock file that somebody else holds."""


@contextmanager
def hold(engine: Engine, name: str, *, wait: bool) -> Iterator[bool]:
    """Take the hold of that name; gives False where somebody else has it and we do not `wait`."""
    digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8)
    if engine.dialect.name == "postgresql":
        with _advisory(engine, int.from_bytes(digest.digest(), "big", signed=True), wait=wait) as held:
            yield held
    else:
        folder = Path(str(engine.url.database)).resolve().parent / "holds"
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder / f"{digest.hexdigest()}.lock", wait=wait) as held:
            yield held


@contextmanager
def _advisory(engine: Engine, key: int, *, wait: bool) -> Iterator[bool]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if wait:
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({key})")
            held = True
        else:
            held = bool(connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({key})").scalar())
        try:
            yield held
        finally:
            if held:
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({key})")


@contextmanager
def _locked(path: Path, *, wait: bool) -> Iterator[bool]:
    lock = _try(path)
    while wait and lock is None:
        time.sleep(_EVERY)
        lock = _try(path)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            path.unlink(missing_ok=True)
            os.close(lock)


def _try(path: Path) -> int | None:
    """An open file with the lock on it; None where another has it, or has just taken its file away."""
    lock = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(lock).st_ino == path.stat().st_ino:
            return lock
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(lock)
    return None
