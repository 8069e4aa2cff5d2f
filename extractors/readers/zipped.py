"""Opening containers that are ZIP files (docx, xlsx, ofd, archives) under limits; XML parsed without entities.

Nothing is ever written here, and no format is known here.
"""

import io
import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from lxml import etree

from quanze.errors import Damaged, Encrypted, TooLarge

PART_LIMIT = 64 * 1024 * 1024
"""Bytes of one part that is held in memory."""
STREAM_LIMIT = 256 * 1024 * 1024
"""Bytes of one part that is read as a stream."""
TOTAL_LIMIT = 1024 * 1024 * 1024
"""Bytes of all that is read of one container, a part as often as it is read: parts may be named again and again."""
RATIO_LIMIT = 400
"""A part above `RATIO_FROM` bytes may not be packed tighter than this."""
RATIO_FROM = 32 * 1024 * 1024

BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError, ValueError)
_SEALED = 0x41
"""Flag bits of a member under a password: the old encryption, the strong one."""


class Container(zipfile.ZipFile):
    """A ZIP container that knows how many bytes were read of it."""

    unpacked = 0


@contextmanager
def opened(path: Path) -> Iterator[Container]:
    """Open a ZIP container for reading.

    Raises:
        Damaged: the central directory is missing or broken.
    """
    try:
        archive = Container(path)
    except FileNotFoundError:
        raise
    except BROKEN as error:
        raise Damaged(f"zip: {error}") from error
    with archive:
        yield archive


def check(member: zipfile.ZipInfo, limit: int) -> None:
    """Refuse a member that is encrypted, over the limit, or packed like a bomb.

    Raises:
        Encrypted: the member needs a password.
        TooLarge: over `limit` bytes, or packed tighter than any document.
    """
    if member.flag_bits & _SEALED:
        raise Encrypted(f"zip member {member.filename!r}")
    packed = max(member.compress_size, 1)
    if member.file_size > limit or (member.file_size > RATIO_FROM and member.file_size / packed > RATIO_LIMIT):
        raise TooLarge(f"zip member {member.filename!r}: {member.file_size} bytes from {member.compress_size}")


def part(archive: zipfile.ZipFile, name: str, limit: int = PART_LIMIT) -> bytes | None:
    """One part's bytes, None where there is no such part.

    Raises:
        Encrypted: the part needs a password.
        TooLarge: the part is over `limit`.
        Damaged: the part cannot be unpacked.
    """
    try:
        member = archive.getinfo(name)
    except KeyError:
        return None
    with stream(archive, member, limit) as source:
        try:
            return source.read(limit)  # never more than the directory says, which is checked
        except BROKEN as error:
            raise Damaged(f"zip member {name!r}: {error}") from error


@contextmanager
def stream(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int = STREAM_LIMIT) -> Iterator[IO[bytes]]:
    """Open one member for reading as a stream, checked first.

    Raises:
        Encrypted: the member needs a password.
        TooLarge: the member is over `limit`, or the container was read beyond its own.
        Damaged: the member cannot be unpacked.
    """
    check(member, limit)
    if isinstance(archive, Container):
        archive.unpacked += member.file_size
        if archive.unpacked > TOTAL_LIMIT:
            raise TooLarge(f"zip member {member.filename!r}: over {TOTAL_LIMIT} bytes were read before")
    try:
        source = archive.open(member)
    except (RuntimeError, *BROKEN) as error:
        raise Damaged(f"zip member {member.filename!r}: {error}") from error
    with source:
        yield source


def parse(content: bytes) -> etree._Element:
    """Parse XML: no entities resolved, no DTD loaded, no network; what is broken is mended as far as it goes.

    Raises:
        Damaged: not well-formed beyond repair.
    """
    return parse_or_mend(content)[0]


def parse_or_mend(content: bytes) -> tuple[etree._Element, bool]:
    """As `parse`; and whether something was broken, so that parts may be missing.

    Raises:
        Damaged: not well-formed beyond repair.
    """
    for recover in (False, True):
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, recover=recover
        )
        try:
            root = etree.parse(io.BytesIO(content), parser).getroot()
        except etree.XMLSyntaxError as error:
            if recover:
                raise Damaged(f"xml: {error}") from error
            continue
        if root is not None:
            return root, recover
    raise Damaged("xml: nothing in it")


def local(element: etree._Element) -> str:
    """An element's name without its namespace, "" for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def links(archive: zipfile.ZipFile, owner: str) -> dict[str, tuple[str, str]]:
    """A part's relationships: id → (last word of the kind, part it leads to)."""
    folder, name = posixpath.split(owner)
    content = part(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    if content is None:
        return {}
    found = {}
    for element in parse(content).iter("{*}Relationship"):
        if element.get("TargetMode") == "External":
            continue
        target = element.get("Target", "").replace("\\", "/")
        target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], target)
    return found


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name, whatever its namespace (transitional or strict)."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name and str(key) != name:
            return str(value)
    return ""
