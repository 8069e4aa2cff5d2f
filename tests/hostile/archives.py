"""Hostile archives: bombs of every kind, paths that climb out, links, lies, names nobody can keep."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.hostile.case import Case, Maker, Outside, always, case
from tests.hostile.office import docx, zipped

_MB = 1 << 20


def good(folder: Path) -> bytes:
    """The bytes of a good list."""
    path = folder / "good-list.docx"
    docx(path)
    content = path.read_bytes()
    path.unlink()
    return content


def _with_name(name: str) -> Maker:
    return lambda path, _: path.write_bytes(zipped({"清单.docx": good(path.parent), name: "内容"}))


def _ratio(path: Path, _: Outside) -> None:
    path.write_bytes(zipped({"炸弹.txt": bytes(200 * _MB)}))


def _nested(path: Path, _: Outside) -> None:
    content = good(path.parent)
    for level in range(6):
        content = zipped({f"第{level}层.zip" if level else "清单.docx": content})
    path.write_bytes(content)


def _bombs_inside(path: Path, _: Outside) -> None:
    inner = zipped({"零.txt": bytes(60 * _MB)})
    path.write_bytes(zipped({f"{number}.zip": inner for number in range(40)}))


def _many(path: Path, _: Outside) -> None:
    path.write_bytes(zipped({f"{number}.txt": b"" for number in range(3_000)}))


def overlapping(count: int, size: int) -> bytes:
    """A ZIP whose directory names the same packed bytes again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = b"0" * size
    packed = packer.compress(plain) + packer.flush()
    crc = zlib.crc32(plain)
    sizes = struct.pack("<IIIHH", crc, len(packed), size, 5, 0)
    local = struct.pack("<IHHHHH", 0x04034B50, 20, 0, 8, 0, 0) + sizes + b"0.txt" + packed
    directory = b"".join(
        struct.pack("<IHHHHHH", 0x02014B50, 20, 20, 0, 8, 0, 0)
        + struct.pack("<IIIHHHHHII", crc, len(packed), size, 5, 0, 0, 0, 0, 0, 0)
        + b"0.txt"
        for _ in range(count)
    )
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(directory), len(local), 0)
    return local + directory + end


def _lying(path: Path, _: Outside) -> None:
    raw = bytearray(zipped({"短.txt": b"0" * (4 * _MB)}))
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = raw.index(magic)
        raw[at + offset : at + offset + 4] = struct.pack("<I", 10)
    path.write_bytes(bytes(raw))


def _attributes(mode: int, content: Callable[[Outside], bytes]) -> Maker:
    def make(path: Path, outside: Outside) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            member = zipfile.ZipInfo("连接.docx")
            member.create_system, member.external_attr = 3, (mode | 0o644) << 16
            archive.writestr(member, content(outside))
            archive.writestr("清单.docx", good(path.parent))
        path.write_bytes(out.getvalue())

    return make


def _file_and_folder(path: Path, _: Outside) -> None:
    path.write_bytes(zipped({"甲": "文件", "甲/乙.txt": "夹", "清单.docx": good(path.parent)}))


def _cut(path: Path, _: Outside) -> None:
    path.write_bytes(zipped({"清单.docx": good(path.parent)})[:-40])


def _locked(path: Path, _: Outside) -> None:
    raw = bytearray(zipped({"清单.docx": good(path.parent)}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(magic) + offset] |= 1
    path.write_bytes(bytes(raw))


def _good_and_bomb(path: Path, _: Outside) -> None:
    bomb = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": b" " * (80 * _MB)})
    path.write_bytes(zipped({"清单.docx": good(path.parent), "炸弹.docx": bomb}))


def _huge_claim(path: Path, _: Outside) -> None:
    raw = bytearray(zipped({"清单.docx": good(path.parent)}))
    at = raw.index(b"PK\x01\x02") + 20
    raw[at : at + 8] = b"\xff\xff\xff\x7f" * 2
    path.write_bytes(bytes(raw))


def cases() -> list[Case]:
    """All hostile archives."""
    unsafe = "UNSAFE_ARCHIVE"
    return [
        case("压缩比炸弹.zip", _ratio, unsafe, "TOO_LARGE"),
        case("套六层.zip", _nested, unsafe),
        case("里面四十个炸弹.zip", _bombs_inside, unsafe, "TOO_LARGE"),
        case("三千个文件.zip", _many, "TOO_LARGE"),
        case("重叠炸弹.zip", always(lambda: overlapping(500, 20 * _MB)), unsafe, "TOO_LARGE"),
        case("重叠小炸弹.zip", always(lambda: overlapping(60, _MB)), unsafe, "TOO_LARGE", "DAMAGED", "NO_LIST"),
        case("爬出去.zip", _with_name("../../逃出.docx"), unsafe),
        case("绝对路径.zip", _with_name("/tmp/quanze-escaped.docx"), unsafe),
        case("盘符.zip", _with_name("C:\\逃出.docx"), unsafe),
        case("反斜杠爬出.zip", _with_name("..\\..\\逃出.docx"), unsafe),
        case("符号链接.zip", _attributes(stat.S_IFLNK, lambda outside: str(outside.secret).encode()), unsafe),
        case("管道文件.zip", _attributes(stat.S_IFIFO, lambda _: b""), "read", unsafe),
        case("设备名.zip", _with_name("con.txt"), unsafe),
        case("控制字符名.zip", _with_name("换\n行\x1b[2J\u202excod.txt")),
        case("文件又是文件夹.zip", _file_and_folder, unsafe),
        case("长名.zip", _with_name("长" * 200 + ".txt"), "NAME_TOO_LONG"),
        case("一千层文件夹.zip", _with_name("层/" * 1_000 + "底.txt"), "NAME_TOO_LONG", unsafe),
        case("大小说谎.zip", _lying, unsafe, "DAMAGED"),
        case("加密.zip", _locked, "ENCRYPTED", "DAMAGED"),
        case("没传完.zip", _cut, "DAMAGED"),
        case("一好一炸.zip", _good_and_bomb),
        case("自称两千兆.zip", _huge_claim, unsafe, "TOO_LARGE", "DAMAGED"),
    ]
