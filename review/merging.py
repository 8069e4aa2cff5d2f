"""Routes of a write that came too late (409): both versions side by side, chosen field by field, saved again."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response

from quanze.row import Row
from review import choices, conflicts, editing, filling, rows, showing, writing
from review.conflicts import MINE, THEIRS
from review.doors import AtDesk, Writer
from review.filling import Choice
from review.rows import Wanted
from review.showing import Face
from review.writing import Outdated, Sight

router = APIRouter()


@router.post("/rows/{key}/merge")
def merge(
    at: AtDesk,
    visitor: Writer,
    filters: Wanted,
    key: str,
    form: Annotated[dict[str, str], Depends(editing.fields)],
    verdict: Annotated[str, Form(max_length=20)],
    seen: Annotated[str, Form(max_length=16)],
    last: Annotated[int, Form(ge=0, le=2**53)],
    number: Annotated[int, Form(ge=0, le=99)] = 0,
) -> Response:
    """Keep what was chosen out of my version and theirs as this person's decision, and show the next row."""
    at.board.follow()
    filters = rows.bounded(visitor, filters)
    now = rows.seen_row(at, visitor, key)
    face = showing.face(at, now, visitor.name)
    said = {name.removeprefix("mine-"): text for name, text in form.items() if name.startswith("mine-")}
    picks = {name.removeprefix("pick-"): pick for name, pick in form.items() if name.startswith("pick-")}
    try:
        made = rows.mine(at, face, verdict, number, said)
        wish, after = _chosen(made, face, verdict, picks)
        if after is not None:
            behind = showing.background(at, now.row)
            comment = said.get("comment", "")[:2000]
            writing.append(at, visitor, now.row, Sight(seen, last), wish, after, behind=behind, comment=comment)
    except choices.Unfilled as made_of:
        of = Choice(verdict, number, made_of.row)
        return filling.form_page(at, visitor, rows.query(filters), now, said, str(made_of), Sight(seen, last), of)
    except choices.NotPossible as reason:
        return filling.form_page(at, visitor, rows.query(filters), now, said, str(reason), Sight(seen, last))
    except Outdated:
        return rows.conflict(at, visitor, filters, key, verdict, number=number, said=said)
    at.board.follow()
    following = at.board.next_open(filters, key, skip=rows.others(at, visitor))
    words = f"{choices.VERDICTS[wish]}：{face.row.matter}" if after is not None else "保留了对方的意见。"
    return rows.part(at, visitor, filters, following, words=words, done=after is not None)


def _chosen(made: Row, face: Face, verdict: str, picks: Mapping[str, str]) -> tuple[str, Row | None]:
    """The verdict to keep and the row with it; no row where theirs simply stays."""
    clash = rows.clash(face, verdict, made)
    if picks.get("verdict", MINE) == THEIRS:
        return clash.other, None
    if not clash.by_field:
        return verdict, made
    taken = [one.name for one in clash.fields if picks.get(one.name) == THEIRS]
    if not taken:
        return verdict, made
    if clash.other and len(taken) == len(clash.fields):
        return clash.other, None
    row = conflicts.merged(made, face.row, picks)
    choices.complete(row)
    return "edit", row
