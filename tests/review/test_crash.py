"""Kill -9 in the middle of the work: every acknowledged decision is there, none twice, no refusal without a reason."""

import signal
import socket
import threading
from pathlib import Path

from bench.review import Log, Reviewer, check, home_at, run, started


def test_a_killed_server_has_every_decision_that_it_acknowledged(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = Log()
    reviewers = home_at(tmp_path, 8, port, log, departments=2, matters=40)
    server = started(tmp_path, port)
    run(reviewers[:1], 0.5, Reviewer.work)
    threading.Timer(2.0, server.send_signal, (signal.SIGKILL,)).start()
    run(reviewers, 20, Reviewer.work)
    assert server.wait() == -signal.SIGKILL
    again = started(tmp_path, port)
    status, _ = reviewers[0].ask("queue", "GET", "/rows")
    reviewers[0].close()
    again.terminate()
    again.wait()
    assert status == 200
    assert log.acknowledged
    assert check(tmp_path, log)
