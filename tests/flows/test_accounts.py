"""Accounts made by command: whose lists a first reviewer may sign off."""

from pathlib import Path

import pytest

import rules
from flows.cli import main
from quanze.settings import Settings
from quanze.store import access, open_store
from review.desk import Visitor
from review.signing import may


def added(home: Path, name: str, role: str, department: str) -> Visitor:
    """Add an account and see who would be logged in with it."""
    assert main(["user", "add", name, "--role", role, "--department", department, "--home", str(home)]) == 0
    store = open_store(Settings(home=home).url)
    with store.reading() as session:
        user = access.user(session, name)
        assert user is not None
        found = Visitor(user.id, user.name, user.role, user.department, "", must_change=False)
    store.close()
    return found


@pytest.mark.parametrize(
    ("said", "body", "own", "other"),
    [
        ("编办", "编办", "旗委组织部", "民政局"),
        ("旗委编办", "编办", "旗委组织部", "民政局"),
        ("机构编制委员会办公室", "编办", "旗委组织部", "民政局"),
        ("政务服务局", "政务服务局", "民政局", "旗委组织部"),
        ("行政审批和政务服务局", "政务服务局", "民政局", "旗委组织部"),
    ],
)
def test_a_first_reviewer_signs_the_lists_of_their_body_by_whatever_name(
    tmp_path: Path, said: str, body: str, own: str, other: str
) -> None:
    visitor = added(tmp_path, "甲", "初审", said)
    assert visitor.department == body
    assert may(visitor, "final", own, rules.rulebook()) and not may(visitor, "final", other, rules.rulebook())


def test_a_first_reviewer_of_no_body_signs_all_and_one_of_another_office_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor = added(tmp_path, "乙", "初审", "")
    assert all(may(visitor, "final", name, rules.rulebook()) for name in ("旗委组织部", "民政局"))
    assert main(["user", "add", "丙", "--role", "初审", "--department", "民政局", "--home", str(tmp_path)]) != 0
    assert "编办或政务服务局" in capsys.readouterr().err


def test_the_countys_own_list_names_the_bodies(tmp_path: Path) -> None:
    (tmp_path / "departments.csv").write_text("部门,别名\n旗编委办公室,编办\n民政局,\n", encoding="utf-8")
    assert added(tmp_path, "丁", "初审", "旗编委办公室").department == "编办"


def test_a_department_is_known_by_its_alias(tmp_path: Path) -> None:
    assert added(tmp_path, "戊", "部门", "旗委编办").department == "机构编制委员会办公室"
