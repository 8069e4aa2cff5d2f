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
from quanze.document import Document, Place, Table
from quanze.errors import FileError, NameTooLong, NoList, PackedAnswers, ReaderFault
from quanze.matter import Doubt, Extraction, RowCount

NAME_LIMIT = 120
"""Characters a file name may have: archive folders and receipts add to it, and file systems stop at 255 bytes."""

NOT_USED = "包内文件未采用"
"""The kind of doubt about a member of an archive or mail that could not be used."""
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
    if found.sha256 != digest and _is_ours(found):
        return Reading(path, found.sha256, found, fault=PackedAnswers())
    try:
        over = overlay.lay(stitch(found), corrections)
        extraction = overlay.marked(extract(over.document, department, over.not_lists), over)
        doubts = tuple(replace(one, file=found.sha256) for one in extraction.doubts)
        return Reading(path, found.sha256, found, replace(extraction, doubts=doubts))
    except FileError as fault:
        return Reading(path, found.sha256, found, fault=fault)
    except Exception as defect:  # our own defect must cost this file, never the batch
        return Reading(path, found.sha256, found, fault=ReaderFault(f"{type(defect).__name__}: {defect}"))


def _is_ours(document: Document) -> bool:
    """Whether a document is a list that `publish` made: it has the hidden heading of the rows' keys."""
    if document.format not in ("xlsx", "xls"):
        return False
    from forms.sheet import DIGEST, KEY  # takes its time to import, and few archives hold a workbook

    rows = [row for table in document.blocks if isinstance(table, Table) for row in table.rows]
    return any(KEY in row and any(cell.startswith(DIGEST) for cell in row) for row in rows)


def members(readings: Sequence[Reading], digest: str) -> list[tuple[str, str]]:
    """(digest, name) of the documents inside an archive or mail of that digest; none for any other file."""
    found = [(one.sha256, one.document.name) for one in readings if one.document is not None]
    return [(sha, name) for sha, name in found if sha != digest]


def merge(readings: Sequence[Reading], path: Path) -> Reading:
    """The members of the archive or mail at `path` as one reading of it; a member that is of no use becomes a doubt.

    It fails only where no member gave a list.
    """
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
    lost = tuple(_not_used(one, one.fault, path) for one in readings if one.extraction is None and one.fault)
    whole = Extraction(
        matters=tuple(matter for part in parts for matter in part.matters),
        doubts=lost + tuple(doubt for part in parts for doubt in part.doubts),
        count=count,
    )
    return replace(good[0][0], extraction=whole)


def _not_used(reading: Reading, fault: FileError, path: Path) -> Doubt:
    name = reading.path.relative_to(path / path.name).as_posix()
    file = reading.document.sha256 if reading.document is not None else ""
    return Doubt(NOT_USED, f"“{name}”没有采用（{fault.code}）：{fault.advice}", Place(), whole_row=False, file=file)
