"""A material's or proof's name taken apart (规范化): what is proven, by whom, about whom, as what kind of paper.

Lives here: text -> `Name`, by the word lists of `matchers.knowledge`. Never here: comparing two names.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from matchers.characters import comparable
from matchers.knowledge import Knowledge, knowledge
from matchers.originals import form_of
from matchers.words import Words

_NUMBERING = re.compile(
    r"^(?:[●■◆▪•·※*√□☑★▲○◎]|[(\[]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.、)\]]+|[a-z]{1,2}\d{3,6})+"
)
_NUMBER = (
    r"(?:(?:正本|副本|原件|复印件|纸质|各)[:]?)?"
    r"(?:[\d一二两三四五六]{1,2}|\([\d一二两三四五六]{1,2}\))[份张套页](?:原件|复印件)?"
)
_COPIES = re.compile(
    rf"\({_NUMBER}(?:[,、;](?:{_NUMBER}|原件|复印件))*\)|{_NUMBER}"
    r"|(?:原件|复印件)[:]\d+|_{2,}|(?<![.。;,:、\"'*])[.。;,:、\"'*]+$"
)
"""How many copies, alone or as a bracket of its own (（2份，原件）), and what forms leave behind: underlines, marks."""
_COPIES_HAVE = re.compile("[份张套页:_.。;,、\"'*]")
_QUOTES = re.compile("[《》<>\"'〈〉]")
_PAREN = re.compile(r"\(([^()]*)\)")
_ISSUED = re.compile(r"^(.{1,60}?)(?:出具|开具|核发|颁发|签发|发放|发给|开出|签署|发出|提供|盖章)的?(.{2,})$")
_HANDED = re.compile(r"^(.{0,24}?)(?:应当|需要|应|须|需)?(?:提供|提交|出示|交验|上传|报送)的?(.{2,})$")
_HANDS = re.compile("[具发给出署供章交示验传送]")
"""The last characters of the verbs above."""
_CLAUSE = re.compile(r"^([^,;]{2,24}的|(?>[^,;]*?(?:需要|情形|情况))[^,;]*)[,:](.{4,})$")
_PARTS = re.compile(r"[、,;/]|或者|或|以及|及其|及|和|与")
_JOINED = re.compile("[、,;/或及和与]")
_EITHER_OF = re.compile("或|/|之一|任一")
_PHRASES = re.compile("或者|以及|有关|相关|其他|其它")
_PARTICLES = re.compile(r"[的之.。,;:、/\-\[\]()或及和与]+")
_PERIOD = re.compile(r"(?:最近|近|连续|前|满)?(?:\d{1,2}|[一二两三五六十]{1,2})(?:个月|年)(?:以?内|以上|以来|的)?")
_EITHER = "有无"
_LISTED = re.compile("[、,;]")
"""Things listed each for itself; what 或 joins shares a negation."""
_SELF = re.compile("(?<!被)申请人|本人|当事人")


class Name(NamedTuple):
    """One name taken apart. Masks are bits of the classes in `matchers.knowledge`.

    `core` is the fact in standard words without kind, issuer, holder and qualifiers; `plain` keeps the kind word;
    `negations` are the pieces that marks of negation deny; `aside` is what stood in brackets or
    in a leading condition: context, not name. `kind` indexes `Knowledge.kinds`, -1 where no ending is known.
    `part` is one of several proofs in one string, `wider` a wider name that includes it; `denies` counts the marks of
    negation and of 有无 in the whole text; `paper` is the certificate named inside (身份证 in 身份证遗失证明). The
    first reading also says whether the text speaks of an authority or a person from `abroad` or `foreign`. `form` tells
    an original from a copy, both bits where both are asked for, 0 where nothing is said.
    """

    plain: str
    core: str
    kind: int
    ending: str
    issuers: int
    holders: int
    negations: tuple[str, ...]
    aside: str
    part: bool = False
    wider: bool = False
    denies: tuple[int, int] = (0, 0)
    paper: str = ""
    abroad: bool = False
    foreign: bool = False
    form: int = 0


def _brackets(text: str, know: Knowledge) -> tuple[str, str, str]:
    """Take brackets out: (text, context, issuer words). A short insert inside a word stays in place."""
    aside: list[str] = []
    issuer: list[str] = []

    def take(found: re.Match[str]) -> str:
        inner = _COPIES.sub("", know.qualifier.remove(found[1]))
        inside = found.end() < len(text) and found.start() > 0
        if not inner.strip(",;、"):
            return ""
        if know.issuers.mask(inner) and (len(inner) <= 14 or "出具" in inner):
            issuer.append(inner)
            return ""
        if inside and len(inner) <= 3:
            return inner
        aside.append(inner)
        return ""

    for _ in range(2):
        text = _PAREN.sub(take, text)
    return text, " ".join(aside), " ".join(issuer)


def _longest(words: Words, text: str, know: Knowledge) -> str:
    """The word at the start of the text, unless a longer standard word begins there (亲属 in 亲属关系)."""
    found = words.at(text, 0)
    return "" if found and len(know.synonym.at(text, 0)) > len(found) else found


def _issuer(text: str, know: Knowledge) -> tuple[str, int, str]:
    """Take the issuer and leading conditions off: (rest, issuer mask, context)."""
    mask, aside = 0, ""
    if clause := _CLAUSE.match(text) if "," in text or ":" in text else None:
        text, aside = clause[2], clause[1]
    for pattern in () if not _HANDS.search(text) else (_HANDED, _ISSUED, _ISSUED):
        found = pattern.match(text)
        if found and know.negating.isdisjoint(know.negation.found(found[1])):
            named = know.issuers.mask(found[1])
            mask |= named
            aside += "" if named else " " + found[1]  # who issues it is not what it is for
            text = found[2]
    lead = _longest(know.issuers.words, text, know)
    if lead and len(text) - len(lead) > 3:
        mask |= know.issuers.bits[lead]
        if know.issuers.bits[lead] & know.leading:
            text = text[len(lead) :].lstrip("的")
    return text, mask, aside.strip()


def _holder(text: str, know: Knowledge) -> tuple[str, int]:
    """Tag the words at the start that say whose fact it is, and take those off that only mean the applicant."""
    mask = 0
    neutral = know.holders.bit("本人") | know.holders.bit("单位自身")
    while (found := _longest(know.holders.words, text, know)) and len(found) < len(text):
        bits = know.holders.bits[found]
        mask |= bits
        if not bits & neutral:
            break
        text = text[len(found) :].lstrip("的及和、")
    return text, mask


def _person(text: str, know: Knowledge) -> str:
    """A person at the start whose name is a fact's too, where another fact follows (not 监护人证明)."""
    found = _longest(know.holders.words, text, know)
    if know.synonyms.get(found, found) == found or not know.holders.bits[found] & know.others:
        return ""
    rest = know.synonym.replace(text[len(found) :], know.synonyms)
    return found if know.facts.mask(rest) & ~know.facts.bit("身份") and not _JOINED.match(rest) else ""


