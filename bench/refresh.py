"""What a changed catalogue costs an office: `python -m bench.refresh HOME [--entries 1000] [--share 0.01]`.

HOME is an office with files taken in (see `bench.county`). Its catalogue is replaced by one of so many entries (real
ones and made distractors); then, again and again, a share of the entries changes: a third each removed, reworded,
added. Measured are matching and proposing everything again, and only what the change affects. That both give the same
is held by tests/flows/refresh/test_rematch.py; here is said what weighing the words anew makes of it.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import text

from flows import stages
from flows.offices import opened
from flows.refresh import rematch
from flows.refresh.rematch import Rematched
from flows.stages import Office
from quanze.judgement import Judgement
from quanze.proof import Edition, ProofEntry
from quanze.settings import Settings
from quanze.store import facts
from reference.editions import entries_digest
from tests.gate.match.distractors import grown
from tests.gate.match.measure import catalogue

Spent = tuple[Rematched, float, float]
"""What was done, seconds of the clock, seconds of the processor."""


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="What a changed catalogue costs an office.")
    parser.add_argument("home", type=Path)
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--share", type=float, default=0.01)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    with opened(Settings(home=given.home)) as office:
        first = _edition(f"目录 {given.seed}", grown(catalogue(), given.entries))
        whole = _spent(lambda: rematch.change(office, stages.edition(office), first, whole=True))
        _say("全部重配", whole)
        shares, current = [], first
        for number in range(given.times):
            before, changed = current, _edition(f"改 {number}", _changed(current.entries, given.share, rng))
            part = _spent(lambda before=before, changed=changed: rematch.change(office, before, changed))  # type: ignore[misc]  # bound at once
            _say(f"换目录 {number + 1}，{len(set(before.entries) ^ set(changed.entries))} 条不同", part)
            shares.append(part[2] / whole[2])
            current = changed
        print(f"只重配受影响的，处理器用时是全部重配的 {statistics.median(shares):.1%}（中位数，{given.times} 次）")
        incremental = _state(office)
        again = _spent(lambda: rematch.change(office, current, current, whole=True))
        _say("再全部重配", again)
        _close(incremental, _state(office))
    return 0


def _edition(name: str, entries: tuple[ProofEntry, ...]) -> Edition:
    return Edition(name, "2026-01-01", entries_digest(entries), entries)


def _changed(entries: tuple[ProofEntry, ...], share: float, rng: random.Random) -> tuple[ProofEntry, ...]:
    chosen = rng.sample(range(len(entries)), max(1, round(share * len(entries))))
    fate = {place: ("removed", "reworded", "added")[number % 3] for number, place in enumerate(chosen)}
    out: list[ProofEntry] = []
    for place, entry in enumerate(entries):
        match fate.get(place):
            case "removed":
                continue
            case "reworded":
                out.append(replace(entry, replacement="由部门通过数据共享核查"))
            case "added":
                out += [entry, replace(entry, key=f"{entry.key}+", usage="办理居住证")]
            case _:
                out.append(entry)
    return tuple(out)


def _spent(work: Callable[[], Rematched]) -> Spent:
    clock, busy = time.perf_counter(), time.process_time()
    done = work()
    return done, time.perf_counter() - clock, time.process_time() - busy


def _say(name: str, spent: Spent) -> None:
    done, clock, busy = spent
    rows = sum(done.rows.values())
    print(
        f"{name}：{done.judged}/{done.asked} 份材料，{rows} 行有变化，{clock:.2f} 秒（处理器 {busy:.2f} 秒）",
        flush=True,
    )


def _state(office: Office) -> dict[str, dict[str, object]]:
    with office.store.reading() as session:
        current = stages.edition(office)
        judged = facts.judgements(session, current.digest, [query.id for query in facts.queries(session)])
        columns = "key, department, position, digest, body"
        rows = session.execute(text(f"select {columns} from proposed where current")).all()
    return {"judgements": dict(judged), "rows": {row[0]: tuple(row) for row in rows}}


def _close(one: dict[str, dict[str, object]], other: dict[str, dict[str, object]]) -> None:
    """Say what differs once the words are weighed anew by the changed entries' names too."""
    judged, anew = one["judgements"], other["judgements"]
    pairs = [(before, anew[key]) for key, before in judged.items()]
    plain = [(a, b) for a, b in pairs if isinstance(a, Judgement) and isinstance(b, Judgement)]
    furthest = max(abs(a.score - b.score) for a, b in plain)
    answers = sum((a.outcome, a.band, a.best) != (b.outcome, b.band, b.best) for a, b in plain)
    print(f"重新称重后：{len(plain)} 个结果，分数最多差 {furthest:.4f}，结论、档或条目不同的 {answers} 个")


if __name__ == "__main__":
    sys.exit(main())
