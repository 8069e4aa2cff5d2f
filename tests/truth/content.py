"""Matters for the truth set: real public rows, real law articles and usual wordings, drawn by a seeded generator."""

import dataclasses
import random
from dataclasses import dataclass, field

from sample_docs.parts import limit
from sample_docs.rows import Source, duty, items, laws, listed

OFFICES = ("行政审批股", "政策法规股", "综合执法大队", "办公室", "登记注册股", "社会事务股", "业务一股")
LEVELS = ("县级", "旗县级", "本级保留", "县级以上")
STEPS = ("申请", "受理", "审查", "决定", "送达")
RANKS = {"法律": "法律", "行政法规": "行政法规", "监察法规": "行政法规", "司法解释": "司法解释"}


@dataclass(frozen=True, slots=True)
class Facts:
    """One matter as the truth set writes it into files; every field is the exact text of its cell."""

    name: str
    sub_name: str = ""
    kind: str = ""
    code: str = ""
    organ: str = ""
    office: str = ""
    level: str = ""
    basis: str = ""
    duties: str = ""
    duties_basis: str = ""
    accountability: str = ""
    statutory: str = ""
    promised: str = ""
    note: str = ""
    opinion: str = ""
    county: str = ""
    town: str = ""
    fee: str = ""
    lead: str = ""
    working: str = ""
    """What a column says that no field of a matter takes."""
    materials: tuple[str, ...] = ()
    steps: tuple[str, ...] = field(default=())

    def cell(self, column: str) -> str:
        """The text of a column; materials and steps as numbered lines of one cell."""
        value = getattr(self, column)
        if isinstance(value, tuple):
            return "\n".join(f"{count}.{part}" for count, part in enumerate(value, 1))
        return str(value)


@dataclass(frozen=True, slots=True)
class Wants:
    """What the drawn matters should be like: how long a basis, how many cells are left empty."""

    basis: str = "articles"
    """articles (quoted in full), title (law and article number only), none."""
    duties: str = "full"
    """full, short, none."""
    blanks: float = 0.0
    """Share of note and office cells left empty."""


def _articles(rng: random.Random, count: int) -> str:
    titles = sorted(laws())
    parts = []
    for _ in range(count):
        while True:
            title = rng.choice(titles)
            law = laws()[title]
            short = [name for name, text in law.items() if name and 20 < len(text) < 420]
            if short:
                break
        article = rng.choice(short)
        parts.append(f"【{RANKS.get(law[''], '规范性文件')}】《{title}》\n{article}　{law[article]}")
    return "\n".join(parts)


def _citation(rng: random.Random) -> str:
    title = rng.choice(sorted(laws()))
    article = rng.choice([name for name in laws()[title] if name] or ["第一条"])
    return f"《{title}》{article}"


def _basis(rng: random.Random, source: Source, wants: Wants) -> str:
    if wants.basis == "none":
        return ""
    if wants.basis == "title":
        return _citation(rng)
    return source.basis if source.basis and rng.random() < 0.5 else _articles(rng, rng.choice((1, 1, 1, 2, 3)))


def _duties(rng: random.Random, kind: str, wants: Wants) -> str:
    text = duty(kind).duties
    if wants.duties == "none":
        return ""
    lines = text.split("\n")
    return "\n".join(lines[: rng.randint(1, 2)]) if wants.duties == "short" else text


def draw(rng: random.Random, count: int, organ: str, wants: Wants, *, unique: bool = True) -> list[Facts]:
    """`count` matters of an organ, in the order of their kinds; no two share name, sub-name and kind where `unique`."""
    pool = [*items(), *listed()] if count < 900 else [*items(), *listed()] * (count // 900 + 1)
    rng.shuffle(pool)
    facts: list[Facts] = []
    seen: set[tuple[str, str, str]] = set()
    for source in pool:
        key = (source.name, source.sub_name, source.kind)
        if len(facts) == count:
            break
        if (unique and key in seen) or not source.name:
            continue
        seen.add(key)
        facts.append(_facts(rng, source, organ, wants))
    order = list(dict.fromkeys(fact.kind for fact in facts))
    return sorted(facts, key=lambda fact: order.index(fact.kind))


def _facts(rng: random.Random, source: Source, organ: str, wants: Wants) -> Facts:
    kind = source.kind if source.kind != "99" else "其他权力"
    text = duty(kind)
    keep = rng.random() >= wants.blanks
    return Facts(
        name=source.name,
        sub_name=source.sub_name,
        kind=kind,
        code=source.code if source.place == "广东" else "",
        organ=organ,
        office=rng.choice(OFFICES) if keep else "",
        level=rng.choice(LEVELS),
        basis=_basis(rng, source, wants),
        duties=_duties(rng, kind, wants),
        duties_basis=text.duties_basis,
        accountability=text.accountability,
        statutory=limit(source.statutory),
        promised=limit(source.promised),
        note=rng.choice(("", "", "依申请", "联合实施", "原由市级实施")) if keep else "",
        opinion=rng.choice(("保留", "保留", "建议保留，法律依据明确")),
        county="负责业务指导。" if keep else "",
        town="负责受理和初审。" if rng.random() > wants.blanks else "",
        fee="不收费",
        lead="旗" + organ.removeprefix("土默特右旗"),
        working=rng.choice(("", "同意")),
        materials=source.materials,
        steps=STEPS[: rng.randint(3, 5)],
    )


def titled(facts: list[Facts]) -> list[Facts]:
    """The same matters for a layout without a column for sub-names: each under its own title, once."""
    plain = {fact.sub_name or fact.name: fact for fact in facts}
    return [dataclasses.replace(fact, name=name, sub_name="") for name, fact in plain.items()]


def with_materials(rng: random.Random, count: int, organ: str, wants: Wants) -> list[Facts]:
    """Matters that have application materials."""
    pool = [source for source in items() if source.materials]
    rng.shuffle(pool)
    titles: set[str] = set()
    facts: list[Facts] = []
    for source in pool:
        if source.title not in titles and len(facts) < count:
            titles.add(source.title)
            facts.append(dataclasses.replace(_facts(rng, source, organ, wants), name=source.title, sub_name=""))
    return facts
