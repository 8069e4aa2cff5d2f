"""Where the same matter begins and ends: sub-names, codes, kinds, bands, and what differs of the four."""

from dataclasses import replace

import numpy as np
import pytest

from matchers import matter_pairs, same_matters
from matchers.matter_pairs import Pair, _coded, _first, _Kinds, pairs, plain, same_code, side
from matchers.matters import SameMatter, _best, differences
from quanze.judgement import Band
from quanze.matter import Matter


@pytest.mark.parametrize(
    ("sub_name", "own"),
    [
        ("", []),
        ("丙丁戊己", []),
        ("丙丁戊己庚", ["丙丁戊己庚"]),
        ("丙丁戊己庚审批", ["丙丁戊己庚"]),
        ("丙丁戊己审批", []),
    ],
)
def test_a_sub_name_of_five_characters_may_stand_for_the_matter(sub_name: str, own: list[str]) -> None:
    found = side([Matter("0", "", "子丑寅卯"), Matter("1", "", "甲乙审批", sub_name)])
    assert (found.owner, list(found.cores[2:])) == ((0, 1) + (1,) * len(own), own)


def test_a_side_knows_steps_kinds_and_codes() -> None:
    found = side(
        [
            Matter("1", "", "食品经营许可变更", code=" 0001-31_A ", kind="行政许可"),
            Matter("2", "", "食品经营首次许可", kind="不知道的类型"),
            Matter("3", "", "食品经营许可"),
        ]
    )
    assert found.codes == ("000131a", "", "")
    assert found.first == (False, True, False)
    assert [len(steps) for steps in found.steps] == [1, 0, 0]
    assert (found.kinds[0] >= 0, found.kinds[1:]) == (True, (-1, -1))
    assert found.cores == ("食品经营",) * 3


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("12345678", "12345678", True),
        ("1234", "1234", True),
        ("12345678", "a12345678b", True),
        ("1234567", "12345678", False),
        ("12345678", "1234567b", False),
        ("", "12345678", False),
        ("", "", False),
    ],
)
def test_a_code_of_eight_characters_may_stand_inside_another(one: str, other: str, same: bool) -> None:
    assert (same_code(one, other), same_code(other, one)) == (same, same)


@pytest.mark.parametrize(
    "whole", ["11520203000", "00011520203", "000011520203000", "0000000011520203", "0" * 20 + "11520203"]
)
def test_a_code_is_found_wherever_it_stands_in_another(whole: str) -> None:
    assert _coded([whole, "22222222"], ["", "11520203"]) == [[1], []]
    assert _coded(["", "11520203"], [whole, "22222222"]) == [[], [0]]


LOOSE = "行政确认", "其他权力"


@pytest.mark.parametrize(
    ("ours", "theirs", "fits"),
    [
        (("收养登记", "行政许可"), ("养犬登记", "行政许可"), True),
        (("收养登记", "行政许可"), ("收养登记", "行政处罚"), False),
        (("收养登记", ""), ("养犬登记", "行政处罚"), True),
        (("收养登记", "行政处罚"), ("养犬登记", ""), True),
        (("收养登记", LOOSE[0]), ("收养登记", LOOSE[1]), True),
        (("收养登记", LOOSE[0]), ("养犬登记", LOOSE[1]), False),
        (("收养登记", "行政处罚"), ("收养登记", LOOSE[1]), False),
        (("收养登记", LOOSE[1]), ("收养登记", "行政处罚"), False),
    ],
)
def test_kinds_that_can_be_one(ours: tuple[str, str], theirs: tuple[str, str], fits: bool) -> None:
    numbers: dict[str, int] = {}
    left, right = (
        _Kinds.of(side([Matter(str(place), "", title, kind=kind) for place, (title, kind) in enumerate(some)]), numbers)
        for some in ([("别的", ""), ours], [theirs, ("别的", "")])
    )
    assert left.fit(1, right, np.array([0])).tolist() == [fits]


@pytest.mark.parametrize(
    ("values", "most", "places"),
    [
        ([0.1, 0.3, 0.2], 2, [1, 2]),
        ([0.1, 0.3, 0.2], 3, [1, 2, 0]),
        ([0.1, 0.3, 0.2], 9, [1, 2, 0]),
        ([0.2, 0.3, 0.3, 0.3], 2, [1, 2]),
        ([0.0, 0.3, 0.0, -1.0], 3, [1]),
        ([0.5, 0.0], 1, [0]),
        ([], 2, []),
    ],
)
def test_the_highest_values_come_first_and_nothing_never(values: list[float], most: int, places: list[int]) -> None:
    assert _first(np.array(values), most) == places


