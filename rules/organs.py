"""Who decides, as the basis says it: level words next to a verb, found with the words that `levels.toml` lists.

Draws no conclusion about a matter: that is done in `rules.facts` and by the rules themselves.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from rules.clauses import Passage

Level = Literal["plain", "above", "county", "town", "every", "vertical"]
Act = Literal["decide", "apply", "review", "rule", "none"]
_RANK: dict[Level, int] = {"every": 0, "town": 1, "county": 2, "above": 3, "vertical": 4}
_ORGAN = r"(?:部门|机关|机构|总局|局|厅|委员会|人民政府)"
_BARE = {"国家", "省", "自治区", "县", "中央", "上级", "盟市", "设区的市", "自治州", "直辖市"}
"""Level words that only count in front of an organ: 「国家保密行政管理部门」, not 「国家鼓励」."""
_META = re.compile(r"\([^()]{0,160}?(?:年|令|号|修正|修订|公布|发布|通过|施行)[^()]*\)|《[^《》]*》")
_BY_RULES = re.compile(r"(?:按照|依照|根据|按|依)[^,。;:]{0,18}?规定的?")
_COUPLED = re.compile(r"(?:、|或者?|和|及|以及|与)[^,。;:]{0,12}$")
_NO_NAME = r"(?![^,。;:、]{0,6}(?:部门|机关|机构|委员会))(?![^,。;:]{0,16}的部门)"
"""Behind a verb that organs' names contain: 管理 in 管理部门 is none."""
_HALF = {"审核", "审查"}
"""Verbs that are a decision when one follows in the same clause: 审核批准, 审查并核发."""
_REACH = 72
"""How far behind a level word its verb may stand, in letters."""


@dataclass(frozen=True)
class Mention:
    """One level word and what that level does there; positions are in `passage.text`."""

    level: Level
    act: Act
    start: int
    end: int
    passage: Passage
    delegated: bool = False

    @property
    def quote(self) -> str:
        """The clause in the source's own words."""
        return self.passage.clause(self.start, self.end)

    @property
    def sentence(self) -> str:
        """The whole sentence the mention stands in, without white space."""
        for start, end in self.passage.sentences:
            if start <= self.start < end:
                return self.passage.text[start:end]
        return self.passage.text


@dataclass(frozen=True)
class Lexicon:
    """The words of `levels.toml`, ready to search with."""

    levels: dict[Level, tuple[str, ...]]
    verbs: dict[Act, tuple[str, ...]]
    skip: tuple[str, ...]
    before: dict[str, tuple[str, ...]]
    delegate: dict[str, tuple[str, ...]]
    in_names: frozenset[str]
    cell: dict[str, tuple[str, ...]]
    plain: dict[str, tuple[str, ...]]

    @cached_property
    def level_of(self) -> dict[str, Level]:
        """Each level word with its level."""
        return {word: level for level, words in self.levels.items() for word in words}

    @cached_property
    def level_pattern(self) -> re.Pattern[str]:
        """One or more level words in a row (省、市、县), longest first; phrases that only look like one are skipped."""
        words = sorted(self.level_of, key=len, reverse=True)
        one = "|".join(_level_regex(word) for word in words)
        skip = "|".join(re.escape(word) for word in sorted(self.skip, key=len, reverse=True))
        return re.compile(rf"(?P<skip>{skip})|(?P<level>(?:{one})(?:[、或者和及以上]{{0,3}}(?:{one}))*)")

    @cached_property
    def verb_pattern(self) -> re.Pattern[str]:
        """The first verb behind an organ, longest first; a verb inside an organ's name (管理部门) is none."""
        words = sorted(self.act_of, key=len, reverse=True)
        one = "|".join(re.escape(word) + (_NO_NAME if word in self.in_names else "") for word in words)
        return re.compile(rf"(?:{one})")

    @cached_property
    def plain_pattern(self) -> re.Pattern[str]:
        """An organ's name without a level word: 所在地港口行政管理部门."""
        organs = "|".join(re.escape(word) for word in sorted(self.plain["organs"], key=len, reverse=True))
        return re.compile(rf"[\u4e00-\u9fff]{{0,14}}?(?:{organs})")

    def decides_soon(self, rest: str) -> bool:
        """Whether a deciding verb follows in the same clause, and nothing is passed on before it."""
        clause = re.split(r"[,。;:]|报|意见", rest[:14])[0]
        return any(verb in clause for verb in self.verbs["decide"])

    @cached_property
    def act_of(self) -> dict[str, Act]:
        """Each verb with its class."""
        return {word: act for act, words in self.verbs.items() for word in words}


def _level_regex(word: str) -> str:
    """One level word as a pattern: bare words need an organ behind them, and a ministry (公安部) is no 公安部门."""
    if word in _BARE:
        return rf"{re.escape(word)}(?=[^,。;:]{{0,14}}?{_ORGAN})"
    return re.escape(word) + ("(?!门)" if word.endswith("部") else "")


