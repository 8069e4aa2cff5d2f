"""The summary holds the four counts of every department and of all, and draws them."""

import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from matplotlib import font_manager

import forms.plots
from forms import summarise, template
from quanze.row import Row
from tests.conftest import need
from tests.forms.rows import delegation, material, steps, time
from tests.forms.test_publish import sheet_rows, word_tables

DAY = "2023-03-31"


def rows(*, confirmed: bool = True) -> list[Row]:
    """Two departments: one passes down and cuts, the other only cuts time in two units."""
    first: dict[str, Any] = {"department": "林草局", "confirmed": confirmed}
    second: dict[str, Any] = {"department": "民政局", "confirmed": confirmed}
    return [
        delegation("a", "甲", **first),
        delegation("b", "乙", "代收代办", **first),
        material("a", "甲", "户口簿", "免证办", 3, **first),
        steps("a", "甲", 5, 4, **first),
        delegation("c", "丙", "取消", **second),
        delegation("d", "丁", "", **second),
        time("c", "丙", 20, 5, "工作日", **second),
        time("d", "丁", 30, 15, "自然日", **second),
        material("i", "内部事", "呈批表", "取消", 2, scope="internal", **second),
    ]


def files(to: Path, made: list[Row], *, draft: bool) -> dict[str, Path]:
    """What the summary wrote, by name."""
    return {path.name: path for path in summarise(made, to, date=DAY, draft=draft)}


def test_every_department_and_all_together_are_counted(tmp_path: Path) -> None:
    tables = word_tables(files(tmp_path, rows(), draft=False)["“两优”工作四项统计表.docx"])
    passed, cut, limits, internal = tables
    assert passed[2:] == [
        ["1", "林草局", "2", "0", "0", "0", "1", "1", "50.00%", "1", "0", "1"],
        ["2", "民政局", "2", "1", "0", "0", "0", "1", "50.00%", "0", "0", "0"],
        ["", "合计", "4", "1", "0", "0", "1", "2", "50.00%", "1", "0", "1"],
    ]
    assert cut[2] == ["1", "林草局", "1", "3", "2", "1", "33.33%", "1", "5", "4", "1", "20.00%"]
    assert limits[1:] == [
        ["1", "民政局", "工作日", "1", "20", "5", "15", "75.00%"],
        ["2", "民政局", "自然日", "1", "30", "15", "15", "50.00%"],
        ["", "合计", "工作日", "1", "20", "5", "15", "75.00%"],
        ["", "合计", "自然日", "1", "30", "15", "15", "50.00%"],
    ]
    assert internal[2] == ["1", "民政局", "0", "0", "2", "1", "50.00%", "0", "0", ""]


def test_unconfirmed_rows_count_only_in_a_draft(tmp_path: Path) -> None:
    final = word_tables(files(tmp_path / "a", rows(confirmed=False), draft=False)["“两优”工作四项统计表.docx"])
    draft = word_tables(files(tmp_path / "b", rows(confirmed=False), draft=True)["“两优”工作四项统计表（草稿）.docx"])
    assert final[0][-1] == ["", "合计", "4", *"00000", "0.00%", *"000"]
    assert draft[0][-1][2:8] == ["4", "1", "0", "0", "1", "2"]


def test_the_workbook_says_the_same_as_the_word_file(tmp_path: Path) -> None:
    made = files(tmp_path, rows(), draft=False)
    (total,) = [line for line in sheet_rows(made["“两优”工作四项统计表.xlsx"]) if "合计" in line]
    assert total[2:8] == [4, 1, 0, 0, 1, 2]
    assert total[8] == 0.5


def test_no_rows_give_no_summary(tmp_path: Path) -> None:
    assert summarise([], tmp_path, date=DAY, draft=True) == ()


def chinese_font() -> None:
    """Plots need a Chinese font on the machine."""
    style = forms.plots.chinese_font(template.load().style)
    need(style, "no Chinese font for plots: apt-get install fonts-noto-cjk")


def test_plots_use_the_fonts_there_are_now_not_those_of_an_old_list(monkeypatch: pytest.MonkeyPatch) -> None:
    chinese_font()
    known = template.load().style.plot_fonts
    style = replace(template.load().style, plot_fonts=("gone", *known))
    gone = font_manager.FontEntry(fname="gone.ttf", name="gone")
    shipped = [entry for entry in font_manager.fontManager.ttflist if "matplotlib" in entry.fname]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [gone, *shipped])
    found = forms.plots.chinese_font(style)
    assert found in known
    assert Path(font_manager.findfont(found, fallback_to_default=False)).is_file()


def test_plots_are_drawn_as_png_and_svg_and_are_the_same_each_time(tmp_path: Path) -> None:
    chinese_font()
    first, second = (files(tmp_path / name, rows(), draft=False) for name in "ab")
    stems = {Path(name).stem.partition("-")[2] for name in first if name.endswith((".png", ".svg"))}
    assert stems == {"事项下放", "减材料", "减环节", "减时限（工作日）", "减时限（自然日）"}
    for name, path in first.items():
        assert path.read_bytes() == second[name].read_bytes(), name
        if name.endswith(".png"):
            assert struct.unpack(">II", path.read_bytes()[16:24])[0] > 1000
    svg = next(path for name, path in first.items() if name.endswith("减材料.svg")).read_text(encoding="utf-8")
    assert "<text" not in svg
    assert svg.count("<path") > 20


def test_without_a_chinese_font_there_is_a_warning_and_no_plot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(forms.plots, "chinese_font", lambda _: None)
    made = files(tmp_path, rows(), draft=False)
    assert [Path(name).suffix for name in made] == [".docx", ".xlsx"]
    assert "没有找到中文字体" in caplog.text


def test_materials_of_unknown_number_are_drawn_as_reductions_alone(tmp_path: Path) -> None:
    chinese_font()
    row = material("a", "甲", "户口簿", "取消", 0, before="", confirmed=True)
    names = list(files(tmp_path, [row], draft=False))
    assert "“两优”工作四项统计表-减材料.png" in names
