"""Routes of the catalogue editions (目录版次): any of them whole, and against any other."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

import reference
from quanze.proof import Edition, ProofEntry
from quanze.store import facts, review
from quanze.text import fold
from review.desk import Refused
from review.doors import AtDesk, Reader

router = APIRouter()
SHOWN = 300
"""Entries shown of one list; the search finds the others."""


@router.get("/editions/{name}")
def edition(
    at: AtDesk,
    visitor: Reader,
    name: str,
    against: Annotated[str, Query(max_length=64)] = "",
    text: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """One edition of the reference lists against another, the one before where none is named; and its entries."""
    with at.store.reading() as session:
        known = review.editions(session)
        digests = [each.digest for each in known]
        if name not in digests or against not in (*digests, ""):
            raise Refused(404, "没有这个版次。")
        before = digests[digests.index(name) + 1 :]
        other = against or next(iter(before), "")
        new = facts.edition(session, name)
        old = facts.edition(session, other) if other and other != name else None
    changes = reference.diff(old, new) if old and new else None
    found = _found(new, text)
    return at.page(
        "edition.html",
        visitor,
        new=new,
        old=old,
        others=[each for each in known if each.digest != name],
        changes=changes,
        text=text,
        entries=found[:SHOWN],
        total=len(found),
    )


def _found(edition: Edition | None, text: str) -> list[ProofEntry]:
    wanted = fold(text)
    entries = edition.entries if edition else ()
    return [each for each in entries if wanted in fold("".join((each.name, each.usage, each.issuer, each.basis)))]
