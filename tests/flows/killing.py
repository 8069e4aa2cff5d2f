"""A process that is killed at a chosen point of its work: before the n-th write to the disk or to the database."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

import flows.stages
import flows.workers.spread


class Points:
    """Counts the points passed; at `fatal` the process is killed as a power cut would."""

    def __init__(self, fatal: int) -> None:
        self.passed, self.fatal = 0, fatal

    def passing(self, *_: object) -> None:
        self.passed += 1
        if self.passed == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: object, **keywords: object) -> object:
            self.passing()
            return function(*args, **keywords)

        return call

    def lay(self) -> None:
        """Make every rename, removal, flush, copy, statement and commit of this process a point."""
        for owner, name in ((Path, "replace"), (Path, "unlink"), (os, "fsync"), (shutil, "copy2"), (Path, "open")):
            setattr(owner, name, self.before(getattr(owner, name)))
        event.listen(Engine, "before_cursor_execute", self.passing)
        event.listen(Engine, "commit", self.passing)


def here(function: Callable[..., Any], *args: object, seconds: float) -> object:
    """Read in this process instead of a child, so that the process to be killed is the only one."""
    return function(*args)


def work(what: Callable[[], None], fatal: int) -> tuple[int, int]:
    """Do `what` in a forked process; gives (signal that ended it, points passed)."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        points = Points(fatal)
        try:
            for module in (flows.stages, flows.workers.spread):
                if hasattr(module, "limited"):
                    setattr(module, "limited", here)  # noqa: B010  # another signature, on purpose
            points.lay()
            what()
            os.write(write, str(points.passed).encode())
        finally:
            os._exit(0 if points.passed < fatal or not fatal else 1)
    os.close(write)
    _, status = os.waitpid(child, 0)
    with os.fdopen(read, "rb") as pipe:
        passed = int(pipe.read() or b"0")
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, passed
