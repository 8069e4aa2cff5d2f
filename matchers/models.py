"""Which model judges (在用模型): the office's own where it has one that fits, else the shipped one.

Lives here: choosing and describing a model. Never here: training, scoring, where the office keeps its file.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from matchers.features import SIGNS
from matchers.model import SHIPPED, Model, load


@dataclass(frozen=True, slots=True)
class InUse:
    """The model in use: the digest of its file, whether it is the office's own, why an own file is not used."""

    model: Model
    digest: str
    own: bool
    fault: str = ""

    @property
    def words(self) -> str:
        """The model as a person reads it, in Chinese."""
        kind = "本单位训练的模型" if self.own else "随附的模型"
        said = f"{kind}，样例 {self.model.examples} 条，数据摘要 {self.model.trained_on}，模型摘要 {self.digest}"
        return f"{said}（{self.fault}）" if self.fault else said


def in_use(own: Path) -> InUse:
    """The office's model where its file is there and fits this version's features, else the shipped one.

    A file is read again only once it has changed.
    """
    try:
        stat = own.stat()
    except OSError:
        return _read(SHIPPED, (), own=False)
    try:
        return _read(own, (stat.st_mtime_ns, stat.st_size), own=True)
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        fault = f"本单位的模型 {own.name} 不能用：{wrong}；请重新运行 quanze train"
        return InUse(*_parts(_read(SHIPPED, (), own=False)), own=False, fault=fault)


def _parts(found: InUse) -> tuple[Model, str]:
    return found.model, found.digest


@lru_cache(maxsize=4)
def _read(path: Path, _stamp: tuple[int, ...], *, own: bool) -> InUse:
    model = load(path)
    if model.features != tuple(SIGNS):
        raise ValueError("特征与这一版程序不同")
    return InUse(model, hashlib.sha256(path.read_bytes()).hexdigest()[:16], own)
