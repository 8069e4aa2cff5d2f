"""Rows of the matters that a new edition affects, proposed again in their places (局部重新预填).

Where the rules see other facts they are applied again; where only a score differs, the score is put into the row. The
result is that of proposing the whole department again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from extractors.matters import merged
from flows import pipeline, stages
from flows.stages import Office
from quanze.judgement import Judgement
from quanze.matter import Matter
from quanze.proof import Edition
from quanze.row import MaterialRow, Row
from quanze.store import facts, joined
from quanze.store.joined import Joined
from quanze.text import material_key


@dataclass(frozen=True, slots=True)
class Affected:
    """Queries that a new edition answers otherwise: for the rules, or only by another score."""

    ruled: frozenset[str]
    scored: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Part:
    """What is needed of a department: matters for the rules and those around them, judgements, rows to be rescored."""

    ruled: frozenset[str]
    around: Sequence[Matter]
    known: Mapping[str, Judgement]
    rescored: Sequence[Row]


def repropose(office: Office, current: Edition, department: str, affected: Affected) -> int:
    """Propose the rows of a department's affected matters again; gives how many changed."""
    with office.store.hold(stages.rows_of(department)):
        with office.store.reading() as session:
            part = _part(session, office, current, department, affected)
        if part is not None:
            rows = _ruled(office, current, part) if part.ruled else ()
            with office.store.writing() as session:
                changed = facts.rewrite_rows(session, current.digest, part.rescored)
                if rows:
                    changed += facts.replace_rows(session, department, current.digest, rows, now=office.now())
                return changed
    return stages.propose_department(office, department)


def _part(session: Session, office: Office, current: Edition, department: str, affected: Affected) -> _Part | None:
    """What is needed of the department, None where what is kept of its joined matters no longer holds."""
    own = joined.of(session, department)
    ruled = [one for one in own if not affected.ruled.isdisjoint(one.queries.values())]
    bodies = joined.bodies(session, {part for one in ruled for part in one.parts})
    if not own or any(part not in bodies for one in ruled for part in one.parts):
        return None
    matters = [merged([bodies[part] for part in one.parts]) for one in ruled]
    keys = frozenset(one.key for one in ruled)
    if {matter.key for matter in matters} != keys:
        return None
    scored = {
        material: query
        for one in own
        if one.key not in keys
        for material, query in one.queries.items()
        if query in affected.scored
    }
    wanted = {query for one in ruled for query in one.queries.values()} | set(scored.values())
    known = facts.judgements(session, current.digest, wanted)
    matter_keys = [one.key for one in own if not scored.keys().isdisjoint(one.queries)]
    rows = facts.rows_of(session, department, matter_keys, kind="material")
    return _Part(keys, _around(session, office, own, matters), known, _rescored(rows, scored, known))


def _around(session: Session, office: Office, own: Sequence[Joined], matters: Sequence[Matter]) -> Sequence[Matter]:
    """The matters for the rules; with those of the whole department where some share a 一件事 with others."""
    if not any(pipeline.declared(matter, office.settings.rules) for matter in matters):
        return matters
    bodies = joined.bodies(session, {part for one in own for part in one.parts})
    return [merged([bodies[part] for part in one.parts if part in bodies]) for one in own if one.parts[0] in bodies]


def _ruled(office: Office, current: Edition, part: _Part) -> Sequence[Row]:
    chosen = [matter for matter in part.around if matter.key in part.ruled]
    whole = {matter.key: matter for matter in pipeline.completed(chosen, office.settings.laws)}
    asked = pipeline.queries(list(whole.values()))
    judged = {name: part.known[query.id] for name, query in asked.items() if query.id in part.known}
    around = [whole.get(matter.key, matter) for matter in part.around]
    return pipeline.propose(around, judged, current.entries, office.settings.rules, only=part.ruled)


def _rescored(rows: Sequence[Row], asked: Mapping[str, str], known: Mapping[str, Judgement]) -> list[Row]:
    """Those of the rows whose material has another score, with that score."""
    found: list[Row] = []
    for row in rows:
        if isinstance(row, MaterialRow):
            judgement = known.get(asked.get(material_key(row.matter_key, row.material), ""))
            if judgement is not None and judgement.score != row.score:
                found.append(replace(row, score=judgement.score))
    return found
