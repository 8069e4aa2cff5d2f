"""Source files → dated editions of the reference lists (目录版次): rows become entries, each keeps where it stands.

Compares nothing: what changed between two editions is said by `reference.changes`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from quanze.errors import FileError, NoList
from quanze.proof import Edition, ListName, ProofEntry
from quanze.text import digest, entry_key, fold, tidy, unwrap
from reference.headings import HERE, Header, header, kind_of, vocabulary
from reference.sheets import Grid, grids
from reference.sources import declared

_FIELDS = ("name", "usage", "issuer", "basis", "asked_by", "replacement", "note")
_UNKNOWN_KIND = (
    "看不出是取消清单还是保留清单。请在表题、工作表名或文件名里写明「取消」或「保留」，或加一列「清单类型」。"
)
_NO_HEADING = "没有找到证明目录的表头。请确认表里有「证明名称」和「证明用途」等列。"


@dataclass(frozen=True, slots=True)
class Source:
    """One source file as loaded: its entries, or the error that kept it out. `expected` is 0 where nobody said."""

    title: str
    path: Path
    entries: tuple[ProofEntry, ...]
    error: FileError | None = None
    expected: int = 0


def load(paths: Iterable[Path], *, name: str, date: str) -> Edition:
    """Load source files as one edition; the order of files and rows does not change its digest.

    Raises:
        FileError: a source cannot be read or is no proof list; a part of the lists is never left out silently.
    """
    sources = gather(paths)
    for one in sources:
        if one.error:
            raise one.error
    return edition(sources, name=name, date=date)


def gather(paths: Iterable[Path]) -> tuple[Source, ...]:
    """Load each source file by itself; one that cannot be read carries its error."""
    return tuple(source(path) for path in paths)


@cache
def shipped() -> Edition:
    """The edition that comes with the program: every row is a real one of a public page."""
    told = declared()
    sources = [source(HERE / "catalogue" / one.place, one.title, one.list, one.rows) for one in told.sources]
    if wrong := next((each.error for each in sources if each.error), None):
        raise wrong
    return edition(sources, name=told.name, date=told.date)


def source(path: Path, title: str = "", kind: ListName | None = None, expected: int = 0) -> Source:
    """Load one source file; one that cannot be read carries its error.

    `title` is what its entries name as their source, the file's name where it is ""; `kind` the list they stand in,
    told from the file itself where it is None.
    """
    title = title or path.name
    try:
        found = [(grid, header(grid.rows)) for grid in grids(path)]
        if not any(heading for _, heading in found):
            raise NoList(path.name, advice=_NO_HEADING)
        entries = tuple(entry for grid, heading in found if heading for entry in _entries(grid, title, kind))
    except FileError as error:
        return Source(title, path, (), error, expected)
    return Source(title, path, entries, expected=expected)


def edition(sources: Sequence[Source], *, name: str, date: str) -> Edition:
    """Put sources together; rows with one key become one entry that names every source."""
    merged: dict[str, ProofEntry] = {}
    for one in sources:
        for entry in one.entries:
            known = merged.get(entry.key)
            merged[entry.key] = _join(known, entry) if known else entry
    entries = tuple(merged.values())
    return Edition(name=name, date=date, digest=entries_digest(entries), entries=entries)


def entries_digest(entries: Iterable[ProofEntry]) -> str:
    """A digest over all fields of all entries, whatever their order."""
    return digest("edition", *sorted(_entry_digest(entry) for entry in entries))


def _entry_digest(entry: ProofEntry) -> str:
    fields = (getattr(entry, field) for field in (*_FIELDS, "source"))
    return digest(entry.key, entry.list, *map(str, fields))


def _join(known: ProofEntry, entry: ProofEntry) -> ProofEntry:
    """Keep the first row's words, fill its gaps from the second, and name both sources."""
    gaps = {field: getattr(known, field) or getattr(entry, field) for field in _FIELDS}
    sources = known.source.split("\n")
    if entry.source and entry.source not in sources:
        sources.append(entry.source)
    return replace(known, **gaps, source="\n".join(sources))


def _entries(grid: Grid, title: str, kind: ListName | None) -> list[ProofEntry]:
    """The entries of one grid.

    Raises:
        NoList: a row's list kind cannot be told.
    """
    heading = header(grid.rows)
    if heading is None:
        return []
    kind = kind or kind_of(*grid.titles)
    found = []
    for number, row in zip(grid.numbers[heading.end :], grid.rows[heading.end :], strict=True):
        cells = _fields(heading, row)
        if not cells.get("name") or fold(row[heading.columns("name")[0]]) in {"合计", "总计"}:
            continue
        found.append(_entry(cells, number, title, kind))
    return found


def _fields(heading: Header, row: Sequence[str]) -> dict[str, str]:
    """The row's words by field, visual lines joined; two columns of one field are put one after the other."""
    cells: dict[str, str] = {}
    for column, role in heading.roles:
        text = unwrap(tidy(row[column]))
        before = cells.get(role, "")
        cells[role] = f"{before}；{text}" if before and text and text not in before else before or text
    return cells


def _entry(cells: dict[str, str], number: int, title: str, kind: ListName | None) -> ProofEntry:
    said = kind_of(cells["list"]) if cells.get("list") else None
    kind = said or kind or (kind_of(cells["title"]) if cells.get("title") else None)
    if kind is None:
        raise NoList(f"{title}: row {number}", advice=_UNKNOWN_KIND)
    name, usage, issuer = (cells.get(field, "") for field in ("name", "usage", "issuer"))
    place = f"第{cells['number']}项" if cells.get("number") else f"第{number}行"
    source = "｜".join(part for part in (cells.get("title") or title, place, cells.get("address", "")) if part)
    return ProofEntry(
        key=cells.get("key") or entry_key(kind, name, usage, issuer),
        list=kind,
        name=name,
        usage=usage,
        issuer=issuer,
        basis=cells.get("basis", ""),
        asked_by=cells.get("asked_by", ""),
        replacement=cells.get("replacement", ""),
        source=source,
        note=_note(cells),
    )


def _note(cells: dict[str, str]) -> str:
    words = vocabulary()
    cut = fold(cells.get("truncated", ""))
    truncated = cut in words.truncated or (cut and fold(words.mark) in cut)
    return "；".join(part for part in (cells.get("note", ""), words.mark if truncated else "") if part)
