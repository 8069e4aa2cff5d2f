"""Routes of the doubts (存疑): answered in place, the file then read again; what was answered can be taken back.

An answer is an event; the intake lays what holds over the file (人工更正) and never touches the original.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from extractors.overlay import ROLES
from quanze.judgement import Decision
from quanze.matter import Doubt
from quanze.store import answers, decisions, facts, ledger
from quanze.store.answers import Answer
from quanze.store.tables import FileRow
from quanze.text import fold
from review import crops
from review.desk import Desk, Refused, Visitor
from review.doors import AtDesk, Reader, Writer
from review.editing import fields
from review.files import STATES, of_visitor

router = APIRouter()
LONGEST = 4000
"""Characters of a cell that a person may write."""
Said = Annotated[dict[str, str], Depends(fields)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A doubt as shown: its position in the file, the answers to it that hold, and whether it is closed."""

    position: int
    doubt: Doubt
    key: str
    held: tuple[Answer, ...]
    name: str

    @property
    def last(self) -> int:
        """The number of the newest answer, 0 without one; the form sends it back."""
        return self.held[-1].number if self.held else 0

    @property
    def closed(self) -> bool:
        """Whether a person said that all is well; other answers close a doubt by reading the file again."""
        return any(answer.what == answers.CHECKED for answer in self.held)


@router.get("/files/{number}")
def file_page(at: AtDesk, visitor: Reader, number: int) -> Response:
    """One file: its receipt, its doubts, what was answered."""
    file = of_visitor(at, visitor, number)
    asked, held = _asked(at, file)
    return at.page(
        "file.html",
        visitor,
        file=file,
        states=STATES,
        asked=sorted(asked, key=lambda each: each.closed),
        left=sum(not each.closed for each in asked),
        held=[(answer, _words(answer)) for answer in held],
        can_again=file.state in ledger.FINISHED,
    )


@router.get("/doubts/{number}/{position}/form")
def form(at: AtDesk, visitor: Reader, number: int, position: int) -> Response:
    """The ways to answer a doubt: the cells of its row, the meanings of its table's columns."""
    file = of_visitor(at, visitor, number)
    asked, held = _asked(at, file)
    one = _one(asked, position)
    place, sha256 = one.doubt.place, one.doubt.file or file.sha256
    wanted = [(each.doubt.place.table, each.doubt.place.row) for each in asked if _document(file, each) == sha256]
    places = sorted({(table, row or 0) for table, row in wanted if table is not None})
    shown = crops.tables(at, file.department, sha256, [(table, row or None) for table, row in places])
    known = dict(zip(places, shown, strict=False))
    table = known.get((place.table or 0, place.row or 0))
    return at.page("answer.html", visitor, file=file, one=one, table=_current(table, held, sha256), roles_known=ROLES)


@router.get("/files/{number}/tables")
def tables_page(at: AtDesk, visitor: Reader, number: int) -> Response:
    """All tables of a file with the meanings of their columns: for a file that was not understood at all."""
    file = of_visitor(at, visitor, number)
    _, held = _asked(at, file)
    with at.store.reading() as session:
        names = ledger.members_of(session, file.id) or [(file.sha256, file.name)]
    shown = [(sha256, name, crops.tables(at, file.department, sha256, None)) for sha256, name in names]
    documents = [(sha256, name, [_current(one, held, sha256) for one in found]) for sha256, name, found in shown]
    return at.page("tables.html", visitor, file=file, documents=documents, roles_known=ROLES)


@router.post("/doubts/{number}/{position}")
def answer(
    at: AtDesk,
    visitor: Writer,
    number: int,
    position: int,
    said: Said,
    what: Annotated[str, Form(max_length=20)],
    last: Annotated[int, Form(ge=0, le=2**53)],
) -> Response:
    """Keep a person's answer to a doubt and have the file read again with it."""
    file = of_visitor(at, visitor, number)
    asked, _ = _asked(at, file)
    one = _one(asked, position)
    if one.last != last:
        raise Refused(409, "别人刚刚处理了这一处，请刷新后再看。")
    place = one.doubt.place
    what, given = _given(what, said, _document(file, one), place.table, place.row)
    _keep(at, visitor, file, what, one.key, given)
    return RedirectResponse(f"/files/{number}#d{position}", 303)


