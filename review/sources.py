"""Routes that show the source beside a row or a doubt: a part of the page, and its picture."""

from functools import lru_cache

from fastapi import APIRouter
from fastapi.responses import Response

import reference
from quanze.errors import FileError
from quanze.row import MaterialRow
from quanze.store import facts
from reference.laws import Laws
from review import crops, rows, showing
from review.crops import Source
from review.desk import Desk, Refused, Visitor
from review.doors import AtDesk, Reader
from review.files import of_visitor

router = APIRouter()


@router.get("/source/{key}")
def of_row(at: AtDesk, visitor: Reader, key: str) -> Response:
    """The source of a row as a part of the page."""
    return at.page("source.html", visitor, source=_of_row(at, visitor, key), picture=f"/source/{key}/picture.png")


@router.get("/source/{key}/picture.png")
def row_picture(at: AtDesk, visitor: Reader, key: str) -> Response:
    """The picture of a row's source."""
    return _picture(_of_row(at, visitor, key))


@router.get("/doubts/{file}/{position}/source")
def of_doubt(at: AtDesk, visitor: Reader, file: int, position: int) -> Response:
    """The source of a doubt as a part of the page."""
    picture = f"/doubts/{file}/{position}/picture.png"
    return at.page("source.html", visitor, source=_of_doubt(at, visitor, file, position), picture=picture)


@router.get("/doubts/{file}/{position}/picture.png")
def doubt_picture(at: AtDesk, visitor: Reader, file: int, position: int) -> Response:
    """The picture of a doubt's source."""
    return _picture(_of_doubt(at, visitor, file, position))


@router.get("/basis/{key}")
def basis(at: AtDesk, visitor: Reader, key: str) -> Response:
    """What the law texts of this office say of a row's basis (依据核对), as a part of the page."""
    row = rows.seen_row(at, visitor, key).row
    if not at.settings.laws.exists():
        raise Refused(404, "工作目录里没有法规文本。")
    matter = showing.matter_of(at, row)
    found = reference.check_all(matter.citations, _laws(at), about=matter.title) if matter else ()
    return at.page("basis.html", visitor, findings=found)


@lru_cache(maxsize=2)
def _laws(at: Desk) -> Laws:
    try:
        return reference.load_laws(at.settings.laws)
    except FileError as fault:
        raise Refused(409, f"法规文本读不了：{fault.advice}") from fault


def _of_row(at: Desk, visitor: Visitor, key: str) -> Source:
    row = rows.seen_row(at, visitor, key).row
    words = row.material if isinstance(row, MaterialRow) else row.matter
    return crops.source(at, row.department, row.file, row.place, words)


def _of_doubt(at: Desk, visitor: Visitor, number: int, position: int) -> Source:
    file = of_visitor(at, visitor, number)
    with at.store.reading() as session:
        found = facts.doubts(session, file.id)
    if not 0 <= position < len(found):
        raise Refused(404, "没有这一处存疑。")
    return crops.source(at, file.department, found[position].file or file.sha256, found[position].place, "")


def _picture(source: Source) -> Response:
    if not source.png:
        raise Refused(404, "未定位到原文。")
    return Response(source.png, media_type="image/png", headers={"Cache-Control": "private, max-age=600"})
