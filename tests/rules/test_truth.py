"""The delegation rules against the truth table, and against the law's stops, which no row may cross."""

from functools import cache
from pathlib import Path

from quanze.matter import Matter
from rules import rulebook
from rules.delegation import delegation_row, delegation_verdict
from rules.facts import Case, case_of, kind_of
from rules.organs import mentions
from tests.golden import kept
from tests.rules.truth import Labelled, quoted, table

POWER_GOES = {"直接下放", "委托实施"}
KEPT = Path(__file__).resolve().parent / "verdicts.csv"
"""What the rules say of every matter of both tables as it was last looked at; `make golden` writes it anew."""


@cache
def seen(matter: Matter) -> Case:
    """A matter as the shipped rules see it, looked at once for all tests."""
    return case_of(matter, rulebook())


def outcome(labelled: Labelled) -> tuple[str, set[str]]:
    """The way given, and the rule that gave it or the rules that stopped everything."""
    verdict = delegation_verdict(seen(labelled.matter), rulebook())
    rules = {verdict.giver.id} if verdict.giver else {rule.id for rule in verdict.fired if rule.stop}
    return verdict.way, rules


def test_the_table_is_large_enough_and_has_every_kind_of_answer(shared: Path) -> None:
    rows = table(shared)
    assert len(rows) >= 150
    assert {row.way for row in rows} == {"", "取消", "审批改备案", "直接下放", "委托实施", "代收代办", "代收转办"}


def test_the_rules_give_the_way_and_the_rule_that_was_read(shared: Path) -> None:
    rows = table(shared)
    wrong = [
        (row.matter.name, row.way, row.rule, outcome(row))
        for row in rows
        if outcome(row)[0] != row.way or row.rule not in outcome(row)[1]
    ]
    assert 1 - len(wrong) / len(rows) >= 0.97, wrong


def test_no_row_is_delegated_against_the_law(shared: Path) -> None:
    for row in table(shared):
        kind, way = kind_of(row.matter, rulebook()), outcome(row)[0]
        if kind == "行政强制":
            assert way not in POWER_GOES, f"《行政强制法》第十七条：{row.matter.name}"
        if kind == "行政处罚":
            assert way != "直接下放", f"《行政处罚法》第二十四条：{row.matter.name}"
        if kind == "行政许可" and way == "委托实施":
            assert "委托" in row.matter.basis, f"《行政许可法》第二十四条：{row.matter.name}"
        if not row.matter.basis:
            assert way == "", row.matter.name


def test_a_row_that_keeps_the_power_says_why(shared: Path) -> None:
    for row in table(shared):
        made = delegation_row(seen(row.matter), rulebook())
        if made.way in {"代收代办", "代收转办", ""}:
            assert made.obstacle and made.reasons, row.matter.name


def test_every_quote_is_in_the_source(shared: Path) -> None:
    for row in table(shared):
        made = delegation_row(seen(row.matter), rulebook())
        fields = (row.matter.basis, row.matter.name, row.matter.kind, row.matter.level, row.matter.department)
        for found in made.reasons:
            parts = found.quote.split("、") if found.rule.startswith("D10") else [found.quote]
            assert all(any(part in field for field in fields) for part in parts), (row.matter.name, found)


def test_where_two_readings_differ_the_table_says_why(shared: Path) -> None:
    for row in table(shared):
        assert bool(row.second_why) == (row.second_way != row.way), row.matter.name


def test_every_rule_fires_where_it_fired_when_the_table_was_last_looked_at(shared: Path) -> None:
    said = [
        ["matter", "way", "rules", "words", "obstacle", "organs", "facts"],
        *(verdict_of(row.matter) for row in table(shared)),
        *(verdict_of(matter) for matter, *_ in quoted(shared)),
    ]
    assert said == kept(KEPT, said)


def verdict_of(matter: Matter) -> list[str]:
    """The way, every rule that fired, the words that each quotes, why the power stays; what was seen, and where."""
    case = seen(matter)
    fired = delegation_verdict(case, rulebook()).fired
    made = delegation_row(case, rulebook())
    words = [f"{found.rule} {found.quote}" for found in made.reasons]
    organs = [f"{each.level} {each.act} {each.quote}" for each in mentions(case.texts, rulebook().lexicon)]
    facts = [f"{name} {fact.quote} {fact.where}" for name, fact in case.facts.items()]
    rules = " ".join(rule.id for rule in fired)
    return [
        matter.name,
        made.way,
        rules,
        *("\n".join(each) for each in (words, [made.obstacle], organs, facts)),
    ]
