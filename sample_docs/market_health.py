"""The files of 市场监督管理局 and 卫生健康委员会."""

from collections.abc import Sequence

from sample_docs.choose import (
    HEALTH,
    MARKET,
    Sample,
    in_kind_order,
    named,
    opening,
    organ,
    pick,
    services_list,
)
from sample_docs.grid import Block, Grid, Line, PageBreak, card
from sample_docs.parts import basis, came_from, counts, land_card, listing, number, prose, water_page
from sample_docs.rows import Source, duty


def market() -> list[Sample]:
    """市场监督管理局: the 恭城 layout, a workbook with a sheet per kind, a 责任清单 with tables that are no matters."""
    matters = in_kind_order(
        [
            *pick("广东省药品监督管理局", kinds=["行政许可", "行政奖励"]),
            *named(
                "移动式压力容器", "食品", "个体工商户", "节约能源", "节能咨询", "投资项目备案管理", "投资项目核准管理"
            ),
            *pick("区市监局", kinds=["行政许可", "其他行政权力", "行政裁决"]),
        ]
    )
    columns = [
        ("权力分类", 1.3, lambda _, s: s.kind),
        ("项目名称", 3.4, lambda _, s: s.name),
        ("子项", 2.6, lambda _, s: s.sub_name),
        ("实施依据", 6, basis),
        ("责任事项", 6, lambda _, s: duty(s.kind).duties),
        ("责任事项依据", 2.6, lambda _, s: duty(s.kind).duties_basis),
        ("追责情形", 4, lambda _, s: duty(s.kind).accountability if s.kind != "行政许可" else ""),
        ("追责依据", 1.6, lambda _, s: ""),
        ("行政许可事项编号", 2, lambda _, s: s.code if s.kind == "行政许可" else ""),
        ("部门梳理意见及理由", 1.6, lambda _, s: "保留"),
        ("审核组意见", 1.6, came_from),
    ]
    materials = [s for s in pick("广东省药品监督管理局") if s.materials]
    by_kind: dict[str, tuple[str, Grid]] = {"统计表": (organ(MARKET) + "权责事项统计表", counts(matters))}
    for kind in dict.fromkeys(s.kind for s in matters):
        own = [s for s in matters if s.kind == kind]
        by_kind[kind] = (f"{organ(MARKET)}{kind}事项", _by_kind(own))
    services = pick("区市监局", kinds=["公共服务"]) + pick(
        "广东省药品监督管理局", kinds=["公共服务"], words=["查询", "查阅"]
    )
    return [
        Sample(
            MARKET,
            "附件1：市场监督管理局权责清单事项梳理汇总表.docx",
            "汇总表：有“部门梳理意见及理由”“审核组意见”工作栏。",
            [*opening(MARKET, "权责清单事项梳理汇总表"), listing(columns, matters, "权力分类")],
            tuple(matters),
        ),
        Sample(
            MARKET,
            "市场监督管理局权责清单（分类）.xlsx",
            "每类一张工作表，另有统计表，标题合并。",
            by_kind,
            tuple(matters),
        ),
        Sample(
            MARKET,
            "市场监督管理局责任清单.docx",
            "责任清单：部门职责、职责边界、监管制度三张表不是事项，后面才是公共服务事项。",
            _duty_book(services),
            tuple(services),
            landscape=False,
        ),
        Sample(
            MARKET,
            "市场监管申请材料清单.xlsx",
            "材料清单：一行一份材料，事项名称纵向合并。",
            {"材料": ("", _material_rows(materials))},
            tuple(materials),
        ),
    ]


def _by_kind(sources: Sequence[Source]) -> Grid:
    return listing(
        [
            ("序号", 1, number),
            ("事项名称", 7, lambda _, s: s.name),
            ("子项名称", 6, lambda _, s: s.sub_name),
            ("权力类型", 2, lambda _, s: s.kind),
            ("实施依据", 12, basis),
            ("行使主体", 4, lambda _, s: organ(MARKET)),
            ("责任事项内容", 12, lambda _, s: duty(s.kind).duties),
            ("备注", 4, came_from),
        ],
        sources,
    )


