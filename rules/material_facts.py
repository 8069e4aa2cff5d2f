"""What one application material shows: facts for the chapter of materials. Concludes nothing.

The matcher's judgement comes in as it is; which proofs are listed for 告知承诺 and which certificates a department
issues are the county's own tables.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from quanze.judgement import Judgement
from quanze.matter import Material, Matter
from quanze.proof import ProofEntry
from quanze.text import fold, pairs
from rules.book import Rulebook
from rules.certificates import Certificate, certificate
from rules.facts import Fact

_GIVEN = re.compile(r"([\u4e00-\u9fff、]{2,20}?)(?:出具|开具)")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,8}〔\d{4}〕\d+号")


def material_facts(
    matter: Matter,
    material: Material,
    twice: str,
    judgement: Judgement | None,
    entries: Mapping[str, ProofEntry],
    book: Rulebook,
) -> dict[str, Fact]:
    """All facts of one material by name; `twice` is the same material's earlier wording in this matter, or ""."""
    words = book.raw["materials"]["material"]
    name = fold(material.name)
    found = {fact.id: fact for fact in _judged(material, judgement, entries, book)}
    primary = any(word in name for word in words["primary"])
    if twice:
        found["duplicate"] = Fact("duplicate", twice)
    if material.mined:
        found["mined"] = Fact("mined", material.name)
        if listed(matter) != matter.materials:
            found["mined_beside_list"] = Fact("mined_beside_list", material.name)
    for fact in (
        _cue("catch_all", material.text or material.name, words["catch_all"]),
        None if primary else _cue("secondary", material.name, words["secondary"]),
        _certificate_fact(material, book),
        _village_issued(material, book),
        _returned(matter, material, book),
        _listed(matter, material, found, book),
    ):
        if fact:
            found[fact.id] = fact
    return found


def listed(matter: Matter) -> tuple[Material, ...]:
    """The materials of a matter's own list; where it has none, those mined from its texts."""
    return tuple(material for material in matter.materials if not material.mined) or matter.materials


def _cue(name: str, text: str, cues: Sequence[str]) -> Fact | None:
    flat = fold(text)
    return Fact(name, text) if any(fold(cue) in flat for cue in cues) else None


def _judged(
    material: Material, judgement: Judgement | None, entries: Mapping[str, ProofEntry], book: Rulebook
) -> Iterator[Fact]:
    """What the matcher's judgement says of the two lists, and of lists that only bind an issuer."""
    if judgement is None:
        return
    best = entries.get(judgement.best or "")
    if judgement.outcome != "none" and judgement.band == "unsure":
        yield Fact("unsure", best.name if best else "", best.source.replace("\n", "；") if best else "")
    if best and best.list != "issuer_bound":
        yield from _on_lists(judgement, best)
        yield from _elsewhere("list_elsewhere", best, book)
    if near := _nearest_bound(judgement, entries, book):
        entry = _national(near, book)
        chosen = judgement.outcome == "cancelled" and judgement.best in {each.key for each in near}
        said = chosen and judgement.band != "unsure"
        named = said or _issuer_named(material, entry, book)
        if not named and _other_named(material, entry, book):
            return
        yield Fact("bound_named" if named else "bound_unnamed", entry.name, entry.source)
        yield from _bound(entry, book)
        yield from _elsewhere("bound_elsewhere", entry, book)
        if entry.replacement:
            yield Fact("bound_replacement", entry.replacement, entry.source)


def _on_lists(judgement: Judgement, best: ProofEntry) -> Iterator[Fact]:
    source = best.source.replace("\n", "；")
    if judgement.outcome == "conflict":
        yield Fact("conflict", best.name, source)
    elif judgement.outcome == "cancelled":
        yield Fact("cancelled", best.name, source)
        if not best.replacement:
            yield Fact("no_replacement")
    elif judgement.outcome == "kept":
        yield Fact("kept", best.name, source)
        if "告知承诺" in best.note and ("不能" in best.note or "不实行" in best.note):
            yield Fact("commitment_refused", best.note, source)


def _nearest_bound(judgement: Judgement, entries: Mapping[str, ProofEntry], book: Rulebook) -> Sequence[ProofEntry]:
    """The nearest entries of lists that bind an issuer: several where the same proof stands in several lists."""
    found = [
        (suggestion.score, entry)
        for suggestion in judgement.suggestions
        if (entry := entries.get(suggestion.entry)) is not None
        and entry.list == "issuer_bound"
        and _counts(judgement, entry, suggestion.score, book)
    ]
    return [entry for score, entry in found if score == found[0][0]]


