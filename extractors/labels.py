"""What a label (标签) of a card or a line of text is: a cell's whole text that is a known heading.

Which cells of a card are labels is decided in `card_cells`, which lines of a text in `prose.labelled_lines`.
"""

import re
from functools import lru_cache

from extractors.columns import Sense, sense
from quanze.text import fold

LABEL = 16
"""A label has at most this many characters."""
INLINE = re.compile(r"^[\s\u3000]*([^:：\n]{2,16})[:：][\s\u3000]*(\S.*)$", re.DOTALL)
"""A label with its value in one cell (事项名称：…)."""
_BRACKET = re.compile(r"(?<=[^（）()])[（(][^（）()]*+[)）]$")
"""What a label says in a bracket behind it: 申请材料（一式两份，复印件加盖公章）."""


@lru_cache(maxsize=1 << 16)
def label_sense(text: str, parent: str = "") -> Sense | None:
    """What a label cell means; only whole known headings count (a value may contain such words)."""
    if len(text) > 4 * LABEL or not 1 < len(_BRACKET.sub("", fold(text))) <= LABEL:
        return None
    found = sense(text, parent)
    return found if found is not None and found.exact and found.role != "stop" else None


def aside(label: str) -> str:
    """The bracket behind a label, "" where it has none."""
    found = _BRACKET.search(label.strip())
    return found[0] if found else ""


def squeezed(text: str) -> str:
    """A label without white space and stacked line ends."""
    return "".join(text.split()).rstrip("：:")
