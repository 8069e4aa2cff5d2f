"""Routes of the files (文件与存疑): receipts, upload, processing once more, doubts answered in place as events."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import RedirectResponse, Response

from extractors.matters import FIELDS
from quanze.judgement import Decision
from quanze.matter import Doubt
from quanze.store import decisions, facts, ledger, review
from quanze.store.tables import DecisionRow, FileRow
from quanze.text import digest
from review import crops, uploads
from review.desk import Desk, Refused, Visitor
from review.doors import AtDesk, Reader, Writer

router = APIRouter()
STATES = {
    "claimed": "处理中",
    "read": "处理中",
    "matched": "处理中",
    "proposed": "处理中",
    "done": "完成",
    "quarantined": "需补正",
    "duplicate": "重复提交",
    "moved": "已认领，转到所属部门",
    "erased": "已按要求删除",
}
ANSWERS = {"checked": "已核对，没有问题", "cell": "改单元格", "role": "定这一列的含义", "not_a_list": "这张表不是清单"}
ROLES = (*FIELDS.values(), "申请材料", "办理环节", "法定时限", "承诺时限", "子项", "编码", "不用的列")


@dataclass(frozen=True, slots=True)
class Asked:
    """A doubt as shown: its position, what a person answered last."""

    position: int
    doubt: Doubt
    subject: str
    answer: DecisionRow | None


@router.get("/files")
def files_page(at: AtDesk, visitor: Reader) -> Response:
    """Every drop with its receipt, newest first; what still lies in the inbox stands on top."""
    return _page(at, visitor)


def _page(at: Desk, visitor: Visitor, words: str = "", status: int = 200) -> Response:
    with at.store.reading() as session:
        found = [file for file in ledger.files(session) if visitor.sees(file.department)]
        doubts = {file.id: file.doubts for file in found}
    names = {file.dropped_as for file in found if file.waiting}
    departments = sorted({file.department for file in found} | set(_folders(at)) if not visitor.bound else ())
    return at.page(
        "files.html",
        visitor,
        status=status,
        files=found[::-1],
        states=STATES,
        doubts=doubts,
        waiting=[each for each in _waiting(at) if visitor.sees(each.split("/")[0]) and each not in names],
        departments=departments,
        words=words,
    )


def _folders(at: Desk) -> list[str]:
    inbox = at.settings.inbox
    return [each.name for each in inbox.iterdir() if each.is_dir()] if inbox.is_dir() else []


def _waiting(at: Desk) -> list[str]:
    inbox = at.settings.inbox
    found = sorted(each for each in inbox.rglob("*") if each.is_file()) if inbox.is_dir() else []
    return [each.relative_to(inbox).as_posix() for each in found if not each.name.startswith(".")]


@router.post("/files")
def upload(
    at: AtDesk,
    visitor: Writer,
    files: Annotated[list[UploadFile], File()],
    department: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Take uploaded files into the department's inbox folder."""
    department = (visitor.bound or department).strip()
    if not department or not visitor.sees(department):
        raise Refused(403, "只能为本部门上传。")
    for each in files[:50]:
        uploads.keep(at, department, each.filename or "", iter(partial(each.file.read, 1 << 20), b""))
    return RedirectResponse("/files", 303)


@router.post("/files/{number}/again")
def again(at: AtDesk, visitor: Writer, number: int) -> Response:
    """Put a returned file back into the inbox."""
    file = _file(at, visitor, number)
    kept = crops.kept(at, file.department, file.sha256)
    if file.state != "quarantined" or kept is None:
        return _page(at, visitor, "只有退件可以重新处理，而且原件要还在。", 409)
    uploads.again(at, file.department, kept, file.name)
    return RedirectResponse("/files", 303)


@router.get("/files/{number}")
def file_page(at: AtDesk, visitor: Reader, number: int) -> Response:
    """One file: its receipt and its doubts."""
    file = _file(at, visitor, number)
    return at.page(
        "file.html",
        visitor,
        file=file,
        states=STATES,
        asked=_asked(at, file),
        answers=ANSWERS,
        roles_known=ROLES,
        remembered=_remembered(at, file.department),
    )


@router.post("/doubts/{number}/{position}")
def answer(
    at: AtDesk,
    visitor: Writer,
    number: int,
    position: int,
    what: Annotated[str, Form(max_length=20)],
    last: Annotated[int, Form(ge=0, le=2**53)],
    words: Annotated[str, Form(max_length=2000)] = "",
    heading: Annotated[str, Form(max_length=200)] = "",
    role: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Keep a person's answer to a doubt as an event; a column's role is remembered for the department."""
    file = _file(at, visitor, number)
    asked = _asked(at, file)
    if not 0 <= position < len(asked) or what not in ANSWERS:
        raise Refused(404, "没有这一处存疑。")
    if what == "cell" and not words.strip():
        raise Refused(422, "请写上正确的内容。")
    if what == "role" and (role not in ROLES or not heading.strip()):
        raise Refused(422, "请写上表头，并选这一列的含义。")
    said = f"{heading.strip()} = {role}" if what == "role" else words.strip()
    _keep(at, visitor, asked[position].subject, what, last, said)
    if what == "role":
        _keep(at, visitor, roles_subject(file.department), "role", None, said)
    return RedirectResponse(f"/files/{number}#d{position}", 303)


def _keep(at: Desk, visitor: Visitor, subject: str, verdict: str, last: int | None, said: str) -> None:
    with at.writing() as session:
        if last is not None and review.last_event(session, subject) != last:
            raise Refused(409, "别人刚刚处理了这一处，请刷新后再看。")
        decisions.decide(session, Decision(subject, verdict, visitor.name, at.now(), subject, "", said))


def roles_subject(department: str) -> str:
    """The subject of the column roles remembered for a department."""
    return digest("roles", department)


def _remembered(at: Desk, department: str) -> list[DecisionRow]:
    with at.store.reading() as session:
        return decisions.live(review.events_of(session, roles_subject(department)))


def _asked(at: Desk, file: FileRow) -> list[Asked]:
    with at.store.reading() as session:
        doubts = facts.doubts(session, file.id)
        subjects = [doubt_subject(file, doubt) for doubt in doubts]
        events = decisions.history(session, subjects)
    return [
        Asked(number, doubt, subject, next(iter(decisions.live(events.get(subject, ()))[::-1]), None))
        for number, (doubt, subject) in enumerate(zip(doubts, subjects, strict=True))
    ]


def doubt_subject(file: FileRow, doubt: Doubt) -> str:
    """The subject of the answers to a doubt; made from content, so that reading again finds them."""
    place = doubt.place
    return digest(
        "doubt", file.department, file.sha256, doubt.kind, f"{place.page}/{place.table}/{place.row}", doubt.note
    )


def _file(at: Desk, visitor: Visitor, number: int) -> FileRow:
    with at.store.reading() as session:
        file = review.file(session, number) if 0 < number < 2**53 else None
    if file is None or not visitor.sees(file.department):
        raise Refused(404, "没有这个文件，或者它不是本部门的。")
    return file
