"""What people see: forms open in LibreOffice, no cell is cut, the heading is on every page; and they read back."""

import re
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest

import forms
from extractors.readers.sheet.xlsx import read_xlsx
from extractors.readers.word.reader import read_word
from forms import template
from forms.lines import Filled, fill
from forms.readback import Conflict
from quanze.document import Table
from quanze.row import DelegationRow, Row
from quanze.text import tidy
from tests.conftest import need
from tests.forms.rows import DEPARTMENT, delegation, department_rows, items, material
from tests.forms.test_drafts import week
from tests.forms.test_publish import HOSTILE

DAY = "2023-03-17"
FORMS = template.load()
LISTS = [form.id for form in FORMS.lists if form.grouping in ("", "split", "combined")]


def squeezed(text: str) -> str:
    """Text without what a page's layout moves: white space, and quotes, which come from another font."""
    return re.sub(r"[\s\u0000-\u001f\ufffe\u200b“”]", "", text)


def printouts(paths: Sequence[Path], soffice: str, scratch: Path) -> dict[Path, list[str]]:
    """The text of each page of office files, printed by one run of LibreOffice."""
    profile = f"-env:UserInstallation=file://{scratch}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(scratch), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {path: _texts(scratch / f"{path.stem}.pdf") for path in paths}


def _texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    texts = [squeezed(page.get_textpage().get_text_bounded()) for page in document]
    document.close()
    return texts


def pages(path: Path, soffice: str, scratch: Path) -> list[str]:
    """The text of each page of one office file, printed by LibreOffice."""
    return printouts([path], soffice, scratch)[path]


def filled(form_id: str, rows: list[Row]) -> list[Filled]:
    """The tables that a draft of one list holds."""
    form = next(form for form in FORMS.lists if form.id == form_id)
    return fill(form, rows, FORMS.counting, draft=True)


def published(rows: list[Row], to: Path, name: str) -> Path:
    """The draft file whose name holds some words."""
    paths = forms.publish(rows, to, department=DEPARTMENT, date=DAY, draft=True)
    return next(path for path in paths if name in path.name)


@pytest.fixture(scope="module")
def printed_lists(
    shared: Path, soffice: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[list[Filled], list[str]]]:
    """Form id → its tables and the text of each printed page: every list of both groupings, printed in one run."""
    to, rows = tmp_path_factory.mktemp("lists"), department_rows(shared, 14)
    for grouping in template.GROUPINGS:
        forms.publish(rows, to, department=DEPARTMENT, date=DAY, draft=True, grouping=grouping)
    paths = {path.stem.removesuffix("（草稿）"): path for path in to.glob("*.docx")}
    printed = printouts(list(paths.values()), soffice, to)
    return {
        form.id: (filled(form.id, rows), printed[paths[form.title.format(department=DEPARTMENT)]])
        for form in FORMS.lists
        if form.id in LISTS
    }


@pytest.mark.parametrize("form_id", LISTS)
def test_a_printed_list_shows_every_cell_and_on_every_page_heading_mark_and_number(
    form_id: str, printed_lists: dict[str, tuple[list[Filled], list[str]]]
) -> None:
    tables, printed = printed_lists[form_id]
    cells = [text for table in tables for line in table.apart_from("xlsx").texts() for text in line]
    assert Counter(squeezed("".join(cells))) - Counter("".join(printed)) == Counter()
    for number, text in enumerate(printed, 1):
        assert "草稿" in text
        assert f"第{number}页共{len(printed)}页" in text
    heads = [[column.title for column in table.columns if not column.working] for table in tables]
    heads.append(["序号", "事项名称", "理由"])
    for text in printed:
        only_signed = text.startswith("草稿单位负责人")
        assert only_signed or any(all(squeezed(title) in text for title in titles[:8]) for titles in heads)


def test_long_lists_go_on_over_pages(printed_lists: dict[str, tuple[list[Filled], list[str]]]) -> None:
    assert {form_id for form_id, (_, printed) in printed_lists.items() if len(printed) > 1} >= {
        "delegation",
        "material",
        "step",
        "time",
        "reduction",
    }


def test_the_report_of_conflicts_prints_every_cell(shared: Path, soffice: str, tmp_path: Path) -> None:
    conflicts = [
        Conflict(
            "下放外部事项", 3 + number, f"k{number}", item["name"], "changed", "这一行在填写期间被改过。", "甲", "乙"
        )
        for number, item in enumerate(items(shared, 30))
    ]
    docx, _ = forms.conflict_report(conflicts, tmp_path, department=DEPARTMENT, date=DAY)
    printed = pages(docx, soffice, tmp_path)
    assert len(printed) > 1 and all("为什么没有采纳" in text for text in printed)
    assert [one.matter for one in conflicts if squeezed(one.matter) not in "".join(printed)] == []


def test_a_printed_workbook_shows_every_cell_and_the_heading_on_every_page(
    shared: Path, soffice: str, tmp_path: Path
) -> None:
    rows = department_rows(shared, 30)
    path = published(rows, tmp_path, "下放外部事项清单（草稿）.xlsx")
    printed = pages(path, soffice, tmp_path)
    assert len(printed) > 1
    assert all("设定依据" in text and "草稿" in text for text in printed)
    (table,) = filled("delegation", rows)
    official = [place for place, column in enumerate(table.columns) if not column.working]
    whole = "".join(printed)
    assert [line[place] for line in table.texts() for place in official if squeezed(line[place]) not in whole] == []


