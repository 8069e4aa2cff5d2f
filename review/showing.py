"""One row made ready to be looked at: its matter, the entry, the evidence, words marked, what was decided before.

Reads the store; decides nothing and writes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import matchers
from extractors.matters import join
from quanze.judgement import Evidence, Judgement, Suggestion
from quanze.matter import Matter
from quanze.proof import Edition, ProofEntry
from quanze.row import MaterialRow, Row
from quanze.store import access, codec, decisions, facts, review
from quanze.store.review import Seen
from quanze.store.tables import DecisionRow
from quanze.text import digest, fold, query_key
from review.choices import Background
from review.desk import Desk
from review.staleness import LISTS, Change, changes

FEATURES = {"text": "文字", "synonym": "同义词", "issuer": "出具单位", "usage": "用途", "matter": "事项"}
SHOWN = 4
"""Evidence chips per suggestion."""


@dataclass(frozen=True, slots=True)
class Option:
    """A suggestion as shown: its number (the key to press), the entry where it is still kept, marked name, chips."""

    number: int
    suggestion: Suggestion
    entry: ProofEntry | None
    list_name: str
    marked: tuple[tuple[str, bool], ...]
    chips: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Face:
    """All that the page says of one row."""

    seen: Seen
    row: Row
    state: str
    matter: Matter | None
    words: str
    marked: tuple[tuple[str, bool], ...]
    entry: ProofEntry | None
    options: tuple[Option, ...]
    edition: str
    file: str
    events: tuple[DecisionRow, ...]
    comments: tuple[DecisionRow, ...]
    live: frozenset[int]
    changed: tuple[Change, ...]
    looking: str
    laws: bool


def background(desk: Desk, row: Row) -> Background:
    """What a row was made from."""
    edition = edition_of(desk)
    entries = _by_key(edition) if edition else {}
    matter = matter_of(desk, row)
    judgement = None
    words = material_words(matter, row)
    if matter is not None and isinstance(row, MaterialRow) and edition is not None:
        query = query_key(words, matter.title, matter.department or matter.organ)
        card = desk.board.card(row.key)
        judgement = _judgement(desk, edition.digest, query, card.stamp if card else "")
    return Background(matter, judgement, entries, desk.book)


def edition_of(desk: Desk) -> Edition | None:
    """The newest edition; read once as long as it is the newest."""
    if not desk.board.edition:
        desk.board.follow()
    return _edition(desk, desk.board.edition) if desk.board.edition else None


@lru_cache(maxsize=4)
def _edition(desk: Desk, name: str) -> Edition | None:
    with desk.store.reading() as session:
        return facts.edition(session, name)


@lru_cache(maxsize=20_000)
def _judgement(desk: Desk, edition: str, query: str, _stamp: str) -> Judgement | None:
    with desk.store.reading() as session:
        return facts.judgements(session, edition, [query]).get(query)


@lru_cache(maxsize=4)
def _by_key(edition: Edition) -> Mapping[str, ProofEntry]:
    return {entry.key: entry for entry in edition.entries}


def matter_of(desk: Desk, row: Row) -> Matter | None:
    """The joined matter behind a row."""
    files = tuple((file.id, file.finished_at, file.state) for file in desk.board.files(row.department))
    return _matters(desk, row.department, files).get(row.matter_key)


@lru_cache(maxsize=40)
def _matters(desk: Desk, department: str, files: tuple[tuple[int, str, str], ...]) -> Mapping[str, Matter]:
    with desk.store.reading() as session:
        return {matter.key: matter for matter in join(facts.matters(session, department))}


def material_words(matter: Matter | None, row: Row) -> str:
    """The words of a row's material as the file has them, its name where the file is gone."""
    if not isinstance(row, MaterialRow):
        return ""
    for material in matter.materials if matter else ():
        if fold(material.name) == fold(row.material):
            return material.text or material.name
    return row.material


