"""Write the hostile corpus into a folder: `python -m tests.hostile.make FOLDER` (synthetic, built by code)."""

import sys
from collections import Counter
from pathlib import Path

from tests.hostile import archives, markup, others, pdfs, sheets, words
from tests.hostile.case import SECRET, Case, Outside


def cases() -> list[Case]:
    """Every case; no two have the same name."""
    found = [each for room in (words, sheets, archives, pdfs, markup, others) for each in room.cases()]
    twice = [name for name, count in Counter(each.name for each in found).items() if count > 1]
    if twice:
        raise ValueError(f"two cases of one name: {twice}")
    return found


def outside(folder: Path, address: str) -> Outside:
    """What the corpus would like to reach, below `folder`, with its secret written."""
    folder.mkdir(parents=True, exist_ok=True)
    secret = folder / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    return Outside(address, secret, folder / "written-by-macro")


if __name__ == "__main__":
    to = Path(sys.argv[1])
    reach = outside(to.with_name(to.name + "-outside").absolute(), "127.0.0.1:9")
    to.mkdir(parents=True, exist_ok=True)
    for each in cases():
        each.make(to / each.name, reach)
    print(f"{len(cases())} files in {to}")
