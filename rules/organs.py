"""Who does what, as a text says it: each level word with the verb next to it, in reading order.

Draws no conclusion about a matter: that is done in `rules.deciders` and by the rules themselves.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rules.clauses import Passage
from rules.lexicon import Act, Level, Lexicon

_META = re.compile(r"\([^()]{0,160}?(?:年|令|号|修正|修订|公布|发布|通过|施行)[^()]*\)|《[^《》]*》")
_BY_RULES = re.compile(r"(?:按照|依照|根据|按|依)[^,。;:]{0,18}?规定的?")
_BRACKET = re.compile(r"\([^()]{6,80}\)")
_COUPLED = re.compile(r"(?:、|或者?|和|及|以及|与)[^,。;:]{0,12}$")
_HALF = {"审核", "审查"}
"""Verbs that are a decision when one follows in the same clause: 审核批准, 审查并核发."""
_REACH = 72
"""How far behind a level word its verb may stand, in letters."""


@dataclass(frozen=True)
class Mention:
    """One organ and what it does there; positions are in `passage.text`. `delegated` = it acts by 委托."""

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


def mentions(passages: Iterable[Passage], lexicon: Lexicon) -> tuple[Mention, ...]:
    """Every organ with what it does, in reading order.

    Titles and the brackets that tell when a law was published are not read; an organ coupled to the next one
    (县级林业主管部门或者其委托的乡、镇人民政府) does what that one does.
    """
    return tuple(mention for passage in passages for mention in _in_passage(passage, lexicon))


def _in_passage(passage: Passage, lexicon: Lexicon) -> list[Mention]:
    text = _META.sub(_blank, passage.text)
    found: list[Mention] = []
    for start, end in passage.sentences:
        spots = [m for m in lexicon.level_pattern.finditer(text, start, end) if m.group("level")]
        later = [*[spot.start() for spot in spots], end][1:]
        row = [_levelled(passage, text, spot, stop, lexicon) for spot, stop in zip(spots, later, strict=False)]
        row = [_read_on(mention, text, spots, end, lexicon) for mention in row]
        row = _coupled(row, text)
        plain = _plain(passage, text, (start, end), row, lexicon)
        found += sorted([*row, *plain], key=lambda mention: mention.start)
    return found


def _blank(found: re.Match[str]) -> str:
    """Fill that keeps every position."""
    return "□" * len(found.group())


def _levelled(passage: Passage, text: str, spot: re.Match[str], stop: int, lexicon: Lexicon) -> Mention:
    """One level word with its act: what stands before it may say more than the verb behind it."""
    lead = text[max(0, spot.start() - 12) : spot.start()]
    act, end = _act(text, spot.end(), stop, lexicon)
    if lead.endswith(lexicon.before["decide"]):
        act = "decide"
    elif _consulted(lead, lexicon) or _in_by_rules(text, spot.start()):
        act = "rule"
    delegated = lead.endswith(lexicon.before["delegated"])
    return Mention(lexicon.lowest(spot.group("level")), act, spot.start(), max(end, spot.end()), passage, delegated)


def _read_on(mention: Mention, text: str, spots: list[re.Match[str]], end: int, lexicon: Lexicon) -> Mention:
    """An organ that decides behind one whose rules it follows (按照国务院…的规定，核发) or that stands in a bracket."""
    if mention.act != "none":
        return mention
    aside = [found.span() for found in _BRACKET.finditer(text, mention.end, end)]
    later = (spot.start() for spot in spots if spot.start() > mention.start)
    others = (at for at in later if not _in_by_rules(text, at) and not any(left < at < right for left, right in aside))
    act, last = _act(text, mention.end, next(others, end), lexicon)
    return replace(mention, act=act, end=last) if act == "decide" else mention


def _plain(
    passage: Passage, text: str, span: tuple[int, int], levelled: list[Mention], lexicon: Lexicon
) -> list[Mention]:
    """Organs of the sentence that no level word belongs to and that decide or take applications."""
    found = []
    for spot in lexicon.plain_pattern.finditer(text, *span):
        name = spot.group()
        taken = any(m.start <= spot.start() < m.end or spot.start() <= m.start < spot.end() for m in levelled)
        if taken or name.endswith(lexicon.plain["not_organs"]) or lexicon.has_level(name):
            continue
        if lexicon.passed_over_pattern.match(text, spot.end()):
            continue
        act, end = _act(text, spot.end(), span[1], lexicon)
        if act in {"decide", "apply"} and not text[:end].endswith(lexicon.plain["not_acts"]):
            found.append(Mention("plain", act, spot.start(), end, passage))
    return found


def _act(text: str, start: int, stop: int, lexicon: Lexicon) -> tuple[Act, int]:
    """The class of the first verb behind an organ and where it ends.

    A general duty (应当支持…、应当加强…) is not the last word: a decision in the same sentence counts.
    """
    rest = text[start : min(stop, start + _REACH)]
    for aside in (_BRACKET, _BY_RULES, lexicon.passed_over_pattern):
        rest = aside.sub(_blank, rest)
    verb = lexicon.verb_pattern.search(rest)
    if verb is None:
        return "none", start
    act = lexicon.act_of[verb.group()]
    end = start + verb.end()
    if verb.group() in _HALF and _decides_soon(rest[verb.end() :], lexicon):
        return "decide", end
    if act == "duty":
        for later in lexicon.verb_pattern.finditer(text, end, stop):
            if lexicon.act_of[later.group()] == "decide" and later.group() not in lexicon.general:
                return "decide", later.end()
    return act, end


def _decides_soon(rest: str, lexicon: Lexicon) -> bool:
    """Whether a deciding verb follows in the same clause, and nothing is passed on before it."""
    clause = re.split(r"[,。;:]|报|意见", rest[:14])[0]
    return any(verb in clause for verb in lexicon.verbs["decide"])


def _consulted(lead: str, lexicon: Lexicon) -> bool:
    """Whether the organ is only asked, told or followed: 征得…同意, 会同…; 「按照职责分工向…申请」 is not."""
    words = lexicon.before
    if lead.endswith(words["consult_next"]):
        return True
    asked, turns = "|".join(words["consult"]), "|".join(words["turns"])
    return bool(re.search(rf"(?:[未不](?:{asked})[^,。;:]{{0,6}}|(?:{asked})(?:(?!{turns})[^,。;:]){{0,6}})$", lead))


def _in_by_rules(text: str, start: int) -> bool:
    """Whether the organ only stands in 「根据国务院…部门的规定」."""
    return any(
        found.start() <= start < found.end() for found in _BY_RULES.finditer(text, max(0, start - 6), start + 24)
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
