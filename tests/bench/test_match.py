"""The ways of `bench match` do the same small work, and the table and the picture show what was measured."""

from pathlib import Path

import pytest

from bench import match, match_peers
from bench.match_data import catalogue, labelled
from bench.match_work import Work, measured


@pytest.fixture(scope="module")
def work() -> Work:
    golden = labelled()[:60]
    return Work(tuple(one.query for one in golden), catalogue()[:400], len(golden))


def right(firsts: list[str], work: Work) -> float:
    golds = [one.gold for one in labelled()[: work.labelled]]
    return sum(key in gold for key, gold in zip(firsts, golds, strict=True)) / work.labelled


def test_ours_finds_more_than_the_peers_in_the_same_small_work(work: Work) -> None:
    ours = match_peers.ours(work)
    assert ours == match_peers.ours_alone(work)
    assert right(ours, work) > right(match_peers.cdist(work), work) > 0.3


def test_the_extract_loop_is_measured_on_a_sample_spread_over_the_labelled(work: Work) -> None:
    asked = match_peers.sampled(range(work.labelled))
    assert len(asked) == len(match_peers.extract(work)) == match_peers.SAMPLE
    assert asked[0] == 0 and len(set(asked)) == len(asked)


@pytest.mark.parametrize("way", [match.COLUMNS, match.STREAM])
def test_every_row_of_the_long_list_is_answered(way: str, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match_peers, "ROWS", 600)
    monkeypatch.setattr(match_peers, "PART", 200)
    assert getattr(match_peers, way)(work) == []
    monkeypatch.setattr(match_peers, "PART", 250)
    with pytest.raises(AssertionError, match="500 answers to 600 rows"):
        match_peers.ours_columns(work)


def test_a_way_is_measured_in_a_process_of_its_own(work: Work) -> None:
    found = measured("cdist", work)
    assert not isinstance(found, str)
    assert found.first == match_peers.cdist(work)
    assert found.seconds > 0 and found.processor > 0


def test_table_and_picture_set_every_way_against_the_base(tmp_path: Path) -> None:
    results = [
        match.Result(match.BASE, 24_000, 2.0, 4.0, 280.0, 0.6),
        match.Result("ours", 24_000, 1.0, 3.0, 200.0, 0.9),
        match.Result(match.SLOW, 24_000, 400.0, 400.0, 50.0, 0.7),
        match.Result(match.COLUMNS, 3_000_000, 5.0, 9.0, 350.0, None),
    ]
    lines = match.table(results).splitlines()
    ours = next(line for line in lines if match.WAYS["ours"] in line)
    assert "0.50×" in ours and "0.75×" in ours and "400×" in ours
    assert "10,000×" in next(line for line in lines if match.WAYS[match.COLUMNS] in line)
    match.picture(results, tmp_path / "match.png")
    assert (tmp_path / "match.png").read_bytes()[:4] == b"\x89PNG"
