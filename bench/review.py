"""The review page under load: 50 reviewers on loopback, against a bare handler that inserts one row.

`python -m bench.review [--seconds 25] [--people 50]`: first everybody posts to the bare handler alone, and to one that
stands in line with the page's writers; then everybody reads the queue and decides, with some bare posts in between (in
line, since without a line they starve); then the same while the server is killed (kill -9).
Says p95 of each, how many writes were accepted, how many events there are, which refusals were real conflicts.
"""

import argparse
import http.client
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from quanze.settings import Settings
from quanze.store import access, decisions, open_store, review
from quanze.store.tables import LoginRow
from tests.review.home import desk_at, matter

DEPARTMENTS = 10
MATTERS = 120
_FORM = re.compile(
    r'hx-post="(/rows/\w+/decide[^"]*)".*?name="seen" value="(\w+)".*?name="last" value="(\d+)"', re.DOTALL
)


@dataclass
class Log:
    """What the reviewers saw: seconds per kind of request, answers per status, acknowledged decisions."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    acknowledged: list[tuple[str, str, int]] = field(default_factory=list)
    refused: list[tuple[str, int]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, status: int, took: float) -> None:
        """Note one answer."""
        with self.lock:
            self.statuses[kind, status] += 1
            self.seconds.setdefault(kind, []).append(took)

    def p95(self, kind: str) -> float:
        """The 95th percentile of a kind of request, in milliseconds."""
        found = sorted(self.seconds.get(kind, [0.0]))
        return 1000 * found[min(len(found) - 1, int(len(found) * 0.95))]


@dataclass
class Reviewer:
    """One reviewer with a connection of their own."""

    name: str
    department: str
    token: str
    csrf: str
    port: int
    log: Log
    connection: http.client.HTTPConnection | None = None

    def ask(self, kind: str, method: str, address: str, **form: str) -> tuple[int, str]:
        """One request, timed; raises OSError or HTTPException where the server is gone."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self.connection.connect()
            self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        headers = {"Cookie": f"quanze={self.token}", "X-CSRF": self.csrf, "HX-Request": "true"}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        self.connection.request(method, address, urlencode(form) if form else None, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.log.add(kind, answer.status, time.perf_counter() - begun)
        return answer.status, text

    def close(self) -> None:
        """Let the connection go."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def bare(self, _: int) -> None:
        """One row inserted by the bare handler."""
        self.ask("bare", "POST", "/bare", text="x")

    def in_line(self, _: int) -> None:
        """One row inserted by a bare handler that stands in line with the page's other writers."""
        self.ask("in line", "POST", "/line", text="x")

    def work(self, turn: int) -> None:
        """The queue, a decision, sometimes the same one again (a stale write), a bare post."""
        _, page = self.ask("queue", "GET", "/rows?" + urlencode({"department": self.department}))
        for _ in range(4):
            found = _FORM.search(page)
            if found is None:
                return
            page = self.decide(*found.groups(), again=turn % 5 == 0)
        self.ask("in line between", "POST", "/line", text="x")

    def decide(self, address: str, seen: str, last: str, *, again: bool) -> str:
        """Decide a row as seen; 200 means that it is kept, 409 that somebody was faster."""
        address = address.replace("&amp;", "&")
        status, page = self.ask("decide", "POST", address, verdict="doubt", seen=seen, last=last)
        key = address.split("/")[2]
        if status == 200:
            with self.log.lock:
                self.log.acknowledged.append((key, self.name, int(last)))
        if again:
            stale, _ = self.ask("stale", "POST", address, verdict="doubt", seen=seen, last=last)
        for answer in (status, stale if again else 200):
            if answer == 409:
                with self.log.lock:
                    self.log.refused.append((key, int(last)))
        return page


def home_at(
    home: Path, people: int, port: int, log: Log, *, departments: int = DEPARTMENTS, matters: int = MATTERS
) -> list[Reviewer]:
    """A home folder with rows for everybody, and reviewers already logged in."""
    names = [f"第{number}局" for number in range(departments)]
    found = [
        matter(name, f"事项{n}", "收入证明", "婚姻状况的证明", "户口簿", code=f"{n:04d}")
        for name in names
        for n in range(matters)
    ]
    desk = desk_at(home, found)
    reviewers = []
    with desk.store.writing() as session:
        for number in range(people):
            name, token, csrf = f"审核{number}", secrets.token_urlsafe(32), secrets.token_urlsafe(24)
            user = access.add_user(session, name=name, department="", role="reviewer", password="", now="t")
            user.must_change = False
            until = "9999-01-01T00:00:00"
            access.open_session(session, user_id=user.id, token=token, csrf=csrf, now="0", until=until)
            reviewers.append(Reviewer(name, names[number % departments], token, csrf, port, log))
    desk.store.close()
    return reviewers


def run(reviewers: list[Reviewer], seconds: float, step: Callable[[Reviewer, int], None]) -> None:
    """Let everybody repeat a step for so many seconds, or until the server is gone."""
    until = time.monotonic() + seconds

    def one(person: Reviewer) -> None:
        turn = 0
        while time.monotonic() < until:
            try:
                step(person, turn)
            except (OSError, http.client.HTTPException):
                break
            turn += 1
        person.close()

    threads = [threading.Thread(target=one, args=(person,)) for person in reviewers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def serve(home: Path, port: int) -> None:
    """The review page and the bare handler, as a program of its own."""
    import uvicorn

    from review.app import application
    from review.board import Board
    from review.desk import Desk

    settings = Settings(home=home)
    store = open_store(settings.url)
    desk = Desk(settings, store, Board(store))
    app = application(desk)

    def one_row(writing: Callable[[], AbstractContextManager[Session]]) -> Callable[[], dict[str, bool]]:
        def insert() -> dict[str, bool]:
            with writing() as session:
                session.add(LoginRow(name="bare", address="", at="t", outcome="bare"))
            return {"done": True}

        return insert

    app.add_api_route("/bare", one_row(store.writing), methods=["POST"])
    app.add_api_route("/line", one_row(desk.writing), methods=["POST"])
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)


def started(home: Path, port: int) -> subprocess.Popen[bytes]:
    """A server that answers."""
    server = subprocess.Popen([sys.executable, "-m", "bench.review", "--serve", str(home), "--port", str(port)])
    for _ in range(600):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return server
        except OSError:
            time.sleep(0.1)
    raise SystemExit("服务没有启动")


def check(home: Path, log: Log) -> bool:
    """Whether every acknowledged decision is in the store, once, and nothing else of these people."""
    store = open_store(Settings(home=home).url)
    with store.reading() as session:
        found = review.log(session)
        events = [(event.subject, event.by) for event in found]
        broken = decisions.broken(session)
    store.close()
    kept, said = Counter(events), Counter((key, name) for key, name, _ in log.acknowledged)
    lost = said - kept
    newest = {event.subject: event.id for event in found}
    unreal = [key for key, last in log.refused if newest.get(key, 0) <= last]
    print(f"被拒 {len(log.refused)}，其中不是真冲突的 {len(unreal)}")
    print(f"已确认收到 {sum(said.values())}，库里事件 {len(events)}，丢失 {sum(lost.values())}，链断 {len(broken)}")
    return not lost and not broken and not unreal


def main() -> int:
    """Run the three phases; exit 1 where a decision was lost."""
    parser = argparse.ArgumentParser(description="审核页压力测试")
    parser.add_argument("--seconds", type=float, default=25, help="审核一段多少秒，最多 60")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--serve", default="", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=0)
    said = parser.parse_args()
    if said.serve:
        serve(Path(said.serve), said.port)
        return 0
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="quanze-") as folder:
        home, log = Path(folder), Log()
        reviewers = home_at(home, said.people, port, log)
        server = started(home, port)
        run(reviewers[:1], 2, Reviewer.work)
        log.seconds.clear()
        log.statuses.clear()
        for alone in (Reviewer.bare, Reviewer.in_line):
            run(reviewers, min(10.0, said.seconds / 2), alone)
        run(reviewers, min(60.0, said.seconds), Reviewer.work)
        shown(log)
        whole = check(home, log)
        killer = threading.Timer(2.0, server.send_signal, (signal.SIGKILL,))
        killer.start()
        run(reviewers, 6, Reviewer.work)
        server.wait()
        started(home, port).terminate()
        print("kill -9 之后：")
        whole = check(home, log) and whole
    return int(not whole)


def shown(log: Log) -> None:
    """Print the figures."""
    for kind in log.seconds:
        print(f"{kind:15} {len(log.seconds[kind]):6} 次  p95 {log.p95(kind):7.1f} 毫秒")
    print(dict(log.statuses))
    for kind, most in (("decide", 4), ("queue", 8)):
        for bare in ("bare", "in line", "in line between"):
            print(f"{kind} / {bare}: {log.p95(kind) / max(log.p95(bare), 0.001):.2f}（要求不超过 {most}）")


if __name__ == "__main__":
    raise SystemExit(main())
