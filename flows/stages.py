"""The stages of intake, each safe to repeat: take, read, match, propose, put away. Prefect only calls them.

A drop's original stays in the inbox until its copy and its receipt are safe, so a crash at any point loses nothing;
every stage replaces what an earlier try left, so a repeat doubles nothing.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import reference
from extractors.matters import grouped, join, merged
from flows import comparing, pipeline
from flows.intake import inbox, receipts, returns, versions
from flows.intake.inbox import Drop
from flows.reading import members, merge, sha256
from flows.workers.spread import Spread, spread
from quanze.errors import FileError, NoList
from quanze.proof import Edition
from quanze.row import Row
from quanze.settings import Settings
from quanze.store import Store, answers, editions, facts, joined, ledger
from quanze.store.joined import Joined
from quanze.store.tables import FileRow
from quanze.store.versions import corrected_with

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Taken:
    """A drop in the ledger: its number and digest, and whether it only repeats an earlier one."""

    drop: Drop
    file_id: int
    sha256: str
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Office:
    """What every stage needs: settings, the open store, the clock.

    `holder` is the name under which an intake takes drops, `spread` where its work is done.
    """

    settings: Settings
    store: Store
    clock: Clock = datetime.now
    holder: str = ""
    spread: Spread = field(default_factory=Spread)

    def now(self) -> str:
        """The time as the store keeps it."""
        return self.clock().isoformat(timespec="seconds")


def edition(office: Office) -> Edition:
    """The newest reference edition; the shipped one is loaded on the first day."""
    with office.store.reading() as session:
        found = facts.edition(session)
    if found is None:
        found = reference.shipped()
        standing = editions.Standing(found.digest, matcher=pipeline.matcher(office.settings))
        with office.store.writing() as session:
            editions.save(session, found, office.now(), standing)
    return found


@contextmanager
def at_work(office: Office) -> Iterator[Office]:
    """The office for one intake: under a name that others see as long as this process lives, its work spread out."""
    holder = secrets.token_hex(8)
    with office.store.hold(f"intake {holder}"), spread(office.settings) as where:
        yield replace(office, holder=holder, spread=where)


def _at_work(office: Office, holder: str) -> bool:
    with office.store.hold(f"intake {holder}", wait=False) as free:
        return not free


def take(office: Office, drop: Drop) -> Taken:
    """Enter a drop into the ledger, or find it there again after a crash.

    Raises:
        ledger.Held: another intake is at work on it.
    """
    digest = sha256(drop.path)
    with office.store.reading() as session:
        before = ledger.lying_as(session, drop.dropped_as)
    if before is not None and ledger.written_again(before, digest):  # it may have died before it had its receipt
        write_receipt(office, Taken(replace(drop, department=before.department), before.id, before.sha256, False))
    with office.store.writing() as session:
        file = ledger.claim(
            session,
            sha256=digest,
            department=drop.department,
            name=drop.name,
            dropped_as=drop.dropped_as,
            now=office.now(),
            holder=office.holder,
            at_work=partial(_at_work, office),
        )
        return Taken(drop, file.id, digest, file.state == "duplicate")


def read(office: Office, taken: Taken) -> None:
    """Read the file in a child process and keep its matters and doubts, or the answers of a returned list.

    Raises:
        FileError: the file cannot be used; call `turn_back`.
    """
    path = taken.drop.path
    if returns.is_returned(path, office.settings.read_seconds):
        returns.take_back(office.store, office.settings, taken.drop, taken.file_id, office.now())
        return
    with office.store.reading() as session:
        corrections = answers.for_drop(session, taken.file_id)
    readings = office.spread.read(path, taken.drop.department, corrections, office.settings)
    reading = merge(readings, path)
    if reading.fault is not None and reading.extraction is None:
        raise reading.fault
    if reading.document is None or reading.extraction is None:
        raise NoList
    with office.store.writing() as session:
        inside = members(readings, taken.sha256)
        facts.save_extraction(session, taken.file_id, reading.document.format, reading.extraction, inside)


def match(office: Office, taken: Taken) -> int:
    """Judge the materials of the file's department that this edition has not judged yet; gives how many."""
    count = match_department(office, taken.drop.department)
    with office.store.writing() as session:
        session.get_one(FileRow, taken.file_id).state = "matched"
    return count


def match_department(office: Office, department: str) -> int:
    """Judge the department's materials that the current edition has not judged yet; gives how many."""
    while True:
        current = edition(office)
        with office.store.reading() as session:
            asked = pipeline.queries(join(facts.matters(session, department)))
            wanted = {query.id: query for query in asked.values()}
            known = facts.judged(session, current.digest, wanted)
            standing = editions.standing(session)
            weighed = facts.edition(session, standing.weighed) if standing and standing.weighed else None
        missing = [query for key, query in wanted.items() if key not in known]
        words = weighed.entries if weighed else None
        new = office.spread.judge(missing, current.entries, office.settings.model, words)
        with office.store.writing() as session:
            if editions.standing(session) == standing:  # else a new edition came in meanwhile
                facts.save_queries(session, missing)
                facts.save_judgements(session, current.digest, new)
                return len(new)


