"""From what a person chose to the row it makes (采纳, 换一个, 目录外, 不是证明, 改): pure, the rules are asked anew.

Never here: storing, who may decide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import rules
from quanze.judgement import Judgement, Outcome
from quanze.matter import Matter
from quanze.proof import ProofEntry
from quanze.row import DelegationRow, MaterialRow, Row, StepRow, TimeRow, chosen_way
from quanze.text import fold, material_key

VERDICTS = {
    "confirm": "采纳",
    "swap": "换一个",
    "outside": "目录外",
    "not_proof": "不是证明",
    "edit": "修改后采纳",
    "doubt": "存疑",
    "reject": "不采纳",
    "return": "退回",
    "undo": "撤销",
}
OF_A_MATERIAL = frozenset({"swap", "outside", "not_proof"})
NO_PROOF = "不是证明"
_SHARED = "一件事共用材料"
NEEDS_OBSTACLE = frozenset({"代收代办", "代收转办"})
"""Ways that need a reason why the matter goes down neither directly nor by 委托."""


class NotPossible(Exception):
    """What a person chose does not go; the message says in Chinese why."""


class Unfilled(NotPossible):
    """What a person chose makes a `row` of which something must be filled in first."""

    def __init__(self, row: Row, missing: Sequence[str]) -> None:
        super().__init__(f"这样选还要填：{'、'.join(missing)}。填好再保存，或者不改了、存疑。")
        self.row = row


@dataclass(frozen=True, slots=True)
class Background:
    """What a row was made from: its joined matter, the matcher's answer, the entries by key, the rules in force."""

    matter: Matter | None
    judgement: Judgement | None
    entries: Mapping[str, ProofEntry]
    book: rules.Rulebook


def chosen(row: Row, verdict: str, background: Background, number: int = 0) -> Row:
    """The row as a verdict leaves it; `number` counts the suggestions from 1 (for swap).

    Raises:
        NotPossible: the verdict does not fit the row, or something that it needs is missing.
        Unfilled: the row that it makes has something to be filled in.
    """
    if verdict in OF_A_MATERIAL:
        made = another(row, verdict, background, number)
        if missing := _missing(made):
            raise Unfilled(made, missing)
        return made
    if verdict == "confirm":
        complete(row)
    elif verdict not in ("doubt", "reject"):
        raise NotPossible("没有这种审核意见。")
    return row


def complete(row: Row) -> None:
    """Check that nothing a person must fill is missing.

    Raises:
        NotPossible: something is.
    """
    if missing := _missing(row):
        raise NotPossible(f"还要填：{'、'.join(missing)}。请按 e 修改后采纳，或者存疑。")


def _missing(row: Row) -> list[str]:
    missing = list(row.needs)
    if isinstance(row, DelegationRow) and row.way in NEEDS_OBSTACLE and not row.obstacle.strip():
        missing.append("不能直接下放、委托的原因")
    return missing


def offered(background: Background, number: int, entry: str) -> int:
    """The number that an entry has among the suggestions now; they may stand in another order since the page was drawn.

    Raises:
        NotPossible: it is not among them any more.
    """
    if not entry:
        return number
    for place, each in enumerate(background.judgement.suggestions if background.judgement else (), start=1):
        if each.entry == entry:
            return place
    raise NotPossible("这一行刚刚重新比对过，没有这个条目了，请再看一遍。")


def another(row: Row, verdict: str, background: Background, number: int) -> MaterialRow:
    """The row with another suggestion, or with no entry, as the rules make it; its needs may still be open.

    Raises:
        NotPossible: the verdict does not fit the row.
    """
    if verdict not in OF_A_MATERIAL or not isinstance(row, MaterialRow):
        raise NotPossible("这一行不是材料，不能这样选。")
    matter, judgement = background.matter, background.judgement
    if matter is None:
        raise NotPossible("这个事项现在已经没有了，请等重新处理后再审。")
    if verdict == "swap":
        offered = judgement.suggestions if judgement else ()
        if not 1 <= number <= len(offered):
            raise NotPossible(f"没有第 {number} 个建议。")
        taken = offered[number - 1]
        outcome: Outcome = "kept" if taken.list == "retained" else "cancelled"
        answer = Judgement(judgement.id if judgement else "", outcome, "sure", 1.0, taken.entry, (taken,))
    else:
        answer = Judgement(judgement.id if judgement else "", "none", "none", 0.0, None)
    made = _remade(row, matter, answer, background)
    if verdict == "not_proof":
        made = replace(made, flags=tuple(dict.fromkeys((*made.flags, NO_PROOF))), needs=())
    # A person has looked: what only asked for a look is answered.
    return replace(made, flags=tuple(flag for flag in made.flags if flag != "需核对"))


