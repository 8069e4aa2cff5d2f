"""Commands that answer on standard output with no store and no Prefect: read, tables, match, propose, train, bench."""

import csv
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import TypeVar

import matchers
import reference
from extractors.readers import read_all
from extractors.readers.stitch import stitch
from flows import pipeline, wire
from flows.reading import Reading, read_file, sha256
from flows.workers.child import limited
from matchers.model import save
from quanze.document import Document
from quanze.errors import FileError, ReaderFault, SettingsError
from quanze.judgement import Query
from quanze.proof import ProofEntry
from quanze.settings import Settings

T = TypeVar("T")


def read(arguments: Namespace) -> int:
    """`quanze read`: one object per file, or per member of an archive."""
    failed = False
    for path in _files(arguments.paths):
        department = arguments.department or department_of(path)
        try:
            lines = _limited(_read_lines, path, department)
        except FileError as fault:
            lines = [wire.line(wire.read(Reading(path, sha256(path), fault=fault), department))]
        failed |= _write(lines)
    return int(failed)


def _read_lines(path: Path, department: str) -> list[str]:
    return [wire.line(wire.read(reading, department)) for reading in read_file(path, department)]


def tables(arguments: Namespace) -> int:
    """`quanze tables`: the raw grids of each file."""
    failed = False
    for path in _files(arguments.paths):
        try:
            lines = _limited(_table_lines, path, arguments.stitched)
        except FileError as fault:
            lines = [wire.line({"path": str(path), "error": wire.error(fault), "tables": []})]
        failed |= _write(lines)
    return int(failed)


def _table_lines(path: Path, stitched: bool) -> list[str]:
    lines = []
    for name, found in _documents(path):
        where = str(path) if name == path.name else str(path / name)
        if isinstance(found, FileError):
            lines.append(wire.line({"path": where, "error": wire.error(found), "tables": []}))
            continue
        document = stitch(found) if stitched else found
        tables = [wire.table(table) for table in document.tables]
        lines.append(wire.line({"path": where, "error": None, "tables": tables}))
    return lines


def _limited(function: Callable[..., T], *args: object) -> T:
    """Read in a child under limits, as intake does: an outsider's file costs its own line, never the command."""
    return limited(function, *args, seconds=Settings().read_seconds, start="fork")


def _write(lines: list[str]) -> bool:
    """Say these lines; gives whether one of them is of a file that failed."""
    sys.stdout.write("".join(line + "\n" for line in lines))
    return any('"error":null' not in line for line in lines)


def match(arguments: Namespace) -> int:
    """`quanze match`: one object per query."""
    asked = [
        Query(row["qid"], row["text"], row.get("matter") or "", row.get("department") or "")
        for row in _csv(arguments.queries, ("qid", "text"))
    ]
    entries = _catalogue([arguments.catalogue])
    for judgement in matchers.suggest(asked, entries, top=arguments.top):
        _say(wire.judgement(judgement))
    return 0


def propose(arguments: Namespace) -> int:
    """`quanze propose`: one object per proposed row, over all files together."""
    entries = _catalogue(arguments.catalogue) if arguments.catalogue else reference.shipped().entries
    readings: list[Reading] = []
    for path in _files(arguments.paths):
        for reading in _readings(path, arguments.department or department_of(path)):
            readings.append(reading)
            if reading.fault is not None:
                sys.stderr.write(f"{reading.path}：{reading.fault.code} {reading.fault.advice}\n")
    matters = pipeline.joined(readings)
    if arguments.laws:
        if not Path(arguments.laws).exists():
            raise SettingsError(f"没有这个法规文本：{arguments.laws}")
        matters = pipeline.completed(matters, Path(arguments.laws))
    for row in pipeline.rows(matters, entries):
        _say(wire.row(row))
    return int(any(reading.fault for reading in readings))


def _readings(path: Path, department: str) -> tuple[Reading, ...]:
    try:
        return _limited(read_file, path, department)
    except FileError as fault:
        return (Reading(path, sha256(path), fault=fault),)


def train(arguments: Namespace) -> int:
    """`quanze train`: fit the matching model on labelled pairs and write it as a readable file."""
    examples = [
        matchers.Example(
            Query(row["qid"], row["text"], row.get("matter") or "", row.get("department") or ""),
            frozenset(key for key in row["gold"].split(",") if key),
            row["group"],
        )
        for path in arguments.queries
        for row in _csv(path, ("qid", "text", "gold", "group"))
    ]
    save(matchers.train(examples, _catalogue([arguments.catalogue])), Path(arguments.to))
    sys.stderr.write(f"模型已写到 {arguments.to}\n")
    return 0


def bench(arguments: Namespace) -> int:
    """`quanze bench`: measure against named peers in this run."""
    try:
        module = import_module(f"bench.{arguments.what}")
    except ModuleNotFoundError as missing:
        raise SettingsError(f"缺少 {missing.name}：请在源码目录运行 make bench。") from None
    return int(module.main() or 0)


def department_of(path: Path) -> str:
    """The department of a file that lies in an inbox (inbox/<部门>/…); "" elsewhere."""
    parts = path.absolute().parts
    below = parts[parts.index("inbox") + 1 : -1] if "inbox" in parts else ()
    return below[0] if below else ""


def _documents(path: Path) -> list[tuple[str, Document | FileError]]:
    try:
        return list(read_all(path))
    except FileError as fault:
        return [(path.name, fault)]
    except OSError as fault:
        return [(path.name, ReaderFault(str(fault)))]


def _files(paths: Iterable[str]) -> list[Path]:
    found: list[Path] = []
    for given in map(Path, paths):
        if given.is_dir():
            found += sorted(path for path in given.rglob("*") if path.is_file() and not path.name.startswith("."))
        elif given.exists():
            found.append(given)
        else:
            raise SettingsError(f"没有这个文件：{given}")
    return found


def _catalogue(paths: Iterable[str]) -> tuple[ProofEntry, ...]:
    found = [Path(path) for path in paths]
    for path in found:
        if not path.is_file():
            raise SettingsError(f"没有这个目录文件：{path}")
    return reference.load(found, name="命令行", date="").entries


def _csv(path: str, needed: tuple[str, ...]) -> list[dict[str, str]]:
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                raise SettingsError(f"{path} 缺少这些列：{'、'.join(missing)}")
            return list(reader)
    except (OSError, UnicodeDecodeError) as wrong:
        raise SettingsError(f"{path} 读不出来（要 UTF-8 编码的 CSV）：{wrong}") from None


def _say(value: wire.Wire) -> None:
    sys.stdout.write(wire.line(value) + "\n")
