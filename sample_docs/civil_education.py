"""The files of 民政局 and 教育体育局: matters whose published materials include proofs of the reference lists."""

from sample_docs.choose import FLOW, Sample, opening, organ
from sample_docs.grid import Grid
from sample_docs.parts import guide, listing
from sample_docs.rows import Source, basis_of, table

CIVIL, EDUCATION = "民政局", "教育体育局"
_LISTS = "domain/quxiao_zhengming_real.csv"
_WORDINGS = ("match/queries_dev.csv", "match/queries_real_dev.csv")
KINDS = {
    "最低生活保障": "行政给付",
    "临时救助": "行政给付",
    "收养登记": "行政确认",
    "社会团体成立登记": "行政许可",
    "教师资格认定": "行政许可",
    "中小学生转学": "公共服务",
    "公共租赁住房": "行政给付",
}
USES = {"申请教师资格": "教师资格认定", "中小学生转学或升学": "中小学生转学"}
"""证明用途 of the cancelled lists, as the matter it is asked for in."""


def asked(title: str) -> Source:
    """A matter with the materials that public pages ask for, then the proofs that a cancelled list took off it."""
    pages = [
        row["text"]
        for name in _WORDINGS
        for row in table(name)
        if row["matter"] == title and row["prov"].startswith("real")
    ]
    lists = [
        (row["证明名称"], row["source_url"])
        for row in table(_LISTS)
        if USES.get(row["证明用途(安徽4行据规程名推断)"], row["证明用途(安徽4行据规程名推断)"]) == title
    ]
    return Source(
        key=f"match+quxiao:{title}",
        place="公开页面和取消清单",
        organ="",
        kind=KINDS[title],
        name=title,
        basis=basis_of(title),
        materials=tuple(dict.fromkeys([*pages, *(name for name, _ in lists)])),
        address=lists[0][1] if lists else "",
    )


def civil() -> list[Sample]:
    """民政局: a guide with one materials table per matter."""
    matters = [asked(title) for title in ("最低生活保障", "临时救助", "收养登记", "社会团体成立登记", "公共租赁住房")]
    return [
        Sample(
            CIVIL,
            "民政局办事指南（申请材料）.docx",
            "办事指南：材料名称是公开页面的写法，以及取消清单里原来要求的证明。",
            [*opening(CIVIL, "办事指南"), *guide(matters, organ(CIVIL), flow=FLOW)],
            tuple(matters),
            landscape=False,
        )
    ]


def education() -> list[Sample]:
    """教育体育局: a workbook with one material per row."""
    matters = [asked(title) for title in ("教师资格认定", "中小学生转学")]
    return [
        Sample(
            EDUCATION,
            "教体局申请材料清单.xlsx",
            "材料清单：一行一份材料，事项名称纵向合并。",
            {"申请材料": (organ(EDUCATION) + "申请材料清单", _rows(matters))},
            tuple(matters),
        )
    ]


def _rows(sources: list[Source]) -> Grid:
    pairs = [(source, name) for source in sources for name in source.materials]
    columns = [
        ("事项名称", 5.0, lambda n, s: s.title),
        ("事项类型", 2.0, lambda n, s: s.kind),
        ("实施主体", 4.0, lambda n, s: organ(EDUCATION)),
        ("申请材料", 9.0, lambda n, s: pairs[n - 1][1]),
    ]
    return listing(columns, [source for source, _ in pairs], "事项名称")
