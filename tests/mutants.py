"""Do the tests notice a changed line? `python -m tests.mutants [--sample 150] [--seed 1]`, with the extra `mutation`.

Cosmic Ray changes one thing in a copy of the checkout (an operator, a number, a condition), and the tests of that room
run until one fails. A sample of all such changes in rules/ and matchers/ is tried; those that no test noticed are shown
with their difference. Exit 1 where fewer than 85 of 100 were noticed.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from attrs import evolve
from cosmic_ray.commands import init
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.work_db import use_db
from cosmic_ray.work_item import MutationSpec, WorkResult

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {
    "rules": "tests/rules/test_truth.py tests/rules tests/forms/test_counts.py tests/test_house.py",
    "matchers": "tests/matchers/test_golden.py tests/matchers tests/test_house.py",
}
"""Room → the tests that must notice, first those that notice most."""
SECONDS = 240.0
"""A mutant whose tests take longer is noticed: it hangs."""
WANTED = 0.85
WORKERS = 2


def mutants(room: str) -> list[MutationSpec]:
    """Every change that Cosmic Ray knows for the modules of a room; paths are relative."""
    modules = sorted(path.relative_to(ROOT) for path in (ROOT / room).glob("*.py"))
    with tempfile.TemporaryDirectory(prefix="quanze-mutants-") as folder, use_db(f"{folder}/work.sqlite") as db:
        init(modules, db, {})
        return [each.mutations[0] for each in db.work_items]


def tried(specs: Sequence[MutationSpec], tests: str) -> list[tuple[MutationSpec, WorkResult]]:
    """Each change in a copy of the checkout, `WORKERS` side by side, and what the tests said of it."""
    copies: Queue[Path] = Queue()
    with tempfile.TemporaryDirectory(prefix="quanze-mutants-") as folder:
        for number in range(WORKERS):
            copies.put(_copy(Path(folder) / str(number)))

        def one(spec: MutationSpec) -> tuple[MutationSpec, WorkResult]:
            copy = copies.get()
            try:
                here = evolve(spec, module_path=copy / spec.module_path)
                command = (
                    f"env -C {copy} {sys.executable} -m pytest -x -q -p no:cacheprovider -p no:schemathesis {tests}"
                )
                found = mutate_and_test([here], command, SECONDS)
            finally:
                copies.put(copy)
            print("." if found.is_killed else f"\n{found.diff}", end="", flush=True)
            return spec, found

        with ThreadPoolExecutor(WORKERS) as pool:
            return list(pool.map(one, specs))


def _copy(to: Path) -> Path:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in names.split("\0"):
        if name and (ROOT / name).is_file():
            (to / "main" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, to / "main" / name)
    if (shared := ROOT.parent / "shared").is_dir():
        (to / "shared").symlink_to(shared.resolve())
    return to / "main"


def main() -> int:
    """Try a sample of each room and print the share noticed; 1 where it is too small."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--room", choices=sorted(ROOMS), action="append", help="else every one")
    asked.add_argument("--sample", type=int, default=150, help="changes tried for each room")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    enough = True
    for room in given.room or sorted(ROOMS):
        everything = mutants(room)
        sample = random.Random(given.seed).sample(everything, min(given.sample, len(everything)))
        found = tried(sample, ROOMS[room])
        noticed = sum(result.is_killed for _, result in found)
        share = noticed / len(found)
        print(f"\n{room}: {noticed} of {len(found)} noticed ({share:.1%}), of {len(everything)} in all")
        enough = enough and share >= WANTED
    return int(not enough)


if __name__ == "__main__":
    raise SystemExit(main())
