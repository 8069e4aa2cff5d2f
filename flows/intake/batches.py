"""Drops taken together (一批): how many, and in which order."""

from collections.abc import Iterator, Sequence

from flows.intake.inbox import Drop

BATCH, LARGEST = 32, 128
"""Files taken together: from the first on, a batch ends where a department ends, so that each is matched and proposed
once; with the second it ends anyway, so that a great department's first receipts do not wait for its last file."""


def batches(drops: Sequence[Drop]) -> Iterator[list[Drop]]:
    """The drops by department, in the order they came within each, cut as `BATCH` and `LARGEST` say."""
    batch: list[Drop] = []
    for drop in sorted(drops, key=lambda drop: drop.department):
        full = len(batch) >= BATCH and drop.department != batch[-1].department
        if full or len(batch) == LARGEST:
            yield batch
            batch = []
        batch.append(drop)
    if batch:
        yield batch
