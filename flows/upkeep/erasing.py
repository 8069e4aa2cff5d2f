"""Erasing on request (按要求删除) and masking of personal data after a time: the content goes, the audit trail stays.

What stays: the drop with its digest, department and times, who asked for the erasure and why, and people's decisions
with the rows they decided on. What goes: the original, its name, its receipt, what was read from it.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from extractors.matters import join
from flows import pipeline, stages
from flows.intake import inbox, receipts
from flows.logs import log
from flows.stages import Office
from quanze.errors import SettingsError
from quanze.store import codec, facts, journal, ledger, seals
from quanze.store.tables import (
    DoubtRow,
    FileChangeRow,
    FileRow,
    JudgementRow,
    MatterRow,
    MemberRow,
    ProposedRow,
    QueryRow,
)

GONE = "（已删除）"
MASK = "〔已隐去〕"
_NOT_TEXT = {"key", "code", "file", "number", "department"}
_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])")
_WEIGHTS, _CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"


def erase(office: Office, number: int, *, by: str, reason: str) -> int:
    """Erase a drop's content, and that of all drops with the same content; gives how many drops that was.

    What other files' receipts and comparisons say of it goes too. Safe to repeat: one that was broken off is finished.

    Raises:
        SettingsError: there is no such drop, or it is still in the inbox.
    """
    with office.store.reading() as session:
        asked = session.get(FileRow, number)
        if asked is None:
            raise SettingsError(f"没有编号为 {number} 的文件。编号在回执的文件名里。")
        same = select(FileRow).where(FileRow.sha256 == asked.sha256).order_by(FileRow.id)
        files = list(session.scalars(same))
    if any(file.waiting for file in files):
        raise SettingsError("这份文件还在收件箱里等待处理，处理完再删。")
    for file in files:
        _content(office, file.id, by=by, reason=reason)
        finish(office, file.id)
    for department in sorted({file.department for file in files}):
        stages.propose_department(office, department)
    stages.advise(office)
    for department in sorted({file.department for file in files}):
        _receipts(office, department)
    _no_trace(office, {file.department for file in files})
    log.info("%s erased, %d drops", asked.sha256[:12], len(files))
    return len(files)


def _content(office: Office, number: int, *, by: str, reason: str) -> None:
    with office.store.writing() as session:
        file = session.get_one(FileRow, number)
        for table in (MatterRow, DoubtRow, MemberRow, FileChangeRow):
            session.execute(delete(table).where(table.file_id == number))
        told = (FileChangeRow.earlier_id == number) | (FileChangeRow.file_id == file.replaced_by)
        session.execute(delete(FileChangeRow).where(told))
        file.replaced_by = None  # its successor has nothing left to be compared with
        if file.state == "erased":
            return
        journal.note_erasure(session, file, by=by, reason=reason, at=office.now())
        file.rows = file.matters = file.doubts = file.others = 0
        file.state, file.code, file.facts_digest, file.again = "erased", "", "", ""
        file.name, file.dropped_as = GONE, f"{GONE}/{number}"
        file.advice = f"{office.now()[:10]} 由{by}按要求删除：{reason}"


def finish(office: Office, number: int) -> None:
    """Remove the original and the receipt of a drop whose content is erased, and say so in its receipt's place."""
    with office.store.reading() as session:
        file = session.get_one(FileRow, number)
    _unlink(office, file)
    folder = office.settings.receipts / file.department
    for old in folder.glob(f"*.{number:05d}.回执.txt"):
        old.unlink()
    shutil.rmtree(folder / f"冲突清单 {number:05d}", ignore_errors=True)
    with office.store.writing() as session:
        file = session.get_one(FileRow, number)
        file.kept_as = ""
        said = receipts.receipt(file, [], None)
    inbox.write(folder / inbox.receipt_name(GONE, number), said)


def _receipts(office: Office, department: str) -> None:
    """Write the receipts of a department's files anew, as they stand now."""
    with office.store.reading() as session:
        said = {}
        for file in ledger.files(session, department):
            path = office.settings.receipts / department / inbox.receipt_name(file.name, file.id)
            if path.exists() and not file.waiting:
                said[path] = receipts.standing(session, file, journal.changes(session, file.id))
    for path, words in said.items():
        inbox.write(path, words)


def unfinished(session: Session) -> list[int]:
    """Drops whose erasure was broken off."""
    return list(session.scalars(select(FileRow.id).where(FileRow.state == "erased", FileRow.kept_as != "")))


