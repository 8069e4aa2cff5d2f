"""The whole files that are damaged: the truth set over all formats, the samples, real tables, and made ones."""

import pickle
import shutil
from pathlib import Path

from extractors.readers import read
from extractors.readers.pdf.raw import open_pdf
from extractors.readers.sniff import sniff
from quanze.errors import FileError
from sample_docs.office import convert
from tests.conftest import ROOT, SHARED
from tests.fuzz.small import small
from tests.truth.make import make

LEAST, MOST = 16, 800_000
"""Bytes of a seed."""
PAGES = 20
"""Pages of a PDF: with its fonts damaged each is recognised, which takes two seconds of a processor and is no hang."""


def little(folder: Path) -> None:
    """One small file of every format that needs no other program, and what was read of some."""
    small(folder)
    for name in ("docx.0", "xlsx.0", "html.0", "csv.0", "txt.1"):
        _pickled(folder / name, folder / f"documents.{name.split('.')[0]}")


def large(folder: Path, *more: Path) -> None:
    """The whole collection: the truth set, samples, real files, and the files of the folders `more` by their suffix."""
    little(folder)
    truth = make(folder / "truth")
    shutil.copytree(ROOT / "sample_docs" / "inbox", folder / "samples", dirs_exist_ok=True)
    shutil.copyfile(folder / "xlsx.0", folder / "old.xlsx")
    convert([folder / "old.xlsx"], folder, "fods")
    found = [*truth, *(folder / "samples").rglob("*.*"), *SHARED.joinpath("tables").rglob("*.*"), *folder.glob("old.*")]
    for number, path in enumerate([*found, *(path for root in more for path in sorted(root.rglob("*.*")))], start=100):
        reader = _reader(path) if path.is_file() and LEAST <= path.stat().st_size <= MOST else ""
        if reader:
            shutil.copyfile(path, folder / f"{reader}.{number}")
            if path in truth and reader in ("docx", "pdf", "xlsx", "html", "ofd"):
                _pickled(path, folder / f"documents.{number}")


_SCANS = ("png", "jpg", "tiff", "bmp", "gif", "webp")


def _reader(path: Path) -> str:
    """Whose seed a file is, by what it holds; "" for nobody's."""
    try:
        kind = sniff(path)
    except FileError:
        return ""
    if kind == "pdf" and _pages(path) > PAGES:
        return ""
    return "scan" if kind in _SCANS else kind


def _pages(path: Path) -> int:
    """How many pages a PDF has, 0 where it does not open."""
    try:
        document = open_pdf(path)
    except FileError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


def of(folder: Path, reader: str) -> list[bytes]:
    """The seeds of one reader, in the order of their names."""
    return [path.read_bytes() for path in sorted(folder.glob(f"{reader}.*")) if path.is_file()]


def _pickled(path: Path, target: Path) -> None:
    try:
        target.write_bytes(pickle.dumps(read(path)))
    except FileError:
        target.unlink(missing_ok=True)
