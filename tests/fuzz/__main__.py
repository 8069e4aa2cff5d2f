"""Fuzzing by hand: `python -m tests.fuzz --reader docx --minutes 10`; `--replay FILE...` reads findings again.

Findings are kept in the folder `--to`. `--seeds DIR` adds a folder's files to the seeds (real files of other makers).
"""

import argparse
import logging
import tempfile
import warnings
from pathlib import Path

from tests.fuzz import seeds
from tests.fuzz.campaign import MUTATORS, OFFICE, campaign
from tests.fuzz.worker import Worker


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Fuzz the readers.")
    parser.add_argument(
        "--reader", default="", help=f"one or more of {','.join(sorted(MUTATORS))}, with commas; else all"
    )
    parser.add_argument("--minutes", type=float, default=10.0, help="for each reader")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=Path, nargs="*", default=[], help="folders with more whole files")
    parser.add_argument("--to", type=Path, default=Path(tempfile.gettempdir()) / "fuzz", help="where findings are kept")
    parser.add_argument("--replay", type=Path, nargs="*", default=[], help="files to read as a case is read")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    if given.replay:
        replay(given.replay)
        return
    folder = given.to / "seeds"
    if not folder.is_dir():
        seeds.large(folder, *given.seeds)
    for reader in given.reader.split(",") if given.reader else sorted(MUTATORS):
        whole = seeds.of(folder, reader)
        if not whole:
            raise SystemExit(f"{reader}: no file to damage")
        report = campaign(reader, whole, given.to / reader, seed=given.seed, seconds=60 * given.minutes)
        print(report, flush=True)
        for path, outcome in report.findings:
            print(f"    {path}: {outcome.kind} {outcome.detail}", flush=True)


def replay(paths: list[Path]) -> None:
    """Read files as cases and say how each ended."""
    for path in paths:
        worker = Worker(office=any(part in OFFICE for part in path.parts))
        outcome = worker.run(path)
        worker.stop(patience=10)
        print(
            f"{path}: {outcome.kind} {outcome.seconds:.1f} s {outcome.peak >> 20} MiB {outcome.detail} {outcome.shape}"
        )


if __name__ == "__main__":
    main()
