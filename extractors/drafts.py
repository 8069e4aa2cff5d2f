"""A matter in the making (Draft): fields by role as found, and the account of the table rows it stands on.

Holds no rule about tables; `matters.build` turns a draft into a Matter.
"""

from dataclasses import dataclass, field

from quanze.document import Place
from quanze.matter import Doubt, Material


@dataclass(frozen=True, slots=True)
class Draft:
    """One matter as found: `fields` role → text, `other` (heading, text) in order, `source` the block it came from.

    `units` holds the time unit that a heading gives for its column (role → unit). `inherited` names the roles whose
    text was taken over from a title or group row.
    """

    fields: dict[str, str]
    place: Place
    source: int = 0
    other: tuple[tuple[str, str], ...] = ()
    materials: tuple[Material, ...] = ()
    units: dict[str, str] = field(default_factory=dict)
    internal: bool = False

    def text(self, role: str) -> str:
        """A field's text, "" where the file has none."""
        return self.fields.get(role, "")


@dataclass(frozen=True, slots=True)
class Title:
    """A line that may say how many matters there are; `counts` are the numbers counted under it, if it opens a part."""

    text: str
    place: Place
    counts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one list gave: drafts, doubts, how many of its rows are no matter of their own, and its group rows.

    `more` is how many of the drafts stand on a row that another stands on (sub-items in one cell).
    """

    drafts: tuple[Draft, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    others: int = 0
    titles: tuple[Title, ...] = ()
    more: int = 0


@dataclass(slots=True)
class Survey:
    """All drafts of a document in order, its doubts, and the account of its rows.

    `rows` counts table rows and one for each draft that stands on none of its own or shares one with another; `others`
    the rows that are no matter and no doubt.
    """

    drafts: list[Draft] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    rows: int = 0
    others: int = 0
    titles: list[Title] = field(default_factory=list)
