"""Routes of the blind check (抽查): a second reviewer judges a drawn sample without seeing what the first one said."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from quanze.judgement import Decision
from quanze.row import MaterialRow, Row
from quanze.store import codec, decisions, review
from quanze.store.tables import DecisionRow
from quanze.text import digest
from review import choices, rows, showing
from review.agreement import agreement
from review.board import Filter
from review.desk import Desk, Refused, Visitor
from review.doors import AtDesk, Reader, Writer

router = APIRouter()
EVERY = 20
"""One decided material row of so many is drawn, and at least LEAST."""
LEAST = 10


@router.get("/sample")
def sample(at: AtDesk, visitor: Reader) -> Response:
    """The next drawn row, as proposed, and the figures so far."""
    _allowed(visitor)
    at.board.follow()
    left = [key for key in _drawn(at) if _first(at, key).by != visitor.name and not _second(at, key)]
    face = None
    if left:
        face = showing.face(at, rows.seen_row(at, visitor, left[0]), visitor.name)
        face = replace(face, row=face.seen.row, events=(), comments=(), changed=(), state="open")
    return at.page("sample.html", visitor, face=face, left=len(left), figures=agreement(list(_pairs(at))))


@router.post("/sample/{key}")
def second(
    at: AtDesk,
    visitor: Writer,
    key: str,
    verdict: Annotated[str, Form(max_length=20)],
    number: Annotated[int, Form(ge=0, le=99)] = 0,
) -> Response:
    """Keep the second answer; it decides nothing."""
    _allowed(visitor)
    at.board.follow()
    if key not in _drawn(at) or _second(at, key) or _first(at, key).by == visitor.name:
        raise Refused(409, "这一行不在你的抽查里，或者已经查过了。")
    seen = rows.seen_row(at, visitor, key)
    behind = showing.background(at, seen.row)
    try:
        made = seen.row if verdict == "confirm" else choices.chosen(seen.row, verdict, behind, number)
    except choices.NotPossible as reason:
        raise Refused(422, str(reason)) from reason
    with at.writing() as session:
        if review.last_event(session, subject(key)):
            raise Refused(409, "别人刚刚查过这一行。")
        said = Decision(subject(key), verdict, visitor.name, at.now(), seen.digest, seen.edition)
        decisions.decide(session, said, seen.row, made)
    return RedirectResponse("/sample", 303)


def subject(key: str) -> str:
    """The subject of the second answer on a row."""
    return digest("sample", key)


def _allowed(visitor: Visitor) -> None:
    if visitor.role == "department":
        raise Refused(403, "抽查由专班办理。")


def _drawn(at: Desk) -> list[str]:
    """The drawn rows: by a digest of the key, so that nobody chooses them and everybody sees the same."""
    decided = [card.key for card in at.board.cards(Filter(row="material")) if at.board.state(card.key) == "confirmed"]
    ordered = sorted(decided, key=lambda key: digest("draw", key))
    return ordered[: max(LEAST, len(ordered) // EVERY)]


def _first(at: Desk, key: str) -> DecisionRow:
    return decisions.live(at.board.events(key))[-1]


def _second(at: Desk, key: str) -> DecisionRow | None:
    return next(iter(decisions.live(at.board.events(subject(key)))[::-1]), None)


def _pairs(at: Desk) -> Iterator[tuple[str, str]]:
    """The two answers on every row that has both, whether drawn today or earlier, and reads as the second saw it."""
    for card in at.board.cards(Filter(row="material")):
        second_ = _second(at, card.key) if at.board.state(card.key) == "confirmed" else None
        if second_ is not None and second_.digest == card.digest:
            with at.store.reading() as session:
                events = [review.event(session, _first(at, card.key).id), review.event(session, second_.id)]
            first, other = (_label(event) for event in events if event is not None)
            yield first, other


def _label(event: DecisionRow) -> str:
    """What an answer says of a material: the entry it is, or why it is none."""
    if event.verdict in ("doubt", "not_proof", "reject"):
        return event.verdict
    row: Row = codec.load_row("material", event.after or event.before)
    return row.entry if isinstance(row, MaterialRow) and row.entry else "outside"
