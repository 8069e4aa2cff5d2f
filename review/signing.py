"""Sign-off of a list (签批): 部门自审 → 专班初审 → 退回 or 定稿 → 公开, as events on the list; each state is derived.

Never here: pages, decisions on rows.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

import rules
from quanze.registry import BODY_OF_OTHERS, BODY_OF_PARTY
from quanze.row import OVER_ALL, Row, list_of
from quanze.store import review, signoff
from quanze.text import digest
from review.desk import Refused, Visitor

NEXT = {
    "submit": frozenset({"", "return", "reopen"}),
    "return": frozenset({"submit"}),
    "final": frozenset({"submit"}),
    "publish": frozenset({"final"}),
    "reopen": frozenset({"final", "publish"}),
}
"""Which stages a step may follow."""
WHO = {
    "submit": frozenset({"department", "admin"}),
    "return": frozenset({"reviewer", "admin"}),
    "final": frozenset({"reviewer", "admin"}),
    "publish": frozenset({"reviewer", "admin"}),
    "reopen": frozenset({"reviewer", "admin"}),
}
ACTIONS = {"submit": "完成自审，送初审", "return": "退回", "final": "定稿", "publish": "公开", "reopen": "重新打开"}
OVER_ALL_WORDS = {"submit": "汇总完成，送编办", "publish": "报送"}
"""What the steps are called for the list over all departments, where that differs."""


def body(department: str, book: rules.Rulebook) -> str:
    """Who gives the first review (专班初审) of a unit's lists: 编办 for party units, 政务服务局 for the others.

    The list of advice over all departments goes to 编办 (方案三(二)2).
    """
    return BODY_OF_PARTY if department == OVER_ALL or rules.party_unit(department, book) else BODY_OF_OTHERS


def may(visitor: Visitor, step: str, department: str, book: rules.Rulebook) -> bool:
    """Whether this person may take a step with a list of that department; the one over all is the office's own."""
    if department == OVER_ALL and step == "submit":
        return visitor.role in ("reviewer", "admin")
    if visitor.role not in WHO.get(step, ()) or not visitor.sees(department):
        return False
    return visitor.role != "reviewer" or visitor.department in ("", body(department, book))


def contents(parts: Sequence[tuple[str, str, str]]) -> str:
    """A digest over a list: key, digest and state of each of its rows."""
    return digest("contents", *("/".join(part) for part in sorted(parts)))


def check_open(session: Session, visitor: Visitor, row: Row) -> None:
    """Refuse a decision on a list that is handed in or final, and one that is not this person's.

    Raises:
        Refused: the list is closed for this person, or the row is settled between departments.
    """
    if not visitor.decides(row):
        raise Refused(403, "职责建议涉及几个部门，由专班审定；有意见请按 m 记下。")
    where = signoff.stage(review.events_of(session, signoff.subject(list_of(row), row.row)))
    if signoff.closed(visitor.role, where):
        raise Refused(423, f"这张清单{signoff.STAGES[where.step]}，不能再改。要改请先退回或重新打开。")
