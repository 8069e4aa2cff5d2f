"""Reading in a child process with limits: a hang or a crash in a native library costs that file, never the service."""

import multiprocessing
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from quanze.errors import FileError, ReaderFault, TimedOut

T = TypeVar("T")

MEMORY = 6 * 1024**3
"""Bytes of address space a child may have."""


def limited(function: Callable[..., T], *args: object, seconds: float) -> T:
    """Run a module-level function in a fresh child and give its result.

    Raises:
        TimedOut: it took longer than `seconds`; the child is killed.
        ReaderFault: the child died or raised something that is not a FileError.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["flows.reading"])
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(theirs, function, args), daemon=False)
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise TimedOut(f"over {seconds:.0f} s")
        answer = ours.recv()
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
    if isinstance(answer, BaseException):
        raise answer
    result: T = answer
    return result


def _child(pipe: Connection, function: Callable[..., object], args: tuple[object, ...]) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard < 0 else min(MEMORY, hard), hard))
    try:
        pipe.send(function(*args))
    except FileError as fault:
        pipe.send(fault)
    except BaseException as defect:  # whatever it is, the parent must hear of it
        pipe.send(ReaderFault(f"{type(defect).__name__}: {defect}"))
    finally:
        pipe.close()
