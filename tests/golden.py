"""Tables of what the program said when a person last looked at it; `make golden` writes them anew, the diff is read."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path

REWRITE = os.environ.get("QUANZE_GOLDEN") == "rewrite"


def kept(path: Path, said: Sequence[Sequence[str]]) -> list[list[str]]:
    """The table at `path`, as it was last looked at; `said` itself where it is being written anew."""
    if REWRITE:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(said)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
