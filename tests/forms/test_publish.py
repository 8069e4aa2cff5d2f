"""Official lists say what the rows say, hold only what was confirmed, and are the same bytes for the same rows."""

import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms import publish, words
from quanze.row import Row
from tests.forms.rows import DEPARTMENT, delegation, department_rows, material, steps, time

DAY = "2023-03-17"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made(rows: list[Row], to: Path, *, draft: bool = True, **more: Any) -> dict[str, Path]:
    """Publish for the tests' department; the files by the list's name and suffix."""
    paths = publish(rows, to, department=DEPARTMENT, date=DAY, draft=draft, **more)
    return {path.name.removeprefix(DEPARTMENT).replace("（草稿）", ""): path for path in paths}


def word_tables(path: Path) -> list[list[list[str]]]:
    """The text of each table of a Word file, read straight from its XML."""
    body = docx.Document(str(path)).element.body
    return [
        [
            ["".join(text.text or "" for text in cell.iter(f"{W}t")) for cell in row.findall(f"{W}tc")]
            for row in table.findall(f"{W}tr")
        ]
        for table in body.findall(f"{W}tbl")
    ]


def sheet_rows(path: Path, sheet: int = 0) -> list[list[Any]]:
    """The values of one sheet, row by row."""
    found = openpyxl.load_workbook(path).worksheets[sheet]
    return [[cell.value for cell in row] for row in found.iter_rows()]


def test_each_list_is_one_word_file_and_one_workbook(shared: Path, tmp_path: Path) -> None:
    files = made(department_rows(shared, 6), tmp_path)
    lists = [
        "下放外部事项清单",
        "外部事项“减材料”清单",
        "外部事项“减环节”清单",
        "外部事项“减时限”清单",
        "下放内部权力事项清单",
        "内部事项“减材料、减环节、减时限”清单",
        "优化部门职能职责建议清单",
    ]
    assert list(files) == [f"{name}{suffix}" for name in lists for suffix in (".docx", ".xlsx")]


def test_the_three_cuts_may_stand_on_one_combined_list(shared: Path, tmp_path: Path) -> None:
    files = made(department_rows(shared, 6), tmp_path, grouping="combined")
    combined = files["外部事项“减材料、减环节、减时限”清单.docx"]
    assert not any("“减材料”" in name for name in files)
    first, second, *_ = word_tables(combined)[0]
    assert first[4:7] == ["减材料", "减环节", "减时限"]
    assert second[4:6] == ["原材料数", "现材料数"]


def test_without_draft_only_confirmed_rows_are_published(tmp_path: Path) -> None:
    rows: list[Row] = [delegation("a", "甲", confirmed=True), delegation("b", "乙"), steps("b", "乙", 4, 3)]
    files = made(rows, tmp_path, draft=False)
    assert list(files) == ["下放外部事项清单.docx", "下放外部事项清单.xlsx"]
    assert [line[2] for line in word_tables(files["下放外部事项清单.docx"])[0][1:]] == ["甲"]
    assert not any("草稿" in words_of(path) for path in files.values())


def test_nothing_confirmed_publishes_nothing(tmp_path: Path) -> None:
    assert made([delegation("a", "甲"), material("a", "甲", "户口簿", "取消", 3)], tmp_path, draft=False) == {}
    assert list(tmp_path.iterdir()) == []


def test_rows_of_another_department_stay_out(tmp_path: Path) -> None:
    rows: list[Row] = [delegation("a", "甲"), delegation("b", "乙", department="民政局")]
    assert [line[2] for line in word_tables(made(rows, tmp_path)["下放外部事项清单.docx"])[0][1:]] == ["甲"]


def words_of(path: Path) -> str:
    """All XML text of an office file, headers and footers too."""
    with zipfile.ZipFile(path) as file:
        return "".join(file.read(name).decode("utf-8", "replace") for name in file.namelist() if name.endswith(".xml"))


