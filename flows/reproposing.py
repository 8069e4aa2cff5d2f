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
from quanze.text import material_key


@dataclass(frozen=True, slots=True)
class Affected:
    """Queries that a new edition answers otherwise: for the rules, or only by another score."""

    ruled: frozenset[str]
    scored: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Part:
    """What is needed of a department: its affected matters, those that count for them, their judgements and rows."""

    matters: Mapping[str, Matter]
    ruled: frozenset[str]
    around: Sequence[Matter]
    known: Mapping[str, Judgement]
    rows: Sequence[Row]


def repropose(office: Office, current: Edition, department: str, affected: Affected) -> int:
    """Propose the rows of a department's affected matters again; gives how many changed."""
    with office.store.hold(stages.rows_of(department)):
        with office.store.reading() as session:
            part = _part(session, office, current, department, affected)
        if part is not None:
            rows = [*_ruled(office, current, part), *_scored(part)]
            with office.store.writing() as session:
                return facts.replace_rows(session, department, current.digest, rows)
    return stages.propose_department(office, department)


def _part(session: Session, office: Office, current: Edition, department: str, affected: Affected) -> _Part | None:
    """What is needed of the department, None where what is kept of its joined matters no longer holds."""
    own = joined.of(session, department)
    every = affected.ruled | affected.scored
    chosen = [one for one in own if not every.isdisjoint(one.queries)]
    bodies = joined.bodies(session, {part for one in chosen for part in one.parts})
    if not own or any(part not in bodies for one in chosen for part in one.parts):
        return None
    matters = {one.key: merged([bodies[part] for part in one.parts]) for one in chosen}
    if any(key != matter.key for key, matter in matters.items()):
        return None
    ruled = frozenset(one.key for one in chosen if not affected.ruled.isdisjoint(one.queries))
    around = _around(session, office, department, [matters[key] for key in ruled])
    scored = [key for key in matters if key not in ruled]
    ids = {query for one in chosen for query in one.queries}
    return _Part(
        matters,
        ruled,
        around,
        facts.judgements(session, current.digest, ids),
        facts.rows_of(session, department, scored),
    )


def _around(session: Session, office: Office, department: str, matters: Sequence[Matter]) -> Sequence[Matter]:
    """The matters in their order; with those of the whole department where some share a 一件事 with others."""
    if not any(pipeline.declared(matter, office.settings.rules) for matter in matters):
        return matters
    groups = joined.of(session, department)
    bodies = joined.bodies(session, {part for one in groups for part in one.parts})
    return [merged([bodies[part] for part in one.parts if part in bodies]) for one in groups if one.parts[0] in bodies]


def _ruled(office: Office, current: Edition, part: _Part) -> Sequence[Row]:
    chosen = [matter for matter in part.around if matter.key in part.ruled]
    whole = {matter.key: matter for matter in pipeline.completed(chosen, office.settings.laws)}
    asked = pipeline.queries(list(whole.values()))
    judged = {name: part.known[query.id] for name, query in asked.items() if query.id in part.known}
    around = [whole.get(matter.key, matter) for matter in part.around]
    return pipeline.propose(around, judged, current.entries, office.settings.rules, only=part.ruled)


def _scored(part: _Part) -> list[Row]:
    """The rows of matters of which only scores differ, with the new scores."""
    rows: list[Row] = []
    asked = pipeline.queries([part.matters[key] for key in part.matters if key not in part.ruled])
    for row in part.rows:
        query = asked.get(material_key(row.matter_key, row.material)) if isinstance(row, MaterialRow) else None
        found = part.known.get(query.id) if query else None
        rows.append(replace(row, score=found.score) if isinstance(row, MaterialRow) and found else row)
    return rows
