"""Lists, cards and guides drawn at random from real rows: every layout that offices use, with the truth beside it.

A layout is chosen by a seed, so that a failure can be drawn again.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from extractors.lexicon import headings
from quanze.document import Document, Paragraph, Place, Span, Table
from quanze.text import fold

DUTIES = (
    "1.受理责任：公示依法应当提交的材料。\n2.审查责任：审核材料。\n3.决定责任：作出决定。\n4.法律法规规定的其他责任。"
)
FLOW = "申请→受理→审查→决定→送达"
ORDER = (
    *("serial", "kind", "code", "name", "sub_name", "basis", "organ", "office", "level", "duties", "duties_basis"),
    *("accountability", "limit_statutory", "limit_promised", "material", "fee", "working", "note"),
)
CHANCE = {"serial": 0.85, "kind": 0.7, "code": 0.4, "sub_name": 0.4, "basis": 0.9, "material": 0.15, "working": 0.2}
FIXED = {"duties_basis": "责任事项依据", "fee": "收费标准及依据", "working": "部门梳理意见及理由"}
KINDS = ("行政许可", "其他行政权力", "公共服务", "行政确认", "行政奖励", "行政给付")


@dataclass(frozen=True, slots=True)
class Row:
    """A real matter as a list shows it."""

    name: str
    fields: dict[str, str]
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """What must be read: name, sub-name, kind ("" where the layout does not show it), materials."""

    name: str
    sub_name: str
    kind: str
    materials: tuple[str, ...] = ()


@cache
def pool(shared: Path) -> tuple[Row, ...]:
    """Real matters with names told apart after folding, each with a basis and its materials."""
    with (shared / "items/items.csv").open(encoding="utf-8-sig", newline="") as file:
        items = list(csv.DictReader(file))
    with (shared / "items/item_materials.csv").open(encoding="utf-8-sig", newline="") as file:
        materials: dict[str, list[str]] = {}
        for one in csv.DictReader(file):
            materials.setdefault(one["key"], []).append(one["material"].strip("；。"))
    bases = [item["basis"] for item in items if item["basis"]]
    rows: dict[str, Row] = {}
    for at, item in enumerate(items):
        if item["kind"] in KINDS:
            fields = {
                "kind": item["kind"],
                "code": item["code"],
                "organ": item["organ"] or "某局",
                "office": ("行政审批股", "办公室", "综合执法大队")[at % 3],
                "level": item["level"],
                "basis": bases[at % len(bases)],
                "duties": DUTIES,
                "duties_basis": "《行政许可法》第三十条",
                "accountability": "不履行职责的，应当承担责任",
                "limit_statutory": item["statutory_limit"],
                "limit_promised": item["promised_limit"],
                "fee": "不收费",
                "working": "保留",
            }
            found = tuple(dict.fromkeys(materials.get(item["key"], ())))[:6]
            rows.setdefault(fold(item["name"]), Row(item["name"], fields, found))
    return tuple(rows.values())


class Drawing:
    """Rows and merged cells of a table in the making."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.rows: list[list[str]] = []
        self.spans: list[Span] = []

    def add(self, *cells: str, wide: bool = False) -> int:
        """Add a row; the last cell stretches to the right edge where there are too few, or a single one on demand."""
        row = [*cells, *([cells[-1] if wide else ""] * (self.columns - len(cells)))]
        self.rows.append(row)
        if wide and len(cells) < self.columns:
            self.spans.append(Span(len(self.rows) - 1, len(cells) - 1, 1, self.columns - len(cells) + 1))
        return len(self.rows) - 1

    def down(self, column: int, first: int) -> None:
        """Merge a column from `first` to the last row."""
        last = len(self.rows) - 1
        if last > first:
            for row in range(first, last + 1):
                self.rows[row][column] = self.rows[first][column]
            self.spans.append(Span(first, column, last - first + 1, 1))

    def table(self, number: int = 1) -> Table:
        """The table."""
        places = tuple(Place(table=number, row=row + 1) for row in range(len(self.rows)))
        return Table(tuple(map(tuple, self.rows)), places, tuple(self.spans))


def label(role: str, random: Random) -> str:
    """A heading for a role as some office writes it: a synonym, spaced, broken, marked, or with a bracket."""
    words = [term.text for term in headings() if (term.role, term.match, term.rank) == (role, "exact", 1)]
    text = FIXED.get(role) or random.choice(words)
    middle = len(text) // 2
    return random.choice(
        [text] * 6 + [" ".join(text), f"{text[:middle]}\n{text[middle:]}", f"{text}：", f"{text}*", f"{text}（必填）"]
    )


