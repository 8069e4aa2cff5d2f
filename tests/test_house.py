"""The house itself: every room opens on its public verbs, words for people are Chinese, nothing of one machine."""

import importlib
import re
import subprocess
from pathlib import Path

import pytest

from flows.cli import parser
from quanze import errors

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["extractors", "extractors.readers", "forms", "matchers", "reference", "rules", "quanze.store"]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_lists_its_public_names_in_order(room: str) -> None:
    module = importlib.import_module(room)
    assert list(module.__all__) == sorted(module.__all__)
    assert all(hasattr(module, name) for name in module.__all__)


def file_errors() -> list[type[errors.FileError]]:
    return errors.FileError.__subclasses__()


def test_every_file_error_has_a_code_of_its_own_and_a_chinese_advice() -> None:
    codes = [error.code for error in file_errors()]
    assert len(set(codes)) == len(codes)
    assert all(CHINESE.search(error.advice) and error.advice.endswith("。") for error in file_errors())


def test_every_code_is_explained_on_the_page_of_whom_it_meets() -> None:
    staff, office = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("staff.md", "running.md"))
    unknown = [error for error in file_errors() if f"| {error.code} |" not in staff]
    assert unknown == [errors.SourceGone]
    assert errors.SourceGone.code in office


def test_every_command_has_a_chinese_help() -> None:
    actions = next(action for action in parser()._actions if hasattr(action, "choices") and action.choices)
    commands = dict(actions.choices or {})
    assert {"read", "tables", "match", "propose", "intake", "publish", "refresh", "status", "demo"} <= set(commands)
    for command in commands.values():
        shown = command.format_help()
        assert CHINESE.search(command.description)
        assert not re.search(r"usage:|options:|positional|show this", shown), shown


def test_constraints_pin_exact_versions_and_hold_no_address() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+!-]+", line)] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    found = subprocess.run(
        ["git", "grep", "-nIE", r"(^|[^A-Za-z0-9_.-])/(work|farm|root)/[A-Za-z0-9_.-]+", "--", ":!tests/test_house.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""


@pytest.mark.parametrize("room", ["quanze", "matchers", "rules"])
def test_facts_and_answers_are_frozen(room: str) -> None:
    for path in sorted((ROOT / room).rglob("*.py")):
        for made in re.findall(r"^@dataclass.*(?=\nclass )", path.read_text(encoding="utf-8"), re.MULTILINE):
            assert "frozen=True" in made or "eq=False" in made, f"{path.name}: {made}"
