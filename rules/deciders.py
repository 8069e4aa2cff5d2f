"""Who decides a matter, read from its basis: held above, locked to the county, given to towns, open to 委托.

Turns mentions (`rules.organs`) into facts. The sentence that speaks of the matter by name counts before the others.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from quanze.matter import Matter
from quanze.text import fold
from rules.book import Rulebook
from rules.clauses import Passage
from rules.organs import Lexicon, Mention, mentions

Said = tuple[str, str, str]
"""A fact's name, the exact words, and where they stand."""

_GENERIC = re.compile(
    r"行政|许可|审批|核发|申请|办理|登记|备案|核准|确认|的|处罚|监督|检查|管理|及|和|或者|对|违反|行为|规定|未|按照"
)
_CLEARLY = 0.12
"""By how much of the name's words one sentence must be nearer to the matter than another."""


def decider_facts(matter: Matter, texts: Sequence[Passage], kind: str, book: Rulebook) -> Iterator[Said]:
    """Facts about who decides and whether 委托 is foreseen; none where the matter has no text."""
    yield from _level_cell(matter, kind, book)
    if not texts:
        return
    found = mentions(texts, book.lexicon)
    yield from _deciders(matter, found)
    yield from _delegation(texts, found, book.lexicon)


def _level_cell(matter: Matter, kind: str, book: Rulebook) -> Iterator[Said]:
    """What the 行使层级 cell says; a public service is not bound by it."""
    cell = fold(matter.level)
    words = book.lexicon.cell
    rest = re.sub("|".join(map(re.escape, words["above"])), "", cell)
    county, town = (any(word in rest for word in words[level]) for level in ("county", "town"))
    if cell != rest and not county and not town:
        yield "level_above", matter.level, "行使层级"
    elif county and not town and kind != "公共服务":
        yield "level_county", matter.level, "行使层级"


def _deciders(matter: Matter, found: Sequence[Mention]) -> Iterator[Said]:
    deciding = [mention for mention in found if mention.act == "decide" and not mention.delegated]
    if not [mention for mention in deciding if mention.level != "plain"]:
        deciding += [mention for mention in found if mention.act == "apply" and not mention.delegated]
    nearest = _nearest(matter, deciding)
    levels = {mention.level for mention in nearest}
    for level, name in (("every", "every_level"), ("plain", "plain_decides")):
        if level in levels:
            yield _say(name, next(mention for mention in nearest if mention.level == level))
    yield from _main(nearest, found)
    if not deciding:
        yield "no_decider", "", "设定依据"


def _main(nearest: Sequence[Mention], found: Sequence[Mention]) -> Iterator[Said]:
    """The level that decides; the county only counts where it does not merely pass the papers up."""
    by_level: dict[str, Mention] = {}
    for mention in nearest:
        by_level.setdefault(mention.level, mention)
    above, county, town, vertical = (by_level.get(level) for level in ("above", "county", "town", "vertical"))
    if above and county and county.act == "apply" and above.act == "decide":
        county = None
    if town and not (county and _apart(town, county)):
        yield _say("town_decides", town)
    elif county:
        yield _say("county_lock", county)
        if above:
            yield _say("both_levels", above)
    elif above:
        yield _say("held_above", above)
    elif vertical and "plain" not in by_level:
        yield _say("vertical", vertical)


def _apart(town: Mention, county: Mention) -> bool:
    """Whether town and county decide different things: they are not coupled in one sentence by 或者."""
    return town.passage is not county.passage or "或" not in town.passage.text[county.start : town.start]


def _nearest(matter: Matter, deciding: Sequence[Mention]) -> list[Mention]:
    """The mentions whose sentence has most of the matter's own words; all of them where none is clearly nearer."""
    if not deciding:
        return []
    words = _bigrams(_GENERIC.sub(" ", fold(matter.title)))
    scores = [_share(words, mention.sentence) for mention in deciding]
    best = max(scores)
    return [mention for mention, score in zip(deciding, scores, strict=True) if score >= best - _CLEARLY]


def _share(words: frozenset[str], sentence: str) -> float:
    return len(words & _bigrams(fold(sentence))) / len(words) if words else 0.0


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1) if " " not in text[i : i + 2])


def _say(name: str, mention: Mention) -> Said:
    return name, mention.quote, mention.passage.where


def _delegation(texts: Iterable[Passage], found: Sequence[Mention], lexicon: Lexicon) -> Iterator[Said]:
    """Whether the basis foresees 委托 by this level, and to an administrative organ."""
    pattern = re.compile("|".join(map(re.escape, sorted(lexicon.delegate["cues"], key=len, reverse=True))))
    for passage in texts:
        for cue in pattern.finditer(passage.text):
            target = re.split(r"[,。;:]", passage.text[cue.end() : cue.end() + 40])[0]
            if not _a_power(target, lexicon) or _from_above(passage, cue, found, target):
                continue
            quote = passage.clause(cue.start(), cue.end())
            organ = any(word in target for word in lexicon.delegate["administrative"])
            yield "may_delegate" if organ else "delegate_not_organ", quote, passage.where


def _a_power(target: str, lexicon: Lexicon) -> bool:
    """Whether what follows 委托 is an organ that exercises a power, not an agent or a laboratory."""
    words = lexicon.delegate
    return any(word in target for word in words["organs"]) and not any(word in target for word in words["excluded"])


def _from_above(passage: Passage, cue: re.Match[str], found: Sequence[Mention], target: str) -> bool:
    """Whether a higher level delegates, or delegates to a higher level than towns."""
    before = [m for m in found if m.passage is passage and m.start <= cue.start() and m.level != "plain"]
    within = [m for m in found if m.passage is passage and cue.end() <= m.start < cue.end() + len(target)]
    if any(mention.level in {"above", "county", "vertical"} for mention in within):
        return True
    start = max((s for s, e in passage.sentences if s <= cue.start() < e), default=0)
    return bool(before) and before[-1].start >= start and before[-1].level in {"above", "vertical"}
