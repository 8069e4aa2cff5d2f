"""Learning from the shipped labelled set and from reviewers' decisions together (再学习), and whether it may be used.

Lives here: what a decision teaches, lessons of several catalogues as one training, the check that a new model is not
worse. Never here: the store, files of the office, fitting.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # ships no types

from matchers.compare import Catalogue, Compared, catalogue, compare
from matchers.judging import judge
from matchers.model import Model
from matchers.normalise import parse
from matchers.quality import Figures, measure
from matchers.shipping import entries as entries_of
from matchers.shipping import examples as examples_of
from matchers.tables import Ints
from matchers.training import Example, some, split, train_compared
from quanze.judgement import Judgement, Query
from quanze.proof import ProofEntry
from quanze.row import MaterialRow
from quanze.text import digest, fold

LABELLED = Path(__file__).with_name("labelled")
FOLDS = 5
ENOUGH = 200
"""Usable decisions from which on their share of matches counts: fewer do not show what an office's lists are like."""
SEEDS = (0, 1)
SLACK = 0.04
"""By how much a figure may fall: the published set has 53 matches, so that two materials more or less are 0.04."""
LEAST_SURE = 0.5
"""The part of the sure judgements that must remain: wrong decisions empty that band before anything else falls."""
SURE_FROM = 0.97
"""Where sure begins at the lowest in a model that learned from decisions. Measured on 388 materials of other wording,
half of their targets learned and half judged, six times: from 0.95 on 532 of 538 right, from 0.97 on 483 of 483."""
SURE_RIGHT = 0.99
"""How often sure judgements must be right, over the published and the constructed wording together."""
MOST_ERROR = 0.03
"""The calibration error that a model may have at the most."""
_GUARDED = {"top1": "首位命中", "f1": "F1", "no_match_f1": "目录外 F1", "decision": "取消/保留/目录外判断"}


