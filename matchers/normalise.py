"""A material's or proof's name taken apart (规范化): what is proven, by whom, about whom, as what kind of paper.

Lives here: text -> `Name`, by the word lists of `matchers.knowledge`. Never here: comparing two names.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from matchers.characters import comparable
from matchers.knowledge import Knowledge, knowledge

_NUMBERING = re.compile(r"^(?:[(\[]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.、)\]]+|[a-z]{1,2}\d{3,6}|[①-⑳])+")
_COPIES = re.compile(
    r"(?:(?:正本|副本|原件|复印件|纸质|各)[:]?)?[(]?[\d一二两三四五六]{1,2}[)]?[份张套页](?:原件|复印件)?"
    r"|(?:原件|复印件)[:]\d+|_{2,}|[.。;,:、\"'*]+$"
)
_QUOTES = re.compile(r"[《》<>\"'〈〉]")
_PAREN = re.compile(r"\(([^()]*)\)")
_ISSUED = re.compile(r"^(.{1,60}?)(?:出具|开具|核发|颁发|签发|发放|发给|开出|签署|发出|提供|盖章)的?(.{2,})$")
_HANDED = re.compile(r"^(.{0,24}?)(?:应当|需要|应|须|需)?(?:提供|提交|出示|交验|上传|报送)的?(.{2,})$")
_CLAUSE = re.compile(r"^([^,;]{2,24}的|[^,;]*(?:需要|情形|情况)[^,;]*)[,:](.{4,})$")
_PARTS = re.compile(r"[、,;/]|或者|或|以及|及其|及|和|与")
_PARTICLES = re.compile(r"等$|或者|以及|有关|相关|其他|其它|[的之.。,;:、/\-\[\]()或及和与]")
_PERIOD = re.compile(r"(?:最近|近|连续|前|满)?(?:\d{1,2}|[一二两三五六十]{1,2})(?:个月|年)(?:以?内|以上|以来|的)?")
_EITHER = "有无"
_LISTED = re.compile("[、,;]")
"""Things listed each for itself; what 或 joins shares a negation."""
_SELF = re.compile("申请人|本人|当事人")


@dataclass(frozen=True, slots=True)
class Name:
    """One name taken apart. Masks are bits of the classes in `matchers.knowledge`.

    `core` is the fact in standard words without kind, issuer, holder and qualifiers; `plain` keeps the kind word;
    `negations` are the pieces that marks of negation deny; `aside` is what stood in brackets or
    in a leading condition: context, not name. `kind` indexes `Knowledge.kinds`, -1 where no ending is known.
    `part` is one of several proofs in one string, `alias` another reading of the whole, `wider` a wider name that
    includes it; `denies` counts the marks of negation and of 有无 in the whole text; `paper` is the certificate
    named inside (身份证 in 身份证遗失证明).
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
    alias: bool = False
    wider: bool = False
    denies: tuple[int, int] = (0, 0)
    paper: str = ""


def _brackets(text: str, know: Knowledge) -> tuple[str, str, str]:
    """Take brackets out: (text, context, issuer words). A short insert inside a word stays in place."""
    aside: list[str] = []
    issuer: list[str] = []

    def take(found: re.Match[str]) -> str:
        inner = _COPIES.sub("", know.qualifier.sub("", found[1]))
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


def _longest(pattern: re.Pattern[str], text: str, know: Knowledge) -> re.Match[str] | None:
    """The pattern's word at the start of the text, unless a longer standard word begins there (亲属 in 亲属关系)."""
    found = pattern.match(text)
    other = know.synonym.match(text)
    return None if found and other and other.end() > found.end() else found


def _issuer(text: str, know: Knowledge) -> tuple[str, int, str]:
    """Take the issuer and leading conditions off: (rest, issuer mask, context)."""
    mask, aside = 0, ""
    clause = _CLAUSE.match(text)
    if clause:
        text, aside = clause[2], clause[1]
    for pattern in (_HANDED, _ISSUED, _ISSUED):
        found = pattern.match(text)
        if found and not know.negation.search(found[1]):
            mask |= know.issuers.mask(found[1])
            aside += " " + found[1]
            text = found[2]
    lead = _longest(know.issuers.pattern, text, know)
    if lead and len(text) - lead.end() > 3:
        mask |= know.issuers.bits[lead.group()]
        if know.issuers.bits[lead.group()] & know.leading:
            text = text[lead.end() :].lstrip("的")
    return text, mask, aside.strip()


def _holder(text: str, know: Knowledge) -> tuple[str, int]:
    """Tag the words at the start that say whose fact it is, and take those off that only mean the applicant."""
    mask = 0
    neutral = know.holders.bit("本人") | know.holders.bit("单位自身")
    while (found := _longest(know.holders.pattern, text, know)) and found.end() < len(text):
        bits = know.holders.bits[found.group()]
        mask |= bits
        if not bits & neutral:
            break
        text = text[found.end() :].lstrip("的及和、")
    return text, mask


