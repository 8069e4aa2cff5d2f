"""Routes that change a row's own words (修改后采纳) and add comments; what a person must fill is enforced."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from quanze.judgement import Decision
from quanze.store import decisions
from quanze.text import whole_number
from review import choices, filling, rows, showing, writing
from review.doors import AtDesk, Reader, Writer
from review.filling import Choice
from review.rows import Wanted
from review.writing import Outdated, Sight

router = APIRouter()


@router.get("/rows/{key}/edit")
def edit_page(at: AtDesk, visitor: Reader, filters: Wanted, key: str) -> Response:
    """The form for a row's own words, the rule's reasons beside."""
    at.board.follow()
    seen = rows.seen_row(at, visitor, key)
    return filling.form_page(at, visitor, rows.query(rows.bounded(visitor, filters)), seen)


async def fields(request: Request) -> dict[str, str]:
    """The text fields of a form."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


@router.post("/rows/{key}/edit")
def edit(
    at: AtDesk, visitor: Writer, filters: Wanted, key: str, form: Annotated[dict[str, str], Depends(fields)]
) -> Response:
    """Keep the changed row as this person's decision and show the next one."""
    filters = rows.bounded(visitor, filters)
    at.board.follow()
    seen = rows.seen_row(at, visitor, key)
    face, behind = showing.face(at, seen, visitor.name), showing.background(at, seen.row)
    verdict, last, place = form.get("verdict", filling.EDIT), form.get("last", ""), whole_number(form.get("number", ""))
    sight = Sight(form.get("seen", ""), int(last) if last.isdecimal() and len(last) < 16 else -1)
    row = face.row
    try:
        row = filling.begun(face.row, seen.row, verdict, behind, place)
        made = choices.edited(row, form, filling.filled(row, form), at.book)
        comment = form.get("comment", "")[:2000]
        writing.append(at, visitor, seen.row, sight, verdict, made, behind=behind, comment=comment)
    except choices.NotPossible as reason:
        of = Choice(verdict, place, row)
        return filling.form_page(at, visitor, rows.query(filters), seen, form, str(reason), sight, of)
    except Outdated:
        said = {name: text for name, text in form.items() if name not in ("seen", "last", "csrf", "verdict", "number")}
        return rows.conflict(at, visitor, filters, key, verdict, number=place, said=said)
    at.board.follow()
    following = at.board.next_open(filters, key, skip=rows.others(at, visitor))
    return rows.part(
        at, visitor, filters, following, words=f"{choices.VERDICTS[verdict]}：{face.row.matter}", done=True
    )


@router.post("/rows/{key}/comment")
def add_comment(
    at: AtDesk, visitor: Writer, filters: Wanted, key: str, comment: Annotated[str, Form(max_length=2000)] = ""
) -> Response:
    """Add a comment to a row; it decides nothing."""
    seen = rows.seen_row(at, visitor, key)
    if not comment.strip():
        return rows.part(
            at, visitor, rows.bounded(visitor, filters), key, status=422, words="先在附注里写上意见，再按 m。"
        )
    with at.writing() as session:
        said = Decision(
            showing.talk(key), "comment", visitor.name, at.now(), seen.digest, seen.edition, comment.strip()
        )
        decisions.decide(session, said)
    return rows.part(at, visitor, rows.bounded(visitor, filters), key, words="意见已记下。", done=False)
