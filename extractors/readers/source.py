"""What every reader says of its file: name and digest. Opens files for reading only."""

import dataclasses
import hashlib
from collections.abc import Iterable
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


def numbered(blocks: Iterable[Table | Paragraph]) -> tuple[Table | Paragraph, ...]:
    """The blocks with their tables counted through in every place."""
    found: list[Table | Paragraph] = []
    number = 0
    for block in blocks:
        if isinstance(block, Table):
            number += 1
            places = tuple(dataclasses.replace(place, table=number) for place in block.places)
            block = dataclasses.replace(block, places=places)
        found.append(block)
    return tuple(found)
