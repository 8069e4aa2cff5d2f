"""`quanze serve`: one command takes what is dropped and stops cleanly, again and again."""

import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from prefect.client.schemas.schedules import CronSchedule

from flows.schedules import deployments
from tests.flows.test_intake import ROOT, SAMPLE


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def waited(path: Path, pattern: str, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if any(path.rglob(pattern)):
            return True
        time.sleep(0.5)
    return False


def test_serve_takes_a_drop_shows_the_page_and_stops_on_ctrl_c(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "flows.cli", "serve", "--home", str(tmp_path)]
    command += ["--port", str(port), "--prefect-port", str(free_port())]
    folder = tmp_path / "inbox" / "司法局"
    folder.mkdir(parents=True)
    shutil.copyfile(SAMPLE, folder / SAMPLE.name)
    with (tmp_path / "out.txt").open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)
    try:
        assert waited(tmp_path / "receipts", "*.txt", 240), (tmp_path / "out.txt").read_text(encoding="utf-8")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/login", timeout=30) as page:
            assert page.status == 200
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(90)
    said = (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert code == 0, said
    assert "Traceback" not in said
    assert f"http://127.0.0.1:{port}/" in said


def test_every_schedule_has_a_time_and_never_runs_twice_at_once(tmp_path: Path) -> None:
    made = {deployment.name: deployment for deployment in deployments(tmp_path)}
    assert set(made) == {"收件", "换目录", "备份", "周报"}
    assert all(deployment.schedules and deployment.concurrency_limit == 1 for deployment in made.values())
    friday = [each.schedule for each in made["周报"].schedules or []]
    assert friday == [CronSchedule(cron="0 11 * * 5", timezone="Asia/Shanghai")]
