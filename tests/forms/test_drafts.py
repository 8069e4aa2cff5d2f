"""Public copies, the brief, agreements and commitments say what the rows say and invent nothing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from lxml import html

import forms
from forms import fonts, template
from forms.readback import Conflict
from forms.template import SHIPPED
from quanze.errors import SettingsError
from quanze.row import AdviceRow, InternalRow, Reason, Row, chosen_way
from tests.conftest import need
from tests.forms.rows import DEPARTMENT, delegation, department_rows, material
from tests.forms.test_publish import W, word_tables, words_of

DAY = "2023-03-24"


def text_of(path: Path) -> str:
    """All text of a Word file's body, a line per paragraph."""
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def public(rows: list[Row], to: Path, **more: Any) -> dict[str, Path]:
    """The public copy of the tests' department, by suffix and name."""
    paths = forms.public_copy(rows, to, department=DEPARTMENT, date=DAY, **more)
    return {path.name.removeprefix(DEPARTMENT): path for path in paths}


def test_the_reason_for_keeping_is_no_basis_for_cutting(tmp_path: Path) -> None:
    kept = Reason("M5", "方案二", "需要核对原件", "保留。")
    row = material("a", "林木采伐", "申请表", "保留", 2, confirmed=True, reasons=(kept,), replacement="")
    files = public([chosen_way(row, "取消")], tmp_path)
    for path in files.values():
        said = path.read_text(encoding="utf-8") if path.suffix == ".html" else words_of(path)
        assert "M5" not in said and "核对原件" not in said and "人工" not in said


def test_two_sub_matters_of_one_matter_have_an_agreement_each(tmp_path: Path) -> None:
    rows = [
        delegation(key, "执业药师注册", sub_name=name, confirmed=True) for key, name in (("a", "首次"), ("b", "变更"))
    ]
    written = [path for row in rows for path in forms.agreement(row, tmp_path, date=DAY)]
    assert len({path.name for path in written}) == len(written) == 4


def test_a_public_copy_has_no_working_columns_no_keys_and_nothing_unconfirmed(shared: Path, tmp_path: Path) -> None:
    confirmed = department_rows(shared, 4, confirmed=True)
    files = public([*confirmed, delegation("x", "没有确认的事项")], tmp_path)
    for path in files.values():
        said = path.read_text(encoding="utf-8") if path.suffix == ".html" else words_of(path)
        assert "权责清单.docx" not in said, path.name
        assert "行标识" not in said
        assert "没有确认的事项" not in said
        assert "审核意见" not in said
    book = openpyxl.load_workbook(files["下放外部事项清单（公开）.xlsx"])
    assert [cell.value for cell in book.worksheets[0][3]][-1] == "备注"
    assert "材料逐项" not in openpyxl.load_workbook(files["外部事项“减材料”清单（公开）.xlsx"]).sheetnames


def test_internal_and_advice_lists_are_not_for_the_public(shared: Path, tmp_path: Path) -> None:
    names = public(department_rows(shared, 4, confirmed=True), tmp_path)
    assert not any("内部" in name or "职能职责" in name for name in names)


def test_the_public_page_stands_alone_and_escapes_all_text(tmp_path: Path) -> None:
    row = delegation("a", "<script>alert(1)</script>", confirmed=True, note="{{ 7 * 7 }}")
    (page,) = [path for name, path in public([row], tmp_path).items() if name.endswith(".html")]
    source = page.read_text(encoding="utf-8")
    tree: Any = html.fromstring(source)
    assert "<script" not in source
    assert "{{ 7 * 7 }}" in source
    assert not tree.xpath("//link | //img | //script | //@src | //a[not(starts-with(@href, '#'))]")
    assert [cell.text_content() for cell in tree.xpath("//tbody/tr[1]/td[3]")] == ["<script>alert(1)</script>"]
    assert tree.get("lang") == "zh-CN"


def test_the_public_page_shows_the_same_cells_as_the_word_file(shared: Path, tmp_path: Path) -> None:
    files = public(department_rows(shared, 5, confirmed=True), tmp_path, grouping="combined")
    tree: Any = html.fromstring(
        next(path for path in files.values() if path.suffix == ".html").read_text(encoding="utf-8")
    )
    page = [[cell.text_content() for cell in row] for row in tree.xpath("//section[@id='reduction']//tbody/tr")]
    (table,) = word_tables(files["外部事项“减材料、减环节、减时限”清单（公开）.docx"])
    assert page == table[2:]
    assert [head.get("colspan") for head in tree.xpath("//section[@id='reduction']//thead/tr[1]/th[@colspan]")] == [
        "4",
        "3",
        "5",
    ]


def brief(now: list[Row], before: list[Row], to: Path, date: str = DAY, **more: Any) -> Path:
    """The brief of two reporting departments and one that has sent nothing."""
    departments = ["林草局", "民政局", "教育局"]
    return forms.brief(now, before, to, date=date, departments=departments, **more)


