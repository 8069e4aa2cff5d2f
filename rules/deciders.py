"""Who decides a matter, read from its basis: held above, locked to the county, given to towns, open to 委托.

Turns mentions (`rules.organs`) into facts. The sentence that speaks of the matter by name counts before the others.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from quanze.matter import Matter
from quanze.text import fold
from rules.book import Rulebook
from rules.clauses import Passage
from rules.lexicon import Lexicon
from rules.organs import Mention, mentions

Said = tuple[str, str, str]
"""A fact's name, the exact words, and where they stand."""

_GENERIC = re.compile(
    r"行政|许可|审批|核发|申请|办理|登记|备案|核准|确认|的|处罚|监督|检查|管理|及|和|或者|对|违反|行为|规定|未|按照"
)
_LEVEL_IN_NAME = re.compile(r"[(（](?=[^()（）]*?(?:级|权限|行使))([^()（）]*+)[)）]")
_DECIDES = {"decide", "apply"}
_BY = re.compile(r"[由经](?:其|有关|当地|(?:住|户籍)?所在地)?$")
_CLEARLY = 0.12
"""By how much of the name's words one sentence must be nearer to the matter than another."""


def decider_facts(matter: Matter, texts: Sequence[Passage], kind: str, book: Rulebook) -> Iterator[Said]:
    """Facts about who decides and whether 委托 is foreseen; none where the matter has no text."""
    yield from _level_cell(matter, kind, book)
    yield from _forbidden((*texts, Passage(matter.note, "备注")), book.lexicon)
    if not texts:
        return
    found = mentions(texts, book.lexicon)
    yield from _deciders(matter, found, book.lexicon)
    yield from _delegation(texts, found, book.lexicon)


def _level_cell(matter: Matter, kind: str, book: Rulebook) -> Iterator[Said]:
    """What the 行使层级 cell says, or a bracket in the name (（县级权限）); a public service is not bound by it."""
    named = _LEVEL_IN_NAME.search(matter.title)
    level = matter.level or (named.group(1) if named else "")
    cell = fold(level)
    words = book.lexicon.cell
    rest = re.sub("|".join(map(re.escape, words["above"])), "", cell)
    county, town = (any(word in rest for word in words[level]) for level in ("county", "town"))
    if cell != rest and not county and not town:
        yield "level_above", level, "行使层级"
    elif county and not town and kind != "公共服务":
        yield "level_county", level, "行使层级"


def _deciders(matter: Matter, found: Sequence[Mention], lexicon: Lexicon) -> Iterator[Said]:
    """Who decides. An organ without a level only counts where no level is named at all: it mostly refers back."""
    own = _own(found, lexicon)
    levelled = [mention for mention in own if mention.level != "plain"]
    bound = any(mention.level != "vertical" for mention in levelled)
    for level, name in (("every", "every_level"), ("plain", "plain_decides")):
        first = next((mention for mention in own if mention.level == level), None)
        if first and (level == "every" or not bound):
            yield _say(name, first)
    if not own:
        yield "no_decider", "", "设定依据"
    town = [mention for mention in levelled if mention.level == "town"]
    county = [mention for mention in levelled if mention.level == "county"]
    plain = [mention for mention in own if mention.level == "plain" and not _only_receives(mention)]
    if _towns_own(town, levelled, plain):
        yield from _in_towns(town, county)
        return
    if town and plain and all(mention.level == "town" for mention in levelled):
        yield _say("town_receives", plain[0])
    plain_first = bool(own) and min(own, key=lambda mention: mention.start).level == "plain"
    skipped = {"every", "town", *(("vertical",) if plain_first and not _vertical_unit(matter, found) else ())}
    shared = [mention for mention in levelled if mention.level == "every"]
    higher = [mention for mention in levelled if mention.level not in skipped and not _with_any(mention, shared)]
    yield from _higher(_nearest(matter, higher))


