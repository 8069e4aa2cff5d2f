"""A small office for the tests of the review page: matters, answers of the matcher, rows, people."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

import rules
from quanze import passwords
from quanze.document import Place
from quanze.judgement import Evidence, Judgement, Suggestion
from quanze.matter import Doubt, Extraction, Material, Matter, RowCount
from quanze.proof import Edition, ProofEntry
from quanze.row import Row
from quanze.settings import Settings
from quanze.store import Store, access, facts, ledger, open_store
from quanze.text import entry_key, material_key, matter_key, query_key
from review.app import application
from review.board import Board
from review.desk import Desk

CIVIL, FOREST = "民政局", "林业和草原局"
PASSWORD = "一个够长的口令-2026"
_HASH = passwords.hashed(PASSWORD)
NAMES = {"cancelled": "收入证明", "retained": "婚姻状况证明", "other": "居住证明"}


def entry(kind: str, name: str, **fields: str) -> ProofEntry:
    key = entry_key(kind, name, fields.get("usage", ""), fields.get("issuer", ""))
    return ProofEntry(key, kind, name, source=f"样例目录｜{name}", **fields)  # type: ignore[arg-type]


ENTRIES = (
    entry("cancelled", "收入证明", usage="低保", issuer="村委会", replacement="改为申请人书面承诺"),
    entry("retained", "婚姻状况证明", usage="低保", issuer="民政部门"),
    entry("cancelled", "居住证明", usage="落户", issuer="社区", replacement="部门内部核查"),
)
EDITION = Edition("样例版", "2026-01-01", "e" * 16, ENTRIES)


def matter(department: str, name: str, *materials: str, code: str = "", basis: str = "") -> Matter:
    found = tuple(Material(one, one, Place(page=1, table=1, row=n)) for n, one in enumerate(materials, 2))
    basis = basis or "《社会救助暂行办法》第十一条 县级以上人民政府民政部门负责。"
    return Matter(
        matter_key(department, code, "行政确认", name, ""),
        department,
        name,
        code=code,
        kind="行政确认",
        basis=basis,
        materials=found,
    )


def answer(one: Matter, material: Material, score: float = 0.97) -> Judgement:
    """Every 收入证明 is the cancelled entry; everything else is unsure, the same three entries offered."""
    key = query_key(material.text, one.title, one.department)
    first = score if "收入" in material.name else 0.41
    offered = tuple(
        Suggestion(
            each.key, each.list, each.name, first - number / 10, (Evidence("字面相似", material.name, each.name, 1.5),)
        )
        for number, each in enumerate(ENTRIES)
    )
    sure = "收入" in material.name
    return Judgement(key, "cancelled", "sure" if sure else "unsure", first, ENTRIES[0].key, offered)


DOUBT = Doubt("列不明", "这一列看不出是什么", Place(page=1, table=1, row=3), whole_row=False)


def keep(home: Path, matters: list[Matter]) -> None:
    """Write the originals that the ledger names: the materials as a table, one a row."""
    for department in dict.fromkeys(one.department for one in matters):
        folder = home / "archive" / department
        folder.mkdir(parents=True)
        own = [one for one in matters if one.department == department]
        lines = [f"{one.name},{material.name}" for one in own for material in one.materials]
        (folder / "清单.csv").write_text("\n".join(["事项名称,申请材料", *lines, ""]), encoding="utf-8-sig")


def fill(store: Store, matters: list[Matter], *, name: str = "清单.csv", now: str = "2026-01-05T08:00:00") -> list[Row]:
    """Keep matters as one read file per department, judge and propose them."""
    made: list[Row] = []
    entries = {each.key: each for each in ENTRIES}
    for department in dict.fromkeys(one.department for one in matters):
        own = [
            replace(one, places=((f"{department}-sha", one.place),)) for one in matters if one.department == department
        ]
        answers = {material_key(one.key, m.name): answer(one, m) for one in own for m in one.materials}
        rows = [row for row in rules.propose(own, answers, entries) if row.row != "advice"]
        with store.writing() as session:
            facts.save_edition(session, EDITION, now)
            file = ledger.claim(
                session,
                sha256=f"{department}-sha",
                department=department,
                name=name,
                dropped_as=f"{department}/{name}",
                now=now,
            )
            read = Extraction(tuple(own), (DOUBT,), RowCount(len(own), len(own), 0, 0))
            facts.save_extraction(session, file.id, "csv", read)
            ledger.finish(session, file.id, kept_as=f"archive/{department}/{name}", now=now)
            ledger.left_inbox(session, file.id)
            facts.save_judgements(session, EDITION.digest, answers.values())
            facts.save_rows(session, department, EDITION.digest, rows)
        made += rows
    return made


MATTERS = [
    matter(CIVIL, "最低生活保障", "收入证明", "婚姻状况的证明", "户口簿复印件", code="001"),
    matter(CIVIL, "最低生活保障", "收入证明", code="002"),
    matter(CIVIL, "最低生活保障", "收入证明", code="003"),
    matter(CIVIL, "最低生活保障", "收入证明", code="006"),
    matter(CIVIL, "临时救助", "收入证明", "居住情况证明", code="004"),
    matter(FOREST, "林木采伐许可", "收入证明", code="005"),
]


def desk_at(home: Path, matters: list[Matter] | None = None) -> Desk:
    """An open desk on a home folder with the sample matters and one account per role."""
    settings = Settings(home=home)
    store = open_store(settings.url)
    fill(store, MATTERS if matters is None else matters)
    keep(home, MATTERS if matters is None else matters)
    with store.writing() as session:
        for name, role, department in (
            ("民政", "department", CIVIL),
            ("林草", "department", FOREST),
            ("初审一", "reviewer", ""),
            ("初审二", "reviewer", ""),
            ("管理", "admin", ""),
        ):
            user = access.add_user(
                session, name=name, department=department, role=role, password=_HASH, now="2026-01-01T00:00:00"
            )
            user.must_change = False
    return Desk(settings, store, Board(store, every=0.0), clock=lambda: datetime(2026, 3, 17, 9, 0))


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, desk: Desk, name: str = "", password: str = PASSWORD) -> None:
        self.desk = desk
        self.client = TestClient(application(desk), follow_redirects=False)
        if name:
            assert self.login(name, password) == 303

    def login(self, name: str, password: str = PASSWORD) -> int:
        page = self.client.get("/login").text
        token = page.split('name="entry" value="')[1].split('"')[0]
        return self.client.post("/login", data={"name": name, "password": password, "entry": token}).status_code

    @property
    def csrf(self) -> str:
        page = self.client.get("/password").text
        return page.split('name="csrf" value="')[1].split('"')[0]

    def get(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, address: str, status: int = 200, **form: Any) -> str:
        answer = self.client.post(address, data=form, headers={"X-CSRF": self.csrf, "HX-Request": "true"})
        assert answer.status_code == status, answer.text
        return answer.text

    def sight(self, key: str) -> dict[str, Any]:
        """What the form of a row carries."""
        page = self.get(f"/rows/{key}")
        return {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("seen", "last")}

    def decide(self, key: str, verdict: str = "confirm", status: int = 200, **form: Any) -> str:
        return self.post(f"/rows/{key}/decide", status, verdict=verdict, **{**self.sight(key), **form})
