"""`quanze read` and `quanze tables` on files that hang or crash a reader: a line for each file, the rest goes on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.office import ROOT, SAMPLE, SAMPLES
from tests.hostile.make import cases, outside

ENDED = ("TIMED_OUT", "TOO_LARGE")
"""What a drawing without an end comes to: out of time on a slow machine, out of memory on a fast one."""
LIST = next((SAMPLES / "林业和草原局").glob("*.csv"))


def ask(command: str, *paths: Path) -> tuple[int, list[dict[str, object]]]:
    words = [sys.executable, "-m", "flows.cli", command, *map(str, paths)]
    environment = os.environ | {"QUANZE_READ_SECONDS": "20"}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A PDF whose drawing doubles itself without an end."""
    case = next(case for case in cases() if case.name == "图形倍增.pdf")
    case.make(tmp_path / case.name, outside(tmp_path / "outside", "127.0.0.1:9"))
    return tmp_path / case.name


def test_a_file_that_hangs_costs_its_own_line_only(endless: Path) -> None:
    code, (first, second) = ask("read", endless, LIST)
    assert code == 1
    assert first["error"]["code"] in ENDED  # type: ignore[index]
    assert first["path"] == str(endless)
    assert second["error"] is None
    assert second["matters"]


def test_tables_says_a_file_that_hangs_too(endless: Path) -> None:
    code, (first, second) = ask("tables", endless, SAMPLE)
    assert code == 1
    assert first["tables"] == []
    assert first["error"]["code"] in ENDED  # type: ignore[index]
    assert second["tables"]


def test_good_files_exit_0_with_a_line_each() -> None:
    code, lines = ask("read", LIST, SAMPLE)
    assert code == 0
    assert [line["path"] for line in lines] == [str(LIST), str(SAMPLE)]
    assert all(line["error"] is None for line in lines)
