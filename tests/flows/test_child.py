"""Reading in a child process: a hang, a crash or an exception costs that file only."""

import os
import signal
import time

import pytest

from flows.workers.child import limited
from quanze.errors import Encrypted, ReaderFault, TimedOut


def double(number: int) -> int:
    return 2 * number


def hang(number: int) -> int:
    time.sleep(60)
    return number


def die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGSEGV)
    return number


def locked(number: int) -> int:
    raise Encrypted(f"file {number}")


def defect(number: int) -> int:
    return number // 0


def greedy(number: int) -> int:
    return len(bytearray(number))


def test_the_childs_answer_comes_back() -> None:
    assert limited(double, 21, seconds=60) == 42


def test_a_file_error_of_the_child_is_raised_here() -> None:
    with pytest.raises(Encrypted, match="file 7"):
        limited(locked, 7, seconds=60)


def test_a_hang_is_killed_and_said() -> None:
    with pytest.raises(TimedOut):
        limited(hang, 1, seconds=0.5)


def test_a_native_crash_is_a_readers_fault() -> None:
    with pytest.raises(ReaderFault, match="-11"):
        limited(die, 1, seconds=60)


def test_a_defect_is_a_readers_fault_with_its_name() -> None:
    with pytest.raises(ReaderFault, match="ZeroDivisionError"):
        limited(defect, 1, seconds=60)


def test_more_memory_than_allowed_is_a_readers_fault() -> None:
    with pytest.raises(ReaderFault, match="MemoryError"):
        limited(greedy, 7 * 1024**3, seconds=60)
