"""What is dropped in the ten-minute run of `quanze serve`: made lists and real samples, slowly, at once, twice, bad."""

import hashlib
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES, BAD = ROOT / "sample_docs" / "inbox", ROOT / "sample_docs" / "bad"
DEPARTMENTS = ("民政局", "司法局", "财政局", "水务局", "农牧局", "商务局", "审计局", "统计局", "信访局", "公安局")
PROOFS = tuple(f"{what}证明" for what in ("收入", "婚姻状况", "居住", "无犯罪记录", "学历", "亲属关系", "户籍", "健康"))
HEAD = "序号,事项名称,事项类型,设定依据,申请材料\n"


@dataclass(frozen=True, slots=True)
class Dropped:
    """One file as it was dropped: folder, name, digest of its whole content."""

    department: str
    name: str
    sha256: str


@dataclass
class Hand:
    """The hand that drops files into an inbox and remembers each."""

    inbox: Path
    dropped: list[Dropped] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def drop(self, department: str, name: str, content: bytes) -> None:
        """Drop a file whole, as a copy on one disk does; a name that still lies there is taken by a numbered one."""
        folder = self.inbox / department
        folder.mkdir(parents=True, exist_ok=True)
        half = folder / f".{len(self.dropped)}.part"
        half.write_bytes(content)
        half.replace(self._noted(department, name, content))

    def drop_all(self, files: list[tuple[str, str, bytes]]) -> None:
        """Drop files at once."""
        for department, name, content in files:
            self.drop(department, name, content)

    def drop_slowly(self, department: str, name: str, content: bytes, seconds: float, steps: int = 10) -> None:
        """Begin to write a file piece by piece over `seconds`, in its final name, as a copy over a slow share does."""
        path = self._noted(department, name, content)
        path.parent.mkdir(parents=True, exist_ok=True)
        thread = threading.Thread(target=_write, args=(path, content, seconds / steps, steps))
        thread.start()
        self.threads.append(thread)

    def _noted(self, department: str, name: str, content: bytes) -> Path:
        stem, number = name, 1
        while (self.inbox / department / name).exists():
            number += 1
            name = f"{number}-{stem}"
        self.dropped.append(Dropped(department, name, hashlib.sha256(content).hexdigest()))
        return self.inbox / department / name


def _write(path: Path, content: bytes, pause: float, steps: int) -> None:
    size = len(content) // steps + 1
    with path.open("wb") as file:
        for start in range(0, len(content), size):
            file.write(content[start : start + size])
            file.flush()
            time.sleep(pause)


def made(number: int, rows: int = 4) -> bytes:
    """A list that no other is equal to: `rows` matters, each with a form and a proof as its materials."""
    lines = [HEAD]
    for row in range(1, rows + 1):
        proof = PROOFS[(number + row) % len(PROOFS)]
        lines.append(f"{row},第{number}号第{row}项认定,行政确认,《社会救助暂行办法》第十一条,1.申请表；2.{proof}\n")
    return "".join(lines).encode()


def catalogue(replacement: str) -> bytes:
    """The list of cancelled proofs that the loopback site serves; `replacement` is what it says of the first."""
    lines = ["证明名称,证明用途,取消后的办理方式\n"]
    for name in PROOFS:
        lines.append(f"{name},办理,{replacement if name == PROOFS[0] else '部门核查'}\n")
    return "".join(lines).encode()