@dataclass(frozen=True, slots=True)
class Lesson:
    """Labelled materials and the catalogue that their labels name."""

    examples: tuple[Example, ...]
    entries: tuple[ProofEntry, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """The shipped published set cross-validated without and with the decisions; `worse` says in Chinese what fell."""

    before: Figures
    after: Figures
    worse: tuple[str, ...]


@cache
def labelled() -> Lesson:
    """The labelled set that comes with the program: published wording and constructed wording."""
    made = examples_of(LABELLED / "queries_dev.csv", constructed=True)
    real = examples_of(LABELLED / "queries_real_dev.csv")
    return Lesson((*real, *made), tuple(entries_of(LABELLED / "catalogue.csv")))


def taught(verdict: str, before: MaterialRow, after: MaterialRow | None, query: Query) -> Example | None:
    """What a decision on a material says about matching; None where it says nothing.

    采纳 says that the row's entry is right, or that there is none; 换一个 names the right entry; 目录外 and 不是证明
    say that no entry is right. 修改后采纳 is about the way, 存疑 and 不采纳 leave the match open, and a row on which
    both lists speak (目录冲突) does not say which entry was meant.
    """
    if verdict in ("outside", "not_proof"):
        gold = ""
    elif verdict == "swap" and after is not None:
        gold = after.entry
    elif verdict == "confirm" and before.outcome != "conflict":
        gold = before.entry if before.outcome != "none" else ""
    else:
        return None
    return Example(query, frozenset([gold] if gold else []), gold)


def lesson(examples: Sequence[Example], entries: Sequence[ProofEntry]) -> tuple[Lesson, int]:
    """Decisions as a lesson for the catalogue of today, and how many of them cannot be used.

    The same material in the same context counts once; where people decided differently about it, or the entry is no
    longer in the catalogue, it is left out. Few decisions teach the coefficients only; from ENOUGH on their balance is
    the office's own, and they help to set calibration and bands. An entry that the labelled set knows by list and name
    shares its group, so that it never stands on both sides of a split.
    """
    keys = {entry.key for entry in entries}
    said: dict[tuple[str, str, str], set[frozenset[str]]] = {}
    for one in examples:
        said.setdefault((one.query.text, one.query.matter, one.query.department), set()).add(one.gold)
    groups = _groups(entries)
    usable = sum(len(golds) == 1 and next(iter(golds)) <= keys for golds in said.values())
    kept = [
        Example(Query(digest(*context), *context), gold, _group(context[0], gold, groups), constructed=usable < ENOUGH)
        for context, golds in sorted(said.items())
        if len(golds) == 1
        for gold in golds
        if gold <= keys
    ]
    return Lesson(tuple(kept), tuple(entries)), len(said) - len(kept)


def _groups(entries: Sequence[ProofEntry]) -> dict[str, str]:
    known = {(entry.list, fold(entry.name)): entry.key for entry in labelled().entries}
    return {entry.key: known.get((entry.list, fold(entry.name)), entry.key) for entry in entries}


def _group(text: str, gold: frozenset[str], groups: dict[str, str]) -> str:
    """The entry's group; without an entry that of a labelled material in the same words, or for the same fact."""
    core = parse(text)[0].plain
    known = _unmatched()
    named = next((groups[key] for key in sorted(gold)), "")
    return named or known.get(fold(text)) or known.get(core) or f"none:{core}"


@cache
def _unmatched() -> dict[str, str]:
    """The groups of labelled materials without a match, by their words and by what they prove."""
    found = [one for one in labelled().examples if not one.gold]
    by_fact = {parse(one.query.text)[0].plain: one.group for one in found}
    return by_fact | {fold(one.query.text): one.group for one in found}


def new_wordings(decided: Lesson) -> list[tuple[str, str]]:
    """(what materials say, what their entry says) where people matched them and the word lists know no connection.

    The most frequent first. They are for a person to look at: a synonym counts in every matter, a decision in one.
    """
    names = {entry.key: parse(entry.name) for entry in decided.entries}
    seen: Counter[tuple[str, str]] = Counter()
    for one in decided.examples:
        mine = parse(one.query.text)[0].core
        theirs = [name.core for key in one.gold for name in names[key]]
        if mine and theirs and mine not in theirs:
            seen[mine, theirs[0]] += 1
    return [pair for pair, _ in sorted(seen.items(), key=lambda found: (-found[1], found[0]))]


def learn(decided: Lesson) -> Model:
    """Train on the labelled set and the decisions; calibration and bands are set anew on held-out groups of both.

    The result does not depend on the order of the examples or of the entries.
    """
    stack = _stacked([labelled(), decided])
    model = train_compared(stack.compared, stack.examples, stack.keys)
    marks = sorted(digest(one.query.text, one.query.matter, one.group, *sorted(one.gold)) for one in stack.examples)
    return replace(
        model,
        sure=max(model.sure, SURE_FROM) if decided.examples else model.sure,
        trained_on=digest(*marks, *stack.keys),
        examples=len(stack.examples),
        decisions=len(decided.examples),
    )


@dataclass(frozen=True, slots=True)
class _Stack:
    """Lessons as one: pairs of all catalogues, queries and entries numbered on from lesson to lesson."""

    compared: Compared
    examples: tuple[Example, ...]
    keys: tuple[str, ...]


def _stacked(lessons: Sequence[Lesson]) -> _Stack:
    parts: list[Compared] = []
    examples: list[Example] = []
    keys: list[str] = []
    for one in lessons:
        against = catalogue(one.entries)
        ordered = sorted(one.examples, key=lambda example: (example.query.text, example.query.matter, example.query.id))
        found = compare([example.query for example in ordered], against)
        parts.append(replace(found, query=found.query + len(examples), entry=found.entry + len(keys)))
        examples += ordered
        keys += [entry.key for entry in against.entries]
    return _Stack(_joined(parts), tuple(examples), tuple(keys))


def _joined(parts: Sequence[Compared]) -> Compared:
    """The pairs of all parts. Training never looks at the names behind a pair, so those of the first part stay."""
    return Compared(
        pairs=replace(
            parts[0].pairs,
            mine=np.concatenate([part.pairs.mine for part in parts]),
            entry=np.concatenate([part.pairs.entry for part in parts]),
        ),
        query=np.concatenate([part.query for part in parts]),
        entry=np.concatenate([part.entry for part in parts]),
        values=np.concatenate([part.values for part in parts]),
        vetoed=np.concatenate([part.vetoed for part in parts]),
        capped=np.concatenate([part.capped for part in parts]),
        hint=np.concatenate([part.hint for part in parts]),
        line=np.concatenate([part.line for part in parts]),
        exact=np.concatenate([part.exact for part in parts]),
    )


def check(decided: Lesson) -> Check:
    """Whether learning from these decisions leaves the judging of the shipped labelled set as good as it was."""
    with threadpool_limits(1, "blas"):
        (before, _), (after, whole) = _baseline(), _cross_validated(decided)
    return Check(before, after, fallen(before, after, whole))


def fallen(before: Figures, after: Figures, whole: Figures) -> tuple[str, ...]:
    """What of the published set's figures fell too far, in Chinese; `whole` are those of all labelled materials."""
    fell = [
        f"{name}从 {getattr(before, figure):.1%} 降到 {getattr(after, figure):.1%}"
        for figure, name in _GUARDED.items()
        if getattr(after, figure) < getattr(before, figure) - SLACK
    ]
    if after.sure_share < LEAST_SURE * before.sure_share:
        fell.append(f"“有把握”的占比从 {before.sure_share:.0%} 降到 {after.sure_share:.0%}")
    if after.wrong_cancelled > before.wrong_cancelled:
        fell.append(f"“有把握”里错判取消 {after.wrong_cancelled} 条")
    if whole.sure_precision < SURE_RIGHT:
        fell.append(f"“有把握”的准确率是 {whole.sure_precision:.1%}，不到 {SURE_RIGHT:.0%}")
    if after.calibration > max(MOST_ERROR, before.calibration):
        fell.append(f"概率误差 {after.calibration:.1%}，超过 {MOST_ERROR:.0%}")
    return tuple(fell)


@cache
def _baseline() -> tuple[Figures, Figures]:
    return _cross_validated(None)


def _cross_validated(decided: Lesson | None) -> tuple[Figures, Figures]:
    """Figures of the published and of all labelled materials.

    Each is judged by a model that saw neither it, nor its group, nor decisions on that group.
    """
    known = labelled()
    stack = _stacked([known] if decided is None else [known, decided])
    against = catalogue(known.entries)
    tested = np.arange(len(stack.examples)) < len(known.examples)
    groups = [one.group for one in stack.examples]
    judged: list[tuple[Example, Judgement]] = []
    for part in (split(groups, FOLDS, seed) for seed in SEEDS):
        for number in range(FOLDS):
            judged += _fold(stack, against, np.flatnonzero(part != number), np.flatnonzero((part == number) & tested))
    published = [(one, answer) for one, answer in judged if not one.constructed]
    return _measured(published, known), _measured(judged, known)


def _measured(judged: Sequence[tuple[Example, Judgement]], known: Lesson) -> Figures:
    lists = {entry.key: entry.list for entry in known.entries}
    return measure([answer for _, answer in judged], [one.gold for one, _ in judged], lists)


def _fold(stack: _Stack, against: Catalogue, learned: Ints, asked: Ints) -> list[tuple[Example, Judgement]]:
    """Judge some of the labelled set by a model of others."""
    model = train_compared(
        some(stack.compared, learned), [stack.examples[place] for place in learned], stack.keys, seeds=(0, 1)
    )
    examples = [stack.examples[place] for place in asked]
    queries = [one.query for one in examples]
    verdicts = judge(queries, some(stack.compared, asked), against, model, top=5, explain=False)
    return list(zip(examples, verdicts.judgements(queries, against.entries), strict=True))
