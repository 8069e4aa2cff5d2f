"""The rule book (规则册): every rule, cue and template of a folder, checked on loading. Nothing is applied here.

A county changes a rule by editing these files only; a mistake in one is reported with its file and rule.
"""

import csv
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from quanze.errors import SettingsError
from rules.clauses import Passage
from rules.lexicon import Lexicon, load_lexicon

HERE = Path(__file__).resolve().parent
CHAPTERS = ("delegation", "materials", "steps", "limits", "lists")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: with all facts of `when` and none of `unless`, it stops ways, gives a way, or adds flags and needs.

    `kinds` limits it to some types (empty = all). `mark` is V (read in a public source) or I (our reading: editable,
    shown as a suggestion). `note` is the conclusion in plain Chinese; {quote} stands for the source's words.
    `only_ways` = it only speaks where one of these ways comes out.
    """

    id: str
    title: str
    priority: int
    clause: str
    note: str
    mark: str = "I"
    kinds: tuple[str, ...] = ()
    not_kinds: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    give: str = ""
    flags: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    only_ways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CueFact:
    """A fact found by cue words: in which fields, and for which matters it speaks at all."""

    id: str
    title: str
    fields: tuple[str, ...]
    cues: tuple[str, ...]
    only_names: tuple[str, ...] = ()
    only_kinds: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    """Words that make a cue in the same sentence say nothing of the matter."""

    def speaks(self, title: str, kind: str) -> bool:
        """Whether the fact is asked of a matter of that name and type."""
        if any(word in title for word in self.not_names):
            return False
        if not self.only_names and not self.only_kinds:
            return True
        return kind in self.only_kinds or any(word in title for word in self.only_names)


@dataclass(frozen=True)
class Rulebook:
    """All rules of one folder; `tables` are the county's own CSV lists, rows as dictionaries.

    `units` says of departments, by folded name, what they are (政府部门 or 党群部门); of others their names tell.
    """

    folder: Path
    chapters: Mapping[str, tuple[Rule, ...]]
    cue_facts: tuple[CueFact, ...]
    lexicon: Lexicon
    raw: Mapping[str, Mapping[str, Any]]
    tables: Mapping[str, tuple[Mapping[str, str], ...]]
    units: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def cut_marks(self) -> tuple[str, ...]:
        """Words that say a text was cut off."""
        return _narrow(self.raw["facts"]["cut"]["marks"])

    @cached_property
    def cut_dangling(self) -> tuple[str, ...]:
        """Endings after which a text must go on."""
        return _narrow(self.raw["facts"]["cut"]["dangling"])

    @cached_property
    def kinds(self) -> Mapping[str, tuple[str, ...]]:
        """Standard type → words of a type cell."""
        return {kind: tuple(words) for kind, words in self.raw["facts"]["kinds"].items()}

    @cached_property
    def kinds_from_name(self) -> Mapping[str, tuple[str, ...]]:
        """Standard type → words of a name that give the type away."""
        return {kind: tuple(words) for kind, words in self.raw["facts"]["kind_from_name"].items()}

    def order(self, chapter: str) -> tuple[str, ...]:
        """The ways of a chapter in the order they are tried."""
        return tuple(self.raw[chapter]["order"])


def _narrow(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(Passage(word).text for word in words)


@cache
def rulebook(folder: Path = HERE) -> Rulebook:
    """Load the rules of a folder; a file that the folder lacks is taken from the shipped ones.

    Raises:
        SettingsError: a file or rule is wrong; the message names it.
    """
    return _loaded(folder)


def current(own: Path, units: Mapping[str, str]) -> Rulebook:
    """A county's rules as its files are now, the shipped ones where it has no folder of its own.

    `units` says of departments what they are.

    Raises:
        SettingsError: a file or rule is wrong; the message names it.
    """
    if not own.is_dir():
        book = rulebook()
    else:
        stamps = ((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(own.iterdir()))
        book = _as_of(own, tuple(stamps))
    return replace(book, units=units) if units else book


def absent(book: Rulebook) -> tuple[str, ...]:
    """Rules and facts that are shipped and that a county's own files lack: left out by it, or newer than its copy."""
    shipped = rulebook()
    lacking = [
        f"{chapter}.toml {rule.id}"
        for chapter, rules in shipped.chapters.items()
        for rule in rules
        if rule.id not in {own.id for own in book.chapters[chapter]}
    ]
    facts = {fact.id for fact in book.cue_facts}
    return (*lacking, *(f"facts.toml {fact.id}" for fact in shipped.cue_facts if fact.id not in facts))


