"""Rows of the official lists (下放, 减材料, 减环节, 减时限, 内部事项, 建议), before and after a person confirms."""

from dataclasses import dataclass, replace
from typing import Literal

from quanze.document import Place

RowKind = Literal["delegation", "material", "step", "time", "internal", "advice"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row says what it says: the rule, the clause or law it stands on, and the source's own words.

    `note` is the rule's conclusion in plain Chinese.
    """

    rule: str
    clause: str
    quote: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every proposed row has. `way` "" means: no suggestion, the reasons say why.

    `key` comes from content (matter key, kind, subject); `needs` names the fields a person must still fill;
    `flags` are short Chinese marks (果断快放, 需核对). `confirmed` is only ever set by a person. `file` is the
    sha256 of the file that `place` is in; `corrections` say what a person put right there (人工更正).
    """

    key: str
    row: RowKind
    department: str
    matter_key: str
    matter: str
    sub_name: str = ""
    code: str = ""
    kind: str = ""
    basis: str = ""
    scope: str = "external"
    way: str = ""
    reasons: tuple[Reason, ...] = ()
    before: str = ""
    after: str = ""
    confirmed: bool = False
    flags: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    note: str = ""
    file: str = ""
    place: Place = Place()
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationRow(Row):
    """A matter's way down (下放): way is 直接下放, 委托实施, 代收代办, 代收转办, 取消 or 审批改备案."""

    row: RowKind = "delegation"
    level: str = ""
    receiver: str = ""
    """Proposed 承接单位."""
    measures: str = ""
    """具体举措, a draft."""
    supervision: str = ""
    """事中事后监管措施, a draft."""
    obstacle: str = ""
    """Why it cannot go down directly or by 委托 (不能直接下放/委托的原因)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialRow(Row):
    """A material to cut (减材料): way is 取消, 告知承诺, 容缺受理, 免证办, or 保留 (kept).

    `before` is how many materials the matter asks for in all (原材料数), "" where that is not known.
    """

    row: RowKind = "material"
    material: str = ""
    outcome: str = "none"
    band: str = "none"
    score: float = 0.0
    entry: str = ""
    entry_name: str = ""
    replacement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow(Row):
    """Steps of a matter (减环节): `before` and `after` list them, one per line."""

    row: RowKind = "step"
    steps_before: tuple[str, ...] = ()
    steps_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRow(Row):
    """Time limits of a matter (减时限): numbers in `unit`, never mixed with another unit."""

    row: RowKind = "time"
    statutory: float | None = None
    promised: float | None = None
    proposed: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InternalRow(Row):
    """An internal matter (内部事项) on its own list, routed to 政务服务局 or 编办."""

    row: RowKind = "internal"
    routed_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceRow(Row):
    """A line of 《优化部门职能职责建议清单》: one matter claimed by several departments."""

    row: RowKind = "advice"
    claimed_by: tuple[str, ...] = ()


OVER_ALL = ""
"""The department of lists that stand over all departments."""
EVERYBODY = "各部门"
"""What such a list is called on paper."""
BY_HAND = "人工改定"
"""The rule that a reason names where a person chose another way than the rules."""


def list_of(row: Row) -> str:
    """The department whose list a row is on; advice rows are on one list over all departments (`OVER_ALL`)."""
    return OVER_ALL if isinstance(row, AdviceRow) else row.department


def on_paper(row: Row) -> Row:
    """A row under the name of the list it is on: advice stands over all departments."""
    return row if list_of(row) else replace(row, department=EVERYBODY)


def chosen_way(row: Row, way: str) -> Row:
    """A row with another way than the rules gave it: the first reason says so, theirs stay behind it."""
    if way == row.way:
        return row
    said = f"规则的建议是“{row.way}”，人工改为“{way}”。" if row.way else f"规则没有建议，人工定为“{way}”。"
    others = tuple(one for one in row.reasons if one.rule != BY_HAND)
    return replace(row, way=way, reasons=(Reason(BY_HAND, "", "", said), *others))
