"""Long PDFs shared between processes: the same document, whatever happens to a helper."""

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from extractors.readers import read
from extractors.readers.pdf import helper, pool
from extractors.readers.pdf import reader as pdf
from extractors.readers.pdf.reader import read_pdf, read_shared
from extractors.readers.pdf.tables import PageRead
from quanze.errors import Damaged
from tests.readers.minipdf import Canvas, write_pdf
from tests.readers.test_pdf import listing

PAGES = 40


@pytest.fixture
def path(tmp_path: Path) -> Path:
    sheets = [listing() for _ in range(PAGES)]
    for number, sheet in enumerate(sheets):
        sheet.text(100, 300, f"page mark {number}")
    return write_pdf(tmp_path / "a.pdf", sheets)


def by_helpers(monkeypatch: pytest.MonkeyPatch, fault: Exception | None) -> None:
    """Have helpers, and no other process, raise this on the pages they take, or die of them; the caller waits."""
    caller, page = os.getpid(), pool._page

    def one(document: PdfDocument, number: int) -> PageRead:
        if os.getpid() == caller:
            threading.Event().wait(0.02)
            return page(document, number)
        if fault is None:
            os._exit(11)
        raise fault

    monkeypatch.setattr(pool, "_page", one)


@pytest.mark.parametrize("workers", [2, 3, 4])
def test_several_processes_read_what_one_reads(path: Path, workers: int) -> None:
    assert read_pdf(path, workers) == read_pdf(path)


def test_helpers_take_a_part_of_the_pages(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    caller, here, page = os.getpid(), [], pool._page

    def one(document: PdfDocument, number: int) -> PageRead:
        if os.getpid() == caller:
            here.append(number)
            threading.Event().wait(0.02)
        return page(document, number)

    monkeypatch.setattr(pool, "_page", one)
    assert len(pool.read_pages(path, range(1, PAGES + 1), 2)) == PAGES
    assert 0 < len(here) < PAGES


def test_a_helper_that_dies_on_a_page_costs_the_file_and_not_the_program(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_helpers(monkeypatch, None)
    with pytest.raises(Damaged):
        read_pdf(path, 2)


def test_what_goes_wrong_in_a_helper_is_said_here(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_helpers(monkeypatch, Damaged("page 3 cannot be loaded"))
    with pytest.raises(Damaged, match="page 3"):
        read_pdf(path, 2)


def test_no_helper_is_left_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    start = helper.start

    def noted(work: Callable[[], Iterable[object]], others: Sequence[helper.Helper]) -> helper.Helper:
        one = start(work, others)
        started.append(one.process)
        return one

    monkeypatch.setattr(helper, "start", noted)
    read_pdf(path, 3)
    assert len(started) == 2
    for process in started:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_a_program_with_threads_of_its_own_reads_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helper, "start", None)
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert helper.idle() == 1
        assert read_pdf(path, 2).pages == PAGES
    finally:
        done.set()
        thread.join()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many processes each reading was given."""
    seen: list[int] = []
    monkeypatch.setattr(pdf, "read_pdf", lambda path, workers: seen.append(workers))
    return seen


@pytest.mark.parametrize(
    ("load", "cores", "expected"), [("1/99", 2, 2), ("2/99", 2, 1), ("9/99", 2, 1), ("2/99", 9, 4)]
)
def test_only_idle_processors_are_used(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[int], load: str, cores: int, expected: int
) -> None:
    (tmp_path / "loadavg").write_text(f"0.10 0.20 0.30 {load} 4242\n")
    monkeypatch.setattr(helper, "_LOAD", tmp_path / "loadavg")
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(cores)))
    read_shared(path)
    assert asked == [expected]


def test_the_number_of_processes_can_be_said(path: Path, asked: list[int]) -> None:
    with helper.processes(1):
        read_shared(path)
        with helper.processes(3):
            read_shared(path)
        read_shared(path)
    assert asked == [1, 3, 1]


def test_files_are_read_by_the_shared_reader(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = read_pdf(path)
    monkeypatch.setattr(helper, "idle", lambda: 2)
    assert read(path) == document


def test_a_short_file_is_read_by_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helper, "start", None)
    assert read_pdf(write_pdf(tmp_path / "b.pdf", [Canvas()]), 2).pages == 1