def _national(near: Sequence[ProofEntry], book: Rulebook) -> ProofEntry:
    """The entry of a national document, else the first."""
    marks = book.raw["materials"]["bound"]["national"]
    return next((entry for entry in near if any(f"（{mark}" in entry.source for mark in marks)), near[0])


def _counts(judgement: Judgement, entry: ProofEntry, score: float, book: Rulebook) -> bool:
    return judgement.best == entry.key or score >= float(book.raw["materials"]["bound"]["at_least"])


def _bound(entry: ProofEntry, book: Rulebook) -> Iterator[Fact]:
    """Whom a list binds, and the document that does: the number in the list's own title, else the issuer's."""
    issuer, words = fold(entry.issuer), book.raw["materials"]["bound"]
    group: Mapping[str, Any] = next((each for each in book.raw["materials"]["issuer"] if _of(issuer, each)), {})
    number = _NUMBER.search(entry.source)
    yield Fact("bound_issuer", entry.issuer or words["issuer"], entry.source)
    yield Fact("bound_clause", number.group() if number else group.get("clause", words["clause"]), entry.source)


def _of(issuer: str, group: Mapping[str, Sequence[str]]) -> bool:
    return any(fold(word) in issuer for word in group["entry"])


def _issuer_named(material: Material, entry: ProofEntry, book: Rulebook) -> bool:
    """Whether the material itself says that the issuer the entry binds is to give it."""
    text, issuer = fold(f"{material.name}{material.text}"), fold(entry.issuer)
    return any(
        _of(issuer, group) and any(fold(word) in text for word in group["named"])
        for group in book.raw["materials"]["issuer"]
    )


def _other_named(material: Material, entry: ProofEntry, book: Rulebook) -> bool:
    """Whether the material names an issuer that the entry does not bind: 死亡证明（医疗机构出具）."""
    known = any(_of(fold(entry.issuer), group) for group in book.raw["materials"]["issuer"])
    words = book.raw["materials"]["issued"]
    given = _GIVEN.findall(fold(f"{material.name}\n{material.text}"))
    return known and any(
        any(organ in who for organ in words["organs"]) and not any(word in who for word in words["vague"])
        for who in given
    )


def _village_issued(material: Material, book: Rulebook) -> Fact | None:
    """A proof that a village or residents' committee is to give."""
    text = fold(f"{material.name}{material.text}")
    asked = [word for group in book.raw["materials"]["issuer"] if group.get("question") for word in group["named"]]
    proof = "证明" in text or "出具" in text
    return Fact("village_issued", material.name) if proof and any(fold(word) in text for word in asked) else None


def _elsewhere(name: str, entry: ProofEntry, book: Rulebook) -> Iterator[Fact]:
    """The area of a list that is another region's: its title names one, or the number of its document begins so."""
    words = book.raw["materials"]["area"]
    title = entry.source.split("｜")[0]
    if any(word in title for word in words["own"]):
        return
    number = _NUMBER.search(title)
    if any(word in title for word in words["others"]) or (number and number.group()[0] in words["numbers"]):
        yield Fact(name, title)


def _certificate_fact(material: Material, book: Rulebook) -> Fact | None:
    found = certificate(material.name, book)
    return Fact("certificate", found.word, found.name) if found else None


def _returned(matter: Matter, material: Material, book: Rulebook) -> Fact | None:
    """A certificate that the matter itself may take back: the old one on 换领 or 注销, 结婚证 on 离婚登记."""
    found, settings = certificate(material.name, book), book.raw["materials"]
    words = settings["material"]
    if found is None or any(word in material.name for word in words["copies"]):
        return None
    named = _speaks_of(matter.title, found, words["common"])
    asked = [row for row in settings["returned"] if any(word in matter.title for word in row["matters"])]
    if any(found.name in row["certificates"] or (named and not row["certificates"]) for row in asked):
        return Fact("certificate_returned", material.name)
    return None


def _speaks_of(title: str, found: Certificate, common: Sequence[str]) -> bool:
    """Whether a matter's name has two letters in a row of a certificate's, other than those all have (许可, 登记)."""
    words = f"{found.name} {found.word}"
    for word in common:
        words = words.replace(word, " ")
    return any(pair in title for pair in pairs(words))


def _listed(matter: Matter, material: Material, found: Mapping[str, Fact], book: Rulebook) -> Fact | None:
    """A list of 告知承诺 that names this proof for this matter."""
    names = {fold(material.name)} | {fold(found[name].quote) for name in ("kept", "conflict") if name in found}
    title = fold(matter.title)
    for row in book.tables["commitments"]:
        if fold(row["证明名称"]) in names and fold(row["所属行政事项"]) in title:
            return Fact("commitment_listed", row["证明名称"], row["清单"])
    return None
