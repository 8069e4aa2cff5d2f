"""Sentences that ask for materials (申请人需提交以下材料：) and begin the materials of a guide written as text.

What belongs to the section that they begin is decided in `blocks`.
"""

import re
from collections.abc import Sequence

from extractors.context import unnumbered
from extractors.lexicon import words
from extractors.prose.sections import Line, Mark, follows
from quanze.text import fold

LABEL = "申请材料"
"""The heading under which what they ask for is read."""
_LONGEST = 40
"""Characters of such a sentence before its colon."""
_ELSEWHERE = frozenset({"material", "duties", "accountability"})
"""Sections whose own reading knows such sentences, or that quote them from a law."""


def asks(text: str) -> bool:
    """Whether a line asks for the materials that follow its colon: 「申请认定教师资格，应当提交下列材料：」."""
    head, colon, _ = fold(unnumbered(text)).partition(":")
    if not colon or len(head) > _LONGEST or "。" in head:
        return False
    clause = re.split("[,;]", head)[-1]
    end = next((end for end in words("materials", "demand_ends") if clause.endswith(end)), "")
    return bool(end) and any(word in clause.removesuffix(end) for word in words("materials", "demands"))


def heading(
    line: Line, within: str, bare: bool, before: Sequence[Line], marks: Sequence[Mark]
) -> list[tuple[str, str]]:
    """The heading that a sentence stands for, with its words as the first of the value; [] where it is none.

    `within` is the role of the section it stands in, `bare` whether that says nothing yet, `before` are its lines,
    `marks` its sections' numbers. It is none as a numbered item after others, among steps, and where a basis quotes
    the law (应当提交下列材料); one with the number of the next section is.
    """
    if not asks(line.text) or within in _ELSEWHERE:
        return []
    if not any(mark.before(line) for mark in marks):
        steps = within == "flow" and (line.style or not bare)
        law = within == "basis" and not any(one in fold(line.text) for one in words("materials", "demands_of_guides"))
        if steps or law or (line.style and follows(before, line.style, line.number)):
            return []
    return [(LABEL, unnumbered(line.text))]


def among_steps(flow: str) -> bool:
    """Whether a flow's text asks for materials, so that their names may stand among its steps."""
    return any(asks(sentence) for line in flow.split("\n") for sentence in line.split("。"))
