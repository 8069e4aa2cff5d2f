"""One file after another through read, stitch and extract in a child process, under limits and under watch.

A case ends as the product would see it: a document, a FileError, or a finding (crash, hang, memory, file escape).
"""

import multiprocessing
import os
import pickle
import re
import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

from extractors import extract
from extractors.readers import read_all
from extractors.readers.legacy.reader import warm
from extractors.readers.stitch import stitch
from quanze.document import Document, Table
from quanze.errors import FileError, NoList, ReaderFault
from tests.fuzz.mutate import CANARY_WORDS

HANG = 60.0
"""Seconds of a processor that a file may take; `WAIT` times as many by the clock, since the machine may be busy."""
WAIT = 10
PEAK = 1024**3
"""Bytes a file may make the process, with all it starts, hold."""
SPACE = 6 * 1024**3
"""Bytes of address space, about what a child of the product may have."""
FINDINGS = ("crash", "fault", "hang", "memory", "escape")
_MOVES = {"os.mkdir": 0, "os.remove": 0, "os.rename": 1, "os.link": 1, "os.symlink": 1, "shutil.copyfile": 1}
"""Events that change the file system → which argument is the path changed."""
_LINES = re.compile(r"\d+")
Read = Callable[[Path], list[tuple[str, Document | FileError]]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case ended; `shape` is coarse, so that a new one shows a new way through the code."""

    kind: str
    detail: str = ""
    shape: tuple[object, ...] = ()
    seconds: float = 0.0
    peak: int = 0

    @property
    def finding(self) -> bool:
        """Whether this must not happen."""
        return self.kind in FINDINGS


@dataclass(slots=True)
class _Watch:
    """What an audit hook saw of files and sockets outside the folder that is allowed."""

    allowed: str = ""
    seen: list[str] = field(default_factory=list)

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        if not self.allowed:
            return
        if event == "socket.connect":
            self.seen.append(f"{event} {args[1:]!r}")
        elif event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            self._path(event, args[0])
        elif event in _MOVES and not (event == "os.remove" and args[1] != -1):  # a folder's own clearing is relative
            self._path(event, args[_MOVES[event]])

    def _path(self, event: str, path: object) -> None:
        if isinstance(path, str | bytes | os.PathLike):
            found = os.path.realpath(os.fsdecode(path))
            if not found.startswith((self.allowed, "/dev/", "/proc/")):
                self.seen.append(f"{event} {found}")


class Worker:
    """A child process that reads the files it is told; started anew after it died or was killed."""

    def __init__(
        self, *, office: bool = False, hang: float = HANG, address_space: int = SPACE, read: Read = read_all
    ) -> None:
        """`office` keeps one LibreOffice warm in the child; `read` is what is tried on a file."""
        self._office, self._hang, self._space, self._read = office, hang, address_space, read
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def run(self, path: Path) -> Outcome:
        """Read the file; whatever happens to the child is the outcome.

        The product reads each file in a new process: what this one keeps of files before is not the file's memory.
        """
        outcome = self._run(path)
        if outcome.kind != "memory":
            return outcome
        self.stop()
        return self._run(path)

    def _run(self, path: Path) -> Outcome:
        if self._process is None or not self._process.is_alive():
            self._start()
        assert self._pipe is not None and self._process is not None
        self._pipe.send(path)
        start, peak, family, before = time.monotonic(), 0, 0.0, _used(self._process.pid)
        warm, _ = _family(self._process.pid)
        while not self._pipe.poll(0.25):
            used, held = _family(self._process.pid)
            now = sum(seconds - warm.get(child, 0.0) for child, seconds in used.items())
            peak, family = max(peak, held), max(family, now)
            spent = _used(self._process.pid) - before + family
            if spent > self._hang or time.monotonic() - start > WAIT * self._hang:
                self.stop()
                return Outcome("hang", f"over {self._hang:.0f} s", seconds=spent)
        seconds = _used(self._process.pid) - before + family
        try:
            outcome: Outcome = self._pipe.recv()
        except (EOFError, ConnectionResetError):
            self._process.join(10)
            code = self._process.exitcode
            self.stop()
            return Outcome("crash", f"the process ended with {code}", seconds=seconds)
        peak = max(peak + outcome.peak, outcome.peak)
        if outcome.kind not in FINDINGS and peak > PEAK:
            return Outcome("memory", f"{peak >> 20} MiB", seconds=seconds, peak=peak)
        return Outcome(outcome.kind, outcome.detail, outcome.shape, seconds, peak)

    def stop(self, patience: float = 0.0) -> None:
        """End the child with all it started; it may end by itself within `patience` seconds."""
        if self._process is None or self._pipe is None:
            return
        self._pipe.close()
        try:
            family = psutil.Process(self._process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            family = []
        self._process.join(patience)
        self._process.kill()
        self._process.join()
        for one in family:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        self._process = self._pipe = None

    def _start(self) -> None:
        context = multiprocessing.get_context("forkserver")  # a fork would begin with all that this process holds
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._office, self._space, self._read))
        self._process.start()
        theirs.close()
        self._pipe.recv()  # its imports are no file's time


def _used(pid: int | None) -> float:
    """Seconds of a processor that a process and its children that ended have used."""
    with suppress(psutil.Error):
        return float(sum(psutil.Process(pid).cpu_times()[:4]))
    return 0.0


def _family(pid: int | None) -> tuple[dict[int, float], int]:
    """A process's living children → seconds of a processor that each has used; and the bytes that they hold."""
    seconds, held = dict[int, float](), 0
    with suppress(psutil.Error):
        for one in psutil.Process(pid).children(recursive=True):
            seconds[one.pid] = float(sum(one.cpu_times()[:2]))
            held += one.memory_info().rss
    return seconds, held


def _serve(pipe: Connection, office: bool, space: int, read: Read) -> None:
    warnings.simplefilter("ignore")
    sys.dont_write_bytecode = True
    watch = _Watch()
    sys.addaudithook(watch)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (space if hard < 0 else min(space, hard), hard))
    with ExitStack() as stack:
        if office:
            stack.enter_context(warm())
        pipe.send(None)
        while True:
            try:
                path = pipe.recv()
            except EOFError:
                return
            pipe.send(_watched(path, watch, office, read))