def _remade(row: MaterialRow, matter: Matter, answer: Judgement, background: Background) -> MaterialRow:
    judged = {material_key(matter.key, row.material): answer}
    for made in rules.propose([matter], judged, background.entries, book=background.book):
        if made.key == row.key and isinstance(made, MaterialRow):
            # Alone, a matter does not show what it shares with others: that mark is taken over.
            shared = tuple(flag for flag in row.flags if flag == _SHARED and flag not in made.flags)
            return replace(made, department=row.department, matter_key=row.matter_key, flags=(*made.flags, *shared))
    entry = background.entries.get(answer.best or "")
    return replace(
        row,
        way="",
        after="",
        replacement="",
        reasons=(),
        flags=(),
        needs=(),
        outcome=answer.outcome,
        band=answer.band,
        score=answer.score,
        entry=entry.key if entry else "",
        entry_name=entry.name if entry else "",
    )


EDITABLE = {
    "way": "方式",
    "after": "改后",
    "replacement": "替代方式",
    "receiver": "承接单位",
    "measures": "具体举措",
    "supervision": "事中事后监管措施",
    "obstacle": "不能直接下放、委托的原因",
    "level": "层级",
    "steps_after": "改后环节（每行一个）",
    "proposed": "现承诺时限",
    "unit": "时限单位",
    "routed_to": "报送",
    "note": "备注",
}
"""Fields that a person may change, and what they are called."""


def editable(row: Row) -> dict[str, str]:
    """The fields of a row that may be changed, with their text."""
    found = {}
    for name in EDITABLE:
        if hasattr(row, name):
            value = getattr(row, name)
            found[name] = "\n".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    if isinstance(row, StepRow):
        found.pop("after", None)
    return found


def edited(row: Row, said: Mapping[str, str], filled: Mapping[str, str], book: rules.Rulebook) -> Row:
    """The row with a person's changes; `filled` answers its needs, each kept in the note; `book` knows the ways.

    Raises:
        NotPossible: a value does not fit, or something is still missing.
    """
    changes: dict[str, Any] = {}
    for name, old in editable(row).items():
        text = said.get(name, old).replace("\r\n", "\n").strip()
        if text != old.strip():
            changes[name] = _value(row, name, text, book)
    answers = [f"{need}：{filled[need].strip()}" for need in row.needs if filled.get(need, "").strip()]
    left = tuple(need for need in row.needs if not filled.get(need, "").strip() and not _answered(need, row, changes))
    note = "；".join(part for part in (str(changes.get("note", row.note)), *answers) if part)
    if isinstance(row, StepRow) and "steps_after" in changes:
        changes["after"] = "\n".join(changes["steps_after"])
    made = replace(chosen_way(row, changes.pop("way", row.way)), **{**changes, "note": note, "needs": left})
    complete(made)
    return made


def _answered(need: str, row: Row, changes: Mapping[str, Any]) -> bool:
    """Whether a field of the row itself, now filled, is what a need asks for."""
    for name, title in EDITABLE.items():
        if fold(need) == fold(title) and hasattr(row, name):
            return bool(changes.get(name, getattr(row, name)))
    return False


def _value(row: Row, name: str, text: str, book: rules.Rulebook) -> Any:
    if name == "steps_after":
        return tuple(part.strip() for part in text.split("\n") if part.strip())
    if name == "proposed":
        return _days(row, text)
    if name == "way" and text and text not in ways(row, book):
        raise NotPossible(f"没有“{text}”这种方式。")
    if len(text) > 4000:
        raise NotPossible("内容太长，最多 4000 字。")
    return text


def _days(row: Row, text: str) -> float | None:
    if not text:
        return None
    try:
        days = float(text)
    except ValueError as error:
        raise NotPossible("时限要填数字。") from error
    statutory = row.statutory if isinstance(row, TimeRow) else None
    if not 0 <= days < 10_000 or (statutory is not None and days > statutory):
        raise NotPossible("现承诺时限不能是负数，也不能超过法定时限。")
    return days


def ways(row: Row, book: rules.Rulebook) -> tuple[str, ...]:
    """The ways a row of this kind may go."""
    chapter = {"material": "materials", "delegation": "delegation"}.get(row.row, "")
    known = book.order(chapter) if chapter else ()
    return tuple(dict.fromkeys((*known, row.way))) if row.way or known else ()
