"""`quanze serve` for ten minutes, for real: python -m bench.serve_ten_minutes [--minutes 10] [--home DIR].

Files are dropped slowly (half-written for 20 s), 200 at once, twice, renamed, bad, and on a schedule; a catalogue
served over loopback changes; the Prefect server is killed; serve is stopped and started again. At the end every drop
must have exactly one receipt and lie in the archive or in quarantine, and exactly the decisions that rest on the
changed entry must have reopened. Prints what it saw as JSON; exit 1 where something is not so.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.soak_drops import BAD, DEPARTMENTS, PROOFS, ROOT, SAMPLES, Hand, catalogue, made
from quanze.judgement import Decision
from quanze.row import MaterialRow
from quanze.settings import Settings
from quanze.store import Store, codec, decisions, facts, journal, ledger, open_store
from tests.flows.refresh.website import Website, website


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how much; `faults` = kill the Prefect server and restart serve on the way; `wait` in seconds."""

    minutes: float = 10.0
    bulk: int = 200
    slow_seconds: float = 20.0
    every: float = 30.0
    intake_seconds: int = 30
    refresh_minutes: int = 2
    decide_at: float = 0.42
    wait: float = 420.0
    faults: bool = True
    bad: tuple[str, ...] = ("没有传完.docx", "没有清单的通知.docx")


class Serve:
    """A running `quanze serve` that can be stopped and started again."""

    def __init__(self, home: Path, plan: Plan) -> None:
        self.home, self.ports = home, (_port(), _port())
        self.codes: list[int] = []
        self.environment = {
            **os.environ,
            "QUANZE_INTAKE_SECONDS": str(plan.intake_seconds),
            "QUANZE_REFRESH_AT": f"*/{plan.refresh_minutes} * * * *",
        }

    def start(self) -> None:
        """Start it; what it says goes to serve.txt of the home folder."""
        page, prefect = self.ports
        command = [sys.executable, "-m", "flows.cli", "serve", "--home", str(self.home)]
        command += ["--port", str(page), "--prefect-port", str(prefect)]
        with (self.home / "serve.txt").open("ab") as out:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdout=out, stderr=out, env=self.environment, preexec_fn=_heeds_ctrl_c
            )

    def stop(self) -> None:
        """Press Ctrl-C and wait."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.codes.append(self.process.wait(120))
        except subprocess.TimeoutExpired:
            self.process.terminate()
            self.codes.append(self.process.wait(120) or -signal.SIGINT)  # it did not heed Ctrl-C

    def kill_server(self) -> None:
        """End the Prefect server as a crash would."""
        for number in processes(f"--port\0{self.ports[1]}".encode(), b"prefect\0server"):
            os.kill(number, signal.SIGKILL)


def _heeds_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's background job, and all below it, begin deaf to it


@dataclass
class Watch:
    """The store as it is seen from outside, and what people decided in it."""

    store: Store
    decided: int = 0
    expected: frozenset[str] = frozenset()

    def all_done(self, count: int) -> bool:
        """Whether so many drops came and all have left the inbox."""
        with self.store.reading() as session:
            files = ledger.files(session)
        return len(files) >= count and not any(file.waiting for file in files)

    def ready(self) -> bool:
        """Whether the first list is in and the loopback catalogue is today's edition."""
        with self.store.reading() as session:
            current = facts.edition(session)
        return self.all_done(1) and current is not None and current.entries[0].source.startswith("县目录")

    def finished(self, count: int, *, deciding: bool) -> bool:
        """Whether every drop is away and what must reopen has."""
        return self.all_done(count) and (not deciding or (self.decided > 0 and self.reopened() >= self.expected))

    def decide(self) -> None:
        """Confirm every row of 民政局; those that rest on the entry that will change are expected to reopen."""
        with self.store.writing() as session:
            current = facts.edition(session)
            entries = {entry.key: entry for entry in current.entries} if current else {}
            rows = facts.rows(session, "民政局")
            for row in rows:
                entry = entries.get(row.entry) if isinstance(row, MaterialRow) else None
                event = Decision(row.key, decisions.CONFIRM, "审核一", "2026-03-17", codec.row_digest(row))
                decisions.decide(session, event, row, entry=decisions.entry_digest(entry) if entry else "")
        resting = (row for row in rows if isinstance(row, MaterialRow) and row.entry)
        self.expected = frozenset(row.key for row in resting if entries[row.entry].name == PROOFS[0])
        self.decided = len(rows)

    def reopened(self) -> frozenset[str]:
        """The decisions that do not hold any more."""
        with self.store.reading() as session:
            return frozenset(decisions.settled(session, facts.rows(session))[1])


def run(home: Path, plan: Plan) -> dict[str, object]:
    """Run the plan; gives what was seen, `wrong` first: empty where all is as it must be."""
    with website() as site:
        site.pages["/list.csv"] = catalogue("书面承诺")
        (home / "catalogues").mkdir(parents=True)
        declared = f'[[source]]\naddress = "{site.address}/list.csv"\ntitle = "县目录"\nlist = "cancelled"\n'
        (home / "sources.toml").write_text(declared + "intranet = true\n", encoding="utf-8")
        hand, serve = Hand(home / "inbox"), Serve(home, plan)
        hand.drop("民政局", "基础清单.csv", made(0, rows=40))
        watch = Watch(open_store(Settings(home=home).url))
        serve.start()
        try:
            _through(serve, hand, site, watch, plan)
        finally:
            for thread in hand.threads:
                thread.join()
            if serve.process.poll() is None:
                serve.stop()
        seen = _seen(home, hand, serve, watch)
        watch.store.close()
    return seen


