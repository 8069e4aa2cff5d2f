"""Lists taken in by hand, a folder, a declaration, the shipped ones: none makes way for another unasked at night."""

from pathlib import Path

import pytest

from flows.refresh import catalogues
from flows.stages import Office
from quanze.store import facts
from reference.editions import edition, shipped, source
from reference.headings import HERE
from reference.sources import SHIPPED, declared
from tests.flows.refresh.test_sources import declare, names, refresh, table


def put(folder: Path, name: str, *entries: str) -> Path:
    """Write a list of these proofs into a folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(table(*entries))
    return folder / name


def by_hand(office: Office, *entries: str, name: str = "取消目录.csv") -> None:
    """Take a list in as an administrator does, by its path."""
    path = put(office.settings.home / "下载", name, *entries)
    assert not catalogues.refresh(office, [path], name="2026年版", accept=False).asks


def test_lists_given_by_hand_stay_where_nothing_is_declared(office: Office) -> None:
    by_hand(office, "收入证明", "户籍证明")
    for accept in (False, False, True):
        said = refresh(office, accept=accept)
        assert not said.asks
        assert "仍用现在的目录：2026年版，2 条" in said.lines[0]
        assert names(office) == {"收入证明", "户籍证明"}


def test_an_office_on_the_shipped_lists_follows_those_of_a_newer_program(office: Office) -> None:
    fewer = [source(HERE / "catalogue" / one.place, one.title, one.list) for one in declared(SHIPPED).sources[1:]]
    with office.store.writing() as session:
        facts.save_edition(session, edition(fewer, name="自带的上一版", date="2026-01-01"), office.now())
    said = refresh(office)
    assert not said.asks and said.lines[0].startswith("新版次：")
    assert names(office) == {entry.name for entry in shipped().entries}


@pytest.mark.parametrize("how", ["folder", "declaration"])
def test_own_lists_take_the_place_of_the_shipped_ones_unasked(office: Office, how: str) -> None:
    put(office.settings.catalogues, "保留清单.csv", "学历证明")
    if how == "declaration":
        declare(office, '[[source]]\nfile = "保留清单.csv"\n')
    assert not refresh(office).asks
    assert names(office) == {"学历证明"}


@pytest.mark.parametrize("how", ["folder", "declaration"])
def test_sources_declared_later_ask_before_a_list_given_by_hand_goes(office: Office, how: str) -> None:
    by_hand(office, "收入证明")
    put(office.settings.catalogues, "保留清单.csv", "学历证明")
    if how == "declaration":
        declare(office, '[[source]]\nfile = "保留清单.csv"\n')
    for _ in range(2):
        said = refresh(office)
        assert said.asks and "「取消目录.csv」不见了" in said.lines[0]
        assert names(office) == {"收入证明"}
    assert not refresh(office, accept=True).asks
    assert names(office) == {"学历证明"}


def test_a_list_given_by_hand_that_is_then_declared_too_needs_no_asking(office: Office) -> None:
    by_hand(office, "收入证明")
    put(office.settings.catalogues, "取消目录.csv", "收入证明")
    put(office.settings.catalogues, "保留清单.csv", "学历证明")
    assert not refresh(office).asks
    assert names(office) == {"收入证明", "学历证明"}


def test_a_file_gone_from_the_folder_of_catalogues_asks(office: Office) -> None:
    one = put(office.settings.catalogues, "取消目录.csv", "收入证明")
    other = put(office.settings.catalogues, "保留清单.csv", "学历证明")
    refresh(office)
    one.unlink()
    said = refresh(office)
    assert said.asks and "「取消目录.csv」不见了" in said.lines[0]
    other.unlink()
    said = refresh(office)
    assert said.asks and "catalogues/ 里没有文件" in said.lines[0]
    assert names(office) == {"收入证明", "学历证明"}


def test_a_declared_list_does_not_take_back_a_newer_one_given_by_hand_under_its_name(office: Office) -> None:
    put(office.settings.catalogues, "取消目录.csv", "收入证明", "户籍证明")
    refresh(office)
    by_hand(office, "收入证明", "学历证明")
    said = refresh(office)
    assert said.asks and "还是以前的版次" in said.lines[0]
    assert names(office) == {"收入证明", "学历证明"}
    refresh(office, accept=True)
    assert names(office) == {"收入证明", "户籍证明"}


def test_a_declaration_that_is_gone_asks_whatever_its_edition_is_called(office: Office) -> None:
    put(office.settings.catalogues, "保留清单.csv", "学历证明")
    declare(office, SHIPPED.read_text(encoding="utf-8") + '\n[[source]]\nfile = "保留清单.csv"\n')
    assert not refresh(office).asks
    office.settings.sources.unlink()
    (office.settings.catalogues / "保留清单.csv").unlink()
    said = refresh(office)
    assert said.asks and "「保留清单.csv」不见了" in said.lines[0]
    assert "学历证明" in names(office)
