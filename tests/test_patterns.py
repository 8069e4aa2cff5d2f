"""No pattern of ours takes for ever on a long run of characters that it nearly matches."""

import importlib
import multiprocessing
import pkgutil
import random
import re
import resource
from collections.abc import Iterator
from multiprocessing.connection import Connection

import extractors
import flows
import forms
import matchers
import quanze
import reference
import review
import rules

LIMIT = 120
"""Seconds of a processor for all patterns together, which take a few; one that grows without bound takes years."""
RUN = 40
PAIRS = 60


def patterns() -> dict[str, str]:
    """Every pattern over text that a module of the product holds: its text → where."""
    found: dict[str, str] = {}
    for room in (quanze, extractors, reference, matchers, rules, forms, review, flows):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if "migrations" not in module.name and not module.name.endswith("__main__"):
                for name, value in vars(importlib.import_module(module.name)).items():
                    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                        found[value.pattern] = f"{module.name}.{name}"
    return found


def runs(pattern: str, chance: random.Random) -> Iterator[str]:
    """Runs of one or two of the pattern's own characters, then one that it does not have."""
    own = sorted({character for character in pattern if character not in "^$*+?{}|\\"} | set(" 12x中\n"))
    units = {*own, *map("".join, zip(pattern, pattern[1:], strict=False))}
    units |= {chance.choice(own) + chance.choice(own) for _ in range(PAIRS)}
    return (unit * RUN + "\x01" for unit in sorted(units))


def try_all(pipe: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
    chance = random.Random(1)
    for pattern, where in sorted(patterns().items()):
        pipe.send(where)
        compiled = re.compile(pattern)
        for run in runs(pattern, chance):
            compiled.search(run)
            compiled.fullmatch(run)
    pipe.send("")


def test_every_pattern_is_done_with_a_long_run_of_its_own_characters() -> None:
    context = multiprocessing.get_context("forkserver")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=try_all, args=(theirs,))
    process.start()
    theirs.close()
    tried = [""]
    try:
        while where := ours.recv():
            tried.append(where)
    except EOFError:
        raise AssertionError(f"{tried[-1]} goes on for ever") from None
    process.join()
    assert len(tried) > 100
