"""Documents embedded whole in a Word file (w:altChunk): read by the reader of their own format.

What cannot be read is a doubt; chunks in chunks are followed two levels down and no further.
"""

import tempfile
from contextvars import ContextVar
from importlib import import_module
from pathlib import Path

from lxml import etree

from extractors.readers.word.package import R
from extractors.readers.word.paragraph import Reading
from quanze.document import Document, Paragraph, ReadDoubt, Table
from quanze.errors import FileError

_DEPTH: ContextVar[int] = ContextVar("depth of chunks", default=0)
_DEEPEST = 2


def chunk_blocks(node: etree._Element, reading: Reading) -> tuple[Table | Paragraph, ...]:
    """The blocks of the embedded document that a w:altChunk stands for; its doubts are those of the reading."""
    blocks, doubts = read_chunk(*reading.chunks.get(node.get(f"{R}id", ""), ("", b"")))
    reading.doubts += doubts
    return blocks


def read_chunk(name: str, content: bytes) -> tuple[tuple[Table | Paragraph, ...], tuple[ReadDoubt, ...]]:
    """The blocks of an embedded document; a doubt in their place where it cannot be read."""
    missing = ReadDoubt("embedded", "文档里嵌入了另一个文件，其中的内容没有读取，请打开原件核对")
    if not content or _DEPTH.get() >= _DEEPEST:
        return (), (missing,)
    token = _DEPTH.set(_DEPTH.get() + 1)
    try:
        with tempfile.TemporaryDirectory(prefix="quanze-") as folder:
            path = Path(folder) / f"chunk{Path(name).suffix}"
            path.write_bytes(content)
            document: Document = import_module("extractors.readers").read(path)
            return document.blocks, document.doubts
    except FileError:
        return (), (missing,)
    finally:
        _DEPTH.reset(token)
