"""Damaged ZIP packages: the parts inside are damaged by their kind and packed again, or the package itself is."""

import io
import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Sequence

from tests.fuzz.markup import damaged_xml
from tests.fuzz.mutate import damaged, wordy

_BAD_NAMES = (
    *(
        "../../../tmp/quanze-fuzz-escape",
        "/tmp/quanze-fuzz-escape",
        "..\\..\\quanze-fuzz-escape",
        "C:\\x",
        "con",
        "a/../../b",
    ),
    *("", "/", ".", "a//b", "x" * 300, "\u202egnp.exe", "a\x00b", "./a", "~/.bashrc", "名" * 90 + ".docx"),
)
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    IndexError,
    struct.error,
    MemoryError,
)
_XML = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<")
Parts = list[tuple[str, bytes]]


def parts_of(content: bytes) -> Parts | None:
    """The package's parts, None where it is no whole package."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [(member.filename, archive.read(member)) for member in archive.infolist()]
    except BROKEN:
        return None


def packed(parts: Parts, stored: bool = False) -> bytes:
    """The parts as a package."""
    target = io.BytesIO()
    with (
        warnings.catch_warnings(action="ignore"),
        zipfile.ZipFile(
            target, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED, compresslevel=1
        ) as archive,
    ):
        for name, content in parts:
            member = zipfile.ZipInfo("x", (1980, 1, 1, 0, 0, 0))
            member.filename = name
            member.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return target.getvalue()


def package(rng: random.Random, content: bytes, others: Sequence[bytes], depth: int = 0) -> bytes:
    """The package with one to four damages."""
    kind = rng.random()
    if kind < 0.08:
        return _directory(rng, content) if kind < 0.04 else damaged(rng, content)
    parts = parts_of(content)
    if not parts:
        return damaged(rng, content)
    lent = parts_of(rng.choice(others)) if others and rng.random() < 0.3 else None
    for _ in range(rng.choice((1, 1, 2, 4))):
        if not parts:
            break
        if rng.random() < 0.15:
            _structure(rng, parts, lent or parts)
        else:
            _inside(rng, parts, lent or parts, depth)
    try:
        return packed(parts, rng.random() < 0.1)
    except (ValueError, UnicodeEncodeError, struct.error):
        return damaged(rng, content)


def _inside(rng: random.Random, parts: Parts, lent: Parts, depth: int) -> None:
    """One part damaged by its kind; large parts more often, since they hold the text."""
    weights = [min(len(content), 40_000) + 400 for _, content in parts]
    at = rng.choices(range(len(parts)), weights)[0]
    name, content = parts[at]
    other = next((theirs for its_name, theirs in lent if its_name == name), b"")
    if content.lstrip()[:8].startswith(_XML):
        parts[at] = name, damaged_xml(rng, content, other)
    elif content.startswith(b"PK") and depth < 2:
        parts[at] = name, package(rng, content, (), depth + 1)
    elif content[:200].isascii() and rng.random() < 0.5:
        parts[at] = name, wordy(rng, content.decode("utf-8", "replace")).encode("utf-8", "replace")
    else:
        parts[at] = name, damaged(rng, content, other)


def _structure(rng: random.Random, parts: Parts, lent: Parts) -> None:
    """A part lost, doubled, renamed, exchanged or taken from another package."""
    at, to, what = rng.randrange(len(parts)), rng.randrange(len(parts)), rng.randrange(6)
    if what == 0:
        del parts[at]
    elif what == 1:
        parts.append(parts[at])
    elif what == 2:
        parts[at] = (rng.choice(_BAD_NAMES), parts[at][1])
    elif what == 3:
        parts[at], parts[to] = (parts[at][0], parts[to][1]), (parts[to][0], parts[at][1])
    elif what == 4:
        parts.append(rng.choice(lent))
    else:
        parts[at] = (parts[at][0], rng.choice((b"", b"<", b"<a/>", parts[at][1] * 3)))


def _directory(rng: random.Random, content: bytes) -> bytes:
    """Damage only in the central directory at the end: sizes, flags, offsets."""
    start = content.find(b"PK\x01\x02")
    return content[:start] + damaged(rng, content[start:]) if start > 0 else damaged(rng, content)
