"""Words shared and differing, marked in place (标注): for the review page and for evidence.

Lives here: cutting into words (jieba) and finding which of them both texts have. Never here: scores.
"""

import logging
import warnings
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from matchers.characters import comparable
from matchers.knowledge import knowledge


@dataclass(frozen=True, slots=True)
class Span:
    """Part of a text from `start` to `end` (characters, end not included) and whether the other text has it too."""

    start: int
    end: int
    shared: bool


@cache
def _cutter() -> Any:
    """The jieba tokenizer with the lexicon's words, loaded on first use; silent, without a cache file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.ERROR)
    cutter = jieba.Tokenizer()
    cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
    cutter.initialized = True
    for word in knowledge().synonyms:
        cutter.add_word(word)
    return cutter


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[tuple[int, int, str], ...]:
    """The words of a text as (start, end, standard word)."""
    synonyms = knowledge().synonyms
    found = []
    start = 0
    for word in _cutter().cut(text, HMM=False):
        plain = comparable(word)
        found.append((start, start + len(word), synonyms.get(plain, plain)))
        start += len(word)
    return tuple(found)


def marks(ours: str, theirs: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The words of both texts in place, each marked as shared (also as a synonym) or differing.

    Spans cover each text from beginning to end without gaps.
    """
    left, right = _words(ours), _words(theirs)
    both = {word for _, _, word in left} & {word for _, _, word in right}

    def spans(words: tuple[tuple[int, int, str], ...]) -> tuple[Span, ...]:
        joined: list[Span] = []
        for start, end, word in words:
            if joined and joined[-1].shared == (word in both):
                joined[-1] = Span(joined[-1].start, end, word in both)
            else:
                joined.append(Span(start, end, word in both))
        return tuple(joined)

    return spans(left), spans(right)


def shared_words(ours: str, theirs: str) -> tuple[str, str]:
    """Both texts with the differing words in 〔〕, the shared ones plain."""
    left, right = marks(ours, theirs)
    return _bracketed(ours, left), _bracketed(theirs, right)


def _bracketed(text: str, spans: tuple[Span, ...]) -> str:
    return "".join(
        text[span.start : span.end] if span.shared else f"〔{text[span.start : span.end]}〕" for span in spans
    )
