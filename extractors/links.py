"""Which matter a part without a name belongs to: a table of materials, a card cut by a page.

Pure questions over the drafts read so far; `survey` asks them in the order of the document.
"""

from collections.abc import Sequence

from extractors.cards import Card
from extractors.drafts import Draft
from extractors.labels import label_sense
from extractors.tables import CORE
from quanze.matter import Material
from quanze.text import fold


def named(drafts: Sequence[Draft], name: str) -> int | None:
    """The position of the draft that a title names, the latest first; None where no draft has the name."""
    folded = fold(name)
    for position in range(len(drafts) - 1, -1, -1) if folded else ():
        first, second = fold(drafts[position].text("name")), fold(drafts[position].text("sub_name"))
        if folded in {first, second, first + second} - {""}:
            return position
    return None


def listed(drafts: Sequence[Draft], position: int) -> bool:
    """Whether a draft is one of several of its table: a list, which a table of materials does not follow."""
    return sum(draft.source == drafts[position].source for draft in drafts[-2:]) > 1


def enough(draft: Draft, found: Sequence[Material]) -> bool:
    """Whether a card without a name label says enough to be the matter of the title above it."""
    return len(set(draft.fields) & CORE) + bool(found) >= 2


def goes_on(draft: Draft, card: Card) -> bool:
    """Whether a nameless card is the rest of the one before it, cut by a page: it says only what that lacks."""
    said = {role for role, text in draft.fields.items() if fold(text)}
    more = {meant.role for label, _ in card.values if (meant := label_sense(label)) is not None}
    return bool(more) and not (more - {"other", "duties", "accountability"}) & said
