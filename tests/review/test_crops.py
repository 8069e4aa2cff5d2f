"""The source of a row in scans, OFD files and members of archives: the right page, the row framed, its cell marked."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractors.readers import read, read_all
from extractors.readers.crop import _FRAME, _MARKER, crop
from flows.upkeep import erasing
from quanze.document import Box, Place
from quanze.store import ledger
from review import crops
from review.board import Board
from review.desk import Desk
from tests.flows.office import office_at, run
from tests.readers.pictures import drawn_list, saved
from tests.readers.test_ofd import grid, make, page, text
from tests.review.home import CIVIL, Person, desk_at

HEAD = ["序号", "事项名称", "事项类型", "申请材料"]
FIRST = [HEAD, ["1", "护士执业注册", "行政许可", "申请表"], ["2", "医师执业注册", "行政许可", "医师资格证书"]]
SECOND = [HEAD, ["3", "护士变更注册", "行政许可", "变更申请表"], ["4", "医师变更注册", "行政许可", "离职证明"]]
WIDTHS = (6, 24, 14, 18)


def painted(png: bytes, colour: tuple[int, ...]) -> Box:
    """Where a colour is in a picture; the picture must hold it."""
    with Image.open(io.BytesIO(png)) as picture:
        down, across = np.nonzero((np.asarray(picture.convert("RGB")) == colour).all(axis=2))
    assert len(down), f"no {colour} in the picture"
    return float(across.min()), float(down.min()), float(across.max()), float(down.max())


def marked_column(png: bytes, widths: tuple[int, ...] = WIDTHS) -> int:
    """The column (from 0) whose cell is marked, by where the mark lies inside the frame."""
    frame, mark = painted(png, _FRAME), painted(png, _MARKER)
    assert frame[1] - 3 <= mark[1] and mark[3] <= frame[3] + 3
    share = ((mark[0] + mark[2]) / 2 - frame[0]) / (frame[2] - frame[0]) * sum(widths)
    return sum(share > sum(widths[: number + 1]) for number in range(len(widths)))


def both_pages() -> list[Image.Image]:
    return [drawn_list(rows, title="清单", widths=WIDTHS) for rows in (FIRST, SECOND)]


@pytest.mark.parametrize("name", ["清单.tiff", "清单.pdf"])
def test_a_row_of_a_scan_is_shown_from_its_own_page_with_its_cell_marked(tmp_path: Path, name: str) -> None:
    path, (first, second) = tmp_path / name, both_pages()
    first.save(path, save_all=True, append_images=[second], resolution=200, dpi=(200, 200))
    tables = list(read(path).tables)
    place = tables[-1].places[2]
    assert place.page == 2
    assert marked_column(crop(path, place, "离职证明").png) == 3
    assert marked_column(crop(path, place, "医师变更注册").png) == 1
    with pytest.raises(AssertionError):
        painted(crop(path, tables[0].places[2], "离职证明").png, _MARKER)


def test_a_page_that_lies_on_its_side_is_shown_upright(tmp_path: Path) -> None:
    path = saved(both_pages()[1].rotate(90, expand=True), tmp_path / "横放.png")
    (table,) = read(path).tables
    found = crop(path, table.places[2], "离职证明")
    assert marked_column(found.png) == 3
    with Image.open(io.BytesIO(found.png)) as picture:
        assert picture.width > picture.height


def ofd(folder: Path) -> Path:
    """An OFD file with the two pages."""
    xs, ys = [20.0, 35.0, 95.0, 130.0, 175.0], [40.0, 50.0, 60.0, 70.0]
    pages = []
    for rows in (FIRST, SECOND):
        words = [text(cell, xs[c] + 2, ys[r] + 7) for r, row in enumerate(rows) for c, cell in enumerate(row)]
        pages.append(page(grid(xs, ys) + "".join(words)))
    return make(folder, pages)


def test_a_row_of_an_ofd_file_is_shown_from_its_own_page_with_its_cell_marked(tmp_path: Path) -> None:
    path = ofd(tmp_path)
    place = list(read(path).tables)[-1].places[2]
    assert place.page == 2
    found = crop(path, place, "离职证明")
    assert found.rows[found.hit] == tuple(SECOND[2])
    assert found.rows[found.hit][found.cell] == "离职证明"
    assert tuple(FIRST[2]) not in found.rows


def packed(folder: Path) -> Path:
    """An archive with two lists and a scan in a folder of its own."""
    saved(both_pages()[1], folder / "扫描.png")
    target = folder / "两份.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for name, rows in (("甲.csv", FIRST), ("乙.csv", SECOND)):
            archive.writestr(name, "\n".join(",".join(row) for row in rows))
        archive.write(folder / "扫描.png", "扫描件/扫描.png")
    return target


def test_a_member_of_an_archive_is_found_by_its_digest_and_shown(tmp_path: Path) -> None:
    home = tmp_path / "home"
    office = office_at(home)
    folder = home / "inbox" / CIVIL
    folder.mkdir(parents=True)
    source = packed(tmp_path)
    (folder / source.name).write_bytes(source.read_bytes())
    run(office)
    office.store.close()
    desk = desk_at(home, [])
    with desk.store.reading() as session:
        (file,) = ledger.files(session, CIVIL)
        members = {name: sha256 for sha256, name in ledger.members_of(session, file.id)}
    assert sorted(members) == ["两份.zip/乙.csv", "两份.zip/扫描件/扫描.png", "两份.zip/甲.csv"]
    documents = {name: document for name, document in read_all(source) if not isinstance(document, Exception)}
    for name, words in (("两份.zip/乙.csv", "离职证明"), ("两份.zip/甲.csv", "医师资格证书")):
        place = next(documents[name].tables).places[2]
        found = crops.source(desk, CIVIL, members[name], place, words)
        assert found.rows[found.hit][found.cell] == words
    scan = crops.source(
        desk,
        CIVIL,
        members["两份.zip/扫描件/扫描.png"],
        next(documents["两份.zip/扫描件/扫描.png"].tables).places[2],
        "离职证明",
    )
    assert marked_column(scan.png) == 3
    shown_on_the_page(desk)
    desk.store.close()


def test_excerpts_go_with_the_original_when_it_is_erased(tmp_path: Path) -> None:
    office = office_at(tmp_path)
    (tmp_path / "inbox" / CIVIL).mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "inbox" / CIVIL / "一份.zip", "w") as archive:
        archive.writestr("甲.csv", "\n".join(",".join(row) for row in FIRST))
    run(office)
    desk = Desk(office.settings, office.store, Board(office.store))
    with office.store.reading() as session:
        (file,) = ledger.files(session, CIVIL)
        member = ledger.members_of(session, file.id)[0][0]
    assert crops.source(desk, CIVIL, member, Place(page=1, table=1, row=2), "申请表").rows
    folder = office.settings.crops(file.sha256, CIVIL)
    assert list(folder.iterdir())
    erasing.erase(office, file.id, by="王某", reason="本人要求")
    assert not folder.exists()
    office.store.close()


def shown_on_the_page(desk: Desk) -> None:
    """Each row of the archive names its member and shows it."""
    person = Person(desk, "民政")
    desk.board.follow()
    cards = [card for card in desk.board._ordered if card.matter == "医师变更注册"]
    assert cards
    for card in cards:
        page = person.get(f"/rows/{card.key}")
        assert "两份.zip/" in page
        assert "未定位到原文" not in person.get(f"/source/{card.key}")
