"""Whether an entry's use takes in the matter that asks (用途), word against word.

Lives here: one matter against one use, as a clerk reads them. Never here: names of proofs, scores, bands.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from matchers.knowledge import knowledge
from quanze.text import fold, pairs

OTHER, PARTLY, AKIN, OPEN, ALL, NAMED = range(6)
"""The use is another matter's; it names this one and more that nobody asks; it is of this one's kind; nothing tells; it
is every matter; it names this one."""
_ASIDE = re.compile(r"\([^()]*\)")
_EITHER = re.compile("[、,;/]|或者|或|以及|及")
_GAPS = re.compile("[^\u4e00-\u9fffa-z0-9]")
_EVERY, _FIRST = "各类事项", "首办"
_ALIKE = 0.5
"""Uses of two classes may be one matter all the same where the words share this part of the use."""


@lru_cache(maxsize=20_000)
def _pairs(text: str) -> frozenset[str]:
    """Neighbouring characters of the words that tell one matter from another."""
    return pairs(" ".join(knowledge().vague.split(_GAPS.sub("", text))))


class _Way(NamedTuple):
    """One matter that a use lists: the classes of its words, a mask each, its kinds, and what else tells it."""

    classes: tuple[int, ...]
    kinds: int
    pairs: frozenset[str]


class _Use(NamedTuple):
    """A use taken apart: its matters without those that tell nothing, whether it is every matter, or ends in 等."""

    ways: tuple[_Way, ...]
    every: bool
    more: bool


class _Matter(NamedTuple):
    """What asks: its classes, its kinds, and what else tells it from others."""

    classes: int
    kinds: int
    pairs: frozenset[str]


def _each(usage: str) -> list[str]:
    """The matters that a use lists; a word that ends the last of several is said of all (种子、苗木调运)."""
    ways = _EITHER.split(usage)
    shared = knowledge().tails.of(ways[-1])
    if shared == ways[-1]:
        return ways
    return [way if not way or way.endswith(shared) else way + shared for way in ways]


@lru_cache(maxsize=20_000)
def _use(usage: str) -> _Use:
    know, akin = knowledge().scopes, knowledge().akin
    whole = fold(usage)
    bare = _ASIDE.sub("", whole)
    ways = [
        _Way(tuple(know.bits[word] for word in know.words.found(way)), akin.mask(way), _pairs(way))
        for way in _each(bare)
    ]
    told = tuple(way for way in ways if way.classes or way.pairs)
    return _Use(told, bool(know.mask(whole) & know.bit(_EVERY)), bare.endswith("等"))


@lru_cache(maxsize=20_000)
def _matter(text: str) -> _Matter:
    asks = fold(text)
    return _Matter(knowledge().scopes.mask(asks), knowledge().akin.mask(asks), _pairs(asks))


def _one(matter: _Matter, own: int, way: _Way) -> int:
    """One matter of a use against the matter that asks; `own` are the classes of the material's own words."""
    if any(each & matter.classes for each in way.classes):
        return NAMED if all(each & (matter.classes | own) for each in way.classes) else PARTLY
    shared = len(way.pairs & matter.pairs)
    known = way.classes and matter.classes
    if shared and (not known or shared >= _ALIKE * len(way.pairs)):
        return OPEN
    return AKIN if way.kinds & matter.kinds else OTHER


def _later(matter: str, usage: str) -> bool:
    """Whether a use is the first time only (申请教师资格) and the matter a later step of it (教师资格证书补发)."""
    know = knowledge().steps
    first, asked, named = know.bit(_FIRST), know.mask(fold(matter)), know.mask(fold(usage))
    return bool(asked & ~first and named & first and not asked & named & ~first)


@lru_cache(maxsize=50_000)
def _nearest(matter: str, usage: str, own: int) -> int:
    """How the nearest matter of a use stands to the one that asks."""
    use, asks = _use(usage), _matter(matter)
    if use.every:
        return ALL
    if _later(matter, usage):
        return OPEN if use.more else OTHER
    if not use.ways or not (asks.classes or asks.pairs) or asks.classes & knowledge().scopes.bit(_EVERY):
        return OPEN
    nearest = max(_one(asks, own, way) for way in use.ways)
    return max(nearest, OPEN) if use.more else nearest


def scope(material: str, matter: str, usage: str) -> int:
    """How a use stands to the matter that asks for the material: OTHER, PARTLY, AKIN, OPEN, ALL or NAMED.

    It is OPEN where either says nothing, or nothing that tells one matter from another, or the use ends in 等. Where a
    use lists several matters the nearest counts; what the material says itself need not stand in the matter. A use for
    the first time is another one than a later step.
    """
    found = _nearest(matter, usage, 0)
    return found if found != PARTLY else _nearest(matter, usage, knowledge().scopes.mask(fold(material)))
