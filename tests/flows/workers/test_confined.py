"""What a reading child may not do: reach the network, outlive its reading, leave scratch files, print."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from flows.workers.child import limited
from quanze.errors import ReaderFault, TimedOut


def reach(port: int) -> str:
    try:
        with socket.create_connection(("127.0.0.1", port), 5):
            return "reached"
    except OSError as refused:
        return type(refused).__name__


def start_and_hang(note: str) -> None:
    program = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    Path(note).write_text(str(program.pid))
    time.sleep(600)


def start_and_die(note: str) -> None:
    program = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    Path(note).write_text(str(program.pid))
    os.abort()


def scratch() -> str:
    with tempfile.NamedTemporaryFile(delete=False) as file:
        return file.name


def chatter() -> str:
    os.write(1, b"LIBRARY SAYS")
    os.write(2, b"LIBRARY SAYS")
    return "done"


def write_much(path: str) -> None:
    with Path(path).open("wb") as file:
        file.truncate(3 * 1024**3)


def alive(number: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def test_a_child_reaches_no_network_not_even_this_machines() -> None:
    if os.geteuid():
        pytest.skip("without root the system may not grant a network of its own; the converter's profile holds then")
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert limited(reach, server.getsockname()[1], seconds=60) != "reached"


@pytest.mark.parametrize(("function", "error"), [(start_and_hang, TimedOut), (start_and_die, ReaderFault)])
def test_what_a_child_started_ends_with_it(function: object, error: type[Exception], tmp_path: Path) -> None:
    note = tmp_path / "pid"
    assert callable(function)
    with pytest.raises(error):
        limited(function, str(note), seconds=20 if error is ReaderFault else 4)
    started = int(note.read_text())
    for _ in range(100):  # a killed process takes a moment to be gone
        if not alive(started):
            return
        time.sleep(0.1)
    pytest.fail("what the child started is still there")


def test_a_childs_scratch_files_are_gone_with_it() -> None:
    assert not Path(limited(scratch, seconds=60)).exists()


def test_what_libraries_print_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    assert limited(chatter, seconds=60) == "done"
    assert "LIBRARY" not in "".join(capfd.readouterr())


def test_a_child_cannot_fill_the_disk_with_one_file(tmp_path: Path) -> None:
    with pytest.raises(ReaderFault):
        limited(write_much, str(tmp_path / "big"), seconds=60)
