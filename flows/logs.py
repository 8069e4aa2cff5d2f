"""The log (var/log/quanze.log), one JSON object a line: digests, codes, counts and places, never a cell's text.

An exception is kept as its type and the places in our code it passed, without its words: these may quote a document.
"""

import fcntl
import json
import logging
import traceback
from datetime import datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path

from quanze.settings import Settings

LARGEST, FILES = 2_000_000, 5
"""Bytes of one log file, and how many there are."""

log = logging.getLogger("quanze")


class _Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "process": record.process,
            "what": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            said["error"] = type(record.exc_info[1]).__name__
            said["passed"] = places(record.exc_info[1])
        return json.dumps(said, ensure_ascii=False)


def places(error: BaseException) -> list[str]:
    """Where an exception passed, outermost first, as file:line function."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}" for frame in frames]


def open_log(settings: Settings) -> None:
    """Send this process's log to the home folder; several processes may write at once."""
    folder = settings.var / "log"
    folder.mkdir(parents=True, exist_ok=True)
    for old in list(log.handlers):
        log.removeHandler(old)
        old.close()
    path = folder / "quanze.log"
    with (folder / "log.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _turn_over(path)
    handler = WatchedFileHandler(path, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(_Line())
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    logging.raiseExceptions = False  # a full disk must not add a traceback of the log to what it already says


def files(settings: Settings) -> list[Path]:
    """The log files that are there, newest first."""
    names = ["quanze.log", *(f"quanze.log.{number}" for number in range(1, FILES))]
    return [path for name in names if (path := settings.var / "log" / name).is_file()]


def _turn_over(path: Path) -> None:
    if not path.exists() or path.stat().st_size < LARGEST:
        return
    for number in range(FILES - 1, 0, -1):
        older = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
        if older.exists():
            older.replace(path.with_name(f"{path.name}.{number}"))
