"""Short ways to make matters, materials and judgements for the tests of the rules."""

from collections.abc import Sequence
from typing import Any

from quanze.document import Place
from quanze.judgement import Band, Judgement, Outcome, Suggestion
from quanze.matter import Limit, Material, Matter
from quanze.proof import ListName, ProofEntry
from quanze.row import DelegationRow, MaterialRow, Row
from quanze.text import entry_key, material_key, matter_key
from rules import propose, rulebook
from rules.book import Rulebook

COUNTY = "由县级以上人民政府林业主管部门批准。"


def matter(name: str = "临时占用林地审批", kind: str = "行政许可", basis: str = COUNTY, **fields: Any) -> Matter:
    """A matter with the given name, type and basis."""
    department = fields.pop("department", "林业和草原局")
    sub_name = fields.get("sub_name", "")
    key = matter_key(department, fields.get("code", ""), kind, name, sub_name)
    return Matter(key=key, department=department, name=name, kind=kind, basis=basis, **fields)


def with_materials(*names: str, mined: bool = False, **fields: Any) -> Matter:
    """A matter that asks for these materials."""
    found = tuple(Material(name, name, Place(row=row), mined) for row, name in enumerate(names, start=1))
    return matter(materials=found, **fields)


def days(value: float, unit: str = "工作日") -> Limit:
    """A limit as a list writes it."""
    return Limit(value, unit, f"{value:g}{unit}")


def entry(name: str, kind: ListName, **fields: str) -> ProofEntry:
    """An entry of a reference list."""
    key = entry_key(kind, name, fields.get("usage", ""), fields.get("issuer", ""))
    return ProofEntry(key=key, list=kind, name=name, source=f"某目录｜第1项｜{name}", **fields)


def judged(found: ProofEntry, outcome: Outcome, band: Band = "sure", score: float = 0.99) -> Judgement:
    """The matcher's answer that a material is this entry."""
    suggestion = Suggestion(found.key, found.list, found.name, score)
    return Judgement("q", outcome, band, score, None if band == "none" else found.key, (suggestion,))


def down(one: Matter, book: Rulebook | None = None) -> DelegationRow:
    """The delegation row of one matter."""
    (row,) = [row for row in propose([one], {}, {}, book=book) if isinstance(row, DelegationRow)]
    return row


def material_rows(
    one: Matter, answers: Sequence[tuple[ProofEntry, Judgement]] = (), book: Rulebook | None = None
) -> list[MaterialRow]:
    """The material rows of one matter; answers belong to its materials in order."""
    names = [material.name for material in one.materials]
    judgements = {material_key(one.key, name): answer for name, (_, answer) in zip(names, answers, strict=False)}
    entries = {found.key: found for found, _ in answers}
    rows = propose([one], judgements, entries, book=book)
    return [row for row in rows if isinstance(row, MaterialRow)]


def rules_of(row: Row) -> list[str]:
    """The ids of the rules a row names, in order."""
    return [reason.rule for reason in row.reasons]


__all__ = ["days", "down", "entry", "judged", "material_rows", "matter", "rulebook", "rules_of", "with_materials"]
