"""Formats of older or other programs: .doc and .wps by our own reader, .rtf, .odt and the rest through LibreOffice.

The original is never changed. How LibreOffice is run is in `converter`.
"""

import dataclasses
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from pathlib import Path

from extractors.readers import ole, zipped
from extractors.readers.legacy.converter import Converter, find_soffice
from extractors.readers.source import document, sha256
from extractors.readers.word97.reader import read_word97
from quanze.document import Document
from quanze.errors import Damaged, EmptyFile, Encrypted, FileError, NeedsConverter, UnknownFormat

__all__ = ["current", "find_soffice", "read_legacy", "warm"]

_TARGETS = {
    **dict.fromkeys(("doc", "wps", "works", "rtf", "odt", "fodt", "wordml"), "docx"),
    **dict.fromkeys(("xls", "et", "ods", "fods", "biff", "xlsb"), "xlsx"),
    **dict.fromkeys(("ppt", "odp"), "pdf"),
}
_BINARY = ("doc", "wps")
_SUFFIXES = {"works": ".wps", "wordml": ".xml", "biff": ".xls"}
_READERS = {
    "docx": ("word.reader", "read_word"),
    "xlsx": ("sheet.xlsx", "read_xlsx"),
    "pdf": ("pdf.reader", "read_pdf"),
}
_WARM: ContextVar[Converter | None] = ContextVar("warm converter", default=None)


@contextmanager
def warm() -> Iterator[Converter]:
    """Keep one LibreOffice for all legacy files read inside the block.

    Raises:
        NeedsConverter: LibreOffice is missing.
    """
    with Converter() as converter:
        token = _WARM.set(converter)
        try:
            yield converter
        finally:
            _WARM.reset(token)


def current() -> Converter | None:
    """The LibreOffice that is kept warm here, None outside `warm`."""
    return _WARM.get()


def read_legacy(path: Path, kind: str) -> Document:
    """Read a file of a format that must be converted; `kind` is what its content is (doc, wps, rtf, odt …).

    Raises:
        EmptyFile: no bytes.
        Encrypted: under a password.
        Damaged: LibreOffice cannot open it.
        NeedsConverter: LibreOffice is missing.
        TimedOut: the conversion takes too long.
        UnknownFormat: no format to convert.
    """
    if kind not in _TARGETS:
        raise UnknownFormat(kind)
    if not path.stat().st_size:
        raise EmptyFile("0 bytes")
    _refuse_encrypted(path)
    if kind not in _BINARY:
        return _by_libreoffice(path, kind)
    try:
        blocks, doubts = read_word97(path)
    except (Damaged, UnknownFormat) as error:
        return _second(path, kind, error)
    return document(path, kind, blocks, doubts=doubts)


def _second(path: Path, kind: str, first: FileError) -> Document:
    """Try LibreOffice on a file that our own reader refused."""
    try:
        return _by_libreoffice(path, kind)
    except NeedsConverter:
        if isinstance(first, Damaged):
            raise first from None
        raise


def _by_libreoffice(path: Path, kind: str) -> Document:
    converter = current()
    if converter is not None:
        return _converted(path, kind, converter)
    with Converter() as own:
        return _converted(path, kind, own)


def _converted(path: Path, kind: str, converter: Converter) -> Document:
    target = _TARGETS[kind]
    result = converter.convert(path, target, _SUFFIXES.get(kind, f".{kind}"))
    module, function = _READERS[target]
    found: Document = getattr(import_module(f"extractors.readers.{module}"), function)(result)
    return dataclasses.replace(found, name=path.name, sha256=sha256(path), format=kind)


def _refuse_encrypted(path: Path) -> None:
    """Tell a password from damage before LibreOffice fails on it.

    Raises:
        Encrypted: the file says that it is under a password.
    """
    with path.open("rb") as stream:
        head = stream.read(8)
    if head == ole.MAGIC:
        ole.kind(path)
    elif head.startswith(b"PK"):
        with zipped.opened(path) as archive:
            _refuse_encrypted_odf(archive)


def _refuse_encrypted_odf(archive: zipfile.ZipFile) -> None:
    manifest = zipped.part(archive, "META-INF/manifest.xml", 1 << 24)
    if manifest is not None and b"encryption-data" in manifest:
        raise Encrypted("OpenDocument under a password")
