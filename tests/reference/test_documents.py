"""Proof lists as offices publish them: Word, Excel and saved pages, with their real headings."""

from pathlib import Path

import docx
import openpyxl

from reference import load

RETAINED = ["序号", "证明\n名称", "证明用途", "设定及保留依据", "效力\n层级", "索要\n单位", "开具\n单位", "备注"]
ROW = ["1", "无犯罪记录证明", "申领保安员证", "《保安服务管理条例》第十六条", "行政法规", "旗公安局", "派出所", ""]
CANCELLED = ["序号", "证明名称", "证明用途", "原设定依据", "取消后的办理方式"]
GONE = ["1", "收入证明", "最低生活保障", "某规程第二十条", "申请人书面承诺"]


def test_two_tables_of_one_word_file_are_two_lists(tmp_path: Path) -> None:
    document = docx.Document()
    for title, rows in (("某旗保留证明事项清单", [RETAINED, ROW]), ("某旗证明事项取消目录清单", [CANCELLED, GONE])):
        document.add_paragraph(title)
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
        document.add_paragraph("")
    path = tmp_path / "附件：某旗证明事项清单.docx"
    document.save(str(path))
    entries = load([path], name="旗目录", date="2026-01-01").entries
    assert [(entry.list, entry.name) for entry in entries] == [
        ("retained", "无犯罪记录证明"),
        ("cancelled", "收入证明"),
    ]
    assert entries[0].issuer == "派出所" and entries[1].replacement == "申请人书面承诺"


def test_a_two_row_merged_heading_in_a_workbook_is_one_heading(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "保留"
    sheet.append(["某市保留证明事项清单"])
    sheet.append(["序号", "证明名称", "证明用途", "设定依据", "实施基本情况", "", "不能实行告知承诺及保留原因"])
    sheet.append(["", "", "", "", "索要单位", "开具单位", ""])
    sheet.append(["1", "健康证明", "食品经营", "《食品安全法》第四十五条", "市场监管局", "医疗机构", "涉及人身健康"])
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("E2:F2")
    for column in "ABCDG":
        sheet.merge_cells(f"{column}2:{column}3")
    path = tmp_path / "目录.xlsx"
    book.save(path)
    (entry,) = load([path], name="市目录", date="2026-01-01").entries
    assert (entry.list, entry.asked_by, entry.issuer) == ("retained", "市场监管局", "医疗机构")
    assert entry.note == "涉及人身健康"


def test_a_page_saved_from_a_government_site_is_a_list(tmp_path: Path) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (CANCELLED, GONE))
    page = f"<html><head><meta charset='utf-8'></head><body><p>取消证明事项目录</p><table>{rows}</table></body></html>"
    path = tmp_path / "目录.html"
    path.write_text(page, encoding="utf-8")
    (entry,) = load([path], name="目录", date="2026-01-01").entries
    assert (entry.list, entry.usage) == ("cancelled", "最低生活保障")
