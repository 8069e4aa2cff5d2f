"""Time limits of one matter (减时限): promised against statutory, in one unit; never a conversion between units."""

from collections.abc import Iterator
from dataclasses import replace

from quanze.matter import Limit, Matter
from quanze.row import TimeRow
from quanze.text import digest, fold
from rules.base import common
from rules.book import Rulebook
from rules.engine import judge, reason
from rules.facts import Fact, kind_of

_AT_ONCE = "即办"
"""How a limit of 0 is shown, in whatever unit."""


def time_row(matter: Matter, book: Rulebook) -> TimeRow | None:
    """Compare a matter's limits; None where it has none."""
    statutory, promised = _in_one_unit(matter.statutory_limit, matter.promised_limit)
    if statutory is None and promised is None:
        return None
    aim = _benchmark(matter, book)
    facts = {fact.id: fact for fact in _facts(statutory, promised, aim)}
    verdict = judge(book.chapters["limits"], facts, kind_of(matter, book), book.order("limits"))
    same_unit = "units_differ" not in facts
    return TimeRow(
        key=digest("row", "time", matter.key, ""),
        **common(matter),
        way=verdict.way,
        reasons=tuple(reason(rule, facts) for rule in verdict.fired),
        before=_shown(statutory),
        after=_shown(promised),
        flags=tuple(dict.fromkeys(flag for rule in verdict.fired for flag in rule.flags)),
        needs=tuple(dict.fromkeys(need for rule in verdict.fired for need in rule.needs)),
        place=matter.place,
        statutory=statutory.value if statutory and same_unit else None,
        promised=promised.value if promised and same_unit else None,
        proposed=aim[0].value if aim and "benchmark_shorter" in facts else None,
        unit=(promised or statutory or Limit(0, "", "")).unit if same_unit else "",
    )


def _in_one_unit(statutory: Limit | None, promised: Limit | None) -> tuple[Limit | None, Limit | None]:
    """The limits, where one is 即办: on the spot is 0 in the other's unit, whatever it is."""
    if statutory and promised:
        statutory = replace(statutory, unit=promised.unit) if _at_once(statutory) else statutory
        promised = replace(promised, unit=statutory.unit) if _at_once(promised) else promised
    return statutory, promised


def _at_once(limit: Limit) -> bool:
    return limit.value == 0 and not limit.unit


def _facts(statutory: Limit | None, promised: Limit | None, aim: tuple[Limit, str] | None) -> Iterator[Fact]:
    if statutory and promised:
        yield _compared(statutory, promised)
    elif statutory:
        yield Fact("promise_missing", _shown(statutory))
    elif promised:
        yield Fact("statute_missing", _shown(promised))
    if aim and promised and aim[0].unit == promised.unit and aim[0].value < promised.value:
        yield Fact("benchmark_shorter", _shown(aim[0]), aim[1])


def _compared(statutory: Limit, promised: Limit) -> Fact:
    both = f"法定{_shown(statutory)}，承诺{_shown(promised)}"
    if statutory.unit != promised.unit:
        return Fact("units_differ", both)
    if promised.value > statutory.value:
        return Fact("longer", both)
    if promised.value == statutory.value:
        return Fact("equal", both)
    saved = (statutory.value - promised.value) / statutory.value
    return Fact("shorter", f"{both}，压缩{saved:.2%}")


def _shown(limit: Limit | None) -> str:
    if limit is None:
        return ""
    return f"{limit.value:g}{limit.unit}" if limit.value else _AT_ONCE


def _benchmark(matter: Matter, book: Rulebook) -> tuple[Limit, str] | None:
    """The county's benchmark for a matter, by code or by name, with its source."""
    for row in book.tables["benchmarks"]:
        same_code = matter.code and fold(row.get("基本编码", "")) == fold(matter.code)
        if same_code or fold(row.get("事项名称", "")) == fold(matter.name):
            try:
                return Limit(float(row["承诺时限"]), row["单位"], row["承诺时限"] + row["单位"]), row.get(
                    "来源", "对标表"
                )
            except (KeyError, ValueError):
                return None
    return None