def _steps(serve: Serve, hand: Hand, plan: Plan) -> list[tuple[float, Callable[[], object]]]:
    """What happens at which share of the time."""
    docx = sorted((SAMPLES / "司法局").glob("*.docx"))[0].read_bytes()
    bulk = [(DEPARTMENTS[n % 10], f"批量{n}.csv", made(n)) for n in range(1, plan.bulk + 1)]
    again = [("民政局", name, made(0, rows=40)) for name in ("基础清单.csv", "又交.csv", "改名.csv")]
    bad = [("司法局", name, (BAD / name).read_bytes()) for name in plan.bad]
    steps: list[tuple[float, Callable[[], object]]] = [
        (0.02, lambda: hand.drop_slowly("司法局", "慢慢写.docx", docx, plan.slow_seconds)),
        (0.10, lambda: hand.drop_all(bulk)),
        (0.30, lambda: hand.drop_all(again)),
        (0.34, lambda: hand.drop_all(bad)),
    ]
    broken = [(0.62, serve.kill_server), (0.75, serve.stop), (0.78, serve.start)]
    return steps + (broken if plan.faults else [])


def _through(serve: Serve, hand: Hand, site: Website, watch: Watch, plan: Plan) -> None:
    """Drop, decide, change and break by the clock, then wait until all is done."""
    began, whole = time.monotonic(), plan.minutes * 60
    steps, number = _steps(serve, hand, plan), 1000
    while (passed := time.monotonic() - began) < whole + plan.wait:
        if not watch.decided and passed > plan.decide_at * whole and watch.ready():
            watch.decide()
            site.pages["/list.csv"] = catalogue("申请人声明")
        while steps and passed >= steps[0][0] * whole:
            steps.pop(0)[1]()
        if (number - 999) * plan.every < passed < whole * 0.85:
            hand.drop(DEPARTMENTS[number % 10], f"定时{number}.csv", made(number))
            number += 1
        if passed > whole and watch.finished(len(hand.dropped), deciding=plan.decide_at < 1):
            return
        time.sleep(0.2 if passed < whole else 1.0)


def _seen(home: Path, hand: Hand, serve: Serve, watch: Watch) -> dict[str, object]:
    with watch.store.reading() as session:
        files, runs = ledger.files(session), journal.runs(session, limit=10_000)
    receipts = Counter(path.name.split(".")[-3] for path in (home / "receipts").rglob("*.回执.txt"))
    dropped = Counter((each.department, each.name, each.sha256) for each in hand.dropped)
    came = Counter((file.department, file.name, file.sha256) for file in files)
    kept = [file for file in files if file.kept_as and (home / file.kept_as).is_file()]
    left = [path.name for path in (home / "inbox").rglob("*") if path.is_file() and not path.name.startswith(".")]
    once = all(receipts[f"{file.id:05d}"] == 1 for file in files) and receipts.total() == len(files)
    said = (home / "serve.txt").read_text(encoding="utf-8")
    wrong = {
        "dropped, not in the ledger": [str(each) for each in dropped - came],
        "in the ledger, not dropped": [str(each) for each in came - dropped],
        "not kept": [file.name for file in files if file not in kept],
        "left in the inbox": left,
        "receipts": [] if once else [f"{receipts.total()} for {len(files)} drops"],
        "still at work": [file.name for file in files if file.state not in ("done", "quarantined", "duplicate")],
        "reopened": [] if watch.reopened() == watch.expected else sorted(watch.reopened() ^ watch.expected),
        "nothing to reopen": [] if watch.expected or not watch.decided else ["no decision rests on the changed entry"],
        "exit codes": [code for code in serve.codes if code],
        "traceback": ["serve.txt"] if "Traceback" in said else [],
        "left behind": processes(str(home).encode()),
    }
    return {
        "wrong": {name: found for name, found in wrong.items() if found},
        "drops": len(hand.dropped),
        "states": Counter(file.state for file in files),
        "receipts": receipts.total(),
        "decided": watch.decided,
        "reopened": len(watch.reopened()),
        "expected to reopen": len(watch.expected),
        "runs": Counter(f"{run.name} {run.outcome}" for run in runs),
        "exit codes": serve.codes,
    }


def processes(*words: bytes) -> list[int]:
    """The processes whose command holds all of these words, this one apart."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes()
        except OSError:
            continue
        if all(word in command for word in words) and int(path.parent.name) != os.getpid():
            found.append(int(path.parent.name))
    return found


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    """Run and print; 1 where something is not as it must be."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--minutes", type=float, default=10.0)
    asked.add_argument(
        "--wait", type=float, default=420.0, help="seconds to wait for the rest; a busy machine needs more"
    )
    asked.add_argument("--bulk", type=int, default=200, help="how many files are dropped at once")
    asked.add_argument("--home", type=Path, default=None)
    arguments = asked.parse_args()
    home = arguments.home or Path(tempfile.mkdtemp(prefix="quanze-serve-"))
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    seen = run(home.resolve(), Plan(minutes=arguments.minutes, wait=arguments.wait, bulk=arguments.bulk))
    print(json.dumps({"home": str(home), **seen}, ensure_ascii=False, indent=1))
    return int(bool(seen["wrong"]))


if __name__ == "__main__":
    raise SystemExit(main())
