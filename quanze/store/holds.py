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
WAIT = 30.0
"""Seconds that a writer waits in line, and then once more for SQLite itself."""
_STEP = 0.0005
"""Seconds between two looks while in line."""


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


@contextmanager
def in_turn(engine: Engine) -> Iterator[None]:
    """Wait in line for writing to a SQLite file: whoever writes again and again lets others in between.

    SQLite's own wait is no line: it looks ever more rarely, and one who writes without a pause is never found away.
    Here the next in line is known before the one at work is done. The bound is SQLite's: after it, SQLite says that
    the database is locked. PostgreSQL has a line of its own.
    """
    if engine.dialect.name == "postgresql" or not engine.url.database:
        yield
        return
    folder = Path(engine.url.database).resolve().parent / "holds"
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + WAIT
    following = _before(folder / "next.lock", until)
    turn = _before(folder / "turn.lock", until)
    _let_go(following)
    try:
        yield
    finally:
        _let_go(turn)


def _before(path: Path, until: float) -> int | None:
    """The lock on a file that stays; None where others have it until then."""
    lock = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                os.close(lock)
                return None
            time.sleep(_STEP)
        else:
            return lock


def _let_go(lock: int | None) -> None:
    if lock is not None:
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
