"""Facts → proposed rows by rules that are data. Pure: no file but the rules themselves, no store, no clock."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from quanze.judgement import Judgement
from quanze.matter import Matter
from quanze.proof import ProofEntry
from quanze.row import Row
from rules.book import Rulebook, absent, current, rulebook
from rules.bundles import Bundle, asked_before, bundles, declared
from rules.delegation import delegation_row
from rules.explain import explain
from rules.facts import case_of
from rules.limits import time_row
from rules.lists import advice_rows, internal_row, party_unit
from rules.materials import material_rows
from rules.steps import step_row

__all__ = [
    "Bundle",
    "Rulebook",
    "absent",
    "advise",
    "bundles",
    "current",
    "declared",
    "explain",
    "party_unit",
    "propose",
    "rulebook",
]


def propose(
    matters: Sequence[Matter],
    judgements: Mapping[str, Judgement],
    entries: Mapping[str, ProofEntry],
    *,
    book: Rulebook | None = None,
    only: Collection[str] | None = None,
) -> tuple[Row, ...]:
    """Propose all rows of some matters: per matter 下放, 减材料, 减环节, 减时限, 内部事项; then 建议 over all of them.

    `judgements` go by `quanze.text.material_key(matter.key, material.name)`, `entries` by their key; `book` is the
    shipped rule book where none is given. The same facts give the same rows, whatever the order of matters. With
    `only` (keys of matters) just their rows are given, without 建议; the others count for what matters share.
    """
    rules = book or rulebook()
    repeated = asked_before(bundles(matters, rules), rules)
    if only is not None:
        chosen = (matter for matter in matters if matter.key in only)
        return tuple(row for matter in chosen for row in _of_one(matter, judgements, entries, repeated, rules))
    rows = [row for matter in matters for row in _of_one(matter, judgements, entries, repeated, rules)]
    return (*rows, *advise(matters, book=rules))


def advise(matters: Sequence[Matter], *, book: Rulebook | None = None) -> tuple[Row, ...]:
    """Propose only 《优化部门职能职责建议清单》: matters that several departments of these claim."""
    return tuple(advice_rows(matters, book or rulebook()))


def _of_one(
    matter: Matter,
    judgements: Mapping[str, Judgement],
    entries: Mapping[str, ProofEntry],
    repeated: Mapping[tuple[str, str], str],
    book: Rulebook,
) -> Iterator[Row]:
    case = case_of(matter, book)
    yield delegation_row(case, book)
    yield from material_rows(case, judgements, entries, repeated, book)
    yield from (row for row in (step_row(case, book), time_row(matter, book), internal_row(matter, book)) if row)
