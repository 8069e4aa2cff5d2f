"""Rows about where a matter belongs: internal matters and their route, matters claimed by several departments."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from quanze.matter import Matter
from quanze.row import AdviceRow, InternalRow
from quanze.text import digest, fold
from rules.base import common
from rules.book import Rulebook
from rules.engine import judge, reason
from rules.facts import Fact

PARTY = "党群部门"
"""The kind of a department whose internal matters go to 编办."""


def internal_row(matter: Matter, book: Rulebook) -> InternalRow | None:
    """Route an internal matter to 政务服务局 or 编办; None for external ones."""
    if matter.scope != "internal":
        return None
    facts = {"internal": Fact("internal", matter.department)}
    if party_unit(matter.department, book):
        facts["party_unit"] = Fact("party_unit", matter.department)
    rules = [rule for rule in book.chapters["lists"] if "internal" in rule.when]
    if "party_unit" in facts:
        rules = [*sorted(rules, key=lambda rule: "party_unit" not in rule.when)]
    verdict = judge(rules, facts, matter.kind, book.order("lists"))
    return InternalRow(
        key=digest("row", "internal", matter.key, ""),
        **common(matter),
        way=verdict.way,
        reasons=tuple(reason(rule, facts) for rule in verdict.fired),
        before=matter.department,
        place=matter.place,
        routed_to=verdict.way.removeprefix("报"),
    )


def party_unit(department: str, book: Rulebook) -> bool:
    """Whether a department is a party or mass organisation (党群部门): as the county's list says, else by its name."""
    if said := book.units.get(fold(department)):
        return said == PARTY
    words = book.raw["lists"]["party"]
    if any(word in department for word in words["not_party"]):
        return False
    return any(word in department for word in words["cues"])


def advice_rows(matters: Iterable[Matter], book: Rulebook) -> Iterator[AdviceRow]:
    """One row for each matter that two or more departments claim, in the order first met."""
    groups: dict[tuple[str, str], list[Matter]] = defaultdict(list)
    common_names = {fold(name) for name in book.raw["lists"]["common"]["names"]}
    for matter in matters:
        if matter.department and fold(matter.name) not in common_names:
            groups[fold(matter.name), fold(matter.sub_name)].append(matter)
    for group in groups.values():
        claimed_by = tuple(sorted({matter.department for matter in group}))
        if _claimants(claimed_by, tuple(book.raw["lists"]["common"]["territory"])) > 1:
            yield _advice(min(group, key=lambda matter: (matter.department, matter.key)), claimed_by, book)


def _claimants(departments: Iterable[str], territory: tuple[str, ...]) -> int:
    """How many claim a matter; townships do the same by territory and count as one."""
    return len({"" if department.endswith(territory) else department for department in departments})


def _advice(matter: Matter, claimed_by: tuple[str, ...], book: Rulebook) -> AdviceRow:
    facts = {"claimed_by_several": Fact("claimed_by_several", "、".join(claimed_by))}
    verdict = judge(book.chapters["lists"], facts, matter.kind, book.order("lists"))
    return AdviceRow(
        key=digest("row", "advice", matter.key, "、".join(claimed_by)),
        **common(matter),
        way=verdict.way,
        reasons=tuple(reason(rule, facts) for rule in verdict.fired),
        before="、".join(claimed_by),
        needs=tuple(need for rule in verdict.fired for need in rule.needs),
        place=matter.place,
        claimed_by=claimed_by,
    )
