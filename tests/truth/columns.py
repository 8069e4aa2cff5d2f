"""Headings of real lists (DOMAIN.md 1.1), each column with its width and the field it shows."""

Column = tuple[str, float, str]
"""Heading (two-row headings as upper/lower), relative width, field of `Facts`; "#" is 序号."""

LIAONING: tuple[Column, ...] = (
    ("序号", 1, "#"),
    ("职权类型", 1.4, "kind"),
    ("职权名称/项目", 3.2, "name"),
    ("职权名称/子项", 3.2, "sub_name"),
    ("职权依据", 7, "basis"),
    ("实施主体", 2, "organ"),
    ("责任事项", 7, "duties"),
    ("备注", 1.8, "note"),
)
GUIDING: tuple[Column, ...] = (
    ("序号", 1, "#"),
    ("权利类型", 1.2, "kind"),
    ("权力名称", 3, "name"),
    ("权力依据", 6, "basis"),
    ("责任事项", 6, "duties"),
    ("职责边界换分/县级部门", 2, "county"),
    ("职责边界换分/乡镇（街道）", 2, "town"),
    ("责任事项依据", 3, "duties_basis"),
    ("承办机构", 1.8, "office"),
    ("追责对象范围", 3, "accountability"),
    ("备注", 1.5, "note"),
)
GONGCHENG: tuple[Column, ...] = (
    ("权力分类", 1.3, "kind"),
    ("项目名称", 3.4, "name"),
    ("子项", 2.6, "sub_name"),
    ("实施依据", 6, "basis"),
    ("责任事项", 6, "duties"),
    ("责任事项依据", 2.6, "duties_basis"),
    ("追责情形", 4, "accountability"),
    ("行政许可事项编号", 2, "code"),
    ("部门梳理意见及理由", 1.6, "opinion"),
    ("审核组意见", 1.6, "working"),
)
FORESTRY: tuple[Column, ...] = (
    ("序号", 1, "#"),
    ("权力类型", 1.2, "kind"),
    ("项目名称", 3.2, "name"),
    ("设定依据", 6.5, "basis"),
    ("实施主体", 1.8, "organ"),
    ("处理意见及理由", 1.6, "opinion"),
    ("责任事项", 6.5, "duties"),
    ("承办机构", 1.6, "office"),
    ("备注", 1.8, "note"),
)
MINGGUANG: tuple[Column, ...] = (
    ("序号", 1, "#"),
    ("权力类型", 1.3, "kind"),
    ("项目编码", 2.6, "code"),
    ("项目名称", 4, "name"),
    ("子项", 3, "sub_name"),
    ("实施依据", 5, "basis"),
    ("责任事项", 6, "duties"),
    ("追责情形", 4, "accountability"),
)
KLAMAYI: tuple[Column, ...] = (
    ("序号", 1, "#"),
    ("事项名称", 4, "name"),
    ("子项名称", 3, "sub_name"),
    ("权力类型", 1.6, "kind"),
    ("实施依据", 6, "basis"),
    ("行使主体", 2, "organ"),
    ("承办机构", 2, "office"),
    ("实施层级及权限", 2, "level"),
    ("责任事项内容", 6, "duties"),
    ("追责情形", 3, "accountability"),
    ("备注", 1.5, "note"),
)
NATIONAL: tuple[Column, ...] = (
    ("事项名称", 6, "name"),
    ("主管部门", 3, "lead"),
    ("实施机关", 3, "organ"),
    ("设定和实施依据", 9, "basis"),
)
TEMPLATE: tuple[Column, ...] = (
    ("序号", 1, "#"),
    ("事项名称", 6, "name"),
    ("事项类型", 2, "kind"),
    ("办理主体", 3, "organ"),
    ("行使依据", 5, "basis"),
    ("法定期限", 2, "statutory"),
    ("收费标准与依据", 2, "fee"),
)
SERVICES: tuple[Column, ...] = (
    ("序号", 1, "#"),
    ("事项名称", 9, "name"),
    ("事项类型", 2.4, "kind"),
    ("实施主体", 5, "organ"),
    ("承诺办结时限", 2.6, "promised"),
    ("备注", 2.5, "note"),
)
BARE: tuple[Column, ...] = (
    ("职权类型", 2, "kind"),
    ("职权名称", 10, "name"),
    ("承办机构", 3, "office"),
    ("备注", 3, "note"),
)
FUJIAN: tuple[Column, ...] = (
    ("序号", 1, "#"),
    ("项目名称", 5, "name"),
    ("子项", 5, "sub_name"),
    ("设定依据", 7, "basis"),
    ("审批对象", 2.5, "fee"),
)
LISTS = {
    "liaoning": LIAONING,
    "guiding": GUIDING,
    "gongcheng": GONGCHENG,
    "forestry": FORESTRY,
    "mingguang": MINGGUANG,
    "klamayi": KLAMAYI,
    "national": NATIONAL,
    "template": TEMPLATE,
    "services": SERVICES,
    "bare": BARE,
    "fujian": FUJIAN,
}
