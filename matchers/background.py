"""The background of published wording (背景词频): which pairs of characters occur, in how many names each unit occurs.

Lives here: building and reading `background.json`. Never here: labelled pairs, scores.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from quanze.text import digest

SHIPPED = Path(__file__).with_name("background.json")
_RUN = re.compile("[\u4e00-\u9fff]+")
_OFTEN = 10
"""A pair must occur this often in the laws to count as proper Chinese: rarer ones are names and misprints."""


@dataclass(frozen=True, slots=True)
class Background:
    """What published wording looks like. `often` is in how many seen pairs a character stands."""

    names: int
    units: dict[str, int]
    pairs: frozenset[str]
    often: dict[str, int]


def units(text: str) -> set[str]:
    """The characters and neighbouring pairs of characters of a text."""
    return {*text, *map("".join, zip(text, text[1:], strict=False))}


def _pairs(text: str) -> Iterable[str]:
    return (run[place : place + 2] for run in _RUN.findall(text) for place in range(len(run) - 1))


def build(wording: Iterable[str], laws: Iterable[str], cores: Iterable[str], to: Path = SHIPPED) -> None:
    """Write the background: pairs from published names and laws, unit counts from the cores of distinct names."""
    rank = Counter(pair for text in laws for pair in _pairs(text))
    pairs = {pair for pair, often in rank.items() if often >= _OFTEN}
    pairs.update(pair for text in wording for pair in _pairs(text))
    distinct = sorted(set(cores) - {""})
    found = Counter(unit for core in distinct for unit in units(core))
    shipped = {
        "about": "公开发布的事项、材料名称和法律文本中的相邻字，以及名称中各字、各相邻字的出现次数",
        "digest": digest(*distinct, *sorted(pairs)),
        "names": len(distinct),
        "units": dict(sorted(found.items())),
        "pairs": " ".join(sorted(pairs)),
    }
    to.write_text(json.dumps(shipped, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


@lru_cache(maxsize=1)
def background() -> Background:
    """The shipped background, read once."""
    shipped = json.loads(SHIPPED.read_text("utf-8"))
    pairs = shipped["pairs"].split(" ")
    often = Counter(letter for pair in pairs for letter in pair)
    return Background(int(shipped["names"]), dict(shipped["units"]), frozenset(pairs), dict(often))
