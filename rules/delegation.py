"""The way down of one matter (下放) as a row with drafts and reasons. The rules are data; no row is confirmed here."""

from collections.abc import Mapping

from quanze.matter import Matter
from quanze.row import DelegationRow
from quanze.text import digest
from rules.base import common
from rules.book import Rule, Rulebook
from rules.engine import Verdict, judge, reason
from rules.facts import Case, Fact

_TRIED_BEFORE = {
    "委托实施": ("直接下放",),
    "代收代办": ("直接下放", "委托实施"),
    "代收转办": ("直接下放", "委托实施"),
    "": ("直接下放", "委托实施"),
}
"""Which ways a row must say it could not take (D9): those tried before the one it took."""

_NAMES_RECEIVER = ("town_decides", "may_delegate")
"""The facts whose words name who takes a matter over."""


def delegation_verdict(case: Case, book: Rulebook) -> Verdict:
    """The rules' verdict on a matter's way down."""
    return judge(book.chapters["delegation"], case.facts, case.kind, book.order("delegation"))


def delegation_row(case: Case, book: Rulebook) -> DelegationRow:
    """Propose one matter's way down; `way` "" means none, and the reasons and the obstacle say why."""
    matter, facts = case.matter, case.facts
    verdict = delegation_verdict(case, book)
    way = verdict.way
    receiver = _receiver(verdict, facts, book)
    shown = _shown(verdict)
    flags = dict.fromkeys(flag for rule in shown for flag in rule.flags)
    needs = dict.fromkeys(need for rule in shown for need in rule.needs)
    if way:
        needs |= dict.fromkeys(book.raw["templates"]["needs"].get(way, []))
    return DelegationRow(
        key=digest("row", "delegation", matter.key, ""),
        **common(matter),
        way=way,
        reasons=tuple(reason(rule, facts) for rule in shown),
        before=matter.department or matter.organ,
        after=receiver,
        flags=tuple(flags),
        needs=tuple(needs),
        note=_reported(matter, book),
        place=matter.place,
        level=matter.level,
        receiver=receiver,
        measures=_draft("measures", case, way, receiver, book),
        supervision=_draft("supervision", case, way, receiver, book),
        obstacle=_obstacle(verdict, facts, book),
    )


def _shown(verdict: Verdict) -> list[Rule]:
    """The rules whose reasons a row shows: the giver first, then what closed the ways before, then what flags it.

    Only the total stop where one closes every way.
    """
    if _total(verdict):
        return _total(verdict)
    before = set(_TRIED_BEFORE.get(verdict.way, ()) if verdict.way else verdict.stopped)
    others = [rule for rule in verdict.fired if not rule.give and (before & set(rule.stop) or rule.flags)]
    return [verdict.giver, *others] if verdict.giver else others


def _reported(matter: Matter, book: Rulebook) -> str:
    """What the department's own list says of the way down, with our word for it (窗口前移 = 代收转办)."""
    words = book.raw["templates"]["reported"]
    text = next((text for heading, text in matter.other if heading in words["headings"] and text.strip()), "")
    way = next((way for name, way in book.raw["templates"]["aliases"].items() if name in text), "")
    note = str(words["alias"] if way else words["note"]) if text else ""
    return note.replace("{text}", text).replace("{way}", way)


def _total(verdict: Verdict) -> list[Rule]:
    """The fired rules that close every way there is."""
    return [rule for rule in verdict.fired if set(verdict.stopped) <= set(rule.stop)]


def _receiver(verdict: Verdict, facts: Mapping[str, Fact], book: Rulebook) -> str:
    """The proposed receiver: the desk for what is only received, else whom the quoted law names, or the townships."""
    receivers, way = book.raw["templates"]["receiver"], verdict.way
    if not way:
        return ""
    if way in {"取消", "审批改备案"}:
        return str(receivers["upward"])
    if way in {"代收代办", "代收转办"}:
        return str(receivers["desk"])
    given = verdict.giver.when if verdict.giver else ()
    said = "".join(facts[name].quote for name in _NAMES_RECEIVER if name in given)
    town, street = (any(word in said for word in receivers[words]) for words in ("town_words", "street_words"))
    return str(receivers["default"] if town == street else receivers["town"] if town else receivers["street"])


def _draft(part: str, case: Case, way: str, receiver: str, book: Rulebook) -> str:
    """A draft from the templates: the one for this way and type, else the one for the way."""
    matter, drafts = case.matter, book.raw["templates"][part]
    text = str(drafts.get(f"{way}·{case.kind}", drafts.get(way, "")))
    words = {"matter": matter.title, "department": matter.department or "本部门", "receiver": receiver}
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _obstacle(verdict: Verdict, facts: Mapping[str, Fact], book: Rulebook) -> str:
    """Why the ways tried before this one are closed; compulsory where neither 下放 nor 委托 is proposed (D9)."""
    words = book.raw["templates"]["obstacle"]
    total = _total(verdict)
    closed: dict[str, list[str]] = {}
    for way in _TRIED_BEFORE.get(verdict.way, ()):
        stops = "".join(reason(rule, facts).note for rule in total or verdict.stopped.get(way, ()))
        closed.setdefault(stops or str(words["none"]), []).append(str(words["way"]).replace("{way}", way))
    lines = (
        str(words["line"]).replace("{ways}", "、".join(ways)).replace("{stops}", why) for why, ways in closed.items()
    )
    return "\n".join(lines)
