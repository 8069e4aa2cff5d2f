"""The truth table: real matters, their bases looked up in the shared data, and the way the rules must give."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractors.fields.citations import parse
from quanze.matter import Matter
from quanze.text import matter_key
from reference.laws import Laws, article_name, load_laws

TABLE = Path(__file__).resolve().parent / "truth.csv"
ARTICLES = Path(__file__).resolve().parent / "articles.csv"
"""Matters of a county with the articles a list quotes, one reading: the way, and whether it is to be checked."""
BASIS_COLUMN = {
    "quanze_rows_real.csv": "依据(节选)",
    "power_list_权责清单_real_rows.csv": "实施依据",
    "delegated_items_下放_real_rows.csv": "法律法规依据",
    "weituo_shishi_real.csv": "",
}


@dataclass(frozen=True)
class Labelled:
    """One row of the table: the matter, the way and rule of the first reading, the way of the second."""

    matter: Matter
    way: str
    rule: str
    second_way: str
    second_why: str


def table(shared: Path) -> tuple[Labelled, ...]:
    """Every row with its basis text from the shared data."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(_labelled(row, shared) for row in csv.DictReader(file))


def quoted(shared: Path) -> tuple[tuple[Matter, str, bool], ...]:
    """Every row of the articles: the matter, its way, and whether the row is to be checked (需核对)."""
    with ARTICLES.open(encoding="utf-8", newline="") as file:
        return tuple((_matter(row, shared), row["way"], row["checked"] == "是") for row in csv.DictReader(file))


def _labelled(row: Mapping[str, str], shared: Path) -> Labelled:
    return Labelled(_matter(row, shared), row["way"], row["rule"], row["second_way"], row["second_why"])


def _matter(row: Mapping[str, str], shared: Path) -> Matter:
    basis = basis_of(row["source"], shared)
    return Matter(
        key=matter_key(row["department"], "", row["kind"], row["name"], ""),
        department=row["department"],
        name=row["name"],
        kind=row["kind"],
        level=row["level"],
        basis=basis,
        citations=parse(basis),
    )


def basis_of(source: str, shared: Path) -> str:
    """The basis text a source names: a row of the shared data, articles of a law, or the words themselves."""
    kind, rest = source.split("/", 1)
    if kind == "literal":
        return rest
    if kind == "law":
        title, articles = rest.split("#")
        return law_basis(_laws(shared / "laws"), title, articles.split(","))
    path, row = rest.split("#")
    if kind == "items":
        return _items(shared)[row]
    column = BASIS_COLUMN[path]
    return _rows(shared / "domain" / path)[int(row) - 1][column] if column else ""


def law_basis(laws: Laws, title: str, articles: list[str]) -> str:
    """Articles as a list quotes them: 《title》第X条 text."""
    law = laws.find(title)[0]
    names = [article_name(f"{article}条") for article in articles]
    return "\n".join(f"《{law.title}》{name} {law.articles[name]}" for name in names)


@cache
def _laws(folder: Path) -> Laws:
    return load_laws(folder)


@cache
def _items(shared: Path) -> dict[str, str]:
    return {row["key"]: row["basis"] for row in _rows(shared / "items" / "items.csv")}


@cache
def _rows(path: Path) -> tuple[Mapping[str, str], ...]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))
