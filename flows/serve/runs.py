"""The record of runs (运行记录): each flow's run with its time, outcome and a few words, in the store. No Prefect."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from flows.logs import log
from flows.stages import Office
from quanze.errors import SettingsError
from quanze.store import journal
from quanze.store.tables import RunRow

DONE, ASKS, FAILED, STOPPED, IDLE, PAUSED = "done", "asks", "failed", "stopped", journal.IDLE, journal.PAUSED
"""How a run ended; ASKS = a person must look, PAUSED = it could not begin (the inbox is not there), STOPPED = it was
broken off, as by Ctrl-C; the next run goes on."""
OUTCOMES = {DONE: "完成", ASKS: "等人核对", FAILED: "出错", PAUSED: "暂停", STOPPED: "中断", IDLE: "没有新内容"}
FLOWS = {
    "intake": "收件",
    "refresh": "换目录",
    "rematch": "重配",
    "publish": "出清单",
    "brief": "周报",
    "housekeeping": "备份和清理",
}
"""The flows as people call them."""


@dataclass(slots=True)
class Ended:
    """What a run says about itself when it ends; words without any cell's text."""

    outcome: str = DONE
    note: str = ""


@contextmanager
def recorded(office: Office, name: str) -> Iterator[Ended]:
    """Keep the run's record, also where it fails; a store that cannot be written loses the record, never the work."""
    said, began, clock = Ended(), office.now(), time.monotonic()
    try:
        yield said
    except BaseException as wrong:
        if said.outcome != PAUSED:
            said.outcome = FAILED if isinstance(wrong, Exception) else STOPPED
        said.note = said.note or (str(wrong) if isinstance(wrong, SettingsError) else type(wrong).__name__)
        raise
    finally:
        run = RunRow(
            name=name,
            started_at=began,
            ended_at=office.now(),
            seconds=round(time.monotonic() - clock, 2),
            outcome=said.outcome,
            note=said.note,
        )
        try:
            with office.store.writing() as session:
                journal.note_run(session, run)
        except SQLAlchemyError as wrong:
            log.error("the run %s could not be recorded: %s", name, type(wrong).__name__)
