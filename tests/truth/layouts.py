"""Layouts of the truth set: matters laid out as blocks, together with what the tables and matters truly are."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from quanze.document import Span
from sample_docs.grid import Block, Grid, Line, PageBreak, card, groups, two_row_heading
from tests.truth.columns import Column
from tests.truth.content import Facts
from tests.truth.splitting import HandCut, split

_UNSCORED = ("#", "lead", "working", "fee", "county", "town", "opinion", "duties_basis")


@dataclass(frozen=True, slots=True)
class TrueTable:
    """One table as the list means it: all rows, heading included, however many pages it runs over."""

    rows: tuple[tuple[str, ...], ...]
    heading: int
    kind: str
    """list, card, materials, or other (a table that is not of matters)."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Blocks to draw and the truth about them."""

    blocks: tuple[Block, ...]
    tables: tuple[TrueTable, ...]
    matters: tuple[dict[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """How a list is drawn: `numbers` is each, blank, auto (by the word processor) or group (one per merged name)."""

    columns: tuple[Column, ...]
    numbers: str = "each"
    merged: tuple[str, ...] = ("kind",)
    repeat: bool = True
    breakable: bool = True
    narrow: bool = False
    title: bool = True
    cuts: tuple[HandCut, ...] = ()


def matter(facts: Facts, columns: Sequence[Column] = (), **more: object) -> dict[str, object]:
    """The truth about one matter: the fields that the layout shows."""
    shown = dict.fromkeys(name for _, _, name in columns if name not in _UNSCORED)
    known = {key: getattr(facts, key) for key in shown if getattr(facts, key)}
    return {"name": facts.name, **known, **more}


def list_grid(shape: Shape, facts: Sequence[Facts]) -> Grid:
    """The list as one grid."""
    names = [heading for heading, _, _ in shape.columns]
    top = list(dict.fromkeys(name.split("/")[0] for name in names))
    under: dict[str, Sequence[str]] = {}
    for name in names:
        if "/" in name:
            upper, lower = name.split("/")
            under[upper] = [*under.get(upper, []), lower]
    heading, spans = two_row_heading(top, under) if under else ([top], ())
    body = [tuple("" if f == "#" else fact.cell(f) for _, _, f in shape.columns) for fact in facts]
    rows = [*map(tuple, heading), *_numbered(shape, body, facts)]
    merged: list[Span] = list(spans)
    for number, (_, _, name) in enumerate(shape.columns):
        if name in shape.merged or (name == "#" and shape.numbers == "group"):
            merged += groups(rows, number, len(heading))
    narrow = {"kind": 0.75} if shape.narrow else {}
    widths = tuple(width * narrow.get(name, 1) for _, width, name in shape.columns)
    auto = shape.numbers == "auto" and shape.columns[0][2] == "#"
    return Grid(tuple(rows), widths, len(heading), tuple(merged), shape.repeat, auto, shape.breakable)


def _numbered(shape: Shape, body: list[tuple[str, ...]], facts: Sequence[Facts]) -> list[tuple[str, ...]]:
    fields = [name for _, _, name in shape.columns]
    if "#" not in fields or shape.numbers == "blank":
        return body
    where = fields.index("#")
    numbered, count, before = [], 0, None
    for row, fact in zip(body, facts, strict=True):
        count += shape.numbers != "group" or fact.name != before
        before = fact.name
        numbered.append((*row[:where], str(count), *row[where + 1 :]))
    return numbered


def a_list(shape: Shape, facts: Sequence[Facts], title: str) -> Laid:
    """One large list, perhaps split by hand into several tables with page breaks between."""
    grid = list_grid(shape, facts)
    blocks: list[Block] = [Line(title, "title"), Line(f"填报单位：{facts[0].organ}")] if shape.title else []
    for number, part in enumerate(split(grid, shape.cuts)):
        blocks += [PageBreak(), part] if number else [part]
    table = TrueTable(grid.rows, grid.heading, "list")
    return Laid(tuple(blocks), (table,), tuple(matter(fact, shape.columns) for fact in facts))


def cards(facts: Sequence[Facts], style: str, *, paged: bool, titled: bool) -> Laid:
    """A card per matter: 梳理表 (`land`) or 内蒙古水利厅 (`water`); each on its own page or one after another."""
    blocks: list[Block] = []
    tables: list[TrueTable] = []
    for count, fact in enumerate(facts, 1):
        grid = land(count, fact) if style == "land" else water(fact)
        if count > 1:
            blocks.append(PageBreak() if paged else Line(""))
        if titled or count == 1:
            blocks.append(Line("权力和责任清单" if style == "water" else "行政权力责任事项梳理表", "title"))
        blocks.append(grid)
        tables.append(TrueTable(grid.rows, 0, "card"))
    shown: list[Column] = [("", 1, name) for name in ("kind", "organ", "basis", "duties", "accountability", "note")]
    shown += [("", 1, "code")] if style == "land" else []
    return Laid(tuple(blocks), tuple(tables), tuple(matter(fact, shown) for fact in facts))


def land(count: int, fact: Facts) -> Grid:
    """The four-column card."""
    return card(
        [
            ("职权名称", f"{count}、{fact.name}"),
            ("职权类型", fact.kind, "审核转报", "否"),
            ("职权编码", fact.code, "法定主体", fact.organ),
            ("职权依据", fact.basis),
            ("责任事项", fact.duties),
            ("追责情形", fact.accountability),
            ("备注", fact.note),
        ],
        (2, 6, 2, 6),
    )


def water(fact: Facts) -> Grid:
    """The two-column card."""
    return card(
        [
            ("权力名称", fact.name),
            ("权力类别", fact.kind),
            ("责任主体", fact.organ),
            ("设定依据", fact.basis),
            ("责任事项", fact.duties),
            ("追责情形及追责依据", fact.accountability),
            ("备注", fact.note),
        ],
        (3, 13),
    )


def guides(facts: Sequence[Facts], *, paged: bool, form: str) -> Laid:
    """办事指南: a field table, an 申请材料 table and the procedure per matter."""
    blocks: list[Block] = []
    tables: list[TrueTable] = []
    for count, fact in enumerate(facts):
        fields = card(
            [
                ("事项名称", fact.name, "事项类型", fact.kind),
                ("实施主体", fact.organ, "行使层级", fact.level),
                ("法定办结时限", fact.statutory, "承诺办结时限", fact.promised),
                ("设定依据", fact.basis),
            ],
            (2.2, 5.8, 2.2, 5.8),
        )
        head = ("序号", "材料名称", form, "份数", "来源渠道", "备注")
        rows = [(str(n), name, "原件", "1", "申请人自备", "") for n, name in enumerate(fact.materials, 1)]
        materials = Grid((head, *rows), (1.2, 7, 2, 1.2, 2.4, 2))
        blocks += [PageBreak()] if paged and count else []
        blocks += [Line(f"{fact.name}办事指南", "heading"), fields, Line("申请材料"), materials]
        blocks += [Line("办理流程"), Line("→".join(fact.steps))]
        tables += [TrueTable(fields.rows, 0, "card"), TrueTable(materials.rows, 1, "materials")]
    shown: list[Column] = [("", 1, n) for n in ("kind", "organ", "level", "basis", "statutory", "promised")]
    matters = [matter(fact, shown, materials=list(fact.materials), steps=list(fact.steps)) for fact in facts]
    return Laid(tuple(blocks), tuple(tables), tuple(matters))


def material_list(facts: Sequence[Facts]) -> Laid:
    """One row per material, the matter's name merged over its rows."""
    rows = [("事项名称", "事项类型", "申请材料", "备注")]
    rows += [(fact.name, fact.kind, name, "") for fact in facts for name in fact.materials]
    grid = Grid(tuple(rows), (6, 2, 9, 3), spans=(*groups(rows, 0, 1),))
    matters = [matter(fact, [("", 1, "kind")], materials=list(fact.materials)) for fact in facts]
    return Laid((Line("申请材料清单", "title"), grid), (TrueTable(grid.rows, 1, "materials"),), tuple(matters))


def book(facts: Sequence[Facts], shape: Shape) -> Laid:
    """A 责任清单: counts, duties, borders and supervision are tables that are not matters; a list comes after."""
    kinds = list(dict.fromkeys(fact.kind for fact in facts))
    counted = [(kind, str(sum(fact.kind == kind for fact in facts))) for kind in kinds]
    counts = Grid((("权力类型", "数量"), *counted, ("合计", str(len(facts)))), (4, 2))
    border = Grid(
        (
            ("管理事项", "相关部门", "职责分工"),
            ("食品安全监管", facts[0].organ, "负责生产经营环节监督管理"),
            ("食品安全监管", "土默特右旗农牧局", "负责食用农产品进入市场前的质量安全监督管理"),
        ),
        (4, 5, 9),
        spans=(Span(1, 0, 2, 1),),
    )
    watch = card([("监管制度", "“双随机、一公开”监管"), ("监督检查方式", "书面检查、实地核查、网络监测")], (4, 12))
    laid = a_list(dataclasses.replace(shape, title=False), facts, "")
    others = (counts, border, watch)
    blocks: list[Block] = [Line("责任清单", "title")]
    for name, grid in zip(("一、统计表", "二、职责边界", "三、事中事后监管制度"), others, strict=True):
        blocks += [Line(name, "heading"), grid]
    blocks += [Line("四、权责事项", "heading"), *laid.blocks]
    tables = [TrueTable(grid.rows, grid.heading, "other") for grid in others]
    return Laid(tuple(blocks), (*tables, *laid.tables), laid.matters)


def prose(facts: Sequence[Facts], *, bracketed: bool) -> Laid:
    """Plain text, one field a line."""
    labels = (("事项名称", "name"), ("事项类型", "kind"), ("实施主体", "organ"), ("设定依据", "basis"))
    blocks: list[Block] = []
    for fact in facts:
        for label, name in labels:
            value = fact.cell(name).replace("\n", "")
            if value:
                blocks.append(Line(f"[{label}：{value}]" if bracketed else f"{label}：{value}"))
        if fact.materials:
            words = "；".join(f"{n}.{part}" for n, part in enumerate(fact.materials, 1))
            blocks.append(Line(f"[申请材料：{words}]" if bracketed else f"申请材料：{words}"))
        blocks.append(Line(""))
    shown: list[Column] = [("", 1, name) for _, name in labels]
    matters = [
        {**matter(fact, shown, materials=list(fact.materials)), "basis": fact.basis.replace("\n", "")} for fact in facts
    ]
    return Laid(tuple(blocks), (), tuple(matters))
