"""Drops that stay in the inbox (留在收件箱): what cannot be opened, copied or taken away costs itself, never the batch.

Also what an earlier run that was broken off has done of a drop already.
"""

import errno
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flows import stages
from flows.intake.inbox import Drop, Rewritten
from flows.logs import log
from flows.serve import faults
from flows.stages import Office, Taken
from quanze.errors import FileError, NoAccess
from quanze.store import ledger
from quanze.store.tables import FileRow

_FOLDER = "读写 {0} 时出错（{1}）。收件已停，没有处理完的文件都还在收件箱里；请检查这个地方的权限，改好以后自动继续。"


@dataclass(frozen=True, slots=True)
class Left:
    """A drop that is left in the inbox for the next run: `said` tells people why, "" where there is nothing to do.

    `written` is True where somebody was still writing it; else, with nothing said, it is gone or another intake's.
    """

    said: str = ""
    written: bool = False


def why(office: Office, drop: Drop, step: Callable[[], None]) -> Left | None:
    """Do a step on a drop's own file; gives why that was not possible, None where it was.

    Raises:
        OSError: a fault of the machine, or of a folder of ours.
        FileError: the step says that the file cannot be used.
    """
    try:
        step()
    except Rewritten:
        return Left(written=True)
    except OSError as wrong:
        return _theirs(office, drop, wrong)
    return None


def taken(office: Office, drop: Drop, take: Callable[[Office, Drop], Taken]) -> Taken | Left:
    """Take a drop into the ledger; gives why its file was left where it lies.

    Raises:
        OSError: a fault of the machine.
    """
    try:
        return take(office, drop)
    except ledger.Held:
        return Left()
    except OSError as wrong:
        return _theirs(office, drop, wrong)


def _theirs(office: Office, drop: Drop, wrong: OSError) -> Left:
    """What is wrong with the drop's own file; anything else goes on up."""
    if faults.words(wrong, office.settings) or wrong.filename is not None and Path(wrong.filename) != drop.path:
        raise wrong
    if isinstance(wrong, FileNotFoundError):
        return Left()
    log.warning("a file stays in the inbox: %s", type(wrong).__name__)
    return Left(f"{drop.dropped_as}（{NoAccess.code}）：{NoAccess.advice}")


def words(wrong: BaseException) -> str:
    """What to tell a person about a folder of ours that cannot be used; "" where it is something else."""
    if not isinstance(wrong, OSError) or wrong.filename is None:
        return ""
    return _FOLDER.format(wrong.filename, errno.errorcode.get(wrong.errno or 0, type(wrong).__name__))


def put_away(office: Office, taken: Taken) -> Left | None:
    """Put a drop away; gives why its file was left where it lies."""
    return why(office, taken.drop, partial(stages.put_away, office, taken))


def turn_back(office: Office, taken: Taken, fault: FileError) -> Left | None:
    """Turn a drop back; gives why its file was left where it lies."""
    return why(office, taken.drop, partial(stages.turn_back, office, taken, fault))


def close(office: Office, taken: Taken) -> Left | None:
    """Take a drop out of the inbox whose original is kept already; gives why its file was left where it lies."""
    if is_closed(office, taken) == "quarantined":
        stages.propose_department(office, taken.drop.department)
    return why(office, taken.drop, partial(stages.close, office, taken))


def is_closed(office: Office, taken: Taken) -> str:
    """The state of a drop that is done or returned, its original kept, and only still lies in the inbox; else ""."""
    with office.store.reading() as session:
        file = session.get_one(FileRow, taken.file_id)
    kept = bool(file.kept_as) and (office.settings.home / file.kept_as).is_file()
    return file.state if kept and file.state in ("done", "quarantined") else ""


def is_read(office: Office, taken: Taken) -> bool:
    """Whether a run that was broken off had read this very content, so that its facts are kept already."""
    with office.store.reading() as session:
        file = session.get_one(FileRow, taken.file_id)
        return file.sha256 == taken.sha256 and file.state in ("read", "matched", "proposed", "done")


def is_freed(office: Office, taken: Taken) -> bool:
    """Whether the drop that this one repeats was returned meanwhile: then this one counts, and is to be read."""
    with office.store.writing() as session:
        file = session.get_one(FileRow, taken.file_id)
        first = session.get(FileRow, file.same_as) if file.same_as else None
        if first is None or first.state != "quarantined":
            return False
        file.state, file.same_as = "claimed", None
        return True
