"""A small office for the tests: a home folder, files to drop, the stages without Prefect."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from flows import stages
from flows.intake import inbox
from flows.intake.inbox import Drop
from flows.offices import departments
from flows.stages import Office, Taken
from quanze.errors import FileError
from quanze.settings import Settings
from quanze.store import ledger, open_store
from tests import postgres

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_docs" / "inbox"
BAD = ROOT / "sample_docs" / "bad"
SAMPLE = sorted((SAMPLES / "司法局").glob("*.docx"))[0]
HEAD = "序号,事项名称,事项类型,设定依据,责任事项\n"
ROWS = {
    "低保": "1,最低生活保障认定,行政给付,《社会救助暂行办法》第十一条,受理\n",
    "临时": "2,临时救助对象认定,行政给付,《社会救助暂行办法》第四十七条,受理\n",
    "特困": "3,特困人员认定,行政给付,《社会救助暂行办法》第十四条,受理\n",
}
"""Rows of a list under `HEAD`, by a word for the matter."""


def office_at(home: Path) -> Office:
    """An open office on a home folder, its clock standing still; on PostgreSQL where the tests ask for it."""
    url = postgres.office_url(home)
    if url:
        os.environ["QUANZE_DATABASE_URL"] = url  # for commands and flows, which read the settings themselves
    settings = Settings(home=home, settle_seconds=0, database_url=url)
    return Office(settings, open_store(settings.url), clock=lambda: datetime(2026, 3, 17, 9, 0))


def drop(home: Path, source: Path, department: str = "司法局", name: str = "") -> None:
    """Put a file into a department's inbox folder."""
    folder = home / "inbox" / department
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, folder / (name or source.name))


def run(office: Office) -> None:
    """All stages over the inbox, as the flow calls them, without Prefect."""
    for each in inbox.scan(office.settings.inbox, departments(office)):
        take_in(office, each)


def take_in(office: Office, drop: Drop) -> Taken:
    """One drop through all stages, with nothing but a FileError let through."""
    taken = stages.take(office, drop)
    try:
        if not taken.duplicate:
            stages.read(office, taken)
            stages.match(office, taken)
            stages.propose(office, taken)
        stages.put_away(office, taken)
    except FileError as fault:
        stages.turn_back(office, taken, fault)
    return taken


def give(office: Office, *rows: str, name: str = "清单.csv", department: str = "民政局") -> str:
    """Drop a list and take it in; gives its receipt."""
    path = office.settings.inbox / department / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    before = set(office.settings.receipts.rglob("*.txt"))
    run(office)
    (receipt,) = set(office.settings.receipts.rglob("*.txt")) - before
    return receipt.read_text(encoding="utf-8-sig")


def states(office: Office) -> list[tuple[str, str]]:
    """Department and state of every drop, oldest first."""
    with office.store.reading() as session:
        return [(file.department, file.state) for file in ledger.files(session)]
