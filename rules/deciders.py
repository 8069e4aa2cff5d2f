"""Who decides a matter, read from its basis: held above, locked to the county, given to towns, open to 委托.

Turns mentions (`rules.organs`) into facts. The sentence that speaks of the matter by name counts before the others.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from quanze.matter import Matter
from quanze.text import fold, pairs
from rules.book import Rulebook
from rules.clauses import Passage
from rules.handing_on import handed_on, handed_on_forbidden
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
_GOES_ON = re.compile(r"(?:收到|接到)[^,。;:]{0,20}(?:之日起|后)")
_PAPER = 16
"""How many letters behind 核发的 the paper's name may take."""
_SAME_PAPER = 0.5
"""The share of a matter's words that the name of its own paper has at least."""
_THE_REST = re.compile(r"(?:前[一两二三四]?款|前[一两二三四]?项|上述)[^,。;:]{0,8}以外的")
"""What a sentence says that speaks of all that the sentences before it do not name."""
_OF_IT = 0.4
"""The share of a matter's words from which on a sentence is taken to speak of it."""
_CLEARLY = 0.12
"""By how much of the name's words one sentence must be nearer to the matter than another."""


def decider_facts(matter: Matter, texts: Sequence[Passage], kind: str, book: Rulebook) -> Iterator[Said]:
    """Facts about who decides and whether 委托 is foreseen; none where the matter has no text."""
    yield from _level_cell(matter, kind, book)
    yield from handed_on_forbidden((*texts, Passage(matter.note, "备注")), book.lexicon)
    if not texts:
        return
    found = mentions(texts, book.lexicon)
    yield from _deciders(matter, kind, found, book.lexicon)
    yield from handed_on(texts, found, book.lexicon)


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
    elif town and not county and cell == rest:
        yield "level_town", level, "行使层级"


def _deciders(matter: Matter, kind: str, found: Sequence[Mention], lexicon: Lexicon) -> Iterator[Said]:
    """Who decides. An organ without a level only counts where no level is named at all: it mostly refers back."""
    aside = (*lexicon.named, *(lexicon.named_permit if kind == "行政许可" and _some_decide(found, lexicon) else ()))
    found = [_as_to(matter, mention, aside, lexicon) for mention in found]
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
        yield from _in_towns(town, county, lexicon)
        return
    helping = [mention for mention in found if mention.level == "town" and mention.act == "review"]
    if len(town) == len(levelled) and (helping or (town and plain)):
        yield _say("town_receives", (helping or town)[0])
    plain_first = bool(own) and min(own, key=lambda mention: mention.start).level == "plain"
    skipped = {"every", "town", *(("vertical",) if plain_first and not _vertical_unit(matter, found) else ())}
    shared = [mention for mention in levelled if mention.level == "every"]
    higher = [mention for mention in levelled if mention.level not in skipped and not _with_any(mention, shared)]
    near = _nearest(matter, higher)
    locked = list(_higher(near))
    yield from locked
    of_county = [mention for mention in near if mention.level == "county"]
    if of_county and all(_of_another(matter, mention, lexicon) for mention in of_county):
        yield _say("another_act", of_county[0])
    if locked and locked[0][0] == "county_lock":
        yield from (_say("town_in_part", mention) for mention in town if _alone(mention, county, lexicon))


