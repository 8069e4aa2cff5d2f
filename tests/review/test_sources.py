"""The source beside a row: a marked table row, a framed page region, or 未定位到原文."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from extractors.readers import read
from extractors.readers.crop import crop
from quanze.document import Place
from quanze.matter import Citation, Extraction, RowCount
from quanze.store import facts, ledger
from review import crops
from review.desk import Desk
from tests.review.home import CIVIL, EDITION, Person, desk_at, matter
from tests.review.test_queue import material

ROOT = Path(__file__).resolve().parents[2]
PDF = ROOT / "sample_docs" / "inbox" / "林业和草原局" / "林草局办事指南（2023）.pdf"


def test_a_table_row_is_shown_with_its_cell_marked(desk: Desk) -> None:
    page = Person(desk, "民政").get(f"/source/{material(desk, '收入证明').key}")
    assert 'class="hit"' in page
    assert page.count("<tr") == 3
    assert '<td class="hit">收入证明</td>' in page


def test_a_pdf_row_is_framed_on_its_page() -> None:
    table = next(iter(read(PDF).tables))
    place = next(each for each in table.places if each.bbox is not None)
    found = crop(PDF, place, table.rows[0][0])
    with Image.open(io.BytesIO(found.png)) as picture:
        colours = picture.convert("RGB").getcolors(1 << 20) or []
        assert (196, 118, 0) in {colour for _, colour in colours}
        assert picture.height < picture.width


@pytest.mark.parametrize("place", [Place(page=900, bbox=(1, 1, 9, 9)), Place(page=1, bbox=(9e6, 9e6, 9.1e6, 9.1e6))])
def test_a_place_outside_the_file_shows_nothing(place: Place) -> None:
    assert crop(PDF, place).png == b""


def test_a_row_without_its_file_says_so(desk: Desk) -> None:
    (desk.settings.home / "archive" / CIVIL / "清单.csv").unlink()
    assert "未定位到原文" in Person(desk, "民政").get(f"/source/{material(desk, '收入证明').key}")


def test_a_path_that_leaves_the_home_folder_is_never_opened(desk: Desk, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-secret.csv"
    outside.write_text("事项名称,申请材料\n低保,收入证明\n", encoding="utf-8")
    with desk.store.writing() as session:
        for file in ledger.files(session, CIVIL):
            file.kept_as = f"../{outside.name}"
    assert crops.kept(desk, CIVIL, f"{CIVIL}-sha") is None
    for address in ("/source/..%2f..%2fetc", "/source/../../etc/passwd", "/static/..%2fapp.py", "/static/../app.py"):
        assert Person(desk, "民政").client.get(address).status_code in (303, 404)


def test_a_picture_that_is_none_is_not_found(desk: Desk) -> None:
    Person(desk, "民政").get(f"/source/{material(desk, '收入证明').key}/picture.png", 404)


def test_the_basis_is_checked_where_the_office_has_law_texts(tmp_path: Path) -> None:
    cited = Citation("社会救助暂行办法", article="第十一条", text="申请最低生活保障，由家庭成员提出。")
    one = replace(matter(CIVIL, "最低生活保障", "收入证明", code="1"), citations=(cited,))
    desk = desk_at(tmp_path, [one])
    person, key = Person(desk, "民政"), material(desk, "收入证明").key
    assert "依据核对" not in person.get(f"/rows/{key}")
    person.get(f"/basis/{key}", 404)
    desk.settings.laws.mkdir()
    text = "社会救助暂行办法\n第十一条 申请最低生活保障，由共同生活的家庭成员提出书面申请。\n"
    (desk.settings.laws / "社会救助暂行办法.txt").write_text(text, encoding="utf-8")
    assert "依据核对" in person.get(f"/rows/{key}")
    page = person.get(f"/basis/{key}")
    assert "《社会救助暂行办法》第十一条" in page
    assert "书面申请" in page
    desk.store.close()


def test_a_region_that_does_not_hold_the_words_is_not_shown() -> None:
    table = next(iter(read(PDF).tables))
    place = next(each for each in table.places if each.bbox is not None)
    assert crop(PDF, place, "这里没有的材料").png == b""


def test_a_joined_matters_material_is_shown_in_the_file_it_stands_in(tmp_path: Path) -> None:
    first, second = (replace(matter(CIVIL, "最低生活保障", name, code="1")) for name in ("户口簿", "收入证明"))
    desk = desk_at(tmp_path, [first])
    guide = tmp_path / "archive" / "指南.csv"
    guide.write_text("事项名称,申请材料,份数\n最低生活保障,收入证明（指南）,1\n", encoding="utf-8-sig")
    with desk.store.writing() as session:
        file = ledger.claim(session, sha256="other", department=CIVIL, name="指南.csv", dropped_as="x", now="t")
        facts.save_extraction(session, file.id, "csv", Extraction((second,), (), RowCount(1, 1, 0, 0)))
        ledger.finish(session, file.id, kept_as="archive/指南.csv", now="t")
        proposed = facts.rows(session, CIVIL)
        row = next(one for one in proposed if one.row == "material")
        new = [replace(one, file="other") if one is row else one for one in proposed]
        facts.save_rows(session, CIVIL, EDITION.digest, new)
    person = Person(desk, "民政")
    assert "《指南.csv》" in person.get(f"/rows/{row.key}")
    assert "收入证明（指南）" in person.get(f"/source/{row.key}")
    desk.store.close()
