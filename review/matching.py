"""Routes of matching (匹配说明): which model judges and on what it learned, the bands, the open matcher's address.

Never here: the open matcher itself (`reconcile`), training.
"""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from matchers.models import in_use
from quanze.store import review
from review import reconcile
from review.desk import Refused
from review.doors import AtDesk, Reader, Writer

router = APIRouter()
_MAY_GIVE = frozenset({"reviewer", "admin"})
"""Roles that see the open matcher's address."""


@router.get("/matching")
def matching_page(request: Request, at: AtDesk, visitor: Reader) -> Response:
    """Which model judges, and the address for OpenRefine."""
    with at.store.reading() as session:
        editions = review.editions(session)
    return at.page(
        "matching.html",
        visitor,
        used=in_use(at.settings.model),
        edition=editions[0] if editions else None,
        address=reconcile.address(request, at.settings) if visitor.role in _MAY_GIVE else "",
    )


@router.post("/matching/address")
def renew(at: AtDesk, visitor: Writer) -> Response:
    """Give the open matcher another address; the old one ends at once."""
    if visitor.role != "admin":
        raise Refused(403, "只有管理员能换开放匹配的地址。")
    reconcile.token(at.settings, renew=True)
    return RedirectResponse("/matching", 303)
