"""Parts that must stay up: started again when they end, with growing pauses; ended together with what they started."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.serve_ten_minutes import processes
from flows.serve import supervise
from flows.serve.supervise import Child, Part


def part(tmp_path: Path, code: str, may_start: Callable[[], bool] = lambda: True) -> Part:
    return Part("部件", [sys.executable, "-c", code], tmp_path / "out.log", may_start)


def wait_for(what: Callable[[], object]) -> None:
    limit = time.monotonic() + 60
    while not what():
        assert time.monotonic() < limit, "this never came"
        time.sleep(0.05)


def test_a_part_that_ends_is_started_again_and_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(supervise, "_now", lambda: clock[0])
    child = Child(part(tmp_path, "import sys; print('began', flush=True); sys.exit(3)"))
    said = []
    for pause in (1.0, 2.0, 4.0):
        assert child.look() == ""
        process = child.process
        assert process is not None
        process.wait(60)
        said.append(child.look())
        assert child.pause == pause
        child.look()
        assert child.process is None, "it waits before it is started again"
        clock[0] += pause
    assert said == ["部件停了（3），马上重新启动。"] * 3
    assert (tmp_path / "out.log").read_text().split() == ["began"] * 3


def test_the_pause_never_grows_beyond_the_longest_and_is_forgotten_when_all_is_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(supervise, "_now", lambda: clock[0])
    child = Child(part(tmp_path, "import time; time.sleep(600)"), pause=supervise.LONGEST)
    clock[0] += supervise.LONGEST
    child.look()
    clock[0] += supervise.STEADY + 1
    child.look()
    assert child.pause == 0.0
    child.end()


def test_a_part_waits_until_it_may_start(tmp_path: Path) -> None:
    allowed = [False]
    child = Child(part(tmp_path, "pass", may_start=lambda: allowed[0]))
    child.look()
    assert child.process is None
    allowed[0] = True
    child.look()
    assert child.process is not None
    child.end()


def test_a_part_that_does_not_listen_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervise, "GRACE", 0.3)
    code = (
        "import signal, subprocess, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "subprocess.Popen(['sleep', '611.5']); print('up', flush=True); time.sleep(600)"
    )
    child = Child(part(tmp_path, code))
    child.look()
    wait_for(lambda: (tmp_path / "out.log").read_text())
    assert processes(b"sleep\x00611.5")
    child.end()
    wait_for(lambda: not processes(b"sleep\x00611.5"))
    child.end()


def test_the_output_of_a_part_does_not_grow_for_ever(tmp_path: Path) -> None:
    (tmp_path / "out.log").write_bytes(b"x" * 5_000_001)
    child = Child(part(tmp_path, "pass"))
    child.look()
    child.end()
    assert (tmp_path / "out.log").stat().st_size < 1000
    assert (tmp_path / "out.log.1").stat().st_size == 5_000_001
