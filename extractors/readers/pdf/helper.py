"""Helpers: forks of this process that work along with it and answer through a pipe.

A fork starts in a few milliseconds with everything loaded. Only a process without other threads is forked (a thread may
hold a lock that its copy would wait for), and only on Linux, where a helper ends with its caller whatever happens. What
the helpers work on is none of this module's business.
"""

import ctypes
import gc
import os
import pickle
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from pathlib import Path

_PIPE = 1 << 20
"""Bytes that a helper may answer ahead of being read."""
_PARENT_DEATH = 1
_TICKET = 4
_LOAD = Path("/proc/loadavg")
MOST = 4
"""So many processes at most share one file, unless told otherwise."""
_told: ContextVar[int] = ContextVar("processes for one PDF", default=0)


@contextmanager
def processes(count: int) -> Iterator[None]:
    """Have `wanted` say this inside the block; 0: as many as the machine has idle."""
    token = _told.set(count)
    try:
        yield
    finally:
        _told.reset(token)


def wanted() -> int:
    """How many processes shall share a long file: what `processes` said, else what is idle, at most `MOST`."""
    return _told.get() or min(idle(), MOST)


def can_help() -> bool:
    """Whether this process may be forked."""
    return sys.platform == "linux" and threading.active_count() == 1


def idle() -> int:
    """How many processors have nothing to do, this process's own included; at least 1.

    So helpers of documents that are read side by side, or of a busy service, do not crowd the machine.
    """
    if not can_help():
        return 1
    try:
        running = int(_LOAD.read_text().split()[3].split("/")[0])
    except (OSError, ValueError, IndexError):
        return 1
    return max(len(os.sched_getaffinity(0)) - running + 1, 1)


def tickets(count: int) -> int:
    """The reading end of a pipe with the numbers 0 to count - 1 (at most 16,000), for several processes to take."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(b"".join(number.to_bytes(_TICKET, "little") for number in range(count)))
    return reading


def taken(pipe: int) -> Iterator[int]:
    """One number after the other until there are none; each goes to one process only."""
    while len(ticket := os.read(pipe, _TICKET)) == _TICKET:
        yield int.from_bytes(ticket, "little")


@dataclass(frozen=True, slots=True)
class Helper:
    """A helper's process number and the pipe that it answers through."""

    process: int
    pipe: "Connection[object, object]"

    def answers(self, patience: float | None) -> Iterator[object]:
        """The answers, each waited for so many seconds (0: those that are there, None: all to the helper's end).

        Raises:
            Exception: whatever the work raised in the helper.
        """
        with suppress(EOFError):
            while self.pipe.poll(patience):
                answer = pickle.loads(self.pipe.recv_bytes())
                if isinstance(answer, Exception):
                    raise answer
                yield answer

    def stop(self) -> None:
        """End the helper; it has nothing to save."""
        self.pipe.close()
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.process, 0)


def start(work: Callable[[], Iterable[object]], others: Sequence[Helper] = ()) -> Helper:
    """A helper that does the work and sends each thing that it yields; `others` are the helpers there are already."""
    ours, theirs = Pipe(duplex=False)
    _widen(theirs.fileno())
    caller = os.getpid()
    with warnings.catch_warnings():
        # From Python 3.12 on: "multi-threaded, use of fork()" may deadlock. The threads it counts are those of
        # numerical libraries, which look after forks themselves; `can_help` rules out our own.
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if process:
        theirs.close()
        return Helper(process, ours)
    try:
        for end in (ours, *(other.pipe for other in others)):
            end.close()
        _end_with(caller)
        _serve(work, theirs)
    finally:
        os._exit(0)


def _widen(pipe: int) -> None:
    """Make a pipe hold more, as far as the system allows."""
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def _end_with(caller: int) -> None:
    """Have the system end this process when its caller ends, also when it hangs in native code."""
    ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGKILL)
    if os.getppid() != caller:
        os._exit(0)


def _serve(work: Callable[[], Iterable[object]], pipe: "Connection[object, object]") -> None:
    gc.disable()
    try:
        for answer in work():
            pipe.send_bytes(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
    except (BrokenPipeError, KeyboardInterrupt):
        return
    except Exception as error:
        with suppress(OSError):
            pipe.send_bytes(pickle.dumps(error))
