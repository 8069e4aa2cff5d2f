"""Headers and footers of PDFs: none ends a list or gets into its fields, and no line of the text is taken for one."""

from pathlib import Path

import pytest

from extractors import extract
from extractors.readers.pdf.reader import read_pdf
from extractors.readers.stitch import stitch
from quanze.document import Document, Paragraph
from tests.readers.minipdf import Canvas, write_pdf

XS = (60.0, 120.0, 200.0, 400.0)
FOOTERS = {
    "第几页": "河东县农业农村局  第 {0} 页",
    "共几页": "河东县农业农村局办事指南 第{0}页 共3页",
    "网址": "https://www.hedong.gov.cn/zwgk/index.html {0}/3",
    "只有数字": "河东县农业农村局   {0}",
    "没有页码": "河东县农业农村局",
}


def pages(*columns: list[tuple[float, str]], size: float = 11) -> list[Canvas]:
    """Pages of lines, each with its height."""
    found = []
    for lines in columns:
        canvas = Canvas()
        for y, words in lines:
            canvas.text(90, y, words, size)
        found.append(canvas)
    return found


def read(folder: Path, sheets: list[Canvas]) -> Document:
    return read_pdf(write_pdf(folder / "a.pdf", sheets))


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph) and not block.aside]


def aside(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph) and block.aside]


def below(start: float, *texts: str, step: float = 22) -> list[tuple[float, str]]:
    """Lines from a height downwards."""
    return [(start - step * number, text) for number, text in enumerate(texts)]


@pytest.mark.parametrize("footer", FOOTERS.values(), ids=FOOTERS)
def test_a_list_goes_on_over_a_footer_with_words(tmp_path: Path, footer: str) -> None:
    sheets = []
    for page, numbers in enumerate([("1", "2"), ("3", "4"), ("5", "6")], 1):
        canvas, ys = Canvas(), (780.0, 700.0, 440.0, 60.0)
        for y in ys:
            canvas.line(XS[1] if y == ys[2] else XS[0], y, XS[-1], y)
        for x in XS:
            canvas.line(x, ys[0], x, ys[-1])
        canvas.words(XS, ys[:2], [("职权类型", "序号", "职权名称")])
        canvas.words(XS, ys[1:], [("行政许可" if page == 1 else "", numbers[0], f"取水许可第{numbers[0]}项")])
        canvas.words(XS, ys[2:], [("", numbers[1], f"取水许可第{numbers[1]}项")])
        canvas.text(200, 30, footer.format(page), 9)
        sheets.append(canvas)
    document = read(tmp_path, sheets)
    assert len(aside(document)) == 1
    found = extract(stitch(document), "河东县农业农村局")
    assert [matter.kind for matter in found.matters] == ["行政许可"] * 6


@pytest.mark.parametrize("footer", FOOTERS.values(), ids=FOOTERS)
def test_a_footer_gets_into_no_field_of_a_guide(tmp_path: Path, footer: str) -> None:
    guide = [
        "事项名称：动物诊疗许可证核发",
        "事项类型：行政许可",
        "申请材料：",
        "1.动物诊疗许可证申请表",
        "2.设施设备清单",
    ]
    sheets = pages(
        [*below(760, *guide), *below(140, "3.房屋租赁合同", "4.营业执照复印件"), (40, footer.format(1))],
        [*below(760, "5.管理制度文本", "办理流程：申请→受理→决定→送达"), (40, footer.format(2))],
        [*below(760, "承诺办结时限：7个工作日"), (40, footer.format(3))],
    )
    document = read(tmp_path, sheets)
    (matter,) = extract(document, "河东县农业农村局").matters
    names = [one.name for one in matter.materials]
    assert names == ["动物诊疗许可证申请表", "设施设备清单", "房屋租赁合同", "营业执照复印件", "管理制度文本"]
    assert matter.steps == ("申请", "受理", "决定", "送达")
    assert matter.promised_limit and matter.promised_limit.text == "7个工作日"
    assert aside(document) == ["".join(footer.format(1).replace("   ", " ").replace("  ", " "))]


def test_a_footer_that_comes_once_and_counts_its_page_is_kept_aside(tmp_path: Path) -> None:
    document = read(tmp_path, pages([*below(760, "申请材料：", "1.申请表"), (40, "河东县水利局 第 1 页 共 1 页")]))
    assert aside(document) == ["河东县水利局 第 1 页 共 1 页"] and "河东县" not in "".join(lines(document))


def test_lines_at_the_same_height_on_pages_of_one_form_each_all_stay(tmp_path: Path) -> None:
    names = ("取水许可", "采伐许可", "动物诊疗许可")
    forms = [below(770, "一、事项名称", name, "二、收费标准", step=22) for name in names]
    sheets = pages(*([*form, *below(160, *["条件"] * 4, "办理时限：7个工作日", step=22)] for form in forms))
    document = read(tmp_path, sheets)
    text = "".join(lines(document))
    assert text.count("一、事项名称") == 3 and text.count("办理时限：7个工作日") == 3
    assert aside(document) == []


def test_a_line_that_opens_two_pages_by_chance_stays_on_both(tmp_path: Path) -> None:
    columns = [below(770, f"设定依据{page}", f"实施机关{page}", f"申请条件{page}") for page in range(4)]
    columns[1][0] = columns[3][0] = (770.0, "河东县农业农村局")
    assert "".join(lines(read(tmp_path, pages(*columns)))).count("河东县农业农村局") == 2


def test_two_labels_on_a_line_are_parted_by_the_blank_between_them(tmp_path: Path) -> None:
    (canvas,) = pages([(700, "事项名称：动物诊疗许可证核发"), (640, "承办机构：畜牧股")])
    canvas.text(90, 670, "事项类型：行政许可", 11)
    canvas.text(90 + 11 * 10, 670, "基本编码：", 11)
    canvas.text(90 + 11 * 15, 670, "000120130000", 11)
    (matter,) = extract(read(tmp_path, [canvas]), "某局").matters
    assert (matter.kind, matter.code, matter.office) == ("行政许可", "000120130000", "畜牧股")


def test_a_title_set_wide_gets_no_blanks(tmp_path: Path) -> None:
    canvas = Canvas()
    for number, character in enumerate("权责清单"):
        canvas.text(200 + 36 * number, 700, character, 18)
    assert lines(read(tmp_path, [canvas])) == ["权责清单"]


def test_short_lines_of_a_page_stay_lines_and_full_ones_go_on(tmp_path: Path) -> None:
    short, full = Canvas(), Canvas()
    lines = ("种子生产许可证核发", "一、设定依据", "《种子法》第三十一条", "二、申请材料", "申请表")
    for number, words in enumerate(lines):
        short.text(72, 760 - 16 * number, words)
    for number, words in enumerate(("国家实行河道采砂许可制度" * 4, "河道采砂许可制度实施办法" * 4, "由国务院规定")):
        full.text(72, 760 - 16 * number, words)
    read = [read_pdf(write_pdf(tmp_path / f"{name}.pdf", [page])) for name, page in (("a", short), ("b", full))]
    assert [len(document.blocks) for document in read] == [5, 1]
