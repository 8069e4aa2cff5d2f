"""A county's own templates: what a changed file changes, and what a wrong one says."""

from pathlib import Path

import pytest

from forms.template import SHIPPED
from quanze.errors import SettingsError
from tests.forms.rows import delegation
from tests.forms.test_publish import made, word_tables


def test_a_county_changes_a_title_and_a_column_by_editing_files_only(tmp_path: Path) -> None:
    own = tmp_path / "表样"
    own.mkdir()
    text = (SHIPPED / "delegation.toml").read_text(encoding="utf-8")
    text = text.replace("{department}下放外部事项清单", "附件1：{department}拟下放事项表")
    text = text.replace('title = "承接单位", field = "receiver"', 'title = "承接地区", field = "receiver"')
    lines = [line for line in text.splitlines() if 'field = "sub_name"' not in line]
    (own / "delegation.toml").write_text("\n".join(lines), encoding="utf-8")
    files = made([delegation("a", "甲")], tmp_path / "out", templates=own)
    (name,) = [name for name in files if name.endswith(".docx")]
    assert name.startswith("附件1：") or "附件1" in name
    head = word_tables(files[name])[0][0]
    assert "承接地区" in head
    assert "子项" not in head


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ('field = "receiver"', "不认识：接收单位"),
        ('field = "matter",', "不认识的项：宽"),
        ("rows = [", "读不出来"),
        ('title = "{department}', "标题"),
    ],
)
def test_a_template_that_cannot_be_used_says_where(change: str, message: str, tmp_path: Path) -> None:
    wrong = {
        'field = "receiver"': 'field = "接收单位"',
        'field = "matter",': 'field = "matter", "宽" = 3,',
        "rows = [": "rows = [[",
        'title = "{department}': 'title = "{单位}',
    }
    text = (SHIPPED / "delegation.toml").read_text(encoding="utf-8").replace(change, wrong[change], 1)
    (tmp_path / "delegation.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        made([delegation("a", "甲")], tmp_path / "out", templates=tmp_path)
