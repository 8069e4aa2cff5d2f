"""The same answers in any order, in any batches, with any number of workers."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import candidates, suggest, suggest_columns, suggest_iter, suggesting
from quanze.judgement import Judgement, Query
from tests.matchers.catalogue import ENTRIES

PIECES = [
    "亲属关系",
    "无犯罪记录",
    "收入",
    "身份证",
    "证件遗失",
    "无房",
    "非正常死亡",
    "村委会出具的",
    "申请人",
    "（复印件）",
    "、",
]
TEXTS = st.builds(
    lambda pieces, ending: "".join(pieces) + ending,
    st.lists(st.sampled_from(PIECES), max_size=4),
    st.sampled_from(["证明", "证明材料", "申请表", "", "情况说明"]),
)
MATTERS = st.sampled_from(["", "公积金提取", "法律援助", "教师资格认定", "外国人永久居留", "公租房申请"])
QUERIES = st.lists(st.tuples(TEXTS, MATTERS), min_size=1, max_size=25)


def asked(pairs: list[tuple[str, str]]) -> list[Query]:
    return [Query(str(place), text, matter) for place, (text, matter) in enumerate(pairs)]


def by_id(found: Iterator[Judgement] | tuple[Judgement, ...]) -> dict[str, Judgement]:
    return {judgement.id: judgement for judgement in found}


@given(pairs=QUERIES, seed=st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_order_of_materials_and_entries_changes_nothing(pairs: list[tuple[str, str]], seed: object) -> None:
    queries, entries = asked(pairs), list(ENTRIES)
    plain = suggest(queries, entries)
    assert [judgement.id for judgement in plain] == [query.id for query in queries]
    getattr(seed, "shuffle")(queries)  # noqa: B009
    getattr(seed, "shuffle")(entries)  # noqa: B009
    assert by_id(suggest(queries, entries)) == by_id(plain)


@given(pairs=QUERIES, size=st.integers(1, 7))
@settings(max_examples=25)
def test_batches_change_nothing(pairs: list[tuple[str, str]], size: int) -> None:
    queries = asked(pairs)
    whole = suggest(queries, ENTRIES)
    parts = [one for start in range(0, len(queries), size) for one in suggest(queries[start : start + size], ENTRIES)]
    assert tuple(parts) == whole


def test_two_workers_change_nothing() -> None:
    queries = asked(
        [(f"{left}{right}证明", matter) for left in PIECES for right in PIECES for matter in ("", "法律援助")]
    )
    alone = list(suggest_iter(queries, ENTRIES))
    assert list(suggest_iter(queries, ENTRIES, workers=2)) == alone


def columns(queries: list[Query], size: int) -> Iterator[list[list[str]]]:
    for start in range(0, len(queries), size):
        part = queries[start : start + size]
        yield [[one.text for one in part], [one.matter for one in part], [one.department for one in part]]


@given(pairs=QUERIES, size=st.integers(1, 7), known=st.integers(0, 9))
@settings(max_examples=25)
def test_rows_handed_over_as_columns_get_the_same_answers_without_ids(
    pairs: list[tuple[str, str]], size: int, known: int
) -> None:
    queries = asked(pairs)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(suggesting, "KNOWN", known)
        parts = list(suggest_columns(columns(queries, size), ENTRIES, explain=True))
    assert [len(part) for part in parts] == [len(queries[at : at + size]) for at in range(0, len(queries), size)]
    answers = [replace(answer, id=query.id) for answer, query in zip(chain(*parts), queries, strict=True)]
    assert tuple(answers) == suggest(queries, ENTRIES)


def test_equal_rows_share_one_answer() -> None:
    (part,) = suggest_columns([[["收入证明"] * 3, ["法律援助"] * 3, [""] * 3]], ENTRIES, workers=2)
    assert part[0] is part[1] is part[2]


def test_answers_kept_for_materials_that_come_again_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = [("收入证明", "法律援助"), ("亲属关系证明", ""), ("收入证明", "法律援助"), ("无房证明", "公租房申请")] * 5
    queries = asked(pairs)
    whole = suggest(queries, ENTRIES)
    monkeypatch.setattr(candidates, "BLOCK", 3)
    for name, value in (("FRESH", 2), ("ROWS", 3), ("KNOWN", 1), ("BLOCK", 1)):
        monkeypatch.setattr(suggesting, name, value)
    assert suggest(queries, ENTRIES) == whole


def test_a_stream_without_end_is_answered_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "FRESH", 4)

    def endless() -> Iterator[Query]:
        number = 0
        while True:
            yield Query(str(number), f"第{number}号收入证明", "法律援助")
            number += 1

    found = list(islice(suggest_iter(endless(), ENTRIES, explain=False), 10))
    assert [judgement.id for judgement in found] == [str(number) for number in range(10)]
