"""Fixtures for every room's tests: a clean environment, the shared data, programs of the system."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import postgres, quick

# As `flows.cli` has it; Prefect reads it once, when it is first imported.
os.environ["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] = "240"
quick.use(pytest.MonkeyPatch())
settings.register_profile("untimed", deadline=None)  # no test asks how long an example takes
settings.load_profile("untimed")
ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


def need(condition: object, message: str) -> None:
    """Skip with a message that names what is missing; on CI nothing is skipped, so fail there."""
    if condition:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Readers come first: Prefect's threads stay for good, and only a process of one thread shares a PDF.

    On PostgreSQL the tests of the embedded database have nothing to say.
    """
    items.sort(key=lambda item: not item.nodeid.startswith("tests/readers/"))
    if os.environ.get(postgres.SOCKET):
        items[:] = [item for item in items if item.get_closest_marker("sqlite") is None]


@pytest.fixture(autouse=True)
def clean_environ(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine reaches a test."""
    for name in list(os.environ):
        if name.startswith(("QUANZE_", "PREFECT_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    monkeypatch.setenv("DO_NOT_TRACK", "1")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout."""
    need(SHARED.is_dir(), "the data folder ../shared/data is missing: tests on real data need it")
    return SHARED


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice's command."""
    path = shutil.which("soffice")
    need(path, "soffice is missing: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui")
    return str(path)


@pytest.fixture(scope="session")
def pdftoppm() -> str:
    """Poppler's page renderer."""
    path = shutil.which("pdftoppm")
    need(path, "pdftoppm is missing: apt-get install poppler-utils")
    return str(path)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Path]:
    """The socket of a running PostgreSQL cluster."""
    running = os.environ.get(postgres.SOCKET)
    if running:
        yield Path(running)
        return
    need(postgres.programs(), postgres.MISSING)
    with postgres.cluster() as socket:
        yield socket
