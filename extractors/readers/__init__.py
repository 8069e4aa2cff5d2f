"""One reader per format: file → Document. No word of the domain lives here."""

import dataclasses
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from pathlib import Path

from lxml import etree

from extractors.readers.archive import CONTAINERS, kind_of, unpack
from extractors.readers.sniff import sniff
from extractors.readers.source import sha256
from quanze.document import Document
from quanze.errors import Damaged, FileError, NoList, ReaderFault, UnknownFormat, UnsafeArchive

__all__ = ["read", "read_all"]

READERS = {
    "biff": ("sheet.xls", "read_xls"),
    "csv": ("sheet.separated", "read_csv"),
    "docx": ("word.reader", "read_word"),
    "flatopc": ("slides", "read_flat"),
    "fods": ("sheet.ods", "read_ods"),
    "html": ("web.reader", "read_html"),
    "mht": ("web.reader", "read_mht"),
    "ofd": ("ofd.reader", "read_ofd"),
    "ods": ("sheet.ods", "read_ods"),
    "pdf": ("pdf.reader", "read_shared"),
    "pptx": ("slides", "read_slides"),
    **dict.fromkeys(("png", "jpg", "bmp", "tiff", "webp", "gif"), ("scan.reader", "read_scan")),
    "txt": ("prose", "read_text"),
    "xls": ("sheet.xls", "read_xls"),
    "xlsb": ("sheet.xlsb", "read_xlsb"),
    "xlsx": ("sheet.xlsx", "read_xlsx"),
    "xml2003": ("sheet.xml2003", "read_xml2003"),
}
"""Format → (module, function): the module is imported when a file of that format comes."""
CONVERTED = ("doc", "wps", "works", "rtf", "odt", "wordml", "ppt", "odp", "fodt")
"""Formats that LibreOffice opens for us."""


def read(path: Path) -> Document:
    """Read one file of any known format, told by its content; an archive or mail only if it holds one document.

    Raises:
        FileError: the file cannot be used; `code` and `advice` say why and what to do.
    """
    kind = sniff(path)
    return _only(path) if kind in CONTAINERS else _read(path, kind)


def read_all(path: Path) -> list[tuple[str, Document | FileError]]:
    """Read a file, or each member of an archive or mail (“包.zip/成员.docx”); a member's error stands in its place."""
    try:
        if sniff(path) not in CONTAINERS:
            return [(path.name, read(path))]
        with tempfile.TemporaryDirectory(prefix="quanze-") as folder:
            members = unpack(path, Path(folder))
            with _one_office(members):
                return [_member(path, Path(folder), member) for member in members]
    except FileError as error:
        return [(path.name, error)]


def _one_office(members: Sequence[Path]) -> AbstractContextManager[object]:
    """One LibreOffice kept warm where several members need it, which spares its start for each."""
    wanted = sum(kind_of(member) in CONVERTED and kind_of(member) not in ("doc", "wps") for member in members)
    if wanted < 2:
        return nullcontext()
    legacy = import_module("extractors.readers.legacy.reader")
    shared: AbstractContextManager[object] = legacy.warm() if legacy.find_soffice() else nullcontext()
    return shared


def _member(path: Path, folder: Path, member: Path) -> tuple[str, Document | FileError]:
    name = f"{path.name}/{member.relative_to(folder).as_posix()}"
    try:
        return name, dataclasses.replace(_inside(member), name=name)
    except FileError as error:
        return name, error


def _only(path: Path) -> Document:
    with tempfile.TemporaryDirectory(prefix="quanze-") as folder:
        members = unpack(path, Path(folder))
        if not members:
            raise NoList("empty archive", advice="压缩包或邮件里没有文档。请确认后重新放入。")
        if len(members) > 1:
            advice = f"压缩包或邮件里有 {len(members)} 个文件。请解压后把里面的文档逐个放入。"
            raise UnsafeArchive(f"{len(members)} members", advice=advice)
        return dataclasses.replace(_inside(members[0]), name=path.name, sha256=sha256(path))


def _inside(path: Path) -> Document:
    """Read a member; archives two levels down stay closed."""
    kind = sniff(path)
    if kind in CONTAINERS:
        raise UnsafeArchive("nested twice", advice="压缩包里套了两层以上的压缩包。请解压后把里面的文档逐个放入。")
    return _read(path, kind)


def _read(path: Path, kind: str) -> Document:
    try:
        return _by_kind(path, kind)
    except FileError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, etree.XMLSyntaxError) as error:
        raise Damaged(f"{kind}: {error!r}") from error
    except (Exception, MemoryError) as error:
        raise ReaderFault(f"{kind}: {error!r}") from error


def _by_kind(path: Path, kind: str) -> Document:
    if kind in CONVERTED:
        legacy = import_module("extractors.readers.legacy.reader")
        converted: Document = legacy.read_legacy(path, kind)
        return converted
    if kind not in READERS:
        raise UnknownFormat(kind)
    module, function = READERS[kind]
    document: Document = getattr(import_module(f"extractors.readers.{module}"), function)(path)
    return document
