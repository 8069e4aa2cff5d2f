"""Quality floors (质量底线): figures that may rise and never fall unseen.

A floors file names the digest of the data it was measured on, the floors, and every time one was lowered and why. Its
seal is a digest over all of that, so a floor changed by hand is noticed; `pin` writes it anew and refuses to lower a
floor without a reason, which then stays in the file.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

EPSILON = 1e-9
"""Rounding of a repeated computation; no quality hides in it."""


@dataclass(frozen=True, slots=True)
class Floors:
    """What a floors file holds."""

    digest: str
    floors: Mapping[str, float]
    lowered: tuple[str, ...] = field(default=())

    @property
    def seal(self) -> str:
        """A digest over everything else in the file."""
        content = json.dumps([self.digest, sorted(self.floors.items()), self.lowered], ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:32]


class Unsealed(Exception):
    """A floors file that was changed by hand."""


def load(path: Path) -> Floors:
    """Read a floors file.

    Raises:
        Unsealed: its seal does not agree with its content.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    floors = Floors(raw["digest"], raw["floors"], tuple(raw.get("lowered", ())))
    if floors.seal != raw["seal"]:
        raise Unsealed(f"{path.name} was changed by hand; pin it with its module's command")
    return floors


def below(floors: Floors, measured: Mapping[str, float], digest: str) -> list[str]:
    """What does not hold: other data, a floor without a figure, a figure under its floor."""
    wrong = [] if digest == floors.digest else [f"the data changed: {digest} instead of {floors.digest}"]
    for name, floor in floors.floors.items():
        if name not in measured:
            wrong.append(f"{name} was not measured")
        elif measured[name] < floor - EPSILON:
            wrong.append(f"{name}: {measured[name]:.5f} is below its floor {floor:.5f}")
    return wrong


def pin(path: Path, measured: Mapping[str, float], digest: str, *, reason: str = "") -> None:
    """Write the measured figures as floors.

    Raises:
        ValueError: a floor would be lowered and no `reason` is given.
    """
    old = load(path) if path.exists() else Floors("", {})
    lower = sorted(name for name, floor in old.floors.items() if measured.get(name, 0.0) < floor - EPSILON)
    if lower and not reason:
        raise ValueError(f"these floors would be lowered, give a reason: {', '.join(lower)}")
    lowered = (*old.lowered, f"{', '.join(lower)}: {reason}") if lower else old.lowered
    new = Floors(digest, {name: round(value - 5e-6, 5) for name, value in sorted(measured.items())}, lowered)
    lines = [f'digest = "{new.digest}"', f'seal = "{new.seal}"']
    lines.append(f"lowered = {json.dumps(list(new.lowered), ensure_ascii=False)}")
    lines += ["", "[floors]", *(f'"{name}" = {value}' for name, value in new.floors.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