MANY = [Matter(each, "", f"{each}经营许可") for each in ("甲戊", "乙己", "丙庚", "丁辛")]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_blocks_of_any_size_find_the_same(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pairs(side(MANY), side(MANY[::-1]))
    assert [max(found, key=lambda pair: pair.alike).theirs for found in whole] == [3, 2, 1, 0]
    monkeypatch.setattr(matter_pairs, "_BLOCK", size)
    assert pairs(side(MANY), side(MANY[::-1])) == whole


def test_the_likelier_of_two_names_counts_and_a_code_adds_to_it() -> None:
    ours = side([Matter("1", "", "人才服务", "流动人员档案接收")])
    theirs = side([Matter("a", "", "流动人员档案接收"), Matter("b", "", "人才服务中心")])
    (found,) = pairs(ours, theirs)
    assert [(pair.theirs, pair.alike == 1.0, pair.same_code) for pair in found] == [(0, True, False), (1, False, False)]
    coded = replace(ours, codes=("12345678",)), replace(theirs, codes=("", "123456789"))
    assert [(pair.theirs, pair.alike, pair.same_code) for pair in pairs(*coded)[0]] == [
        (0, found[0].alike, False),
        (1, found[1].alike, True),
    ]


def test_equal_codes_are_compared_by_their_titles_where_the_names_share_nothing() -> None:
    ours, theirs = Matter("1", "", "甲乙", code="12345678"), Matter("a", "", "甲丙丁戊", code="12345678")
    assert pairs(side([ours]), side([replace(theirs, name="丙丁")]))[0] == (Pair(0, 0.0, same_code=True),)
    step = replace(ours, name="甲乙变更")
    ((found,),) = pairs(side([ours]), side([step]))
    assert found.same_code and found.alike == pytest.approx(2 / 3)
    assert best(ours, step, Pair(0, 0.5, same_code=True)).score == 1.0


ONE, OTHER = Matter("1", "", "收养登记", kind="行政许可"), Matter("a", "", "收养办理", kind="行政许可")


@pytest.mark.parametrize(
    ("alike", "band", "score"),
    [
        (0.5999, "none", 0.5999),
        (0.6, "unsure", 0.6),
        (0.7999, "unsure", 0.7999),
        (0.8, "likely", 0.8),
        (0.9899, "likely", 0.9899),
        (0.99, "sure", 0.99),
        (1.0000001, "sure", 1.0),
    ],
)
def test_bands_begin_at_their_values(alike: float, band: Band, score: float) -> None:
    found = best(ONE, OTHER, Pair(0, alike))
    assert (found.band, found.score, found.theirs) == (band, score, "" if band == "none" else "a")
    assert (found.place, len(found.evidence)) == ((-1, 0) if band == "none" else (0, 1))


def best(ours: Matter, theirs: Matter, pair: Pair) -> SameMatter:
    return _best(ours, [pair], (side([ours]), side([theirs])), 0, [theirs])


@pytest.mark.parametrize(
    ("ours", "theirs", "pair", "band"),
    [
        (ONE, OTHER, Pair(0, 1.0), "sure"),
        (ONE, OTHER, Pair(0, 1.0, same_first=False), "likely"),
        (ONE, OTHER, Pair(0, 0.1, same_code=True, same_first=False), "sure"),
        (ONE, replace(OTHER, kind="行政确认"), Pair(0, 1.0), "likely"),
        (ONE, replace(OTHER, name=ONE.name, kind="行政确认"), Pair(0, 1.0), "likely"),
        (ONE, replace(OTHER, kind="行政确认"), Pair(0, 0.1, same_code=True), "sure"),
        (ONE, replace(OTHER, kind=""), Pair(0, 1.0), "likely"),
        (ONE, replace(OTHER, name=ONE.name, kind=""), Pair(0, 1.0), "sure"),
        (replace(ONE, kind=""), replace(OTHER, kind=""), Pair(0, 1.0), "likely"),
        (replace(ONE, kind=""), replace(OTHER, name=ONE.name, kind=""), Pair(0, 1.0), "sure"),
        (replace(ONE, kind=""), OTHER, Pair(0, 1.0), "likely"),
        (replace(OTHER, kind=""), ONE, Pair(0, 1.0), "likely"),
    ],
)
def test_sure_are_the_same_code_or_the_same_name_step_and_kind(
    ours: Matter, theirs: Matter, pair: Pair, band: Band
) -> None:
    assert best(ours, theirs, pair).band == band


def test_a_code_decides_before_names_and_ties_go_to_the_first() -> None:
    theirs = [OTHER, replace(OTHER, key="b"), replace(OTHER, key="c")]
    found = [Pair(0, 0.7), Pair(1, 0.9), Pair(2, 0.9)]
    sides = side([ONE]), side(theirs)
    assert _best(ONE, found, sides, 0, theirs).theirs == "b"
    assert _best(ONE, [*found, replace(found[0], same_code=True)], sides, 0, theirs).theirs == "a"
    assert _best(ONE, [], sides, 0, theirs) == SameMatter("1", "", "none", 0.0)


def test_what_was_compared_is_said() -> None:
    coded = best(replace(ONE, code="1234567890"), replace(OTHER, code="12345678"), Pair(0, 0.876, same_code=True))
    assert [(line.feature, line.ours, line.theirs, line.points) for line in coded.evidence] == [
        ("编码相同", "1234567890", "12345678", 1.0),
        ("名称", "收养登记", "收养办理", 0.88),
    ]


@pytest.mark.parametrize(
    ("ours", "theirs", "what"),
    [
        ({}, {}, []),
        ({"name": "收养变更"}, {}, ["名称"]),
        ({"code": "12345678"}, {"code": "87654321"}, ["编码"]),
        ({"code": "12345678"}, {"code": ""}, []),
        ({"code": ""}, {"code": "12345678"}, []),
        ({"code": "12345678"}, {"code": "1234567890"}, []),
        ({"kind": "行政许可"}, {"kind": "行政确认"}, ["类型"]),
        ({"kind": "行政许可"}, {"kind": "许可"}, []),
        ({"kind": "行政许可"}, {"kind": ""}, []),
        ({"kind": ""}, {"kind": "行政许可"}, []),
        ({"kind": "行政许可"}, {"kind": "自定类型"}, ["类型"]),
        ({"kind": "自定类型"}, {"kind": "另定类型"}, ["类型"]),
        ({"kind": "自定类型（一）"}, {"kind": "自定类型(一)"}, []),
        ({"basis": "《收养法》"}, {"basis": "《民法典》"}, ["依据"]),
        ({"basis": "《收养法》《民法典》"}, {"basis": "《民法典》"}, ["依据"]),
        ({"basis": "《收养法》"}, {"basis": ""}, []),
        ({"basis": ""}, {"basis": "《收养法》"}, []),
        ({"basis": "《收养法》第一条"}, {"basis": "《收养法》第二条"}, []),
    ],
)
def test_each_of_the_four_differs_by_itself(ours: dict[str, str], theirs: dict[str, str], what: list[str]) -> None:
    one, other = Matter("1", "", "收养登记"), Matter("a", "", "收养登记")
    found = differences(replace(one, **ours), replace(other, **theirs))  # type: ignore[arg-type]
    assert [each.what for each in found] == what


def test_only_the_laws_that_the_other_does_not_name_are_shown() -> None:
    one = Matter("1", "", "收养登记", basis="《收养法》《民法典》《户口登记条例》")
    (found,) = differences(one, replace(one, basis="《民法典》《宪法》"))
    assert (found.ours, found.theirs) == ("《户口登记条例》、《收养法》", "《宪法》")


def test_a_name_that_is_nothing_but_a_level_stays() -> None:
    assert (plain("县级权限"), plain("收养登记（县级权限）")) == ("县级权限", "收养登记")
    assert side([Matter("1", "", "审批")]).cores == ("审批",)


def test_a_main_matter_names_only_what_has_no_sub_name() -> None:
    whole, main = Matter("1", "", "收养登记", "华侨收养"), Matter("a", "", "收养登记")
    assert differences(whole, main) == differences(main, whole) == ()
    assert [each.what for each in differences(whole, replace(main, name="养犬登记"))] == ["名称"]


def test_nothing_is_found_in_an_empty_list() -> None:
    assert same_matters([ONE], []) == (SameMatter("1", "", "none", 0.0),)
    assert same_matters([], [ONE]) == ()
