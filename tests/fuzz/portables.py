"""Damaged PDF files: objects lost, exchanged or with other numbers, content streams damaged inside."""

import random
import re
import zlib
from collections.abc import Sequence

from tests.fuzz.mutate import damaged, wordy

_OBJECT = re.compile(rb"(?<!\d)(\d{1,7}) (\d{1,5}) obj\b(.*?)\bendobj", re.S)
_STREAM = re.compile(rb"(.*?)\bstream\r?\n(.*)\r?\nendstream", re.S)
_TRAILER = re.compile(rb"trailer\s*(<<.*?>>)\s*startxref", re.S)
_LENGTH = re.compile(rb"/Length \d+(?: \d+ R)?")
Objects = list[tuple[int, bytes]]


def portable(rng: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """The PDF with one to four damages."""
    objects: Objects = [(int(found[1]), found[3]) for found in _OBJECT.finditer(content)]
    trailers = _TRAILER.findall(content)
    if not objects or not trailers or rng.random() < 0.15:
        return damaged(rng, content, rng.choice(others) if others else b"")
    for _ in range(rng.choice((1, 1, 2, 4))):
        at, to, what = rng.randrange(len(objects)), rng.randrange(len(objects)), rng.randrange(10)
        if what == 0 and len(objects) > 1:
            del objects[at]
        elif what == 1:
            objects[at], objects[to] = (objects[at][0], objects[to][1]), (objects[to][0], objects[at][1])
        elif what == 2:
            objects[at] = objects[to][0], objects[at][1]
        else:
            objects[at] = objects[at][0], _object(rng, objects[at][1])
    trailer = _wordy(rng, trailers[-1]) if rng.random() < 0.1 else trailers[-1]
    return _written(objects, trailer)


def _object(rng: random.Random, body: bytes) -> bytes:
    found = _STREAM.fullmatch(body.strip())
    if found is None:
        return _wordy(rng, body)
    head, data = found[1], found[2]
    if rng.random() < 0.3:
        return _wordy(rng, head) + b"stream\n" + data + b"\nendstream"
    if b"/FlateDecode" in head and b"/DecodeParms" not in head:
        try:
            data = _stream(rng, zlib.decompress(data))
        except zlib.error:
            data = damaged(rng, data)
        else:
            data = zlib.compress(data, 1)
    else:
        data = damaged(rng, data)
    head = _LENGTH.sub(b"/Length %d" % len(data), head)
    return head + b"stream\n" + data + b"\nendstream"


def _stream(rng: random.Random, data: bytes) -> bytes:
    """A content stream damaged as text, anything else as bytes."""
    texty = data[:2000].count(b"\n") > 5 or data[:400].isascii()
    return _wordy(rng, data) if texty and rng.random() < 0.8 else damaged(rng, data)


def _wordy(rng: random.Random, body: bytes) -> bytes:
    return wordy(rng, body.decode("latin-1")).encode("latin-1", "replace")


def _written(objects: Objects, trailer: bytes) -> bytes:
    """The objects as a file with a true table of where they stand."""
    body, places = bytearray(b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, content in objects:
        places[number] = len(body)
        body += b"%d 0 obj%bendobj\n" % (number, content if content[:1].isspace() else b"\n" + content + b"\n")
    start = len(body)
    body += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        body += b"%d 1\n%010d 00000 n \n" % (number, place)
    return bytes(body + b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % start)
