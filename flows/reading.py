"""A file to its matters, as plain functions: read, stitch, extract. No store, no matching, no Prefect."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractors import extract, overlay
from extractors.readers import read_all
from extractors.readers.pdf.helper import processes
from extractors.readers.stitch import stitch
from quanze.correction import Corrections
from quanze.document import Document
from quanze.errors import FileError, NameTooLong, NoList, ReaderFault
from quanze.matter import Extraction, RowCount

NAME_LIMIT = 120
"""Characters a file name may have: archive folders and receipts add to it, and file systems stop at 255 bytes."""

NONE = Corrections()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file, or one member of an archive, gave: a document and its extraction, or what is wrong with it."""

    path: Path
    sha256: str
    document: Document | None = None
    extraction: Extraction | None = None
    fault: FileError | None = None


def sha256(path: Path) -> str:
    """The file's digest, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_file(
    path: Path, department: str, corrections: Corrections = NONE, pdf_processes: int = 0
) -> tuple[Reading, ...]:
    """Read a file to its matters; an archive gives one reading per member. Nothing is raised for a bad file.

    `corrections` (人工更正) are laid over each document before its matters are taken from it. A long PDF is shared by
    `pdf_processes`, 0: as many as are idle.
    """
    digest = ""
    try:
        if len(path.name) > NAME_LIMIT or len(path.name.encode("utf-8", "surrogateescape")) > 2 * NAME_LIMIT:
            raise NameTooLong(f"{len(path.name)} characters")
        digest = sha256(path)
        with processes(pdf_processes):
            members = read_all(path)
    except FileError as fault:
        return (Reading(path, digest, fault=fault),)
    except OSError as fault:
        return (Reading(path, digest, fault=ReaderFault(f"{type(fault).__name__}: {fault}")),)
    return tuple(
        _extracted(path if name == path.name else path / name, digest, found, department, corrections)
        for name, found in members
    )


def facts_of(
    path: Path, department: str, corrections: Corrections = NONE, pdf_processes: int = 0
) -> tuple[Reading, ...]:
    """What `read_file` gives, without the documents: they are not kept, and need not travel."""
    return tuple(
        replace(reading, document=replace(reading.document, blocks=()) if reading.document else None)
        for reading in read_file(path, department, corrections, pdf_processes)
    )


def _extracted(
    path: Path, digest: str, found: Document | FileError, department: str, corrections: Corrections
) -> Reading:
    if isinstance(found, FileError):
        return Reading(path, digest, fault=found)
    try:
        over = overlay.lay(stitch(found), corrections)
        extraction = overlay.marked(extract(over.document, department, over.not_lists), over)
        doubts = tuple(replace(one, file=found.sha256) for one in extraction.doubts)
        return Reading(path, found.sha256, found, replace(extraction, doubts=doubts))
    except FileError as fault:
        return Reading(path, found.sha256, found, fault=fault)
    except Exception as defect:  # our own defect must cost this file, never the batch
        return Reading(path, found.sha256, found, fault=ReaderFault(f"{type(defect).__name__}: {defect}"))


def members(readings: Sequence[Reading], digest: str) -> list[tuple[str, str]]:
    """(digest, name) of the documents inside an archive or mail of that digest; none for any other file."""
    found = [(one.sha256, one.document.name) for one in readings if one.document is not None]
    return [(sha, name) for sha, name in found if sha != digest]


def merge(readings: Sequence[Reading]) -> Reading:
    """An archive's members as one reading of the archive; it fails only where no member gave a list."""
    good = [(reading, reading.extraction) for reading in readings if reading.extraction is not None]
    if not good:
        return readings[0] if readings else Reading(Path(), "", fault=NoList())
    parts = [extraction for _, extraction in good]
    count = RowCount(
        rows=sum(part.count.rows for part in parts),
        matters=sum(part.count.matters for part in parts),
        doubts=sum(part.count.doubts for part in parts),
        others=sum(part.count.others for part in parts),
    )
    whole = Extraction(
        matters=tuple(matter for part in parts for matter in part.matters),
        doubts=tuple(doubt for part in parts for doubt in part.doubts),
        count=count,
    )
    return replace(good[0][0], extraction=whole)
