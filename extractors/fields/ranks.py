"""The rank of a cited rule (效力层级): from the tag, the order it was issued by, the issuing body, or its title's end.

An uncertain rank stays "": 「办法」 without tag and number may be a regulation or a rule.
"""

import re
from functools import cache

from extractors.lexicon import places, ranks

_PLACE = re.compile(
    r"^[\u4e00-\u9fff]{1,6}?(?:自治[区州县旗]|(?<![城都超])市(?![场容政民话价值级])|[省](?![级际])|[县](?![级])|[旗](?![帜])|盟(?!约)|州(?!际)|地区|经济特区)"
)
NATIONAL = ("法律", "行政法规", "部门规章")


def tag_rank(text: str) -> str | None:
    """The rank a 【…】 tag names, "" for a tag that leaves it open (部门规章及规范性文件), None for other words."""
    bare = re.sub(r"[\s:：、,，]", "", text)
    for word, rank in _longest("tags"):
        if bare == word or (len(bare) <= len(word) + 4 and bare.startswith(word)):
            return rank
    return None


@cache
def local(title: str) -> bool:
    """Whether a title begins with a place: made by a province, city, county or banner."""
    bare = title.removeprefix("《")
    if bare.startswith(places("national")):
        return False
    return bare.startswith(places("provinces")) or bool(_PLACE.match(bare))


def rank(title: str, number: str, issued: str, tag: str) -> str:
    """The rank of a cited rule; `issued` is what stands in brackets after the title, `tag` the rank of its tag.

    A national tag before a title that begins with a place is not believed.
    """
    at_home = local(title)
    if tag == "规章":
        return "地方政府规章" if at_home or "人民政府令" in number + issued else "部门规章"
    if tag and not (at_home and tag in NATIONAL):
        return tag
    return _own(title, number, issued, at_home)


def _own(title: str, number: str, issued: str, at_home: bool) -> str:
    """The rank without a tag."""
    for word, found in _longest("party"):
        if title.startswith(word):
            return found
    by_number = _by_number(number)
    if by_number and not (at_home and by_number in NATIONAL):
        return by_number
    by_body = next((found for word, found in _longest("bodies") if word in issued), "")
    if by_body and not (at_home and by_body in NATIONAL):
        return by_body
    ending = _by_ending(title, "local_endings" if at_home else "endings")
    if number and ending in ("", "规范性文件"):
        return "规范性文件"
    return ending


def _by_number(number: str) -> str:
    """The rank an order's issuer gives (国务院令 → 行政法规), "" for other numbers."""
    for word, found in _longest("orders"):
        if word in number:
            return found
    return ""


def _by_ending(title: str, group: str) -> str:
    """The rank that the end of a title gives."""
    bare = re.sub(r"[（(][^（）()]*[)）]$", "", title)
    return next((found for word, found in _longest(group) if bare.endswith(word)), "")


@cache
def _longest(group: str) -> tuple[tuple[str, str], ...]:
    """A table of ranks.toml, longest words first."""
    return tuple(sorted(ranks(group).items(), key=lambda pair: -len(pair[0])))
