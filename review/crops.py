"""The source of a row (原文): which kept file it is from, opened by programs of their own and kept for the next look.

A path is never taken from a request: it is the ledger's, and must lie in the home folder.
"""

import base64
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quanze import __version__
from quanze.document import Place
from quanze.store import ledger
from quanze.text import digest
from review.desk import Desk

SECONDS = 60
CROP, TABLES = "extractors.readers.crop", "extractors.table_at"
_AT_ONCE = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Source:
    """What is shown of the source; nothing in it means 未定位到原文."""

    png: bytes = b""
    rows: tuple[tuple[str, ...], ...] = ()
    hit: int = -1
    cell: int = -1


def source(desk: Desk, department: str, sha256: str, place: Place, words: str) -> Source:
    """The place in the document of that digest; empty where document or place cannot be found."""
    if place == Place() and not words:
        return Source()
    wish = {"page": place.page, "table": place.table, "row": place.row, "bbox": place.bbox, "words": words}
    said = _asked(desk, CROP, department, sha256, wish)
    if said is None:
        return Source()
    rows = tuple(tuple(cells) for cells in said["rows"])
    return Source(base64.b64decode(said["png"]), rows, said["hit"], said["cell"])


def tables(
    desk: Desk, department: str, sha256: str, places: Sequence[tuple[int, int | None]] | None
) -> list[dict[str, Any] | None]:
    """The tables of a document as `extractors.table_at` shows them, one per place, or all of them."""
    said = _asked(desk, TABLES, department, sha256, {"places": places})
    return said if isinstance(said, list) else []


@dataclass(frozen=True, slots=True)
class Kept:
    """An original that is, or holds, a document: where it lies, the name inside it ("" = itself), its digest."""

    path: Path
    member: str
    sha256: str


def kept(desk: Desk, department: str, sha256: str) -> Kept | None:
    """The original that is, or holds, the document of that digest; None where it is not kept below the home folder."""
    with desk.store.reading() as session:
        found = [(file, name) for file, name in ledger.holding(session, department, sha256) if file.kept_as]
    home = desk.settings.home.resolve()
    for file, name in reversed(found):
        path = (home / file.kept_as).resolve()
        if path.is_relative_to(home) and path.is_file():
            return Kept(path, name.partition("/")[2], file.sha256)
    return None


def _asked(desk: Desk, program: str, department: str, sha256: str, wish: dict[str, Any]) -> Any:
    """The answer of a program that opens files, from the last time where it was asked before; None where it fails."""
    found = kept(desk, department, sha256)
    if found is None:
        return None
    text = json.dumps({**wish, "member": found.member})
    kept_as = desk.settings.crops(found.sha256, department) / f"{digest(program, __version__, text)}.json"
    if not kept_as.is_file():
        with _AT_ONCE:
            _keep(program, found.path, text, kept_as)
    return json.loads(kept_as.read_text(encoding="utf-8")) if kept_as.is_file() else None


def _keep(program: str, path: Path, wish: str, to: Path) -> None:
    """Ask and keep the answer, unless another request did the same while this one waited."""
    answer = None if to.is_file() else _run(program, path, wish)
    if answer is not None:
        to.parent.mkdir(parents=True, exist_ok=True)
        half = to.with_suffix(f".{threading.get_ident()}.tmp")
        half.write_text(answer, encoding="utf-8")
        half.replace(to)


def _run(program: str, path: Path, wish: str) -> str | None:
    try:
        ran = subprocess.run(
            [sys.executable, "-m", program, str(path)],
            input=wish.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return ran.stdout.decode("utf-8", "replace")
