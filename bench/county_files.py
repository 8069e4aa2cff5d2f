"""The files of a made county: real rows in made layouts, the same for the same number of files."""

import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sample_docs.office import convert
from sample_docs.rows import items
from tests.truth.columns import LISTS
from tests.truth.content import Facts, Wants, draw, titled
from tests.truth.layouts import Laid, Shape, a_list, material_list
from tests.truth.make import DIRECT
from tests.truth.specs import Spec

DEPARTMENTS = [
    "发展和改革委员会",
    "教育体育局",
    "科学技术和工业信息化局",
    "公安局",
    "民政局",
    "司法局",
    "财政局",
    "人力资源和社会保障局",
    "自然资源局",
    "生态环境分局",
    "住房和城乡建设局",
    "交通运输局",
    "水利局",
    "农牧局",
    "商务局",
    "文化旅游体育局",
    "卫生健康委员会",
    "退役军人事务局",
    "应急管理局",
    "审计局",
    "市场监督管理局",
    "林业和草原局",
    "统计局",
    "医疗保障局",
    "信访局",
    "政务服务局",
    "城市管理综合执法局",
    "能源局",
    "档案馆",
    "残疾人联合会",
]
PER_DEPARTMENT, MATTERS, MATERIALS = 20 / 3, 15, 8
"""Files of a department, matters per file, and materials per matter, on average, in a county of 200 files."""
LAYOUTS = ("klamayi", "liaoning", "forestry", "mingguang", "gongcheng", "template")
FORMS = ("docx", "xlsx", "pdf", "docx", "html", "xlsx")


@dataclass(frozen=True, slots=True)
class _File:
    department: str
    spec: Spec
    form: str


def make(inbox: Path, count: int) -> int:
    """Write `count` files below `inbox`, a folder per department; gives how many."""
    files = [file for group in _county(count) for file in group]
    with tempfile.TemporaryDirectory() as scratch:
        drafts = []
        for number, file in enumerate(files):
            folder = inbox / file.department
            folder.mkdir(parents=True, exist_ok=True)
            if file.form != "pdf":
                DIRECT[file.form](folder / f"{file.spec.name}.{file.form}", file.spec)
                continue
            draft = Path(scratch) / f"{number:05d}.docx"
            DIRECT["docx"](draft, file.spec)
            drafts.append((draft, folder / f"{file.spec.name}.pdf"))
        for start in range(0, len(drafts), 40):
            some = drafts[start : start + 40]
            convert([draft for draft, _ in some], Path(scratch), "pdf")
            for draft, target in some:
                draft.with_suffix(".pdf").replace(target)
    return len(files)


def _county(count: int) -> Iterator[list[_File]]:
    departments = DEPARTMENTS[: max(1, min(len(DEPARTMENTS), round(count / PER_DEPARTMENT)))]
    for number, department in enumerate(departments):
        own = count // len(departments) + (number < count % len(departments))
        yield _department(random.Random(1000 * count + number), department, own)


def _department(rng: random.Random, department: str, count: int) -> list[_File]:
    """A department's files: of every five files three are lists of matters and two their materials."""
    wanted = count * MATTERS
    facts = titled(draw(rng, wanted, f"土默特右旗{department}", Wants("articles", "short", 0.2)))[:wanted]
    facts = [replace(fact, materials=_materials(rng, fact.materials)) for fact in facts]
    lists = max(1, round(count * 0.6))
    return [
        *_parts(rng, department, facts, lists, "权责清单"),
        *_parts(rng, department, facts, count - lists, "申请材料清单"),
    ]


def _materials(rng: random.Random, own: tuple[str, ...]) -> tuple[str, ...]:
    """The matter's own materials and others' real ones, eight on average."""
    others = sorted({name for source in items() for name in source.materials} - set(own))
    return (*own, *rng.sample(others, rng.randint(max(0, 4 - len(own)), max(0, 12 - len(own)))))


def _parts(rng: random.Random, department: str, facts: list[Facts], count: int, title: str) -> Iterator[_File]:
    for number in range(count):
        some = facts[number * len(facts) // count : (number + 1) * len(facts) // count]
        if not some:
            continue
        of_materials = title == "申请材料清单"
        laid: Laid = material_list(some) if of_materials else _list(some, rng.choice(LAYOUTS))
        form = rng.choice(("docx", "xlsx", "html")) if of_materials else FORMS[number % len(FORMS)]
        yield _File(department, Spec(f"{department}{title}{number + 1:03d}（版式为测试制作）", laid, (form,)), form)


def _list(facts: list[Facts], name: str) -> Laid:
    return a_list(Shape(LISTS[name]), facts, "权责清单")
