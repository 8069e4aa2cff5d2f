"""A filled office for the tests of trust: a list and a guide taken in, rows proposed, some of them confirmed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows import stages
from flows.stages import Office
from quanze.judgement import Decision
from quanze.store import codec, decisions, facts
from tests.flows.office import SAMPLES, drop, office_at, run

DEPARTMENT = "林业和草原局"
LISTS = (next((SAMPLES / DEPARTMENT).glob("*.csv")), next((SAMPLES / DEPARTMENT).glob("*.xlsx")))


@contextmanager
def filled(home: Path, confirmed: int = 3) -> Iterator[Office]:
    """An office with two files of one department, its first rows confirmed."""
    office = office_at(home)
    try:
        for path in LISTS:
            drop(home, path, DEPARTMENT)
        run(office)
        stages.advise(office)
        confirm(office, confirmed)
        yield office
    finally:
        office.store.close()


def confirm(office: Office, count: int) -> None:
    """Confirm the first rows."""
    with office.store.reading() as session:
        rows = facts.rows(session)[:count]
    with office.store.writing() as session:
        for row in rows:
            seen = Decision(row.key, decisions.CONFIRM, "审核一", "2026-03-18T09:00:00", codec.row_digest(row))
            decisions.decide(session, seen, row)