def talk(key: str) -> str:
    """The subject of the comments on a row."""
    return digest("comment", key)


def face(desk: Desk, seen: Seen, looker: str, *, claimed: bool = False) -> Face:
    """One row ready to be shown to `looker`, who has `claimed` it a moment ago."""
    behind = background(desk, seen.row)
    edition = edition_of(desk)
    words = material_words(behind.matter, seen.row)
    events, comments = desk.board.events(seen.row.key), desk.board.events(talk(seen.row.key))
    held, state = decisions.live(events), desk.board.state(seen.row.key)
    last, looking = None, ""
    settled = held and state in ("confirmed", "stale")
    if settled or not claimed:
        with desk.store.reading() as session:
            last = review.event(session, held[-1].id) if settled else None
            looking = access.claims(session, [seen.row.key], desk.now()).get(seen.row.key, "")
    now = decisions.decided(last, seen.row) if last and state == "confirmed" else seen.row
    entry = behind.entries.get(now.entry) if isinstance(now, MaterialRow) else None
    return Face(
        seen=seen,
        row=now,
        state=state,
        matter=behind.matter,
        words=words,
        marked=marked(now.material, entry.name if entry else "")[0] if isinstance(now, MaterialRow) else (),
        entry=entry,
        options=options(words, behind.judgement, behind.entries),
        edition=f"{edition.name}（{edition.date}）" if edition else "",
        file=desk.board.name_of(seen.row.file),
        events=tuple(events),
        comments=tuple(comments),
        live=frozenset(event.id for event in held),
        changed=_changed(desk, last, seen.row, behind.entries) if last and state == "stale" else (),
        looking="" if looking == looker else looking,
        laws=bool(behind.matter and behind.matter.citations) and desk.settings.laws.exists(),
    )


def standing(desk: Desk, seen: Seen) -> Row:
    """A row as the page shows it: as the decision that holds leaves it, else as proposed."""
    held = decisions.live(desk.board.events(seen.row.key))
    if not held or desk.board.state(seen.row.key) != "confirmed":
        return seen.row
    with desk.store.reading() as session:
        last = review.event(session, held[-1].id)
    return decisions.decided(last, seen.row) if last else seen.row


def _changed(desk: Desk, last: DecisionRow, row: Row, entries: Mapping[str, ProofEntry]) -> tuple[Change, ...]:
    """What is not any more as the person saw it: the row as proposed, the entry as decided on."""
    seen = codec.load_row(row.row, last.before) if last.before else row
    made = codec.load_row(row.row, last.after) if last.after else seen
    key = getattr(made, "entry", "") if last.entry else ""
    then = _edition(desk, last.edition) if key and last.edition else None
    old = _by_key(then).get(key) if then else None
    return changes(seen, row, old, entries.get(key))


def options(words: str, judgement: Judgement | None, entries: Mapping[str, ProofEntry]) -> tuple[Option, ...]:
    """The suggestions of a judgement with the keys 1 to 5."""
    return tuple(
        Option(
            number=number,
            suggestion=each,
            entry=entries.get(each.entry),
            list_name=LISTS.get(each.list, each.list),
            marked=marked(words, each.name)[1],
            chips=_strongest(each.evidence),
        )
        for number, each in enumerate((judgement.suggestions if judgement else ())[:5], 1)
    )


def _strongest(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """What a person must look at, which has no points, then what counted most."""
    return tuple(sorted(evidence, key=lambda one: (one.points != 0, -abs(one.points)))[:SHOWN])


@lru_cache(maxsize=4096)
def marked(ours: str, theirs: str) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    """Both texts in pieces, each with whether the other one has it too."""
    if not theirs:
        return ((ours, True),), ()
    left, right = matchers.marks(ours, theirs)
    return (
        tuple((ours[span.start : span.end], span.shared) for span in left),
        tuple((theirs[span.start : span.end], span.shared) for span in right),
    )
