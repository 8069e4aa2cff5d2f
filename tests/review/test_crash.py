"""Kill -9 in the middle of the work: every acknowledged decision is there, none twice, no refusal without a reason."""

import signal
import socket
import subprocess
import threading
from pathlib import Path

from bench.review import Log, Reviewer, check, home_at, run, started

ENOUGH = 20
"""Acknowledged decisions after which the server is killed, however slow the machine is."""


def kill_in_the_middle(server: subprocess.Popen[bytes], log: Log, over: threading.Event) -> None:
    while len(log.acknowledged) < ENOUGH and not over.wait(0.02):
        pass
    server.send_signal(signal.SIGKILL)


def test_a_killed_server_has_every_decision_that_it_acknowledged(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = Log()
    reviewers = home_at(tmp_path, 8, port, log, departments=2, matters=40)
    server = started(tmp_path, port)
    over = threading.Event()
    killer = threading.Thread(target=kill_in_the_middle, args=(server, log, over))
    killer.start()
    run(reviewers, 600, Reviewer.work)
    over.set()
    killer.join()
    assert server.wait() == -signal.SIGKILL
    again = started(tmp_path, port)
    try:
        status, _ = reviewers[0].ask("queue", "GET", "/rows")
    finally:
        reviewers[0].close()
        again.kill()
        again.wait()
    assert status == 200
    assert len(log.acknowledged) >= ENOUGH
    assert check(tmp_path, log)
