"""Whether a material is handed in as an original or a copy (原件、复印件).

Lives here: one text -> bits, by the word lists of `matchers.knowledge`. Never here: names, comparing two of them.
"""

import re
from functools import lru_cache

from matchers.knowledge import knowledge

_FORM = re.compile("[件印]")
"""A character of every word that tells an original from a copy."""
ORIGINAL, COPY = 1, 2
"""What is handed in, as bits."""


@lru_cache(maxsize=50_000)
def form_of(text: str) -> int:
    """Whether the original or a copy is handed in; an original that is only looked at beside its copy stays at home."""
    if not _FORM.search(text):
        return 0
    know = knowledge()
    mask = know.forms.mask(text)
    if not mask:
        return 0
    original, copy, seen, kept = (mask & know.forms.bit(label) for label in ("原件", "复印件", "看原件", "收复印件"))
    if kept or (copy and not original):
        return COPY
    return ORIGINAL | COPY if copy else ORIGINAL
