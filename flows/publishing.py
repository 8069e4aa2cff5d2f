"""Publishing (出清单): the store's rows with people's decisions, handed to the forms. Decides and draws nothing."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import forms
from extractors.matters import join
from flows import pipeline
from flows.offices import departments
from flows.stages import Office
from forms.drafts import COMMITTED, DELEGATED
from quanze.row import DelegationRow, MaterialRow, Row, on_paper
from quanze.store import decisions, facts, figures, ledger, review
from quanze.store.ledger import UNCLAIMED
from quanze.store.tables import FileRow
from quanze.text import fold

GONE = "有 {} 份待认领的文件原件不在了，认领不了，请部门重新放入自己的文件夹。"
TOGETHER = "一件事一次办"
"""The folder of the drafts for bundled matters."""


def lists(office: Office, to: Path, department: str, *, draft: bool, grouping: str = "split") -> list[Path]:
    """Write the lists of one or all departments and the summary of the four counts; gives the files written."""
    day, rows = _today(office), settled(office, department)
    with office.store.reading() as session:
        names, decided = ledger.names(session), review.last_events(session)
    templates = office.settings.templates
    listed = [on_paper(row) for row in rows]
    written: list[Path] = []
    for each in sorted({row.department for row in listed}):
        written += forms.publish(
            listed,
            to / each,
            department=each,
            date=day,
            draft=draft,
            names=names,
            templates=templates,
            grouping=grouping,
            decided=decided,
        )
    if written:
        written += forms.summarise(rows, to, date=day, draft=draft, templates=templates)
    return written


def public_copies(office: Office, to: Path, department: str) -> list[Path]:
    """Write the confirmed rows for the public, without working columns; gives the files written."""
    day, rows, templates = _today(office), settled(office, department), office.settings.templates
    return [
        path
        for each in sorted({row.department for row in rows})
        for path in forms.public_copy(rows, to / each, department=each, date=day, templates=templates)
    ]


def drafts(office: Office, to: Path, department: str) -> list[Path]:
    """Write what confirmed rows give rise to: agreements, notices, commitments; and the 一件事 drafts over all."""
    day, templates = _today(office), office.settings.templates
    written: list[Path] = []
    for row in settled(office, department):
        folder = to / row.department
        if isinstance(row, DelegationRow) and row.confirmed and row.way == DELEGATED:
            written += forms.agreement(row, folder, date=day, templates=templates)
        if isinstance(row, MaterialRow) and row.confirmed and row.way == COMMITTED:
            written.append(forms.commitment(row, folder, date=day, templates=templates))
    with office.store.reading() as session:
        matters = [each for name in sorted(ledger.departments(session)) for each in join(facts.matters(session, name))]
    for title, text in pipeline.together(matters, office.settings.rules):
        written.append(forms.text_draft(title, text, to / TOGETHER, date=day, templates=templates))
    return written


def brief(office: Office, to: Path) -> Path:
    """Write the Friday brief: this week against last, who is late, what stands in the way."""
    now, known = office.clock(), departments(office)
    week_ago = (now - timedelta(days=7)).isoformat(timespec="seconds")
    with office.store.reading() as session:
        proposed = [row for row in facts.rows(session) if row.department != UNCLAIMED]
        rows, stale = decisions.settled(session, proposed)
        before, _ = decisions.settled(session, proposed, until=week_ago)
        kept = decisions.standing_since(session, proposed, week_ago)
        standing = figures.states(session, rows, stale)
        files, (unclaimed, gone) = ledger.files(session), ledger.unclaimed(session, office.settings.home)
    blockers = [forms.Blocker(file.department, f"退件《{file.name}》：{file.advice}") for file in _returned(files)]
    if unclaimed:
        blockers.append(forms.Blocker("", f"有 {len(unclaimed)} 份文件不知道是哪个部门的，等待认领。"))
    if gone:
        blockers.append(forms.Blocker("", GONE.format(len(gone))))
    if stale:
        blockers.append(forms.Blocker("", f"有 {len(stale)} 行确认后内容又变了，需要重新审核。"))
    folders = {known.department(folder) for folder in _folders(office.settings.inbox)}
    return forms.brief(
        rows,
        before,
        to,
        date=_today(office),
        departments=sorted(({file.department for file in files} | folders) - {UNCLAIMED}),
        blockers=blockers,
        rejected={key for key, state in standing.items() if state == "rejected"},
        fresh={row.key for row in rows if row.confirmed} - kept,
        templates=office.settings.templates,
    )


def _returned(files: Sequence[FileRow]) -> list[FileRow]:
    """The returned files that wait to be put right: the last of each name, whatever format it was sent in since."""
    last: dict[tuple[str, str], FileRow] = {}
    for file in files:
        if file.state not in ("claimed", "moved", "erased"):
            last[file.department, fold(Path(file.name).stem)] = file
    return [file for file in last.values() if file.state == "quarantined"]


def settled(office: Office, department: str = "") -> Sequence[Row]:
    """The current rows with people's decisions applied."""
    with office.store.reading() as session:
        rows, _ = decisions.settled(session, facts.rows(session, department))
    return rows


def _today(office: Office) -> str:
    return office.clock().date().isoformat()


def _folders(inbox: Path) -> list[str]:
    return [path.name for path in inbox.iterdir() if path.is_dir()] if inbox.is_dir() else []
