"""The form for a row's own words (修改): as it stands, or as the entry that a person chose makes it. Writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi.responses import Response

from quanze.row import Row
from quanze.store.review import Seen
from review import choices, showing
from review.choices import Background
from review.desk import Desk, Visitor
from review.writing import Sight

EDIT = "edit"
"""The verdict of a form that no choice of an entry led to."""
NEED = "need-"
"""Names of the form's fields that answer a need, numbered."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The choice of an entry that led to a form: the verdict, the number of the suggestion, the row that it makes."""

    verdict: str
    number: int
    row: Row


def form_page(
    at: Desk,
    visitor: Visitor,
    query: str,
    seen: Seen,
    said: Mapping[str, str] | None = None,
    words: str = "",
    sight: Sight | None = None,
    of: Choice | None = None,
) -> Response:
    """The form for a row's own words; with `words` it says why what was filled in does not go.

    `sight` is what the person saw when they began: a row that others decided meanwhile stays a conflict. `of` is
    the choice that makes the row, without one it is the row as it stands.
    """
    face = showing.face(at, seen, visitor.name)
    of = of or Choice(EDIT, 0, face.row)
    return at.page(
        "edit.html",
        visitor,
        status=422 if words else 200,
        face=face,
        of=of,
        row=of.row,
        query=query,
        fields={**choices.editable(of.row), **(said or {})},
        titles=choices.EDITABLE,
        ways=choices.ways(of.row, at.book),
        filled=said or {},
        words=words,
        sight=sight or Sight(seen.digest, seen.last),
    )


def begun(standing: Row, proposed: Row, verdict: str, behind: Background, number: int) -> Row:
    """The row that a form changes: as it stands, or as the choice of an entry makes it of the proposed one.

    Raises:
        NotPossible: the choice does not fit the row.
    """
    return standing if verdict == EDIT else choices.another(proposed, verdict, behind, number)


def filled(row: Row, said: Mapping[str, str]) -> dict[str, str]:
    """What the form says to each of the row's needs."""
    return {need: said.get(f"{NEED}{place}", "")[:2000] for place, need in enumerate(row.needs)}
