"""How many matters of the truth an extraction found, and how many of their fields are exact."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quanze.matter import Limit, Matter
from quanze.text import fold, unwrap

_FIELDS = ("kind", "code", "organ", "office", "level", "basis", "duties", "accountability", "note")
_LIMIT = re.compile(r"(\d+)(?:个)?(工作日|自然日|日|个月|月|小时|年)")


@dataclass(frozen=True, slots=True)
class MatterScore:
    """Counts over one or more files; `wrong` names a few misses for a person."""

    true: int = 0
    found: int = 0
    both: int = 0
    fields: int = 0
    exact: int = 0
    wrong: tuple[str, ...] = field(default=())

    def __add__(self, other: "MatterScore") -> "MatterScore":
        return MatterScore(
            self.true + other.true,
            self.found + other.found,
            self.both + other.both,
            self.fields + other.fields,
            self.exact + other.exact,
            self.wrong + other.wrong,
        )

    @property
    def recall(self) -> float:
        """Share of true matters found."""
        return self.both / self.true if self.true else 1.0

    @property
    def precision(self) -> float:
        """Share of found matters that are true."""
        return self.both / self.found if self.found else 1.0

    @property
    def exactness(self) -> float:
        """Share of exact fields among those of matters found."""
        return self.exact / self.fields if self.fields else 1.0


def _name(name: str, sub_name: str) -> str:
    return fold(name) + "\0" + fold(sub_name)


def _kind(text: str) -> str:
    """其他, 其他权力 and 其他行政权力 are one kind."""
    folded = fold(text)
    return "其他" if folded.startswith("其他") else folded


def _limit(value: Limit | None, text: str) -> bool:
    match = _LIMIT.search(text)
    if value is None or match is None:
        return False
    return value.value == float(match[1]) and value.unit.strip("个") == match[2].strip("个")


def _checks(true: Mapping[str, object], ours: Matter) -> dict[str, bool]:
    """Each field that the file shows: is it exact?"""
    checks = {
        name: fold(unwrap(getattr(ours, name))) == fold(str(true[name])) for name in _FIELDS[1:] if true.get(name)
    }
    if true.get("kind"):
        checks["kind"] = _kind(ours.kind) == _kind(str(true["kind"]))
    if true.get("statutory"):
        checks["statutory"] = _limit(ours.statutory_limit, str(true["statutory"]))
    if true.get("promised"):
        checks["promised"] = _limit(ours.promised_limit, str(true["promised"]))
    materials = true.get("materials")
    if isinstance(materials, list):
        own = [fold(material.name) for material in ours.materials if not material.mined]
        checks["materials"] = own == [fold(name) for name in materials]
    steps = true.get("steps")
    if isinstance(steps, list):
        checks["steps"] = [fold(step) for step in ours.steps] == [fold(step) for step in steps]
    return checks


def score_matters(true: Sequence[Mapping[str, object]], ours: Sequence[Matter]) -> MatterScore:
    """Compare a file's true matters with those extracted, by name and sub-name."""
    waiting: dict[str, list[Matter]] = {}
    for matter in ours:
        waiting.setdefault(_name(matter.name, matter.sub_name), []).append(matter)
    both = fields = exact = 0
    wrong: list[str] = []
    for one in true:
        same = waiting.get(_name(str(one["name"]), str(one.get("sub_name", ""))))
        if not same:
            wrong.append(f"missing: {one['name']} / {one.get('sub_name', '')}")
            continue
        checked = [_checks(one, matter) for matter in same]
        best = max(range(len(same)), key=lambda n: sum(checked[n].values()))
        same.pop(best)
        both += 1
        fields += len(checked[best])
        exact += sum(checked[best].values())
        wrong += [f"{name}: {one['name']}" for name, right in checked[best].items() if not right]
    spare = Counter(matter.title for rest in waiting.values() for matter in rest)
    wrong += [f"not in the list: {title}" for title in spare]
    return MatterScore(len(true), len(ours), both, fields, exact, tuple(wrong))
