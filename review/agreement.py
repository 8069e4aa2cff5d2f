"""How far two reviewers agree (一致率): simple percent agreement and Cohen's kappa over pairs of answers. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Over `pairs` rows: the share answered alike, and kappa, None where chance alone explains everything."""

    pairs: int
    share: float
    kappa: float | None


def agreement(answers: Sequence[tuple[str, str]]) -> Agreement | None:
    """The agreement of (first, second) answers; None without any.

    Cohen, J. (1960): kappa = (observed - expected) / (1 - expected), expected from each reviewer's own shares.
    """
    if not answers:
        return None
    number = len(answers)
    observed = sum(first == second for first, second in answers) / number
    ours, theirs = Counter(first for first, _ in answers), Counter(second for _, second in answers)
    expected = sum(ours[label] * theirs[label] for label in ours) / number**2
    return Agreement(number, observed, (observed - expected) / (1 - expected) if expected < 1 else None)