def _kind(text: str, know: Knowledge) -> tuple[str, int, str]:
    """Take the word for the kind of paper off the end, unless it names the thing itself: (rest, kind, ending)."""
    ending = know.ending.of(text)
    if not ending:
        return text, -1, ""
    rest = text if ending in know.naming else text[: -len(ending)]
    kind = know.endings[ending]
    for old, word, new in know.regrades:
        if kind == old and word in text:
            return rest, new, ending
    return rest, kind, ending


def _negations(text: str, know: Knowledge) -> tuple[str, ...]:
    """What each mark of negation denies: the eight characters after it, two after 不 (不应当收养子女的疾病)."""
    if not know.negation.inside(text):
        return ()
    found = [(place + len(mark), mark) for place, mark in know.negation.find(text) if mark in know.negating]
    return tuple(text[end : end + (2 if mark.startswith("不") else 8)] for end, mark in found)


def _denies(text: str, know: Knowledge) -> tuple[int, int]:
    """How many marks of negation a whole text has, wherever they stand, and how many 有无."""
    if not know.deniers.inside(text):
        return 0, 0
    marks = know.negation.found(know.synonym.replace(text, know.synonyms))
    return sum(mark in know.negating for mark in marks), marks.count(_EITHER)


def _copies(text: str) -> str:
    """The text without numbers of copies and marks at its end."""
    return _COPIES.sub("", text) if _COPIES_HAVE.search(text) else text


def _tail(text: str, know: Knowledge) -> str:
    """Take qualifiers (原件, 复印件, 盖章) off the end, again and again."""
    while True:
        bare = _copies(text).rstrip("的及和与、,")
        ending = know.tail.of(bare)
        if len(ending) < len(bare):
            bare = bare[: len(bare) - len(ending)]
        if bare == text:
            return text
        text = bare


def _plain(text: str) -> str:
    """The text without the words and marks that only join."""
    return _PARTICLES.sub("", _PHRASES.sub("", text))


