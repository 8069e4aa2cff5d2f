"""One document of a drop: the file itself, or a member of an archive or mail, unpacked while it is looked at."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractors.readers import read
from extractors.readers.archive import unpack
from quanze.document import Document
from quanze.errors import NoList


@contextmanager
def unpacked(path: Path, member: str) -> Iterator[Path]:
    """The file of that name inside an archive (成员.docx), or the file itself where `member` is "".

    Raises:
        FileError: the archive cannot be opened, or has no such member.
    """
    if not member:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="quanze-") as folder:
        for found in unpack(path, Path(folder)):
            if found.relative_to(folder).as_posix() == member:
                yield found
                return
        raise NoList(f"no member {len(member)} characters long")


@contextmanager
def opened(path: Path, member: str) -> Iterator[Document]:
    """The document itself, read.

    Raises:
        FileError: it cannot be read.
    """
    with unpacked(path, member) as found:
        yield read(found)
