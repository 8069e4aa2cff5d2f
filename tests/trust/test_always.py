"""What holds over any order of drops, corrections, refreshes, decisions and undos: a real database and real files.

`TRUST_EXAMPLES=200 python -m pytest tests/trust/test_always.py` runs it longer.
"""

import os
import re
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from flows import publishing, stages
from flows.refresh import catalogues
from flows.stages import Office
from flows.upkeep import verifying
from quanze.judgement import Decision
from quanze.row import MaterialRow, Row
from quanze.store import codec, decisions, facts, ledger, review
from tests.flows.office import office_at, run
from tests.trust import steps

VERDICTS = ("confirm", "outside", "doubt", "return")


@dataclass(frozen=True, slots=True)
class Event:
    """What the model remembers of an event: nothing of it may ever change."""

    number: int
    subject: str
    verdict: str
    digest: str
    entry: str
    undoes: int | None


class Trust(RuleBasedStateMachine):
    """An office under any sequence of work, beside a plain model of its events."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="quanze-trust-"))
        self.office: Office = office_at(self.home)
        self.events: list[Event] = []
        self.keys: dict[tuple[str, str], set[str]] = {}

    def teardown(self) -> None:
        try:
            assert verifying.wrong(self.office) == []
        finally:
            self.office.store.close()
            shutil.rmtree(self.home)

    @rule(department=st.sampled_from(steps.DEPARTMENTS), name=st.sampled_from(steps.FILES), drawn=steps.lines)
    def drop(self, department: str, name: str, drawn: list[tuple[str, str, list[str], str]]) -> None:
        folder = self.home / "inbox" / department
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(steps.list_csv(drawn, department))
        run(self.office)
        stages.advise(self.office)
        assert not (folder / name).exists()

    @rule(drawn=steps.catalogues)
    def refresh(self, drawn: list[tuple[str, str, str, str, str]]) -> None:
        path = self.home / "目录.csv"
        path.write_bytes(steps.catalogue_csv(drawn))
        catalogues.refresh(self.office, [path], name="", accept=True)

    @rule(place=st.integers(0, 400), verdict=st.sampled_from(VERDICTS), changed=st.booleans())
    def decide(self, place: int, verdict: str, changed: bool) -> None:
        rows = self.rows()
        if not rows:
            return
        row = rows[place % len(rows)]
        with self.office.store.writing() as session:
            current = facts.edition(session)
            assert current is not None
            entry = next(
                (one for one in current.entries if isinstance(row, MaterialRow) and one.key == row.entry), None
            )
            rests_on = decisions.entry_digest(entry) if entry else ""
            after = codec.load_row(row.row, codec.dump_row(row).replace('"note":"', '"note":"改')) if changed else None
            digest = codec.row_digest(row)
            said = Decision(row.key, verdict, "审核一", f"2026-03-18T09:{len(self.events):02d}", digest, current.digest)
            number = decisions.decide(session, said, row, after, entry=rests_on)
        self.events.append(Event(number, row.key, verdict, digest, rests_on, None))

    @rule(place=st.integers(0, 400))
    def undo(self, place: int) -> None:
        if not self.events:
            return
        back = self.events[place % len(self.events)]
        with self.office.store.writing() as session:
            said = Decision(back.subject, decisions.UNDO, "审核二", "2026-03-19T09:00", back.digest)
            number = decisions.decide(session, said, undoes=back.number)
        self.events.append(Event(number, back.subject, decisions.UNDO, back.digest, "", back.number))

    @rule()
    def publish(self) -> None:
        to = Path(tempfile.mkdtemp(dir=self.home))
        made = publishing.lists(self.office, to, "", draft=False)
        told = {key for path in made if path.suffix == ".xlsx" for key in _keys(path)}
        confirmed = {row.key for row in self.settled() if row.confirmed}
        assert told <= confirmed
        assert bool(made) == bool([row for row in self.settled() if row.confirmed and row.department])

    @invariant()
    def no_event_is_lost_or_changed(self) -> None:
        with self.office.store.reading() as session:
            kept = review.log(session)
            assert decisions.broken(session) == []
        assert [Event(e.id, e.subject, e.verdict, e.digest, e.entry, e.undoes) for e in kept] == self.events

    @invariant()
    def a_row_is_confirmed_where_its_last_standing_decision_says_so_and_nothing_changed_since(self) -> None:
        with self.office.store.reading() as session:
            current = facts.edition(session)
        today = {decisions.entry_digest(entry) for entry in current.entries} if current else set()
        for row, proposed in zip(self.settled(), self.rows(), strict=True):
            standing = [event for event in self.events if event.subject == row.key and self._stands(event)]
            last = standing[-1] if standing else None
            holds = (
                last is not None
                and last.verdict in decisions.CONFIRMING
                and last.digest == codec.row_digest(proposed)
                and (not last.entry or last.entry in today)
            )
            assert row.confirmed == holds

    @invariant()
    def every_row_of_every_file_is_accounted_for(self) -> None:
        with self.office.store.reading() as session:
            for file in ledger.files(session):
                assert file.rows == file.matters + file.doubts + file.others
                assert (file.state == "done") == (file.rows > 0) or file.state in ("quarantined", "duplicate")

    @invariant()
    def the_same_matter_keeps_its_key(self) -> None:
        with self.office.store.reading() as session:
            for department in steps.DEPARTMENTS:
                for matter in facts.matters(session, department):
                    self.keys.setdefault((department, f"{matter.kind} {matter.title}"), set()).add(matter.key)
        assert {name: keys for name, keys in self.keys.items() if len(keys) > 1} == {}

    def _stands(self, event: Event) -> bool:
        """Whether an event holds: it is no undo, and no undo that itself holds takes it back."""
        return event.verdict != decisions.UNDO and not self._taken_back(event)

    def _taken_back(self, event: Event) -> bool:
        return any(other.undoes == event.number and not self._taken_back(other) for other in self.events)

    def rows(self) -> list[Row]:
        with self.office.store.reading() as session:
            return facts.rows(session)

    def settled(self) -> list[Row]:
        with self.office.store.reading() as session:
            return list(decisions.settled(session, facts.rows(session))[0])


def _keys(path: Path) -> set[str]:
    """Everything in a workbook that looks like a row's key."""
    with zipfile.ZipFile(path) as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    return set(re.findall(r">([0-9a-f]{16})<", text))


def test_trust() -> None:
    many = int(os.environ.get("TRUST_EXAMPLES", "3"))
    Trust.TestCase.settings = settings(
        max_examples=many,
        stateful_step_count=12,
        derandomize=many == 3,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    Trust.TestCase().runTest()
