"""Matching stays at or above its floors, and its floors stay above what was asked."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from matchers import Example, suggest
from matchers.shipping import examples
from quanze.judgement import Query
from quanze.proof import ProofEntry
from tests.gate.floors import below, load
from tests.gate.match.distractors import grown
from tests.gate.match.flips import flips
from tests.gate.match.measure import FLOORS, HERE, catalogue, conditions, digest, figures, named


def test_matching_holds_its_floors() -> None:
    assert below(load(FLOORS), named(figures()), digest()) == []


def test_every_floor_lies_above_the_condition_it_stands_for() -> None:
    floors = load(FLOORS).floors
    assert {
        name: floors.get(name) for name, least in conditions().items() if floors.get(name, -1.0) < least - 1e-4
    } == {}


def test_ours_beats_plain_ratio_by_eight_points_of_top_1() -> None:
    names = [entry.name for entry in catalogue()]
    asked = [one for one in examples(HERE / "queries_dev.csv") if one.gold]
    ratio = process.cdist([one.query.text for one in asked], names, scorer=fuzz.ratio)
    hits = sum(catalogue()[place].key in one.gold for place, one in zip(ratio.argmax(axis=1), asked, strict=True))
    assert figures()["constructed"].top1 >= hits / len(asked) + 0.08


def test_no_polarity_flip_is_ever_sure_or_likely() -> None:
    asked = flips(catalogue())
    judged = suggest([Query(str(place), text, entry.usage) for place, (text, entry) in enumerate(asked)], catalogue())
    names = {entry.key: entry.name for entry in catalogue()}
    wrong = [
        (text, entry.name, judgement.band)
        for (text, entry), judgement in zip(asked, judged, strict=True)
        if judgement.band in ("sure", "likely") and names.get(judgement.best or "") == entry.name
    ]
    assert wrong == []


def test_ten_thousand_entries_cost_less_than_two_points_of_top_1() -> None:
    asked = [one for one in examples(HERE / "queries_dev.csv") if one.gold]
    small, large = _top1(asked, catalogue()), _top1(asked, grown(catalogue(), 10_000))
    assert small - large < 0.02


def _top1(asked: Sequence[Example], entries: Sequence[ProofEntry]) -> float:
    judged = suggest([one.query for one in asked], entries)
    pairs = zip(asked, judged, strict=True)
    return sum(bool(found.suggestions) and found.suggestions[0].entry in one.gold for one, found in pairs) / len(asked)
