"""Routes that change a row's own words (修改后采纳) and add comments; what a person must fill is enforced."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from quanze.judgement import Decision
from quanze.store import decisions
from quanze.store.review import Seen
from review import choices, rows, showing, writing
from review.desk import Desk, Visitor
from review.doors import AtDesk, Reader, Writer
from review.rows import Wanted
from review.writing import Outdated, Sight

router = APIRouter()


@router.get("/rows/{key}/edit")
def edit_page(at: AtDesk, visitor: Reader, filters: Wanted, key: str) -> Response:
    """The form for a row's own words, the rule's reasons beside."""
    at.board.follow()
    seen = rows.seen_row(at, visitor, key)
    return form_page(at, visitor, rows.query(rows.bounded(visitor, filters)), seen)


def form_page(
    at: Desk,
    visitor: Visitor,
    query: str,
    seen: Seen,
    said: dict[str, str] | None = None,
    words: str = "",
    sight: Sight | None = None,
) -> Response:
    """The form for a row's own words; with `words` it says why what was filled in does not go.

    `sight` is what the person saw when they began: a row that others decided meanwhile stays a conflict.
    """
    face = showing.face(at, seen, visitor.name)
    fields = {**choices.editable(face.row), **(said or {})}
    return at.page(
        "edit.html",
        visitor,
        status=422 if words else 200,
        face=face,
        query=query,
        fields=fields,
        titles=choices.EDITABLE,
        ways=choices.ways(face.row, at.book),
        filled=said or {},
        words=words,
        sight=sight or Sight(seen.digest, seen.last),
    )


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
    face = showing.face(at, seen, visitor.name)
    filled = {need: form.get(f"{rows.NEED}{number}", "")[:2000] for number, need in enumerate(face.row.needs)}
    last = form.get("last", "")
    sight = Sight(form.get("seen", ""), int(last) if last.isdecimal() and len(last) < 16 else -1)
    try:
        made = choices.edited(face.row, form, filled, at.book)
        behind = showing.background(at, face.row)
        writing.append(
            at, visitor, seen.row, sight, "edit", made, behind=behind, comment=form.get("comment", "")[:2000]
        )
    except choices.NotPossible as reason:
        return form_page(at, visitor, rows.query(filters), seen, form, str(reason), sight)
    except Outdated:
        said = {name: text for name, text in form.items() if name not in ("seen", "last", "csrf")}
        return rows.conflict(at, visitor, filters, key, "edit", said=said)
    at.board.follow()
    following = at.board.next_open(filters, key, skip=rows.others(at, visitor))
    return rows.part(at, visitor, filters, following, words=f"修改后采纳：{face.row.matter}", done=True)


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