def load_lexicon(path: Path) -> Lexicon:
    """Read `levels.toml`; words are compared in their narrow form."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))

    def words(found: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(Passage(word).text for word in found))

    levels: dict[Level, tuple[str, ...]] = {level: words(raw["level"][level]) for level in _RANK}
    acts: tuple[Act, ...] = ("rule", "decide", "apply", "review")
    return Lexicon(
        levels=levels,
        verbs={act: words(raw["verb"][act]) for act in acts},
        skip=words([*raw["level"]["not_before"], *raw["level"]["not_phrases"]]),
        before={name: words(found) for name, found in raw["before"].items()},
        delegate={name: words(found) for name, found in raw["delegate"].items()},
        in_names=frozenset(words(raw["verb"]["in_names"])),
        cell={name: words(found) for name, found in raw["cell"].items()},
        plain={name: words(found) for name, found in raw["plain"].items()},
    )


def mentions(passages: Iterable[Passage], lexicon: Lexicon) -> tuple[Mention, ...]:
    """Every level word with what that level does there, in reading order.

    Titles and the brackets that tell when a law was published are not read; an organ coupled to the next one
    (县级林业主管部门或者其委托的乡、镇人民政府) does what that one does.
    """
    return tuple(mention for passage in passages for mention in _in_passage(passage, lexicon))


def _in_passage(passage: Passage, lexicon: Lexicon) -> list[Mention]:
    text = _META.sub(lambda found: "□" * len(found.group()), passage.text)
    found: list[Mention] = []
    for start, end in passage.sentences:
        spots = [m for m in lexicon.level_pattern.finditer(text, start, end) if m.group("level")]
        later = [*[spot.start() for spot in spots], end][1:]
        row = [_one(passage, text, spot, stop, lexicon) for spot, stop in zip(spots, later, strict=False)]
        row = _coupled(row, text)
        found += sorted([*row, *_plain(passage, text, (start, end), row, lexicon)], key=lambda mention: mention.start)
    return found


def _plain(
    passage: Passage, text: str, span: tuple[int, int], levelled: list[Mention], lexicon: Lexicon
) -> list[Mention]:
    """Organs of the sentence that no level word belongs to and that decide or take applications."""
    found = []
    for spot in lexicon.plain_pattern.finditer(text, *span):
        if spot.group().endswith(lexicon.plain["not_organs"]) or _has_level(spot.group(), lexicon):
            continue
        if any(
            mention.start <= spot.start() < mention.end or spot.start() <= mention.start < spot.end()
            for mention in levelled
        ):
            continue
        act, end = _act(text, spot, span[1], lexicon)
        if act in {"decide", "apply"}:
            found.append(Mention("plain", act, spot.start(), end, passage))
    return found


def _has_level(words: str, lexicon: Lexicon) -> bool:
    return any(found.group("level") for found in lexicon.level_pattern.finditer(words))


def _one(passage: Passage, text: str, spot: re.Match[str], stop: int, lexicon: Lexicon) -> Mention:
    level = _lowest(spot.group("level"), lexicon)
    lead = text[max(0, spot.start() - 12) : spot.start()]
    act, end = _act(text, spot, stop, lexicon)
    if lead.endswith(lexicon.before["decide"]):
        act = "decide"
    elif re.search(rf"(?:{'|'.join(lexicon.before['consult'])})[^,。;:]{{0,6}}$", lead) or _in_by_rules(text, spot):
        act = "rule"
    delegated = lead.endswith(lexicon.before["delegated"])
    return Mention(level, act, spot.start(), max(end, spot.end()), passage, delegated)


def _lowest(words: str, lexicon: Lexicon) -> Level:
    """The lowest of the levels in a row; 「县级以上」 is the county's."""
    level: Level = "vertical"
    names = sorted(lexicon.level_of, key=len, reverse=True)
    rest = words
    while rest:
        word = next((name for name in names if rest.startswith(name)), "")
        if word and _RANK[lexicon.level_of[word]] < _RANK[level]:
            level = lexicon.level_of[word]
        rest = rest[len(word) or 1 :]
    return level


def _act(text: str, spot: re.Match[str], stop: int, lexicon: Lexicon) -> tuple[Act, int]:
    """The class of the first verb behind a level word and where it ends.

    「各级人民政府应当支持…，并给予表彰」: for 各级 a general duty is not the last word.
    """
    reach = min(stop, spot.end() + _REACH)
    rest = _BY_RULES.sub(lambda found: "□" * len(found.group()), text[spot.end() : reach])
    verb = lexicon.verb_pattern.search(rest)
    if verb is None:
        return "none", spot.end()
    act = lexicon.act_of[verb.group()]
    if verb.group() in _HALF and lexicon.decides_soon(rest[verb.end() :]):
        return "decide", spot.end() + verb.end()
    if act == "rule" and spot.group().startswith(lexicon.levels["every"]):
        later = lexicon.verb_pattern.search(text, spot.end() + verb.end(), stop)
        if later and lexicon.act_of[later.group()] == "decide":
            return "decide", later.end()
    return act, spot.end() + verb.end()


def _in_by_rules(text: str, spot: re.Match[str]) -> bool:
    """Whether the organ only stands in 「根据国务院…部门的规定」."""
    start = max(0, spot.start() - 6)
    return any(
        found.start() <= spot.start() < found.end() for found in _BY_RULES.finditer(text, start, spot.end() + 24)
    )


def _coupled(row: list[Mention], text: str) -> list[Mention]:
    """Give an organ without a verb of its own the verb of the organ it is coupled to, before or behind it."""
    for index in range(len(row) - 2, -1, -1):
        here, following = row[index], row[index + 1]
        between = text[here.end : following.start]
        if here.act == "none" and (_COUPLED.search(between) or "委托" in between):
            row[index] = replace(here, act=following.act, end=following.end)
    for index in range(1, len(row)):
        here, before = row[index], row[index - 1]
        if here.act == "none" and before.act == "decide" and _COUPLED.search(text[before.end : here.start]):
            row[index] = replace(here, act="decide")
    return row
