"""The words of `levels.toml`, ready to search with: level words, verbs, words of 委托. Searches nothing itself."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from rules.clauses import Passage

Level = Literal["plain", "every", "town", "county", "above", "vertical"]
Act = Literal["decide", "apply", "review", "duty", "rule", "none"]
LEVELS: tuple[Level, ...] = ("every", "town", "county", "above", "vertical")
"""From the lowest to the highest; an organ without a level word is plain and has no place here."""
ACTS: tuple[Act, ...] = ("rule", "duty", "decide", "apply", "review")

_ORGAN = r"(?:部门|机关|机构|总局|局|厅|委员会|人民政府)"
_BARE = {"国家", "省", "自治区", "县", "中央", "上级", "盟市", "设区的市", "自治州", "直辖市"} | {
    "市(地)", "市(州)", "市(州、盟)", "地(市)", "盟(市)",
}  # fmt: skip
"""Level words that only count in front of an organ: 「国家保密行政管理部门」, not 「国家鼓励」."""
_OPEN = r"(?:(?<![\u4e00-\u9fff])|(?<=[由经报向者和及]))"
_SHORT = {
    "市": rf"{_OPEN}市(?![场政容民区辖县域属内])(?=[^,。;:]{{0,14}}?(?:{_ORGAN}|委(?!托)))",
    "区人民政府": rf"{_OPEN}区人民政府",
    "旗": rf"{_OPEN}旗(?=[^,。;:]{{0,10}}?{_ORGAN})",
}
"""Words too short to be looked for inside others: 「由市林业局认定」 names a level; 城市, 市场, 地区 do not."""
_NO_NAME = r"(?!□*+[^,。;:、]{0,6}(?:部门|机关|机构|委员会))(?![^,。;:]{0,16}的部门)"
"""Behind a verb that organs' names contain: 管理 in 管理部门 is none."""


@dataclass(frozen=True)
class Lexicon:
    """The words of `levels.toml` in their narrow form, by group."""

    levels: dict[Level, tuple[str, ...]]
    verbs: dict[Act, tuple[str, ...]]
    in_names: frozenset[str]
    general: frozenset[str]
    passed_over: tuple[str, ...]
    no_decision: tuple[str, ...]
    named: tuple[str, ...]
    named_permit: tuple[str, ...]
    told_above: tuple[str, ...]
    issued: tuple[str, ...]
    another: tuple[str, ...]
    outright: tuple[str, ...]
    duty_verb: tuple[str, ...]
    review_work: tuple[str, ...]
    skip: tuple[str, ...]
    before: dict[str, tuple[str, ...]]
    delegate: dict[str, tuple[str, ...]]
    cell: dict[str, tuple[str, ...]]
    plain: dict[str, tuple[str, ...]]

    @cached_property
    def level_of(self) -> dict[str, Level]:
        """Each level word with its level."""
        return {word: level for level, words in self.levels.items() for word in words}

    @cached_property
    def act_of(self) -> dict[str, Act]:
        """Each verb with its class."""
        return {word: act for act, words in self.verbs.items() for word in words}

    @cached_property
    def level_pattern(self) -> re.Pattern[str]:
        """One or more level words in a row (省、市、县), longest first; phrases that only look like one are skipped."""
        one = "|".join(_level_regex(word) for word in longest(self.level_of))
        skip = "|".join(map(re.escape, longest(self.skip)))
        return re.compile(rf"(?P<skip>{skip})|(?P<level>(?:{one})(?:[、或者和及以上]{{0,3}}(?:{one}))*)")

    @cached_property
    def verb_pattern(self) -> re.Pattern[str]:
        """The first verb behind an organ, longest first; a verb inside an organ's name (管理部门) is none."""
        one = (re.escape(word) + (_NO_NAME if word in self.in_names else "") for word in longest(self.act_of))
        return re.compile("|".join(one))

    @cached_property
    def passed_over_pattern(self) -> re.Pattern[str]:
        """Words that only say which organ it is: 「县级以上人民政府规定的部门」."""
        return re.compile("|".join(map(re.escape, longest(self.passed_over))) or "(?!)")

    @cached_property
    def no_decision_pattern(self) -> re.Pattern[str]:
        """What an organ does that is no decision on a matter: 「由国务院…规定」."""
        return re.compile(rf"[^,。;:]{{0,40}}(?:{'|'.join(map(re.escape, self.no_decision)) or '(?!)'})")

    @cached_property
    def plain_pattern(self) -> re.Pattern[str]:
        """An organ's name without a level word: 所在地港口行政管理部门."""
        return re.compile(rf"[\u4e00-\u9fff]{{0,14}}?(?:{self._organs})")

    @cached_property
    def organ_pattern(self) -> re.Pattern[str]:
        """Where another organ comes in; the head of the one that acts (部门负责人) is none, nor whom 作出 speaks of."""
        clause = r"(?:^|(?<=[,。;:]))(?:(?!作出)[^,。;:])*?"
        heads = "|".join(map(re.escape, self.plain["heads"])) or "(?!)"
        return re.compile(rf"{clause}(?P<organ>{self._organs})(?!{heads})")

    @property
    def _organs(self) -> str:
        return "|".join(map(re.escape, longest(self.plain["organs"])))

    @cached_property
    def delegate_pattern(self) -> re.Pattern[str]:
        """Where a text foresees 委托: the listed words, or 可以 … 委托 within a clause; 许可 and 不可 are no 可."""
        cues = "|".join(map(re.escape, longest(self.delegate["cues"])))
        return re.compile(rf"(?<![许认不])(?:{cues}|可以?(?:(?!{self._negated})[^,。;:]){{1,16}}?委托)")

    @cached_property
    def delegated_pattern(self) -> re.Pattern[str]:
        """What stands before an organ that acts by 委托: 可以委托有条件的乡镇人民政府."""
        words = "|".join(map(re.escape, longest(self.before["delegated"]))) or "(?!)"
        return re.compile(rf"(?:{words})(?!人|书|代理)[^,。;:由向经报送]{{0,8}}$")

    @cached_property
    def negated_pattern(self) -> re.Pattern[str]:
        """What stands before 委托 where it is not allowed: 不得将许可…."""
        return re.compile(rf"(?:{self._negated})(?:(?!可以)[^,。;:]){{0,14}}$")

    @cached_property
    def dispute_pattern(self) -> re.Pattern[str]:
        """What stands before an organ that is asked only where others do not agree: 协商不成的，应当按程序报."""
        words = "|".join(map(re.escape, self.before["dispute"])) or "(?!)"
        return re.compile(rf"(?:{words}),[^,。;:报]{{0,8}}报(?:所在地|其|共同的)?$")

    @property
    def _negated(self) -> str:
        return "|".join(self.delegate["negated"]) or "(?!)"

    @cached_property
    def forbidden_pattern(self) -> re.Pattern[str]:
        """Where a text says that a power is not handed on; 不得再委托 is said to who holds it by 委托."""
        no, down = ("|".join(self.delegate[name]) or "(?!)" for name in ("forbids", "hand_down"))
        return re.compile(rf"(?:{no})(?:(?![再转])[^,。;:]){{0,14}}?(?<![再转])(?:{down})")

    def has_level(self, words: str) -> bool:
        """Whether a level is named in some words."""
        return any(found.group("level") for found in self.level_pattern.finditer(words))

    def lowest(self, words: str) -> Level:
        """The lowest of the levels in a row of level words; 「县级以上」 is the county's."""
        found: Level = LEVELS[-1]
        while words:
            word = next((name for name in longest(self.level_of) if words.startswith(name)), "")
            if word and LEVELS.index(self.level_of[word]) < LEVELS.index(found):
                found = self.level_of[word]
            words = words[len(word) or 1 :]
        return found


