"""`quanze verify` finds whatever was changed behind the program's back, and nothing where nothing was."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.stages import Office
from flows.upkeep import verifying
from tests.flows.office import ROOT, office_at
from tests.trust.office import filled


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("model")
    with filled(home):
        return home


@pytest.fixture
def office(model: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copytree(model, tmp_path / "home")
    opened = office_at(tmp_path / "home")
    yield opened
    opened.store.close()


def change(office: Office, *statements: str) -> list[str]:
    """What verify says after these statements, run past the program."""
    with sqlite3.connect(office.settings.var / "quanze.db") as database:
        for statement in statements:
            database.execute(statement)
    database.close()
    return verifying.wrong(office)


def test_an_office_that_nobody_touched_is_well(office: Office) -> None:
    assert verifying.wrong(office) == []


def test_a_changed_byte_in_an_archived_original_is_found(office: Office) -> None:
    path = next(path for path in office.settings.archive.rglob("*") if path.is_file())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    found = verifying.wrong(office)
    assert len(found) == 1
    assert "原件被改动" in found[0]
    assert path.name in found[0]


def test_an_original_that_is_gone_is_found(office: Office) -> None:
    next(path for path in office.settings.archive.rglob("*") if path.is_file()).unlink()
    assert ["原件不见了" in line for line in verifying.wrong(office)] == [True]


FACTS = {
    "a word in a matter": ("UPDATE matters SET body = replace(body, '林', '森') WHERE id = 1", "读取结果被改动"),
    "a matter taken out": ("DELETE FROM matters WHERE id = 2", "读取结果被改动"),
    "a matter under another key": ("UPDATE matters SET key = 'ffffffffffffffff' WHERE id = 1", "标识对不上"),
    "a matter put in": (
        "INSERT INTO matters (file_id, position, key, body) SELECT file_id, 999, key, body FROM matters WHERE id = 1",
        "读取结果被改动",
    ),
    "a row of a list": ("UPDATE proposed SET body = replace(body, '林', '森') WHERE current", "预填行被改动"),
    "a row confirmed by nobody": (
        "UPDATE proposed SET body = replace(body, '\"confirmed\":false', '\"confirmed\":true') WHERE current",
        "没有审核就标成已确认",
    ),
    "a row taken out": ("UPDATE proposed SET current = 0 WHERE position = 1", "重新计算的不一致"),
    "a row's place in another department": ("UPDATE proposed SET department = '别局' WHERE position = 1", "被改动"),
    "an entry of the catalogue": (
        "UPDATE entries SET body = replace(body, '证明', '说明') WHERE position = 0",
        "目录版次",
    ),
    "a foreign key": ("UPDATE matters SET file_id = 77 WHERE id = 1", "指向不存在"),
}


@pytest.mark.parametrize("name", FACTS)
def test_a_changed_fact_is_found(office: Office, name: str) -> None:
    statement, said = FACTS[name]
    assert any(said in line for line in change(office, statement))


EVENTS = {
    "edited": ("UPDATE decisions SET decided_by = '别人' WHERE id = 2", "审核记录第 2 条对不上"),
    "its row edited": (
        "UPDATE decisions SET body_before = replace(body_before, '林', '森') WHERE id = 1",
        "审核记录第 1 条对不上",
    ),
    "taken out of the middle": ("DELETE FROM decisions WHERE id = 2", "审核记录第 3 条对不上"),
    "taken off the end": ("DELETE FROM decisions WHERE id = 3", "审核记录末尾少了 1 条"),
    "put in": (
        "INSERT INTO decisions SELECT 9, subject, verdict, decided_by, decided_at, digest, edition, comment,"
        " body_before, body_after, 'abc', undoes, batch, entry FROM decisions WHERE id = 1",
        "审核记录第 9 条对不上",
    ),
}


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_changed_put_in_or_taken_out_is_found(office: Office, name: str) -> None:
    statement, said = EVENTS[name]
    assert said in change(office, statement)


def test_the_last_event_replaced_by_another_is_found(office: Office) -> None:
    changed = change(office, "UPDATE decisions SET chain = 'abc' WHERE id = 3")
    assert "审核记录第 3 条对不上" in changed
    assert "审核记录末尾少了 1 条" in changed


def test_the_command_says_what_is_wrong_and_exits_1(office: Office) -> None:
    command = [sys.executable, "-m", "flows.cli", "verify", "--home", str(office.settings.home)]
    first = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (first.returncode, first.stdout) == (0, "核对完毕，没有问题。\n")
    change(office, "DELETE FROM decisions WHERE id = 3")
    second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert second.stdout == "审核记录末尾少了 1 条\n核对完毕，1 处有问题。\n"
