"""Files that must be turned away with an advice: empty, cut off, locked, a picture renamed, no list, a long name."""

import shutil
import struct
import tempfile
import zlib
from pathlib import Path

from sample_docs.grid import Block, Grid, Line
from sample_docs.office import to_pdf
from sample_docs.word import write_docx

PASSWORD = "sample"
NOTICE: list[Block] = [
    Line("关于报送权责清单的通知", "title"),
    Line("旗直各部门："),
    Line("请各部门对照法律法规和上级清单，对本部门实施的权责事项进行自查，于本周五12:00前报送自查情况。"),
    Line("报送材料须经主要负责同志审定并加盖公章，同时报送电子版。"),
    Line("2023年3月14日", "right"),
]
LIST = Grid((("序号", "事项名称"), *((str(n), f"样例事项{n}") for n in range(1, 60))), (1, 9))


def picture() -> bytes:
    """A small grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    side = 32
    pixels = b"".join(b"\x00" + bytes(range(0, 256, 8)) for _ in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def long_name(folder: Path, suffix: str = ".docx") -> Path:
    """Copy the notice to a file in `folder` whose name has 200 characters (and fits a Linux file system)."""
    chinese = "关于报送土默特右旗市场监督管理局权责清单的"
    target = folder / (chinese + "x" * (200 - len(chinese) - len(suffix)) + suffix)
    write_docx(target, NOTICE, landscape=False)
    return target


def make_bad(folder: Path) -> None:
    """Write the files that must be turned away into `folder`; the locked PDF opens with `PASSWORD` and is made once."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "空文件.docx").write_bytes(b"")
    (folder / "图片改名.docx").write_bytes(picture())
    write_docx(folder / "没有清单的通知.docx", NOTICE, landscape=False)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        whole = scratch / "加密清单.docx"
        write_docx(whole, [Line("权责清单", "title"), LIST], landscape=False)
        content = whole.read_bytes()
        (folder / "没有传完.docx").write_bytes(content[: len(content) * 3 // 5])
        if not (folder / "加密清单.pdf").exists():
            to_pdf([whole], scratch, password=PASSWORD)
            shutil.copyfile(scratch / "加密清单.pdf", folder / "加密清单.pdf")
