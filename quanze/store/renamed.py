"""What stood under one name of a department carried to another (合并部门): files, facts, people's events, accounts.

Events are never changed: they stay under the rows that they were about, and what holds of them is appended once more,
by the same people and of the same time. Never here: keys of matters, rules, files on the disk.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quanze.judgement import Decision
from quanze.matter import Matter
from quanze.row import Row
from quanze.store import answers, codec, decisions, ledger, review, seals, versions
from quanze.store.tables import DecisionRow, FileChangeRow, FileRow, MatterRow, ProposedRow, UserRow
from quanze.text import digest, fold, matter_key

_GONE = ("moved", "erased")
_TALK, _BLIND = "comment", "sample"
"""Subjects of a row besides its own key: comments on it, blind second answers."""


@dataclass(frozen=True, slots=True)
class Name:
    """The name that something stood under, the one it is carried to, and what is said of it where it is carried."""

    old: str
    kept: str
    said: str


def files_of(session: Session, department: str) -> list[FileRow]:
    """The drops that are carried: all of the department but those that were handed on or erased."""
    return [file for file in ledger.files(session, department) if file.state not in _GONE]


def carry_files(session: Session, name: Name, matters: Mapping[int, Sequence[Matter]], now: str) -> list[FileRow]:
    """Give the kept name the drops of the old one, with `matters` in place of theirs; gives those in a taken place.

    Two drops with the same content count once. One that lies where the kept name has another gets a place of its own,
    the old name as its folder: which of the two counts is for people to say.
    """
    there = files_of(session, name.kept)
    places = {versions.path(file) for file in there}
    moved = files_of(session, name.old)
    clashes = []
    for file in moved:
        answers.carry(session, file, name.kept, at=now, how="合并部门时")
        file.department = name.kept
        for row, matter in zip(_rows_of(session, file), matters[file.id], strict=True):
            session.execute(update(FileChangeRow).where(FileChangeRow.key == row.key).values(key=matter.key))
            row.key, row.body = matter.key, codec.dump(codec.MATTER, matter)
        session.flush()
        file.facts_digest = seals.stored_digest(session, file.id)
        if not any(_once(session, one, file) for one in there) and versions.path(file) in places:
            first, _, rest = file.dropped_as.partition("/")
            file.dropped_as = f"{first}/{name.old}/{rest}"
            clashes.append(file)
    session.execute(update(UserRow).where(UserRow.department == name.old).values(department=name.kept))
    return clashes


def _rows_of(session: Session, file: FileRow) -> Sequence[MatterRow]:
    return session.scalars(select(MatterRow).where(MatterRow.file_id == file.id).order_by(MatterRow.position)).all()


def _once(session: Session, one: FileRow, other: FileRow) -> bool:
    """Let the later of two drops with the same content, both in use, repeat the earlier."""
    if one.sha256 != other.sha256 or any(
        each.state not in versions.IN_USE or each.replaced_by for each in (one, other)
    ):
        return False
    first, second = sorted((one, other), key=lambda each: each.id)
    session.execute(update(FileRow).where(FileRow.same_as == second.id).values(same_as=first.id))
    ledger.forget(session, second)
    second.state, second.same_as = "duplicate", first.id
    return True


def rows_with_events(session: Session, department: str) -> list[Row]:
    """The department's rows, also those no longer proposed, that somebody decided or said something on."""
    own = select(ProposedRow).where(ProposedRow.department == department, ProposedRow.row != "advice")
    about = {event.subject for event in review.events_after(session, 0)}
    subjects = [(row, (row.key, digest(_TALK, row.key), digest(_BLIND, row.key))) for row in session.scalars(own)]
    return [codec.load_row(row.row, row.body) for row, found in subjects if about.intersection(found)]


def under(row: Row, name: Name, keys: Mapping[str, str]) -> Row | None:
    """The row under the kept name, `keys` telling matters' keys there; None where it cannot be told what its key is."""
    plain = (row.code, row.kind, row.matter, row.sub_name)
    ways = {matter_key(name.old, *plain): matter_key(name.kept, *plain), **keys}
    matter = ways.get(row.matter_key)
    subject = fold(getattr(row, "material", ""))
    for same in ("", *(f"#{number}" for number in range(2, 100))):
        if matter and digest("row", row.row, row.matter_key, subject + same) == row.key:
            key = digest("row", row.row, matter, subject + same)
            return replace(row, key=key, matter_key=matter, department=name.kept)
    return None


def carry_events(session: Session, old: Row, new: Row, name: Name) -> bool:
    """Append what people decided and said on the old row to the new one; True where both were decided on.

    Of two decisions the later one stands; where that is the kept name's own, a comment says that there was another.
    """
    for prefix in (_TALK, _BLIND):
        subject = digest(prefix, new.key)
        for event in decisions.live(review.events_of(session, digest(prefix, old.key))):
            _append(session, event, old, new, name, subject)
    mine = decisions.live(review.events_of(session, old.key))
    theirs = decisions.live(review.events_of(session, new.key))
    if mine and theirs and theirs[-1].at >= mine[-1].at:
        words = f"“{name.old}”名下还有 {mine[-1].at[:10]} 的审核意见，这里后来的意见有效，那一条留在审核记录里。"
        said = Decision(digest(_TALK, new.key), _TALK, mine[-1].by, mine[-1].at, mine[-1].digest, "", words)
        decisions.decide(session, said)
        return True
    for event in mine:
        _append(session, event, old, new, name, new.key)
    return bool(mine and theirs)


def _append(session: Session, event: DecisionRow, old: Row, new: Row, name: Name, subject: str) -> None:
    """One event once more, about the new row: it holds there as far as it held on the old one."""
    held = event.digest == codec.row_digest(old)
    before = new if held else _moved(event.before, old, new)
    digest_ = codec.row_digest(before) if before is not None else event.digest
    after = _moved(event.after, old, new) if event.after else None
    comment = "；".join(part for part in (event.comment, name.said) if part)
    decision = Decision(subject, event.verdict, event.by, event.at, digest_, event.edition, comment)
    decisions.decide(session, decision, before if event.before else None, after, entry=event.entry)


def _moved(body: str, old: Row, new: Row) -> Row | None:
    """A kept row as of the new one: what it says otherwise than the old row stays as it is."""
    if not body:
        return None
    kept = codec.load_row(old.row, body)
    own = {each.name: getattr(kept, each.name) for each in fields(kept) if _differs(kept, old, each.name)}
    return replace(
        new, **{name: value for name, value in own.items() if name not in ("key", "matter_key", "department")}
    )


def _differs(one: Row, other: Row, name: str) -> bool:
    return bool(getattr(one, name) != getattr(other, name))