def test_the_summary_the_brief_and_the_drafts_open_and_print(shared: Path, soffice: str, tmp_path: Path) -> None:
    rows = department_rows(shared, 5)
    summary, *_ = forms.summarise(rows, tmp_path / "a", date=DAY, draft=True)
    brief = forms.brief(week(), [], tmp_path / "b", date=DAY, departments=["林草局"])
    agreement, notice = forms.agreement(delegation("a", "林木采伐许可证核发"), tmp_path / "c", date=DAY)
    commitment = forms.commitment(material("a", "甲", "场地证明", "告知承诺", 3), tmp_path / "d", date=DAY)
    draft = forms.text_draft("规程（草稿）", "一、牵头部门\n民政局{不是占位}", tmp_path / "e", date=DAY)
    expected = {
        summary: "两优工作四项统计表",
        brief: "一、总体进展",
        agreement: "五、委托期限",
        notice: "特此公告",
        commitment: "二、申请人承诺",
        draft: "民政局{不是占位}",
    }
    for path, printed in printouts(list(expected), soffice, tmp_path).items():
        assert expected[path] in "".join(printed), path.name
        assert all(f"第{number}页共{len(printed)}页" in text for number, text in enumerate(printed, 1))


def test_pages_turn_into_pictures_that_are_not_blank(shared: Path, soffice: str, pdftoppm: str, tmp_path: Path) -> None:
    path = published(department_rows(shared, 3), tmp_path, "下放外部事项清单（草稿）.docx")
    pages(path, soffice, tmp_path)
    command = [
        pdftoppm,
        "-r",
        "40",
        "-gray",
        "-f",
        "1",
        "-l",
        "1",
        str(tmp_path / f"{path.stem}.pdf"),
        str(tmp_path / "p"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (picture,) = tmp_path.glob("p-*.pgm")
    _, size, _, pixels = picture.read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    assert width > height
    dark = sum(pixel < 128 for pixel in pixels)
    assert 0.005 < dark / len(pixels) < 0.4


def test_a_word_list_read_back_gives_the_same_rows(shared: Path, tmp_path: Path) -> None:
    rows = department_rows(shared, 20)
    document = read_word(published(rows, tmp_path, "下放外部事项清单（草稿）.docx"))
    (table,) = filled("delegation", rows)
    official = [column for column in table.columns if not column.working]
    main, appendix = document.tables
    assert (main.heading_rows, main.rows[0]) == (1, tuple(column.title for column in official))
    ours = [row for row in rows if isinstance(row, DelegationRow)]
    plain = [column.field for column in official if column.field != "number"]
    at = {column.field: place for place, column in enumerate(official)}
    for row, line in zip(ours, main.rows[1:], strict=True):
        assert [line[at[field]] for field in plain] == [tidy(getattr(row, field)) for field in plain]
    assert [line[0] for line in appendix.rows[1:]] == [str(number) for number in range(1, len(ours) + 1)]


@pytest.mark.parametrize("form_id", LISTS)
def test_every_list_reads_back_cell_by_cell_from_word(form_id: str, shared: Path, tmp_path: Path) -> None:
    rows = department_rows(shared, 12)
    form = next(form for form in FORMS.lists if form.id == form_id)
    grouping = form.grouping or "split"
    paths = forms.publish(rows, tmp_path, department=DEPARTMENT, date=DAY, draft=True, grouping=grouping)
    title = form.title.format(department=DEPARTMENT)
    path = next(path for path in paths if path.stem == f"{title}（草稿）" and path.suffix == ".docx")
    read = list(read_word(path).tables)
    for table in filled(form_id, rows):
        ours = table.apart_from("xlsx")
        whole = ours.form.working
        official = [place for place, column in enumerate(ours.columns) if whole or not column.working]
        found = read.pop(0)
        assert list(found.rows[found.heading_rows :]) == [
            tuple(tidy(line[place]) for place in official) for line in ours.texts()
        ]
        if len(official) < len(ours.columns):
            assert len(read.pop(0).rows) == len(ours.lines) + 1
    assert read == []


def test_a_workbook_read_back_gives_the_same_cells(shared: Path, tmp_path: Path) -> None:
    rows = department_rows(shared, 20)
    document = read_xlsx(published(rows, tmp_path, "下放外部事项清单（草稿）.xlsx"))
    (table,) = filled("delegation", rows)
    found = next(block for block in document.blocks if isinstance(block, Table))
    names = [line[2] for line in found.rows]
    need("事项名称" in names, "the heading of the sheet was not read")
    start = names.index("事项名称") + 1
    for line, ours in zip(found.rows[start:], table.texts(), strict=True):
        assert list(line[: len(ours)]) == [tidy(text) for text in ours]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_workbook_saved_by_another_program_is_still_untouched(
    kind: str, shared: Path, soffice: str, tmp_path: Path
) -> None:
    rows = department_rows(shared, 6) + [
        delegation(f"h{n}", f"事项{text}", note=text) for n, text in enumerate(HOSTILE)
    ]
    path = published(rows, tmp_path, "下放外部事项清单（草稿）.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / kind), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (saved,) = (tmp_path / kind).iterdir()
    returned = forms.read_back(saved, rows, by="", at=DAY)
    assert (returned.answers, returned.conflicts, returned.lines) == ((), (), 6 + len(HOSTILE))
