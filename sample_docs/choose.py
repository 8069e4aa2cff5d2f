"""Choosing real rows for a sample department, and what a sample file is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sample_docs.grid import Block, Grid, Line
from sample_docs.parts import PLACE, came_from, limit, listing, number
from sample_docs.rows import Source, items, listed

JUSTICE, FOREST, MARKET, HEALTH = "司法局", "林业和草原局", "市场监督管理局", "卫生健康委员会"
FLOW = (
    "1.申请；2.受理：当场作出；3.审查：审查申请材料，需要时实地核查；"
    "4.决定：作出准予或者不予决定；5.送达：送达决定文书或者证照。"
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One file: `content` is blocks for Word and PDF, sheets for a workbook, a grid for CSV."""

    department: str
    name: str
    layout: str
    content: Sequence[Block] | Mapping[str, tuple[str, Grid]] | Grid
    sources: tuple[Source, ...]
    landscape: bool = True


def pick(organ: str, *, kinds: Sequence[str] = (), words: Sequence[str] = (), limit_to: int = 99) -> list[Source]:
    """Matters of an organ, of these kinds, whose title holds one of these words; the first `limit_to`."""
    found = [
        source
        for source in items()
        if source.organ == organ
        and (not kinds or source.kind in kinds)
        and (not words or any(word in source.name + source.sub_name for word in words))
    ]
    return found[:limit_to]


def named(*words: str) -> list[Source]:
    """Matters of the published power lists, delegation notices and 辽宁 whose name holds one of these words."""
    pool = [*listed(), *(source for source in items() if source.place == "辽宁")]
    return [source for source in pool if any(word in source.name for word in words)]


def organ(department: str) -> str:
    """The department's full name in the sample's place."""
    return PLACE + department


def in_kind_order(sources: Sequence[Source]) -> list[Source]:
    """Sorted by kind, kinds in the order they first appear."""
    order = list(dict.fromkeys(source.kind for source in sources))
    return sorted(sources, key=lambda source: order.index(source.kind))


def opening(department: str, words: str) -> list[Block]:
    """The title and the line of the filling unit that stand above a list."""
    return [Line(f"{organ(department)}{words}", "title"), Line(f"填报单位：{organ(department)}", "body")]


def services_list(sources: Sequence[Source], department: str) -> Grid:
    """A list of public services."""
    return listing(
        [
            ("序号", 1, number),
            ("事项名称", 8, lambda _, s: s.title),
            ("事项类型", 2, lambda _, s: s.kind),
            ("实施主体", 4, lambda _, s: organ(department)),
            ("承诺办结时限", 2.5, lambda _, s: limit(s.promised)),
            ("备注", 4, came_from),
        ],
        sources,
    )
