"""Rows for the tests of forms: real names of matters and materials, with ways as a reviewer might have set them."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from quanze.document import Place
from quanze.row import (
    AdviceRow,
    DelegationRow,
    InternalRow,
    MaterialRow,
    Reason,
    Row,
    StepRow,
    TimeRow,
)

DEPARTMENT = "土默特右旗林业和草原局"
WAYS = ("直接下放", "委托实施", "代收代办", "代收转办")
CUTS = ("取消", "告知承诺", "免证办", "容缺受理", "保留")
REASON = Reason("D4", "《行政许可法》第二十四条", "行政机关在其法定职权范围内，可以委托其他行政机关实施行政许可")
STEPS = ("申请", "受理", "审查", "现场勘验", "决定", "送达")


def items(shared: Path, count: int, source: str = "liaoning") -> list[dict[str, str]]:
    """Real matters of shared/data/items, those with a basis first."""
    with (shared / "items" / "items.csv").open(encoding="utf-8-sig") as file:
        found = list(csv.DictReader(file))
    found.sort(key=lambda item: item["source"] != source)
    return found[:count]


def materials(shared: Path) -> dict[str, list[str]]:
    """Real materials by their matter's key."""
    found: dict[str, list[str]] = {}
    with (shared / "items" / "item_materials.csv").open(encoding="utf-8-sig") as file:
        for line in csv.DictReader(file):
            found.setdefault(line["key"], []).append(line["material"])
    return found


def delegation(key: str, name: str, way: str = "委托实施", **more: object) -> DelegationRow:
    """One delegation row with everything filled that a department would fill."""
    fields: dict[str, object] = {
        "key": f"d-{key}",
        "department": DEPARTMENT,
        "matter_key": key,
        "matter": name,
        "way": way,
        "level": "县级",
        "receiver": "各苏木乡镇人民政府",
        "measures": "签订委托协议，统一受理条件、申请文书和审查要点，开展业务培训。",
        "supervision": "按季抽查委托办件，发现问题及时纠正；每年开展一次评估。",
        "reasons": (REASON,),
        "file": "权责清单.docx",
        "place": Place(table=1, row=3),
    }
    return DelegationRow(**(fields | more))  # type: ignore[arg-type]


def material(key: str, matter: str, name: str, way: str, count: int, **more: object) -> MaterialRow:
    """One material row; `count` is how many materials its matter asks for."""
    fields: dict[str, object] = {
        "key": f"m-{key}-{name}",
        "department": DEPARTMENT,
        "matter_key": key,
        "matter": matter,
        "material": name,
        "way": way,
        "before": str(count),
        "file": "办事指南.docx",
        "place": Place(table=2, row=4),
        "replacement": "部门核查" if way == "取消" else "",
    }
    return MaterialRow(**(fields | more))  # type: ignore[arg-type]


def steps(key: str, matter: str, before: int, after: int, **more: object) -> StepRow:
    """One row of steps, as many as told."""
    names = tuple(STEPS[i] if i < len(STEPS) else f"环节{i + 1}" for i in range(before))
    fields: dict[str, object] = {
        "key": f"s-{key}",
        "department": DEPARTMENT,
        "matter_key": key,
        "matter": matter,
        "steps_before": names,
        "steps_after": names[:after],
        "way": "减环节",
    }
    return StepRow(**(fields | more))  # type: ignore[arg-type]


def time(
    key: str, matter: str, before: float | None, after: float | None, unit: str = "工作日", **more: object
) -> TimeRow:
    """One row of time limits in one unit."""
    fields: dict[str, object] = {
        "key": f"t-{key}",
        "department": DEPARTMENT,
        "matter_key": key,
        "matter": matter,
        "promised": before,
        "proposed": after,
        "unit": unit,
        "way": "压缩时限",
    }
    return TimeRow(**(fields | more))  # type: ignore[arg-type]


def department_rows(
    shared: Path, count: int = 30, department: str = DEPARTMENT, *, confirmed: bool = False
) -> list[Row]:
    """All kinds of rows of one department, over real matters."""
    asked, rows = materials(shared), list[Row]()
    lists = [names for names in asked.values() if len(names) > 1]
    for position, item in enumerate(items(shared, count)):
        key, name = item["key"], item["name"]
        same: dict[str, Any] = {
            "department": department,
            "kind": item["kind"],
            "code": item["code"],
            "confirmed": confirmed,
        }
        rows.append(delegation(key, name, WAYS[position % 4], basis=item["basis"], sub_name=item["sub_name"], **same))
        asks = lists[position % len(lists)]
        for number, material_name in enumerate(asks):
            way = CUTS[(position + number) % len(CUTS)]
            rows.append(material(key, name, material_name, way, len(asks), reasons=(REASON,), **same))
        rows.append(steps(key, name, 6, 6 - position % 3, reasons=(REASON,), **same))
        rows.append(time(key, name, 20, (None, 10, 7.5)[position % 3], statutory=20, reasons=(REASON,), **same))
    rows += _others(rows, department)
    return rows


def _others(rows: Sequence[Row], department: str) -> list[Row]:
    first = rows[0]
    same: dict[str, Any] = {"department": department, "matter_key": "内部1", "confirmed": first.confirmed}
    internal = InternalRow(key="i-1", matter="公务用车审批", way="直接下放", routed_to="政务服务局", **same)
    advice = AdviceRow(
        key="a-1",
        department=department,
        matter_key=first.matter_key,
        matter=first.matter,
        claimed_by=(department, "自然资源局"),
        way=f"建议由{department}牵头",
        confirmed=first.confirmed,
    )
    inner = [
        material("内部1", "公务用车审批", "出车申请表", "取消", 3, scope="internal", **same),
        steps("内部1", "公务用车审批", 4, 3, scope="internal", **same),
        time("内部1", "公务用车审批", 3, 1, scope="internal", **same),
    ]
    return [internal, advice, *inner]
