"""Whether a text lets a power be handed on: 委托 foreseen, to whom, and where it is forbidden.

Who decides is read in `rules.deciders`; no conclusion is drawn here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from rules.clauses import Passage
from rules.lexicon import Lexicon
from rules.organs import Mention

Said = tuple[str, str, str]


def handed_on(texts: Iterable[Passage], found: Sequence[Mention], lexicon: Lexicon) -> Iterator[Said]:
    """Whether the basis foresees 委托 by this level, and to an administrative organ."""
    for passage in texts:
        for cue in lexicon.delegate_pattern.finditer(passage.text):
            target = re.split(r"[,。;:]", passage.text[cue.end() : cue.end() + 40])[0]
            if not _a_power(target, lexicon) or _not_so(passage, cue, lexicon):
                continue
            if _from_above(passage, cue, found, target):
                continue
            quote = passage.clause(cue.start(), cue.end())
            organ = any(word in target for word in lexicon.delegate["administrative"])
            yield "may_delegate" if organ else "delegate_not_organ", quote, passage.where


def _not_so(passage: Passage, cue: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether 委托 is not allowed here (不得委托…), or only one step is handed on (可以委托…进行现场核查)."""
    before = re.split(r"[,。;:]", passage.text[: cue.start()])[-1]
    if (
        not cue.group().startswith("可")
        and not cue.group().endswith("委托的")
        and lexicon.negated_pattern.search(before)
    ):
        return True
    end = next(end for start, end in passage.sentences if start <= cue.start() < end)
    said = before + passage.text[cue.start() : end]
    return any(word in said for word in lexicon.delegate["only_a_step"])


def handed_on_forbidden(texts: Iterable[Passage], lexicon: Lexicon) -> Iterator[Said]:
    """A text that says the power is not handed on: 「检查权不得下放、不得委托」."""
    words = lexicon.delegate
    for passage in texts:
        for found in lexicon.forbidden_pattern.finditer(passage.text):
            target = re.split(r"[,。;:]", passage.text[found.end() : found.end() + 40])[0]
            if f"{found.group()}{target}".startswith(words["not_forbidden"]):
                continue
            if found.group().endswith("委托") and not _an_organ(passage, found, target, lexicon):
                continue
            yield "transfer_forbidden", passage.clause(found.start(), found.end()), passage.where


def _an_organ(passage: Passage, found: re.Match[str], target: str, lexicon: Lexicon) -> bool:
    """Whether 不得委托 is said to an organ of its power, not to an applicant (不得委托他人, 不得委托无资质的单位)."""
    words = lexicon.delegate
    if any(word in target for word in words["excluded"]):
        return False
    if target and not target.startswith("、"):
        return any(word in target for word in words["forbidden_to"])
    before = re.split(r"[,。;:]", passage.text[: found.start()])[-1]
    return any(word in before for word in words["powers"])


def _a_power(target: str, lexicon: Lexicon) -> bool:
    """Whether what follows 委托 is an organ that exercises a power, not an agent or a laboratory."""
    words = lexicon.delegate
    return any(word in target for word in words["organs"]) and not any(word in target for word in words["excluded"])


def _from_above(passage: Passage, cue: re.Match[str], found: Sequence[Mention], target: str) -> bool:
    """Whether a higher level delegates, or delegates to a higher level than towns."""
    before = [m for m in found if m.passage is passage and m.start <= cue.start() and m.level != "plain"]
    within = [m for m in found if m.passage is passage and cue.end() <= m.start < cue.end() + len(target)]
    if any(mention.level in {"above", "county", "vertical"} for mention in within):
        return True
    start = max((s for s, e in passage.sentences if s <= cue.start() < e), default=0)
    return bool(before) and before[-1].start >= start and before[-1].level in {"above", "vertical"}
