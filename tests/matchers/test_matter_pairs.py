"""Blocks and look-ups find what all pairs would, and names that stand for one matter are compared as such."""

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import matter_pairs, same_matters
from matchers.matter_pairs import _coded, plain, same_code
from matchers.matters import SameMatter, differences
from quanze.matter import Matter
from tests.golden import kept

CODES = st.lists(st.text("0123ab", max_size=12), max_size=8)


@given(CODES, CODES)
@settings(max_examples=300)
def test_codes_are_looked_up_as_if_every_pair_were_compared(ours: list[str], theirs: list[str]) -> None:
    compared = [[place for place, their in enumerate(theirs) if same_code(code, their)] for code in ours]
    assert _coded(ours, theirs) == compared


def test_a_long_code_is_found_inside_a_longer_one_and_the_other_way_round() -> None:
    ours, theirs = ["1152020301", "11520203"], ["11520203", "1152020301000", "115202", ""]
    assert _coded(ours, theirs) == [[0, 1], [0, 1]]
    assert _coded(theirs, ours) == [[0, 1], [0, 1], [], []]


def published(shared: Path) -> tuple[list[Matter], list[Matter]]:
    """Real matters without codes: of two provinces, and of a third."""
    with (shared / "items" / "items.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    made = [
        (
            row["source"],
            Matter(str(n), row["organ"], row["name"], row["sub_name"], kind=row["kind"], basis=row["basis"]),
        )
        for n, row in enumerate(rows)
    ]
    return [one for source, one in made if source != "guangdong"], [
        one for source, one in made if source == "guangdong"
    ]


def test_ten_candidates_a_name_find_what_all_pairs_find(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = published(shared)
    few = same_matters(ours, theirs)
    monkeypatch.setattr(matter_pairs, "KEEP", len(theirs) * 2)
    assert [one for one in same_matters(ours, theirs) if one.theirs] == [one for one in few if one.theirs]
    assert Counter(one.band for one in few) == {"sure": 22, "likely": 8, "unsure": 1, "none": 538}


def test_matters_are_found_in_the_other_list_as_they_were(shared: Path) -> None:
    """As a person last looked at it (`make golden`), read both ways."""
    ours, theirs = published(shared)
    said = [["ours", "theirs", "band", "score", "evidence", "differences"]]
    said += [_found(matter, found) for matter, found in zip(ours, same_matters(ours, theirs), strict=True)]
    said += [_found(matter, found) for matter, found in zip(theirs, same_matters(theirs, ours), strict=True)]
    assert said == kept(Path(__file__).with_name("same_matters.csv"), said)


def _found(matter: Matter, found: SameMatter) -> list[str]:
    evidence = "；".join(f"{line.feature}｜{line.ours}｜{line.theirs}｜{line.points}" for line in found.evidence)
    differ = "；".join(f"{one.what}｜{one.ours}｜{one.theirs}" for one in found.differences)
    return [matter.key, found.theirs, found.band, str(found.score), evidence, differ]


def test_the_order_of_the_other_list_changes_nothing_but_ties(shared: Path) -> None:
    ours, theirs = published(shared)
    one, other = same_matters(ours, theirs), same_matters(ours, theirs[::-1])
    assert [(found.band, found.score) for found in one] == [(found.band, found.score) for found in other]


OTHER = [
    Matter("a", "", "执业药师变更注册", kind="行政许可"),
    Matter("b", "", "执业药师首次注册", kind="行政许可"),
    Matter("c", "", "收养登记", kind="行政确认"),
    Matter("d", "", "林木采伐许可证核发", kind="行政许可"),
]


@pytest.mark.parametrize(
    ("ours", "theirs", "band"),
    [
        (Matter("1", "", "执业药师注册", "执业药师变更注册", kind="行政许可"), "a", "sure"),
        (Matter("2", "", "执业药师注册", "变更", kind="行政许可"), "a", "sure"),
        (Matter("3", "", "收养登记", kind="其他权力"), "c", "likely"),
        (Matter("4", "", "收养登记", kind="行政处罚"), "", "none"),
        (Matter("5", "", "收养", kind="其他权力"), "", "none"),
        (Matter("6", "", "林木采伐新办审批（县级权限）", kind="行政许可"), "d", "likely"),
        (Matter("7", "", "林木采伐许可证延续", kind="行政许可"), "", "none"),
    ],
)
def test_sub_names_first_steps_and_kinds(ours: Matter, theirs: str, band: str) -> None:
    found = same_matters([ours], OTHER)[0]
    assert (found.theirs, found.band) == (theirs, band)


def test_level_and_punctuation_are_no_difference_of_names() -> None:
    assert plain("林木采伐许可证核发（县级权限）") == plain("林木采伐许可证核发")
    ours = Matter("1", "", "林木采伐许可证核发（县级权限）", kind="行政许可")
    assert same_matters([ours], OTHER)[0].differences == ()
    main = Matter("2", "", "林木采伐许可证核发", "农村居民自留山林木采伐", kind="行政许可")
    assert differences(main, OTHER[3]) == ()


def test_a_law_is_the_same_with_and_without_its_full_title_and_year() -> None:
    one = Matter("1", "", "收养登记", basis="《中华人民共和国收养法》（1998年修正）第十五条")
    other = Matter("2", "", "收养登记", basis="《收养法（1998年）》")
    assert differences(one, other) == ()
    assert [each.what for each in differences(one, replace(other, basis="《民法典》"))] == ["依据"]
