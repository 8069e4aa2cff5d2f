"""Routes of the lists (清单签批): where each stands, the next step in two stages, the public copy."""

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

import forms
import rules
from quanze.judgement import Decision
from quanze.row import EVERYBODY, OVER_ALL, on_paper
from quanze.store import decisions, facts, review, signoff
from quanze.store.tables import DecisionRow
from review import signing
from review.board import KINDS, Card, Filter
from review.desk import Desk, Refused, Visitor
from review.doors import AtDesk, Reader, Writer
from review.uploads import safe_name

router = APIRouter()
UNSETTLED = ("open", "stale", "doubted")


@dataclass(frozen=True, slots=True)
class Standing:
    """One list as the page shows it; `contents` and `last` come back with the form."""

    department: str
    row: str
    stage: signoff.Stage
    counts: Counter[str]
    contents: str
    last: int
    steps: tuple[str, ...]
    body: str
    events: tuple[DecisionRow, ...]

    @property
    def inward(self) -> bool:
        """Whether the list is handed in (报送) and never made public: advice, and internal matters."""
        return _inward(self.department, self.row)

    @property
    def left(self) -> int:
        """Rows that still need a decision."""
        return sum(self.counts[state] for state in UNSETTLED)

    @property
    def changed(self) -> bool:
        """Whether rows changed after the list was handed in or made final."""
        return self.stage.step in ("submit", "final", "publish") and self.stage.digest != self.contents


def _inward(department: str, row: str) -> bool:
    return department == OVER_ALL or row == "internal"


def standing(at: Desk, visitor: Visitor, cards: list[Card], book: rules.Rulebook) -> Standing:
    """Where the list of these cards (one department, one kind) stands."""
    department, row = cards[0].home, cards[0].row
    events = at.board.events(signoff.subject(department, row))
    where = signoff.stage(events)
    parts = []
    for card in cards:
        held = decisions.live(at.board.events(card.key))
        state = at.board.state(card.key)
        parts.append((card.key, card.digest, f"{state}.{held[-1].id if held else 0}"))
    steps = (step for step, after in signing.NEXT.items() if where.step in after)
    return Standing(
        department=department,
        row=row,
        stage=where,
        counts=Counter(at.board.state(card.key) for card in cards),
        contents=signing.contents(parts),
        last=events[-1].id if events else 0,
        steps=tuple(step for step in steps if signing.may(visitor, step, department, book)),
        body=signing.body(department, book),
        events=tuple(events),
    )


def standings(at: Desk, visitor: Visitor) -> list[Standing]:
    """All lists that a person may see; advice rows are one list over all departments, signed off by the office."""
    lists: dict[tuple[str, str], list[Card]] = {}
    for card in at.board.cards(Filter()):
        if visitor.sees(card.home):
            lists.setdefault((card.home, card.row), []).append(card)
    book = at.book
    return [standing(at, visitor, cards, book) for cards in lists.values()]


@router.get("/lists")
def lists_page(at: AtDesk, visitor: Reader, words: str = "") -> Response:
    """Every list with its stage, counts and next steps."""
    at.board.follow()
    return _page(at, visitor)


def _page(at: Desk, visitor: Visitor, words: str = "", status: int = 200) -> Response:
    return at.page(
        "lists.html",
        visitor,
        status=status,
        lists=standings(at, visitor),
        stages=signoff.STAGES,
        actions=signing.ACTIONS,
        over_all=signing.OVER_ALL_WORDS,
        words=words,
    )


@router.post("/lists/step")
def step(
    at: AtDesk,
    visitor: Writer,
    row: Annotated[str, Form(max_length=20)],
    step: Annotated[str, Form(max_length=20)],
    seen: Annotated[str, Form(max_length=16)],
    last: Annotated[int, Form(ge=0, le=2**53)],
    department: Annotated[str, Form(max_length=200)] = OVER_ALL,
    comment: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Take the next step with a list."""
    at.board.follow()
    book = at.book
    if not signing.may(visitor, step, department, book):
        raise Refused(403, "这一步不归你办。")
    cards = [card for card in at.board.cards(Filter(row=row)) if card.home == department]
    if not cards or row not in KINDS:
        raise Refused(404, "没有这张清单。")
    found = standing(at, visitor, cards, book)
    if (found.contents, found.last) != (seen, last) or step not in found.steps:
        return _page(at, visitor, "清单刚刚有变化，没有保存。请看现在的情况再办。", 409)
    if wrong := _not_yet(found, step, comment):
        return _page(at, visitor, wrong, 422)
    if step == "publish":
        _publish(at, department, row)
    with at.writing() as session:
        subject = signoff.subject(department, row)
        if review.last_event(session, subject) != last:
            raise Refused(409, "别人刚刚办了这一步，请刷新后再看。")
        decisions.decide(session, Decision(subject, step, visitor.name, at.now(), seen, "", comment.strip()))
    return RedirectResponse("/lists", 303)


def _not_yet(found: Standing, step: str, comment: str) -> str:
    """Why a list is not ready for a step, "" where it is."""
    if step in ("submit", "final") and found.left:
        return f"还有 {found.left} 行没有审完（待审、需重审或存疑），不能{signing.ACTIONS[step]}。"
    if step == "return" and not comment.strip():
        return "退回要写明意见。"
    if step == "publish" and found.changed:
        return "定稿以后清单的内容又变了，不能照旧公开。请先重新打开，把变了的行审完，再定稿。"
    return ""


def _publish(at: Desk, department: str, row: str) -> None:
    """Write the public copy of one list, or the list to hand in, below the lists' folder; whole or not at all."""
    with at.store.reading() as session:
        settled, _ = decisions.settled(session, facts.rows(session, department))
    own = [each for each in settled if each.row == row]
    day = at.clock().date().isoformat()
    name = safe_name(department) if department else EVERYBODY
    inward = _inward(department, row)
    target = at.settings.lists / ("报送" if inward else "公开") / name / KINDS[row]
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        made = Path(folder) / "new"
        said: dict[str, Any] = {"department": department or EVERYBODY, "date": day, "templates": at.settings.templates}
        if inward:
            written = forms.publish([on_paper(each) for each in own], made, draft=False, **said)
        else:
            written = forms.public_copy(own, made, **said)
        if not written:
            raise Refused(422, "这张清单没有已确认的行，没有可公开或报送的内容。")
        if target.exists():
            shutil.rmtree(target)
        made.rename(target)
