"""Figures of a running office (运行数字): files by state, queue, doubts, runs, editions. Counts, at one moment.

Shown by `quanze status` and by /metrics of the review page.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from quanze.row import Row, list_of
from quanze.store import decisions, facts, journal
from quanze.store.tables import DecisionRow, DoubtRow, EditionRow, FileRow, LoginRow

WAIT = frozenset({"open", "stale", "doubted"})
"""States of a row that a person still has to settle."""


@dataclass(frozen=True, slots=True)
class Figures:
    """`files` by department and state; `rows`: department → state → proposed rows, those of `WAIT` wait for a person.

    `runs`: flow → (outcome, ended at, seconds); `edition_age` in days, None where none was loaded.
    """

    files: dict[tuple[str, str], int]
    waiting: int
    doubts: int
    rows: Mapping[str, Mapping[str, int]]
    decisions: int
    runs: dict[str, tuple[str, str, float]]
    editions: int
    entries: int
    edition: str
    edition_age: float | None
    logins_refused: int

    @property
    def queue(self) -> int:
        """Rows that wait for a person, of all departments."""
        return sum(count for states in self.rows.values() for state, count in states.items() if state in WAIT)


def figures(session: Session, now: datetime, rows: Mapping[str, Mapping[str, int]] | None = None) -> Figures:
    """Count what is there; `rows` where the caller knows already how many stand in each state."""
    states = select(FileRow.department, FileRow.state, func.count()).group_by(FileRow.department, FileRow.state)
    in_use = FileRow.state.in_(("read", "matched", "proposed", "done")) & FileRow.replaced_by.is_(None)
    current = session.scalars(select(EditionRow).order_by(EditionRow.number.desc()).limit(1)).first()
    loaded = datetime.fromisoformat(current.loaded_at) if current else None
    refused = select(func.sum(case((LoginRow.outcome != "in", 1), else_=0)))
    return Figures(
        files={(department, state): count for department, state, count in session.execute(states)},
        waiting=session.scalar(select(func.count()).where(FileRow.waiting)) or 0,
        doubts=session.scalar(select(func.count(DoubtRow.id)).join(FileRow).where(in_use)) or 0,
        rows=_by_state(session) if rows is None else rows,
        decisions=session.scalar(select(func.count()).select_from(DecisionRow)) or 0,
        runs={name: (run.outcome, run.ended_at, run.seconds) for name, run in journal.last_runs(session).items()},
        editions=session.scalar(select(func.count()).select_from(EditionRow)) or 0,
        entries=len(found.entries) if (found := facts.edition(session)) else 0,
        edition=current.digest if current else "",
        edition_age=(now - loaded).total_seconds() / 86400 if loaded else None,
        logins_refused=session.scalar(refused) or 0,
    )


def states(session: Session, settled: Sequence[Row], stale: Collection[str]) -> dict[str, str]:
    """How each row stands with people, by key: open, stale, doubted, confirmed, or rejected (不采纳、退回).

    `settled` and `stale` are what `decisions.settled` gives.
    """
    found = {row.key: "confirmed" if row.confirmed else "open" for row in settled} | dict.fromkeys(stale, "stale")
    events = decisions.history(session, [key for key, state in found.items() if state == "open"])
    for key, held in events.items():
        if last := decisions.live(held)[-1:]:
            found[key] = decisions.state(last[0].verdict)
    return found


def _by_state(session: Session) -> dict[str, Counter[str]]:
    settled, stale = decisions.settled(session, facts.rows(session))
    standing, found = states(session, settled, stale), dict[str, Counter[str]]()
    for row in settled:
        found.setdefault(list_of(row), Counter())[standing[row.key]] += 1
    return found


def prometheus(found: Figures, now: datetime) -> str:
    """The figures in Prometheus' text format 0.0.4."""
    return "".join(f"{line}\n" for line in _lines(found, now))


def _lines(found: Figures, now: datetime) -> Iterator[str]:
    yield from _metric("quanze_files", "gauge", "Drops by department and state.")
    for (department, state), count in sorted(found.files.items()):
        yield _sample("quanze_files", count, department=department, state=state)
    yield from _single("quanze_files_waiting", "gauge", "Drops whose originals are still in the inbox.", found.waiting)
    yield from _single("quanze_doubts", "gauge", "Doubts of files in use.", found.doubts)
    yield from _metric("quanze_rows", "gauge", "Proposed rows by department and state of review.")
    for department, states in sorted(found.rows.items()):
        for state, count in states.items():
            yield _sample("quanze_rows", count, department=department, state=state)
    yield from _single("quanze_queue", "gauge", "Proposed rows that wait for a person.", found.queue)
    yield from _single("quanze_decisions_total", "counter", "Events in the chain of decisions.", found.decisions)
    yield from _single("quanze_logins_refused_total", "counter", "Logins that failed.", found.logins_refused)
    yield from _metric("quanze_run_seconds", "gauge", "How long the last run of a flow took.")
    for name, (outcome, _, seconds) in found.runs.items():
        yield _sample("quanze_run_seconds", seconds, flow=name, outcome=outcome)
    yield from _metric("quanze_run_age_seconds", "gauge", "How long ago the last run of a flow ended.")
    for name, (_, ended, _) in found.runs.items():
        yield _sample("quanze_run_age_seconds", (now - datetime.fromisoformat(ended)).total_seconds(), flow=name)
    yield from _single("quanze_editions_total", "counter", "Editions of the reference lists.", found.editions)
    yield from _single("quanze_edition_entries", "gauge", "Entries of the current edition.", found.entries)
    if found.edition_age is not None:
        yield from _single("quanze_edition_age_days", "gauge", "Age of the current edition.", found.edition_age)


def _single(name: str, kind: str, text: str, value: float) -> Iterator[str]:
    yield from _metric(name, kind, text)
    yield _sample(name, value)


def _metric(name: str, kind: str, text: str) -> Iterator[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} {kind}"


def _sample(name: str, value: float, **labels: str) -> str:
    said = ",".join(f'{label}="{_escaped(words)}"' for label, words in labels.items())
    return f"{name}{{{said}}} {value:g}" if said else f"{name} {value:g}"


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
