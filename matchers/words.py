"""Word lists found in texts (找词): the longest word at each place, from left to right, without overlap.

Lives here: a word list as one pattern that branches letter by letter, which the regular expression engine walks fast.
Never here: which words, what they mean.
"""

import re
from collections.abc import Iterable, Mapping
from operator import add
from typing import Any

_NO_WORD = "(?![明书件号据])"
"""A word that ends in 证 is not found before these: 健康证 is no part of 健康证明."""
_Branches = dict[str, Any]
"""Letter -> what may follow; "" -> the word that ends here."""


def _pattern(words: Iterable[str]) -> str:
    """One pattern for many words: each letter is looked at once, and longer words come before shorter ones."""
    tree: _Branches = {}
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[""] = word
    return _alternatives(tree) or "(?!)"


def _alternatives(tree: _Branches) -> str:
    found = [f"{re.escape(letter)}{_alternatives(branch)}" for letter, branch in sorted(tree.items()) if letter]
    if "" in tree:
        word: str = tree[""]
        found.append(_NO_WORD if word[-1] == "证" and len(word) > 1 else "")
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})" if found else ""


class Words:
    """A list of words to find in texts; all of them folded."""

    __slots__ = ("_letters", "_pattern", "_starts", "found", "inside")

    def __init__(self, words: Iterable[str]) -> None:
        """Make the pattern; `inside` finds the first word of a text, `found` all words without their places."""
        distinct = sorted({word for word in words if word})
        self._pattern = re.compile(_pattern(distinct))
        self._letters = re.compile(_pattern(word for word in distinct if len(word) == 1))
        self._starts = frozenset(word[:2] for word in distinct if len(word) > 1)
        self.inside = self._pattern.search
        self.found = self._pattern.findall

    def at(self, text: str, place: int) -> str:
        """The longest word that begins at a place of the text, "" where there is none."""
        found = self._pattern.match(text, place)
        return found[0] if found else ""

    def find(self, text: str) -> list[tuple[int, str]]:
        """All words of the text with their places."""
        return [(word.start(), word[0]) for word in self._pattern.finditer(text)]

    def replace(self, text: str, standard: Mapping[str, str]) -> str:
        """The text with each word in its standard form.

        Many words begin in many ways: looking up pairs of characters is faster here than the pattern's own search.
        """
        if self._letters.search(text):
            return self._pattern.sub(lambda word: standard[word[0]], text)
        pieces: list[str] = []
        end = 0
        for place, start in enumerate(map(add, text, text[1:])):
            if start in self._starts and place >= end and (word := self._pattern.match(text, place)):
                pieces += text[end:place], standard[word[0]]
                end = word.end()
        return "".join(pieces) + text[end:] if pieces else text

    def remove(self, text: str) -> str:
        """The text without the words."""
        return self._pattern.sub("", text)

    def split(self, text: str) -> list[str]:
        """What stands between the words."""
        return self._pattern.split(text)


class Endings:
    """Words to find at the end of texts."""

    __slots__ = ("_last",)

    def __init__(self, words: Iterable[str]) -> None:
        """Order the words by their last character, the longest first."""
        last: dict[str, list[str]] = {}
        for word in sorted({word for word in words if word}, key=lambda word: (-len(word), word)):
            last.setdefault(word[-1], []).append(word)
        self._last = {letter: tuple(group) for letter, group in last.items()}

    def of(self, text: str) -> str:
        """The longest word the text ends in, "" where there is none."""
        for word in self._last.get(text[-1:], ()):
            if text.endswith(word):
                return word
        return ""
