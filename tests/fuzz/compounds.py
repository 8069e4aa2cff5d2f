"""Damaged compound files (OLE): the bytes of one stream in place, a workbook's records, or the tables of sectors."""

import random
import struct
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from extractors.readers.ole import Compound
from quanze.errors import FileError
from tests.fuzz.mutate import damaged
from tests.readers.makers import compound_file

Streams = dict[str, bytes]


def streams_of(content: bytes) -> Streams | None:
    """The compound file's streams, None where it is none."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "whole"
        path.write_bytes(content)
        try:
            compound = Compound(path)
            return {name: compound.stream(name) for name, entry in compound.entries.items() if not entry.storage}
        except FileError:
            return None


def compound(rng: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """The compound file with damages in its head, its streams or anywhere."""
    kind = rng.random()
    if kind < 0.15:
        return damaged(rng, content[:1536]) + content[1536:] if kind < 0.05 else damaged(rng, content)
    streams = streams_of(content)
    if not streams:
        return damaged(rng, content)
    if kind < 0.55:
        return _in_place(rng, content, streams)
    for _ in range(rng.choice((1, 1, 2, 4))):
        name = _chosen(rng, streams)
        book = name.lower() in ("workbook", "book")
        streams[name] = _records(rng, streams[name]) if book and rng.random() < 0.8 else damaged(rng, streams[name])
    if rng.random() < 0.1:
        del streams[rng.choice(list(streams))]
    return compound_file(streams) if streams else damaged(rng, content)


def _chosen(rng: random.Random, streams: Streams) -> str:
    names = list(streams)
    return rng.choices(names, [min(len(streams[name]), 20_000) + 100 for name in names])[0]


def _in_place(rng: random.Random, content: bytes, streams: Streams) -> bytes:
    """Words of one stream written over, wherever its first sector lies in the file; no chain changes."""
    stream = streams[_chosen(rng, streams)]
    start = content.find(stream[:512]) if len(stream) >= 64 else -1
    if start < 0:
        return damaged(rng, content)
    found = bytearray(content)
    for _ in range(rng.choice((1, 2, 4, 16))):
        at = start + rng.randrange(min(len(stream), 1 << 16))
        value = rng.choice((0, 1, 2, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, rng.getrandbits(32)))
        size = rng.choice((1, 2, 4))
        found[at : at + size] = struct.pack("<I", value)[:size]
    return bytes(found[: len(content)])


def _records(rng: random.Random, stream: bytes) -> bytes:
    """A workbook's stream with records lost, doubled, exchanged, or with other content."""
    records, at = [], 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        records.append((kind, stream[at + 4 : at + 4 + size]))
        at += 4 + size
    if not records:
        return damaged(rng, stream)
    for _ in range(rng.choice((1, 1, 2, 5))):
        at, to, what = rng.randrange(len(records)), rng.randrange(len(records)), rng.randrange(6)
        kind, data = records[at]
        if what == 0 and len(records) > 1:
            del records[at]
        elif what == 1:
            records[at:at] = [records[at]] * rng.choice((1, 2, 500))
        elif what == 2:
            records[at], records[to] = records[to], records[at]
        elif what == 3:
            records[at] = records[to][0], data
        else:
            records[at] = kind, damaged(rng, data)[:8224]
    return b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)
