"""Answers to doubts (对存疑的作答) as events: kept per drop, headings per department; what holds becomes corrections.

Never here: laying corrections over a document, reading a file again.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from quanze.correction import CellFix, ColumnRole, Corrections, HeadingRole, NotAList
from quanze.judgement import Decision
from quanze.matter import Doubt
from quanze.store import decisions, facts, ledger, review
from quanze.store.tables import DecisionRow, FileRow
from quanze.text import digest, fold

CHECKED, CELL, ROLE, COLUMN, NOT_A_LIST = "checked", "cell", "role", "column", "not_a_list"
WHATS = (CHECKED, CELL, ROLE, COLUMN, NOT_A_LIST)
"""All is well; a cell put right; what a heading means; what a column without heading means; a table that is no list."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that holds: what was answered, to which doubt ("" = none), the words that go with it, who and when."""

    number: int
    what: str
    doubt: str
    said: dict[str, Any]
    by: str
    at: str

    @property
    def signed(self) -> str:
        """Who answered and when, as corrections show it."""
        return f"{self.by} {self.at[:10]}"


def of_file(department: str, sha256: str) -> str:
    """The subject of the answers about one drop; from content, so that the same file again finds them."""
    return digest("answers", department, sha256)


def of_department(department: str) -> str:
    """The subject of the meanings of headings that a department's files share."""
    return digest("roles", department)


def of_doubt(file: FileRow, doubt: Doubt) -> str:
    """The key of a doubt; from content, so that reading again finds its answer."""
    place = doubt.place
    where = f"{place.page}/{place.table}/{place.row}"
    return digest("doubt", file.department, doubt.file or file.sha256, doubt.kind, where, doubt.note)


def keep(session: Session, file: FileRow, what: str, doubt: str, said: dict[str, Any], *, by: str, at: str) -> int:
    """Append an answer; gives the number of its event."""
    subject = of_department(file.department) if what == ROLE else of_file(file.department, file.sha256)
    words = json.dumps(said, ensure_ascii=False)
    return decisions.decide(session, Decision(subject, what, by, at, doubt, "", words))


def carry(session: Session, file: FileRow, department: str, *, at: str, how: str = "认领时") -> int:
    """Append what holds about a drop once more under the department it goes to (认领, 合并); gives how many events.

    By the same people, with a note that says so. The meaning of a heading goes along where it was said of this drop.
    What the department itself has answered about the same place stays as it is.
    """
    theirs = FileRow(sha256=file.sha256, department=department)
    keys = {of_doubt(file, doubt): of_doubt(theirs, doubt) for doubt in facts.doubts(session, file.id)}
    own = {file.sha256, *(sha256 for sha256, _ in ledger.members_of(session, file.id))}
    said = {_about(one, one.doubt) for one in holding(session, theirs)}
    count = 0
    for one in holding(session, file):
        doubt = keys.get(one.doubt, one.doubt)
        if _about(one, doubt) in said or one.what == ROLE and one.said.get("file") not in own:
            continue
        note = f"{at[:10]} {how}从“{file.department}”带来，原作答于 {one.at[:10]}"
        keep(session, theirs, one.what, doubt, {**one.said, "claimed": note}, by=one.by, at=at)
        count += 1
    return count


def _about(one: Answer, doubt: str) -> tuple[object, ...]:
    """What an answer is about: a doubt, a heading, or a place in a document."""
    if one.what in (CHECKED, ROLE):
        return one.what, doubt if one.what == CHECKED else fold(str(one.said.get("heading", "")))
    return one.what, *(one.said.get(name) for name in ("file", "table", "row", "column"))


def holding(session: Session, file: FileRow) -> list[Answer]:
    """The answers about a drop that hold, and its department's headings, oldest first."""
    events = [*review.events_of(session, of_file(file.department, file.sha256))]
    events += review.events_of(session, of_department(file.department))
    return [_answer(event) for event in sorted(decisions.live(events), key=lambda event: event.id)]


def _answer(event: DecisionRow) -> Answer:
    said = json.loads(event.comment) if event.comment.startswith("{") else {}
    return Answer(event.id, event.verdict, event.digest, said, event.by, event.at)


def corrections(held: Iterable[Answer]) -> Corrections:
    """What these answers put right; of two about the same cell or heading the later one holds."""
    cells: dict[tuple[str, int, int, int], CellFix] = {}
    headings: dict[str, HeadingRole] = {}
    tables: dict[tuple[str, int], NotAList] = {}
    columns: dict[tuple[str, int, int], ColumnRole] = {}
    for each in held:
        said = each.said
        if each.what == CELL and "table" in said:
            at = (said["file"], said["table"], said["row"], said["column"])
            cells[at] = CellFix(*at, said["was"], said["text"], each.signed)
        elif each.what == ROLE and "heading" in said:
            headings[fold(said["heading"])] = HeadingRole(said["heading"], said["role"], each.signed)
        elif each.what == COLUMN and "table" in said:
            place = (said["file"], said["table"], said["column"])
            columns[place] = ColumnRole(*place, said["role"], each.signed)
        elif each.what == NOT_A_LIST and "table" in said:
            tables[said["file"], said["table"]] = NotAList(said["file"], said["table"], each.signed)
    return Corrections(tuple(cells.values()), tuple(headings.values()), tuple(tables.values()), tuple(columns.values()))


def for_drop(session: Session, file_id: int) -> Corrections:
    """The corrections that reach one drop."""
    return corrections(holding(session, session.get_one(FileRow, file_id)))
