"""A new edition of the reference lists, matched only where it makes a difference (只重配受影响的).

A material's judgement follows from its candidates. Where these are the same in both editions, and the same names weigh
the words, the judgement is the same to the last digit: it is inherited. All others are judged anew, and only rows of
their matters are proposed again, so only decisions on rows that changed reopen. The edition is kept together with its
judgements or not at all; a run that was broken off before all rows were done is finished by the next.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from flows import pipeline, stages
from flows.refresh.reproposing import Affected, repropose
from flows.stages import Office
from quanze.judgement import Judgement
from quanze.proof import Edition, ProofEntry
from quanze.store import editions, facts, ledger
from quanze.store.editions import Standing

DRIFT = 0.1
"""Share of entries that may differ from those that weigh the words; beyond it all is weighed and judged anew."""


@dataclass(frozen=True, slots=True)
class Rematched:
    """What a change of edition did: how many materials were judged again of how many, and rows changed by department.

    `whole` says that everything was judged again.
    """

    judged: int
    asked: int
    rows: dict[str, int]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be kept with the new edition: its standing, its judgements, and where rows may change."""

    standing: Standing
    judged: Sequence[Judgement]
    asked: int
    again: int
    affected: Affected = Affected(frozenset(), frozenset())
    departments: Collection[str] = ()
    whole: bool = False


def change(office: Office, old: Edition, new: Edition, *, whole: bool = False) -> Rematched:
    """Make `new` the current edition and judge what it changes; everything where `whole`, the matcher or much changed.

    With the edition that is current already, everything is judged again.
    """
    while True:
        plan = _planned(office, old, new, whole=whole)
        with office.store.writing() as session:
            if facts.count_queries(session) == plan.asked:  # else an intake has asked more meanwhile
                editions.save(session, new, office.now(), plan.standing, again=True)
                facts.save_judgements(session, new.digest, plan.judged)
                break
    rows = _rows(office, new, plan)
    return Rematched(plan.again, plan.asked, rows, plan.whole)


def _planned(office: Office, old: Edition, new: Edition, *, whole: bool) -> _Plan:
    with office.store.reading() as session:
        standing = editions.standing(session) or Standing(old.digest)
        weighed = facts.edition(session, standing.weighed or old.digest) or old
        before = facts.edition(session, new.digest) is not None
    matcher = pipeline.matcher(office.settings)
    changed = matcher != standing.matcher or drift(weighed.entries, new.entries) > DRIFT
    if not (whole or changed or old.digest == new.digest):
        plan = _affected(office, old, new, Standing(new.digest, old.digest, weighed.digest, matcher, False))
        return _with_all(office, old, plan) if before else plan
    with office.store.reading() as session:
        asked = facts.queries(session)
    judged = pipeline.judge(asked, new.entries, office.settings.model)
    return _Plan(Standing(new.digest, matcher=matcher, applied=False), judged, len(asked), len(judged), whole=True)


def finish(office: Office) -> dict[str, int]:
    """Propose all rows under the current edition where an earlier run was broken off before that was done."""
    with office.store.reading() as session:
        standing = editions.standing(session)
        current = facts.edition(session)
    if standing is None or current is None or standing.applied:
        return {}
    return _rows(office, current, None)


def outdated(office: Office) -> bool:
    """Whether what judges or proposes has changed since the current edition was matched (see `pipeline.matcher`)."""
    with office.store.reading() as session:
        standing = editions.standing(session)
    return standing is not None and standing.matcher != pipeline.matcher(office.settings)


def drift(weighed: Sequence[ProofEntry], entries: Sequence[ProofEntry]) -> float:
    """The share of entries by which two lists differ."""
    one, other = set(weighed), set(entries)
    return len(one ^ other) / max(1, len(one | other))


def _affected(office: Office, old: Edition, new: Edition, standing: Standing) -> _Plan:
    """Judge the texts with other candidates anew, and see which of their judgements differ."""
    with office.store.reading() as session:
        weighed = facts.edition(session, standing.weighed) or old
        asked = facts.count_queries(session)
        hit = pipeline.touched(facts.texts(session), old.entries, new.entries, weighed.entries)
        near = facts.queries(session, hit)
        known = facts.judgements(session, old.digest, [query.id for query in near])
    found = pipeline.judge(near, new.entries, office.settings.model, weighed=weighed.entries)
    stay = {entry.key for entry in set(old.entries) & set(new.entries)}
    bound = {entry.key for entry in (*old.entries, *new.entries) if entry.list == "issuer_bound"}
    judged = [one for one in found if one != known.get(one.id)]
    ruled, scored, departments = set(), set(), set()
    for query, after in zip(near, found, strict=True):
        before = known.get(query.id)
        if before is None or _shown(before, bound) != _shown(after, bound) or not stay >= _looked_at(after, bound):
            ruled.add(query.id)
        elif before.score != after.score:
            scored.add(query.id)
        else:
            continue
        departments.add(query.department)
    return _Plan(standing, judged, asked, len(judged), Affected(frozenset(ruled), frozenset(scored)), departments)


def _shown(judgement: Judgement, bound: Collection[str]) -> object:
    """What the rules look at besides the score: the answer, and suggestions that bind an issuer."""
    hints = [(one.entry, one.score) for one in judgement.suggestions if one.entry in bound]
    return judgement.outcome, judgement.band, judgement.best, hints


def _looked_at(judgement: Judgement, bound: Collection[str]) -> set[str]:
    """The entries whose words the rules look at."""
    return {one.entry for one in judgement.suggestions if one.entry in bound or one.entry == judgement.best}


def _with_all(office: Office, old: Edition, plan: _Plan) -> _Plan:
    """The plan for an edition that comes back: it keeps every judgement itself, for lines of editions never cross."""
    anew = {one.id for one in plan.judged}
    with office.store.reading() as session:
        ids = [query.id for query in facts.queries(session) if query.id not in anew]
        rest = facts.judgements(session, old.digest, ids)
    return replace(plan, standing=replace(plan.standing, base=""), judged=(*plan.judged, *rest.values()))


def _rows(office: Office, current: Edition, plan: _Plan | None) -> dict[str, int]:
    """Propose rows of affected matters, of all where there is no plan or all is new; gives changes by department."""
    if plan is None or plan.whole:
        with office.store.reading() as session:
            departments = sorted({file.department for file in ledger.files(session)})
        for department in departments:
            stages.match_department(office, department)
        found = {department: stages.propose_department(office, department) for department in departments}
    else:
        departments = sorted(plan.departments)
        found = {name: repropose(office, current, name, plan.affected) for name in departments}
    with office.store.writing() as session:
        editions.applied(session, current.digest)
    return found
