"""Joining (合并部门): what one department handed in under another name, before the list said so, goes to its own name.

Its files, rows, decisions, accounts and answers; nothing that a person decided is lost. One transaction, then matched
and proposed; a run that is broken off after it is finished by the next `quanze refresh`.
"""

import shutil
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from extractors.matters import grouped, merged, under
from flows import pipeline, stages
from flows.intake import inbox
from flows.intake.inbox import Drop
from flows.logs import log
from flows.stages import Office, Taken
from quanze.errors import SettingsError
from quanze.matter import Matter
from quanze.registry import registry
from quanze.row import Row
from quanze.store import compared, editions, facts, ledger, renamed
from quanze.store.joined import parts
from quanze.store.renamed import Name
from quanze.store.tables import FileRow
from quanze.text import digest, fold


def join(office: Office, old: str) -> list[str]:
    """Carry what stands under an old name to the department that the list says it is; gives what was done, in Chinese.

    Raises:
        SettingsError: the list does not say whose name it is, nothing stands under it, or a file is on its way.
    """
    name = _name(office, old)
    with office.store.reading() as session:
        files = renamed.files_of(session, name.old)
        if any(file.waiting for each in (name.old, name.kept) for file in ledger.files(session, each)):
            raise SettingsError("收件箱里还有这个部门没有处理完的文件，处理完（quanze intake）再合并。")
        matters = {file.id: [_under(one, name.kept) for one in _matters(session, file)] for file in files}
        pairs = _rows(session, office, name, matters)
    with office.store.writing() as session:
        clashes = [file.id for file in renamed.carry_files(session, name, matters, office.now())]
        both = [new for before, new in pairs if renamed.carry_events(session, before, new, name)]
        standing = editions.standing(session)
        if standing is not None:  # until all is proposed, so that a run that is broken off is finished
            editions.applied(session, standing.digest, yet=False)
    _propose(office, name)
    _tidy(office, name, files)
    log.info("joined %d files of two names", len(files))
    lines = [f"“{name.old}”并入“{name.kept}”：文件 {len(files)} 份，有人审过或说过意见的 {len(pairs)} 行。"]
    with office.store.reading() as session:
        lines += [_clash(session.get_one(FileRow, number)) for number in clashes]
    lines += [f"两个名字下都审过，后来的意见有效：《{row.matter}》{getattr(row, 'material', '')}" for row in both]
    return [*lines, "以前出的清单还在原来名字的文件夹里；签批进度以现在名字的为准，请核对后重新出清单。"]


def _name(office: Office, old: str) -> Name:
    known = registry(office.settings)
    kept = known.names.get(fold(old), "")
    with office.store.reading() as session:
        standing = ledger.departments(session)
    if not known.closed or not kept:
        raise SettingsError(f"departments.csv 里没有把“{old}”写成哪个部门的别名，请先写上。")
    if kept == old or old not in standing:
        raise SettingsError(f"没有要合并的：“{old}”就是名册里的名字，或者它名下没有文件。")
    return Name(old, kept, f"{office.now()[:10]} 合并部门时从“{old}”带来")


def _clash(file: FileRow) -> str:
    return f"两个名字下都有《{file.name}》，都在用；作废的那一份请用 quanze erase 删除（刚并入的是编号 {file.id}）。"


def _matters(session: Session, file: FileRow) -> list[Matter]:
    return [matter for _, matter in compared.matters_of(session, [file.id])]


def _under(matter: Matter, department: str) -> Matter:
    """The matter under the kept name; one whose key an older program made gets a key of its own."""
    apart = replace(matter, department=department, key=digest("matter", matter.key, fold(department)))
    return under(matter, department) or apart


def _rows(session: Session, office: Office, name: Name, matters: dict[int, list[Matter]]) -> list[tuple[Row, Row]]:
    """Each row that people decided or said something on, and the same row under the kept name.

    Current rows read there as the rules make them of these files alone.
    """
    own = parts(session, name.old)
    theirs = [matters[number][position] for (number, position), _ in own]
    keys = {
        merged([own[at][1] for at in group]).key: merged([theirs[at] for at in group]).key
        for group in grouped([matter for _, matter in own])
    }
    made = {row.key: row for row in _proposed(session, office, name, theirs)}
    pairs = []
    for row in renamed.rows_with_events(session, name.old):
        new = renamed.under(row, name, keys)
        if new is not None:
            pairs.append((row, made.get(new.key, new)))
    return pairs


def _proposed(session: Session, office: Office, name: Name, theirs: Sequence[Matter]) -> Sequence[Row]:
    """The rows that the rules give for these matters alone, judged as under the old name."""
    current = stages.edition(office)
    plain = [merged([theirs[at] for at in group]) for group in grouped(theirs)]
    found = pipeline.completed(plain, office.settings.laws)
    asked = pipeline.queries(found)
    before = pipeline.queries([replace(matter, department=name.old) for matter in found])
    known = facts.judgements(session, current.digest, [query.id for query in before.values()])
    judged = {key: known[before[key].id] for key in asked if before[key].id in known}
    return pipeline.propose(found, judged, current.entries, office.settings.rules)


def _propose(office: Office, name: Name) -> None:
    for department in (name.old, name.kept):
        stages.match_department(office, department)
        stages.propose_department(office, department)
    stages.advise(office)
    with office.store.writing() as session:
        standing = editions.standing(session)
        if standing is not None:
            editions.applied(session, standing.digest)


def _tidy(office: Office, name: Name, files: Sequence[FileRow]) -> None:
    """Receipts under the kept name in place of those under the old one; excerpts for the page are made anew."""
    old = office.settings.receipts / name.old
    for file in files:
        drop = Drop(office.settings.home / file.kept_as, name.kept, file.dropped_as, file.name)
        stages.write_receipt(office, Taken(drop, file.id, file.sha256, file.state == "duplicate"))
        (old / inbox.receipt_name(file.name, file.id)).unlink(missing_ok=True)
        report = old / f"冲突清单 {file.id:05d}"
        if report.is_dir():
            shutil.move(report, office.settings.receipts / name.kept / report.name)
        shutil.rmtree(office.settings.crops(file.sha256, name.old), ignore_errors=True)