@router.post("/files/{number}/tables")
def put_right(
    at: AtDesk,
    visitor: Writer,
    number: int,
    said: Said,
    what: Annotated[str, Form(max_length=20)],
    document: Annotated[str, Form(max_length=64)],
    table: Annotated[int, Form(ge=1, le=100_000)],
) -> Response:
    """Keep the meanings of a table's columns, or that it is no list, without any doubt about it."""
    file = of_visitor(at, visitor, number)
    with at.store.reading() as session:
        known = [sha256 for sha256, _ in ledger.members_of(session, file.id)] or [file.sha256]
    if document not in known or what not in (answers.ROLE, answers.NOT_A_LIST):
        raise Refused(404, "没有这张表。")
    what, given = _given(what, said, document, table, None)
    _keep(at, visitor, file, what, "", given)
    return RedirectResponse(f"/files/{number}", 303)


@router.post("/files/{number}/answers/{event}/undo")
def undo(at: AtDesk, visitor: Writer, number: int, event: int) -> Response:
    """Take an answer back and have the file read again without it."""
    file = of_visitor(at, visitor, number)
    with at.writing() as session:
        found = next((each for each in answers.holding(session, file) if each.number == event), None)
        if found is None:
            raise Refused(409, "这条作答已经撤销过了。")
        subject = answers.of_department if found.what == answers.ROLE else None
        of = subject(file.department) if subject else answers.of_file(file.department, file.sha256)
        decisions.decide(session, Decision(of, decisions.UNDO, visitor.name, at.now(), found.doubt), undoes=event)
        _read_again(session, at, file, found.what)
    return RedirectResponse(f"/files/{number}", 303)


def _given(
    what: str, said: dict[str, str], document: str, table: int | None, row: int | None
) -> tuple[str, list[dict[str, Any]]]:
    """What kind of answer it is and what it says, one mapping per event.

    Raises:
        Refused: it says nothing or cannot be used.
    """
    if what == answers.CHECKED:
        return what, [{"words": said.get("words", "").strip()[:LONGEST]}]
    if table is None:
        raise Refused(422, "这一处不在表格里，只能核对，或者更正原文件再交。")
    where: dict[str, Any] = {"file": document, "table": table}
    if what == answers.NOT_A_LIST:
        return what, [where]
    if what == answers.ROLE and said.get("headless"):
        what = answers.COLUMN
    given = {answers.CELL: _cells, answers.ROLE: _roles, answers.COLUMN: _columns_of}.get(what)
    if given is None:
        raise Refused(422, "没有这种作答。")
    found = given(said, where, row)
    if not found:
        raise Refused(422, "没有改动：请先改格子里的内容，或者选这一列的含义。")
    return what, found


def _cells(said: dict[str, str], where: dict[str, Any], row: int | None) -> list[dict[str, Any]]:
    """The cells whose text was changed."""
    found = []
    for column in _columns(said, "was-"):
        was, text = said[f"was-{column}"], said.get(f"cell-{column}", "").replace("\r\n", "\n").strip()
        if row is not None and text != was.replace("\r\n", "\n").strip() and len(text) <= LONGEST:
            found.append({**where, "row": row, "column": column, "was": was, "text": text})
    return found


def _roles(said: dict[str, str], where: dict[str, Any], _: int | None) -> list[dict[str, Any]]:
    """The headings that were given another meaning."""
    found = []
    for column in _columns(said, "heading-"):
        heading, role = said[f"heading-{column}"].strip(), said.get(f"role-{column}", "")
        if role and role != said.get(f"now-{column}", ""):
            if role not in ROLES or not heading or len(heading) > 200:
                raise Refused(422, "这一列没有表头：请勾上“没有表头”，或者改单元格把表头补上。")
            found.append({**where, "heading": heading, "role": role})
    return found


