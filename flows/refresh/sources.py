"""The declared catalogue sources brought together (取目录): downloads what changed, loads each, says what is doubtful.

Downloads are kept under their digest, so what an edition was made from can always be looked up.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flows.intake.inbox import scan
from flows.logs import log
from flows.reading import sha256
from flows.refresh.fetching import FetchError, Limits, Seen, fetch
from flows.stages import Office
from quanze.errors import SourceGone
from quanze.proof import Edition
from quanze.settings import Settings
from quanze.text import digest
from reference.changes import titles
from reference.editions import Source, edition, source
from reference.headings import HERE
from reference.sources import SHIPPED, Declared, declared

_SAFE = re.compile(r"[^\w.()（）-]+")


@dataclass(frozen=True, slots=True)
class Gathered:
    """All declared sources as loaded; `notes` say in Chinese what a person must look at.

    `fallbacks` are those of the notes that do not stand in the way: what was fetched last is used. `name` and `date`
    are what the edition is to be called, "" where the day of loading says so.
    """

    sources: tuple[Source, ...]
    notes: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    name: str = ""
    date: str = ""


def gather_declared(office: Office, old: Edition) -> Gathered | None:
    """Load what the home folder's `sources.toml` declares, else its `catalogues` folder, else the shipped lists.

    The shipped lists only follow themselves: where nothing is declared and the current edition `old` is another one,
    taken in by hand, it is None. A download that fails leaves what was fetched last in use, and a note; what the
    current edition names and these sources do not give any more is noted too.

    Raises:
        SettingsError: the declaration cannot be used.
    """
    settings, notes = office.settings, list[str]()
    told = declared(settings.sources) if settings.sources.is_file() else None
    if told is None:
        own = tuple(source(drop.path) for drop in scan(settings.catalogues))
        if own:
            return Gathered(own, tuple(_lost(own, old)))
        told = declared(SHIPPED)
        if not (_is_shipped(old) or old.name == told.name):
            return None
    loaded = tuple(each for one in told.sources for each in _loaded(office, one, notes))
    fallbacks = tuple(notes)
    return Gathered(loaded, (*fallbacks, *_lost(loaded, old)), fallbacks, told.name, told.date)


def _lost(loaded: Sequence[Source], old: Edition) -> Iterator[str]:
    """Notes on lists of the current edition that are not among these; the shipped ones make way for any others."""
    if _is_shipped(old):
        return
    known = {each.title.split("｜")[0] for each in loaded} | {*titles(edition(loaded, name="", date=""))}
    for title in titles(old):
        if title not in known:
            yield (
                f"来源「{title}」不见了：现在用的目录里有，这次没有。要留着，请放进 catalogues/ 或写进 sources.toml。"
            )


def _is_shipped(old: Edition) -> bool:
    """Whether an edition holds nothing but lists that come with the program."""
    return {*titles(old)} <= {one.title for one in declared(SHIPPED).sources}


def _loaded(office: Office, one: Declared, notes: list[str]) -> Iterator[Source]:
    if one.where == "address":
        path = _downloaded(office, one, notes)
        yield source(path, one.title, one.list, one.rows) if path else _gone(one, Path(one.place))
        return
    path = _local(office.settings, one.place)
    if one.where == "file":
        yield source(path, one.title, one.list, one.rows) if path.is_file() else _gone(one, path)
        return
    files = scan(path) if path.is_dir() else []
    if not files:
        yield _gone(one, path)
    for drop in files:
        yield source(drop.path, f"{one.title}／{drop.name}", one.list)


def _local(settings: Settings, place: str) -> Path:
    """A path as declared: in the home folder's `catalogues` where it is there, else among the shipped ones."""
    own = settings.catalogues / place
    shipped = HERE / "catalogue" / place
    return shipped if not own.exists() and shipped.is_file() else own


def _gone(one: Declared, path: Path) -> Source:
    return Source(one.title, path, (), SourceGone(one.place), one.rows)


def _downloaded(office: Office, one: Declared, notes: list[str]) -> Path | None:
    """The newest content of an address, kept under its digest; None where nothing was ever fetched."""
    folder = office.settings.var / "sources" / digest(one.place)
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / "seen.json"
    said = _said(note)
    kept = folder / said["file"] if said.get("file") else None
    if kept is not None and not kept.is_file():
        kept, said = None, {}
    try:
        fresh = folder / "fresh.part"
        seen = Seen(said.get("etag", ""), said.get("modified", ""))
        new = fetch(one.place, fresh, seen, Limits(one.seconds, one.megabytes * 1024**2, one.intranet))
        if new is not None:
            kept = folder / f"{sha256(fresh)[:12]}-{_name(one.place)}"
            fresh.replace(kept)
            said = {"file": kept.name, "etag": new.etag, "modified": new.modified, "fetched_at": office.now()}
    except FetchError as wrong:
        since = f"，仍用 {said['fetched_at'][:10]} 取到的" if kept else "，还没有取到过"
        notes.append(f"来源「{one.title}」这次没有取到：{wrong}{since}。")
        log.warning("source %s not fetched: %s", folder.name, type(wrong).__name__)
        return kept
    said["checked_at"] = office.now()
    half = note.with_suffix(".tmp")
    half.write_text(json.dumps({"address": one.place, **said}, ensure_ascii=False, indent=1), encoding="utf-8")
    half.replace(note)
    return kept


def _said(note: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _name(address: str) -> str:
    """A file name from an address, its suffix kept."""
    last = unquote(urlsplit(address).path).rpartition("/")[2]
    clean = _SAFE.sub("_", last).strip("._")
    return clean[-60:] or "目录"