@lru_cache(maxsize=2)
def _as_of(own: Path, _stamps: tuple[tuple[str, int, int], ...]) -> Rulebook:
    return _loaded(own)


def _loaded(folder: Path) -> Rulebook:
    names = (*CHAPTERS, "facts", "levels", "templates", "certificates", "bundles")
    raw = {name: _filled(_toml(_path(folder, f"{name}.toml")), _toml(HERE / f"{name}.toml")) for name in names}
    cue_facts = tuple(_cue_fact(found, folder) for found in raw["facts"].get("fact", []))
    tables = {path.stem: _table(_path(folder, path.name)) for path in sorted(HERE.glob("*.csv"))}
    chapters = {name: _rules(raw[name], name) for name in CHAPTERS}
    return Rulebook(folder, chapters, cue_facts, load_lexicon(raw["levels"]), raw, tables)


def _path(folder: Path, name: str) -> Path:
    return folder / name if (folder / name).exists() else HERE / name


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"规则文件 {path.name} 读不出来：{error}") from error


def _filled(raw: dict[str, Any], shipped: Mapping[str, Any]) -> dict[str, Any]:
    """A county's file with the settings that it lacks, as an older copy does; its rules and types are its own."""
    for name, value in shipped.items():
        if name.isascii() and name not in {"rule", "fact"}:
            raw.setdefault(name, value)
            if isinstance(value, dict) and isinstance(raw[name], dict):
                raw[name] = {key: words for key, words in value.items() if key.isascii()} | raw[name]
    return raw


def _table(path: Path) -> tuple[Mapping[str, str], ...]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple({k: v.strip() for k, v in row.items() if k and v} for row in csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"规则表 {path.name} 读不出来：{error}") from error


def _rules(raw: Mapping[str, Any], chapter: str) -> tuple[Rule, ...]:
    found = tuple(_rule(rule, chapter) for rule in raw.get("rule", []))
    twice = {rule.id for rule in found if sum(other.id == rule.id for other in found) > 1}
    if twice:
        raise SettingsError(f"规则文件 {chapter}.toml：规则号 {'、'.join(sorted(twice))} 用了两次。")
    ways = set(raw["order"])
    for rule in found:
        unknown = {way for way in (*rule.stop, rule.give, *rule.only_ways) if way} - ways
        if unknown:
            raise SettingsError(
                f"规则文件 {chapter}.toml 规则 {rule.id}：没有「{'、'.join(sorted(unknown))}」这种方式。"
            )
    return tuple(sorted(found, key=lambda rule: (rule.priority, rule.id)))


def _rule(raw: Mapping[str, Any], chapter: str) -> Rule:
    known = set(Rule.__dataclass_fields__)
    try:
        unknown = set(raw) - known
        if unknown:
            raise TypeError(f"不认识的栏 {'、'.join(sorted(unknown))}")
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()}
        return Rule(**values)
    except TypeError as error:
        raise SettingsError(f"规则文件 {chapter}.toml 规则 {raw.get('id', '（无规则号）')}：{error}。") from error


def _cue_fact(raw: Mapping[str, Any], folder: Path) -> CueFact:
    try:
        return CueFact(
            id=raw["id"],
            title=raw["title"],
            fields=tuple(raw["in"]),
            cues=_narrow(raw["cues"]),
            only_names=tuple(raw.get("only_names", ())),
            only_kinds=tuple(raw.get("only_kinds", ())),
            not_names=tuple(raw.get("not_names", ())),
            not_with=_narrow(raw.get("not_with", ())),
        )
    except KeyError as error:
        raise SettingsError(f"规则文件 facts.toml 事实 {raw.get('id', '')}：缺少 {error}。") from error