def wrapped(text: str, width: int) -> str:
    """A text as narrow paper shows it."""
    lines = [line[at : at + width] for line in text.split("\n") for at in range(0, max(1, len(line)), width)]
    return "\n".join(lines)


def draw_list(rows: tuple[Row, ...], seed: int) -> tuple[Document, list[Truth]]:
    """One list and its truth."""
    random = Random(seed)
    chosen = random.sample(rows, random.randint(1, 20))
    roles = [role for role in ORDER if role == "name" or random.random() < CHANCE.get(role, 0.35)]
    roles += [] if set(roles) & {"kind", "basis", "duties", "code"} else ["basis"]
    grouped = random.random() < 0.4
    if grouped:
        chosen.sort(key=lambda row: row.fields["kind"])
    drawing = Drawing(len(roles))
    if random.random() < 0.4:
        drawing.add("某局权力和责任清单（2023年版）", wide=True)
    _heading(drawing, roles, random)
    truths: list[Truth] = []
    kind = ""
    for number, row in enumerate(chosen, 1):
        if grouped and row.fields["kind"] != kind and ("kind" not in roles or random.random() < 0.5):
            count = sum(one.fields["kind"] == row.fields["kind"] for one in chosen)
            drawing.add(f"{row.fields['kind']}（共{count}项）", wide=True)
        kind = row.fields["kind"]
        truths += _matter(drawing, roles, row, number, grouped, random)
        if random.random() < 0.04:
            drawing.add("")
    if random.random() < 0.2 and len(roles) > 2:
        drawing.add("合计", str(len(chosen)))
    form = random.choice(["docx", "xlsx", "pdf"])
    if form == "pdf":
        widths = [random.randint(4, 18) for _ in roles]
        drawing.rows = [
            [wrapped(text, width) if len(set(row)) > 1 else text for text, width in zip(row, widths, strict=True)]
            for row in drawing.rows
        ]
    return Document("清单", "0" * 64, form, (Paragraph("某局权责清单"), drawing.table())), truths


def _heading(drawing: Drawing, roles: list[str], random: Random) -> None:
    """One heading row, or two with 项目 and 子项 under the name's heading."""
    labels = [label(role, random) for role in roles]
    at = roles.index("name")
    if roles[at : at + 2] != ["name", "sub_name"] or random.random() < 0.5:
        drawing.add(*labels)
        return
    first = drawing.add(*labels[:at], "职权名称", "职权名称", *labels[at + 2 :])
    drawing.spans.append(Span(first, at, 1, 2))
    drawing.add(*labels[:at], "项目", "子项", *labels[at + 2 :])
    for column in range(len(roles)):
        if column not in (at, at + 1):
            drawing.down(column, first)


def _matter(drawing: Drawing, roles: list[str], row: Row, number: int, grouped: bool, random: Random) -> list[Truth]:
    """The rows of one matter: one, or one per sub-name with the rest merged down."""
    subs = [""]
    if "sub_name" in roles and random.random() < 0.4:
        subs = random.choice([["无"], ["首次申请", "变更申请"], ["甲类情形", "乙类情形", "丙类情形"]])
    materials = row.materials if "material" in roles else ()
    texts = {
        **row.fields,
        "serial": str(number),
        "name": row.name,
        "material": "\n".join(f"{at}.{name}" for at, name in enumerate(materials, 1)),
    }
    if "kind" in roles and random.random() < 0.1:
        texts["kind"] = "\n".join(texts["kind"])
    first = len(drawing.rows)
    for sub in subs:
        drawing.add(*({**texts, "sub_name": sub}.get(role, "") for role in roles))
    for column, role in enumerate(roles):
        if role != "sub_name":
            drawing.down(column, first)
    kind = row.fields["kind"] if grouped or "kind" in roles else ""
    return [Truth(row.name, "" if sub == "无" else sub, kind, materials) for sub in subs]


