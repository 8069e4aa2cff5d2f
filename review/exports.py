"""Routes that hand out files: draft, official and public lists as a zip, the log of events as CSV or JSON.

A path is never taken from a request: names are looked up, files are made in a folder of their own.
"""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import Response

import forms
from quanze.inert import inert
from quanze.row import EVERYBODY, OVER_ALL, Row, list_of, on_paper
from quanze.store import answers, decisions, facts, ledger, review, signoff
from quanze.store.tables import DecisionRow
from review import choices, showing, signing
from review.board import KINDS
from review.desk import Desk, Refused, Visitor
from review.doors import AtDesk, Reader

router = APIRouter()
WHATS = {"draft": "草稿", "official": "正式", "public": "公开"}
NAMES = {
    **choices.VERDICTS,
    **signing.ACTIONS,
    "comment": "附注",
    answers.CHECKED: "核对无误",
    answers.CELL: "改单元格",
    answers.ROLE: "定列的含义",
    answers.COLUMN: "定列的含义",
    answers.NOT_A_LIST: "不是清单",
}
"""What each kind of event is called."""
COLUMNS = (
    "编号",
    "时间",
    "谁",
    "意见",
    "部门",
    "清单",
    "事项",
    "材料",
    "附注",
    "撤销的编号",
    "成批",
    "版次",
    "所见",
    "链",
)


@router.get("/export/lists.zip")
def lists(
    at: AtDesk,
    visitor: Reader,
    what: Annotated[str, Query(pattern="^(draft|official|public)$")] = "draft",
    department: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The lists of one department or of all as a zip; official and public ones hold confirmed rows only."""
    department = visitor.bound or department
    with at.store.reading() as session:
        rows, _ = decisions.settled(session, facts.rows(session, department))
        names = ledger.names(session)
        decided = review.last_events(session)
    rows = tuple(on_paper(row) for row in rows if visitor.sees(list_of(row)))
    day = at.clock().date().isoformat()
    with tempfile.TemporaryDirectory(prefix="quanze-") as folder:
        for number, name in enumerate(sorted({row.department for row in rows}), 1):
            own = [replace(row, file=names.get(row.file, row.file)) for row in rows if row.department == name]
            _made(at, own, Path(folder) / f"{number:03d}", name, day, what, decided)
        packed = _zip(Path(folder))
    if packed is None:
        raise Refused(404, "没有可以导出的行。")
    return _download(packed, f"{department or '各部门'}{WHATS[what]}清单.zip", "application/zip")


def _made(at: Desk, own: list[Row], to: Path, department: str, day: str, what: str, decided: Mapping[str, int]) -> None:
    templates = at.settings.templates
    if what == "public":
        forms.public_copy(own, to, department=department, date=day, templates=templates)
    else:
        draft = what == "draft"
        forms.publish(own, to, department=department, date=day, draft=draft, templates=templates, decided=decided)


def _zip(folder: Path) -> bytes | None:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    if not found:
        return None
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in found:
            archive.write(path, path.relative_to(folder).as_posix())
    return packed.getvalue()


@router.get("/export/log.csv")
def log_csv(at: AtDesk, visitor: Reader) -> Response:
    """The log of events as CSV that Excel opens; cells are text, never formulas."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for event, row, name in _log(at, visitor):
        cells = (
            event.id,
            event.at,
            event.by,
            NAMES.get(event.verdict, event.verdict),
            row.department if row else name,
            KINDS[row.row] if row else "",
            row.matter if row else "",
            getattr(row, "material", "") if row else "",
            event.comment,
            event.undoes or "",
            event.batch,
            event.edition,
            event.digest,
            event.chain,
        )
        writer.writerow([inert(str(cell)) for cell in cells])
    return _download(("\ufeff" + text.getvalue()).encode(), "审核记录.csv", "text/csv; charset=utf-8")


@router.get("/export/log.json")
def log_json(at: AtDesk, visitor: Reader) -> Response:
    """The log of events as JSON lines, with the rows before and after."""
    lines = []
    for event, _, name in _log(at, visitor):
        kept = {column.name: getattr(event, key) for key, column in DecisionRow.__mapper__.columns.items()}
        for body in ("body_before", "body_after"):
            kept[body] = json.loads(kept[body]) if kept[body] else None
        lines.append(json.dumps({**kept, "list": name}, ensure_ascii=False))
    return _download(("\n".join(lines) + "\n").encode(), "审核记录.jsonl", "application/x-ndjson")


def _log(at: Desk, visitor: Visitor) -> Iterable[tuple[DecisionRow, Row | None, str]]:
    """The events a person may see, each with its row where there is one, else with what it is about."""
    with at.store.reading() as session:
        rows = {row.key: row for row in facts.rows(session)}
        files = ledger.files(session)
        events = review.log(session)
    rows |= {showing.talk(key): row for key, row in rows.items()}
    departments = {row.department for row in rows.values()} | {file.department for file in files}
    about = {
        signoff.subject(name, kind): (name, f"{name or EVERYBODY} {title}")
        for name in (*departments, OVER_ALL)
        for kind, title in KINDS.items()
    }
    about |= {
        answers.of_file(file.department, file.sha256): (file.department, f"{file.department} {file.name}")
        for file in files
    }
    about |= {answers.of_department(name): (name, f"{name} 列的含义") for name in departments}
    for event in events:
        row, (department, title) = rows.get(event.subject), about.get(event.subject, ("", ""))
        if visitor.sees_row(row) if row else visitor.sees(department):
            yield event, row, title


def _download(content: bytes, name: str, kind: str) -> Response:
    disposition = f"attachment; filename=quanze; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=kind, headers={"Content-Disposition": disposition})
