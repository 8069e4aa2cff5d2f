"""`quanze serve` under a mixed load: `python -m bench.soak [--minutes 60] [--home DIR]`.

All the while files are dropped (good, bad, twice, hostile), rows are confirmed, the catalogue changes and a child that
reads a file is killed at random. At the end every drop must be accounted for with a receipt, `quanze verify` must find
nothing, and the memory of what ran all the time must be flat: in the last quarter at most 1.05 times what it was in the
second. Prints what it saw as JSON; exit 1 where something is not so.
"""

import argparse
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.serve_ten_minutes import Plan, Serve, Watch, processes
from bench.soak_drops import BAD, DEPARTMENTS, SAMPLES, Hand, catalogue, made
from flows.stages import Office
from flows.upkeep import verifying
from quanze.judgement import Decision
from quanze.settings import Settings
from quanze.store import codec, decisions, facts, ledger, open_store
from tests.flows.refresh.website import website
from tests.hostile.make import cases, outside

KILLS = 0.3
"""How often a reading child is killed, of all steps."""
FLAT = 1.05
"""How much memory of the last quarter may be of that of the second."""


@dataclass
class Load:
    """What is done to a running office, at random but the same in every run."""

    hand: Hand
    watch: Watch
    home: Path
    chance: random.Random = field(default_factory=lambda: random.Random(9))
    killed: int = 0
    decided: int = 0

    def good(self) -> None:
        """Drop a list that nobody dropped before, or a real sample."""
        number = len(self.hand.dropped)
        if self.chance.random() < 0.7:
            self.hand.drop(self._department(), f"清单{number}.csv", made(number))
            return
        path = self.chance.choice(sorted(path for path in SAMPLES.rglob("*") if path.suffix in (".docx", ".xlsx")))
        self.hand.drop(self._department(), f"{number}-{path.name}", path.read_bytes())

    def bad(self) -> None:
        """Drop a file that cannot be used."""
        path = self.chance.choice(sorted(BAD.iterdir()))
        self.hand.drop(self._department(), f"{len(self.hand.dropped)}-{path.name}", path.read_bytes())

    def again(self) -> None:
        """Drop the same content under another name."""
        number = len(self.hand.dropped)
        self.hand.drop("民政局", f"又交{number}.csv", made(0, rows=40))

    def hostile(self) -> None:
        """Drop a hostile file."""
        case = self.chance.choice([case for case in cases() if not case.slow and case.name.isprintable()])
        path = self.home / "hostile" / case.name
        path.parent.mkdir(exist_ok=True)
        case.make(path, outside(self.home / "outside", "127.0.0.1:9"))
        self.hand.drop(self._department(), f"{len(self.hand.dropped)}-{case.name}", path.read_bytes())
        path.unlink()

    def decide(self) -> None:
        """Confirm a row as a reviewer does."""
        with self.watch.store.writing() as session:
            rows = facts.rows(session, "民政局")
            if rows:
                row = self.chance.choice(rows)
                said = Decision(row.key, decisions.CONFIRM, "审核一", "2026-03-17", codec.row_digest(row))
                decisions.decide(session, said, row)
                self.decided += 1

    def kill(self) -> None:
        """Kill a child that reads just now, if there is one."""
        servers = set(processes(b"multiprocessing.forkserver"))
        reading = [number for number in servers if _parent(number) in servers and self._ours(number)]
        if reading:
            os.kill(self.chance.choice(reading), signal.SIGKILL)
            self.killed += 1

    def _ours(self, number: int) -> bool:
        """Whether a process works on our home folder: its files are open under it, or its intake is."""
        while number > 1:
            if str(self.home).encode() in _command(number):
                return True
            number = _parent(number)
        return False

    def _department(self) -> str:
        return self.chance.choice(DEPARTMENTS)


def run(home: Path, minutes: float, every: float, wait: float) -> dict[str, object]:
    """Load an office for so many minutes, something every so many seconds; gives what was seen, `wrong` first."""
    with website() as site:
        site.pages["/list.csv"] = catalogue("书面承诺")
        (home / "catalogues").mkdir(parents=True)
        declared = f'[[source]]\naddress = "{site.address}/list.csv"\ntitle = "县目录"\nlist = "cancelled"\n'
        (home / "sources.toml").write_text(declared + "intranet = true\n", encoding="utf-8")
        hand, serve = Hand(home / "inbox"), Serve(home, Plan())
        hand.drop("民政局", "基础清单.csv", made(0, rows=40))
        load = Load(hand, Watch(open_store(Settings(home=home).url)), home)
        serve.start()
        samples: list[dict[int, int]] = []
        try:
            _through(load, serve, site.pages, minutes, every, samples)
            _settle(load, wait)
        finally:
            if serve.process.poll() is None:
                serve.stop()
        seen = _seen(home, load, serve, samples)
        load.watch.store.close()
    return seen


