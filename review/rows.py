"""Routes of the queue (逐条审核): one row at a time, one key = decide, save, next; undo. Thin over the rooms."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import RedirectResponse, Response

from quanze.row import Row
from quanze.store import access, decisions, review
from quanze.store.review import Seen
from review import choices, conflicts, filling, showing, writing
from review.board import Filter, place
from review.conflicts import Clash
from review.desk import Desk, Refused, Visitor
from review.doors import AtDesk, Reader, Writer
from review.filling import Choice
from review.showing import Face
from review.writing import Outdated, Sight

router = APIRouter()
LOOKING = 90
"""Seconds that a claim lasts."""
AHEAD = 9
"""Rows that the list beside shows."""


async def wanted(
    department: Annotated[str, Query(max_length=200)] = "",
    row: Annotated[str, Query(max_length=20)] = "",
    band: Annotated[str, Query(max_length=20)] = "",
    way: Annotated[str, Query(max_length=40)] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    state: Annotated[str, Query(max_length=20)] = "",
    text: Annotated[str, Query(max_length=100)] = "",
) -> Filter:
    """The filter of the address."""
    return Filter(department, row, band, way, kind, state, text.strip())


Wanted = Annotated[Filter, Depends(wanted)]


@router.get("/")
def home(visitor: Reader) -> Response:
    """Where one begins."""
    return RedirectResponse("/rows", 303)


@router.get("/rows")
def rows_page(at: AtDesk, visitor: Reader, filters: Wanted, key: str = "") -> Response:
    """The queue: a row to decide, what comes after it, filters and progress."""
    at.board.follow()
    filters = bounded(visitor, filters)
    known = bool(key and at.board.card(key))
    chosen = key if known else _first(at, visitor, filters)
    return at.page(
        "rows.html",
        visitor,
        **around(at, visitor, filters, chosen, claimed=not known),
        choices=at.board.choices(visitor.bound),
    )


@router.get("/rows/{key}")
def rowpart(at: AtDesk, visitor: Reader, filters: Wanted, key: str) -> Response:
    """One row as a part of the page."""
    at.board.follow()
    return part(at, visitor, bounded(visitor, filters), key)


@router.post("/rows/{key}/decide")
def decide(
    at: AtDesk,
    visitor: Writer,
    filters: Wanted,
    key: str,
    verdict: Annotated[str, Form(max_length=20)],
    seen: Annotated[str, Form(max_length=16)],
    last: Annotated[int, Form(ge=0, le=2**53)],
    number: Annotated[int, Form(ge=0, le=99)] = 0,
    entry: Annotated[str, Form(max_length=200)] = "",
    comment: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Decide, save, show the next row; `entry` is the suggestion that stood at `number` on the page."""
    filters = bounded(visitor, filters)
    found = seen_row(at, visitor, key)
    row, behind = found.row, showing.background(at, found.row)
    try:
        number = choices.offered(behind, number, entry)
        # 采纳 keeps what the page shows: a row that was edited or given another entry stays so.
        made = choices.chosen(showing.standing(at, found) if verdict == "confirm" else row, verdict, behind, number)
        sight = Sight(seen, last)
        following = writing.append(
            at, visitor, row, sight, verdict, made, behind=behind, comment=comment, onward=onward(at, filters, key)
        )
    except choices.Unfilled as made_of:
        of, said = Choice(verdict, number, made_of.row), {"comment": comment}
        return filling.form_page(at, visitor, query(filters), found, said, str(made_of), Sight(seen, last), of)
    except choices.NotPossible as reason:
        return part(at, visitor, filters, key, status=422, words=str(reason))
    except Outdated:
        said = {"comment": comment} if comment else {}
        return conflict(at, visitor, filters, key, verdict, number=number, said=said)
    at.board.follow()
    words = f"{choices.VERDICTS[verdict]}：{at_most(_title(at, key))}"
    return part(at, visitor, filters, following, words=words, done=True, claimed=True)


@router.post("/undo")
def undo(at: AtDesk, visitor: Writer, filters: Wanted, event: Annotated[int, Form(ge=0, le=2**53)] = 0) -> Response:
    """Take back one event, or this person's last one, and show its row again."""
    at.board.follow()
    filters = bounded(visitor, filters)
    number = event or _last_own(at, visitor)
    if not number:
        return part(at, visitor, filters, at.board.next_open(filters), status=409, words="没有可以撤销的审核意见。")
    undone = writing.undo(at, visitor, number)
    at.board.follow()
    words = "已撤销，请重新审核这一行。" if undone.taken == 1 else f"已撤销 {undone.taken} 行，请重新审核。"
    if undone.left:
        words += f"另有 {undone.left} 行现在没有了，或者清单已经送审、定稿，没有撤销。"
    here = undone.event.subject if at.board.card(undone.event.subject) else at.board.next_open(filters)
    return part(at, visitor, filters, here, words=words, done=True)


def bounded(visitor: Visitor, filters: Filter) -> Filter:
    """The filter narrowed to what a person may see."""
    if not visitor.bound and visitor.role != "department":
        return filters
    own = visitor.bound or "\x00"
    return Filter(own, filters.row, filters.band, filters.way, filters.kind, filters.state, filters.text)


