"""How real lists are laid out: a list, a card, a guide, a page per matter. Shapes only; the rows come from outside."""

from collections.abc import Callable, Sequence

from quanze.document import Span
from sample_docs.grid import Block, Grid, Line, PageBreak, card, groups
from sample_docs.rows import Source, duty

PLACE = "土默特右旗"
Column = tuple[str, float, Callable[[int, Source], str]]
"""Heading, relative width, and what stands in the cell for (序号, matter)."""


def number(count: int, _: Source) -> str:
    """序号."""
    return str(count)


def came_from(_: int, source: Source) -> str:
    """备注: where the row was published."""
    return f"来源：{source.place.split('→')[0]}公开事项"


def basis(_: int, source: Source) -> str:
    """设定依据, as far as the row has one."""
    return source.basis


def limit(text: str) -> str:
    """「20(工作日)」 as lists write it: 20个工作日."""
    value, _, unit = text.partition("(")
    return f"{value}个{unit.rstrip(')')}" if unit else ""


def listing(columns: Sequence[Column], sources: Sequence[Source], merge: str = "") -> Grid:
    """A list with one row per matter; runs of equal text in the column headed `merge` become one cell."""
    head = tuple(name for name, _, _ in columns)
    body = [tuple(fill(count, source) for _, _, fill in columns) for count, source in enumerate(sources, 1)]
    rows = [head, *body]
    spans = groups(rows, head.index(merge), 1) if merge else ()
    return Grid(tuple(rows), tuple(width for _, width, _ in columns), spans=spans)


def under(grid: Grid, heading: Sequence[Sequence[str]], spans: tuple[Span, ...]) -> Grid:
    """The same list below a heading of several rows."""
    extra = len(heading) - grid.heading
    moved = tuple(Span(s.row + extra, s.column, s.rows, s.columns) for s in grid.spans)
    rows = (*(tuple(row) for row in heading), *grid.rows[grid.heading :])
    return Grid(rows, grid.widths, heading=len(heading), spans=(*spans, *moved), repeat=grid.repeat)


def land_card(count: int, source: Source, organ: str) -> Grid:
    """The card of a 行政权力责任事项梳理表."""
    text = duty(source.kind)
    return card(
        [
            ("职权名称", f"{count}、{source.name}"),
            ("职权类型", source.kind, "审核转报", "否"),
            ("职权编码", source.code, "法定主体", organ),
            ("职权依据", source.basis),
            ("责任事项", text.duties),
            ("追责情形", text.accountability),
            ("备注", came_from(count, source)),
        ],
        (2, 6, 2, 6),
    )


def water_page(source: Source, organ: str) -> Grid:
    """One page per matter: label cell, then value cell."""
    text = duty(source.kind)
    return card(
        [
            ("权力名称", source.title),
            ("权力类别", source.kind),
            ("责任主体", organ),
            ("设定依据", source.basis),
            ("责任事项", text.duties),
            ("追责情形及追责依据", text.accountability),
            ("备注", came_from(0, source)),
        ],
        (3, 13),
    )


def guide_fields(source: Source, organ: str) -> Grid:
    """The field table that opens a 办事指南."""
    return card(
        [
            ("事项名称", source.title, "事项类型", source.kind),
            ("实施编码", source.code, "行使层级", "县级"),
            ("实施主体", organ, "服务对象", "自然人、法人"),
            ("法定办结时限", limit(source.statutory), "承诺办结时限", limit(source.promised)),
            ("设定依据", source.basis),
            ("收费情况", "不收费", "备注", came_from(0, source)),
        ],
        (2.2, 5.8, 2.2, 5.8),
    )


def guide_materials(source: Source) -> Grid:
    """The 申请材料 table of a 办事指南."""
    head = ("序号", "材料名称", "材料形式", "份数", "来源渠道", "备注")
    rows = [
        (str(count), name, "原件" if "表" in name else "复印件", "1", "申请人自备", "")
        for count, name in enumerate(source.materials, 1)
    ]
    return Grid((head, *rows), (1.2, 7, 2, 1.2, 2.4, 2))


def guide(sources: Sequence[Source], organ: str, *, flow: str) -> list[Block]:
    """办事指南 one after another: fields, materials, procedure."""
    blocks: list[Block] = []
    for count, source in enumerate(sources):
        blocks += [PageBreak()] if count else []
        blocks += [
            Line(f"{source.title}办事指南", "heading"),
            guide_fields(source, organ),
            Line("申请材料"),
            guide_materials(source),
            Line("办理流程"),
            Line(flow),
        ]
    return blocks


def prose(sources: Sequence[Source], organ: str, *, bracketed: bool) -> list[Block]:
    """Plain text blocks, one matter after another, each field on its own line."""
    blocks: list[Block] = []
    for source in sources:
        fields = [
            ("事项名称", source.title),
            ("事项类型", source.kind),
            ("实施主体", organ),
            ("设定依据", source.basis.replace("\n", "")),
            ("申请材料", "；".join(f"{count}.{name}" for count, name in enumerate(source.materials, 1))),
            ("法定办结时限", limit(source.statutory)),
            ("承诺办结时限", limit(source.promised)),
        ]
        for label, value in fields:
            if value:
                blocks.append(Line(f"[{label}：{value}]" if bracketed else f"{label}：{value}"))
        blocks.append(Line(""))
    return blocks


def counts(sources: Sequence[Source]) -> Grid:
    """The 统计表 above a list: how many matters of each kind."""
    kinds = list(dict.fromkeys(source.kind for source in sources))
    rows = [(kind, str(sum(source.kind == kind for source in sources))) for kind in kinds]
    return Grid((("权力类型", "数量"), *rows, ("合计", str(len(sources)))), (4, 2))
