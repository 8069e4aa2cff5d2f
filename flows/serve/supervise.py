"""Child processes that must stay up (看护): started, started again when they end, ended as one. No store."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from flows.logs import log

LONGEST = 60.0
"""Seconds between two tries to start a child that keeps ending."""
STEADY = 120.0
"""Seconds after which a child counts as well again."""
GRACE = 20.0
"""Seconds a child has to end by itself."""


@dataclass(frozen=True, slots=True)
class Part:
    """One child: its name as people read it, its command, where its output goes, and whether it may start yet."""

    name: str
    command: Sequence[str]
    output: Path
    may_start: Callable[[], bool] = lambda: True
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Child:
    """A part as it stands."""

    part: Part
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    pause: float = 0.0
    fell: float = 0.0
    starts: int = 0

    def look(self) -> str:
        """Start it where it is not up and may be; gives what to tell a person, "" where nothing happened."""
        now = _now()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                self.pause = 0.0 if now - self.began > STEADY else self.pause
                return ""
            self.process, self.fell = None, now
            self.pause = min(LONGEST, max(1.0, self.pause * 2))
            log.error("%s ended with code %s", self.part.command[2], code)
            return f"{self.part.name}停了（{code}），马上重新启动。"
        if now - self.fell >= self.pause and self.part.may_start():
            self._start(now)
        return ""

    def _start(self, now: float) -> None:
        self.part.output.parent.mkdir(parents=True, exist_ok=True)
        _turn_over(self.part.output)
        with self.part.output.open("ab") as out:
            self.process = subprocess.Popen(
                list(self.part.command),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                env={**os.environ, **self.part.environment},
            )
        self.began, self.starts = now, self.starts + 1

    def end(self) -> None:
        """Ask it to end, wait, and make it and its own children end."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            log.warning("%s did not end by itself", self.part.command[2])
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # what it started must not outlive it
        self.process.wait()
        self.process = None


def _now() -> float:
    return time.monotonic()


def _turn_over(output: Path, largest: int = 5_000_000) -> None:
    if output.exists() and output.stat().st_size > largest:
        output.replace(output.with_suffix(output.suffix + ".1"))
