"""The board (待办): every current row as a light card with its state, kept in memory and followed by events.

Lives here: order of work, filters, counts. Never here: what is written; the events in the store are the truth, and the
board only reads on from the last one it has seen.
"""

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from quanze.row import MaterialRow, Row
from quanze.store import Store, decisions, facts, review
from quanze.store.tables import DecisionRow
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
    order: tuple[int, int, float, int]


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
    _cards: dict[str, Card] = field(default_factory=dict)
    _ordered: list[Card] = field(default_factory=list)
    _events: dict[str, list[DecisionRow]] = field(default_factory=dict)
    _states: dict[str, str] = field(default_factory=dict)
    _entries: frozenset[str] = frozenset()
    _edition: str = ""
    _last: int = 0
    _renewed: int = 0
    _looked: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def follow(self) -> None:
        """Read what is new in the store."""
        with self._lock, self.store.reading() as session:
            now = time.monotonic()
            if now - self._looked >= self.every:
                self._looked = now
                newest = review.newest_edition(session)
                if newest != self._edition:
                    edition = facts.edition(session, newest)
                    entries = edition.entries if edition else ()
                    self._entries = frozenset(decisions.entry_digest(entry) for entry in entries)
                    self._edition = newest
                    self._states.clear()
                known = {key: (card.digest, card.order[3]) for key, card in self._cards.items()}
                found = review.digests(session)
                if found != known:
                    self._renew(review.bodies(session, [key for key in found if found[key] != known.get(key)]), found)
            for event in review.events_after(session, self._last):
                self._events.setdefault(event.subject, []).append(event)
                self._states.pop(event.subject, None)
                self._last = event.id

    def _renew(self, rows: dict[str, Row], found: dict[str, tuple[str, int]]) -> None:
        self._renewed += 1
        for key in [key for key in self._cards if key not in found]:
            del self._cards[key]
        for key, row in rows.items():
            self._cards[key] = card(row, *found[key])
            self._states.pop(key, None)
        self._ordered = sorted(self._cards.values(), key=lambda each: (each.department, each.order))

    @property
    def version(self) -> tuple[int, int]:
        """Changes whenever a row or an event is new."""
        return self._renewed, self._last

    def state(self, key: str) -> str:
        """The state of a row: one of STATES."""
        known = self._states.get(key)
        if known is None:
            known = self._states[key] = self._state(key)
        return known

    def _state(self, key: str) -> str:
        held = decisions.live(self._events.get(key, ()))
        if not held:
            return "open"
        last, card_ = held[-1], self._cards.get(key)
        if card_ is None or decisions.is_stale(last, card_.digest, self._entries):
            return "stale"
        if last.verdict in decisions.CONFIRMING:
            return "confirmed"
        return "doubted" if last.verdict == "doubt" else "rejected"

    def events(self, subject: str) -> list[DecisionRow]:
        """The events on a subject without their bodies, oldest first."""
        return list(self._events.get(subject, ()))

    def card(self, key: str) -> Card | None:
        """One card."""
        return self._cards.get(key)

    def cards(self, wanted: Filter) -> Iterator[Card]:
        """The cards that a filter lets through, in the order of work: least certain first within a department."""
        for each in list(self._ordered):
            if self._fits(each, wanted):
                yield each

    def _fits(self, each: Card, wanted: Filter) -> bool:
        same = all(
            not want or want == have
            for want, have in (
                (wanted.department, each.department),
                (wanted.row, each.row),
                (wanted.band, each.band),
                (wanted.way, each.way),
                (wanted.kind, each.kind),
            )
        )
        text = fold(wanted.text)
        return same and (not text or text in each.words) and (not wanted.state or self.state(each.key) == wanted.state)

    def next_open(self, wanted: Filter, after: str = "", skip: Iterable[str] = ()) -> str:
        """The key of the next row to decide behind `after`, from the top again at the end; "" when all is done."""
        keys = [each.key for each in self.cards(wanted)]
        passed = set(skip)
        start = keys.index(after) + 1 if after in keys else 0
        for key in keys[start:] + keys[:start]:
            if key != after and key not in passed and (wanted.state or self.state(key) in ("open", "stale")):
                return key
        return ""

    def twins(self, key: str) -> list[Card]:
        """Undecided, unguarded rows with the same material in the same context, the row itself among them."""
        own = self._cards.get(key)
        if own is None or own.guarded or not own.context:
            return []
        return [
            each
            for each in self._ordered
            if each.context == own.context and not each.guarded and self.state(each.key) == "open"
        ]

    def progress(self, departments: Iterable[str] = ()) -> dict[str, dict[str, int]]:
        """Per department, how many rows stand in each state."""
        only = set(departments)
        counts: dict[str, dict[str, int]] = {}
        for each in list(self._ordered):
            if not only or each.department in only:
                found = counts.setdefault(each.department, dict.fromkeys(STATES, 0))
                found[self.state(each.key)] += 1
        return counts

    def choices(self, department: str = "") -> dict[str, list[str]]:
        """The values that the filters offer."""
        own = [each for each in list(self._ordered) if not department or each.department == department]
        return {
            "department": sorted({each.department for each in own}),
            "row": [kind for kind in KINDS if any(each.row == kind for each in own)],
            "band": [band for band in BANDS if any(each.band == band for each in own)],
            "way": sorted({each.way for each in own}),
            "kind": sorted({each.kind for each in own if each.kind}),
        }


def card(row: Row, digest_: str, position: int) -> Card:
    """The card of a row."""
    material = row if isinstance(row, MaterialRow) else None
    subject = material.material if material else row.matter
    band = material.band if material else ""
    order = (list(KINDS).index(row.row), list(BANDS).index(band) if band in BANDS else 9, 0.0, position)
    if material:
        order = (order[0], order[1], round(material.score, 6), position)
    polarity = any(reason.rule.startswith("polarity") for reason in row.reasons)
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
        guarded=bool(GUARDED & set(row.flags)) or polarity or bool(material and material.outcome == "conflict"),
        context=_context(material) if material else "",
        words=fold("".join((row.matter, row.sub_name, row.code, subject, row.way, row.note, *row.flags))),
        order=order,
    )


def _context(row: MaterialRow) -> str:
    parts = (row.material, row.matter, row.sub_name, row.kind, row.entry, row.outcome, row.way, row.after)
    return digest("twin", *(fold(part) for part in parts), *row.flags, *row.needs)
