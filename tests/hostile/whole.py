"""The whole hostile corpus by hand: `python -m tests.hostile.whole [WORD...]` (as root: in a network that counts).

Prints a line per file and the figures; exits 1 where a file, a packet or an answer of the page is not right.
Without root there is no network to count in, and only connections to loopback are counted.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

_INSIDE = "QUANZE_HOSTILE_INSIDE"
_NETWORK = (
    "ip link set lo up && ip link add out type veth peer name sink"
    " && sysctl -qw net.ipv6.conf.all.disable_ipv6=1 && ip addr add 198.51.100.2/24 dev out"
    " && ip link set sink up && ip link set out up && ip route add default via 198.51.100.1"
)
"""A way out that leads nowhere: each packet that a document sends is counted on it."""
PORT = 18_765


def main(words: list[str]) -> int:
    """Run the corpus, or the cases whose name holds a word."""
    if os.geteuid() == 0 and not os.environ.get(_INSIDE):
        os.environ[_INSIDE] = "1"
        again = f'{_NETWORK} && exec "$0" -m tests.hostile.whole "$@"'
        os.execvp("unshare", ["unshare", "-n", "sh", "-c", again, sys.executable, *words])
    from tests.hostile.make import cases
    from tests.hostile.run import run

    chosen = [case for case in cases() if not words or any(word in case.name for word in words)]
    wanted = {case.name: case.answers for case in chosen}
    with tempfile.TemporaryDirectory(prefix="quanze-hostile-") as folder:
        page, failures, asked, over = _page(Path(folder)), [0], [0], threading.Event()
        watch = threading.Thread(target=_watch, args=(failures, asked, over))
        watch.start()
        try:
            found = run(
                chosen, Path(folder), seconds=120, say=lambda outcome: print(_line(outcome, wanted), flush=True)
            )
        finally:
            over.set()
            watch.join()
            page.terminate()
            page.wait()
    wrong = [each.name for each in found.outcomes if each.answer not in wanted[each.name]]
    packets = _packets()
    print(
        f"{len(found.outcomes)} files, {sum(each.answer == 'read' for each in found.outcomes)} read, {len(wrong)} wrong"
        f" {wrong}; slowest {max(each.seconds for each in found.outcomes):.0f} s; connections to loopback"
        f" {found.connections}; packets out {packets}; strays {len(found.strays)}; secrets {found.secrets}; macros run"
        f" {found.macros_ran}; left in the inbox {len(found.left)}; receipts {found.receipts}; the page asked"
        f" {asked[0]} times, failed {failures[0]}"
    )
    bad = wrong or found.connections or found.strays or found.secrets or found.macros_ran or found.left or failures[0]
    return int(bool(bad or packets not in ("0", "not counted") or not asked[0]))


def _line(outcome: object, wanted: dict[str, frozenset[str]]) -> str:
    from tests.hostile.run import Outcome

    assert isinstance(outcome, Outcome)
    mark = "ok " if outcome.answer in wanted[outcome.name] else "BAD"
    return f"{mark} {outcome.seconds:7.2f} s {outcome.answer:16} {outcome.name!r}"


def _page(folder: Path) -> "subprocess.Popen[bytes]":
    home = folder / "home"
    command = [sys.executable, "-m", "flows.cli", "review", "--home", str(home), "--port", str(PORT)]
    page = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    for _ in range(240):
        if _answers():
            return page
        time.sleep(0.5)
    page.terminate()
    raise SystemExit("the review page did not start")


def _answers() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/login", timeout=30) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _watch(failures: list[int], asked: list[int], over: threading.Event) -> None:
    while not over.wait(2):
        asked[0] += 1
        failures[0] += not _answers()


def _packets() -> str:
    """How many packets left through the way out that leads nowhere."""
    if not os.environ.get(_INSIDE):
        return "not counted"
    lines = Path("/proc/net/dev").read_text(encoding="ascii").splitlines()
    return next((line.split()[10] for line in lines if line.strip().startswith("out:")), "none")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