def mask_old(office: Office, before: str) -> int:
    """Mask personal data read from files finished before a time (ISO), and remove their originals; gives how many."""
    with office.store.reading() as session:
        old = select(FileRow).where(FileRow.finished_at < before, FileRow.finished_at != "", FileRow.kept_as != "")
        files = [file for file in session.scalars(old.order_by(FileRow.id)) if not file.waiting]
    for file in files:
        with office.store.writing() as session:
            shared = ledger.kept_by_others(session, file, file.kept_as)
            original = "原件由后来再交的那份留着" if shared else "删除原件"
            reason = f"保存期限已到：隐去手机号、身份证号、邮箱，{original}"
            journal.note_erasure(session, file, by="系统", reason=reason, at=office.now())
            for row in session.scalars(select(MatterRow).where(MatterRow.file_id == file.id)):
                row.body = masked(row.body)
            for doubt in session.scalars(select(DoubtRow).where(DoubtRow.file_id == file.id)):
                doubt.body = masked(doubt.body)
            session.flush()
            kept = session.get_one(FileRow, file.id)
            kept.facts_digest = seals.stored_digest(session, file.id)
        _unlink(office, file)
        with office.store.writing() as session:
            session.get_one(FileRow, file.id).kept_as = ""
    for department in sorted({file.department for file in files}):
        stages.propose_department(office, department)
    return len(files)


def masked(body: str) -> str:
    """A stored body with mobile numbers, identity numbers and mail addresses masked; keys and codes stay."""
    found = json.loads(body)
    hidden = _walk(found)
    return body if hidden == found else json.dumps(hidden, ensure_ascii=False, separators=(",", ":"))


def _walk(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: each if name in _NOT_TEXT else _walk(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_walk(each) for each in value]
    return _hide(value) if isinstance(value, str) else value


def _hide(words: str) -> str:
    words = _IDENTITY.sub(lambda found: MASK if _is_identity(found[0]) else found[0], words)
    return _MAIL.sub(MASK, _MOBILE.sub(MASK, words))


def _is_identity(digits: str) -> bool:
    """GB 11643: the last letter follows from the first seventeen."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == digits[17].upper()


def _unlink(office: Office, file: FileRow) -> None:
    """Remove a kept original, its note, its excerpts for the page, and its folder where nothing else lies in it.

    Where another drop has the same original, it stays.
    """
    with office.store.reading() as session:
        if ledger.kept_by_others(session, file, file.kept_as):
            return
    shutil.rmtree(office.settings.crops(file.sha256, file.department), ignore_errors=True)
    kept = office.settings.home / file.kept_as
    if not file.kept_as or not kept.resolve().is_relative_to(office.settings.home.resolve()):
        return
    kept.unlink(missing_ok=True)
    kept.with_name(kept.name + inbox.NOTE).unlink(missing_ok=True)
    _remove_empty(kept.parent)


def _remove_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return


def _no_trace(office: Office, departments: set[str]) -> None:
    """Forget rows and questions that only erased files gave; overwrite them on the disk too, where it is SQLite."""
    with office.store.writing() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("pragma secure_delete=on"))
        session.execute(
            delete(ProposedRow).where(ProposedRow.department.in_(departments), ProposedRow.current.is_(False))
        )
        files = ledger.files(session)
        asked = {query.id for file in files for query in _queries(session, file.id)}
        for department in {file.department for file in files}:
            asked |= {query.id for query in pipeline.queries(join(facts.matters(session, department))).values()}
        for gone in [one for one in session.scalars(select(QueryRow.query)) if one not in asked]:
            session.execute(delete(JudgementRow).where(JudgementRow.query == gone))
            session.execute(delete(QueryRow).where(QueryRow.query == gone))
    if office.store.engine.dialect.name == "sqlite":
        with office.store.engine.connect() as connection:
            driver = connection.connection.driver_connection
            if driver is not None:
                driver.execute("pragma secure_delete=on")
                driver.execute("vacuum")
                driver.execute("pragma wal_checkpoint(truncate)")


def _queries(session: Session, number: int) -> list[Any]:
    query = select(MatterRow.body).where(MatterRow.file_id == number)
    matters = [codec.load(codec.MATTER, body) for body in session.scalars(query)]
    return list(pipeline.queries(matters).values())
