"""Real public rows for the samples: matters, their materials, law articles; each keeps where it comes from."""

import csv
import functools
import gzip
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "shared" / "data"


@dataclass(frozen=True, slots=True)
class Source:
    """One real matter as published, with the words the samples fill around it."""

    key: str
    place: str
    organ: str
    kind: str
    name: str
    sub_name: str = ""
    code: str = ""
    level: str = ""
    basis: str = ""
    statutory: str = ""
    promised: str = ""
    materials: tuple[str, ...] = ()
    address: str = ""

    @property
    def title(self) -> str:
        """What a guide calls it: the sub-name where there is one."""
        return self.sub_name or self.name


def table(name: str) -> list[dict[str, str]]:
    """Rows of one of the shared CSV files."""
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@functools.cache
def laws() -> dict[str, dict[str, str]]:
    """Article texts by law title, of the latest version."""
    latest: dict[str, tuple[str, dict[str, str]]] = {}
    with gzip.open(DATA / "laws" / "laws.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            law = json.loads(line)
            if law["version"] >= latest.get(law["title"], ("", {}))[0]:
                articles = {article["article"]: article["text"] for article in law["articles"]}
                latest[law["title"]] = (law["version"], {"": law["rank"], **articles})
    return {title: articles for title, (_, articles) in latest.items()}


def basis_of(name: str) -> str:
    """The law articles that `basis.csv` pairs with a matter's name, quoted in full; "" where it pairs none."""
    with (HERE / "basis.csv").open(encoding="utf-8", newline="") as file:
        pairs = [row for row in csv.DictReader(file) if row["名称含"] in name]
    if not pairs:
        return ""
    law = laws()[pairs[0]["法律"]]
    quotes = [f"{article}　{law[article]}" for article in pairs[0]["条"].split("；")]
    return f"【{law['']}】《{pairs[0]['法律']}》\n" + "\n".join(quotes)


@functools.cache
def items() -> tuple[Source, ...]:
    """All matters of items.csv with their materials."""
    materials: dict[str, list[str]] = {}
    for row in table("items/item_materials.csv"):
        materials.setdefault(row["key"], []).append(row["material"])
    found = []
    for row in table("items/items.csv"):
        name, sub_name = row["name"].strip(), row["sub_name"].strip()
        found.append(
            Source(
                key=row["key"],
                place={"guangdong": "广东", "guangan": "广安", "liaoning": "辽宁"}[row["source"]],
                organ=row["organ"],
                kind=row["kind"],
                name=name,
                sub_name=sub_name,
                code=row["code"],
                level=row["level"],
                basis=row["basis"] or basis_of(name + sub_name),
                statutory="" if row["statutory_limit"] == "无" else row["statutory_limit"],
                promised="" if row["promised_limit"] == "无" else row["promised_limit"],
                materials=tuple(materials.get(row["key"], ())),
            )
        )
    return tuple(found)


@functools.cache
def listed() -> tuple[Source, ...]:
    """Matters of the published power lists and of the delegation notices in domain/."""
    power = [
        Source(
            key=f"power_list#{number}",
            place=row["地区"],
            organ=row["部门"],
            kind=row["权力类型"].split("(")[0],
            name=row["事项名称"],
            level=row["行使层级"],
            basis=basis_of(row["事项名称"]) or row["实施依据"].split("(条文见")[0],
            address=row["来源"],
        )
        for number, row in enumerate(table("domain/power_list_权责清单_real_rows.csv"), 1)
    ]
    delegated = [
        Source(
            key=f"delegated#{number}",
            place=row["层级"],
            organ=row["原实施主体"],
            kind=row["权力类型"] or "行政许可",
            name=row["事项名称"],
            basis=basis_of(row["事项名称"]) or (row["法律法规依据"] if row["完整性"] == "整行" else ""),
            address=row["来源"],
        )
        for number, row in enumerate(table("domain/delegated_items_下放_real_rows.csv"), 1)
    ]
    entrusted = [
        Source(
            key=f"weituo#{number}",
            place=row["地区"],
            organ=row["原实施部门"],
            kind=row["权力类型"],
            name=row["项目名称"],
            basis=basis_of(row["项目名称"]),
            address=row["source_url"],
        )
        for number, row in enumerate(table("domain/weituo_shishi_real.csv"), 1)
    ]
    land = Source(
        key="quanze_rows#6",
        place="（省未标）",
        organ="国土资源局",
        kind="行政处罚",
        name="伪造、变造、转让地质勘查资质证书的处罚",
        address="https://bdocx.com/doc/25418948.html",
    )
    return (*power, *delegated, *entrusted, land)


@dataclass(frozen=True, slots=True)
class Duty:
    """The usual wording of duties and accountability for a kind of power."""

    duties: str
    duties_basis: str
    accountability: str
    source: str


@functools.cache
def duties() -> dict[str, Duty]:
    """Duty wordings by kind."""
    data = tomllib.loads((HERE / "duties.toml").read_text(encoding="utf-8"))
    return {
        kind: Duty(entry["duties"], entry["duties_basis"], entry["accountability"], entry["source"])
        for entry in data.values()
        for kind in entry["kinds"]
    }


def duty(kind: str) -> Duty:
    """The wording for a kind, that of 行政许可 where a kind has none of its own."""
    return duties().get(kind, duties()["行政许可"])
