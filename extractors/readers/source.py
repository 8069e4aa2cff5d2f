"""What every reader says of its file: name and digest. Opens files for reading only."""

import hashlib
from pathlib import Path

from quanze.document import Document, Paragraph, ReadDoubt, Table


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def document(
    path: Path,
    form: str,
    blocks: tuple[Table | Paragraph, ...],
    pages: int | None = None,
    doubts: tuple[ReadDoubt, ...] = (),
) -> Document:
    """A `Document` of the file at `path`; `form` is what its content is."""
    return Document(path.name, sha256(path), form, blocks, pages, doubts)
