"""Word lists found in texts (找词): the longest word at each place, from left to right, without overlap.

Lives here: a lookup by the first two characters, many times faster than one pattern of a thousand alternatives.
Never here: which words, what they mean.
"""

from collections.abc import Iterable, Mapping

_INSIDE = frozenset("明书件号据")
"""A word that ends in 证 is not found before these: 健康证 is no part of 健康证明."""


class Words:
    """A list of words to find in texts; all of them folded."""

    __slots__ = ("_pairs", "_single", "_starts")

    def __init__(self, words: Iterable[str]) -> None:
        """Order the words by their first two characters, the longest first."""
        pairs: dict[str, list[str]] = {}
        distinct = {word for word in words if word}
        for word in sorted(distinct, key=lambda word: (-len(word), word)):
            if len(word) > 1:
                pairs.setdefault(word[:2], []).append(word)
        self._pairs = {start: tuple(group) for start, group in pairs.items()}
        self._single = frozenset(word for word in distinct if len(word) == 1)
        self._starts = frozenset(word[0] for word in distinct)

    def at(self, text: str, place: int) -> str:
        """The longest word that begins at a place of the text, "" where there is none."""
        for word in self._pairs.get(text[place : place + 2], ()):
            if text.startswith(word, place):
                after = place + len(word)
                if word[-1] == "证" and after < len(text) and text[after] in _INSIDE:
                    continue
                return word
        letter = text[place : place + 1]
        return letter if letter in self._single else ""

    def find(self, text: str) -> list[tuple[int, str]]:
        """All words of the text with their places."""
        if self._starts.isdisjoint(text):
            return []
        pairs, single = self._pairs, self._single
        if single:
            starts = [p for p in range(len(text)) if text[p : p + 2] in pairs or text[p] in single]
        else:
            starts = [p for p in range(len(text) - 1) if text[p : p + 2] in pairs]
        found = []
        end = 0
        for place in starts:
            if place >= end and (word := self.at(text, place)):
                found.append((place, word))
                end = place + len(word)
        return found

    def replace(self, text: str, standard: Mapping[str, str]) -> str:
        """The text with each word in its standard form."""
        found = self.find(text)
        if not found:
            return text
        pieces = []
        end = 0
        for place, word in found:
            pieces += [text[end:place], standard[word]]
            end = place + len(word)
        return "".join(pieces) + text[end:]

    def remove(self, text: str) -> str:
        """The text without the words."""
        found = self.find(text)
        if not found:
            return text
        pieces = []
        end = 0
        for place, word in found:
            pieces.append(text[end:place])
            end = place + len(word)
        return "".join(pieces) + text[end:]


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
        return next((word for word in self._last.get(text[-1:], ()) if text.endswith(word)), "")
