"""Nothing leaves the machine: the whole demo with every socket outside loopback refused and every try noted."""

import os
import subprocess
import sys
from pathlib import Path

from tests.flows.office import ROOT

GUARD = Path(__file__).parent / "offline"
TRY = "import socket; socket.create_connection(('198.51.100.7', 80), 2)"
ASK = "import urllib.request; urllib.request.urlopen('http://example.invalid/', timeout=2)"


def offline(command: list[str], folder: Path) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run a command without a network: a guard in every Python and, for root, a network with loopback only."""
    notes = folder / "tries.txt"
    notes.touch()
    environment = os.environ | {"PYTHONPATH": str(GUARD), "OFFLINE_NOTES": str(notes)}
    if (
        os.geteuid() == 0
        and subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        command = ["unshare", "-n", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", *command]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=600)
    return done, notes.read_text(encoding="utf-8")


def test_the_guard_notes_and_refuses_what_would_leave_the_machine(tmp_path: Path) -> None:
    for code in (
        TRY,
        ASK,
        f"import subprocess, sys; raise SystemExit(subprocess.call([sys.executable, '-c', {TRY!r}]))",
    ):
        done, tries = offline([sys.executable, "-c", code], tmp_path)
        assert done.returncode != 0
        assert tries
        (tmp_path / "tries.txt").unlink()


def test_the_whole_demo_needs_no_network_and_tries_none(tmp_path: Path) -> None:
    done, tries = offline([sys.executable, "-m", "flows.cli", "demo", "--home", str(tmp_path / "demo")], tmp_path)
    assert done.returncode == 0, done.stderr
    assert tries == ""
    assert list((tmp_path / "demo" / "out").rglob("*.xlsx"))
    assert list((tmp_path / "demo" / "out").rglob("*.docx"))