def query(filters: Filter) -> str:
    """A filter as the query of an address."""
    parts = {name: getattr(filters, name) for name in Filter.__slots__ if getattr(filters, name)}
    return urlencode(parts)


def at_most(text: str, length: int = 24) -> str:
    """A text cut to a length."""
    return text if len(text) <= length else f"{text[:length]}…"


def seen_row(at: Desk, visitor: Visitor, key: str) -> Seen:
    """A current row that this person may see.

    Raises:
        Refused: there is none.
    """
    with at.store.reading() as session:
        found = review.seen(session, key)
    if found is None or not visitor.sees_row(found.row):
        raise Refused(404, "没有这一行，或者它不是本部门的。")
    return found


def onward(at: Desk, filters: Filter, after: str = "") -> writing.Onward:
    """Chooses the next row among those that nobody else looks at, inside the transaction that claims it."""

    def choose(skip: list[str]) -> str:
        at.board.follow()
        return at.board.next_open(filters, after, skip)

    return writing.Onward(choose, _until(at))


def _first(at: Desk, visitor: Visitor, filters: Filter) -> str:
    with at.writing() as session:
        return writing.go_on(session, visitor, at.now(), onward(at, filters))


def _until(at: Desk) -> str:
    return (at.clock() + timedelta(seconds=LOOKING)).isoformat(timespec="seconds")


def _title(at: Desk, key: str) -> str:
    card = at.board.card(key)
    return card.subject if card else ""


def others(at: Desk, visitor: Visitor) -> list[str]:
    """Rows that other people are looking at."""
    with at.store.reading() as session:
        return access.claimed_by_others(session, visitor.name, at.now())


def _last_own(at: Desk, visitor: Visitor) -> int:
    with at.store.reading() as session:
        recent = review.recent_by(session, visitor.name, writing.ON_ROWS)
        for event in recent:
            there = writing.on_row(event) and review.seen(session, event.subject) is not None
            if there and any(one.id == event.id for one in decisions.live(review.events_of(session, event.subject))):
                return event.id
    return 0


def part(
    at: Desk,
    visitor: Visitor,
    filters: Filter,
    key: str,
    *,
    status: int = 200,
    words: str = "",
    done: bool = False,
    claimed: bool = False,
) -> Response:
    """The part of the page for one row, with a word on what was just done."""
    shown = around(at, visitor, filters, key, claimed=claimed)
    return at.page("row_part.html", visitor, status=status, **{**shown, "words": words, "done": done})


def around(at: Desk, visitor: Visitor, filters: Filter, key: str, *, claimed: bool = False) -> dict[str, Any]:
    """What the row's part of the page needs; also says that this person is looking at it."""
    face = None
    if key:
        found = seen_row(at, visitor, key)
        face = showing.face(at, found, visitor.name, claimed=claimed)
        if not face.looking and not claimed:
            with at.writing() as session:
                access.claim(session, key, visitor.name, _until(at))
    cards = at.board.cards(filters)
    here = max(0, place(cards, key))
    progress = at.board.progress([filters.department] if filters.department else ())
    twins = [one for one in at.board.twins(key) if visitor.sees(one.department)]
    return {
        "face": face,
        "filters": filters,
        "query": query(filters),
        "ahead": [(card, at.board.state(card.key)) for card in cards[here : here + AHEAD]],
        "total": len(cards),
        "place": here + 1 if cards else 0,
        "progress": progress,
        "twins": max(0, len(twins) - 1),
        "verdicts": choices.VERDICTS,
        "words": "",
        "done": False,
    }


def conflict(
    at: Desk,
    visitor: Visitor,
    filters: Filter,
    key: str,
    verdict: str,
    *,
    number: int = 0,
    said: Mapping[str, str] | None = None,
) -> Response:
    """Both versions where the row does not stand as the person saw it: what they wanted, and how it stands now.

    `number` is the suggestion they chose, `said` what they wrote into the form for changes.
    """
    at.board.follow()
    words = around(at, visitor, filters, key, claimed=True)
    face, said = words["face"], said or {}
    try:
        made = mine(at, face, verdict, number, said)
    except choices.Unfilled as made_of:
        made = made_of.row
    except choices.NotPossible:
        made = face.row
    return at.page(
        "conflict.html",
        visitor,
        status=409,
        wish=verdict,
        number=number,
        said=said,
        clash=clash(face, verdict, made),
        **words,
    )


def mine(at: Desk, face: Face, verdict: str, number: int, said: Mapping[str, str]) -> Row:
    """The row as this person's verdict leaves it.

    Raises:
        NotPossible: the verdict does not fit the row as it stands now.
    """
    behind, asked = showing.background(at, face.seen.row), any(name.startswith(filling.NEED) for name in said)
    if verdict == filling.EDIT or asked:
        # Where the form asked for needs, others may have answered them since: this person's answers count for theirs.
        own = filling.begun(face.seen.row if asked else face.row, face.seen.row, verdict, behind, number)
        return choices.edited(own, said, filling.filled(own, said), at.book)
    return choices.chosen(face.seen.row, verdict, behind, number)


def clash(face: Face, verdict: str, made: Row) -> Clash:
    """This person's version against the one that stands now."""
    held = [event for event in face.events if event.id in face.live]
    other = held[-1].verdict if held and face.state != "stale" else ""
    return Clash(verdict, other, conflicts.differences(made, face.row))
