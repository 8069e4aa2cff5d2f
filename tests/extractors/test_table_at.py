"""The tables of a file as a person puts them right: where they are, what their columns mean, what is not there."""

import io
import json
from pathlib import Path

import pytest

from extractors import table_at
from tests.extractors.tables import document, table

LIST = table("序号|事项名称|事项类型|电话\n1|护士执业注册|行政许可|1\n2|医师执业注册|行政许可|2", title="某局清单")
BARE = table("甲|乙\n丙|丁", number=2)


def test_a_table_is_shown_with_its_columns_and_the_row_asked_for() -> None:
    first, second, gone, row_gone = table_at.tables_at(
        document(LIST, "说明", BARE), [(1, 3), (2, None), (3, None), (2, 9)]
    )
    assert first is not None and second is not None
    assert first["row"] == {"row": 3, "cells": ["2", "医师执业注册", "行政许可", "2"]}
    assert [(one["label"], one["role"]) for one in first["columns"]][1:] == [
        ("事项名称", "事项名称"),
        ("事项类型", "事项类型"),
        ("电话", ""),
    ]
    assert (second["headed"], second["row"], second["sample"]) == (False, None, [["甲", "乙"], ["丙", "丁"]])
    assert (gone, row_gone) == (None, None)


def test_all_tables_are_shown_where_no_place_is_named() -> None:
    found = table_at.tables_at(document(LIST, "说明", BARE), None)
    assert [one["table"] for one in found if one is not None] == [1, 2]


@pytest.mark.parametrize("name", ["清单.docx", "没有.docx"])
def test_a_file_that_cannot_be_read_shows_no_tables(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "清单.docx").write_bytes(b"PK\x03\x04" + bytes(40))
    monkeypatch.setattr("sys.argv", ["table_at", str(tmp_path / name)])
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({"member": "", "places": [[1, None]]})))
    assert table_at.main() == 0
    assert json.loads(capsys.readouterr().out) == []
