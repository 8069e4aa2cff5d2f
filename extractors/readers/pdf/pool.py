"""A PDF's pages read by one process or several, each by a range of pages; PDFium allows no threads.

Helpers are fresh Python programs that take lists of page numbers on standard input and answer with pickled pages on
standard output; the caller's own process works along with them.
"""

import gc
import pickle
import select
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pypdfium2 import PdfDocument

from extractors.readers.pdf import raw
from extractors.readers.pdf.chars import characters
from extractors.readers.pdf.page import Page
from extractors.readers.pdf.shapes import shapes
from extractors.readers.pdf.tables import PageRead, read_tables
from quanze.errors import Damaged

CHUNK = 4
"""Pages handed out at a time."""
_PIPE = 1 << 20
"""Bytes that a helper may answer ahead of being read."""
WORTH_HELPERS = 40
"""Fewer pages are read sooner by one process than a helper starts."""
_ROOT = Path(__file__).resolve().parents[3]
_PROGRAM = f"""
import sys, types
for name, folder in (("extractors", "extractors"), ("extractors.readers", "extractors/readers")):
    package = types.ModuleType(name)
    package.__path__ = [{str(_ROOT)!r} + "/" + folder]
    sys.modules[name] = package
from pathlib import Path
from extractors.readers.pdf.pool import serve
serve(Path(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
"""
"""What a helper runs: this module without the rest of its packages, which would double the time to start."""


def read_pages(path: Path, numbers: Sequence[int], workers: int = 1) -> list[PageRead]:
    """Read these pages (from 1), in order, by so many processes.

    Raises:
        Damaged: a page cannot be loaded, or a helper died on it.
        Encrypted: the file needs a password.
    """
    with _collector_paused():
        if workers < 2 or len(numbers) < WORTH_HELPERS or sys.platform == "win32":
            return list(_here(path, numbers))
        return _shared(path, numbers, workers)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No search for cycles meanwhile: pages hold none, and the collector would walk over all of them ever again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _shared(path: Path, numbers: Sequence[int], workers: int) -> list[PageRead]:
    """The pages by this process and helpers, each taking the next range when it is done."""
    chunks = _chunks(numbers)
    helpers = [_Helper.start(path) for _ in range(workers - 1)]
    read: dict[int, PageRead] = {}
    document = raw.open_pdf(path)
    try:
        while chunks:
            for helper in helpers:
                helper.serve(chunks, read, wait=False)
            for number in chunks.popleft() if chunks else ():
                read[number] = _page(document, number)
        for helper in helpers:
            helper.serve(chunks, read, wait=True)
    finally:
        document.close()
        for helper in helpers:
            helper.stop()
    return [read[number] for number in numbers]


def _chunks(numbers: Sequence[int]) -> deque[Sequence[int]]:
    """The pages in small ranges, single ones at the end, so that no process waits long for another."""
    most = max(len(numbers) - 2 * CHUNK, 0) // CHUNK * CHUNK
    ranges = [numbers[start : start + CHUNK] for start in range(0, most, CHUNK)]
    return deque([*ranges, *(numbers[place : place + 1] for place in range(most, len(numbers)))])


def _here(path: Path, numbers: Sequence[int]) -> Iterator[PageRead]:
    document = raw.open_pdf(path)
    try:
        for number in numbers:
            yield _page(document, number)
    finally:
        document.close()


def _page(document: PdfDocument, number: int) -> PageRead:
    with raw.RawPage(document, number - 1) as loaded:
        return read_tables(load_page(loaded, number))


def load_page(loaded: raw.RawPage, number: int) -> Page:
    """What one loaded page shows."""
    objects = loaded.objects()
    glyphs, frame, hidden, unreadable = characters(loaded, objects)
    drawn = shapes(objects, frame)
    return Page(
        number, frame, glyphs, drawn.across, drawn.down, drawn.fills, drawn.picture, hidden, unreadable, drawn.curves
    )


@dataclass(slots=True)
class _Helper:
    """A helper program and the ranges it has not answered yet.

    Its streams have no buffer here: an answer waiting in one would not be seen by `select`.
    """

    program: "subprocess.Popen[bytes]"
    asked: deque[Sequence[int]]

    @classmethod
    def start(cls, path: Path) -> "_Helper":
        folders = [*(folder for folder in sys.path if folder and folder != str(_ROOT)), str(_ROOT)]
        command = [sys.executable, "-I", "-c", f"import sys; sys.path[:] = {folders!r}\n{_PROGRAM}", str(path)]
        pipe = subprocess.PIPE
        return cls(subprocess.Popen(command, stdin=pipe, stdout=pipe, bufsize=0, pipesize=_PIPE), deque())

    def serve(self, chunks: deque[Sequence[int]], read: dict[int, PageRead], *, wait: bool) -> None:
        """Take the answers that are there (all of them with `wait`), and keep two ranges asked for."""
        while self.asked and (wait or self._ready()):
            self.asked.popleft()
            for page in self._answer():
                read[page.number] = page
        while chunks and len(self.asked) < 2:
            numbers = chunks.popleft()
            self.asked.append(numbers)
            _send(_input(self.program), list(numbers))

    def _ready(self) -> bool:
        return bool(select.select([_output(self.program)], [], [], 0)[0])

    def _answer(self) -> list[PageRead]:
        answer = _receive(_output(self.program))
        if isinstance(answer, list):
            return answer
        raise answer if isinstance(answer, Exception) else Damaged("a helper stopped on a page")

    def stop(self) -> None:
        """End the helper; it has nothing to save."""
        _input(self.program).close()
        _output(self.program).close()
        self.program.kill()
        self.program.wait()


def _input(program: "subprocess.Popen[bytes]") -> IO[bytes]:
    assert program.stdin is not None
    return program.stdin


def _output(program: "subprocess.Popen[bytes]") -> IO[bytes]:
    assert program.stdout is not None
    return program.stdout


def _send(stream: IO[bytes], message: object) -> None:
    """One message: eight bytes of length, then the pickle."""
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    try:
        rest = memoryview(len(body).to_bytes(8, "little") + body)
        while rest:
            rest = rest[stream.write(rest) :]
        stream.flush()
    except BrokenPipeError as error:
        raise Damaged("a helper stopped on a page") from error


def _receive(stream: IO[bytes]) -> object:
    """The next message, None at the end."""
    length = _exactly(stream, 8)
    return pickle.loads(_exactly(stream, int.from_bytes(length, "little"))) if len(length) == 8 else None


def _exactly(stream: IO[bytes], count: int) -> bytes:
    """So many bytes of an unbuffered stream, fewer at its end."""
    parts = []
    while count > 0 and (part := stream.read(count)):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def serve(path: Path, requests: IO[bytes], answers: IO[bytes]) -> None:
    """A helper's own loop: one range of the file's pages after the other until the input ends."""
    gc.disable()
    document: PdfDocument | None = None
    while isinstance(numbers := _receive(requests), list):
        answer: list[PageRead] | Exception
        try:
            document = document or raw.open_pdf(path)
            answer = [_page(document, number) for number in numbers]
        except Exception as error:
            answer = error
        _send(answers, answer)
