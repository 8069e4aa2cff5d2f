"""The files of 司法局 and 林业和草原局."""

from collections.abc import Sequence

from sample_docs.choose import (
    FLOW,
    FOREST,
    JUSTICE,
    Sample,
    in_kind_order,
    named,
    opening,
    organ,
    pick,
    services_list,
)
from sample_docs.grid import Grid, two_row_heading
from sample_docs.parts import basis, came_from, guide, listing, number, under
from sample_docs.rows import Source, duty, items


def justice() -> list[Sample]:
    """司法局: the large list with a two-row heading, a book of guides, public services, internal matters."""
    law = in_kind_order(
        [
            *pick("广东省司法厅", kinds=["行政许可"], limit_to=22),
            *pick("广东省司法厅", kinds=["行政给付", "行政奖励", "行政裁决", "行政确认"]),
            *pick("广东省司法厅", kinds=["其他行政权力"], limit_to=8),
        ]
    )
    columns = [
        ("序号", 1.0, number),
        ("职权类型", 1.4, lambda _, s: s.kind),
        ("项目", 3.2, lambda _, s: s.name),
        ("子项", 3.2, lambda _, s: s.sub_name),
        ("职权依据", 7.0, basis),
        ("实施主体", 2.0, lambda _, s: organ(JUSTICE)),
        ("责任事项", 7.0, lambda _, s: duty(s.kind).duties),
        ("备注", 1.8, came_from),
    ]
    heading, spans = two_row_heading(
        ["序号", "职权类型", "职权名称", "职权依据", "实施主体", "责任事项", "备注"], {"职权名称": ["项目", "子项"]}
    )
    big = under(listing(columns, law, "职权类型"), heading, spans)
    guides = [source for source in law if source.materials and source.basis][:8]
    services = pick("广东省司法厅", kinds=["公共服务"], limit_to=39)
    services += [source for source in items() if source.title == "行政复议案卷查阅"]
    inside = [
        *(s for s in items() if s.organ == "区人社局" and "机关事业" in s.name + s.sub_name),
        *(s for s in items() if s.organ == "区农业农村局" and "政府投资" in s.name),
    ]
    return [
        Sample(
            JUSTICE,
            "司法局权责清单（2023年）.docx",
            "大表：两行表头，职权类型纵向合并，表头每页重复，横向。",
            [*opening(JUSTICE, "权责事项目录（2023年版）"), big],
            tuple(law),
        ),
        Sample(
            JUSTICE,
            "司法局办事指南汇编.docx",
            "办事指南：每个事项一张要素表、一张申请材料表、一段办理流程。",
            guide(guides, organ(JUSTICE), flow=FLOW),
            tuple(guides),
            landscape=False,
        ),
        Sample(
            JUSTICE,
            "司法局公共服务事项清单.xlsx",
            "公共服务清单：合并标题。",
            {"公共服务": (organ(JUSTICE) + "公共服务事项清单", services_list(services, JUSTICE))},
            tuple(services),
        ),
        Sample(
            JUSTICE,
            "司法局内部事项清单.docx",
            "内部事项清单。",
            [*opening(JUSTICE, "内部事项清单"), internal_list(inside)],
            tuple(inside),
        ),
    ]


def internal_list(sources: Sequence[Source]) -> Grid:
    """A list of internal matters."""
    return listing(
        [
            ("序号", 1, number),
            ("内部事项名称", 7, lambda _, s: s.title),
            ("申请（涉及）单位", 4, lambda _, s: "各机关事业单位"),
            ("主办科室", 2, lambda _, s: "办公室"),
            ("办理依据", 3, basis),
            ("办理流程", 5, lambda _, s: "1.申请；2.审核；3.报批；4.反馈"),
            ("备注", 3, came_from),
        ],
        sources,
    )


def forest() -> list[Sample]:
    """林业和草原局: a long PDF with 处罚, a guide as PDF, the permit list as workbook, services as CSV."""
    matters = in_kind_order(
        [
            *pick("区林业局", kinds=["行政许可", "其他行政权力"]),
            *named("在草原上", "农村自用材"),
            *pick("广东省林业局", words=["植物检疫证书核发", "审定", "补偿", "扶持", "备案"]),
            *named("伪造、变造、转让地质勘查", "重大动物疫病病料", "林业科技"),
        ]
    )
    columns = [
        ("序号", 1.0, number),
        ("权力类型", 1.2, lambda _, s: "其他权力" if s.kind == "99" else s.kind),
        ("项目名称", 3.2, lambda _, s: s.title),
        ("设定依据", 6.5, basis),
        ("实施主体", 1.8, lambda _, s: organ(FOREST)),
        ("处理意见及理由", 1.4, lambda _, s: "保留"),
        ("责任事项", 6.5, lambda _, s: duty(s.kind).duties),
        ("责任事项依据", 3, lambda _, s: duty(s.kind).duties_basis),
        ("承办机构", 1.6, lambda _, s: "行政审批股" if s.kind == "行政许可" else "业务股室"),
        ("追责对象范围", 2, lambda _, s: duty(s.kind).accountability if s.kind == "行政许可" else ""),
        ("备注", 1.8, came_from),
    ]
    guides = [s for s in pick("广东省林业局", kinds=["行政许可", "行政给付", "其他行政权力"]) if len(s.materials) > 1][
        :9
    ]
    permits = [s for s in matters if s.kind == "行政许可"]
    national = listing(
        [
            ("序号", 1, number),
            ("事项名称", 7, lambda _, s: s.title),
            ("主管部门", 3, lambda _, s: "旗林业和草原局"),
            ("实施机关", 3, lambda _, s: organ(FOREST)),
            ("设定和实施依据", 12, basis),
            ("备注", 3, came_from),
        ],
        permits,
    )
    services = pick("广东省林业局", kinds=["公共服务"])
    return [
        Sample(
            FOREST,
            "林业和草原局权力清单和责任清单目录.pdf",
            "横向大表，表头每页重复，行跨页，有工作栏“处理意见及理由”。",
            [*opening(FOREST, "权力清单和责任清单目录"), listing(columns, matters, "权力类型")],
            tuple(matters),
        ),
        Sample(
            FOREST,
            "林草局办事指南（2023）.pdf",
            "办事指南，每个事项从新页开始。",
            guide(guides, organ(FOREST), flow=FLOW),
            tuple(guides),
            landscape=False,
        ),
        Sample(
            FOREST,
            "附件：林业和草原局行政许可事项清单（1）.xlsx",
            "全国统一的行政许可事项清单样式。",
            {"Sheet1": (organ(FOREST) + "行政许可事项清单", national)},
            tuple(permits),
        ),
        Sample(
            FOREST,
            "林草公共服务事项.csv",
            "电子表格另存的 CSV，编码 GB18030。",
            services_list(services, FOREST),
            tuple(services),
        ),
    ]
