"""Each control on docs/security.md names tests that exist."""

import ast
import re

from tests.flows.office import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


def functions(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_test_that_the_page_names_exists() -> None:
    assert [f"{path}::{name}" for path, name in NAMED if name not in functions(path)] == []
    assert len(NAMED) > 30


def test_every_control_names_a_test() -> None:
    rows = [
        line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| what", "| control"))
    ]
    controls = [line for line in rows[5:] if not line.startswith("|---")]
    assert [line for line in controls if "::test_" not in line] == []
    assert len(controls) > 20
