"""A short form of the campaigns for every change: some damaged files of each reader, none of them a crash.

The long form is `python -m tests.fuzz --reader docx --minutes 10`.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.readers import read_all
from quanze.document import Document
from quanze.errors import FileError
from sample_docs.office import convert
from tests.conftest import ROOT
from tests.fuzz import mutate, seeds, worker
from tests.fuzz.campaign import campaign
from tests.fuzz.worker import Outcome, Worker

READERS = (
    *("docx", "xlsx", "html", "csv", "txt", "boxes", "eml", "mht", "flatopc", "zip", "msg", "biff", "xml2003", "pptx"),
    *("documents", "doc", "xls", "xlsb", "pdf", "ofd"),
)


@pytest.fixture(scope="module")
def whole() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="quanze-test-") as name:
        folder = Path(name)
        seeds.little(folder)
        yield folder


@pytest.fixture(scope="module")
def converted(whole: Path, soffice: str) -> Path:
    """Old formats, from the small files."""
    for form, source in (("doc", "docx"), ("xls", "xlsx")):
        shutil.copyfile(whole / f"{source}.0", whole / f"old.{source}")
        convert([whole / f"old.{source}"], whole, form)
        (whole / f"old.{form}").rename(whole / f"{form}.0")
    return whole


@pytest.mark.parametrize("reader", READERS)
def test_a_damaged_file_gives_a_document_or_a_file_error(reader: str, converted: Path, tmp_path: Path) -> None:
    report = campaign(reader, seeds.of(converted, reader), tmp_path / reader, cases=15)
    assert report.cases == 15
    assert not report.findings, "\n".join(f"{path.name}: {one.kind} {one.detail}" for path, one in report.findings)
    assert report.kept >= 2


def test_the_same_seed_damages_alike(whole: Path) -> None:
    import random

    from tests.fuzz.campaign import MUTATORS

    for reader in ("docx", "csv", "flatopc", "documents"):
        found = seeds.of(whole, reader)
        twice = [MUTATORS[reader](random.Random(7), found[0], found) for _ in "12"]
        assert twice[0] == twice[1]


Found = list[tuple[str, Document | FileError]]


def judged(path: Path, hang: float = 60.0, read: worker.Read = read_all) -> Outcome:
    found = Worker(hang=hang, read=read)
    try:
        return found.run(path)
    finally:
        found.stop()


def hang(path: Path) -> Found:
    while True:
        pass


def die(path: Path) -> Found:
    os._exit(139)


def hoard(path: Path) -> Found:
    held = [b"x" * worker.PEAK, b"y" * 2**27]
    held.clear()
    return []


def litter(path: Path) -> Found:
    (ROOT / "quanze-fuzz-litter").write_text("x", encoding="utf-8")
    (ROOT / "quanze-fuzz-litter").unlink()
    return []


def leak(path: Path) -> Found:
    raise ValueError(mutate.CANARY.read_text(encoding="utf-8"))


KEPT: list[bytes] = []


def keep(path: Path) -> Found:
    KEPT.append(b"z" * (worker.PEAK // 2))
    return []


@pytest.mark.parametrize(
    ("reader", "kind"), [(hang, "hang"), (die, "crash"), (hoard, "memory"), (litter, "escape"), (leak, "crash")]
)
def test_every_bad_end_is_a_finding(reader: worker.Read, kind: str, whole: Path) -> None:
    mutate.canary()
    outcome = judged(whole / "csv.0", hang=3.0, read=reader)
    assert (outcome.kind, outcome.finding) == (kind, True)


def test_a_file_that_is_read_or_refused_is_no_finding(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04")
    outcomes = [judged(whole / "docx.0"), judged(tmp_path / "a.docx")]
    assert [outcome.kind for outcome in outcomes] == ["read", "error"]
    assert not any(outcome.finding for outcome in outcomes)


def test_what_is_kept_of_files_before_is_not_the_memory_of_this_one(whole: Path) -> None:
    reading = Worker(read=keep)
    try:
        outcomes = [reading.run(whole / "csv.0") for _ in range(3)]
    finally:
        reading.stop()
    assert [outcome.kind for outcome in outcomes] == ["error"] * 3
    assert all(worker.PEAK / 2 < outcome.peak < worker.PEAK for outcome in outcomes)
