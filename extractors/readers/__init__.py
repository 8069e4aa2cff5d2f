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
    "biff": ("sheet_xls", "read_xls"),
    "csv": ("sheet_csv", "read_csv"),
    "docx": ("word", "read_word"),
    "fods": ("sheet_ods", "read_ods"),
    "html": ("page", "read_html"),
    "mht": ("page", "read_mht"),
    "ods": ("sheet_ods", "read_ods"),
    "pdf": ("pdf", "read_pdf"),
    "txt": ("prose", "read_text"),
    "xls": ("sheet_xls", "read_xls"),
    "xlsb": ("sheet_xls", "read_xlsb"),
    "xlsx": ("sheet_xlsx", "read_xlsx"),
    "xml2003": ("sheet_xml", "read_xml2003"),
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
