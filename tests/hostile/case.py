"""What a hostile file is: its name, who writes it, how intake may answer. All content is synthetic."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

READ = "read"
"""The outcome of a file whose list was read: at least one matter of `ROWS` is in the store."""
ROWS = (
    ("序号", "职权类型", "职权名称", "设定依据", "实施主体", "责任事项", "备注"),
    ("1", "行政许可", "林木采伐许可", "《中华人民共和国森林法》第五十六条", "林业和草原局", "受理、审查、决定", ""),
    ("2", "行政确认", "兽医备案确认", "《中华人民共和国动物防疫法》第六十一条", "农牧局", "受理、审查", ""),
)
"""The small good list that stands in every file that may be read."""
SECRET = "QUANZE-SECRET-7f3a"
"""Stands in a file of this machine that no document may bring in."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What a hostile file would like to reach: a listening address (host:port), a secret file, a file to write."""

    address: str
    secret: Path
    target: Path

    @property
    def url(self) -> str:
        """An address on the listener."""
        return f"http://{self.address}/stolen"


Maker = Callable[[Path, Outside], object]


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile file: `answers` are the outcomes that are right (`READ` or codes); `slow` ones stay out of CI."""

    name: str
    make: Maker
    answers: frozenset[str]
    slow: bool = False


def case(name: str, make: Maker, *answers: str, slow: bool = False) -> Case:
    """A case whose answer is one of `answers`, `READ` where none is given."""
    return Case(name, make, frozenset(answers or (READ,)), slow)


def always(content: bytes | str | Callable[[], bytes | str]) -> Maker:
    """A maker of a file with this content, the same for every listener; what is large is built only when wanted."""

    def make(path: Path, _: Outside) -> None:
        built = content() if callable(content) else content
        path.write_bytes(built.encode() if isinstance(built, str) else built)

    return make
