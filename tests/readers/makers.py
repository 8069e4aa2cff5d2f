"""Small files of many formats made for the readers' tests: each maker writes one file and returns its path."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def write(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_zip(folder: Path, name: str, members: Mapping[str, bytes | str]) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path


def raw_named_zip(folder: Path, name: str, members: Sequence[tuple[bytes, bytes]]) -> Path:
    """A ZIP whose names are these very bytes and carry no sign of their encoding, as Chinese Windows makes them."""
    path = folder / name
    body, directory = b"", b""
    for raw, content in members:
        import zlib

        crc, size = zlib.crc32(content), len(content)
        local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 0, 0, 0, crc, size, size, len(raw), 0) + raw
        directory += (
            struct.pack(
                "<IHHHHHHIIIHHHHHII",
                0x02014B50,
                20,
                20,
                0,
                0,
                0,
                0,
                crc,
                size,
                size,
                len(raw),
                0,
                0,
                0,
                0,
                0,
                len(body),
            )
            + raw
        )
        body += local + content
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(members), len(members), len(directory), len(body), 0)
    path.write_bytes(body + directory + end)
    return path


CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
)


def office_package(folder: Path, name: str, part: str, kind: str) -> Path:
    return write_zip(
        folder, name, {"[Content_Types].xml": CONTENT_TYPES.format(part=part, kind=kind), part: "<nothing/>"}
    )


def biff_record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def biff8_stream(
    sheets: Sequence[tuple[str, bool, Sequence[bytes]]],
    strings: Sequence[str] = (),
    *,
    more: Sequence[bytes] = (),
    runs: Mapping[int, bytes] | None = None,
) -> bytes:
    """A workbook stream in BIFF 8: sheets of (name, hidden, cell records); two cell styles, General and 0000.

    `more` are global records before these styles; `runs` are pairs of first character and font by string.
    """
    shared = struct.pack("<II", len(strings), len(strings))
    for number, text in enumerate(strings):
        own = (runs or {}).get(number, b"")
        head = struct.pack("<HBH", len(text), 9, len(own) // 4) if own else struct.pack("<HB", len(text), 1)
        shared += head + text.encode("utf-16-le") + own
    pattern = "0000"
    globals_ = [
        biff_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)),
        biff_record(0x0042, struct.pack("<H", 1200)),
        *more,
        biff_record(0x041E, struct.pack("<HHB", 164, len(pattern), 0) + pattern.encode()),
        biff_record(0x00E0, struct.pack("<HH", 0, 0).ljust(20, b"\0")),
        biff_record(0x00E0, struct.pack("<HH", 0, 164).ljust(20, b"\0")),
        biff_record(0x00FC, shared),
    ]
    bodies = [
        biff_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + b"".join(records) + biff_record(0x0A)
        for _, _, records in sheets
    ]
    bounds = [
        struct.pack("<IBBB", 0, hidden, 0, len(name)) + b"\x01" + name.encode("utf-16-le") for name, hidden, _ in sheets
    ]
    length = sum(map(len, globals_)) + sum(4 + len(bound) for bound in bounds) + 4
    placed = []
    for bound, body in zip(bounds, bodies, strict=True):
        placed.append(biff_record(0x0085, struct.pack("<I", length) + bound[4:]))
        length += len(body)
    return b"".join([*globals_, *placed, biff_record(0x0A), *bodies])


def biff2_stream(rows: Sequence[Sequence[str | int]], codec: str = "gb18030") -> bytes:
    """A bare BIFF 2 sheet, as old report programs write under the name .xls."""
    records = [biff_record(0x0009, struct.pack("<HH", 2, 0x10))]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            head = struct.pack("<HH3s", row, column, b"\0\0\0")
            if isinstance(cell, int):
                records.append(biff_record(0x0002, head + struct.pack("<H", cell)))
            else:
                text = cell.encode(codec)
                records.append(biff_record(0x0004, head + bytes([len(text)]) + text))
    return b"".join([*records, biff_record(0x000A)])


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (OLE) with these streams; a name with "/" stands in a storage."""
    sector = 512
    names = ["Root Entry"]
    for name in streams:
        for depth in range(name.count("/") + 1):
            part = "/".join(name.split("/")[: depth + 1])
            if part not in names:
                names.append(part)
    chains: list[tuple[int, int]] = []
    body = b""
    fat: list[int] = []
    starts: dict[str, tuple[int, int]] = {}
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // sector) * sector), b"\0")
        first, count = len(fat), len(padded) // sector
        fat += [*range(first + 1, first + count), 0xFFFFFFFE]
        starts[name] = (first, max(len(content), 4096))
        body += padded
        chains.append((first, count))
    directory = b""
    none = 0xFFFFFFFF
    for index, name in enumerate(names):
        children = [other for other in names[1:] if other.rpartition("/")[0] == ("" if index == 0 else name)]
        siblings = [other for other in names[1:] if index and other.rpartition("/")[0] == name.rpartition("/")[0]]
        after = siblings[siblings.index(name) + 1 :] if index else []
        short = name.rpartition("/")[2].encode("utf-16-le")
        kind = 5 if index == 0 else 2 if name in streams else 1
        start, size = starts.get(name, (0xFFFFFFFE if index == 0 else 0, 0))
        directory += (
            (short + b"\0\0").ljust(64, b"\0")
            + struct.pack("<HBB", len(short) + 2, kind, 1)
            + struct.pack(
                "<III", none, names.index(after[0]) if after else none, names.index(children[0]) if children else none
            )
            + bytes(16 + 4 + 16)
            + struct.pack("<III", start, size, 0)
        )
    directory = directory.ljust(-(-len(directory) // sector) * sector, b"\0")
    directory_first, count = len(fat), len(directory) // sector
    fat += [*range(directory_first + 1, directory_first + count), 0xFFFFFFFE]
    fat_first = len(fat)
    fat_sectors = -(-(len(fat) + 8) // 128)
    fat += [0xFFFFFFFD] * fat_sectors
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * sector, b"\xff")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0")
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + struct.pack("<IIIIIIIII", 0, fat_sectors, directory_first, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    )
    header += struct.pack("<109I", *[*range(fat_first, fat_first + fat_sectors)], *[0xFFFFFFFF] * (109 - fat_sectors))
    return header + body + directory + table