def _own(found: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """The organs that decide; where none of a level is seen to, those of a level whose verb is not known."""
    own = [mention for mention in found if mention.act in _DECIDES and not mention.delegated]
    unknown = [mention for mention in found if mention.act in {"none", "review"} and not mention.delegated]
    if not own:
        return unknown
    if any(mention.level != "plain" for mention in own):
        return own
    return [*own, *(mention for mention in unknown if mention.act == "none" and _acts(mention, lexicon))]


def _acts(mention: Mention, lexicon: Lexicon) -> bool:
    """Whether the text says that this organ does something, if not what: 「由县级以上人民政府…」.

    What it does together with others stands behind them and is not read; making rules (由国务院…规定) is no decision.
    """
    text = mention.passage.text
    return bool(_BY.search(text[: mention.start])) and not lexicon.no_decision_pattern.match(text, mention.end)


def _with_any(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether an organ is named in one breath with another: 「由国务院有关部门和地方各级人民政府给予」."""
    return any(_either(mention, other) for other in others)


def _vertical_unit(matter: Matter, found: Sequence[Mention]) -> bool:
    """Whether the list is that of a vertically managed organ itself (税务局): then other organs only help."""
    unit = f"{matter.department}{matter.organ}"
    return any(m.level == "vertical" and m.passage.text[m.start : m.start + 2] in unit for m in found)


def _towns_own(town: Sequence[Mention], levelled: Sequence[Mention], plain: Sequence[Mention]) -> bool:
    """Whether the law gives the matter to towns: they decide alone or as an alternative to the county.

    Towns that only take applications for a department that decides (`plain`) do not.
    """
    higher = [mention for mention in levelled if mention.level in {"county", "above", "vertical"}]
    deciding = [mention for mention in town if mention.act == "decide" or not higher]
    if plain:
        deciding = [mention for mention in deciding if not _only_receives(mention)]
    return any(not higher or any(_either(mention, other, "或") for other in higher) for mention in deciding)


def _only_receives(mention: Mention) -> bool:
    """Whether an organ only takes the application: 「向…提出申请」, 「由…受理」, not 「自受理之日起…决定」."""
    text, end = mention.passage.text, mention.end
    return mention.act == "apply" or (text[:end].endswith("受理") and "之日" not in text[end : end + 6])


def _in_towns(town: Sequence[Mention], county: Sequence[Mention]) -> Iterator[Said]:
    yield _say("town_decides", town[0])
    alone = [mention for mention in county if not any(_either(mention, other, "或") for other in town)]
    if alone:
        yield _say("county_in_part", alone[0])


def _higher(levelled: Sequence[Mention]) -> Iterator[Said]:
    """The level above towns that decides; the county only counts where it does not merely pass applications up."""
    above, county, vertical = (
        [mention for mention in levelled if mention.level == level] for level in ("above", "county", "vertical")
    )
    if any(mention.act == "decide" for mention in above) and all(mention.act == "apply" for mention in county):
        county = []
    if county:
        yield _say("county_lock", county[0])
        if above:
            yield _say("both_levels", above[0])
    elif above:
        yield _say("held_above", above[0])
    elif vertical:
        yield _say("vertical", vertical[0])


def _either(one: Mention, other: Mention, words: str = "或和及") -> bool:
    """Whether two organs are coupled in one clause: 「由乡级人民政府或者县级以上人民政府处理」."""
    if one.passage is not other.passage:
        return False
    between = one.passage.text[min(one.start, other.start) : max(one.start, other.start)]
    return any(word in between for word in words) and not any(mark in between for mark in ",。;:")


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
    for passage in texts:
        for cue in lexicon.delegate_pattern.finditer(passage.text):
            target = re.split(r"[,。;:]", passage.text[cue.end() : cue.end() + 40])[0]
            if not _a_power(target, lexicon) or _not_so(passage, cue, lexicon):
                continue
            if _from_above(passage, cue, found, target):
                continue
            quote = passage.clause(cue.start(), cue.end())
            organ = any(word in target for word in lexicon.delegate["administrative"])
            yield "may_delegate" if organ else "delegate_not_organ", quote, passage.where


def _not_so(passage: Passage, cue: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether 委托 is not allowed here (不得委托…), or only one step is handed on (可以委托…进行现场核查)."""
    before = re.split(r"[,。;:]", passage.text[: cue.start()])[-1]
    if (
        not cue.group().startswith("可")
        and not cue.group().endswith("委托的")
        and lexicon.negated_pattern.search(before)
    ):
        return True
    end = next(end for start, end in passage.sentences if start <= cue.start() < end)
    said = before + passage.text[cue.start() : end]
    return any(word in said for word in lexicon.delegate["only_a_step"])


def _forbidden(texts: Iterable[Passage], lexicon: Lexicon) -> Iterator[Said]:
    """A text that says the power is not handed on: 「检查权不得下放、不得委托」."""
    words = lexicon.delegate
    for passage in texts:
        for found in lexicon.forbidden_pattern.finditer(passage.text):
            target = re.split(r"[,。;:]", passage.text[found.end() : found.end() + 40])[0]
            if f"{found.group()}{target}".startswith(words["not_forbidden"]):
                continue
            if found.group().endswith("委托") and not _an_organ(passage, found, target, lexicon):
                continue
            yield "transfer_forbidden", passage.clause(found.start(), found.end()), passage.where


def _an_organ(passage: Passage, found: re.Match[str], target: str, lexicon: Lexicon) -> bool:
    """Whether 不得委托 is said to an organ of its power, not to an applicant (不得委托他人, 不得委托无资质的单位)."""
    words = lexicon.delegate
    if any(word in target for word in words["excluded"]):
        return False
    if target and not target.startswith("、"):
        return any(word in target for word in words["forbidden_to"])
    before = re.split(r"[,。;:]", passage.text[: found.start()])[-1]
    return any(word in before for word in words["powers"])


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
