"""The plane that OFD objects stand in: numbers and steps as written, matrices, boundaries, paths as corner points.

Geometry only: nothing is drawn and no text is known here.
"""

import math
import re

from lxml import etree

from quanze.document import Box

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TOKEN = re.compile(rf"[A-Za-z]|{_NUMBER.pattern}")
_VALUES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_CURVE_STEPS = 6

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def numbers(text: str) -> list[float]:
    """The numbers in a text, in order."""
    return [number(one) for one in _NUMBER.findall(text)]


def deltas(text: str, limit: int) -> list[float]:
    """A list of steps in which “g n v” stands for v, n times."""
    steps: list[float] = []
    tokens = iter(text.split())
    for token in tokens:
        if token == "g":
            count, value = next(tokens, "0"), next(tokens, "0")
            steps += [number(value)] * min(int(number(count)), limit)
        else:
            steps.append(number(token))
    return steps[:limit]


def number(text: str, default: float = 0.0) -> float:
    """A number as written in an attribute, `default` where it is none."""
    try:
        value = float(text)
    except ValueError:
        return default
    return value if math.isfinite(value) else default


def own_space(one: etree._Element, matrix: Matrix) -> Matrix:
    """An object's space: its CTM, moved to its boundary, in the space around it."""
    boundary = numbers(one.get("Boundary", "0 0 0 0"))
    moved = (1.0, 0.0, 0.0, 1.0, boundary[0], boundary[1]) if len(boundary) == 4 else UNMOVED
    ctm = numbers(one.get("CTM", ""))
    inner: Matrix = (ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5]) if len(ctm) == 6 else UNMOVED
    return times(times(inner, moved), matrix)


def times(first: Matrix, then: Matrix) -> Matrix:
    """One matrix after the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def apply(matrix: Matrix, x: float, y: float) -> Point:
    """Where a point lies in the space around."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def around(points: list[Point]) -> Box:
    """The upright box around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def polygons(data: str, own: Matrix, *, smooth: bool = False) -> list[list[Point]]:
    """A path's pieces as corner points on the page; a closed piece returns to its start.

    A curve is its end points, or a few points along it where `smooth`; an arc is always its end points.
    """
    pieces: list[list[Point]] = []
    tokens = _TOKEN.findall(data)
    at = 0
    while at < len(tokens):
        command = tokens[at].upper()
        count = _VALUES.get(command, 0)
        values = [number(token) for token in tokens[at + 1 : at + 1 + count]]
        at += 1 + count
        if command == "C" and pieces:
            pieces[-1].append(pieces[-1][0])
        elif len(values) == count and count:
            _extend(pieces, command, values, own, smooth)
    return [piece for piece in pieces if len(piece) > 1]


def _extend(pieces: list[list[Point]], command: str, values: list[float], own: Matrix, smooth: bool) -> None:
    points = [apply(own, x, y) for x, y in zip(values[-2::-2], values[-1::-2], strict=False)][::-1]
    if command in "SM" or not pieces:
        pieces.append([points[-1]])
    elif smooth and command in "QB":
        pieces[-1] += _curve([pieces[-1][-1], *points])
    else:
        pieces[-1].append(points[-1])


def _curve(control: list[Point]) -> list[Point]:
    """Points along a Bézier curve after its first, by halving towards each parameter."""
    found = []
    for step in range(1, _CURVE_STEPS + 1):
        part, level = step / _CURVE_STEPS, control
        while len(level) > 1:
            level = [
                (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
                for a, b in zip(level, level[1:], strict=False)
            ]
        found.append(level[0])
    return found