def draw_cards(rows: tuple[Row, ...], seed: int) -> tuple[Document, list[Truth]]:
    """Cards of two, four or six columns, one per table or all in one, and their truth."""
    random = Random(seed)
    chosen = random.sample(rows, random.randint(1, 5))
    columns = random.choice([2, 4, 4, 6])
    short = ["code", "kind", "organ", "office", "level", "limit_statutory", "limit_promised"]
    roles = ["kind", *(role for role in (*short[2:], "basis", "duties", "accountability") if random.random() < 0.6)]
    labels = {role: label(role, random) for role in ("name", "material", *roles)}
    style = random.choice(["cell", "beside", "below", "none"])
    together = random.random() < 0.3
    drawings: list[Drawing] = []
    truths = []
    for number, row in enumerate(chosen, 1):
        if not drawings or not together:
            drawings.append(Drawing(columns))
        drawing = drawings[-1]
        mark = f"{number}、" if random.random() < 0.2 else ""
        drawing.add(labels["name"], mark + row.name, wide=True)
        pairs = [(labels[role], row.fields.get(role, "")) for role in roles]
        step = columns // 2
        while pairs:
            taken = step if all(len(text) < 40 for _, text in pairs[:step]) else 1
            drawing.add(*(text for pair in pairs[:taken] for text in pair), wide=True)
            del pairs[:taken]
        _card_materials(drawing, labels["material"], row.materials, style)
        kept = row.materials if style != "none" and (style == "cell" or columns > 2) else ()
        truths.append(Truth(row.name, "", row.fields["kind"], kept))
    tables = tuple(drawing.table(number) for number, drawing in enumerate(drawings, 1))
    return Document("表", "0" * 64, "docx", (Paragraph("行政权力责任事项梳理表"), *tables)), truths


def _card_materials(drawing: Drawing, heading: str, materials: tuple[str, ...], style: str) -> None:
    """The materials of a card: in one cell, beside their label, or below it."""
    if not materials or style == "none":
        return
    if style == "cell":
        drawing.add(heading, "\n".join(f"{at}.{name}" for at, name in enumerate(materials, 1)), wide=True)
    elif drawing.columns > 2 and style == "beside":
        first = drawing.add(heading, "序号", "材料名称", wide=True)
        for at, name in enumerate(materials, 1):
            drawing.add(heading, str(at), name, wide=True)
        drawing.down(0, first)
    elif drawing.columns > 2:
        drawing.add("申请材料", wide=True)
        drawing.add("序号", "材料名称", wide=True)
        for at, name in enumerate(materials, 1):
            drawing.add(str(at), name, wide=True)


def draw_guides(rows: tuple[Row, ...], seed: int) -> tuple[Document, list[Truth]]:
    """Guides as text, with materials in lines or tables, and their truth."""
    random = Random(seed)
    chosen = random.sample([row for row in rows if row.materials and row.name[-1] not in "》”"], random.randint(1, 5))
    style = random.choice(["colon", "section", "bracket", "tag"])
    listed = random.choice(["table", "lines"])
    blocks: list[Paragraph | Table] = []
    truths = []
    for number, row in enumerate(chosen, 1):
        if random.random() < 0.4:
            blocks.append(Paragraph(f"{row.name}办事指南", level=1))
        fields = [
            ("事项名称", row.name),
            ("事项类型", row.fields["kind"]),
            ("设定依据", row.fields["basis"]),
            ("受理条件", "符合法定条件。"),
            ("申请材料", "\n".join(f"{at}.{name}" for at, name in enumerate(row.materials, 1))),
            ("办理流程", FLOW),
            ("咨询电话", "00000"),
        ]
        for at, (heading, text) in enumerate(fields):
            if heading == "申请材料" and listed == "table":
                drawing = Drawing(3)
                drawing.add("序号", "材料名称", "份数")
                for row_number, name in enumerate(row.materials, 1):
                    drawing.add(str(row_number), name, "1")
                blocks += [Paragraph(f"{heading}："), drawing.table(number)]
            else:
                blocks += [Paragraph(line) for line in _field(style, "一二三四五六七"[at], heading, text)]
        truths.append(Truth(row.name, "", row.fields["kind"], row.materials))
    return Document("指南", "0" * 64, "docx", tuple(blocks)), truths


def _field(style: str, number: str, heading: str, text: str) -> list[str]:
    """One field of a guide as paragraphs."""
    if style == "bracket":
        return [f"[{heading}：{text}]"]
    if style == "tag":
        return [f"【{heading}】{text}"]
    if style == "section":
        return [f"{number}、{heading}", *text.split("\n")]
    return [f"{heading}：{text}"]
