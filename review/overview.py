"""Routes of the overview (总览): progress, the four counts with plots, deadlines, editions, exports, logins."""

import threading
from collections.abc import Sequence
from functools import lru_cache

from fastapi import APIRouter
from fastapi.responses import Response

from forms import plots, summary, template
from forms.counts import Count
from forms.plots import Plot
from forms.stages import Stage, late
from forms.stages import stages as calendar
from forms.template import Templates
from quanze.row import OVER_ALL, Row, list_of
from quanze.store import access, decisions, facts, ledger, review
from review.desk import Desk, Refused, Visitor
from review.doors import AtDesk, Reader

router = APIRouter()
_DRAWING = threading.Lock()
"""matplotlib draws one plot at a time."""


@router.get("/overview")
def overview(at: AtDesk, visitor: Reader) -> Response:
    """Where everything stands."""
    at.board.follow()
    rows = [row for row in settled(at, visitor) if list_of(row)]
    names = sorted({row.department for row in rows})
    reporting = [name for name in names if name != ledger.UNCLAIMED]
    rejected = {row.key for row in rows if at.board.state(row.key) == "rejected"}
    today, used = at.clock().date().isoformat(), template.load(at.settings.templates)
    with at.store.reading() as session:
        editions = review.editions(session)
    return at.page(
        "overview.html",
        visitor,
        progress=at.board.progress(names if visitor.bound else (*names, OVER_ALL)),
        draft=_counts(rows, used, draft=True),
        counts=_counts(rows, used, draft=False),
        plots=[plot.name for plot in _plots(at, visitor.bound, at.board.version, used)],
        stages=[(stage, late(stage, rows, reporting, today, rejected)) for stage in _stages(used)],
        today=today,
        editions=editions,
    )


@router.get("/overview/plot/{number}.png")
def plot(at: AtDesk, visitor: Reader, number: int) -> Response:
    """One plot of the four counts."""
    at.board.follow()
    drawn = _plots(at, visitor.bound, at.board.version, template.load(at.settings.templates))
    if not 0 <= number < len(drawn):
        raise Refused(404, "没有这张图。")
    return Response(drawn[number].png, media_type="image/png")


@router.get("/logins")
def logins(at: AtDesk, visitor: Reader) -> Response:
    """The record of logins, for the administrator only."""
    if visitor.role != "admin":
        raise Refused(403, "只有管理员能看登录记录。")
    with at.store.reading() as session:
        found = access.logins(session)
    return at.page(
        "logins.html", visitor, logins=found, outcomes={"in": "登录", "wrong": "口令不对", "blocked": "已拦下"}
    )


def settled(at: Desk, visitor: Visitor) -> tuple[Row, ...]:
    """The rows a person may see, as they stand."""
    return tuple(row for row in _settled(at, visitor.bound, at.board.version) if visitor.sees_row(row))


@lru_cache(maxsize=8)
def _settled(at: Desk, department: str, version: tuple[int, int]) -> tuple[Row, ...]:
    """All rows as they stand; `version` is the board's, so that nothing old is shown."""
    with at.store.reading() as session:
        return decisions.settled(session, facts.rows(session, department))[0]


def _counts(rows: Sequence[Row], used: Templates, *, draft: bool) -> tuple[Count, ...]:
    return summary.count_all(rows, used, scope="external", draft=draft)


@lru_cache(maxsize=8)
def _plots(at: Desk, department: str, version: tuple[int, int], used: Templates) -> tuple[Plot, ...]:
    rows = _settled(at, department, version)
    counted = _counts(rows, used, draft=not any(row.confirmed for row in rows))
    with _DRAWING:
        return plots.draw(counted, used.counting, used.style)


def _stages(used: Templates) -> tuple[Stage, ...]:
    return calendar(template.raw(used, "calendar.toml").get("stage", ()))
