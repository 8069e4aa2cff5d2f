"""Steps of one matter (减环节): those without a basis go, repeated internal reviews become one. Names are data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quanze.matter import Matter
from quanze.row import Reason, StepRow
from quanze.text import digest, fold
from rules.base import common
from rules.book import Rulebook
from rules.engine import judge, reason
from rules.facts import Case, Fact

_NUMBERING = re.compile(
    r"^\s*(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）]?[.．、:：]?\s*|第[一二三四五六七八九十]+步[:：、]?\s*|[①-⑳]\s*)"
)
_TAIL = re.compile(r"(?:阶段)?(?:责任|环节|阶段|程序)$")
_LONGEST_NAME = 16
_KEPT = ("申请", "受理", "决定", "送达")
_BOTH = "决定和送达"
"""A step that is a decision and its delivery in one: 审批结果送达 (《行政许可法》第四十四条)."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One step: its name as shown, the standard step it is ("" = none), the special step it is ("" = none)."""

    name: str
    standard: str
    special: str


def step_row(case: Case, book: Rulebook) -> StepRow | None:
    """Propose fewer steps for a matter on application; None where there is nothing to say."""
    matter, about = case.matter, case.facts
    steps = _steps(matter, book)
    if "on_application" not in about or not steps:
        return None
    text = fold("".join(passage.text for passage in case.texts))
    after: list[str] = []
    reasons: list[Reason] = []
    flags: dict[str, None] = {}
    way = ""
    last = ""
    for step in steps:
        facts = _facts(step, last, text, book)
        if facts and "basis_text" not in about:
            facts["basis_unread"] = Fact("basis_unread")
        verdict = judge(book.chapters["steps"], facts, case.kind, book.order("steps"))
        reasons += [reason(rule, facts) for rule in verdict.fired]
        flags |= dict.fromkeys(flag for rule in verdict.fired for flag in rule.flags)
        way = way or verdict.way
        if not verdict.way:
            after.append(step.name)
            last = step.standard
    if not way:
        return None
    before = tuple(step.name for step in steps)
    return StepRow(
        key=digest("row", "step", matter.key, ""),
        **common(matter),
        way=way,
        reasons=tuple(reasons),
        before="\n".join(before),
        after="\n".join(after),
        flags=tuple(flags),
        place=matter.place,
        steps_before=before,
        steps_after=tuple(after),
    )


def _steps(matter: Matter, book: Rulebook) -> tuple[_Step, ...]:
    """The steps an applicant goes through, in order; later supervision and filing are none."""
    settings = book.raw["steps"]
    found = []
    for text in matter.steps:
        name = step_name(text)
        aside = settings["not_steps"]
        if name and name not in aside["names"] and not any(cue in _head(text) for cue in aside["cues"]):
            standard = _standard(name, settings)
            found.append(_Step(name, standard, _special(name, standard, settings)))
    return tuple(found)


def step_name(text: str) -> str:
    """A step's short name: without numbering, without the words after the colon, without 责任."""
    return _TAIL.sub("", _head(text))


def _head(text: str) -> str:
    """The words before the colon, or the first clause of a step without one."""
    bare = _NUMBERING.sub("", text.strip())
    head = re.split(r"[:：\n]", bare)[0].strip()
    return head if len(head) <= _LONGEST_NAME else re.split(r"[,，。;；]", head)[0][:_LONGEST_NAME]


def _special(name: str, standard: str, settings: Mapping[str, Any]) -> str:
    """The special step a name tells; a word such as 现场 gives way to a standard step: 现场受理 is 受理."""
    for special in settings["special"]:
        yields = special.get("yields", ()) if standard in {*_KEPT, _BOTH} else ()
        if any(cue in name for cue in special["cues"] if cue not in yields):
            return str(special["name"])
    return ""


def _standard(name: str, settings: Mapping[str, Any]) -> str:
    """The first standard step whose words a name has; a decision that is also delivered is both and repeats neither."""
    found = [step for step, cues in settings["standard"].items() if any(cue in name for cue in cues)]
    return _BOTH if {"决定", "送达"} <= set(found) else next(iter(found), "")


def _facts(step: _Step, last: str, basis: str, book: Rulebook) -> dict[str, Fact]:
    """What one step shows, given the last step that stays."""
    words = next((s["words"] for s in book.raw["steps"]["special"] if s["name"] == step.special), [step.name])
    in_basis = any(fold(word) in basis for word in words)
    if step.special and not (step.standard and in_basis):
        name = "step_with_basis" if in_basis else "step_without_basis"
        return {name: Fact(name, step.name)}
    if not step.standard:
        name = "step_with_basis" if fold(step.name) in basis else "step_without_basis"
        return {name: Fact(name, step.name)}
    if step.standard == last != _BOTH and fold(step.name) not in basis:
        return {"step_repeated": Fact("step_repeated", step.name, last)}
    return {}
