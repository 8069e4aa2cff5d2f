"""`quanze serve`: everything an office needs in one command. Prefect server, runner, review page; stops as one."""

import fcntl
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flows.intake import presence
from flows.logs import log, open_log
from flows.serve.supervise import Child, Part
from quanze.errors import SettingsError
from quanze.settings import Settings

READY_SECONDS = 300
LOOK_SECONDS = 0.5


def serve(settings: Settings, *, host: str, port: int, prefect_port: int) -> int:
    """Run until Ctrl-C or SIGTERM; prints the addresses once all is up.

    Raises:
        SettingsError: another `serve` is at work on this home folder, a port is taken, or a part never came up.
    """
    with _alone(settings):
        for wanted in (port, prefect_port):
            if not _free(host, wanted):
                raise SettingsError(f"端口 {wanted} 已被占用，请用 --port 或 --prefect-port 换一个。")
        open_log(settings)
        (settings.var / "prefect").mkdir(parents=True, exist_ok=True)
        if missing := presence.missing(settings):
            sys.stderr.write(f"{missing}\n")
        children = [Child(part) for part in parts(settings, host, port, prefect_port)]
        signal.signal(signal.SIGTERM, _interrupt)
        signal.signal(signal.SIGHUP, _interrupt)
        log.info("serve started, process %d", os.getpid())
        try:
            _until_up(children, [f"http://127.0.0.1:{prefect_port}/api/health", _page(host, port) + "login"])
            _say(f"审核网页：{_page(host, port)}")
            _say(f"收件箱：{settings.inbox}\nPrefect：http://127.0.0.1:{prefect_port}/\n按 Ctrl-C 停止。")
            while True:
                _look(children)
                time.sleep(LOOK_SECONDS)
        except KeyboardInterrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            _say("正在停止……")
        finally:
            for child in reversed(children):
                child.end()
            log.info("serve stopped")
        _say("已停止。")
    return 0


def parts(settings: Settings, host: str, port: int, prefect_port: int) -> list[Part]:
    """The three parts in the order they start; they end the other way round."""
    logs, home = settings.var / "log", str(settings.home)
    api = f"http://127.0.0.1:{prefect_port}/api"
    python = sys.executable
    server = [python, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(prefect_port)]
    page = [python, "-m", "flows.cli", "review", "--home", home, "--host", host, "--port", str(port)]
    runner = [python, "-m", "flows.serve.runner", home]
    history = {
        "PREFECT_HOME": str(settings.var / "prefect"),
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(settings.keep_history_days * 86400),
    }
    running = {"PREFECT_HOME": history["PREFECT_HOME"], "PREFECT_API_URL": api, "QUANZE_HOME": home}
    return [
        Part("Prefect", server, logs / "prefect.log", environment=history),
        Part("审核网页", page, logs / "review.log"),
        Part("计划任务", runner, logs / "runner.log", _answers(f"{api}/health"), running),
    ]


def _page(host: str, port: int) -> str:
    return f"http://{host}:{port}/"


def _look(children: list[Child]) -> None:
    for child in children:
        if said := child.look():
            _say(said)


def _until_up(children: list[Child], addresses: list[str]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    waiting = [_answers(address) for address in addresses]
    while waiting:
        if time.monotonic() > deadline:
            raise SettingsError("没有全部启动，请看 var/log 里的日志。")
        _look(children)
        waiting = [answers for answers in waiting if not answers()]
        time.sleep(LOOK_SECONDS)
    _look(children)


def _answers(address: str) -> Callable[[], bool]:
    def ask() -> bool:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False

    return ask


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    settings.var.mkdir(parents=True, exist_ok=True)
    with (settings.var / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SettingsError("这个工作目录已经有一个 quanze serve 在运行。") from None
        yield


def _free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
