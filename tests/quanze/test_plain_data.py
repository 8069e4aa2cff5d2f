"""Shapes of plain data that are refused, where settings point, what text stays as it is."""

from pathlib import Path

import pytest

from quanze import passwords
from quanze.document import Place, Span, Table
from quanze.errors import Damaged, FileError
from quanze.inert import inert
from quanze.settings import Settings


def test_a_table_is_rectangular_and_has_a_place_per_row() -> None:
    with pytest.raises(ValueError, match="same number of columns"):
        Table((("甲", "乙"), ("丙",)), (Place(), Place()))
    with pytest.raises(ValueError, match="one place per row"):
        Table((("甲", "乙"),), ())
    assert Table((), ()).columns == 0


def test_a_span_covers_all_but_its_first_position() -> None:
    table = Table((("甲", "甲"), ("甲", "甲")), (Place(), Place()), spans=(Span(0, 0, 2, 2),))
    assert table.covered() == {(0, 1), (1, 0), (1, 1)}


def test_an_error_says_its_code_where_it_has_no_detail_and_takes_a_closer_advice() -> None:
    assert str(Damaged()) == "DAMAGED"
    assert FileError("why", advice="请重放。").advice == "请重放。"
    assert FileError().advice == FileError.advice


@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("inbox", "inbox"),
        ("archive", "archive"),
        ("quarantine", "quarantine"),
        ("receipts", "receipts"),
        ("lists", "out"),
        ("catalogues", "catalogues"),
        ("departments", "departments.csv"),
        ("laws", "laws"),
        ("rules", "rules"),
        ("var", "var"),
    ],
)
def test_everything_of_an_office_lies_in_its_home_folder(tmp_path: Path, name: str, below: str) -> None:
    assert getattr(Settings(home=tmp_path), name) == tmp_path / below


def test_templates_are_the_countys_only_where_it_has_some(tmp_path: Path) -> None:
    assert Settings(home=tmp_path).templates is None
    (tmp_path / "templates").mkdir()
    assert Settings(home=tmp_path).templates == tmp_path / "templates"


def test_the_database_is_a_file_of_the_home_folder_unless_told_otherwise(tmp_path: Path) -> None:
    assert Settings(home=tmp_path).url == f"sqlite:///{tmp_path}/var/quanze.db"
    assert Settings(home=tmp_path, database_url="postgresql://x/y").url == "postgresql://x/y"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", " =1", "\t1", "＝1", "\n1", "|x", "%x"])
def test_what_a_spreadsheet_would_calculate_stands_behind_an_apostrophe(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "身份证明", "1-2", "a=b", "'=1", "（=1）"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


def test_a_password_is_known_again_and_nothing_else_is() -> None:
    kept = passwords.hashed("一个够长的口令-2026")
    assert passwords.matches("一个够长的口令-2026", kept)
    assert not passwords.matches("一个够长的口令-2027", kept)
    assert not passwords.matches("一个够长的口令-2026", "no hash")
    assert not passwords.matches("一个够长的口令-2026", None)


def test_weak_passwords_are_named_for_what_is_wrong() -> None:
    assert "至少" in passwords.weakness("短", "")
    assert "太简单" in passwords.weakness("aaaaaaaaaaaa", "")
    assert "太简单" in passwords.weakness("123456789012", "")
    assert "用户名" in passwords.weakness("林草局林草局的口令2026", "林草局")
    assert passwords.weakness(passwords.first_password(), "林草局") == ""
