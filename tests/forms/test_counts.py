"""The four counts come out as offices publish them, from rows made to their figures."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import counts, template
from forms.words import percent
from quanze.row import Row
from tests.forms.rows import delegation, material, steps, time

COUNTING = template.load().counting


def published(shared: Path) -> dict[tuple[str, str], dict[str, str]]:
    """The published figures by place and measure."""
    with (shared / "domain" / "liangyou_numbers_real.csv").open(encoding="utf-8-sig") as file:
        return {(line["地区"], line["指标"]): line for line in csv.DictReader(file)}


def spread(amount: int, over: int) -> list[int]:
    """A whole split over some matters, as evenly as whole numbers go."""
    return [amount // over + (1 if place < amount % over else 0) for place in range(over)]


def cut_materials(before: int, cut: int, matters: int) -> list[Row]:
    """Material rows of some matters that ask for `before` and drop `cut` in all; each matter drops at least one."""
    rows: list[Row] = []
    for place, (asked, gone) in enumerate(zip(spread(before, matters), spread(cut, matters), strict=True)):
        rows += [material(f"k{place}", f"事项{place}", f"材料{number}", "取消", asked) for number in range(gone)]
    return rows


def cut_steps(before: int, cut: int, matters: int) -> list[Row]:
    """Step rows of some matters with `before` steps, `cut` fewer after."""
    pairs = zip(spread(before, matters), spread(cut, matters), strict=True)
    return [steps(f"k{place}", f"事项{place}", whole, whole - gone) for place, (whole, gone) in enumerate(pairs)]


def cut_time(before: int, cut: int, matters: int) -> list[Row]:
    """Time rows of some matters with `before` days promised, `cut` fewer proposed."""
    pairs = zip(spread(before, matters), spread(cut, matters), strict=True)
    return [time(f"k{place}", f"事项{place}", whole, whole - gone) for place, (whole, gone) in enumerate(pairs)]


def recounted(measure: str, before: int, cut: int, matters: int) -> counts.Change:
    """The change counted over rows made to a published figure."""
    if "环节" in measure:
        return counted(cut_steps(before, cut, matters)).step
    if "时限" in measure:
        return dict(counted(cut_time(before, cut, matters)).time)["工作日"]
    return counted(cut_materials(before, cut, matters)).material


def counted(rows: list[Row]) -> counts.Count:
    """The counts over some rows, as proposed."""
    return counts.count(rows, COUNTING, department="合计", draft=True)


def test_ejina_published_totals_are_recomputed_from_rows(shared: Path) -> None:
    """758→539 steps and 1162→887 materials over 148 matters, 214→112 days (28.89 %, 23.67 %, 47.66 %)."""
    figures = published(shared)
    for measure, matters in (("外部-办理要件", 148), ("外部-办事环节", 148), ("外部-办理时限(天)", 100)):
        line = figures["额济纳旗", measure]
        change = recounted(measure, int(line["before"]), int(line["减少"]), matters)
        assert (change.before, change.after) == (Decimal(line["before"]), Decimal(line["after"]))
        assert change.ratio is not None
        assert percent(change.ratio) == line["比率(原文)"], measure


def test_ulanqab_published_totals_are_recomputed_from_rows(shared: Path) -> None:
    """395 of 3,492 matters (11.31 %); 629 of 1,996 materials, 517 of 1,538 steps, 10,462 of 16,554 days."""
    figures = published(shared)
    city = "乌兰察布市"
    ways = ["取消"] * 45 + ["委托实施"] * 200 + ["直接下放"] * 150
    matters = [delegation(f"m{place}", f"事项{place}", (ways[place : place + 1] or [""])[0]) for place in range(3492)]
    count = counted(list(matters))
    assert (count.matters, count.released) == (3492, 395)
    assert count.released_ratio is not None
    assert percent(count.released_ratio) == figures[city, "减权放权(取消45+下放350)"]["比率(原文)"]
    for measure, matters_cut in (("精简材料要件", 500), ("简化办事环节", 400), ("压缩办理时限(天)", 719)):
        line = figures[city, measure]
        before = int(line["复算比率"].removeprefix("推算before="))
        change = recounted(measure, before, int(line["减少"]), matters_cut)
        assert change.matters == matters_cut
        assert change.ratio is not None
        assert percent(change.ratio) == line["比率(原文)"], measure


@pytest.mark.parametrize(
    ("ratio", "text"),
    [("0.236661", "23.67%"), ("0.00005", "0.01%"), ("0.000049", "0.00%"), ("1", "100.00%"), ("0.12345", "12.35%")],
)
def test_ratios_round_half_up_to_two_decimals(ratio: str, text: str) -> None:
    assert percent(Decimal(ratio)) == text


def test_units_of_time_are_never_added_up() -> None:
    count = counted([time("a", "甲", 20, 10), time("b", "乙", 30, 10, "自然日"), time("c", "丙", 5, 4)])
    changes = {unit: (change.before, change.cut) for unit, change in count.time}
    assert changes == {"工作日": (Decimal(25), Decimal(11)), "自然日": (Decimal(30), Decimal(20))}


def test_a_proposed_limit_counts_from_the_statutory_one_and_a_longer_promise_counts_nothing() -> None:
    rows = [time("a", "甲", 15, 10, statutory=20), time("b", "乙", 30, None, statutory=20)]
    ((unit, change),) = counted(list(rows)).time
    assert (unit, change) == ("工作日", counts.Change(Decimal(20), Decimal(10), Decimal(10), 1))


def test_a_county_may_count_time_from_the_former_promise(tmp_path: Path) -> None:
    shipped = (template.SHIPPED / "counting.toml").read_text(encoding="utf-8")
    own = shipped.replace('["statutory", "promised"]', '["promised"]').replace(
        '["proposed", "promised"]', '["proposed"]'
    )
    (tmp_path / "counting.toml").write_text(own, encoding="utf-8")
    counting = template.load(tmp_path).counting
    count = counts.count([time("a", "甲", 15, 10, statutory=20)], counting, department="", draft=True)
    assert dict(count.time)["工作日"].before == 15


def test_materials_without_a_known_number_still_count_as_cut_but_give_no_ratio() -> None:
    rows = [material("a", "甲", "身份证复印件", "取消", 4), material("b", "乙", "户口簿", "免证办", 0, before="")]
    change = counted(list(rows)).material
    assert change == counts.Change(None, None, Decimal(2), 2)
    assert change.ratio is None


def test_materials_only_put_off_or_kept_are_not_cut() -> None:
    rows = [material("a", "甲", name, way, 3) for name, way in (("一", "容缺受理"), ("二", "保留"), ("三", ""))]
    assert counted(list(rows)).material.cut == 0


def test_without_draft_only_confirmed_rows_count_but_every_matter_is_looked_at() -> None:
    rows = [delegation("a", "甲", confirmed=True), delegation("b", "乙"), delegation("c", "丙", "")]
    count = counts.count(list(rows), COUNTING, department="", draft=False)
    assert (count.matters, count.released, count.ways) == (3, 1, (("委托实施", 1),))


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 40)), max_size=30), st.randoms())
def test_counts_do_not_depend_on_the_order_of_rows(pairs: list[tuple[int, int]], random: object) -> None:
    rows: list[Row] = [steps(f"k{place}", "", whole, min(whole, left)) for place, (whole, left) in enumerate(pairs)]
    rows += [time(f"k{place}", "", whole, min(whole, left), "日") for place, (whole, left) in enumerate(pairs)]
    first = counted(rows)
    random.shuffle(rows)  # type: ignore[attr-defined]
    assert counted(rows) == first


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_the_total_is_the_sum_of_the_departments(sizes: list[int]) -> None:
    rows: list[Row] = []
    for place, size in enumerate(sizes):
        rows += [steps(f"k{number}", "", 5, 4, department=f"局{place % 3}") for number in range(size)]
    parts = [
        counts.count([row for row in rows if row.department == name], COUNTING, department=name, draft=True).step.cut
        for name in dict.fromkeys(row.department for row in rows)
    ]
    assert counted(rows).step.cut == sum(part or 0 for part in parts)