def _of_another(matter: Matter, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether what an organ does there is another act than the matter: 注销其操作证件 for 驾驶证核发."""
    verb = _ends_on(mention, lexicon.another)
    return bool(verb) and verb not in f"{matter.title}{matter.kind}"


def _some_decide(found: Sequence[Mention], lexicon: Lexicon) -> bool:
    """Whether an organ of a named level does more than to be told afterwards (备案)."""
    return any(
        mention.act in _DECIDES
        and mention.level not in {"plain", "every"}
        and not _ends_on(mention, lexicon.named_permit)
        for mention in found
    )


def _ends_on(mention: Mention, verbs: Sequence[str]) -> str:
    """Which of some verbs a mention ends on, or ""."""
    said = mention.passage.text[: mention.end]
    return next((verb for verb in verbs if said.endswith(verb)), "")


def _as_to(matter: Matter, mention: Mention, aside: Sequence[str], lexicon: Lexicon) -> Mention:
    """A mention as it counts for this matter: the verbs `aside` decide only a matter of that name.

    What is reported upwards afterwards (报上一级备案) is not decided above; and an organ that the paper itself is from
    (取得县级…部门核发的生鲜乳准运证明) decides where the matter is that paper.
    """
    text, end = mention.passage.text, mention.end
    upwards = text.startswith(lexicon.told_above, mention.start)
    verb = _ends_on(mention, (*aside, *(lexicon.named_permit if upwards else ())))
    if verb and verb not in f"{matter.title}{matter.kind}" and mention.act == "decide":
        return replace(mention, act="review")
    if mention.act == "rule" and text[:end].endswith(lexicon.issued):
        paper = re.split(r"[,。;:()]", text[end : end + _PAPER])[0]
        if _share(_words(matter), paper) >= _SAME_PAPER:
            return replace(mention, act="decide")
    return mention


def _own(found: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """The organs that decide; where none of a level is seen to, those of a level whose verb is not known.

    A town that only helps or reviews never counts, and one without a verb only where the text says that it acts.
    """
    own = [mention for mention in found if mention.act in _DECIDES and not mention.delegated]
    unknown = [mention for mention in found if mention.act in {"none", "review"} and not mention.delegated]
    unknown = [each for each in unknown if each.level != "town" or (each.act == "none" and _acts(each, lexicon))]
    if not own:
        return unknown
    if all(mention.level == "town" and mention.act == "apply" for mention in own):
        return [*own, *(mention for mention in unknown if mention.level in {"county", "above"})]
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
    asked = all(mention.act == "apply" for mention in (*town, *higher))
    deciding = [mention for mention in town if mention.act == "decide" or not higher or asked]
    if plain:
        deciding = [mention for mention in deciding if not _only_receives(mention)]
    return any(not higher or any(_either(mention, other, "或") for other in higher) for mention in deciding)


def _only_receives(mention: Mention) -> bool:
    """Whether an organ only takes the application: 「向…提出申请」, 「由…受理」, not 「自受理之日起…决定」."""
    text, end = mention.passage.text, mention.end
    return mention.act == "apply" or (text[:end].endswith("受理") and "之日" not in text[end : end + 6])


def _alone(town: Mention, county: Sequence[Mention], lexicon: Lexicon) -> bool:
    """Whether a town decides outright in some sentence, and not together with the county."""
    text, end = town.passage.text, town.end
    handed = text[: town.start].endswith(lexicon.before["decide"])
    outright = _ends_on(town, lexicon.outright) or text.startswith(lexicon.outright, end)
    return town.act == "decide" and bool(handed or outright) and not any(_either(town, other) for other in county)


def _goes_on(mention: Mention) -> bool:
    """Whether the organ does more than to take the application: 受理并办理."""
    return mention.passage.text[mention.end : mention.end + 1] in set("并、和及")


def _clearly(mention: Mention, lexicon: Lexicon) -> bool:
    """Whether the verb is one of deciding, and not as general as 办理."""
    return mention.act == "decide" and not mention.passage.text[: mention.end].endswith(tuple(lexicon.general))


def _in_towns(town: Sequence[Mention], county: Sequence[Mention], lexicon: Lexicon) -> Iterator[Said]:
    yield _say("town_decides", town[0])
    asked = [mention for mention in town if _only_receives(mention) and not _goes_on(mention)]
    if asked and not any(_clearly(mention, lexicon) for mention in town if mention not in asked):
        yield _say("town_asked", asked[0])
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
    """The mentions whose sentence has most of the matter's own words; all of them where none is clearly nearer.

    Where even that sentence hardly speaks of the matter, and where one speaks of all the rest, the others follow.
    """
    if not deciding:
        return []
    words = _words(matter)
    stories = [_story(mention) for mention in deciding]
    shares = {story: _share(words, story) for story in set(stories)}
    best = max(shares.values())
    told = list(zip(deciding, stories, strict=True))
    near = [mention for mention, story in told if shares[story] >= best - _CLEARLY]
    far = [mention for mention, story in told if shares[story] < best - _CLEARLY]
    return [*near, *(mention for mention in far if best < _OF_IT or _THE_REST.search(mention.sentence))]


def _story(mention: Mention) -> str:
    """The sentence of a mention, with those before it that tell of the application it goes on with (收到申请之日起)."""
    text, spans = mention.passage.text, mention.passage.sentences
    last = first = next((index for index, (start, end) in enumerate(spans) if start <= mention.start < end), 0)
    while first and _GOES_ON.search(text, *spans[first]):
        first -= 1
    return text[spans[first][0] : spans[last][1]] if spans else text


def _words(matter: Matter) -> frozenset[str]:
    """What a matter's name says beyond the words that all matters have."""
    return pairs(_GENERIC.sub(" ", fold(_LEVEL_IN_NAME.sub("", matter.title))))


def _share(words: frozenset[str], sentence: str) -> float:
    said = fold(sentence)
    return sum(word in said for word in words) / len(words) if words else 0.0


def _say(name: str, mention: Mention) -> Said:
    return name, mention.quote, mention.passage.where
