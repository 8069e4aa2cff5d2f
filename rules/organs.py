"""Who does what, as a text says it: each level word with the verb next to it, in reading order.

Draws no conclusion about a matter: that is done in `rules.deciders` and by the rules themselves.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rules.clauses import Passage
from rules.lexicon import Act, Level, Lexicon

_META = re.compile(r"\([^()]{0,160}?(?:年|令|号|修正|修订|公布|发布|通过|施行)[^()]*\)|《[^《》]*》")
_BY_RULES = re.compile(
    r"(?:按照|依照|根据|按|依)(?:[^,。;:]{0,18}?规定的?|[^,。;:]{0,18}规划(?=批准|审批|审查|审核|核发|核定))"
)
_BRACKET = re.compile(r"\([^()]{6,80}\)")
_COUPLED = re.compile(r"(?:、|或者?|和|及|以及|与)□*+[^,。;:]{0,12}$")
_NEXT_TO_IT = re.compile(r"[^,。;:由向经报]*$")
"""What may stand between two organs that a power is handed to in one breath: 委托乡镇人民政府或者街道办事处."""
_APART = re.compile(r"[,。;:由向经报]|应当|可以|及其|以及|负责")
"""What stands between two organs, and not inside the long name of one."""
_COME_IN = re.compile(
    r"自?(?:收到|接到|受理)[^,。;:由向]{0,20}?(?:之日起|后)|对[^,。;:由向]{0,16}的(?:申请|申报|报告)(?!人|单位|者)"
    r"|(?:提交|报送|提出)的|对申请[^,。;:由向]{0,20}的(?=,)|符合[^,。;:由向]{0,16}(?:条件|标准)的"
)
"""An application that came in, by which no act is meant: 自收到申请之日起, 对符合条件的申请予以批准, 提交的材料."""
_HALF = {"审核", "审查"}
"""Verbs that are a decision when one follows in the same clause: 审核批准, 审查并核发."""
_FROM_BELOW = re.compile(
    r"(?:收到|接到)[^,。;:]{0,24}(?:部门|机关|机构|人民政府)[^,。;:]{0,16}?(?:之日起|后)"
    r"|(?:省|自治区|直辖市|设区的市|上级)[^,。;:]{0,4}人民政府(?:确定|指定)的(?=镇|乡|街道|苏木)"
)
"""Organs that only say whose papers came in, or who named the town that acts (…人民政府确定的镇人民政府)."""
_SENT_ON = re.compile(r"(?:同意|通过|合格)?后?,?(?:逐级)?(?:上报|转报|报)(?!销)")
"""How a review goes on that another organ decides upon: 审核同意后，报…批准."""
_PASSED = re.compile(r"(?:经?(?:审查|审核)|对)?(?:合格|符合|具备|同意)[^,。;:由报]{0,24},")
"""How the sentence behind a review begins that tells its outcome: 审查合格的，发给许可证."""
_ASKED = 20
"""How many letters before an organ may tell that it is only asked."""
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
    text = _FROM_BELOW.sub(_blank, _META.sub(_blank, passage.text))
    found: list[Mention] = []
    for start, end in passage.sentences:
        spots = [m for m in lexicon.level_pattern.finditer(text, start, end) if m.group("level")]
        later = [*[spot.start() for spot in spots], end][1:]
        row = [_levelled(passage, text, spot, stop, lexicon) for spot, stop in zip(spots, later, strict=False)]
        row = [_read_on(mention, text, spots, end, lexicon) for mention in row]
        row = [_if_named_above(each, text) for each in _delegated_together(_coupled(row, text), text)]
        plain = _plain(passage, text, (start, end), row, lexicon)
        found += sorted(_one_name(row, plain, text), key=lambda mention: mention.start)
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
    elif _consulted(lead, lexicon) or _in_by_rules(text, spot.start()) or _in_dispute(text, spot.start(), lexicon):
        act = "rule"
    level = lexicon.lowest(spot.group("level"))
    if level == "town" and act == "decide" and _only_reviews(text[:end], text[end:stop], lexicon):
        act = "review"
    nearly = level == "town" and bool(lexicon.delegated_pattern.search(lead))
    delegated = nearly or lead.endswith(lexicon.before["delegated"])
    return Mention(level, act, spot.start(), max(end, spot.end()), passage, delegated)


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


def _one_name(row: Sequence[Mention], plain: Sequence[Mention], text: str) -> list[Mention]:
    """All organs of a sentence; one without a level that only ends the name of one with a level is no second one.

    The name may be long (县级以上人民政府林业草原、自然资源、水行政、…主管部门): the act behind it is that organ's.
    """
    found, rest = list(row), list(plain)
    for index, here in enumerate(row):
        tail = next((each for each in rest if each.start >= here.end), None)
        stop = row[index + 1].start if index + 1 < len(row) else len(text)
        if here.act == "none" and tail and tail.end <= stop and not _APART.search(text, here.end, tail.start):
            found[index] = replace(here, act=tail.act, end=tail.end)
            rest.remove(tail)
    return [*found, *rest]


def _act(text: str, start: int, stop: int, lexicon: Lexicon) -> tuple[Act, int]:
    """The class of the first verb behind an organ and where it ends.

    A general duty (应当支持…、应当加强…) is not the last word: a decision in the same sentence counts.
    """
    rest = text[start : min(stop, start + _REACH)]
    for aside in (_BRACKET, _BY_RULES, lexicon.passed_over_pattern):
        rest = aside.sub(_blank, rest)
    own = re.split(r",[由向]", _COME_IN.sub(_blank, rest))[0]
    verb = lexicon.verb_pattern.search(own) or lexicon.verb_pattern.search(rest)
    if verb is None:
        return "none", start
    act = lexicon.act_of[verb.group()]
    end = start + verb.end()
    if verb.group() in _HALF and (_decides_then(rest[verb.end() :], lexicon) or _passed(text, stop, lexicon)):
        return "decide", end
    if act == "duty":
        for later in lexicon.verb_pattern.finditer(text, end, stop):
            if lexicon.act_of[later.group()] == "decide" and later.group() not in lexicon.general:
                return "decide", later.end()
    return act, end


def _decides_then(rest: str, lexicon: Lexicon) -> bool:
    """Whether a review goes on to decide, and nothing is passed on before it.

    In the same clause any deciding verb will do (审查后办理); behind a comma only one that is not too general
    (经审查，对符合条件的申请予以批准).
    """
    if _SENT_ON.match(rest):
        return False
    clause = re.split(r"[,。;:]|报|意见", rest[:14])[0]
    if any(verb in clause for verb in lexicon.verbs["decide"]):
        return True
    return _clearly_decides(re.split(r"[。;:]|报|转|送|意见|由|向|提出", rest)[0], lexicon)


def _only_reviews(said: str, rest: str, lexicon: Lexicon) -> bool:
    """Whether an organ only takes and reviews what another decides: 审核，民政部门批准; 负责申请受理、调查审核."""
    another = lexicon.organ_pattern.search(rest)
    if another and said.endswith(tuple(_HALF)):
        return not _decides_then(rest[: another.start("organ")], lexicon)
    work = re.split(r"[,。;:]", rest)[0]
    if not said.endswith(lexicon.duty_verb) or not any(word in work for word in lexicon.review_work):
        return False
    for word in lexicon.review_work:
        work = work.replace(word, "")
    return not _clearly_decides(work, lexicon)


def _passed(text: str, stop: int, lexicon: Lexicon) -> bool:
    """Whether the next sentence tells what follows a review that ended this one: 审查合格的，发给许可证."""
    outcome = _PASSED.match(text, stop)
    if outcome is None:
        return False
    return _clearly_decides(re.split(r"[,。;:]|报|由|向", text[outcome.end() : outcome.end() + _REACH])[0], lexicon)


def _clearly_decides(words: str, lexicon: Lexicon) -> bool:
    """Whether words have a deciding verb that is not too general."""
    said = (verb.group() for verb in lexicon.verb_pattern.finditer(words))
    return any(lexicon.act_of[verb] == "decide" and verb not in lexicon.general for verb in said)


def _consulted(lead: str, lexicon: Lexicon) -> bool:
    """Whether the organ is only asked, told or followed: 征得…同意, 会同…; 「按照职责分工向…申请」 is not."""
    words = lexicon.before
    if lead.endswith(words["consult_next"]):
        return True
    asked, turns = "|".join(words["consult"]), "|".join(words["turns"])
    return bool(re.search(rf"(?:[未不](?:{asked})[^,。;:]{{0,6}}|(?:{asked})(?:(?!{turns})[^,。;:]){{0,6}})$", lead))


def _in_dispute(text: str, start: int, lexicon: Lexicon) -> bool:
    """Whether the organ is only asked where others do not agree: 协商不成的，报…决定."""
    return bool(lexicon.dispute_pattern.search(text[max(0, start - _ASKED) : start]))


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


def _if_named_above(mention: Mention, text: str) -> Mention:
    """A town that a higher level has to name first (省人民政府确定的镇人民政府) does not hold the power by itself."""
    named = mention.level == "town" and mention.start and text[mention.start - 1] == "□"
    if named and mention.passage.text[mention.start - 1] == "的":
        return replace(mention, act="rule")
    return mention


def _delegated_together(row: list[Mention], text: str) -> list[Mention]:
    """A town named in one breath with an organ that acts by 委托 acts by 委托 too."""
    for index in range(1, len(row)):
        here, before = row[index], row[index - 1]
        between = text[before.start : here.start]
        if here.level == "town" and before.delegated and _NEXT_TO_IT.match(between) and _COUPLED.search(between):
            row[index] = replace(here, delegated=True)
    return row