def week() -> list[Row]:
    """Rows of two departments; 林草局 has confirmed one."""
    return [
        delegation("a", "甲", department="林草局", confirmed=True),
        material("a", "甲", "户口簿", "免证办", 3, department="林草局", needs=("办理渠道",)),
        delegation("c", "丙", "代收转办", department="民政局", needs=("收件单位确认", "办理渠道")),
    ]


def test_the_brief_sets_this_week_against_last(tmp_path: Path) -> None:
    before = [replace(row, confirmed=False) for row in week()]
    progress, departments = word_tables(brief(week(), before, tmp_path))
    assert progress[1] == ["减权放权事项", "0", "1", "+1", "0"]
    assert progress[2] == ["就近办理事项", "0", "0", "0", "1"]
    assert progress[3] == ["减少材料（份）", "0", "0", "0", "1"]
    assert progress[-1] == ["已确认的清单行", "0", "1", "+1", "2"]
    assert departments[1] == ["林草局", "2", "0", "1", "1", "1", "1", "按期"]
    assert departments[3] == ["教育局", "0", "0", "0", "0", "0", "0", "滞后：自查梳理、清单初稿"]


def test_the_brief_names_late_departments_and_the_notice_s_two_dates(tmp_path: Path) -> None:
    said = text_of(brief(week(), [], tmp_path))
    assert "清单初稿（应于2023年3月17日完成，方案三(一)1—4、(二)1）：教育局。" in said
    assert "方案三(一)1—4、(二)1为2023年3月17日，方案二(二)为2023年3月24日，按较早的掌握" in said
    assert "2023年3月31日前：清单定稿（方案二(三)）。" in said
    assert "待补“办理渠道”2 行，涉及：林草局、民政局。" in said


def test_on_the_day_itself_nobody_is_late_and_after_the_last_stage_unconfirmed_rows_are(tmp_path: Path) -> None:
    assert "没有滞后的部门" in text_of(brief(week(), [], tmp_path / "a", "2023-03-17"))
    after = text_of(brief(week(), [], tmp_path / "b", "2023-04-03"))
    assert "清单定稿（应于2023年3月31日完成，方案二(三)）：林草局、民政局、教育局。" in after
    assert "时间表上没有后续节点" in after


def test_a_row_that_a_person_refused_is_settled_and_on_no_list(tmp_path: Path) -> None:
    after, refused = "2023-04-03", [row.key for row in week() if not row.confirmed]
    path = brief(week(), [], tmp_path / "a", after, rejected=refused)
    assert "清单定稿（应于2023年3月31日完成，方案二(三)）：教育局。" in text_of(path)
    progress, departments = word_tables(path)
    assert [line[4] for line in progress[1:]] == ["0", "0", "0", "0", "0"]
    assert departments[1] == ["林草局", "1", "0", "1", "1", "0", "0", "按期"]
    assert departments[2] == ["民政局", "0", "0", "0", "0", "0", "0", "按期"]
    assert "待补" not in text_of(path)
    assert "已报清单部门 2 个（共 3 个），清单行 1 行" in text_of(path)


def test_the_four_counts_are_of_external_matters_and_advice_is_no_department_s(tmp_path: Path) -> None:
    others: list[Row] = [
        material("i", "出车", "申请表", "取消", 3, scope="internal", department="林草局", confirmed=True),
        InternalRow(key="j", department="林草局", matter_key="j", matter="报销", way="直接下放", confirmed=True),
        AdviceRow(key="k", department="教育局", matter_key="k", matter="丁", claimed_by=("教育局", "林草局")),
    ]
    progress, departments = word_tables(brief([*week(), *others], [], tmp_path))
    assert [line[2] for line in progress[1:]] == ["1", "0", "0", "0", "3"]
    assert progress[3] == ["减少材料（份）", "0", "0", "0", "1"]
    assert departments[1][:4] == ["林草局", "4", "0", "3"]
    assert departments[3] == ["教育局", "0", "0", "0", "0", "0", "0", "滞后：自查梳理、清单初稿"]


def test_the_brief_tells_blockers(tmp_path: Path) -> None:
    blockers = [forms.Blocker("教育局", "《清单.doc》加了密码，退件待补正。")]
    assert "教育局：《清单.doc》加了密码" in text_of(brief(week(), [], tmp_path, blockers=blockers))


def test_a_county_moves_a_deadline_by_editing_a_file(tmp_path: Path) -> None:
    own = tmp_path / "表样"
    own.mkdir()
    text = (SHIPPED / "calendar.toml").read_text(encoding="utf-8").replace("2023-03-17", "2023-04-14")
    (own / "calendar.toml").write_text(text, encoding="utf-8")
    said = text_of(brief(week(), [], tmp_path, "2023-03-27", templates=own))
    assert "清单初稿（应于2023年3月24日完成，方案二(二)）：教育局。" in said
    assert "自查梳理（应于" not in said
    (own / "calendar.toml").write_text(text.replace("2023-04-14", "四月"), encoding="utf-8")
    with pytest.raises(SettingsError, match="calendar.toml"):
        brief(week(), [], tmp_path, templates=own)


