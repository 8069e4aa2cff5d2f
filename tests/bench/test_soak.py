"""What the soak measures: memory of what ran all the time, in its second and its last quarter."""

import os

from bench.soak import FLAT, _memory, flat


def test_memory_that_stays_is_flat_whatever_comes_and_goes() -> None:
    samples = [{1: 100, 2: 50, 100 + step: 900} for step in range(40)]
    assert flat(samples) == (150.0, 150.0)


def test_memory_that_grows_is_seen() -> None:
    second, last = flat([{1: 100 + step} for step in range(40)])
    assert last > FLAT * second


def test_a_start_that_needs_more_or_less_counts_for_nothing() -> None:
    assert flat([{1: 5}] * 10 + [{1: 100}] * 30) == (100.0, 100.0)


def test_too_short_a_run_says_nothing() -> None:
    assert flat([{1: 1}] * 3) == (0.0, 0.0)


def test_the_memory_of_a_program_is_that_of_all_it_started() -> None:
    found = _memory(os.getpid())
    assert found[os.getpid()] > 10 * 2**20
