"""Read every file of a folder as a case, under the same limits: `python -m tests.fuzz.files DIR [--list FILE]`.

For real files of other makers, which are never committed: per format how many were read, refused and for which reason.
"""

import argparse
import logging
import warnings
from collections import Counter, defaultdict
from pathlib import Path

from tests.fuzz import mutate
from tests.fuzz.campaign import SLOW
from tests.fuzz.worker import Worker


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Read all files of a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--list", type=Path, help="one line per file: kind, seconds, MiB, path, detail; goes on where it ended"
    )
    parser.add_argument("--only", default="", help="suffixes, with commas")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    mutate.canary()
    wanted = {f".{suffix}" for suffix in given.only.split(",") if suffix}
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    known = given.list.read_text(encoding="utf-8") if given.list and given.list.exists() else ""
    worker = Worker(office=True)
    for path in sorted(given.folder.rglob("*.*")):
        if not path.is_file() or (wanted and path.suffix.lower() not in wanted) or f" {path} " in known:
            continue
        outcome = worker.run(path)
        kinds[path.suffix.lower()][outcome.detail.split(" ")[0] if outcome.kind == "error" else outcome.kind] += 1
        line = f"{outcome.kind} {outcome.seconds:.1f} {outcome.peak >> 20} {path} {outcome.detail}"
        if given.list:
            with given.list.open("a", encoding="utf-8") as target:
                print(line, file=target)
        if outcome.finding or outcome.seconds > SLOW:
            print(line, flush=True)
    worker.stop(patience=10)
    for suffix, counts in sorted(kinds.items()):
        print(f"{suffix:8} {sum(counts.values()):5}  " + ", ".join(f"{kind} {n}" for kind, n in counts.most_common()))


if __name__ == "__main__":
    main()
