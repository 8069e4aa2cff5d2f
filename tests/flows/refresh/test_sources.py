"""Declared catalogue sources: files, folders, addresses; each change an edition; a doubtful source asks a person."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from flows.refresh import catalogues
from flows.refresh.catalogues import Refreshed
from flows.stages import Office
from quanze.errors import SettingsError
from quanze.store import facts
from reference.sources import SHIPPED, declared
from tests.flows.refresh.website import Website, website


@pytest.fixture
def site() -> Iterator[Website]:
    with website() as found:
        yield found


def table(*names: str) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([["证明名称", "证明用途"], *[[name, "办事"] for name in names]])
    return out.getvalue().encode()


def declare(office: Office, text: str) -> None:
    office.settings.catalogues.mkdir(exist_ok=True)
    office.settings.sources.write_text(text, encoding="utf-8")


def refresh(office: Office, *, accept: bool = False) -> Refreshed:
    return catalogues.refresh(office, [], name="", accept=accept)


def names(office: Office) -> set[str]:
    with office.store.reading() as session:
        found = facts.edition(session)
    assert found is not None
    return {entry.name for entry in found.entries}


def test_a_file_a_folder_and_an_address_become_one_edition(office: Office, site: Website) -> None:
    site.pages["/a.csv"] = table("收入证明")
    declare(
        office,
        f"""
        [[source]]
        address = "{site.address}/a.csv"
        title = "市级目录"
        list = "cancelled"
        intranet = true
        [[source]]
        folder = "县级"
        list = "retained"
        [[source]]
        file = "quxiao_jiaoyubu.csv"
        list = "cancelled"
        """,
    )
    (office.settings.catalogues / "县级").mkdir()
    (office.settings.catalogues / "县级" / "一.csv").write_bytes(table("户籍证明"))
    (office.settings.catalogues / "县级" / "~$一.csv").write_bytes(b"lock")
    assert not refresh(office).asks
    assert {"收入证明", "户籍证明", "学籍证明"} < names(office)


def test_an_address_that_did_not_change_is_not_fetched_again_and_one_that_did_is_a_new_edition(
    office: Office, site: Website
) -> None:
    site.pages["/a.csv"] = table("收入证明", "户籍证明")
    declare(office, f'[[source]]\naddress = "{site.address}/a.csv"\nlist = "cancelled"\nintranet = true\n')
    refresh(office)
    assert "没有变化" in refresh(office).lines[0]
    assert [status for _, _, status in site.asked] == [200, 304]
    site.pages["/a.csv"] = table("收入证明", "户籍证明", "学历证明")
    assert "新增 1，删除 0" in refresh(office).lines[0]
    kept = [path for path in (office.settings.var / "sources").rglob("*.csv")]
    assert sorted(path.read_bytes() for path in kept) == sorted([table("收入证明", "户籍证明"), site.pages["/a.csv"]])


def made(kind: str, path: Path) -> bytes:
    rows = [("证明名称", "证明用途"), ("收入证明", "办事")]
    if kind == "html":
        cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        return f"<html><body><h1>证明事项取消目录</h1><table>{cells}</table></body></html>".encode()
    if kind == "docx":
        document = Document()
        table = document.add_table(2, 2)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                table.cell(number, column).text = cell
        document.save(str(path))
    else:
        book = openpyxl.Workbook()
        for line in rows:
            book.worksheets[0].append(line)
        book.save(path)
    return path.read_bytes()


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx"])
def test_an_address_may_serve_any_format_that_is_read(office: Office, site: Website, tmp_path: Path, kind: str) -> None:
    site.pages["/get?id=7"] = made(kind, tmp_path / "made")
    declare(office, f'[[source]]\naddress = "{site.address}/get?id=7"\nlist = "cancelled"\nintranet = true\n')
    assert not refresh(office).asks
    assert names(office) == {"收入证明"}


@pytest.mark.parametrize("how", ["404", "503", "cut", "to http://localhost/x"])
def test_an_address_that_fails_keeps_what_was_fetched_last_and_asks(office: Office, site: Website, how: str) -> None:
    site.pages["/a.csv"] = table("收入证明")
    declare(office, f'[[source]]\naddress = "{site.address}/a.csv"\nlist = "cancelled"\nintranet = true\nseconds = 1\n')
    refresh(office)
    site.pages["/a.csv"], site.how["/a.csv"] = table("收入证明", "别的"), how
    said = refresh(office)
    assert said.asks and "仍用 2026-03-17 取到的" in said.lines[0]
    assert names(office) == {"收入证明"}


@pytest.mark.parametrize("content", [b"<html><p>\xe8\xaf\xb7\xe7\x99\xbb\xe5\xbd\x95</p></html>", table("一个"), b""])
def test_a_page_that_is_no_list_any_more_or_has_shrunk_keeps_the_last_edition_until_a_person_agrees(
    office: Office, site: Website, content: bytes
) -> None:
    site.pages["/a.csv"] = table(*(f"证明{number}" for number in range(10)))
    declare(office, f'[[source]]\naddress = "{site.address}/a.csv"\nlist = "cancelled"\nintranet = true\n')
    refresh(office)
    before, site.pages["/a.csv"] = names(office), content
    for _ in range(2):
        said = refresh(office)
        assert said.asks and "仍用原来的目录" in said.lines[-1]
        assert names(office) == before
    if content == table("一个"):
        refresh(office, accept=True)
        assert names(office) == {"一个"}


def test_a_file_that_is_gone_from_its_folder_asks(office: Office) -> None:
    declare(office, '[[source]]\nfolder = "县级"\ntitle = "县级目录"\nlist = "retained"\n')
    folder = office.settings.catalogues / "县级"
    folder.mkdir()
    for name in ("一", "二"):
        (folder / f"{name}.csv").write_bytes(table(f"{name}证明"))
    refresh(office)
    (folder / "二.csv").unlink()
    said = refresh(office)
    assert said.asks and "不见了" in said.lines[0]
    assert names(office) == {"一证明", "二证明"}
    (folder / "一.csv").unlink()
    assert refresh(office).asks
    assert names(office) == {"一证明", "二证明"}


def test_the_shipped_declaration_is_what_is_loaded_without_an_own_one(office: Office) -> None:
    assert len(declared(SHIPPED).sources) == 8
    assert "没有变化" in refresh(office).lines[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[source]]\n", "要写一个"),
        ('[[source]]\nfile = "a"\naddress = "http://b/"\n', "只写一个"),
        ('[[source]]\naddress = "ftp://b/"\n', "http"),
        ('[[source]]\naddress = "http://u:p@b/"\n', "用户名和口令"),
        ('[[source]]\nfile = "a"\nlist = "别的"\n', "list 要写"),
        ('[[source]]\nfile = "a"\nlsit = "cancelled"\n', "lsit"),
        ('[[source]]\nfile = "a"\nrows = "10"\n', "rows"),
        ('[[source]]\nfile = "a"\n[[source]]\nfile = "a"\n', "都叫"),
        ("[[source]\n", "读不出来"),
        ("", "一个来源也没有"),
    ],
)
def test_a_wrong_declaration_is_refused_and_says_what_is_wrong(office: Office, text: str, said: str) -> None:
    declare(office, text)
    with pytest.raises(SettingsError, match=said):
        refresh(office)
