"""The background of published wording: how it is counted; cross-validation by models that never saw their targets."""

import json
import math
from pathlib import Path

from matchers import background
from matchers.background import Cutter, units
from matchers.evaluation import cross_validated, repeated_splits
from matchers.shipping import entries, examples, table
from matchers.training import Example

GATE = Path(__file__).resolve().parent.parent / "gate" / "match"


def test_units_are_characters_and_neighbouring_pairs() -> None:
    assert units("收入证") == {"收", "入", "证", "收入", "入证"}


def test_a_text_is_cut_from_its_end_by_the_longest_known_word() -> None:
    assert Cutter(["证明", "收入", "入证明"]).cut("我收入证明") == ["我", "收", "入证明"]
    assert Cutter([]).cut("收入") == ["收", "入"]


def test_the_background_counts_names_and_weighs_what_the_laws_say_often_less(tmp_path: Path) -> None:
    path = tmp_path / "background.json"
    articles = ["申请人应当提交身份证明"] * 12 + ["婚姻登记"]
    names = ["收入证明", "身份证明", "身份证明", ""]
    background.build(names, ["残疾人证"], articles, ["证明", "身份", "很长的一个词语"], path)
    built = json.loads(path.read_text(encoding="utf-8"))
    assert built["names"] == 2
    assert built["seen"]["证明"] == 2
    assert built["seen"]["收入"] == 1
    assert (built["laws"]["证明"], built["laws"]["明"], built["laws"]["收入"]) == (0.1, 0.1, 3.3)
    assert built["words"].split(" ") == sorted(["身份", "证明"])
    assert {"残疾", "人证", "应当"} <= set(built["pairs"].split(" "))
    assert "婚姻" not in built["pairs"].split(" ")


def test_pairs_and_words_count_from_so_often_and_up_to_so_long(tmp_path: Path) -> None:
    articles = (
        ["甲乙"] * 10 + ["丙丁"] * 9 + ["子丑"] * 30 + ["寅卯"] * 29 + ["一二三四五"] * 30 + ["一二三四五六"] * 30
    )
    dictionary = ["子丑", "寅卯", "一二三四五", "一二三四五六", "辰巳", "戊"]
    background.build(["戊己辰巳申"], [], articles, dictionary, tmp_path / "made.json")
    built = json.loads((tmp_path / "made.json").read_text(encoding="utf-8"))
    assert built["words"].split(" ") == sorted(["子丑", "一二三四五", "辰巳"])
    pairs = set(built["pairs"].split(" "))
    assert {"甲乙", "子丑", "寅卯", "辰巳", "五六"} <= pairs and not {"丙丁", "戊己", "己辰", "二四"} & pairs
    assert built["seen"] == dict.fromkeys(["戊", "己", "辰", "巳", "申", "戊己", "己辰", "辰巳", "巳申"], 1)
    count = len(articles) + 1
    wanted = {"子丑": 30, "一二三四五": 60, "辰巳": 0, "戊": 0}
    assert {unit: built["laws"][unit] for unit in wanted} == {
        unit: round(math.log(count / (often + 0.5)), 1) for unit, often in wanted.items()
    }


def test_the_background_does_not_depend_on_the_order_of_names(tmp_path: Path) -> None:
    for number, names in enumerate((["收入证明", "身份证明"], ["身份证明", "收入证明"])):
        background.build(names, [], ["身份证明"], ["证明"], tmp_path / f"{number}.json")
    assert (tmp_path / "0.json").read_bytes() == (tmp_path / "1.json").read_bytes()


def _some(count: int) -> list[Example]:
    return examples(GATE / "queries_real_dev.csv")[:count]


def test_each_example_is_judged_once_by_a_model_of_the_others() -> None:
    tested, catalogue = _some(60), entries(GATE / "catalogue.csv")
    judged = cross_validated(
        tested, examples(GATE / "queries_dev.csv", constructed=True)[:60], catalogue, folds=2, seed=1
    )
    assert sorted(one.query.id for one, _ in judged) == sorted(one.query.id for one in tested)
    assert all(one.query.id == answer.id for one, answer in judged)


def test_a_split_keeps_groups_together() -> None:
    tested, catalogue = _some(60), entries(GATE / "catalogue.csv")
    (judged,) = repeated_splits(tested, [], catalogue, parts=3, seeds=(5,))
    inside = {one.group for one, _ in judged}
    outside = {one.group for one in tested} - inside
    assert inside
    assert outside
    assert len(judged) == sum(one.group in inside for one in tested)
    assert len(judged) < len(tested) / 2


def test_a_table_keeps_its_headings(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("\ufeffa,b\n1,2\n", encoding="utf-8")
    assert table(tmp_path / "t.csv") == [{"a": "1", "b": "2"}]
