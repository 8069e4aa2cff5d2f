"""Routes of the files (文件): receipts, upload, processing once more. Doubts are answered in `answering`."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import RedirectResponse, Response

from quanze.store import answers, decisions, ledger, review
from quanze.store.tables import FileRow
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


@router.get("/files")
def files_page(at: AtDesk, visitor: Reader) -> Response:
    """Every drop with its receipt, newest first; what still lies in the inbox stands on top."""
    at.board.follow()
    return _page(at, visitor)


def _page(at: Desk, visitor: Visitor, words: str = "", status: int = 200) -> Response:
    with at.store.reading() as session:
        found = [file for file in ledger.files(session) if visitor.sees(file.department)]
        doubts = ledger.doubts_per_file(session)
        claimable = {file.id for file in ledger.unclaimed(session, at.settings.home)[0]}
    names = {file.dropped_as for file in found if file.waiting}
    known = {file.department for file in found} | set(_folders(at)) if not visitor.bound else set()
    return at.page(
        "files.html",
        visitor,
        status=status,
        files=found[::-1],
        states=STATES,
        doubts=doubts,
        left={file.id: max(0, doubts.get(file.id, 0) - _checked(at, file)) for file in found},
        finished=ledger.FINISHED,
        waiting=[each for each in _waiting(at) if visitor.sees(each.split("/")[0]) and each not in names],
        departments=sorted(known - {ledger.UNCLAIMED}),
        claimable=claimable,
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


def _checked(at: Desk, file: FileRow) -> int:
    """How many of a file's doubts somebody looked at and found well."""
    held = decisions.live(at.board.events(answers.of_file(file.department, file.sha256)))
    return len({event.digest for event in held if event.verdict == answers.CHECKED})


@router.post("/files/{number}/again")
def again(at: AtDesk, visitor: Writer, number: int) -> Response:
    """Ask for a file to be read once more at the next intake, in whatever state it ended."""
    file = of_visitor(at, visitor, number)
    with at.writing() as session:
        asked = crops.kept(at, file.department, file.sha256) is not None and ledger.ask_again(session, number, at.now())
    if not asked:
        return _page(at, visitor, "这份文件还在处理，或者原件不在了，不能重新处理。", 409)
    return RedirectResponse("/files", 303)


@router.post("/files/{number}/claim")
def claim(at: AtDesk, visitor: Writer, number: int, department: Annotated[str, Form(max_length=200)]) -> Response:
    """Have a file that nobody's folder held handed to a department at the next intake."""
    file = of_visitor(at, visitor, number)
    with at.writing() as session:
        waiting, _ = ledger.unclaimed(session, at.settings.home)
        waits = next((each for each in waiting if each.id == file.id), None)
        if waits is not None:
            waits.claimed_for = department.strip()
    if waits is None:
        return _page(at, visitor, "这份文件不是待认领的，或者还在处理，或者原件不在了。", 409)
    return RedirectResponse("/files", 303)


def of_visitor(at: Desk, visitor: Visitor, number: int) -> FileRow:
    """A drop that this person may see.

    Raises:
        Refused: there is none.
    """
    with at.store.reading() as session:
        file = review.file(session, number)
    if file is None or not visitor.sees(file.department):
        raise Refused(404, "没有这个文件，或者它不是本部门的。")
    return file
