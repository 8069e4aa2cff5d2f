"""The page follows the county's own rules, forms and list of departments, as the commands do."""

import io
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from quanze.row import MaterialRow, Row
from quanze.store import facts
from review import signing
from review.desk import Desk
from tests.review.home import CIVIL, Person

ROOT = Path(__file__).resolve().parents[2]


def own(desk: Desk, room: str, name: str, *changes: tuple[str, str]) -> None:
    """Put a changed copy of a shipped file into the county's folder."""
    shipped = {"rules": ROOT / "rules", "templates": ROOT / "forms" / "templates"}[room]
    text = (shipped / name).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (desk.settings.home / room).mkdir(exist_ok=True)
    (desk.settings.home / room / name).write_text(text, encoding="utf-8")


def row(desk: Desk, kind: str) -> Row:
    with desk.store.reading() as session:
        return next(each for each in facts.rows(session, CIVIL) if each.row == kind)


def test_lists_that_are_exported_have_the_countys_columns_and_titles(desk: Desk) -> None:
    own(desk, "templates", "delegation.toml", ('title = "事项名称"', 'title = "办理事项"'), ("下放外部", "赋权外部"))
    packed = Person(desk, "初审一").client.get(f"/export/lists.zip?what=draft&department={CIVIL}")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        name = next(name for name in archive.namelist() if "赋权外部" in name and name.endswith(".xlsx"))
        workbook = openpyxl.load_workbook(io.BytesIO(archive.read(name)))
    cells = {cell.value for sheet in workbook for line in sheet.iter_rows() for cell in line}
    assert "办理事项" in cells and "事项名称" not in cells


def test_the_overview_has_the_countys_deadlines(desk: Desk) -> None:
    person = Person(desk, "初审一")
    assert "2031-12-31" not in person.get("/overview")
    own(desk, "templates", "calendar.toml", ('due = "2023-03-31"', 'due = "2031-12-31"'))
    assert "2031-12-31" in person.get("/overview")


def test_the_plots_count_as_the_countys_file_says(desk: Desk) -> None:
    person = Person(desk, "初审一")
    person.get("/overview")
    before = person.client.get("/overview/plot/0.png").content
    own(desk, "templates", "counting.toml", ('"直接下放", ', ""))
    assert before.startswith(b"\x89PNG") and person.client.get("/overview/plot/0.png").content != before


def test_ways_are_those_of_the_countys_rules(desk: Desk) -> None:
    person, key = Person(desk, "初审一"), row(desk, "delegation").key
    assert "就近代办" not in person.get(f"/rows/{key}/edit")
    shutil.copytree(ROOT / "rules", desk.settings.rules, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    own(desk, "rules", "delegation.toml", ("代收代办", "就近代办"))
    assert "就近代办" in person.get(f"/rows/{key}/edit")


def test_a_material_that_is_given_another_entry_goes_by_the_countys_rules(desk: Desk) -> None:
    own(desk, "rules", "materials.toml", ('note = "', 'note = "本旗：'))
    person = Person(desk, "初审一")
    with desk.store.reading() as session:
        unsure = next(
            each for each in facts.rows(session, CIVIL) if isinstance(each, MaterialRow) and "婚姻" in each.material
        )
    person.decide(unsure.key, "swap", number="1")
    assert "本旗：" in person.get(f"/rows/{unsure.key}")


def test_which_body_reviews_a_unit_is_as_the_countys_list_says(desk: Desk) -> None:
    assert signing.body(CIVIL, desk.book) == "政务服务局"
    desk.settings.departments.write_text(f"部门,别名,单位性质\n{CIVIL},,党群部门\n", encoding="utf-8")
    assert signing.body(CIVIL, desk.book) == "编办"


@pytest.mark.parametrize(("room", "name"), [("rules", "materials.toml"), ("templates", "calendar.toml")])
def test_a_file_that_cannot_be_used_is_named_on_the_page(desk: Desk, room: str, name: str) -> None:
    (desk.settings.home / room).mkdir()
    (desk.settings.home / room / name).write_text("[[rule", encoding="utf-8")
    page = Person(desk, "初审一").get("/overview" if room == "templates" else "/lists", 503)
    assert name in page and "读不出来" in page