def test_an_agreement_holds_the_elements_of_a_delegation_and_blanks_for_the_rest(tmp_path: Path) -> None:
    row = delegation("a", "林木采伐许可证核发", code="000164012000", kind="行政许可", basis="《森林法》第五十七条")
    agreement, notice = (text_of(path) for path in forms.agreement(row, tmp_path, date=DAY))
    for element in (DEPARTMENT, "各苏木乡镇人民政府", "林木采伐许可证核发", "《森林法》第五十七条", "不得再委托"):
        assert element in agreement
    assert "委托乙方行使的权限：＿＿＿＿＿＿" in agreement
    assert "五、委托期限\n＿＿＿＿＿＿" in agreement
    assert "《行政许可法》第二十四条" in agreement
    assert "向社会公告" in agreement
    assert "特此公告" in notice
    filled, _ = forms.agreement(row, tmp_path, date=DAY, facts={"term": "自2023年5月1日起三年"})
    assert "自2023年5月1日起三年" in text_of(filled)
    assert "草稿" in words_of(filled)


def test_only_a_delegated_matter_has_an_agreement_and_only_a_committed_material_a_commitment(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="委托实施"):
        forms.agreement(delegation("a", "甲", "直接下放"), tmp_path, date=DAY)
    with pytest.raises(ValueError, match="告知承诺"):
        forms.commitment(material("a", "甲", "户口簿", "取消", 3), tmp_path, date=DAY)
    assert list(tmp_path.iterdir()) == []


def test_a_commitment_names_the_proof_its_basis_and_the_free_choice(tmp_path: Path) -> None:
    row = material("a", "民办学校设立", "场地证明", "告知承诺", 5, replacement="部门间核查", basis="《民办教育促进法》")
    said = text_of(forms.commitment(row, tmp_path, date=DAY))
    for element in ("证明名称：场地证明", "《民办教育促进法》", "核查方式：部门间核查", "自主选择", "信用记录"):
        assert element in said


def test_a_text_template_with_an_unknown_blank_is_refused(tmp_path: Path) -> None:
    (tmp_path / "commitment.toml").write_text('title = "承诺书"\ntext = "{谁}"', encoding="utf-8")
    with pytest.raises(SettingsError, match="占位"):
        forms.commitment(material("a", "甲", "乙", "告知承诺", 3), tmp_path, date=DAY, templates=tmp_path)
    (tmp_path / "commitment.toml").write_text('title = "承诺书"\ntext = 3', encoding="utf-8")
    with pytest.raises(SettingsError, match="缺少：text"):
        forms.commitment(material("a", "甲", "乙", "告知承诺", 3), tmp_path, date=DAY, templates=tmp_path)


def test_prose_pages_are_portrait_with_the_margins_of_official_papers(tmp_path: Path) -> None:
    section = docx.Document(str(brief(week(), [], tmp_path))).sections[0]
    assert section.page_width.mm < section.page_height.mm  # type: ignore[union-attr]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(margin.mm) for margin in margins] == [37, 26, 35, 28]  # type: ignore[union-attr]


def test_conflicts_are_reported_with_both_sides(tmp_path: Path) -> None:
    conflict = Conflict("减材料", 7, "k", "甲", "changed", "清单发出后这一行变了", "方式：取消", "方式：保留")
    path, _ = forms.conflict_report([conflict], tmp_path, department="林草局", date=DAY)
    (table,) = word_tables(path)
    assert table[1] == ["1", "减材料", "7", "甲", "清单发出后这一行变了", "方式：取消", "方式：保留"]
    assert forms.conflict_report([], tmp_path / "none", department="林草局", date=DAY) == ()


def test_a_missing_font_is_told_with_what_stands_in_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "installed", lambda: frozenset({"黑体", "宋体"}))
    title, body = forms.missing_fonts()
    assert "“方正小标宋简体”，本机预览和打印用“宋体”代替" in title
    assert "正文字体“仿宋_GB2312”" in body
    style = template.load().style
    monkeypatch.setattr(fonts, "installed", lambda: frozenset((style.title_fonts[0], "黑体", "仿宋_GB2312")))
    assert forms.missing_fonts() == ()


def test_installed_fonts_go_by_every_name_their_files_give() -> None:
    fonts.installed.cache_clear()
    found = fonts.installed()
    need("Noto Sans CJK SC" in found, "no Noto CJK fonts: apt-get install fonts-noto-cjk")
    assert {"Noto Sans CJK SC", "Noto Sans CJK SC Bold"} <= found


def test_heading_and_title_stay_on_the_page_of_what_follows(tmp_path: Path) -> None:
    row = delegation("a", "甲", code="1")
    body = docx.Document(str(forms.agreement(row, tmp_path, date=DAY)[0])).element.body
    kept = [
        "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        for paragraph in body.findall(f"{W}p")
        if paragraph.find(f"{W}pPr/{W}keepNext") is not None
    ]
    assert "一、委托事项" in kept
    assert "甲方（盖章）：" + DEPARTMENT not in kept
