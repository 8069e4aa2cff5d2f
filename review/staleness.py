"""What changed since a decision (需重审): the row and its catalogue entry as they were and as they are, side by side.

Pure, and tells only what differs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from quanze.proof import ProofEntry
from quanze.row import Row

OF_ROW = {
    "way": "方式",
    "before": "改前",
    "after": "改后",
    "replacement": "替代方式",
    "material": "材料",
    "entry_name": "对应条目",
    "basis": "设定依据",
    "kind": "类型",
    "level": "层级",
    "receiver": "承接单位",
    "measures": "具体举措",
    "supervision": "事中事后监管措施",
    "obstacle": "不能直接下放、委托的原因",
    "steps_before": "原环节",
    "steps_after": "改后环节",
    "statutory": "法定时限",
    "promised": "原承诺时限",
    "proposed": "现承诺时限",
    "unit": "时限单位",
    "routed_to": "报送",
    "claimed_by": "涉及部门",
    "flags": "标记",
    "needs": "还要填",
    "note": "备注",
    "reasons": "理由",
}
OF_ENTRY = {
    "list": "目录：清单",
    "name": "目录：名称",
    "usage": "目录：用途",
    "issuer": "目录：开具单位",
    "asked_by": "目录：索要单位",
    "basis": "目录：依据",
    "replacement": "目录：取消后怎么办",
    "note": "目录：备注",
    "source": "目录：来源",
}
LISTS = {"cancelled": "取消目录", "retained": "保留清单", "issuer_bound": "限定出具单位的清单"}
GONE = "（目录里已经没有这一条）"


@dataclass(frozen=True, slots=True)
class Change:
    """One field that reads differently now."""

    title: str
    then: str
    now: str


def changes(then: Row, now: Row, entry_then: ProofEntry | None, entry_now: ProofEntry | None) -> tuple[Change, ...]:
    """What a row and the entry it rested on said when the decision was taken, against today."""
    return tuple([*_differing(OF_ROW, then, now), *_of_entry(entry_then, entry_now)])


def _of_entry(then: ProofEntry | None, now: ProofEntry | None) -> Iterator[Change]:
    if then is not None and now is None:
        yield Change("目录：名称", then.name, GONE)
    elif then is not None:
        yield from _differing(OF_ENTRY, then, now)


def _differing(titles: dict[str, str], then: object, now: object) -> Iterator[Change]:
    for name, title in titles.items():
        old, new = _text(name, getattr(then, name, "")), _text(name, getattr(now, name, ""))
        if old != new:
            yield Change(title, old, new)


def _text(name: str, value: Any) -> str:
    if name == "reasons":
        return "\n".join(f"{each.rule} {each.note or each.quote}" for each in value or ())
    if name == "list":
        return str(LISTS.get(value, value))
    if isinstance(value, tuple):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)
