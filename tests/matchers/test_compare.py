"""Materials against a catalogue: which entries say the same, are called the same, or only bind an issuer."""

from dataclasses import replace

import pytest

from matchers.compare import KEEP, Compared, catalogue, compare
from quanze.judgement import Query
from quanze.proof import ProofEntry
from tests.matchers.catalogue import ENTRIES

INCOME = ProofEntry("a", "cancelled", "收入证明", "法律援助", "用人单位")


def compared(text: str, *entries: ProofEntry, matter: str = "") -> Compared:
    return compare([Query("q", text, matter)], catalogue(entries))


def test_only_an_entry_of_exactly_the_materials_name_is_called_so() -> None:
    others = replace(INCOME, key="b", name="收入证"), replace(INCOME, key="c", name="收入情况证明")
    for text, exact in (("收入证明", ["a"]), ("收入證明", ["a"]), ("收入证", ["b"]), ("收入", []), ("申请人收入", [])):
        found = compared(text, INCOME, *others)
        assert ["abc"[entry] for entry in found.entry[found.exact]] == exact
        assert sorted(set(found.entry.tolist())) == [0, 1, 2]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({}, True),
        ({"issuer": "工作单位"}, True),
        ({"issuer": "村委会"}, False),
        ({"name": "个人收入证明材料"}, False),
        ({"name": "《收入证明》"}, True),
        ({"usage": "公证"}, False),
        ({"usage": "法律援助 "}, True),
        ({"list": "retained"}, False),
    ],
)
def test_entries_that_say_the_same_share_a_line(other: dict[str, str], same: bool) -> None:
    found = catalogue([INCOME, replace(INCOME, key="b", **other)])  # type: ignore[arg-type]
    assert found.lines.tolist() == [0, 0 if same else 1]


@pytest.mark.parametrize(("one", "other", "same"), [("甲", "甲", True), ("甲", "乙", False), ("甲", "", False)])
def test_issuers_of_no_known_kind_are_told_apart_by_their_words(one: str, other: str, same: bool) -> None:
    found = catalogue([replace(INCOME, issuer=one), replace(INCOME, key="b", issuer=other)])
    assert found.lines.tolist() == [0, 0 if same else 1]


@pytest.mark.parametrize(
    ("text", "bound", "hint"),
    [
        ("身份证遗失证明", "issuer_bound", True),
        ("村委会出具的身份证遗失证明", "issuer_bound", False),
        ("派出所出具的身份证遗失证明", "issuer_bound", True),
        ("身份证遗失证明", "cancelled", False),
        ("派出所出具的身份证遗失证明", "cancelled", False),
    ],
)
def test_an_entry_that_binds_another_issuer_is_only_a_hint(text: str, bound: str, hint: bool) -> None:
    entry = ProofEntry("lost", "issuer_bound", "身份证遗失证明", "", "村民委员会")
    found = compared(text, entry if bound == "issuer_bound" else replace(entry, list="cancelled"))
    assert set(found.hint.tolist()) == {hint}


def test_more_marks_of_negation_than_the_entry_has_are_capped() -> None:
    assert compared("有无收入证明", INCOME).capped.tolist() == [True]
    assert compared("收入证明", INCOME).capped.tolist() == [False]


def test_a_catalogue_stands_in_the_order_of_its_keys_lists_and_names() -> None:
    same = replace(INCOME, list="retained"), replace(INCOME, name="健在证明"), INCOME, replace(INCOME, key="0")
    wanted = (same[3], same[1], same[2], same[0])
    assert catalogue(same).entries == catalogue(same[::-1]).entries == wanted


def test_an_edition_keeps_the_weights_of_the_one_it_is_weighed_by() -> None:
    fresh = (*ENTRIES, *(ProofEntry(str(place), "cancelled", f"收入第{place}项证明") for place in range(50)))
    own, kept = catalogue(fresh), catalogue(fresh, ENTRIES)
    number = kept.units.number["收入"]
    assert kept.units.weight[number] == catalogue(ENTRIES).units.weight[number]
    assert own.units.weight[own.units.number["收入"]] < kept.units.weight[number]
    assert len(kept.entries) == len(fresh)


def test_no_material_and_no_entry_give_no_pairs() -> None:
    assert compare([], catalogue(ENTRIES)).query.tolist() == []
    assert compared("收入证明").entry.tolist() == []


def test_eight_names_of_entries_are_compared_with_each_name() -> None:
    many = [replace(INCOME, key=str(place), usage=str(place)) for place in range(KEEP + 3)]
    assert compared("收入证明", *many).entry.tolist() == list(range(KEEP))
