"""The source of a row (原文): which kept file it is from, shown by a program of its own and kept for the next look.

A path is never taken from a request: it is the ledger's, and must lie in the home folder.
"""

import base64
import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from quanze.document import Place
from quanze.store import ledger
from quanze.text import digest
from review.desk import Desk

SECONDS = 60
_AT_ONCE = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Source:
    """What is shown of the source; nothing in it means 未定位到原文."""

    png: bytes = b""
    rows: tuple[tuple[str, ...], ...] = ()
    hit: int = -1
    cell: int = -1


def source(desk: Desk, department: str, sha256: str, place: Place, words: str) -> Source:
    """The place in the file of that digest; empty where file or place cannot be found."""
    path = kept(desk, department, sha256)
    if path is None or place == Place() and not words:
        return Source()
    wish = json.dumps({"page": place.page, "table": place.table, "row": place.row, "bbox": place.bbox, "words": words})
    kept_as = desk.settings.var / "crops" / digest(sha256, department) / f"{digest(wish)}.json"
    if not kept_as.is_file():
        answer = _asked(path, wish)
        if answer is None:
            return Source()
        kept_as.parent.mkdir(parents=True, exist_ok=True)
        half = kept_as.with_suffix(f".{threading.get_ident()}.tmp")
        half.write_text(answer, encoding="utf-8")
        half.replace(kept_as)
    said = json.loads(kept_as.read_text(encoding="utf-8"))
    rows = tuple(tuple(cells) for cells in said["rows"])
    return Source(base64.b64decode(said["png"]), rows, said["hit"], said["cell"])


def kept(desk: Desk, department: str, sha256: str) -> Path | None:
    """The original of that digest in the archive or quarantine; None where it is not kept below the home folder."""
    with desk.store.reading() as session:
        found = [file for file in ledger.files(session, department) if file.sha256 == sha256 and file.kept_as]
    home = desk.settings.home.resolve()
    for file in reversed(found):
        path = (home / file.kept_as).resolve()
        if path.is_relative_to(home) and path.is_file():
            return path
    return None


def _asked(path: Path, wish: str) -> str | None:
    """The answer of the program that opens files; None where it fails or takes too long."""
    program = [sys.executable, "-m", "extractors.readers.crop", str(path)]
    with _AT_ONCE:
        try:
            ran = subprocess.run(program, input=wish.encode(), capture_output=True, timeout=SECONDS, check=True)
        except (subprocess.SubprocessError, OSError):
            return None
    return ran.stdout.decode("utf-8", "replace")