def _columns_of(said: dict[str, str], where: dict[str, Any], _: int | None) -> list[dict[str, Any]]:
    """The columns of a table without a heading that were given a meaning."""
    chosen = [(column, said.get(f"role-{column}", "")) for column in _columns(said, "heading-")]
    return [{**where, "column": column, "role": role} for column, role in chosen if role in ROLES]


def _columns(said: dict[str, str], start: str) -> list[int]:
    ends = [name.removeprefix(start) for name in said if name.startswith(start)]
    return sorted(int(end) for end in ends if end.isascii() and end.isdecimal() and len(end) < 5)


def _keep(at: Desk, visitor: Visitor, file: FileRow, what: str, doubt: str, given: Sequence[dict[str, Any]]) -> None:
    with at.writing() as session:
        for said in given:
            answers.keep(session, file, what, doubt, said, by=visitor.name, at=at.now())
        _read_again(session, at, file, what)


def _read_again(session: Session, at: Desk, file: FileRow, what: str) -> None:
    if what != answers.CHECKED:
        ledger.ask_again(session, file.id, at.now(), at_work=True)


def _asked(at: Desk, file: FileRow) -> tuple[list[Asked], list[Answer]]:
    with at.store.reading() as session:
        doubts, held = facts.doubts(session, file.id), answers.holding(session, file)
        names = dict(ledger.members_of(session, file.id))
    keys = [answers.of_doubt(file, doubt) for doubt in doubts]
    asked = [
        Asked(number, doubt, key, tuple(one for one in held if one.doubt == key), names.get(doubt.file, ""))
        for number, (doubt, key) in enumerate(zip(doubts, keys, strict=True))
    ]
    return asked, held


def _one(asked: list[Asked], position: int) -> Asked:
    if not 0 <= position < len(asked):
        raise Refused(404, "没有这一处存疑。")
    return asked[position]


def _document(file: FileRow, one: Asked) -> str:
    return one.doubt.file or file.sha256


def _current(table: dict[str, Any] | None, held: Sequence[Answer], sha256: str) -> dict[str, Any] | None:
    """A table as it reads with the answers that hold."""
    if table is None:
        return None
    laid = answers.corrections(held)
    roles = {fold(one.heading): one.role for one in laid.headings}
    given = {one.column: one.role for one in laid.columns if (one.file, one.table) == (sha256, table["table"])}
    columns = [
        {**each, "now": given.get(number) or roles.get(fold(each["own"]), each["role"])}
        for number, each in enumerate(table["columns"])
    ]
    row = table["row"]
    if row is not None:
        fixed = {
            fix.column: fix.text
            for fix in laid.cells
            if (fix.file, fix.table, fix.row) == (sha256, table["table"], row["row"])
        }
        row = {**row, "now": [fixed.get(column, text) for column, text in enumerate(row["cells"])]}
    none = any((one.file, one.table) == (sha256, table["table"]) for one in laid.not_lists)
    return {**table, "columns": columns, "row": row, "not_a_list": none, "headless": bool(given)}


def _words(answer: Answer) -> str:
    """What was answered, in Chinese."""
    said = answer.said
    if answer.what == answers.CELL:
        return f"第 {said['table']} 表第 {said['row']} 行第 {said['column'] + 1} 列“{said['was']}”改为“{said['text']}”"
    if answer.what == answers.ROLE:
        return f"表头“{said.get('heading', '')}”读作“{said.get('role', '')}”，本部门以后的文件也这样读"
    if answer.what == answers.COLUMN:
        return f"第 {said['table']} 表没有表头，第 {said['column'] + 1} 列读作“{said['role']}”"
    if answer.what == answers.NOT_A_LIST:
        return f"第 {said['table']} 表不是清单"
    return f"已核对，没有问题。{said.get('words', '')}"
