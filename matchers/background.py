"""The background of published wording (背景词频): pairs of characters and words that occur, and how often.

Lives here: building and reading `background.json`. Never here: labelled pairs, scores.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from quanze.text import digest

SHIPPED = Path(__file__).with_name("background.json")
LONGEST = 5
"""The longest word, in characters."""
_RUN = re.compile("[\u4e00-\u9fff]+")
_OFTEN = 10
"""A pair must occur this often in the laws to count as proper Chinese: rarer ones are names and misprints."""


def units(text: str) -> set[str]:
    """The characters and neighbouring pairs of characters of a text."""
    return {*text, *map("".join, zip(text, text[1:], strict=False))}


class Cutter:
    """Cuts texts into words."""

    __slots__ = ("_longest", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        """Note how long a word with a certain last character can be."""
        self._words = frozenset(words)
        self._longest: dict[str, int] = {}
        for word in self._words:
            self._longest[word[-1:]] = max(len(word), self._longest.get(word[-1:], 1))

    def cut(self, text: str) -> list[str]:
        """The words of a text from its end, longest first; a character that is in no word stands alone."""
        words, longest = self._words, self._longest
        found = []
        end = len(text)
        while end:
            start = max(0, end - longest.get(text[end - 1], 1))
            while start < end - 1 and text[start:end] not in words:
                start += 1
            found.append(text[start:end])
            end = start
        return found[::-1]


@dataclass(frozen=True, slots=True)
class Background:
    """What published wording looks like.

    `weights` has the weight of each character, pair and word seen in names; `names` is how many distinct names were
    counted, `seen` in how many of them each occurs; `laws` is its weight in the laws' articles. `often` tells in how
    many seen pairs a character stands.
    """

    names: int
    seen: dict[str, int]
    laws: dict[str, float]
    words: Cutter
    pairs: frozenset[str]
    often: dict[str, int]


def build(
    cores: Sequence[str], wording: Iterable[str], articles: Sequence[str], dictionary: Iterable[str], to: Path = SHIPPED
) -> None:
    """Write the background.

    Args:
        cores: names of materials, proofs and matters, taken apart.
        wording: whole published names, for their pairs of characters.
        articles: the laws' articles.
        dictionary: ordinary Chinese words, for pairs and for words.
        to: the file to write.
    """
    common = {word for word in dictionary if 2 <= len(word) <= LONGEST}
    rank: Counter[str] = Counter()
    frequency: Counter[str] = Counter()
    for article in articles:
        runs = _RUN.findall(article)
        rank.update(run[place : place + 2] for run in runs for place in range(len(run) - 1))
        for size in range(1, LONGEST + 1):
            frequency.update({run[place : place + size] for run in runs for place in range(len(run) - size + 1)})
    pairs = {pair for pair, often in rank.items() if often >= _OFTEN} | {word for word in common if len(word) == 2}
    pairs.update(run[p : p + 2] for text in wording for run in _RUN.findall(text) for p in range(len(run) - 1))
    distinct = sorted(set(cores) - {""})
    inside = {core[p : p + size] for core in distinct for size in range(2, LONGEST + 1) for p in range(len(core) - 1)}
    words = frozenset(word for word in common if word in inside or frequency[word] >= 30)
    cut = Cutter(words).cut
    seen = Counter(unit for core in distinct for unit in units(core) | set(cut(core)))
    level = {unit: round(float(np.log((len(articles) + 1) / (frequency[unit] + 0.5))), 1) for unit in {*seen, *words}}
    shipped = {
        "about": "公开的事项、材料名称和法律条文中的字、相邻字、词，以及出现次数（names、seen）、条文中的权重（laws）",
        "digest": digest(*distinct, *sorted(pairs), *sorted(words)),
        "names": len(distinct),
        "seen": dict(sorted(seen.items())),
        "laws": dict(sorted(level.items())),
        "words": " ".join(sorted(words)),
        "pairs": " ".join(sorted(pairs)),
    }
    to.write_text(json.dumps(shipped, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


@cache
def background() -> Background:
    """The shipped background, read once."""
    shipped = json.loads(SHIPPED.read_text("utf-8"))
    pairs = shipped["pairs"].split(" ")
    often = Counter(letter for pair in pairs for letter in pair)
    words = Cutter(shipped["words"].split(" "))
    return Background(int(shipped["names"]), shipped["seen"], shipped["laws"], words, frozenset(pairs), dict(often))
