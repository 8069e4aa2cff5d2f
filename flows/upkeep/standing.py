"""Where each department stands (各部门情况): the table that `status` and `demo` end with."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from extractors.matters import join
from flows import pipeline, stages
from flows.stages import Office
from quanze.row import DelegationRow, MaterialRow, Row
from quanze.store import facts, ledger

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
    """One standing per department of the ledger, in the order of their names."""
    current = stages.edition(office)
    found = []
    with office.store.reading() as session:
        for department in sorted({file.department for file in ledger.files(session)}):
            in_use = ledger.in_use(session, department)
            matters = join(facts.matters(session, department))
            asked = pipeline.queries(matters)
            judged = facts.judgements(session, current.digest, (query.id for query in asked.values()))
            rows = facts.rows(session, department)
            found.append(
                Standing(
                    department=department,
                    files=len(in_use),
                    returned=sum(file.state == "quarantined" for file in ledger.files(session, department)),
                    matters=len(matters),
                    materials=len(asked),
                    doubts=sum(len(facts.doubts(session, file.id)) for file in in_use),
                    outcomes=Counter(judged[query.id].outcome for query in asked.values() if query.id in judged),
                    delegation=_ways(rows, DelegationRow),
                    cuts=_ways(rows, MaterialRow),
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


def _ways(rows: Sequence[Row], kind: type[Row]) -> Counter[str]:
    return Counter(row.way or _NO_WAY for row in rows if isinstance(row, kind))


def _listed(ways: Counter[str]) -> str:
    return "\n".join(f"{way} {count}" for way, count in ways.most_common()) or "无"
