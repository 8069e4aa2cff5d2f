"""Where each department stands (各部门情况): the table that `status` and `demo` end with."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from flows import stages
from flows.stages import Office
from quanze.store import facts, joined, ledger

_NUMBERS = ("文件", "退件", "事项", "材料", "取消", "保留", "冲突", "目录外", "存疑")
_NO_WAY = "暂无建议"
_WIDTH = 118
"""Characters the table needs; narrower terminals wrap the line, never the cells."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One department: counts of files, facts, match outcomes and proposed rows by way."""

    department: str
    files: int
    returned: int
    matters: int
    materials: int
    doubts: int
    outcomes: Counter[str]
    delegation: Counter[str]
    cuts: Counter[str]


def standings(office: Office) -> list[Standing]:
    """One standing per department of the ledger, in the order of their names; matters and rows as last proposed."""
    current = stages.edition(office)
    found = []
    with office.store.reading() as session:
        ways, doubts = facts.ways(session), ledger.doubts_per_file(session)
        for department in sorted({file.department for file in ledger.files(session)}):
            in_use = ledger.in_use(session, department)
            matters = joined.of(session, department)
            asked = {material: query for matter in matters for material, query in matter.queries.items()}
            outcomes = facts.outcomes(session, current.digest, asked.values())
            found.append(
                Standing(
                    department=department,
                    files=len(in_use),
                    returned=sum(file.state == "quarantined" for file in ledger.files(session, department)),
                    matters=len(matters),
                    materials=len(asked),
                    doubts=sum(doubts.get(file.id, 0) for file in in_use),
                    outcomes=Counter(outcomes[query] for query in asked.values() if query in outcomes),
                    delegation=_ways(ways, department, "delegation"),
                    cuts=_ways(ways, department, "material"),
                )
            )
    return found


def show(office: Office) -> None:
    """Print the standings to standard output."""
    table = Table(title="各部门情况", show_lines=True)
    table.add_column("部门", no_wrap=True)
    for heading in _NUMBERS:
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("下放", no_wrap=True)
    table.add_column("减材料", no_wrap=True)
    for each in standings(office):
        outcomes = [each.outcomes[outcome] for outcome in ("cancelled", "kept", "conflict", "none")]
        numbers = [each.files, each.returned, each.matters, each.materials, *outcomes, each.doubts]
        table.add_row(each.department, *map(str, numbers), _listed(each.delegation), _listed(each.cuts))
    Console(width=max(Console().width, _WIDTH)).print(table)


def _ways(ways: Mapping[tuple[str, str, str], int], department: str, kind: str) -> Counter[str]:
    return Counter({way or _NO_WAY: n for (whose, row, way), n in ways.items() if (whose, row) == (department, kind)})


def _listed(ways: Counter[str]) -> str:
    return "\n".join(f"{way} {count}" for way, count in ways.most_common()) or "无"
