"""The log a clerk can send (var/log/quanze.log): digests, codes and places, never a cell's text."""

import logging
from logging.handlers import RotatingFileHandler

from quanze.settings import Settings

log = logging.getLogger("quanze")


def open_log(settings: Settings) -> None:
    """Send this process's log to the home folder, 5 files of at most 2 MB."""
    folder = settings.var / "log"
    folder.mkdir(parents=True, exist_ok=True)
    for old in list(log.handlers):
        log.removeHandler(old)
        old.close()
    handler = RotatingFileHandler(folder / "quanze.log", maxBytes=2_000_000, backupCount=4, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
