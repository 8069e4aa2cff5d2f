"""What matching says of one material, and what a person decides about it."""

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["cancelled", "kept", "conflict", "none"]
Band = Literal["sure", "likely", "unsure", "none"]


@dataclass(frozen=True, slots=True)
class Query:
    """One material to match: its words as found and the context that decides (matter, department)."""

    id: str
    text: str
    matter: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that spoke for or against a suggestion; `points` is what it added to the score's log-odds."""

    feature: str
    ours: str
    theirs: str
    points: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One catalogue entry proposed for a material; `score` is the calibrated probability that it is the same proof."""

    entry: str
    list: str
    name: str
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The matcher's answer (匹配建议) for one query: best first. `best` is None where the band is none.

    `outcome` is cancelled (取消), kept (保留), conflict (冲突: both lists speak) or none (目录外).
    """

    id: str
    outcome: Outcome
    band: Band
    score: float
    best: str | None
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one row or suggestion (审核决定): an event, never changed afterwards.

    `subject` is the row's or material's content key; `digest` is over what the person saw, so that a later change of
    row or entry makes the decision stale instead of silently re-using it.
    """

    subject: str
    verdict: str
    by: str
    at: str
    digest: str
    edition: str = ""
    comment: str = ""
