"""Which matter a part without a name belongs to: a table of materials, a card cut by a page.

Pure questions over the drafts read so far; `survey` asks them in the order of the document.
"""

from collections.abc import Sequence, Set
from dataclasses import replace

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


def holding(drafts: Sequence[Draft], source: int, found: Sequence[Material], taken: Set[int]) -> int | None:
    """The position of the draft of a table whose texts hold all of these materials; one not in `taken` first."""
    names = [fold(one.name) for one in found]
    holders = [at for at, draft in enumerate(drafts) if draft.source == source and _holds(draft, names)]
    return next((at for at in holders if at not in taken), holders[0] if holders else None)


def _holds(draft: Draft, names: Sequence[str]) -> bool:
    """Whether all names stand in what a draft says."""
    said = [*draft.fields.values(), *(text for _, text in draft.other), *(one.text for one in draft.materials)]
    whole = fold("\n".join(said))
    return all(name in whole for name in names)


def replaced(draft: Draft, found: Sequence[Material], told: str) -> Draft:
    """A draft with the materials of a table inside its cell, whose text `told` was read as a cell's before."""
    whole = fold(told)
    kept = [one for one in draft.materials if fold(one.name) not in whole]
    return replace(draft, materials=(*kept, *found))


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