def _core(rest: str, know: Knowledge) -> str:
    """The fact without periods, the applicant, qualifiers and what only joins."""
    if "年" in rest or "月" in rest:
        rest = _PERIOD.sub("", rest)
    if "人" in rest:
        rest = _SELF.sub("", rest)
    return _plain(know.qualifier.remove(rest)).removesuffix("等")


@lru_cache(maxsize=50_000)
def _fact(text: str) -> Name:
    """A reading without issuer and qualifiers: many materials come down to the same one."""
    know = knowledge()
    lead = _person(text, know)
    standard = lead + know.synonym.replace(text[len(lead) :], know.synonyms)
    rest, kind, ending = _kind(standard, know)
    rest, holders = _holder(rest, know)
    core = _core(rest, know)
    paper = know.paper.inside(core)
    return Name(
        plain=_plain(standard),
        core=core,
        kind=kind,
        ending=ending,
        issuers=0,
        holders=holders,
        negations=_negations(core, know),
        aside="",
        denies=_denies(text, know),
        paper=paper[0] if paper else "",
    )


def _name(text: str, know: Knowledge, issuers: int, aside: str, denies: tuple[int, int] | None = None) -> Name:
    """One reading of a name; `denies` is the whole text's, its own where None."""
    text, more, context = _issuer(_tail(text, know).lstrip("与由"), know)
    fact = _fact(text)
    said, around = issuers | more, f"{aside} {context}".strip()
    if said or around or denies not in (None, fact.denies):
        return fact._replace(issuers=said, aside=around, denies=fact.denies if denies is None else denies)
    return fact


def _strip(text: str) -> str:
    """A text in comparable characters without numbering, quotes and numbers of copies."""
    text = _QUOTES.sub("", text)
    numbering = _NUMBERING.match(text)
    return _copies(_copies(text[numbering.end() :] if numbering else text))


def parse(text: str) -> tuple[Name, ...]:
    """A name taken apart; several proofs in one string give the whole first, then its parts."""
    know = knowledge()
    usual = comparable(text)
    stripped, form = _strip(usual), form_of(usual)
    bare, aside, issuer = _brackets(stripped, know) if "(" in stripped else (stripped, "", "")
    issuers = know.issuers.mask(issuer)
    denies = _denies(bare, know)
    names = [_name(bare, know, issuers, aside, denies)]
    abroad, foreign = know.is_abroad(stripped), know.is_foreign(stripped)
    if abroad or foreign:
        names[0] = names[0]._replace(abroad=abroad, foreign=foreign)
    if "(" in stripped and (without := _PAREN.sub("", stripped)) != bare:
        names.append(_name(without, know, issuers, aside, denies))
    if aside:
        names.append(names[0]._replace(core=names[0].core + _plain(know.synonym.replace(aside, know.synonyms))))
    if _JOINED.search(bare):
        shared = denies if know.negation.at(bare, 0) or not _LISTED.search(bare) else None
        names += _parts(bare, know, (issuers, aside, shared), names[0].holders)
    if form:
        names = [name if name.form else name._replace(form=form) for name in names]
    return tuple(dict.fromkeys(names)) if len(names) > 1 else tuple(names)


def all_of(text: str) -> bool:
    """Whether several things in one string are all meant (身份证、户口簿), not one of them (身份证或户口簿)."""
    return not _EITHER_OF.search(_PAREN.sub("", _strip(comparable(text))))


def _parts(text: str, know: Knowledge, given: tuple[int, str, tuple[int, int] | None], holders: int) -> list[Name]:
    """The several proofs of one string, if there are several; `given` is what brackets and negation give to all."""
    pieces = [piece for piece in _PARTS.split(text) if len(piece) >= 3]
    if len(pieces) < 2:
        return []
    names = [_name(piece, know, *given)._replace(form=form_of(piece)) for piece in pieces]
    named = [name._replace(holders=name.holders | holders, part=True) for name in names if name.kind >= 0]
    return named if len(named) > 1 else []


def widened(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """A material's readings and the wider one that an entry for all of its kind would have."""
    first = names[0]
    for end, wide in knowledge().wider:
        if first.core.endswith(end) and first.core != wide:
            return (*names, first._replace(core=wide, plain="", wider=True, paper=""))
    return names


@lru_cache(maxsize=200_000)
def parsed(text: str) -> tuple[Name, ...]:
    """`parse`, remembered."""
    return parse(text)
