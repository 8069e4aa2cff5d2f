"""Rules applied to facts: which fire, what they stop, which way is left. Pure; knows no field of a row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quanze.row import Reason
from rules.book import Rule
from rules.facts import Fact

_NAMED = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Trial:
    """One rule as it was tried: whether it fired, and if not, which fact was missing or in the way."""

    rule: Rule
    fired: bool
    because: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say: the way ("" = none), the rule that gave it, every trial, and what stopped the other ways."""

    way: str
    giver: Rule | None
    trials: tuple[Trial, ...]
    stopped: Mapping[str, tuple[Rule, ...]]

    @property
    def fired(self) -> tuple[Rule, ...]:
        """The rules that fired, in the order tried."""
        return tuple(trial.rule for trial in self.trials if trial.fired)


def judge(rules: Sequence[Rule], facts: Mapping[str, Fact], kind: str, order: Sequence[str]) -> Verdict:
    """Try every rule in order of priority; then take the first way of `order` that is given and not stopped."""
    trials = tuple(_try(rule, facts, kind) for rule in rules)
    fired = [trial.rule for trial in trials if trial.fired]
    stopped = {way: tuple(rule for rule in fired if way in rule.stop) for way in order}
    for way in order:
        givers = [rule for rule in fired if rule.give == way]
        if givers and not stopped[way]:
            return Verdict(way, givers[0], _spoken(trials, way), stopped)
    return Verdict("", None, _spoken(trials, ""), stopped)


def _spoken(trials: Sequence[Trial], way: str) -> tuple[Trial, ...]:
    """The trials once the way is known: a rule for other ways has nothing to say."""
    return tuple(
        Trial(trial.rule, False, f"方式不是{'、'.join(trial.rule.only_ways)}")
        if trial.fired and trial.rule.only_ways and way not in trial.rule.only_ways
        else trial
        for trial in trials
    )


def _try(rule: Rule, facts: Mapping[str, Fact], kind: str) -> Trial:
    if rule.kinds and kind not in rule.kinds or kind in rule.not_kinds:
        return Trial(rule, False, f"不管「{kind or '类型空'}」")
    missing = [name for name in rule.when if name not in facts]
    if missing:
        return Trial(rule, False, f"没有 {missing[0]}")
    against = [name for name in rule.unless if name in facts]
    if against:
        return Trial(rule, False, f"已有 {against[0]}")
    return Trial(rule, True)


def reason(rule: Rule, facts: Mapping[str, Fact]) -> Reason:
    """The reason a fired rule leaves in a row: its conclusion, its clause, and the exact words that fired it.

    A rule for certain types quotes the type where no other words fired it. {quote} and {where} in its text stand for
    these words and their place, any other fact's name in braces for that fact's words.
    """
    names = (*rule.when, *(("kind",) if rule.kinds else ()))
    shown = [facts[name] for name in names if name in facts and facts[name].quote]
    quote = shown[0].quote if shown else ""
    where = shown[0].where if shown else ""
    said = {"quote": quote, "where": where, "kind": ""} | {
        name: fact.quote for name, fact in facts.items() if name not in {"quote", "where"}
    }
    note, clause = (_told(text, said) for text in (rule.note, rule.clause))
    return Reason(rule=rule.id, clause=clause, quote=quote, note=note)


def _told(text: str, said: Mapping[str, str]) -> str:
    """A rule's text with the words of facts put in where it names them: {quote}, {where}, {bound_issuer}."""
    return _NAMED.sub(lambda found: said.get(found.group(1), found.group()), text)
