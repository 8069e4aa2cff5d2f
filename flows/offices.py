"""Opening an office: the settings of its home folder, its store and who is in it, for a command or a flow run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.stages import Office
from quanze.registry import Registry, registry
from quanze.settings import Settings
from quanze.store import ledger, open_store


def settings(home: str) -> Settings:
    """The settings with the home folder named on the command line, if any."""
    return Settings(home=(Path(home) if home else Settings().home).resolve())


@contextmanager
def opened(chosen: Settings) -> Iterator[Office]:
    """An open office on its home folder."""
    store = open_store(chosen.url)
    try:
        yield Office(chosen, store)
    finally:
        store.close()


def departments(office: Office) -> Registry:
    """Who there is, each under the name that it has handed in under."""
    with office.store.reading() as session:
        return registry(office.settings, ledger.departments(session))