def longest(words: Sequence[str] | frozenset[str] | dict[str, Level] | dict[str, Act]) -> list[str]:
    """Words with the longest first, so that a pattern takes 县级以上 before 县."""
    return sorted(words, key=len, reverse=True)


def _level_regex(word: str) -> str:
    """One level word as a pattern: bare words need an organ behind them, and a ministry (公安部) is no 公安部门."""
    if word in _SHORT:
        return _SHORT[word]
    if word in _BARE:
        return rf"{re.escape(word)}(?=[^,。;:]{{0,14}}?{_ORGAN})"
    return re.escape(word) + ("(?!门)" if word.endswith("部") else "")


def load_lexicon(raw: Mapping[str, Mapping[str, Sequence[str]]]) -> Lexicon:
    """The words of `levels.toml` as read."""

    def words(found: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(Passage(word).text for word in found))

    def group(name: str) -> dict[str, tuple[str, ...]]:
        return {key: words(found) for key, found in raw[name].items()}

    return Lexicon(
        levels={level: words(raw["level"][level]) for level in LEVELS},
        verbs={act: words(raw["verb"][act]) for act in ACTS},
        in_names=frozenset(words(raw["verb"]["in_names"])),
        general=frozenset(words(raw["verb"]["general"])),
        passed_over=words(raw["verb"]["passed_over"]),
        no_decision=words(raw["verb"]["no_decision"]),
        named=words(raw["verb"]["named"]),
        named_permit=words(raw["verb"]["named_permit"]),
        told_above=words(raw["verb"]["told_above"]),
        issued=words(raw["verb"]["issued"]),
        another=words(raw["verb"]["another"]),
        outright=words(raw["verb"]["outright"]),
        duty_verb=words(raw["verb"]["duty_verb"]),
        review_work=words(raw["verb"]["review_work"]),
        skip=words([*raw["level"]["not_before"], *raw["level"]["not_phrases"]]),
        before=group("before"),
        delegate=group("delegate"),
        cell=group("cell"),
        plain=group("plain"),
    )
