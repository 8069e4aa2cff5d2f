"""Where the reference lists come from (目录来源): `sources.toml` read and checked. Fetches nothing, loads nothing."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from quanze.errors import SettingsError
from quanze.proof import ListName
from reference.headings import HERE, kind_of

Where = Literal["file", "folder", "address"]
SHIPPED = HERE / "sources.toml"

_KEYS: dict[str, type] = {
    "file": str,
    "folder": str,
    "address": str,
    "title": str,
    "list": str,
    "origin": str,
    "rows": int,
    "intranet": bool,
    "seconds": int,
    "megabytes": int,
}
_COPIED = "（转载页，引用前核对原文）"


@dataclass(frozen=True, slots=True)
class Declared:
    """One source as declared: a file, a folder of files, or an http(s) address, and what is expected of it.

    `list` is None where the source itself says which list it is. `rows` 0 = nobody said how many there should be.
    `intranet` lets an address lead into private networks; `seconds` and `megabytes` limit a download.
    """

    where: Where
    place: str
    title: str
    list: ListName | None = None
    rows: int = 0
    intranet: bool = False
    seconds: int = 60
    megabytes: int = 50


@dataclass(frozen=True, slots=True)
class Declaration:
    """All sources and the name and date that the edition should have, "" where the day of loading gives them."""

    sources: tuple[Declared, ...]
    name: str = ""
    date: str = ""


def declared(path: Path = SHIPPED) -> Declaration:
    """Read a declaration.

    Raises:
        SettingsError: it is no TOML, a source names no place or several, or a key or an address cannot be used.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise SettingsError(f"{path.name} 读不出来：{wrong}") from None
    head, listed = raw.get("edition", {}), raw.get("source", [])
    if not isinstance(listed, list) or not listed:
        raise SettingsError(f"{path.name} 里一个来源也没有：每个来源写一段 [[source]]。")
    sources = tuple(_declared(path.name, number, each) for number, each in enumerate(listed, start=1))
    titles = [source.title for source in sources]
    if twice := [title for title in titles if titles.count(title) > 1]:
        raise SettingsError(f"{path.name}：有两个来源都叫“{twice[0]}”，请改成不同的名称。")
    return Declaration(sources, str(head.get("name", "")), str(head.get("date", "")))


def _declared(name: str, number: int, raw: dict[str, Any]) -> Declared:
    at = f"{name} 第 {number} 个来源"
    for key, value in raw.items():
        if key not in _KEYS or type(value) is not _KEYS[key]:
            raise SettingsError(f"{at}：“{key}”不认识，或写法不对。可以写：{'、'.join(_KEYS)}。")
    places: list[tuple[Where, str]] = [
        (where, raw[where]) for where in ("file", "folder", "address") if raw.get(where, "").strip()
    ]
    if len(places) != 1:
        raise SettingsError(f"{at}：file、folder、address 要写一个，只写一个。")
    where, place = places[0]
    if where == "address":
        _check(at, place)
    kind = kind_of(raw["list"]) if raw.get("list") else None
    if raw.get("list") and kind is None:
        raise SettingsError(f"{at}：list 要写 cancelled（取消）、retained（保留）或 issuer_bound（限定开具单位）。")
    limits = {key: raw[key] for key in ("rows", "intranet", "seconds", "megabytes") if key in raw}
    if any(value < 1 for key, value in limits.items() if key in ("seconds", "megabytes")):
        raise SettingsError(f"{at}：seconds 和 megabytes 要大于 0。")
    title = (raw.get("title") or place).strip() + (_COPIED if raw.get("origin") == "转载" else "")
    return Declared(where, place, title, kind, **limits)


def _check(at: str, address: str) -> None:
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        fits = False
    if not fits or any(letter.isspace() for letter in address):
        raise SettingsError(f"{at}：网址要以 http:// 或 https:// 开头，现在是“{address}”。")
    if parts.username or parts.password:
        raise SettingsError(f"{at}：网址里不能写用户名和口令。")
