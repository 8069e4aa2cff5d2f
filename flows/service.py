"""`quanze serve`: everything an office needs in one command. Prefect server, schedules, review page; stops as one."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quanze.errors import SettingsError
from quanze.settings import Settings

READY_SECONDS = 90


def serve(settings: Settings, *, host: str, port: int, prefect_port: int) -> int:
    """Run until Ctrl-C or SIGTERM; prints the addresses once all is up."""
    for wanted in (port, prefect_port):
        if not _free(host, wanted):
            raise SettingsError(f"端口 {wanted} 已被占用，请用 --port 或 --prefect-port 换一个。")
    history = settings.var / "prefect"
    history.mkdir(parents=True, exist_ok=True)
    settings.inbox.mkdir(parents=True, exist_ok=True)
    api = f"http://127.0.0.1:{prefect_port}/api"
    os.environ["PREFECT_HOME"] = str(history)
    server = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(prefect_port)]
    page = [sys.executable, "-m", "flows.cli", "review", "--home", str(settings.home)]
    page += ["--host", host, "--port", str(port)]
    signal.signal(signal.SIGTERM, _interrupt)
    with _child(server, settings.var / "log" / "prefect.log"), _child(page, settings.var / "log" / "review.log"):
        _wait(f"{api}/health", "Prefect")
        _wait(f"http://{host}:{port}/login", "审核网页")
        os.environ["PREFECT_API_URL"] = api
        sys.stdout.write(f"审核网页：http://{host}:{port}/\n收件箱：{settings.inbox}\n按 Ctrl-C 停止。\n")
        sys.stdout.flush()
        _schedules(settings.home)
    return 0


def _schedules(home: Path) -> None:
    from prefect import serve as serve_deployments  # after PREFECT_API_URL is set, and only where it is needed

    from flows.schedules import deployments

    try:
        serve_deployments(*deployments(home), pause_on_shutdown=False, print_starting_message=False)
    except KeyboardInterrupt:
        sys.stdout.write("已停止。\n")


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


@contextmanager
def _child(command: list[str], log: Path) -> Iterator[None]:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait(url: str, what: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SettingsError(f"{what}没有启动，请看 var/log 里的日志。")
