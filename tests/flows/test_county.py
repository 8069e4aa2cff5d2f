"""A county changes a column, a title, a rule and a deadline by editing files only."""

import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from flows import pipeline, publishing
from flows.intake.flow import intake
from flows.refresh.catalogues import refresh
from flows.stages import Office
from flows.upkeep.verifying import wrong as verified
from quanze.errors import SettingsError
from quanze.matter import Citation, Matter
from quanze.store import facts, journal
from tests.flows.office import SAMPLES, drop, office_at, run, states

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


def test_a_rule_follows_the_rule_files_when_the_lists_are_next_looked_at(office: Office) -> None:
    run(office)
    refresh(office, (), name="", accept=False)
    assert refresh(office, (), name="", accept=False).lines[0].startswith("目录没有变化")
    with office.store.reading() as session:
        before = {row.key: row.reasons for row in facts.rows(session)}
    shutil.copy(ROOT / "rules" / "delegation.toml", office.settings.rules / "delegation.toml")
    edit(office.settings.rules / "delegation.toml", 'title = "没有依据"', 'title = "没写依据"')
    edit(office.settings.rules / "delegation.toml", "没有写设定依据，看不出法律", "本旗要求先补依据，看不出法律")
    assert any("预填行与重新计算的不一致" in fault for fault in verified(office))
    said = refresh(office, (), name="", accept=False).lines
    assert any(line.startswith("全部重配") for line in said)
    assert verified(office) == []
    with office.store.reading() as session:
        after = {row.key: row.reasons for row in facts.rows(session)}
    assert before.keys() == after.keys()
    notes = [reason.note for reasons in after.values() for reason in reasons]
    assert any("本旗要求先补依据" in note for note in notes)


def test_a_mistake_in_a_rule_file_is_said_before_anything_is_taken(office: Office) -> None:
    bad = office.settings.rules / "delegation.toml"
    bad.write_text("[[rule]]\nid = 1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="规则"):
        intake(str(office.settings.home))
    assert states(office) == [] and list((office.settings.inbox / "司法局").iterdir())
    with office.store.reading() as session:
        note = journal.runs(session)[0].note
    assert "规则" in note
    bad.unlink()
    assert intake(str(office.settings.home))["done"] == 1


def test_a_law_text_that_is_added_counts_without_a_restart(office: Office) -> None:
    matter = Matter("1", "民政局", "临时救助", basis="《社会救助暂行办法》第四十七条")
    matter = replace(matter, citations=(Citation("社会救助暂行办法", article="第四十七条"),))
    laws = office.settings.laws
    laws.mkdir()
    assert pipeline.completed([matter], laws) == (matter,)
    article = "第四十七条 对因火灾、交通事故等意外事件，导致基本生活暂时出现严重困难的家庭，给予临时救助。"
    (laws / "社会救助暂行办法.txt").write_text(f"社会救助暂行办法\n{article}\n", encoding="utf-8")
    assert "意外事件" in pipeline.completed([matter], laws)[0].citations[0].text


def test_a_deadline_follows_the_calendar_file(office: Office) -> None:
    edit(office.settings.home / "templates" / "calendar.toml", 'due = "2023-03-31"', 'due = "2026-04-30"')
    run(office)
    path = publishing.brief(office, office.settings.lists)
    text = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    assert "2026年4月30日" in text.replace(" ", "")
