"""Routes for identical rows at once (同样的一起审): a preview of the rows, one verdict on all of them, one key back.

Only rows with the same material in the same matter context; never decided ones, never guarded ones.
"""

import secrets
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from quanze.row import Row
from quanze.store.review import Seen
from quanze.text import digest
from review import choices, rows, showing, writing
from review.desk import Desk, Refused, Visitor
from review.doors import AtDesk, Reader, Writer
from review.rows import Wanted
from review.writing import Outdated, Sight, Wish

router = APIRouter()
VERDICTS = ("confirm", "outside", "not_proof", "doubt")


@router.get("/bulk/{key}")
def preview(at: AtDesk, visitor: Reader, filters: Wanted, key: str) -> Response:
    """The rows that one verdict would decide."""
    at.board.follow()
    found = _twins(at, visitor, key)
    return at.page(
        "bulk.html",
        visitor,
        key=key,
        found=found,
        sights=[f"{each.row.key}:{each.digest}:{each.last}" for each in found],
        query=rows.query(rows.bounded(visitor, filters)),
        verdicts={verdict: choices.VERDICTS[verdict] for verdict in VERDICTS},
    )


@router.post("/bulk/{key}/decide")
def decide(
    at: AtDesk,
    visitor: Writer,
    filters: Wanted,
    key: str,
    verdict: Annotated[str, Form(max_length=20)],
    sight: Annotated[list[str], Form()],
) -> Response:
    """Decide all rows of the preview, or none of them."""
    at.board.follow()
    filters = rows.bounded(visitor, filters)
    if verdict not in VERDICTS:
        raise Refused(422, "不能这样一起审。")
    found = _twins(at, visitor, key)
    if sorted(sight) != sorted(f"{each.row.key}:{each.digest}:{each.last}" for each in found):
        return rows.conflict(at, visitor, filters, key, verdict)
    try:
        wishes = [_wish(at, each, verdict) for each in found]
        count = writing.append_all(at, visitor, wishes, verdict, digest("bulk", secrets.token_hex(8)))
    except choices.NotPossible as reason:
        return rows.part(at, visitor, filters, key, status=422, words=str(reason))
    except Outdated:
        return rows.conflict(at, visitor, filters, key, verdict)
    at.board.follow()
    said = f"{choices.VERDICTS[verdict]}：同样的 {count} 行"
    following = at.board.next_open(filters, key, skip=rows.others(at, visitor))
    return rows.part(at, visitor, filters, following, words=said, done=True)


def _wish(at: Desk, each: Seen, verdict: str) -> Wish:
    behind = showing.background(at, each.row)
    made: Row = choices.chosen(each.row, verdict, behind)
    return Wish(each.row, Sight(each.digest, each.last), made, behind)


def _twins(at: Desk, visitor: Visitor, key: str) -> list[Seen]:
    """The identical rows that this person may decide, the row itself among them.

    Raises:
        Refused: the row may only be decided by itself.
    """
    own = rows.seen_row(at, visitor, key)
    judgement = showing.background(at, own.row).judgement
    vetoed = any(one.points <= -50 for each in (judgement.suggestions if judgement else ()) for one in each.evidence)
    found = [card.key for card in at.board.twins(key) if visitor.sees(card.department)]
    if vetoed or len(found) < 2 or key not in found:
        raise Refused(409, "这一行只能单独审：没有同样的待审行，或者它带着需要单独核对的标记。")
    return [rows.seen_row(at, visitor, each) for each in found]
