"""The corpus through the real intake: what came of each file, what was written where, what reached the network."""

import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.util import get_temp_dir
from pathlib import Path

from flows.intake import inbox
from flows.stages import Office
from quanze.settings import Settings
from quanze.store import facts, ledger, open_store
from quanze.store.tables import FileRow
from tests.flows.office import take_in
from tests.hostile.case import READ, SECRET, Case
from tests.hostile.make import outside

DEPARTMENT = "林业和草原局"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What intake made of one file: read or a code, its advice, the seconds it took."""

    name: str
    answer: str
    advice: str
    seconds: float


Say = Callable[[Outcome], object]


@dataclass(frozen=True, slots=True)
class Run:
    """All outcomes of a run and what must be none: connections, strays outside, secrets, drops left, macros run."""

    outcomes: tuple[Outcome, ...]
    connections: int
    strays: tuple[str, ...]
    secrets: int
    left: tuple[str, ...]
    macros_ran: bool
    receipts: int


def run(cases: Sequence[Case], folder: Path, seconds: int = 60, say: Say = lambda outcome: None) -> Run:
    """Make the cases in an inbox below `folder` and take them in, each with a limit of `seconds`."""
    home, scratch = folder / "home", folder / "scratch"
    scratch.mkdir(parents=True)
    with listener() as (address, seen), _scratch(scratch):
        reach = outside(folder / "outside", address)
        drops = home / "inbox" / DEPARTMENT
        drops.mkdir(parents=True, exist_ok=True)
        for case in cases:
            case.make(drops / case.name, reach)
        before = _tree(folder, home)
        settings = Settings(home=home, settle_seconds=0, read_seconds=seconds)
        office = Office(settings, open_store(settings.url))
        try:
            outcomes = tuple(_take_in(office, say))
            secrets = _secrets(office)
        finally:
            office.store.close()
        strays = sorted(_tree(folder, home) - before)
        left = tuple(drop.path.name for drop in inbox.scan(settings.inbox))
        receipts = len(list(settings.receipts.rglob("*.回执.txt")))
        return Run(outcomes, len(seen), tuple(strays), secrets, left, reach.target.exists(), receipts)


def _take_in(office: Office, say: Say) -> Iterator[Outcome]:
    """The inbox, drop by drop."""
    for drop in inbox.scan(office.settings.inbox):
        start = time.monotonic()
        taken = take_in(office, drop)
        with office.store.reading() as session:
            file = session.get_one(FileRow, taken.file_id)
            read = file.state == "duplicate" or (file.state == "done" and file.matters > 0)
        answer = READ if read else file.code or file.state
        outcome = Outcome(drop.path.name, answer, file.advice, time.monotonic() - start)
        say(outcome)
        yield outcome


def _secrets(office: Office) -> int:
    """How often the secret stands in what was read or written."""
    with office.store.reading() as session:
        told = [str(matter) for matter in facts.matters(session, DEPARTMENT)]
        told += [str(doubt) for file in ledger.files(session) for doubt in facts.doubts(session, file.id)]
    texts = [path.read_text(encoding="utf-8-sig") for path in office.settings.receipts.rglob("*.txt")]
    return sum(SECRET in text for text in [*told, *texts])


def _tree(folder: Path, home: Path) -> set[str]:
    """Every file below `folder` but outside the home folder, and where escapes aim."""
    ours = {str(path) for path in folder.rglob("*") if not path.is_relative_to(home)}
    aims = {"/tmp/quanze-escaped.docx", "/tmp/逃出.docx", "/tmp/escaped.docx"}
    return ours | {aim for aim in aims if Path(aim).exists()}


@contextmanager
def _scratch(folder: Path) -> Iterator[None]:
    """Let all temporary files go below `folder`, where what is left of them is seen."""
    get_temp_dir()  # multiprocessing's own stays where it is
    old, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = old


@contextmanager
def listener() -> Iterator[tuple[str, list[object]]]:
    """A server on loopback that counts whoever connects."""
    seen: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        open_ = True

        def accept() -> None:
            while open_:
                try:
                    connection, peer = server.accept()
                except TimeoutError:
                    continue
                seen.append(peer)
                connection.close()

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}", seen
        finally:
            open_ = False
            thread.join()