def _kind(text: str, know: Knowledge) -> tuple[str, int, str]:
    """Take the word for the kind of paper off the end, unless it names the thing itself: (rest, kind, ending)."""
    found = know.ending.search(text)
    if not found:
        return text, -1, ""
    rest = text if found.group() in know.naming else text[: found.start()]
    kind = know.endings[found.group()]
    for old, word, new in know.regrades:
        if kind == old and word in text:
            return rest, new, found.group()
    return rest, kind, found.group()


def _negations(text: str, know: Knowledge) -> tuple[str, ...]:
    """What each mark of negation denies: the eight characters after it, two after 不 (不应当收养子女的疾病)."""
    return tuple(
        text[found.end() : found.end() + (2 if found.group().startswith("不") else 8)]
        for found in know.negation.finditer(text)
        if found.group() in know.negating
    )


def _denies(text: str, know: Knowledge) -> tuple[int, int]:
    """How many marks of negation a whole text has, wherever they stand, and how many 有无."""
    standard = know.synonym.sub(lambda found: know.synonyms[found.group()], text)
    marks = [found.group() for found in know.negation.finditer(standard)]
    return sum(mark in know.negating for mark in marks), marks.count(_EITHER)


def _tail(text: str, know: Knowledge) -> str:
    """Take qualifiers (原件, 复印件, 盖章) off the end, again and again."""
    while True:
        bare = _COPIES.sub("", text).rstrip("的及和与、,")
        for found in know.qualifier.finditer(bare):
            if found.end() == len(bare) and found.start() > 0:
                bare = bare[: found.start()]
                break
        if bare == text:
            return text
        text = bare


def _name(text: str, know: Knowledge, issuers: int, aside: str, part: bool) -> Name:
    text, more, context = _issuer(_tail(text, know).lstrip("与由"), know)
    standard = know.synonym.sub(lambda found: know.synonyms[found.group()], text)
    rest, kind, ending = _kind(standard, know)
    rest, holders = _holder(rest, know)
    core = _PARTICLES.sub("", know.qualifier.sub("", _SELF.sub("", _PERIOD.sub("", rest))))
    return Name(
        plain=_PARTICLES.sub("", standard),
        core=core,
        kind=kind,
        ending=ending,
        issuers=issuers | more,
        holders=holders,
        negations=_negations(core, know),
        aside=f"{aside} {context}".strip(),
        part=part,
        paper=found.group() if (found := know.paper.search(core)) else "",
    )


def strip(text: str) -> str:
    """The text in comparable characters, without numbering, quotes and numbers of copies."""
    text = _QUOTES.sub("", comparable(text))
    return _COPIES.sub("", _COPIES.sub("", _NUMBERING.sub("", text)))


def parse(text: str) -> tuple[Name, ...]:
    """A name taken apart; several proofs in one string give the whole first, then its parts."""
    know = knowledge()

    def standard(found: re.Match[str]) -> str:
        return know.synonyms[found.group()]

    stripped = strip(text)
    bare, aside, issuer = _brackets(stripped, know)
    issuers = know.issuers.mask(issuer)
    names = [_name(bare, know, issuers, aside, part=False)]
    without = _PAREN.sub("", stripped)
    if bare != without:
        names.append(replace(_name(without, know, issuers, aside, part=False), alias=True))
    if aside:
        added = _PARTICLES.sub("", know.synonym.sub(standard, aside))
        names.append(replace(names[0], core=names[0].core + added, alias=True))
    pieces = [_name(piece, know, issuers, aside, part=True) for piece in _PARTS.split(bare) if len(piece) >= 3]
    named = [replace(piece, holders=piece.holders | names[0].holders) for piece in pieces if piece.kind >= 0]
    denies = _denies(bare, know)
    names = [replace(name, denies=denies) for name in names]
    if len(named) > 1:
        ahead = know.negation.match(bare) or not _LISTED.search(bare)
        names += [replace(name, denies=denies if ahead else _denies(name.plain, know)) for name in named]
    return tuple(dict.fromkeys(names))


def widened(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """A material's readings and the wider one that an entry for all of its kind would have."""
    first = names[0]
    for end, wide in knowledge().wider:
        if first.core.endswith(end) and first.core != wide:
            return (*names, replace(first, core=wide, plain="", wider=True, paper=""))
    return names


@lru_cache(maxsize=200_000)
def parsed(text: str) -> tuple[Name, ...]:
    """`parse`, remembered."""
    return parse(text)
