"""Openings of lists as offices published them: the words and their order are theirs, only the grid is drawn anew."""

from pathlib import Path

from quanze.document import Paragraph, Place, Table
from tests.extractors.tables import only, reading, titles


def lines(shared: Path, number: str) -> list[str]:
    """The lines of an opening, without the address in its first line."""
    (path,) = (shared / "layouts").glob(f"{number}_*.txt")
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def grid(rows: list[list[str]]) -> Table:
    """A table without any word on merged cells."""
    width = max(map(len, rows))
    full = tuple(tuple(row + [""] * (width - len(row))) for row in rows)
    return Table(full, tuple(Place(table=1, row=at + 1) for at in range(len(full))))


def test_guiding_a_wide_list_with_typos_and_two_heading_rows(shared: Path) -> None:
    cells = [cell.strip() for cell in " ".join(lines(shared, "04")).split("|")]
    start = cells.index("序号")
    heading = cells[start : start + 10]
    boundary = heading.index("职责边界换分")
    second = [""] * 11
    second[boundary], second[boundary + 1] = "县级部门", "乡镇(街道)"
    first = cells.index("1", start)
    rows = [
        [cells[0]],
        [*heading[: boundary + 1], "", *heading[boundary + 1 :]],
        second,
        cells[first : first + 11],
    ]
    matter = only(reading(grid(rows)))
    assert (matter.name, matter.kind) == ("大中专院校毕业在就创业地落户", "行政许可")
    assert matter.basis.startswith("《中华人民共和国户口登记条例》第三条居住在机关")
    assert matter.steps == ("受理", "审查", "决定", "送达", "事后监管")
    assert (matter.office, matter.note) == ("云雾镇派出所", "派出所")
    assert matter.citations[0].article == "第三条"
    other = dict(matter.other)
    assert other["职责边界换分>乡镇(街道)"] == "派出所负责进行业务指导。"
    assert "第六十一条" not in other["责任事项依据"] and "六十一条" in other["责任事项依据"]


def test_land_office_a_card_of_label_and_value_lines(shared: Path) -> None:
    found = lines(shared, "10")
    at = {label: found.index(label) for label in ("职权名称", "职权类型", "职权编码", "法定主体", "责任事项")}
    duties = "\n".join(found[at["责任事项"] + 1 :])
    card = [
        [found[at["职权名称"]], found[at["职权名称"] + 1], "", ""],
        [found[at["职权类型"]], found[at["职权类型"] + 1], "审核\n转报", found[at["职权编码"] - 1]],
        [found[at["职权编码"]], "", found[at["法定主体"]], found[at["法定主体"] + 1]],
        [found[at["责任事项"]], duties, "", ""],
    ]
    matter = only(reading(found[0], grid(card)))
    assert matter.name == "伪造、变造、转让地质勘查资质证书的处罚"
    assert (matter.kind, matter.organ, matter.code) == ("行政处罚", "国土资源局", "")
    assert matter.steps == ("立案", "调查取证", "审理")
    assert dict(matter.other)["审核转报"] == "否"


def test_fujian_one_matter_per_sub_item(shared: Path) -> None:
    found = lines(shared, "12")
    heading = ["序号", "项目名称", "子项", "设定依据", "审批\n对象"]
    first, second = found.index("1"), found.index("2")
    one, two = found[first + 1 : second], found[second + 1 : found.index("3")]
    rows = [
        [found[0] + found[1]],
        heading,
        ["1", *one[:4]],
        ["", "", one[4], "", ""],
        ["", "", one[5], "", ""],
        ["2", *two[:4]],
        ["", "", two[4], "", ""],
    ]
    extraction = reading(grid(rows))
    assert [sub for _, sub in titles(extraction)] == [
        "猎捕国家二级保护野生动物审批",
        "驯养繁殖国家二级保护野生动物审批",
        "出售、收购、利用及运输国家二级保护野生动物及其产品审批",
        "主要林木良种的种子生产、经营许可证核发",
        "跨设区市连锁的林木种子生产、经营许可证核发",
    ]
    assert len({name for name, _ in titles(extraction)}) == 2
    assert [one.article for one in extraction.matters[0].citations] == [
        "第十六条",
        "第十七条",
        "第二十二条",
        "第二十三条",
    ]


def test_tumd_left_banner_fields_with_blanks_between(shared: Path) -> None:
    matter = only(reading(*(Paragraph(line) for line in lines(shared, "13") if line)))
    assert (matter.name, matter.kind, matter.organ) == ("城乡低保金的给付", "行政给付", "旗白庙子镇")
    assert (matter.code, dict(matter.other)["事项编码"]) == ("", "待定")
    assert {(one.title, one.rank, one.number) for one in matter.citations} == {
        ("社会救助暂行办法", "行政法规", "国务院令第649号")
    }
    assert [one.article for one in matter.citations] == ["第九条", "第十一条", "第十二条", "第十三条"]


def test_huarong_matters_named_by_the_line_above_their_fields(shared: Path) -> None:
    extraction = reading(*(Paragraph(line) for line in lines(shared, "15") if line))
    assert [(one.name, one.kind, one.organ, one.level) for one in extraction.matters] == [
        ("派驻官方兽医", "其他行政权力", "农业局", "本级保留"),
        ("种畜禽生产经营许可证核发", "行政许可", "农业局", "本级保留"),
    ]
    assert [(one.title, one.number, one.article) for one in extraction.matters[1].citations] == [
        ("中华人民共和国畜牧法", "主席令第45号", "第二十四条第二款"),
        ("种畜禽管理条件", "国务院令第588号", "第十五条"),
    ]


def test_mingguang_a_list_with_hard_line_ends_in_its_cells(shared: Path) -> None:
    found = lines(shared, "03")
    heading = next(line for line in found if line.startswith("序号 ")).split()
    opening = next(line for line in found if line.startswith("1 行政确认")).split()
    text = "\n".join(line for line in found[found.index(" ".join(opening)) + 1 :] if line)
    basis, rest = text.split("1、受理阶段责任", 1)
    duties, blame = rest.split("因不履行", 1)
    row = [opening[0], opening[1], "", opening[2], "", basis, "1、受理阶段责任" + duties, "因不履行" + blame]
    matter = only(reading(grid([heading, row])))
    assert (matter.name, matter.kind) == ("独生子女父母光荣证核发与注销", "行政确认")
    assert matter.steps == ("受理", "审查和决定", "送达", "事后监管")
    assert [one.article for one in matter.citations] == ["第三十九条", "第四十九条"]
    assert matter.citations[0].rank == "地方性法规"
    assert matter.accountability.startswith("因不履行或不正确履行行政职责")
