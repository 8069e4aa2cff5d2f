"""What a heading means (表头 → 角色): longest match first, forbidden words, one wrong character, parent headings.

Decides over words only. Whether the cells below agree is the business of `headings` and `evidence`.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from extractors.lexicon import Term, headings
from quanze.text import fold

TYPO_LENGTH = 4
"""Headings of at least this many characters may have one wrong, missing or extra character."""
LONGEST = 30
"""A heading longer than this many characters is not looked up: it is a text."""

_BRACKET = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>")
_OUTER = re.compile(
    r"^(?:[0-9]{1,2}[.、]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十0-9]{1,2}\)|\*)+|(?<![:*、.。;,])[:*、.。;,]++$"
)
_SIGNS = re.compile(r"[()\[\]<>/、,.:;\"'*\-]")
_UNIT = re.compile(r"[(\[](?:单位:?)?(?:个)?(工作日|自然日|日|天|个月|月|小时|年)[)\]]$")


@dataclass(frozen=True, slots=True)
class Sense:
    """The meaning of a heading: a role of the lexicon, its rank, how many characters decided, and whether all did."""

    role: str
    rank: int
    score: int
    exact: bool


@lru_cache(maxsize=1 << 16)
def sense(label: str, parent: str = "") -> Sense | None:
    """What a heading means, alone or under a parent heading (职权名称 > 子项); None where no word of it is known.

    The reading that the most characters speak for wins: the heading alone, without its bracket, or joined with its
    parent in either order. 「责任事项 > 依据」 is a basis of duties, 「办理时限 > 法定」 a statutory limit.
    """
    return _sense(fold(label), fold(parent)) if len(label) <= 4 * LONGEST else None


def written(label: str) -> bool:
    """Whether a heading is one of the lexicon's to the letter."""
    return _plain(fold(label)) in _exact()


def unit_of(label: str) -> str:
    """The unit a heading gives for its column, 「承诺时限（工作日）」 → 工作日, else ""."""
    found = _UNIT.search(fold(label))
    if not found:
        return ""
    return {"天": "日", "月": "个月"}.get(found[1], found[1])


@cache
def _sense(label: str, parent: str) -> Sense | None:
    """`sense` over folded texts."""
    forms = [form for form in _forms(label) if form]
    if not forms:
        return None
    context = _plain(parent)
    found = [_match(form, context) for form in forms]
    if context:
        typos = forms[0] not in _exact()  # 事项 > 主项名称 is no 事项子项名称 with a wrong character
        for above in filter(None, _forms(parent)):  # 办理时限（工作日） > 承诺
            found += [_match(joined, "", typos=typos) for joined in (above + forms[0], forms[0] + above)]
    known = [one for one in found if one is not None]
    inner = [term for word in _BRACKET.findall(label) if (term := _exact().get(_plain(word))) is not None]
    if any(term.role == "sub_name" for term in inner):
        return Sense("sub_name", 1, len(label), True)  # 事项名称（子项）
    return max(known, key=lambda one: one.score, default=None)


def _forms(label: str) -> tuple[str, ...]:
    """The heading without its bracket, and with the words in the bracket taken as its own."""
    return tuple(dict.fromkeys((_plain(_BRACKET.sub("", label)), _plain(label))))


def _plain(text: str) -> str:
    """A heading without numbering at its start, signs and marks."""
    return _SIGNS.sub("", _OUTER.sub("", text))


@cache
def _exact() -> dict[str, Term]:
    """Heading → term, for whole headings."""
    return {term.text: term for term in headings() if term.match == "exact"}


@cache
def _partial() -> tuple[tuple[Term, re.Pattern[str]], ...]:
    """Terms that match a part of a heading, longest first, as patterns."""
    terms = sorted((term for term in headings() if term.match != "exact"), key=lambda term: -len(term.text))
    return tuple(
        (term, re.compile(re.escape(term.text).replace(r"\*", ".{0,4}") + ("$" if term.match == "end" else "")))
        for term in terms
    )


def _match(text: str, context: str, *, typos: bool = True) -> Sense | None:
    """The best term for one form of a heading; `context` is only searched for forbidden words."""
    if len(text) > LONGEST:
        return None
    whole = text + context
    term = _exact().get(text)
    if term is not None and not (context and _forbidden(term, context)):
        return Sense(term.role, term.rank, 2 * len(text) + 1, True)
    found = _part(text, whole)
    near = _near(text) if typos and len(text) >= TYPO_LENGTH else None
    if near is not None and (found is None or 2 * len(near.text) - 1 > found.score):
        return Sense(near.role, near.rank + 1, 2 * len(near.text) - 1, True)
    return found


def _forbidden(term: Term, text: str) -> bool:
    """Whether a text holds a word that forbids the term; a bare word inherits the prohibitions of its role."""
    exclude = term.exclude or _role_exclusions().get((term.role, term.text), ())
    return any(word in text for word in exclude)


@cache
def _role_exclusions() -> dict[tuple[str, str], tuple[str, ...]]:
    """Forbidden words of a role's partial terms, for the exact term of the same ending (依据 under 责任清单)."""
    partial = [term for term in headings() if term.match != "exact" and term.exclude]
    return {
        (exact.role, exact.text): term.exclude
        for exact in headings()
        if exact.match == "exact"
        for term in partial
        if term.role == exact.role and term.text == exact.text
    }


def _part(text: str, whole: str) -> Sense | None:
    """The longest partial term in a heading that no word of the heading forbids."""
    for term, pattern in _partial():
        if pattern.search(text) and not any(word in whole for word in term.exclude):
            return Sense(term.role, term.rank, 2 * len(term.text.replace("*", "")), False)
    return None


def _near(text: str) -> Term | None:
    """The one term that differs by one character; None where terms of several roles do."""
    near = {term.text: term for part in (text, *_shortened(text)) for term in _by_part().get(part, ())}
    close = [
        term
        for known, term in near.items()
        if known != text and _one_apart(text, known) and not _turned_away(term, text)
    ]
    if len({term.role for term in close}) != 1:
        return None
    return min(close, key=lambda term: (term.rank, abs(len(term.text) - len(text))))


@cache
def _forbidden_words(role: str) -> frozenset[str]:
    """All words that forbid some term of a role."""
    return frozenset(word for term in headings() if term.role == role for word in term.exclude)


def _turned_away(term: Term, text: str) -> bool:
    """Whether the one character that differs makes a word that the role forbids (追责主体 is no 权责主体)."""
    return any(word in text and word not in term.text for word in _forbidden_words(term.role))


@cache
def _by_part() -> dict[str, list[Term]]:
    """Terms long enough for a typo, by themselves and by what is left of them without one character."""
    parts: dict[str, list[Term]] = {}
    for known, term in _exact().items():
        if len(known) >= TYPO_LENGTH:
            for part in (known, *_shortened(known)):
                parts.setdefault(part, []).append(term)
    return parts


def _shortened(text: str) -> set[str]:
    """A text without one of its characters, in all ways."""
    return {text[:at] + text[at + 1 :] for at in range(len(text))}


def _one_apart(one: str, other: str) -> bool:
    """Whether two different texts differ by one substitution, insertion or deletion."""
    if len(one) > len(other):
        one, other = other, one
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) == len(other):
        return one[start + 1 :] == other[start + 1 :]
    return one[start:] == other[start + 1 :]