def propose(office: Office, taken: Taken) -> int:
    """Propose the department's rows anew from all its files in use; gives how many changed."""
    changed = propose_department(office, taken.drop.department)
    with office.store.writing() as session:
        session.get_one(FileRow, taken.file_id).state = "proposed"
    return changed


def rows_of(department: str) -> str:
    """The name of the hold on a department's rows: one at a time reads its matters and writes its rows."""
    return f"rows {department}"


def propose_department(office: Office, department: str) -> int:
    """Apply the rules to a department's joined matters and keep the rows; gives how many changed."""
    with office.store.hold(rows_of(department)):
        return _propose(office, department)


def _propose(office: Office, department: str) -> int:
    current, matters, rows = _proposed(office, department)
    comparing.compare_department(office.store, office.settings, department)
    with office.store.writing() as session:
        joined.save(session, department, matters)
        return facts.save_rows(session, department, current.digest, rows, now=office.now())


def proposed(office: Office, department: str) -> tuple[Edition, list[Row]]:
    """What the rules give for a department's facts as they stand now, under the current edition; nothing is kept."""
    current, _, rows = _proposed(office, department)
    return current, rows


def _proposed(office: Office, department: str) -> tuple[Edition, list[Joined], list[Row]]:
    current = edition(office)
    with office.store.reading() as session:
        parts = joined.parts(session, department)
        groups = grouped([part for _, part in parts])
        plain = tuple(merged([parts[at][1] for at in group]) for group in groups)
        matters = pipeline.completed(plain, office.settings.laws)
        asked = {matter.key: pipeline.queries([matter]) for matter in matters}
        queries = {name: query for own in asked.values() for name, query in own.items()}
        known = facts.judgements(session, current.digest, (query.id for query in queries.values()))
    judged = {name: known[query.id] for name, query in queries.items() if query.id in known}
    found = office.spread.propose(matters, judged, current.entries, office.settings.rules)
    kept = [
        Joined(
            matter.key,
            tuple(parts[at][0] for at in group),
            {material: query.id for material, query in asked[matter.key].items()},
        )
        for matter, group in zip(matters, groups, strict=True)
    ]
    return current, kept, [row for row in found if row.row != "advice"]


def advise(office: Office) -> int:
    """Propose the advice rows over all departments; gives how many changed."""
    current, rows = advised(office)
    with office.store.writing() as session:
        return facts.save_rows(session, "", current.digest, rows, now=office.now())


def advised(office: Office) -> tuple[Edition, list[Row]]:
    """The advice rows over all departments as they stand now; nothing is kept."""
    current = edition(office)
    with office.store.reading() as session:
        departments = sorted({file.department for file in ledger.files(session)})
        matters = [each for department in departments for each in join(facts.matters(session, department))]
    return current, list(pipeline.advise(matters, office.settings.rules))


def put_away(office: Office, taken: Taken) -> None:
    """Keep the original in the archive, write the receipt, and only then take it out of the inbox.

    Raises:
        inbox.Rewritten: the file in the inbox is another one by now; it is to be taken anew.
    """
    kept = inbox.keep(taken.drop, office.settings.archive, taken.sha256)
    with office.store.writing() as session:
        ledger.finish(session, taken.file_id, kept_as=below_home(office, kept), now=office.now())
        corrected = corrected_with(session, session.get_one(FileRow, taken.file_id))
    if corrected:
        propose_department(office, taken.drop.department)
    close(office, taken)


def returned(office: Office, taken: Taken, fault: FileError, kept: Path) -> None:
    """Note that a file is returned, its original `kept` where it lies; its department is proposed without it."""
    with office.store.writing() as session:
        ledger.quarantine(
            session,
            taken.file_id,
            code=fault.code,
            advice=fault.advice,
            kept_as=below_home(office, kept),
            now=office.now(),
        )
    propose_department(office, taken.drop.department)


def turn_back(office: Office, taken: Taken, fault: FileError) -> None:
    """Keep the original in quarantine (退件) with its advice, write the receipt, take it out of the inbox.

    Raises:
        inbox.Rewritten: the file in the inbox is another one by now; it is to be taken anew.
    """
    kept = inbox.turn_back(taken.drop, office.settings.quarantine, taken.sha256, fault)
    returned(office, taken, fault, kept)
    close(office, taken)


def write_receipt(office: Office, taken: Taken) -> None:
    """Write a drop's receipt as it stands now."""
    with office.store.writing() as session:
        file = session.get_one(FileRow, taken.file_id)
        text = receipts.standing(session, file, versions.compare(session, file))
    inbox.write(inbox.receipt_path(office.settings.receipts, taken.drop, taken.file_id), text)


def close(office: Office, taken: Taken) -> None:
    """Write the receipt of a drop whose original is kept, and take it out of the inbox."""
    write_receipt(office, taken)
    inbox.release(taken.drop)
    with office.store.writing() as session:
        ledger.left_inbox(session, taken.file_id)


def below_home(office: Office, path: Path) -> str:
    """A path as the ledger keeps it: below the home folder."""
    return path.relative_to(office.settings.home).as_posix()
