"""A campaign against one reader: seeds are damaged, read and judged; inputs that show a new way are damaged further."""

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz import compounds, documents, images, markup, mutate, packages, portables
from tests.fuzz.worker import Outcome, Worker

Mutator = Callable[[random.Random, bytes, Sequence[bytes]], bytes]
POOL = 400
"""Inputs kept beside the seeds."""
ALIKE = 3
"""Findings of one kind that are kept."""
SLOW = 10.0
"""Seconds of a processor from which a case is named, though it is no finding."""


def _xml_file(rng: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    return markup.damaged_xml(rng, content, rng.choice(others) if others else b"")


MUTATORS: dict[str, Mutator] = {
    **dict.fromkeys(("docx", "xlsx", "xlsb", "odt", "ods", "ofd", "zip", "pptx"), packages.package),
    **dict.fromkeys(("doc", "xls", "msg", "works", "ppt"), compounds.compound),
    **dict.fromkeys(("fods", "xml2003", "flatopc"), _xml_file),
    **dict.fromkeys(("csv", "html", "mht", "eml", "txt", "boxes", "rtf"), mutate.text_file),
    "biff": lambda rng, content, others: mutate.damaged(rng, content),
    "pdf": portables.portable,
    "scan": images.picture,
    "documents": documents.document,
}
"""Reader → how its files are damaged."""
OFFICE = ("rtf", "odt", "works", "ppt")
"""Readers that need LibreOffice."""
SUFFIX = {"documents": ".pickle"}


@dataclass(slots=True)
class Report:
    """What a campaign did and found."""

    reader: str
    cases: int = 0
    seconds: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    worked: float = 0.0
    """Seconds of a processor that reading took."""
    slowest: float = 0.0
    peak: int = 0
    alike: Counter[str] = field(default_factory=Counter)
    findings: list[tuple[Path, Outcome]] = field(default_factory=list)

    def __str__(self) -> str:
        """One line."""
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(self.kinds.items()))
        return (
            f"{self.reader:10} {self.seconds:5.0f} s ({self.worked:.0f} s of a processor), {self.cases:6} cases,"
            f" {self.kept:4} new ways ({kinds});"
            f" slowest {self.slowest:.1f} s, peak {self.peak >> 20} MiB; {len(self.findings)} findings"
        )


def campaign(
    reader: str, seeds: Sequence[bytes], to: Path, *, seed: int = 1, seconds: float = 0.0, cases: int = 0
) -> Report:
    """Damage and read until `seconds` or `cases` are over; each finding's file is kept in the folder `to`."""
    to.mkdir(parents=True, exist_ok=True)
    mutate.canary()
    report, start = Report(reader), time.monotonic()
    ways: set[tuple[object, ...]] = set()
    pool = list(seeds)
    worker = Worker(office=reader in OFFICE)
    with tempfile.TemporaryDirectory(prefix="quanze-fuzz-") as folder:
        path = Path(folder) / f"case{SUFFIX.get(reader, '.bin')}"
        try:
            while (cases and report.cases < cases) or time.monotonic() - start < seconds:
                rng = random.Random(f"{reader}:{seed}:{report.cases}")
                base = rng.choice(pool if rng.random() < 0.6 else seeds)
                content = MUTATORS[reader](rng, base, seeds)
                path.write_bytes(content)
                outcome = worker.run(path)
                _note(report, outcome, content, to)
                if outcome.shape not in ways:
                    ways.add(outcome.shape)
                    _keep(pool, content, len(seeds), rng)
        finally:
            worker.stop(patience=10)
    report.kept, report.seconds = len(ways), time.monotonic() - start
    return report


def _keep(pool: list[bytes], content: bytes, seeds: int, rng: random.Random) -> None:
    if len(content) > 2_000_000:
        return
    if len(pool) < seeds + POOL:
        pool.append(content)
    else:
        pool[rng.randrange(seeds, len(pool))] = content


def _note(report: Report, outcome: Outcome, content: bytes, to: Path) -> None:
    report.cases += 1
    report.worked += outcome.seconds
    report.kinds[outcome.kind] += 1
    report.slowest, report.peak = max(report.slowest, outcome.seconds), max(report.peak, outcome.peak)
    if outcome.finding or outcome.seconds > SLOW:
        kind = outcome.kind if outcome.finding else "slow"
        report.alike[kind + outcome.detail[-60:]] += 1
        if report.alike[kind + outcome.detail[-60:]] > ALIKE:
            return
        path = to / f"{kind}-{report.cases}{SUFFIX.get(report.reader, '.bin')}"
        path.write_bytes(content)
        path.with_suffix(".txt").write_text(f"{outcome.seconds:.1f} s {outcome.detail}\n", encoding="utf-8")
        if outcome.finding:
            report.findings.append((path, outcome))
