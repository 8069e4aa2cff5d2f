"""The board (待办): every current row as a light card with its state, kept in memory and followed by events.

Lives here: order of work, filters, counts. Never here: what is written; the events in the store are the truth, and the
board only reads on from the last one it has seen.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from quanze.row import AdviceRow, MaterialRow, Row
from quanze.store import Store, decisions, facts, ledger, review
from quanze.store.tables import DecisionRow, FileRow
from quanze.text import digest, fold

KINDS = {
    "material": "减材料",
    "delegation": "下放",
    "step": "减环节",
    "time": "减时限",
    "internal": "内部事项",
    "advice": "职责建议",
}
BANDS = {"unsure": "不确定", "likely": "较可能", "sure": "有把握", "none": "目录外"}
STATES = {"open": "待审", "stale": "需重审", "doubted": "存疑", "confirmed": "已确认", "rejected": "不采纳"}
GUARDED = frozenset({"需核对", "涉及排除领域", "目录冲突", "核对出具单位"})
"""Flags that keep a row out of every bulk decision."""
_NO_WAY = "暂无建议"
_FILTERS = 200
"""Filters whose cards are remembered until rows change."""


@dataclass(frozen=True, slots=True)
class Card:
    """What the list of work needs of a row; `context` is the same for identical material in identical context."""

    key: str
    digest: str
    row: str
    department: str
    matter: str
    subject: str
    kind: str
    band: str
    score: float
    way: str
    guarded: bool
    context: str
    words: str
    claimed: tuple[str, ...]
    order: tuple[int, int, float, int]
    stamp: str

    @property
    def home(self) -> str:
        """The department whose list the card is on; "" for the list over all departments."""
        return "" if self.claimed else self.department


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cards a person wants to see; "" means all."""

    department: str = ""
    row: str = ""
    band: str = ""
    way: str = ""
    kind: str = ""
    state: str = ""
    text: str = ""


@dataclass
class Board:
    """Cards and events in memory; `every` is how many seconds may pass before rows are looked up again."""

    store: Store
    every: float = 1.0
    edition: str = ""
    _cards: dict[str, Card] = field(default_factory=dict)
    _ordered: list[Card] = field(default_factory=list)
    _chosen: dict[Filter, list[Card]] = field(default_factory=dict)
    _choices: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    _files: dict[str, tuple[FileRow, ...]] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _events: dict[str, list[DecisionRow]] = field(default_factory=dict)
    _states: dict[str, str] = field(default_factory=dict)
    _tally: dict[str, Counter[str]] = field(default_factory=dict)
    _entries: frozenset[str] = frozenset()
    _last: int = 0
    _renewed: int = 0
    _looked: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def follow(self) -> None:
        """Read what is new in the store."""
        with self._lock, self.store.reading() as session:
            now = time.monotonic()
            renewed = now - self._looked >= self.every and self._look(session)
            self._looked = now if now - self._looked >= self.every else self._looked
            events = review.events_after(session, self._last)
            for event in events:
                self._events.setdefault(event.subject, []).append(event)
                self._last = event.id
            if renewed:
                self._states = {key: self._state(key) for key in self._cards}
                self._count()
            else:
                for subject in {event.subject for event in events} & self._cards.keys():
                    self._move(subject)

    def _look(self, session: Session) -> bool:
        """Look files, rows and entries up again; True where any row or entry is new."""
        files: dict[str, list[FileRow]] = {}
        for file in ledger.files(session):
            files.setdefault(file.department, []).append(file)
        self._files = {name: tuple(found) for name, found in files.items()}
        self._names = ledger.names(session)
        newest = review.newest_edition(session)
        known = {key: (card.digest, card.order[3], card.stamp) for key, card in self._cards.items()}
        found = review.digests(session)
        if newest == self.edition and found == known:
            return False
        if newest != self.edition:
            edition = facts.edition(session, newest)
            entries = edition.entries if edition else ()
            self._entries = frozenset(decisions.entry_digest(entry) for entry in entries)
            self.edition = newest
        rows = review.bodies(session, [key for key in found if found[key] != known.get(key)])
        cards = {key: each for key, each in self._cards.items() if key in found}
        cards.update((key, card(row, *found[key])) for key, row in rows.items())
        self._cards = cards
        self._ordered = sorted(cards.values(), key=lambda each: (each.department, each.order))
        self._chosen, self._choices = {}, {}
        self._renewed += 1
        return True

    def _count(self) -> None:
        tally: dict[str, Counter[str]] = {}
        for each in self._ordered:
            tally.setdefault(each.home, Counter())[self._states[each.key]] += 1
        self._tally = tally

    def _move(self, key: str) -> None:
        counts, old, new = self._tally[self._cards[key].home], self._states[key], self._state(key)
        self._states[key] = new
        counts[old] -= 1
        counts[new] += 1

    @property
    def version(self) -> tuple[int, int]:
        """Changes whenever a row or an event is new."""
        return self._renewed, self._last

    def state(self, key: str) -> str:
        """The state of a row: one of STATES."""
        return self._states.get(key, "open")

    def _state(self, key: str) -> str:
        held = decisions.live(self._events.get(key, ()))
        if not held:
            return "open"
        last = held[-1]
        if decisions.is_stale(last, self._cards[key].digest, self._entries):
            return "stale"
        return decisions.state(last.verdict)

    def events(self, subject: str) -> list[DecisionRow]:
        """The events on a subject without their bodies, oldest first."""
        return list(self._events.get(subject, ()))

    def files(self, department: str) -> tuple[FileRow, ...]:
        """The drops of a department, oldest first."""
        if self._looked == float("-inf"):
            self.follow()
        return self._files.get(department, ())

    def name_of(self, sha256: str) -> str:
        """The name of the drop, or of the document inside one, with that digest; "" where there is none."""
        return self._names.get(sha256, "")

    def card(self, key: str) -> Card | None:
        """One card."""
        return self._cards.get(key)

    def cards(self, wanted: Filter) -> list[Card]:
        """The cards that a filter lets through, in the order of work: least certain first within a department."""
        lasting = replace(wanted, state="")
        found = self._chosen.get(lasting)
        if found is None:
            text = fold(wanted.text)
            found = [each for each in self._ordered if _fits(each, wanted, text)]
            if len(self._chosen) < _FILTERS:
                self._chosen[lasting] = found
        return [each for each in found if self.state(each.key) == wanted.state] if wanted.state else found

    def next_open(self, wanted: Filter, after: str = "", skip: Iterable[str] = ()) -> str:
        """The key of the next row to decide behind `after`, from the top again at the end; "" when all is done."""
        found, passed = self.cards(wanted), {*skip, after}
        start = place(found, after) + 1
        for number in (*range(start, len(found)), *range(start)):
            key: str = found[number].key
            if key not in passed and (wanted.state or self.state(key) in ("open", "stale")):
                return key
        return ""

    def twins(self, key: str) -> list[Card]:
        """Undecided, unguarded rows with the same material in the same context, the row itself among them."""
        own = self._cards.get(key)
        if own is None or own.guarded or not own.context:
            return []
        same = self.cards(Filter(row=own.row, way=own.way, kind=own.kind))
        return [each for each in same if each.context == own.context and self.state(each.key) == "open"]

    def progress(self, departments: Iterable[str] = ()) -> dict[str, dict[str, int]]:
        """Per department, how many rows stand in each state."""
        only = set(departments)
        return {
            name: {state: counts[state] for state in STATES}
            for name, counts in self._tally.items()
            if not only or name in only
        }

    def choices(self, department: str = "") -> dict[str, list[str]]:
        """The values that the filters offer."""
        known = self._choices.get(department)
        if known is None:
            known = self._choices[department] = self._offered(department)
        return known

    def _offered(self, department: str) -> dict[str, list[str]]:
        own = self.cards(Filter(department=department))
        return {
            "department": sorted({each.department for each in own if not each.claimed}),
            "row": [kind for kind in KINDS if any(each.row == kind for each in own)],
            "band": [band for band in BANDS if any(each.band == band for each in own)],
            "way": sorted({each.way for each in own}),
            "kind": sorted({each.kind for each in own if each.kind}),
        }


