"""Reading in a child process with limits: a hang or a crash in a native library costs that file, never the service."""

import contextlib
import mmap
import multiprocessing
import secrets
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkServerContext
from pathlib import Path
from typing import Literal, TypeVar

from flows.workers.confined import MEMORY, confine, end_marked
from quanze.errors import FileError, ReaderFault, TimedOut, TooLarge

# A child runs the program's first module once more, which is loaded by then (see `_program`); runpy remarks upon it.
warnings.filterwarnings("ignore", ".* found in sys.modules after import", RuntimeWarning)
T = TypeVar("T")
Start = Literal["forkserver", "fork"]
_MOST = MEMORY * 9 // 10
_LOOK = 0.25
"""Seconds between two looks at a child's memory."""


def limited(function: Callable[..., T], *args: object, seconds: float, start: Start = "forkserver") -> T:
    """Run a module-level function in a fresh child and give its result; its scratch files are gone afterwards.

    A program of one thread may `start` it by "fork", which costs it no second start of Python.

    Raises:
        TimedOut: it took longer than `seconds`; the child and all it started are killed.
        TooLarge: it took more memory than a child may have.
        ReaderFault: the child died or raised something that is not a FileError.
    """
    context: ForkContext | ForkServerContext = (
        multiprocessing.get_context("fork") if start == "fork" else multiprocessing.get_context("forkserver")
    )
    context.set_forkserver_preload(["flows.reading", __name__, *_program()])
    ours, theirs = context.Pipe(duplex=False)
    mark, whole = secrets.token_hex(8), False
    with tempfile.TemporaryDirectory(prefix="quanze-", ignore_cleanup_errors=True) as scratch:
        process = context.Process(target=_child, args=(theirs, mark, scratch, function, args), daemon=False)
        process.start()
        theirs.close()
        try:
            _wait(ours, process.pid, seconds)
            answer = ours.recv()
            whole = True
        except EOFError:
            process.join(5)
            raise ReaderFault(f"the child ended with code {process.exitcode}") from None
        finally:
            ours.close()
            if process.is_alive():
                process.join(0.2)
            if process.is_alive():
                process.kill()
            process.join()
            if not whole:
                end_marked(mark)
    if isinstance(answer, BaseException):
        raise answer
    result: T = answer
    return result


def _wait(answer: Connection, child: int | None, seconds: float) -> None:
    """Wait for the answer; a native library that runs out of memory aborts, so the child is ended shortly before."""
    until = time.monotonic() + seconds
    while not answer.poll(max(0.0, min(_LOOK, until - time.monotonic()))):
        if time.monotonic() >= until:
            raise TimedOut(f"over {seconds:.0f} s")
        if _memory(child) > _MOST:
            raise TooLarge(f"over {_MOST >> 20} MiB of memory")


def _memory(child: int | None) -> int:
    """Bytes of address space that a process has now, 0 where it is gone."""
    try:
        return int(Path(f"/proc/{child}/statm").read_text().split()[0]) * mmap.PAGESIZE
    except (OSError, IndexError):
        return 0


def _program() -> list[str]:
    """The module this program was started from, which a child would else import anew (Prefect's takes seconds)."""
    spec = getattr(sys.modules["__main__"], "__spec__", None)
    return [spec.name] if spec else []


def _child(
    pipe: Connection, mark: str, scratch: str, function: Callable[..., object], args: tuple[object, ...]
) -> None:
    confine(mark, scratch)
    with contextlib.suppress(BrokenPipeError):  # the parent gave up waiting
        try:
            pipe.send(function(*args))
        except FileError as fault:
            pipe.send(fault)
        except BrokenPipeError:
            raise
        except MemoryError:
            pipe.send(TooLarge(f"over {MEMORY >> 20} MiB of memory"))
        except BaseException as defect:  # whatever it is, the parent must hear of it
            pipe.send(ReaderFault(f"{type(defect).__name__}: {defect}"))
        finally:
            pipe.close()