def test_a_draft_says_so_in_header_and_background_of_every_file(shared: Path, tmp_path: Path) -> None:
    for path in made(department_rows(shared, 3), tmp_path).values():
        assert "（草稿）" in path.name
        with zipfile.ZipFile(path) as file:
            if path.suffix == ".docx":
                header = next(file.read(name).decode() for name in file.namelist() if "header" in name)
                assert "草稿</w:t>" in header
                assert 'string="草稿"' in header
            else:
                sheets = [name for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
                assert all(
                    "<oddHeader>&amp;R" in (text := file.read(name).decode()) and "草稿" in text for name in sheets
                )


def test_word_pages_are_a4_landscape_with_repeated_heading_and_page_numbers(shared: Path, tmp_path: Path) -> None:
    path = made(department_rows(shared, 6), tmp_path)["外部事项“减材料”清单.docx"]
    document = docx.Document(str(path))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)  # type: ignore[union-attr]
    for table in document.element.body.findall(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in rows[2:])
        assert table.find(f"{W}tblPr/{W}tblLayout").get(f"{W}type") == "fixed"
        width = sum(int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol"))
        assert width <= section.page_width.twips - section.left_margin.twips - section.right_margin.twips + 20  # type: ignore[union-attr]
    with zipfile.ZipFile(path) as file:
        footer = next(file.read(name).decode() for name in file.namelist() if "footer" in name)
    assert all(word in footer for word in (" PAGE ", " NUMPAGES ", "第 ", " 页 共 "))


def test_a_long_row_may_break_over_pages_and_a_short_one_may_not(tmp_path: Path) -> None:
    rows: list[Row] = [delegation("a", "甲"), delegation("b", "乙", basis="《森林法》第五十七条。" * 200)]
    table = docx.Document(str(made(rows, tmp_path)["下放外部事项清单.docx"])).element.body.find(f"{W}tbl")
    kept = [row.find(f"{W}trPr/{W}cantSplit") is not None for row in table.findall(f"{W}tr")]
    assert kept == [True, True, False]


def test_fonts_are_named_with_their_replacements(tmp_path: Path) -> None:
    path = made([delegation("a", "甲")], tmp_path)["下放外部事项清单.docx"]
    with zipfile.ZipFile(path) as file:
        table, body = file.read("word/fontTable.xml").decode(), file.read("word/document.xml").decode()
    assert 'w:name="方正小标宋简体"><w:altName w:val="方正小标宋_GBK,华文中宋,宋体"' in table
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋,' in table
    assert 'w:eastAsia="方正小标宋简体"' in body
    assert 'w:eastAsia="仿宋_GB2312"' in body


def test_the_material_list_sums_its_matters_and_names_what_goes(tmp_path: Path) -> None:
    rows: list[Row] = [
        material("a", "甲", "身份证复印件", "免证办", 4),
        material("a", "甲", "无犯罪记录证明", "取消", 4),
        material("a", "甲", "申请表", "保留", 4),
        material("b", "乙", "场地证明", "告知承诺", 3, replacement="书面承诺"),
        material("c", "丙", "申请表", "保留", 2),
    ]
    table, *_ = word_tables(made(rows, tmp_path)["外部事项“减材料”清单.docx"])
    head, first, second, total = table
    at = {title: place for place, title in enumerate(head)}
    columns = [at[name] for name in ("原材料数", "现材料数", "减少数", "精简比例", "减少的材料名称", "减少方式")]
    assert [first[place] for place in columns] == [
        "4", "2", "2", "50.00%", "身份证复印件；无犯罪记录证明", "免证办1份；取消1份",
    ]  # fmt: skip
    assert [second[place] for place in columns] == ["3", "2", "1", "33.33%", "场地证明", "告知承诺"]
    assert [total[place] for place in columns] == ["7", "4", "3", "42.86%", "", ""]
    assert second[at["依据/替代方式"]] == "书面承诺"


def test_time_totals_stand_apart_for_each_unit(tmp_path: Path) -> None:
    rows: list[Row] = [time("a", "甲", 20, 5), time("b", "乙", 30, 10, "自然日"), time("c", "丙", None, None)]
    table, *_ = word_tables(made(rows, tmp_path)["外部事项“减时限”清单.docx"])
    at = {title: place for place, title in enumerate(table[0])}
    assert [[line[at[name]] for name in ("序号", "压缩基数", "压缩数", "压缩比例")] for line in table[-2:]] == [
        ["合计（工作日）", "20", "15", "75.00%"],
        ["合计（自然日）", "30", "20", "66.67%"],
    ]
    assert table[3][at["现承诺时限"]] == ""


def test_numbers_stay_numbers_and_ratios_percentages_in_the_workbook(tmp_path: Path) -> None:
    rows: list[Row] = [material("a", "甲", f"材料{number}", "取消", 3) for number in range(2)]
    sheet = openpyxl.load_workbook(made(rows, tmp_path)["外部事项“减材料”清单.xlsx"]).worksheets[0]
    at = {str(cell.value): int(cell.column or 0) for cell in sheet[3]}
    assert sheet.cell(4, at["原材料数"]).value == 3
    assert sheet.cell(4, at["精简比例"]).value == pytest.approx(2 / 3)
    assert sheet.cell(4, at["精简比例"]).number_format == "0.00%"


def test_workbooks_have_frozen_heading_filter_drop_downs_and_print_set_up(shared: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(department_rows(shared, 4), tmp_path)["下放外部事项清单.xlsx"])
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "D4"
    assert sheet.auto_filter.ref == "A3:W7"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.print_area == "'下放外部事项'!$A$1:$N$7"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists["I4:I7"] == '"直接下放,委托实施,代收代办,代收转办,取消,审批改备案,不下放"'
    keys = sheet.column_dimensions["V"]
    assert (keys.hidden, keys.min, keys.max) == (True, 22, 23)
    assert not sheet.column_dimensions["U"].hidden


HOSTILE = (
    *("=1+1", "+86", "-5", "@SUM(A1)", "'引号", '=HYPERLINK("http://x","y")', "http://example.cn/a", "mailto:a@b.c"),
    *("<b>&amp;</b>", "_x0041_", "a\x00b\x1fc", "行一\n行二", "　全角　", "\ud800孤", "1e5", "00123", "{=A1}"),
)
"""Texts that a spreadsheet or an XML file might take for something else."""


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_the_same_text_whatever_it_begins_with(text: str, tmp_path: Path) -> None:
    files = made([delegation("a", "甲", note=text)], tmp_path)
    sheet = openpyxl.load_workbook(files["下放外部事项清单.xlsx"]).worksheets[0]
    cell = next(cell for cell in sheet[4] if sheet.cell(3, int(cell.column or 0)).value == "备注")
    assert cell.data_type == "s"
    assert str(cell.value) == words.clean(text)
    assert cell.hyperlink is None
    with zipfile.ZipFile(files["下放外部事项清单.xlsx"]) as file:
        assert "<f>" not in file.read("xl/worksheets/sheet1.xml").decode()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_any_text_of_a_row_gives_files_that_open(texts: list[str], tmp_path: Path) -> None:
    rows: list[Row] = [delegation(f"k{place}", text, basis=text, note=text) for place, text in enumerate(texts)]
    files = made(rows, tmp_path)
    names = [line[2] for line in word_tables(files["下放外部事项清单.docx"])[0][1:]]
    assert names == [words.clean(text).replace("\n", "").replace("\t", "") for text in texts]
    assert len(sheet_rows(files["下放外部事项清单.xlsx"])) == 3 + len(texts)


def test_the_same_rows_give_the_same_bytes_and_hold_no_other_date(shared: Path, tmp_path: Path) -> None:
    rows = department_rows(shared, 8)
    first, second = made(rows, tmp_path / "a"), made(rows, tmp_path / "b")
    assert [path.read_bytes() for path in first.values()] == [path.read_bytes() for path in second.values()]
    for path in first.values():
        with zipfile.ZipFile(path) as file:
            assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = file.read("docProps/core.xml").decode()
        assert core.count("2023-03-17T00:00:00Z") == 2
        assert "python-docx" not in core


def test_text_beyond_what_a_cell_holds_is_cut_with_a_word_about_it(tmp_path: Path) -> None:
    files = made([delegation("a", "甲", basis="依" * 40000)], tmp_path)
    cell = next(value for value in sheet_rows(files["下放外部事项清单.xlsx"])[3] if str(value).startswith("依依"))
    assert len(cell) == 32767
    assert cell.endswith("全文见 Word 清单）")
    assert len(word_tables(files["下放外部事项清单.docx"])[0][1][6]) == 40000


def test_a_department_name_that_no_file_system_takes_still_gives_a_file(tmp_path: Path) -> None:
    for department in ("财政局/国资委", "CON", "局" * 200, "..", "a\nb"):
        row = delegation("a", "甲", department=department)
        paths = publish([row], tmp_path, department=department, date=DAY, draft=True)
        assert [path.parent for path in paths] == [tmp_path, tmp_path]
        assert all(path.is_file() and len(path.name.encode()) < 255 for path in paths)
    assert len(list(tmp_path.iterdir())) == 10


def test_an_unreadable_date_or_grouping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="grouping"):
        publish([], tmp_path, department="", date=DAY, draft=True, grouping="both")
    with pytest.raises(ValueError, match="isoformat"):
        made([delegation("a", "甲")], tmp_path, draft=True) and publish(
            [delegation("a", "甲")], tmp_path, department=DEPARTMENT, date="三月十七", draft=True
        )
