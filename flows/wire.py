"""The shapes of the command line's JSON (a contract with other programs): one object per line, UTF-8."""

import json
from dataclasses import asdict
from typing import Any

from flows.reading import Reading
from quanze.document import Place, Table
from quanze.errors import FileError
from quanze.judgement import Judgement
from quanze.matter import Citation, Doubt, Limit, Matter, RowCount
from quanze.row import Row

Wire = dict[str, Any]


def line(value: Wire) -> str:
    """One object as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def place(value: Place) -> Wire:
    """A place: numbers from 1, null where the format has none."""
    return {
        "page": value.page,
        "table": value.table,
        "row": value.row,
        "bbox": [round(side, 2) for side in value.bbox] if value.bbox else None,
    }


def error(fault: FileError) -> Wire:
    """What is wrong with a file."""
    return {"code": fault.code, "advice": fault.advice}


def limit(value: Limit | None) -> Wire | None:
    """A time limit; whole numbers stay whole."""
    if value is None:
        return None
    number = int(value.value) if value.value == int(value.value) else value.value
    return {"value": number, "unit": value.unit, "text": value.text}


def citation(value: Citation) -> Wire:
    """A cited article."""
    return asdict(value)


def matter(value: Matter) -> Wire:
    """A matter with its materials."""
    return {
        "key": value.key,
        "code": value.code,
        "name": value.name,
        "sub_name": value.sub_name,
        "kind": value.kind,
        "level": value.level,
        "organ": value.organ,
        "office": value.office,
        "basis": value.basis,
        "duties": value.duties,
        "accountability": value.accountability,
        "materials": [
            {"name": each.name, "text": each.text, "place": place(each.place), "mined": each.mined}
            for each in value.materials
        ],
        "steps": list(value.steps),
        "statutory_limit": limit(value.statutory_limit),
        "promised_limit": limit(value.promised_limit),
        "citations": [citation(each) for each in value.citations],
        "scope": value.scope,
        "note": value.note,
        "other": dict(value.other),
        "place": place(value.place),
    }


def doubt(value: Doubt) -> Wire:
    """A doubt; `whole_row` says whether it stands for a table row in the account of rows."""
    return {"kind": value.kind, "note": value.note, "place": place(value.place), "whole_row": value.whole_row}


def read(reading: Reading, department: str) -> Wire:
    """The answer of `quanze read` for one file."""
    document, extraction = reading.document, reading.extraction
    return {
        "path": str(reading.path),
        "sha256": reading.sha256,
        "format": document.format if document else "",
        "department": department,
        "pages": document.pages if document else None,
        "tables": sum(1 for _ in document.tables) if document else 0,
        "error": error(reading.fault) if reading.fault else None,
        "matters": [matter(each) for each in extraction.matters] if extraction else [],
        "doubts": [doubt(each) for each in extraction.doubts] if extraction else [],
        "rows": asdict(extraction.count if extraction else RowCount(0, 0, 0, 0)),
    }


def table(value: Table) -> Wire:
    """A raw grid, merged cells filled."""
    return {
        "page": value.page,
        "bbox": [round(side, 2) for side in value.bbox] if value.bbox else None,
        "rows": [list(row) for row in value.rows],
    }


def judgement(value: Judgement) -> Wire:
    """The matcher's answer for one query."""
    return {
        "id": value.id,
        "outcome": value.outcome,
        "band": value.band,
        "score": round(value.score, 4),
        "best": value.best,
        "suggestions": [
            {
                "entry": each.entry,
                "list": each.list,
                "name": each.name,
                "score": round(each.score, 4),
                "evidence": [{**asdict(piece), "points": round(piece.points, 3)} for piece in each.evidence],
            }
            for each in value.suggestions
        ],
    }


def row(value: Row) -> Wire:
    """A proposed row; `confirmed` is false until a person decides."""
    first = ("row", "department", "matter", "way", "reasons", "before", "after", "confirmed")
    fields = asdict(value)
    fields["place"] = place(value.place)
    fields["reasons"] = [
        {"rule": each.rule, "clause": each.clause, "quote": each.quote, "note": each.note} for each in value.reasons
    ]
    return {name: fields.pop(name) for name in first} | fields
