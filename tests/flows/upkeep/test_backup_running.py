"""A backup made while intake runs is whole: every digest agrees, every original the ledger names is in it."""

import threading
from pathlib import Path

import pytest

from flows.cli import main
from flows.upkeep import backup
from quanze.settings import Settings
from quanze.store import ledger, open_store
from tests.flows.office import ROWS, give, office_at


@pytest.mark.sqlite
def test_a_backup_made_while_intake_runs_restores_and_verifies(tmp_path: Path) -> None:
    office = office_at(tmp_path / "old")
    give(office, ROWS["低保"])
    enough = threading.Event()

    def intake() -> None:
        own, number = office_at(tmp_path / "old"), 0
        while not enough.is_set():
            number += 1
            give(own, ROWS["临时"].replace("临时", f"第{number}类临时"), name=f"清单{number % 3}.csv")
        own.store.close()

    working = threading.Thread(target=intake)
    working.start()
    try:
        for number in range(3):
            backup.backup(office.settings, tmp_path / f"{number}.tar.gz")
    finally:
        enough.set()
        working.join()
    for number in range(3):
        moved = Settings(home=tmp_path / f"new{number}")
        backup.restore(moved, tmp_path / f"{number}.tar.gz")
        assert main(["verify", "--home", str(moved.home)]) == 0
    store = open_store(moved.url)
    with store.reading() as session:
        assert len(ledger.files(session)) >= 1
    store.close()
    office.store.close()
