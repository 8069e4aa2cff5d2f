"""Steps of one matter (减环节): those without a basis go, repeated internal reviews become one. Names are data."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from quanze.matter import Matter
from quanze.row import Reason, StepRow
from quanze.text import digest, fold, pairs
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
_LAST = {"决定", "送达"}
"""Of these the last of a run stays: who signs last decides, who hands over last gives the result."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One step: its name as shown, the standard step it is ("" = none), the special step it is ("" = none)."""

    name: str
    standard: str
    special: str
    main: bool
    """Whether it is what the matter is about (接种, 答复, 支付): it is never cut."""


def step_row(case: Case, book: Rulebook) -> StepRow | None:
    """Propose fewer steps for a matter on application; None where there is nothing to say."""
    matter, about = case.matter, case.facts
    steps = _steps(matter, book)
    if "on_application" not in about or not steps:
        return None
    text = fold("".join(passage.text for passage in case.texts))
    shown = [_without_basis(step, text, case.kind, book) for step in steps]
    # Where no step decides, a hearing or an assessment may be the decision; the last step gives the result.
    if not any(step.main or step.standard in {"决定", _BOTH} for step in steps):
        shown = [{} if step.special else facts for step, facts in zip(steps, shown, strict=True)]
    if "step_without_basis" in shown[-1]:
        shown[-1] = {}
    _mark_repeated(steps, shown, text, book)
    after: list[str] = []
    reasons: list[Reason] = []
    flags: dict[str, None] = {}
    way = ""
    for step, facts in zip(steps, shown, strict=True):
        if facts and "basis_text" not in about:
            facts["basis_unread"] = Fact("basis_unread")
        verdict = judge(book.chapters["steps"], facts, case.kind, book.order("steps"))
        reasons += [reason(rule, facts) for rule in verdict.fired]
        flags |= dict.fromkeys(flag for rule in verdict.fired for flag in rule.flags)
        way = way or verdict.way
        if not verdict.way:
            after.append(step.name)
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
            special = _special(name, standard, settings)
            found.append(_Step(name, standard, special, not standard and _main(name, matter.title, settings)))
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


def _main(name: str, title: str, settings: Mapping[str, Any]) -> bool:
    """Whether a step is what the matter is about: by its words, or two letters in a row of the matter's name."""
    if _has(name, settings["inside"]["cues"]):
        return False
    own = pairs(name) - set(settings["main"]["common"])
    return _has(name, settings["main"]["cues"]) or _has(title, own)


def _has(name: str, cues: Iterable[str]) -> bool:
    return any(cue in name for cue in cues)


def _without_basis(step: _Step, basis: str, kind: str, book: Rulebook) -> dict[str, Fact]:
    """Whether a step that is neither a standard one nor the matter's own work stands in the basis."""
    settings = book.raw["steps"]
    if step.main or (step.standard and not step.special):
        return {}
    words = next((s["words"] for s in settings["special"] if s["name"] == step.special), [step.name])
    if _has(basis, map(fold, words)):
        return {"step_with_basis": Fact("step_with_basis", step.name)}
    inside = not step.special and _has(step.name, settings["inside"]["cues"])
    if kind in settings["services"] and not (step.special or inside):
        return {}
    found = {"step_without_basis": Fact("step_without_basis", step.name)}
    return found if inside else found | {"step_to_check": Fact("step_to_check", step.name)}


def _mark_repeated(steps: Sequence[_Step], shown: list[dict[str, Fact]], basis: str, book: Rulebook) -> None:
    """Mark in each run of steps that stay and are the same standard step all but one, where the basis has no name."""
    decided = any(step.standard in {"决定", _BOTH} for step in steps)
    staying = [index for index, facts in enumerate(shown) if "step_without_basis" not in facts]
    for standard, run in groupby(staying, lambda index: "" if shown[index] else steps[index].standard):
        indices = list(run)
        if standard in {"", _BOTH} or len(indices) < 2:
            continue
        keep = _one_of([steps[index] for index in indices], standard, last=standard in _LAST or not decided)
        for index in indices:
            step = steps[index]
            if step is keep or fold(step.name) in basis:
                continue
            shown[index]["step_repeated"] = Fact("step_repeated", step.name, standard)
            shown[index]["step_kept"] = Fact("step_kept", keep.name)
            if _has(step.name, book.raw["steps"]["collective"]["cues"]):
                shown[index]["step_collective"] = Fact("step_collective", step.name)


def _one_of(run: Sequence[_Step], standard: str, *, last: bool) -> _Step:
    """The step of a run that stays: of decisions and reviews without one the last, else the one with the very name."""
    named = [step for step in run if step.name == standard]
    if named and standard != "决定":
        return named[0]
    return run[-1 if last else 0]
