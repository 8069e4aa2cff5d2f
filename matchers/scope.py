"""Whether an entry's use takes in the matter that asks (用途), word against word.

Lives here: one matter against one use, as a clerk reads them. Never here: names of proofs, scores, bands.
"""

import re
from functools import lru_cache

from matchers.knowledge import knowledge
from quanze.text import fold

OTHER, PARTLY, OPEN, ALL, NAMED = range(5)
"""The use is another matter's; it names this one and more that nobody asks; nothing tells; it is every matter; it names
this one."""
_ASIDE = re.compile(r"\([^()]*\)")
_EITHER = re.compile("[、,;/]|或者|或|以及|及")
_GAPS = re.compile("[^\u4e00-\u9fffa-z0-9]")
_ALIKE = 0.5
"""Uses of two classes may be one matter all the same where the words share this part of the use."""


@lru_cache(maxsize=20_000)
def _pairs(text: str) -> frozenset[str]:
    """Neighbouring characters of the words that tell one matter from another."""
    pieces = knowledge().vague.split(_GAPS.sub("", text))
    return frozenset("".join(pair) for piece in pieces for pair in zip(piece, piece[1:], strict=False))


def _bare(usage: str) -> str:
    """A use without what stands in brackets."""
    return _ASIDE.sub("", fold(usage))


@lru_cache(maxsize=20_000)
def _ways(usage: str) -> tuple[str, ...]:
    """The matters that a use lists, without those that tell nothing."""
    know = knowledge()
    return tuple(way for way in _EITHER.split(_bare(usage)) if know.scopes.words.inside(way) or _pairs(way))


def _one(matter: str, asked: int, own: int, way: str) -> int:
    """One matter of a use against the matter that asks; `asked` and `own` are the classes of matter and material."""
    uses = knowledge().scopes
    classes = [uses.bits[word] for word in uses.words.found(way)]
    if any(each & asked for each in classes):
        return NAMED if all(each & (asked | own) for each in classes) else PARTLY
    theirs = _pairs(way)
    shared = len(theirs & _pairs(matter))
    return OPEN if shared and (not (classes and asked) or shared >= _ALIKE * len(theirs)) else OTHER


@lru_cache(maxsize=50_000)
def scope(material: str, matter: str, usage: str) -> int:
    """How a use stands to the matter that asks for the material: OTHER, PARTLY, OPEN, ALL or NAMED.

    It is OPEN where either says nothing, or nothing that tells one matter from another, or ends in 等. Where a use
    lists several matters the nearest counts; what the material says itself need not stand in the matter.
    """
    know = knowledge()
    everything = know.scopes.bit("各类事项")
    asks, about = fold(matter), know.scopes.mask(fold(usage))
    asked = know.scopes.mask(asks)
    ways = _ways(usage)
    if about & everything:
        return ALL
    if not ways or asked & everything or not (asked or _pairs(asks)):
        return OPEN
    own = know.scopes.mask(fold(material))
    nearest = max(_one(asks, asked, own, way) for way in ways)
    return max(nearest, OPEN) if _bare(usage).endswith("等") else nearest
