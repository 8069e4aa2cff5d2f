"""Reading in a child process with limits: a hang or a crash in a native library costs that file, never the service."""

import contextlib
import multiprocessing
import secrets
import sys
import tempfile
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkServerContext
from typing import Literal, TypeVar

from flows.workers.confined import confine, end_marked
from quanze.errors import FileError, ReaderFault, TimedOut

# A child runs the program's first module once more, which is loaded by then (see `_program`); runpy remarks upon it.
warnings.filterwarnings("ignore", ".* found in sys.modules after import", RuntimeWarning)
T = TypeVar("T")
Start = Literal["forkserver", "fork"]


def limited(function: Callable[..., T], *args: object, seconds: float, start: Start = "forkserver") -> T:
    """Run a module-level function in a fresh child and give its result; its scratch files are gone afterwards.

    A program of one thread may `start` it by "fork", which costs it no second start of Python.

    Raises:
        TimedOut: it took longer than `seconds`; the child and all it started are killed.
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
            if not ours.poll(seconds):
                raise TimedOut(f"over {seconds:.0f} s")
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
        except BaseException as defect:  # whatever it is, the parent must hear of it
            pipe.send(ReaderFault(f"{type(defect).__name__}: {defect}"))
        finally:
            pipe.close()
