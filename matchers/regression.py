"""Logistic regression with a starting point (逻辑回归): the one learner of this room.

Lives here: numbers in, coefficients out. Never here: features, materials, files.
"""

import numpy as np

from matchers.tables import Flags, Floats

_STEPS = 100
_SMALL = 1e-9


def logistic(values: Floats, truth: Flags, strength: float, offset: Floats | None = None) -> Floats:
    """Coefficients of a regularised logistic regression; the last one is the intercept, which is not held back.

    Without an offset this is the optimum of scikit-learn's LogisticRegression(C=strength); an offset of known
    log-odds per row makes it learn only what they lack. Newton steps, halved while they do not improve: the result
    does not depend on a random state, and hardly on the order of the rows.

    Args:
        values: a row per observation, features of about unit spread.
        truth: which observations are positive.
        strength: inverse strength of the pull towards zero.
        offset: known log-odds of each row.
    """
    design = np.column_stack([values, np.ones(len(values))])
    known = np.zeros(len(values)) if offset is None else offset
    held = np.append(np.ones(values.shape[1]), 0.0) / strength
    sign = np.where(truth, 1.0, -1.0)

    def loss(at: Floats) -> float:
        return float(np.logaddexp(0, -sign * (design @ at + known)).sum() + 0.5 * held @ (at * at))

    at = np.zeros(design.shape[1])
    now = loss(at)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ at + known, -500, 500)))
        slope = design.T @ (chance - truth) + held * at
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(held + _SMALL)
        step = np.linalg.solve(curve, slope)
        while loss(at - step) > now and np.abs(step).max() > _SMALL:
            step = step / 2
        at = at - step
        before, now = now, loss(at)
        if before - now < _SMALL:
            break
    return np.asarray(at)
