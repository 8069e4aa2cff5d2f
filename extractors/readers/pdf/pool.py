"""A PDF's pages read by one process or several, each by small ranges of pages; PDFium allows no threads.

All processes take the next range from one pipe, so that none waits for another; `helper` knows how they work.
"""

import gc
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pypdfium2 import PdfDocument

from extractors.readers.pdf import helper, raw
from extractors.readers.pdf.chars import characters
from extractors.readers.pdf.overflow import beyond
from extractors.readers.pdf.page import Page
from extractors.readers.pdf.shapes import shapes
from extractors.readers.pdf.tables import PageRead, read_tables
from quanze.errors import Damaged

CHUNK = 4
"""Pages handed out at a time."""
WORTH_HELPERS = 16
"""Fewer pages are read as soon by one process."""


def read_pages(path: Path, numbers: Sequence[int], workers: int = 1) -> list[PageRead]:
    """Read these pages (from 1), in order, by so many processes.

    Raises:
        Damaged: a page cannot be loaded, or a helper died on it.
        Encrypted: the file needs a password.
    """
    with _collector_paused():
        if workers < 2 or len(numbers) < WORTH_HELPERS or not helper.can_help():
            return list(_read(path, numbers))
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
    tickets = helper.tickets(len(chunks))

    def work() -> Iterator[PageRead]:
        return _read(path, (number for chunk in helper.taken(tickets) for number in chunks[chunk]))

    helpers: list[helper.Helper] = []
    read: dict[int, PageRead] = {}
    try:
        for _ in range(workers - 1):
            helpers.append(helper.start(work, helpers))
        for page in work():
            read[page.number] = page
            _collect(helpers, read, 0.0)
        _collect(helpers, read, None)
    finally:
        os.close(tickets)
        for one in helpers:
            one.stop()
    if len(read) < len(numbers):
        raise Damaged("a helper stopped on a page")
    return [read[number] for number in numbers]


def _collect(helpers: Sequence[helper.Helper], read: dict[int, PageRead], patience: float | None) -> None:
    """Take in what helpers have read, `None`: all that they will."""
    for one in helpers:
        for page in one.answers(patience):
            assert isinstance(page, PageRead)
            read[page.number] = page


def _chunks(numbers: Sequence[int]) -> list[Sequence[int]]:
    """The pages in small ranges, single ones at the end, so that no process waits long for another."""
    most = max(len(numbers) - 2 * CHUNK, 0) // CHUNK * CHUNK
    ranges = [numbers[start : start + CHUNK] for start in range(0, most, CHUNK)]
    return [*ranges, *(numbers[place : place + 1] for place in range(most, len(numbers)))]


def _read(path: Path, numbers: Iterable[int]) -> Iterator[PageRead]:
    document = raw.open_pdf(path)
    try:
        for number in numbers:
            yield _page(document, number)
    finally:
        document.close()


def _page(document: PdfDocument, number: int) -> PageRead:
    with raw.RawPage(document, number - 1) as loaded:
        page = load_page(loaded, number)
        read = read_tables(page)
        over = any(table.over for table in read.tables)
        if not over and (page.glyphs.clips is not None or not beyond(read)):
            return read
        if page.glyphs.clips is None:
            page = load_page(loaded, number, clipped=True)
        return read_tables(page, overflowing=True) if over or page.glyphs.clips is not None else read


def load_page(loaded: raw.RawPage, number: int, *, clipped: bool = False) -> Page:
    """What one loaded page shows; `clipped`: what each character is clipped to is asked for in any case."""
    objects = loaded.objects()
    glyphs, frame, hidden, unreadable = characters(loaded, objects, clipped=clipped)
    drawn = shapes(objects, frame)
    rules = (drawn.across, drawn.down, drawn.fills)
    return Page(number, frame, glyphs, *rules, drawn.picture, hidden, unreadable, drawn.curves, drawn.pictures)