def _through(
    load: Load, serve: Serve, pages: dict[str, bytes], minutes: float, every: float, samples: list[dict[int, int]]
) -> None:
    began, step = time.monotonic(), 0
    kinds: list[Callable[[], None]] = [load.good, load.good, load.bad, load.again, load.hostile, load.decide]
    while (passed := time.monotonic() - began) < minutes * 60:
        samples.append(_memory(serve.process.pid))
        load.chance.choice(kinds)()
        load.decide()
        if load.chance.random() < KILLS:
            load.kill()
        step += 1
        if step % 20 == 0:
            pages["/list.csv"] = catalogue(f"第{step}次替代方式")
        time.sleep(max(0.0, min(every, minutes * 60 - passed)))


def _settle(load: Load, wait: float) -> None:
    """Wait until every drop has left the inbox."""
    until = time.monotonic() + wait
    while time.monotonic() < until and not load.watch.all_done(len(load.hand.dropped)):
        time.sleep(2)


def _seen(home: Path, load: Load, serve: Serve, samples: list[dict[int, int]]) -> dict[str, object]:
    settings = Settings(home=home)
    store = open_store(settings.url)
    with store.reading() as session:
        files = ledger.files(session)
    found = verifying.wrong(Office(settings, store))
    store.close()
    receipts = len(list((home / "receipts").rglob("*.回执.txt")))
    dropped = Counter((each.department, each.sha256) for each in load.hand.dropped)
    second, last = flat(samples)
    wrong = {
        "not in the ledger": len(dropped - Counter((file.department, file.sha256) for file in files)),
        "waiting": [file.name for file in files if file.waiting],
        "receipts missing": len(files) - receipts,
        "verify": found,
        "memory grew": round(last / second, 3) if second and last > FLAT * second else 0,
        "exit codes": [code for code in serve.codes if code],
        "left behind": processes(str(home).encode(), b"flows.cli"),
    }
    return {
        "wrong": {name: said for name, said in wrong.items() if said},
        "drops": len(load.hand.dropped),
        "states": Counter(file.state for file in files),
        "codes": Counter(file.code for file in files if file.code),
        "decided": load.decided,
        "children killed": load.killed,
        "MB in the second quarter": round(second / 2**20, 1),
        "MB in the last quarter": round(last / 2**20, 1),
    }


def flat(samples: list[dict[int, int]]) -> tuple[float, float]:
    """The middle memory in bytes of the processes that ran from the second quarter on: in it, and in the last one."""
    quarter = len(samples) // 4
    if not quarter:
        return 0.0, 0.0
    stayed = set.intersection(*(set(sample) for sample in samples[quarter:]))
    sums = [sum(sample[number] for number in stayed) for sample in samples[quarter:]]
    return float(statistics.median(sums[:quarter])), float(statistics.median(sums[-quarter:]))


def _memory(root: int) -> dict[int, int]:
    """Bytes in memory of each process below `root`, by its number."""
    parents = {int(path.name): _parent(int(path.name)) for path in Path("/proc").glob("[0-9]*")}
    found = {}
    for number in parents:
        above = number
        while above > 1 and above != root:
            above = parents.get(above, 0)
        if above == root:
            found[number] = _resident(number)
    return found


def _resident(number: int) -> int:
    try:
        return int(Path(f"/proc/{number}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _parent(number: int) -> int:
    try:
        return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0


def _command(number: int) -> bytes:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes() + Path(f"/proc/{number}/environ").read_bytes()
    except OSError:
        return b""


def main() -> int:
    """Run and print; 1 where something is not as it must be."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--minutes", type=float, default=60.0)
    asked.add_argument("--every", type=float, default=10.0, help="seconds between two drops")
    asked.add_argument("--wait", type=float, default=900.0, help="seconds to wait for the rest at the end")
    asked.add_argument("--home", type=Path, default=None)
    arguments = asked.parse_args()
    home = (arguments.home or Path(tempfile.mkdtemp(prefix="quanze-soak-"))).resolve()
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    seen = run(home, arguments.minutes, arguments.every, arguments.wait)
    json.dump({"home": str(home), **seen}, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
    return int(bool(seen["wrong"]))


if __name__ == "__main__":
    raise SystemExit(main())