def place(cards: Sequence[Card], key: str) -> int:
    """Where a card stands, from 0; -1 where it does not."""
    return next((number for number, card in enumerate(cards) if card.key == key), -1)


def _fits(each: Card, wanted: Filter, text: str) -> bool:
    if wanted.department and wanted.department not in (each.claimed or (each.department,)):
        return False
    for name in ("row", "band", "way", "kind"):
        want = getattr(wanted, name)
        if want and want != getattr(each, name):
            return False
    return not text or text in each.words


def card(row: Row, digest_: str, position: int, stamp: str) -> Card:
    """The card of a row; `stamp` is over all that its body says."""
    material = row if isinstance(row, MaterialRow) else None
    subject = material.material if material else row.matter
    band = material.band if material else ""
    order = (list(KINDS).index(row.row), list(BANDS).index(band) if band in BANDS else 9, 0.0, position)
    if material:
        order = (order[0], order[1], round(material.score, 6), position)
    return Card(
        key=row.key,
        digest=digest_,
        row=row.row,
        department=row.department,
        matter=row.matter,
        subject=subject,
        kind=row.kind,
        band=band,
        score=material.score if material else 0.0,
        way=row.way or _NO_WAY,
        guarded=bool(GUARDED & set(row.flags)) or bool(material and material.outcome == "conflict"),
        context=_context(material) if material else "",
        words=fold(
            "\n".join((row.matter, row.sub_name, row.code, subject, row.way, row.after, row.note, *row.flags))
            + "\n"
            + row.basis
            + "\n"
            + (material.entry_name if material else "")
        ),
        claimed=row.claimed_by if isinstance(row, AdviceRow) else (),
        order=order,
        stamp=stamp,
    )


def _context(row: MaterialRow) -> str:
    parts = (row.material, row.matter, row.sub_name, row.kind, row.entry, row.outcome, row.way, row.after)
    return digest("twin", *(fold(part) for part in parts), *row.flags, *row.needs)
