"""Every error of the held-out judgements, to be read by a person: `python -m tests.gate.match.errors [--constructed]`.

Also counts, for each band, how many judgements were right: the table of docs/matching.md.
"""

import argparse
from collections import Counter, defaultdict

from matchers import Example
from matchers.evaluation import Judged, cross_validated, repeated_splits
from matchers.shipping import examples
from quanze.judgement import Judgement
from tests.gate.match.measure import HERE, REPEATS, SPLITS, catalogue


def kind(example: Example, judgement: Judgement) -> str:
    """What went wrong: said too much, the wrong entry, nothing though ranked first, nothing and ranked behind."""
    if judgement.band != "none":
        return "" if judgement.best in example.gold else "wrong entry" if example.gold else "said too much"
    if not example.gold:
        return ""
    first = judgement.suggestions[0].entry if judgement.suggestions else ""
    return "missed, ranked first" if first in example.gold else "missed, ranked behind"


def held_out(*, constructed: bool) -> Judged:
    """The judgements that the gate measures."""
    made = examples(HERE / "queries_dev.csv", constructed=True)
    real = examples(HERE / "queries_real_dev.csv")
    if constructed:
        return sum(repeated_splits(made, real, catalogue(), parts=3, seeds=range(SPLITS)), start=())
    return sum((cross_validated(real, made, catalogue(), folds=5, seed=seed) for seed in range(REPEATS)), start=())


def main() -> None:
    """Print the bands, then each material that was ever judged wrong, with its two best suggestions."""
    parser = argparse.ArgumentParser(description="List every error of the held-out judgements.")
    parser.add_argument(
        "--constructed", action="store_true", help="of the constructed set instead of the published one"
    )
    judged = held_out(constructed=parser.parse_args().constructed)
    said, right = Counter[str](), Counter[str]()
    wrong: dict[str, list[tuple[str, Example, Judgement]]] = defaultdict(list)
    for example, judgement in judged:
        what = kind(example, judgement)
        said[judgement.band] += 1
        right[judgement.band] += not what
        if what:
            wrong[example.query.id].append((what, example, judgement))
    print({band: f"{right[band]} of {said[band]}" for band in ("sure", "likely", "unsure", "none")})
    entries = {entry.key: entry for entry in catalogue()}
    for found in sorted(wrong.values(), key=lambda found: found[0][0]):
        what, example, judgement = found[0]
        print(f"\n{what}, {len(found)} times: {example.query.text} | {example.query.matter}")
        for label, key in [("label", key) for key in example.gold] + [
            (f"{one.score:.2f}", one.entry) for one in judgement.suggestions[:2]
        ]:
            print(f"  {label}: {entries[key].list} {entries[key].name} | {entries[key].usage} | {entries[key].issuer}")
    print(f"\n{len(wrong)} materials, {sum(map(len, wrong.values()))} judgements of {len(judged)}")


if __name__ == "__main__":
    main()
