"""Reading in a child process: a hang, a crash or an exception costs that file only."""

import mmap
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.reading import facts_of
from flows.workers import spread
from flows.workers.child import limited
from flows.workers.confined import MEMORY
from quanze.errors import Encrypted, ReaderFault, TimedOut, TooLarge
from tests.conftest import ROOT


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


def growing(number: int) -> int:
    """Take address space alone until there is that much of it, then stand still as a library does that works on."""
    have = int(Path("/proc/self/statm").read_text().split()[0]) * mmap.PAGESIZE
    taken = mmap.mmap(-1, number - have, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ)
    time.sleep(60)
    return len(taken)


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


def test_more_memory_than_allowed_makes_a_file_too_large() -> None:
    with pytest.raises(TooLarge, match="6144 MiB"):
        limited(greedy, 7 * 1024**3, seconds=60)


def test_a_child_is_ended_before_its_library_runs_out_of_memory() -> None:
    with pytest.raises(TooLarge, match="5529 MiB"):
        limited(growing, MEMORY * 95 // 100, seconds=60)


def told(code: str, *folders: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (*folders, ROOT)))}
    done = subprocess.run([sys.executable, *code.split(" ", 1)], capture_output=True, text=True, env=environment)
    return (done.stderr + done.stdout).strip()


def test_what_a_file_is_read_with_loads_neither_matching_nor_prefect() -> None:
    assert vars(spread)["facts_of"] is facts_of
    loaded = told("-c import sys, flows.reading; print({'matchers', 'rules', 'prefect'} & {*sys.modules})")
    assert loaded == "set()"


def test_no_child_imports_anew_what_the_program_was_started_with(tmp_path: Path) -> None:
    (tmp_path / "heavy.py").write_text("open(__file__ + '.seen', 'a').write('x')\n", encoding="utf-8")
    program = "import heavy\nfrom flows.workers.child import limited\n"
    program += "if __name__ == '__main__':\n    print([limited(abs, -n, seconds=60) for n in range(4)])\n"
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "__init__.py").touch()
    (tmp_path / "office" / "program.py").write_text(program, encoding="utf-8")
    assert told("-m office.program", tmp_path) == "[0, 1, 2, 3]"
    assert (tmp_path / "heavy.py.seen").read_text(encoding="utf-8") == "xx"  # the program and the one it forks from
