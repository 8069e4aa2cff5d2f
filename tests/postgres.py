"""A private PostgreSQL cluster for tests: made in a folder of its own, on a Unix socket only, gone afterwards.

`python -m tests.postgres tests/quanze tests/flows tests/review` runs those tests on PostgreSQL instead of SQLite.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import quote

from quanze.store import open_store

MISSING = "PostgreSQL's initdb is missing: apt-get install postgresql"
_USER = "postgres"
_TEMPLATE = "quanze_template"
"""A database with the schema in it, which the others are copied from."""
SOCKET = "TEST_POSTGRES"
"""The environment variable with the folder of a running cluster's socket: tests' offices are on PostgreSQL then."""


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; Debian keeps it off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).resolve().parent if named else None


def _as_user(command: list[str], folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as Debian's own user for it."""
    if os.getuid() != 0:
        return command
    shutil.chown(folder, _USER)
    return ["setpriv", "--reuid", _USER, "--regid", _USER, "--clear-groups", *command]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def cluster() -> Iterator[Path]:
    """Run a cluster; gives the folder of its socket. Nothing of it is safe against a power cut, nor needs to be."""
    binaries = programs()
    assert binaries is not None
    folder = Path(tempfile.mkdtemp(prefix="quanze-pg-", dir="/tmp"))
    try:
        init = [str(binaries / "initdb"), "-D", str(folder / "data"), "-U", "quanze", "-A", "trust", "--no-sync"]
        # The order of Chinese in a Chinese office, so that a query that relies on SQLite's order is found out.
        chinese = ["-E", "UTF8", "--locale", "C.UTF-8", "--locale-provider", "icu", "--icu-locale", "zh-CN"]
        _run(_as_user([*init, *chinese], folder))
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=60"
        start = [str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-w", "-t", "60", "-o", options]
        _run(_as_user([*start, "-l", str(folder / "log"), "start"], folder))
        try:
            yield folder
        finally:
            stop = [str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "-w", "stop"]
            _run(_as_user(stop, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def database(socket: Path, name: str) -> str:
    """The address of that cluster's database for `name` (any text), made where there is none yet."""
    _template(socket)
    return _created(socket, _name(name), ("-T", _TEMPLATE))


def _name(words: str) -> str:
    return "quanze_" + hashlib.sha256(words.encode()).hexdigest()[:20]


@cache
def _template(socket: Path) -> str:
    return _created(socket, _TEMPLATE, ())


def _created(socket: Path, name: str, like: tuple[str, ...]) -> str:
    binaries = programs()
    assert binaries is not None
    command = [str(binaries / "createdb"), "-h", str(socket), "-U", "quanze", *like, name]
    made = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/")
    assert made.returncode == 0 or "already exists" in made.stderr, made.stderr
    url = f"postgresql://quanze@/{name}?host={quote(str(socket), safe='/')}"
    if made.returncode == 0 and not like:
        open_store(url).close()
    return url


def copied(home: Path, to: Path) -> None:
    """Copy the database of a closed office with its home, while the tests run on PostgreSQL."""
    if socket := os.environ.get(SOCKET, ""):
        _created(Path(socket), _name(str(to)), ("-T", _name(str(home))))


def office_url(home: Path) -> str:
    """The database of an office at `home` while the tests run on PostgreSQL; "" (SQLite in its own folder) else."""
    socket = os.environ.get(SOCKET, "")
    return database(Path(socket), str(home)) if socket else ""


if __name__ == "__main__":
    with cluster() as running:
        # Tests that leave an office open leave a socket open here, which a SQLite file does not show.
        ignored = ["-W", "ignore::ResourceWarning", "-W", "ignore::pytest.PytestUnraisableExceptionWarning"]
        command = [sys.executable, "-m", "pytest", "-q", *ignored, *sys.argv[1:]]
        code = subprocess.run(command, env={**os.environ, SOCKET: str(running)}, check=False).returncode
    sys.exit(code)
