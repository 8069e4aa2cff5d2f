"""The materials of one matter (减材料) as rows: cancelled, 告知承诺, 免证办, 容缺, kept, or a flag. Rules are data."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from quanze.judgement import Judgement
from quanze.matter import Material, Matter
from quanze.proof import ProofEntry
from quanze.row import MaterialRow
from quanze.text import digest, fold, material_key
from rules.base import common
from rules.book import Rulebook
from rules.certificates import certificate
from rules.engine import Verdict, judge, reason
from rules.facts import Case, Fact
from rules.material_facts import listed, material_facts

_OF_THE_MATTER = ("commitment_field", "commitment_excluded")


def material_rows(
    case: Case,
    judgements: Mapping[str, Judgement],
    entries: Mapping[str, ProofEntry],
    repeated: Mapping[tuple[str, str], str],
    book: Rulebook,
) -> Iterator[MaterialRow]:
    """One row for each material that the rules have something to say about, in the matter's order.

    `repeated` says of (matter key, folded name) in which 一件事 another matter already asks for that material.
    """
    matter = case.matter
    about = {name: fact for name, fact in case.facts.items() if name in _OF_THE_MATTER}
    seen: dict[str, str] = {}
    count: Counter[str] = Counter()
    for material in matter.materials:
        name = fold(material.name)
        judgement = judgements.get(material_key(matter.key, material.name))
        facts = material_facts(matter, material, seen.get(name, ""), judgement, entries, book) | about
        if (matter.key, name) in repeated:
            facts["bundle_shared"] = Fact("bundle_shared", material.name, repeated[matter.key, name])
        verdict = judge(book.chapters["materials"], facts, case.kind, book.order("materials"))
        seen.setdefault(name, material.text or material.name)
        count[name] += 1
        if verdict.way or _flags(verdict):
            yield _row(matter, material, count[name], judgement, entries, verdict, facts, book)


def _flags(verdict: Verdict) -> tuple[str, ...]:
    """The flags of the fired rules; where no way was given or stopped and nothing is asked, 需核对 says nothing."""
    flags = dict.fromkeys(flag for rule in verdict.fired if rule.give in {"", verdict.way} for flag in rule.flags)
    asked = any(rule.give or rule.needs for rule in verdict.fired)
    if not verdict.way and set(flags) == {"需核对"} and not asked:
        return ()
    return tuple(flags)


def _row(
    matter: Matter,
    material: Material,
    nth: int,
    judgement: Judgement | None,
    entries: Mapping[str, ProofEntry],
    verdict: Verdict,
    facts: Mapping[str, Fact],
    book: Rulebook,
) -> MaterialRow:
    shown = [rule for rule in verdict.fired if rule.give in {"", verdict.way}]
    shown.sort(key=lambda rule: rule is not verdict.giver)
    entry = entries.get(judgement.best or "") if judgement else None
    after = _after(matter, material, verdict.way, facts, entry, book)
    subject = fold(material.name) + (f"#{nth}" if nth > 1 else "")
    return MaterialRow(
        key=digest("row", "material", matter.key, subject),
        **common(matter) | _found(matter, material),
        way=verdict.way,
        reasons=tuple(reason(rule, facts) for rule in shown),
        before=str(len(listed(matter))),
        after=after,
        flags=_flags(verdict),
        needs=tuple(dict.fromkeys(need for rule in shown for need in rule.needs)),
        material=material.name,
        outcome=judgement.outcome if judgement else "none",
        band=judgement.band if judgement else "none",
        score=judgement.score if judgement else 0.0,
        entry=entry.key if entry else "",
        entry_name=entry.name if entry else "",
        replacement=after if verdict.way in {"取消", "告知承诺", "免证办", "容缺受理"} else "",
    )


def _found(matter: Matter, material: Material) -> dict[str, Any]:
    """Where a material stands: a joined matter's materials may be from another of its files."""
    first = matter.places[0][0] if matter.places else ""
    return {"file": material.file or first, "place": material.place, "corrections": material.corrections}


def _after(
    matter: Matter,
    material: Material,
    way: str,
    facts: Mapping[str, Fact],
    entry: ProofEntry | None,
    book: Rulebook,
) -> str:
    """What takes the material's place: the list's own words first, else the template of the way."""
    if way == "取消" and "bound_replacement" in facts:
        return facts["bound_replacement"].quote
    if way == "取消" and entry and entry.replacement:
        return entry.replacement
    template = str(book.raw["materials"]["after"].get(way, ""))
    found = certificate(material.name, book)
    if found:
        template = template.replace("{channel}", found.channel + ("" if found.confirmed else "（待本县确认）"))
    return template.replace("{days}", _days(matter, book))


def _days(matter: Matter, book: Rulebook) -> str:
    """By when a missing secondary material is to follow: before the promised limit, at most so many working days."""
    words, limits = book.raw["materials"]["after"], book.raw["materials"]["material"]
    promised = matter.promised_limit
    if promised is not None and not promised.value:
        return str(words["at_once"])
    if promised is None or promised.unit != "工作日" or promised.value <= limits["days_before"]:
        return str(words["days"])
    number = min(int(promised.value) - int(limits["days_before"]), int(limits["at_most"]))
    return str(words["days_number"]).replace("{number}", str(number))
