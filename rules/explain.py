"""How each row came to be (`quanze explain`): facts, rules in the order tried, what fired, what was stopped by what.

Says only what `propose` did; decides nothing of its own.
"""

from collections.abc import Iterator, Mapping

from quanze.judgement import Judgement
from quanze.matter import Matter
from quanze.proof import ProofEntry
from quanze.row import Row
from rules.book import Rulebook, rulebook
from rules.delegation import delegation_verdict
from rules.engine import Verdict
from rules.facts import Case, Fact, case_of
from rules.limits import time_row
from rules.lists import internal_row
from rules.materials import material_rows
from rules.steps import step_row


def explain(
    matter: Matter,
    judgements: Mapping[str, Judgement] | None = None,
    entries: Mapping[str, ProofEntry] | None = None,
    *,
    book: Rulebook | None = None,
) -> tuple[str, ...]:
    """Explain one matter's rows, one line each, in Chinese."""
    rules = book or rulebook()
    case = case_of(matter, rules)
    verdict = delegation_verdict(case, rules)
    lines = [f"事项：{matter.title}（{matter.department or '未写部门'}，{case.kind or '类型空'}）"]
    lines += ["看到的事实：", *(f"  {_fact(fact, rules)}" for fact in case.facts.values())]
    lines += ["下放，按顺序试的规则：", *_trials(verdict), *_ways(verdict)]
    found: list[Row] = [*material_rows(case, judgements or {}, entries or {}, {}, rules)]
    found += (row for row in _single(case, rules) if row)
    for row in found:
        lines += _row_lines(row)
    return tuple(lines)


def _single(case: Case, book: Rulebook) -> Iterator[Row | None]:
    yield step_row(case, book)
    yield time_row(case.matter, book)
    yield internal_row(case.matter, book)


def _fact(fact: Fact, book: Rulebook) -> str:
    title = next(
        (cue.title for cue in book.cue_facts if cue.id == fact.id), book.raw["facts"]["titles"].get(fact.id, "")
    )
    quote = f"：「{fact.quote}」" if fact.quote else ""
    where = f"（{fact.where}）" if fact.where else ""
    return f"{title or fact.id}{quote}{where}"


def _trials(verdict: Verdict) -> Iterator[str]:
    for trial in verdict.trials:
        rule = trial.rule
        mark = "生效" if trial.fired else f"未生效，{trial.because}"
        does = "；".join(
            part
            for part in (
                f"给出{rule.give}" if rule.give else "",
                f"叫停{'、'.join(rule.stop)}" if rule.stop and trial.fired else "",
                f"标记{'、'.join(rule.flags)}" if rule.flags and trial.fired else "",
            )
            if part
        )
        yield f"  {rule.id} {rule.title}：{mark}{'，' + does if trial.fired and does else ''}"


def _ways(verdict: Verdict) -> Iterator[str]:
    for way, rules in verdict.stopped.items():
        if rules:
            yield f"  {way} 被叫停：{'、'.join(f'{rule.id}（{rule.clause}）' for rule in rules)}"
    giver = f"，由 {verdict.giver.id} 给出" if verdict.giver else ""
    yield f"  结论：{verdict.way or '不提建议'}{giver}"


def _row_lines(row: Row) -> Iterator[str]:
    names = {"material": "减材料", "step": "减环节", "time": "减时限", "internal": "内部事项"}
    yield f"{names.get(row.row, row.row)}：{row.before.replace(chr(10), '、')} → {row.way or '不提方式'}"
    for found in row.reasons:
        yield f"  {found.rule}（{found.clause}）{found.note}"