def _watched(path: Path, watch: _Watch, office: bool, read: Read) -> Outcome:
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="quanze-case-") as folder, _high_water() as peak:
        base = os.path.realpath(folder)
        tempfile.tempdir = base
        watch.seen.clear()
        watch.allowed = os.path.realpath(before or tempfile.gettempdir()) + "/quanze-" if office else base
        try:
            outcome = _judged(path, read)
        finally:
            watch.allowed, tempfile.tempdir = "", before
        left = sorted(name.name for name in Path(base).iterdir())
    if left or watch.seen:
        return Outcome("escape", f"left {left[:3]}, touched {watch.seen[:3]}", peak=peak[0])
    return Outcome(outcome.kind, outcome.detail, outcome.shape, peak=peak[0])


@contextmanager
def _high_water() -> Iterator[list[int]]:
    """The most bytes that this process held inside the block."""
    found = [0]
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    try:
        yield found
    finally:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        found[0] = int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) * 1024


def _judged(path: Path, read: Read) -> Outcome:
    try:
        found = _read(path, read)
        shapes = [_member(document) for _, document in found]
    except FileError as error:
        kind = "fault" if isinstance(error, ReaderFault) else "error"
        return Outcome(kind, f"{error.code} {error.detail[:300]}", (error.code, _coarse(error.detail)))
    except BaseException as defect:
        return Outcome("crash", f"{type(defect).__name__}: {defect}"[:300] + _where(defect))
    faults = [shape for shape in shapes if shape[0] == ReaderFault.code]
    if faults:
        return Outcome("fault", str(faults[0])[:300], tuple(faults[:1]))
    if CANARY_WORDS in str([document for _, document in found if isinstance(document, Document)]):
        return Outcome("escape", "the canary file was read")
    refused = all(isinstance(document, FileError) for _, document in found)
    return Outcome(
        "error" if refused else "read", str(shapes[0])[:200] if refused and shapes else "", tuple(shapes[:3])
    )


def _read(path: Path, read: Read) -> list[tuple[str, Document | FileError]]:
    """The documents in a file; a pickled one is a document already."""
    if path.suffix == ".pickle":
        return [(path.name, pickle.loads(path.read_bytes()))]
    return read(path)


def _member(document: Document | FileError) -> tuple[object, ...]:
    """The way through stitch and extract, coarsely; the account of rows must agree."""
    if isinstance(document, FileError):
        return document.code, _coarse(document.detail)
    stitched = stitch(document)
    shape = [document.format, *(_size(table) for table in document.tables)][:6]
    try:
        extraction = extract(stitched, "司法局")
    except NoList:
        return (*shape, "NO_LIST")
    except FileError as error:
        raise AssertionError(f"extract raised {error!r}") from error
    count = extraction.count
    if count.rows != count.matters + count.doubts + count.others or count.matters != len(extraction.matters):
        raise AssertionError(f"the account of rows: {count}")
    kinds = sorted({doubt.kind for doubt in extraction.doubts})
    return (*shape, count.matters.bit_length(), *kinds)


def _size(table: Table) -> tuple[int, int, int]:
    return len(table.rows).bit_length(), table.columns, min(len(table.doubts), 3)


def _coarse(detail: str) -> str:
    return _LINES.sub("0", detail)[:40]


def _where(defect: BaseException) -> str:
    trace, frames = defect.__traceback__, []
    while trace is not None:
        frames.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " at " + " ".join(frames[-5:])
