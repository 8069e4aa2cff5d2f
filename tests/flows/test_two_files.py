"""A matter joined from two files: each of its rows names the file that it stands in, on the page and on the lists."""

import dataclasses
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

import forms
from extractors.readers import read_all
from flows import pipeline
from flows.reading import Reading, read_file
from quanze.document import Place
from quanze.matter import Material, Matter
from quanze.row import MaterialRow, Row
from quanze.store import codec
from quanze.text import digest

LIST = "序号,事项名称,事项类型,事项编码,设定依据,材料\n1,最低生活保障认定,行政给付,XK01,《社会救助暂行办法》,{}\n"
GUIDE = (
    "序号,事项名称,事项类型,事项编码,材料\n7,临时救助对象认定,行政给付,XK09,{}\n8,最低生活保障认定,行政给付,XK01,{}\n"
)


@pytest.fixture
def readings(tmp_path: Path) -> list[Reading]:
    """A list with one material, and a guide in which the same matter has another one."""
    (tmp_path / "清单.csv").write_text(LIST.format("居民身份证复印件"), encoding="utf-8")
    (tmp_path / "指南.csv").write_text(GUIDE.format("居住证明", "营业执照复印件"), encoding="utf-8")
    return [one for name in ("清单.csv", "指南.csv") for one in read_file(tmp_path / name, "民政局")]


def rows(readings: list[Reading]) -> list[Row]:
    return list(pipeline.rows(pipeline.joined(readings), ()))


def test_each_material_names_the_file_and_the_row_it_stands_in(readings: list[Reading]) -> None:
    listed, guide = (reading.sha256 for reading in readings)
    (joined,) = (one for one in pipeline.joined(readings) if one.code == "XK01")
    found = {one.name: (one.file, one.place.row) for one in joined.materials}
    assert found == {"居民身份证复印件": (listed, 2), "营业执照复印件": (guide, 3)}


def test_rows_and_printed_lists_say_the_right_file_for_each_material(readings: list[Reading], tmp_path: Path) -> None:
    names = {reading.sha256: reading.path.name for reading in readings}
    made = [
        MaterialRow(
            key=f"{matter.key}{number}",
            department="民政局",
            matter_key=matter.key,
            matter=matter.name,
            way="取消",
            material=material.name,
            file=material.file,
            place=material.place,
        )
        for matter in pipeline.joined(readings)
        for number, material in enumerate(matter.materials)
    ]
    forms.publish(made, tmp_path / "out", department="民政局", date="2026-03-17", draft=True, names=names)
    (book,) = (tmp_path / "out").glob("*减材料*.xlsx")
    cells = [str(cell.value) for sheet in load_workbook(book) for row in sheet.iter_rows() for cell in row]
    printed = [line for cell in cells for line in cell.split("\n") if ".csv" in line]
    assert printed == ["清单.csv 第1页第1表第2行", "指南.csv 第1页第1表第3行", "指南.csv 第1页第1表第2行"]


def test_proposed_rows_take_the_file_of_their_material(readings: list[Reading]) -> None:
    listed, guide = (reading.sha256 for reading in readings)
    files = {one.material: one.file for one in rows(readings) if isinstance(one, MaterialRow) and one.code == "XK01"}
    assert files == {"居民身份证复印件": listed, "营业执照复印件": guide}


def test_an_older_stored_matter_without_files_of_materials_still_loads() -> None:
    matter = Matter("k", "民政局", "低保", materials=(Material("户口簿", "户口簿", Place(row=2)),))
    old = json.loads(codec.dump(codec.MATTER, matter))
    del old["corrections"]
    for material in old["materials"]:
        del material["file"], material["corrections"]
    assert codec.load(codec.MATTER, json.dumps(old)) == matter


def test_what_was_put_right_never_changes_what_a_person_decided_on() -> None:
    row = MaterialRow(key="r", department="民政局", matter_key="k", matter="低保", material="户口簿")
    assert codec.row_digest(row) == codec.row_digest(dataclasses.replace(row, corrections=("人工更正",), file="x"))
    assert codec.row_digest(row) == digest(codec.dump_row(row).replace(',"corrections":[]', ""))


def test_a_member_of_an_archive_has_a_digest_of_its_own(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "包.zip", "w") as archive:
        archive.writestr("清单.csv", LIST.format("居民身份证复印件"))
    ((name, _),) = read_all(tmp_path / "包.zip")
    (reading,) = read_file(tmp_path / "包.zip", "民政局")
    assert name == "包.zip/清单.csv"
    assert reading.extraction is not None
    assert reading.extraction.matters[0].materials[0].file == reading.sha256