def _material_rows(sources: Sequence[Source]) -> Grid:
    pairs = [(source, name) for source in sources for name in source.materials]
    columns = [
        ("事项名称", 6, lambda n, s: s.title),
        ("事项类型", 2, lambda n, s: s.kind),
        ("申请材料", 9, lambda n, s: pairs[n - 1][1]),
        ("备注", 4, came_from),
    ]
    return listing(columns, [source for source, _ in pairs], "事项名称")


def _duty_book(services: Sequence[Source]) -> list[Block]:
    main = Grid(
        (
            ("主要职责", "具体工作事项", "具体科室"),
            ("负责市场综合监督管理", "起草市场监督管理有关规范性文件", "法规股"),
            ("负责市场综合监督管理", "组织实施质量强旗战略、食品安全战略和标准化战略", "综合股"),
            ("负责市场主体统一登记注册", "指导各类市场主体登记注册工作", "登记注册股"),
        ),
        (5, 8, 3),
    )
    border = Grid(
        (
            ("管理事项", "相关部门", "职责分工"),
            ("食品安全监管", organ(MARKET), "负责食品生产经营环节监督管理"),
            ("食品安全监管", "土默特右旗农牧局", "负责食用农产品从种植养殖到进入市场前的质量安全监督管理"),
        ),
        (4, 5, 9),
    )
    watch = card(
        [
            ("监管制度", "“双随机、一公开”监管"),
            ("监督检查对象", "各类市场主体"),
            ("监督检查方式", "书面检查、实地核查、网络监测"),
        ],
        (4, 12),
    )
    return [
        *opening(MARKET, "责任清单"),
        Line("一、部门职责", "heading"),
        main,
        Line("二、与相关部门的职责边界", "heading"),
        border,
        Line("三、事中事后监管制度", "heading"),
        watch,
        Line("四、公共服务事项", "heading"),
        services_list(services, MARKET),
    ]


def health() -> list[Sample]:
    """卫生健康委员会: cards, one page per matter as PDF, prose blocks, county-level rows with full basis."""
    province = pick("广东省卫生健康委员会", kinds=["行政给付", "行政确认", "行政许可"])
    cards = [
        *named(
            "医疗技术临床应用", "饮用水供水单位", "公共场所卫生许可", "医师执业注册", "护士执业注册", "医疗机构设置审批"
        ),
        *(s for s in province if "鉴定" in s.title),
    ]
    pages = [
        *named("优抚对象医疗保障", "义务兵家庭优待金", "独生子女父母光荣证", "执业登记", "医疗技术临床应用"),
        *(s for s in province if "补偿" in s.title),
    ]
    with_materials = [s for s in province if len(s.materials) > 2]
    prose_rows = with_materials[:5] + [s for s in with_materials if "病残儿" in s.name or "并发症" in s.name]
    paged: list[Block] = []
    for count, source in enumerate(pages):
        paged += [PageBreak()] if count else []
        paged += [Line("权力和责任清单", "title"), water_page(source, organ(HEALTH))]
    carded: list[Block] = [Line("行政权力责任事项梳理表", "title")]
    for count, source in enumerate(cards, 1):
        carded += [land_card(count, source, organ(HEALTH)), Line("")]
    transplant = [s for s in province if "移植" in s.name][:6]
    return [
        Sample(
            HEALTH,
            "卫健委行政权力责任事项梳理表.docx",
            "每个事项一张卡片，卡片接着排。",
            carded,
            tuple(cards),
            landscape=False,
        ),
        Sample(
            HEALTH,
            "卫健委权力事项（一项一页）.pdf",
            "一项一页，左栏名称右栏内容。",
            paged,
            tuple(pages),
            landscape=False,
        ),
        Sample(
            HEALTH,
            "卫健委办理事项说明.docx",
            "没有表格，每个事项一段“事项名称：……”。",
            [*opening(HEALTH, "办理事项说明"), *prose(prose_rows, organ(HEALTH), bracketed=False)],
            tuple(prose_rows),
            landscape=False,
        ),
        Sample(
            HEALTH,
            "卫健委医师资格事项.docx",
            "没有表格，每行是“[事项名称：……]”。",
            prose(transplant, organ(HEALTH), bracketed=True),
            tuple(transplant),
            landscape=False,
        ),
    ]
