"""A county changes a column, a title, a rule and a deadline by editing files only."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from flows import publishing, stages
from flows.stages import Office
from quanze.store import facts
from tests.flows.office import SAMPLES, drop, office_at, run

ROOT = Path(__file__).resolve().parents[2]
SERVICES = SAMPLES / "司法局" / "司法局公共服务事项清单.xlsx"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    opened = office_at(tmp_path)
    shutil.copytree(ROOT / "forms" / "templates", tmp_path / "templates")
    (tmp_path / "rules").mkdir()
    drop(tmp_path, SERVICES)
    return opened


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_title_and_a_column_follow_the_template_files(office: Office) -> None:
    template = office.settings.home / "templates" / "delegation.toml"
    edit(template, 'title = "事项名称"', 'title = "办理事项"')
    edit(template, "下放外部事项清单", "赋权苏木乡镇事项清单")
    run(office)
    written = publishing.lists(office, office.settings.lists, "", draft=True)
    workbook = next(path for path in written if "赋权苏木乡镇事项清单" in path.name and path.suffix == ".xlsx")
    cells = {cell.value for sheet in openpyxl.load_workbook(workbook) for row in sheet.iter_rows() for cell in row}
    assert "办理事项" in cells
    assert "事项名称" not in cells


def test_a_rule_follows_the_rule_files(office: Office) -> None:
    run(office)
    with office.store.reading() as session:
        before = {row.key: row.reasons for row in facts.rows(session)}
    shutil.copy(ROOT / "rules" / "delegation.toml", office.settings.rules / "delegation.toml")
    edit(office.settings.rules / "delegation.toml", 'title = "没有依据"', 'title = "没写依据"')
    edit(office.settings.rules / "delegation.toml", "没有写设定依据，看不出法律", "本旗要求先补依据，看不出法律")
    stages.propose_department(office, "司法局")
    with office.store.reading() as session:
        after = {row.key: row.reasons for row in facts.rows(session)}
    assert before.keys() == after.keys()
    notes = [reason.note for reasons in after.values() for reason in reasons]
    assert any("本旗要求先补依据" in note for note in notes)


def test_a_deadline_follows_the_calendar_file(office: Office) -> None:
    edit(office.settings.home / "templates" / "calendar.toml", 'due = "2023-03-31"', 'due = "2026-04-30"')
    run(office)
    path = publishing.brief(office, office.settings.lists)
    text = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    assert "2026年4月30日" in text.replace(" ", "")
