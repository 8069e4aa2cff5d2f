"""Claiming (认领): a file that lay in no known department's folder is handed to the department that claims it.

The kept original is dropped anew for that department, so it goes the way of every file; the first drop stays in the
ledger as moved. Safe to repeat.
"""

import shutil

from flows import stages
from flows.intake import inbox
from flows.intake.presence import missing
from flows.logs import log
from flows.offices import departments
from flows.reading import sha256
from flows.serve import faults
from flows.stages import Office, Taken
from quanze.errors import SettingsError
from quanze.store import answers, ledger
from quanze.store.ledger import UNCLAIMED
from quanze.store.tables import FileRow

_NOT_HANDED = "没有转成："
_GONE = "保存的原件不在了，转不了；请部门把文件重新放入自己的文件夹。"


def unclaimed(office: Office) -> list[FileRow]:
    """The files that wait to be claimed, their originals where they were kept; oldest first."""
    with office.store.reading() as session:
        return ledger.unclaimed(session, office.settings.home)[0]


def as_asked(office: Office) -> None:
    """Hand over what was claimed on the review page; a claim that cannot be met leaves its reason at the file."""
    with office.store.reading() as session:
        wanted = [(file.id, file.claimed_for, file.kept_as) for file in ledger.claimed(session)]
    for number, department, kept_as in wanted:
        said = ""
        try:
            if not (office.settings.home / kept_as).is_file():
                raise SettingsError(_GONE)
            claim(office, number, department)
        except SettingsError as wrong:
            said = f"{_NOT_HANDED}{wrong}"
        with office.store.writing() as session:
            file = session.get_one(FileRow, number)
            before = [line for line in file.advice.splitlines() if not line.startswith(_NOT_HANDED)]
            file.advice, file.claimed_for = "\n".join([said, *before] if said else before), ""


def claim(office: Office, number: int, name: str) -> str:
    """Hand a file over; gives the department it belongs to now. Its own receipt comes with the next intake.

    Raises:
        SettingsError: no such file waits to be claimed, nobody is called that, or the inbox is not there or not open.
    """
    department = departments(office).department(name)
    if department == UNCLAIMED:
        raise SettingsError(f"名册里没有“{name}”这个部门。")
    if gone := missing(office.settings):
        raise SettingsError(gone)
    file = next((each for each in unclaimed(office) if each.id == number), None)
    if file is None:
        raise SettingsError(f"没有编号为 {number} 的待认领文件。运行 quanze claim 看有哪些。")
    try:
        _drop(office, file, department)
    except OSError as wrong:
        if faults.words(wrong, office.settings):
            raise
        raise SettingsError(f"放不进“{department}”的收件箱（{type(wrong).__name__}），请检查它的权限。") from wrong
    with office.store.writing() as session:
        moved = session.get_one(FileRow, number)
        answers.carry(session, moved, department, at=office.now())
        ledger.forget(session, moved)
        moved.state, moved.code, moved.again, moved.claimed_for = "moved", "", "", ""
        moved.advice = f"{office.now()[:10]} 认领：转到“{department}”的收件箱，回执在那里。"
    stages.propose_department(office, UNCLAIMED)
    was = inbox.Drop(office.settings.home / file.kept_as, UNCLAIMED, file.dropped_as, file.name)
    stages.write_receipt(office, Taken(was, number, file.sha256, duplicate=False))
    log.info("%s claimed", file.sha256[:12])
    return department


def _drop(office: Office, file: FileRow, department: str) -> None:
    """Put the kept original into the department's inbox, in the folders it was dropped in; once, also when repeated."""
    folder = office.settings.inbox.joinpath(department, *file.dropped_as.split("/")[1:-1])
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / file.name
    if target.exists() and sha256(target) != file.sha256:
        target = folder / f"{target.stem}~{file.sha256[:8]}{target.suffix}"
    half = folder / f".{file.sha256[:16]}.part"
    shutil.copyfile(office.settings.home / file.kept_as, half)
    half.replace(target)
