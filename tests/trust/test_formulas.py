"""No cell of any .xlsx or .csv that we write is calculated when somebody opens it."""

import ast
import csv
import io
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import forms
from flows.commands import catalogue
from flows.stages import Office
from quanze.inert import inert
from quanze.judgement import Decision
from quanze.proof import Edition, ProofEntry
from quanze.registry import Registry, write
from quanze.row import Row
from quanze.store import codec, decisions, editions, facts
from tests.flows.office import ROOT
from tests.forms.rows import DEPARTMENT, delegation
from tests.review.home import Person, desk_at
from tests.trust.office import filled

EVIL = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1+1", "=cmd|'/C calc'!A0", '=HYPERLINK("x","y")')
WRITERS = {
    "forms/sheet.py": "xlsxwriter",
    "review/exports.py": "csv",
    "quanze/registry.py": "csv",
    "flows/commands/catalogue.py": "csv",
}
"""Every module of the product that writes a spreadsheet, each with a test below."""
_TEXT = (
    "matter",
    "sub_name",
    "code",
    "kind",
    "basis",
    "before",
    "after",
    "note",
    "receiver",
    "measures",
    "supervision",
)


def writers() -> Iterator[tuple[str, str]]:
    """The modules that call a library which writes tables."""
    for room in ("quanze", "extractors", "reference", "matchers", "rules", "forms", "review", "flows"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
                if re.search(r"csv\.(writer|DictWriter)$|xlsxwriter\.Workbook$|\.to_(csv|excel)$|openpyxl", name):
                    yield path.relative_to(ROOT).as_posix(), name.partition(".")[0]


def calculated(content: bytes) -> list[str]:
    """The parts of a workbook that hold a formula, a link or an outside address."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return [
            name
            for name in book.namelist()
            if re.search(rb"<f[ >]|<hyperlink|ddeLink|externalLink|TargetMode=.External", book.read(name))
        ]


def evil_rows() -> list[Row]:
    """Rows whose every text is a formula."""
    return [
        delegation(f"k{number}", text, **dict.fromkeys(_TEXT, text), flags=(text,), confirmed=True)
        for number, text in enumerate(EVIL)
    ]


def test_every_writer_of_spreadsheets_is_known_here() -> None:
    assert dict(writers()) == WRITERS


@pytest.mark.parametrize("draft", [True, False])
def test_workbooks_of_lists_hold_no_formula(tmp_path: Path, draft: bool) -> None:
    rows = evil_rows()
    made = [*forms.publish(rows, tmp_path, department=DEPARTMENT, date="2026-03-20", draft=draft)]
    made += forms.summarise(rows, tmp_path, date="2026-03-20", draft=draft)
    made += forms.public_copy(rows, tmp_path / "public", department=DEPARTMENT, date="2026-03-20")
    books = [path for path in made if path.suffix == ".xlsx"]
    assert len(books) >= 3
    assert [calculated(path.read_bytes()) for path in books] == [[]] * len(books)
    with zipfile.ZipFile(books[0]) as book:
        assert any(b"=1+1" in book.read(name) for name in book.namelist())


def test_the_report_of_conflicts_holds_no_formula(tmp_path: Path) -> None:
    clash = forms.Conflict("=1", 3, "k", *EVIL[:5])
    forms.conflict_report([clash], tmp_path / "report", department="=局", date="2026-03-20")
    books = [path.read_bytes() for path in tmp_path.rglob("*.xlsx")]
    assert books
    assert [calculated(book) for book in books] == [[]] * len(books)


def test_the_log_of_events_holds_no_formula(tmp_path: Path) -> None:
    desk = desk_at(tmp_path)
    with desk.store.reading() as session:
        row = facts.rows(session)[0]
    with desk.store.writing() as session:
        for text in EVIL:
            event = Decision(row.key, decisions.CONFIRM, text, text, codec.row_digest(row), text, text)
            decisions.decide(session, event, row)
    told = Person(desk, "管理").client.get("/export/log.csv").content.decode("utf-8-sig")
    assert_inert(told, len(EVIL))
    desk.store.close()


def test_the_list_of_departments_holds_no_formula(tmp_path: Path) -> None:
    names = list(dict.fromkeys(text.strip() for text in EVIL))
    write(tmp_path / "d.csv", names, Registry({}, dict.fromkeys(names, "=1"), closed=False))
    assert_inert((tmp_path / "d.csv").read_text(encoding="utf-8-sig"), len(names))


def test_the_shown_catalogue_holds_no_formula(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = tuple(ProofEntry(f"k{number}", "retained", text, text, text) for number, text in enumerate(EVIL))
    with filled(tmp_path, confirmed=0) as office:
        _keep(office, entries)
        catalogue._show(office.store, [])
    assert_inert(capsys.readouterr().out, len(entries))


def _keep(office: Office, entries: tuple[ProofEntry, ...]) -> None:
    with office.store.writing() as session:
        editions.save(session, Edition("坏目录", "2026-03-20", "d" * 16, entries), "2026-03-20T09:00:00")


def assert_inert(told: str, lines: int) -> None:
    """No cell starts as a formula does; there are as many lines as were written."""
    rows = list(csv.reader(io.StringIO(told, newline="")))
    assert len(rows) == lines + 1
    assert [cell for row in rows for cell in row if re.match(r"[\s\u3000]*[=+\-@＝＋－＠|%]", cell)] == []


@given(st.text())
def test_inert_text_never_starts_as_a_formula_and_keeps_every_character(text: str) -> None:
    made = inert(text)
    assert made in (text, f"'{text}")
    assert not re.match(r"[ \t\r\n\u3000\u00a0\ufeff]*[=+\-@＝＋－＠|%]", made)


def test_rows_have_no_field_of_text_that_the_formulas_miss() -> None:
    known = {field.name for field in fields(delegation("k", "n"))}
    assert set(_TEXT) <= known
    assert "forms.sheet" in sys.modules
