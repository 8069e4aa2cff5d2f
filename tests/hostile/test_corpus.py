"""Hostile files through the real intake; the quick ones here, all of them by `python -m tests.hostile.whole`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.readers import read
from quanze.errors import FileError
from tests.hostile.case import SECRET, Case, Outside
from tests.hostile.make import cases, outside
from tests.hostile.run import Run, listener, run

QUICK = [case for case in cases() if not case.slow]
HERE = [case for number, case in enumerate(QUICK) if number % 3 == 0]
"""Every third of the quick ones; all of them take minutes."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    yield run(HERE, tmp_path_factory.mktemp("h"))


def test_the_corpus_has_over_eighty_files_of_all_formats() -> None:
    suffixes = {Path(case.name).suffix for case in cases()}
    assert len(cases()) >= 160
    assert suffixes >= {
        *(".docx", ".docm", ".xlsx", ".xlsm", ".xls", ".xml", ".ods", ".csv", ".zip", ".pdf", ".html", ".mht"),
        *(".eml", ".txt", ".ofd", ".png", ".tiff", ".gif", ".jpg", ".bmp", ".odt", ".rtf"),
    }


def test_every_hostile_file_is_read_or_turned_back_with_code_and_advice(soffice: str, whole: Run) -> None:
    wanted = {case.name: case.answers for case in HERE}
    wrong = {each.name: each.answer for each in whole.outcomes if each.answer not in wanted[each.name]}
    assert not wrong
    assert {each.name for each in whole.outcomes} == set(wanted)
    assert [each.name for each in whole.outcomes if each.answer != "read" and len(each.advice) < 10] == []


def test_no_hostile_file_reaches_the_network(whole: Run) -> None:
    assert whole.connections == 0


def test_no_hostile_file_writes_outside_the_work_folder(whole: Run) -> None:
    assert whole.strays == ()


def test_no_hostile_file_brings_in_another_file_of_this_machine(whole: Run) -> None:
    assert whole.secrets == 0


def test_no_macro_runs(whole: Run) -> None:
    assert not whole.macros_ran


def test_every_hostile_drop_leaves_the_inbox_with_a_receipt(whole: Run) -> None:
    assert whole.left == ()
    assert whole.receipts == len(HERE)


@pytest.mark.parametrize("name", ["网上区段.odt", "载入即运行.odt"])
def test_libreoffice_by_its_profile_alone_fetches_nothing_and_runs_nothing(
    soffice: str, tmp_path: Path, name: str
) -> None:
    case = next(each for each in cases() if each.name == name)
    with listener() as (address, seen):
        reach = outside(tmp_path / "outside", address)
        text = _text(case, tmp_path, reach)
    assert seen == []
    assert SECRET not in text
    assert "林木采伐许可" in text
    assert not reach.target.exists()


def _text(case: Case, folder: Path, reach: Outside) -> str:
    path = folder / case.name
    case.make(path, reach)
    try:
        return str(read(path))
    except FileError as fault:
        return fault.code
