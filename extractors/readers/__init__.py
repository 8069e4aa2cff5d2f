"""One reader per format: file → Document. No word of the domain lives here."""

import zipfile
import zlib
from importlib import import_module
from pathlib import Path

from extractors.readers.sniff import sniff
from quanze.document import Document
from quanze.errors import Damaged, FileError, ReaderFault, UnknownFormat

__all__ = ["read"]

READERS = {
    "csv": ("sheet_csv", "read_csv"),
    "docx": ("word", "read_word"),
    "pdf": ("pdf", "read_pdf"),
    "xlsx": ("sheet_xlsx", "read_xlsx"),
}
"""Format → (module, function): the module is imported when a file of that format comes."""
CONVERTED = ("doc", "wps", "works", "rtf", "odt", "wordml", "ppt", "odp", "fodt")
"""Formats that LibreOffice opens for us."""


def read(path: Path) -> Document:
    """Read one file of any known format, told by its content.

    Raises:
        FileError: the file cannot be used; `code` and `advice` say why and what to do.
    """
    kind = sniff(path)
    try:
        return _read(path, kind)
    except FileError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Damaged(f"{kind}: {error!r}") from error
    except (Exception, MemoryError) as error:
        raise ReaderFault(f"{kind}: {error!r}") from error


def _read(path: Path, kind: str) -> Document:
    if kind in CONVERTED:
        legacy = import_module("extractors.readers.legacy")
        converted: Document = legacy.read_legacy(path, kind)
        return converted
    if kind not in READERS:
        raise UnknownFormat(kind)
    module, function = READERS[kind]
    document: Document = getattr(import_module(f"extractors.readers.{module}"), function)(path)
    return document
