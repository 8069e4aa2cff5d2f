"""What a decision teaches, how lessons come together, and which model is in use."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matchers import Example, train
from matchers.learning import (
    ENOUGH,
    LABELLED,
    SLACK,
    SURE_FROM,
    Lesson,
    check,
    fallen,
    labelled,
    learn,
    lesson,
    new_wordings,
    taught,
)
from matchers.model import SHIPPED, load, save, shipped
from matchers.models import in_use
from matchers.normalise import parse
from matchers.quality import Figures
from quanze.judgement import Query
from quanze.proof import ProofEntry
from quanze.row import MaterialRow
from tests.matchers.catalogue import ENTRIES

GATE = Path(__file__).resolve().parent.parent / "gate" / "match"
QUERY = Query("", "收入证明", "公租房资格审核", "住建局")
ROW = MaterialRow(key="k", department="住建局", matter_key="m", matter="公租房资格审核", material="收入证明")
MATCHED = replace(ROW, outcome="cancelled", entry="income")


def gold(verdict: str, before: MaterialRow, after: MaterialRow | None = None) -> list[str] | None:
    found = taught(verdict, before, after, QUERY)
    return None if found is None else sorted(found.gold)


def test_each_verdict_teaches_what_it_says() -> None:
    assert gold("confirm", MATCHED) == ["income"]
    assert gold("confirm", ROW) == []
    assert gold("swap", MATCHED, replace(ROW, entry="income_kept")) == ["income_kept"]
    assert gold("outside", MATCHED) == [] and gold("not_proof", MATCHED) == []


@pytest.mark.parametrize("verdict", ["edit", "doubt", "reject", "undo", "return"])
def test_other_verdicts_teach_nothing_about_matching(verdict: str) -> None:
    assert gold(verdict, MATCHED, MATCHED) is None


def test_a_row_on_which_both_lists_speak_does_not_say_which_entry_was_meant() -> None:
    assert gold("confirm", replace(MATCHED, outcome="conflict")) is None


def example(text: str, *keys: str, matter: str = "低保") -> Example:
    return Example(Query("", text, matter, "民政局"), frozenset(keys), "")


def test_what_people_decided_differently_or_is_gone_from_the_catalogue_is_left_out() -> None:
    told = [example("收入证明", "income"), example("收入证明"), example("无房证明", "gone"), example("授权书")]
    found, unusable = lesson([*told, example("授权书")], ENTRIES)
    assert [one.query.text for one in found.examples] == ["授权书"] and unusable == 2


def test_an_entry_that_the_labelled_set_knows_shares_its_group() -> None:
    known = labelled().entries[0]
    same = replace(known, key="ours", usage="别的用途")
    seen = next(one for one in labelled().examples if not one.gold)
    found, _ = lesson([example("随便", "ours"), example(seen.query.text), example("潜水员名册")], [same])
    groups = {one.query.text: one.group for one in found.examples}
    assert groups == {"随便": known.key, seen.query.text: seen.group, "潜水员名册": "none:潜水员名册"}


def test_decisions_on_the_very_materials_of_the_labelled_set_do_not_leak_into_its_check() -> None:
    known = labelled()
    real = [one for one in known.examples if not one.constructed]
    told = [replace(one, query=replace(one.query, department="局")) for one in real if len(one.gold) < 2]
    found, unusable = lesson(told, known.entries)
    groups = {one.query.text: one.group for one in real}
    assert len(found.examples) > 350 and unusable == 0
    apart = [one.query.text for one in found.examples if one.group != groups[one.query.text]]
    assert len(apart) <= 4, apart
    checked = check(found)
    assert abs(checked.after.f1 - checked.before.f1) <= SLACK and not checked.worse


def test_the_check_judges_all_of_the_labelled_set_twice_by_models_that_did_not_see_it() -> None:
    checked = check(Lesson((), labelled().entries))
    assert checked.before == checked.after and checked.worse == ()
    assert (checked.before.materials, checked.before.matched) == (2 * 397, 2 * 53)
    wanted = {
        "top1": 0.943,
        "recall5": 0.981,
        "f1": 0.853,
        "no_match_f1": 0.980,
        "decision": 0.963,
        "sure_share": 0.286,
    }
    assert {name: getattr(checked.before, name) for name in wanted} == pytest.approx(wanted, abs=2e-3)
    assert checked.before.calibration == pytest.approx(0.0124, abs=1e-3)
    assert (checked.before.sure_precision, checked.before.wrong_cancelled) == (1.0, 0)


def test_decisions_are_learned_like_labelled_materials() -> None:
    known = labelled()
    told = [Example(one.query, one.gold, "") for one in known.examples[:240] if len(one.gold) < 2]
    decided, _ = lesson([replace(one, query=replace(one.query, department="局")) for one in told], known.entries)
    found = learn(decided)
    whole = train([*known.examples, *decided.examples], known.entries)
    for name in ("weights", "centres", "slope", "margin", "offset", "likely", "unsure"):
        assert np.allclose(getattr(found, name), getattr(whole, name), atol=1e-6), name
    assert found.intercept == pytest.approx(whole.intercept, abs=1e-6)
    assert found.sure == max(whole.sure, SURE_FROM) and found.decisions == len(decided.examples)
    assert found.examples == len(known.examples) + len(decided.examples)


BEFORE = Figures(300, 53, 0.9, 0.95, 0.85, 0.98, 0.96, 0.01, 0.3, 1.0, 0)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ({"f1": 0.82, "sure_share": 0.16, "calibration": 0.03}, ()),
        ({"f1": 0.8}, ("F1从 85.0% 降到 80.0%",)),
        ({"sure_share": 0.1}, ("“有把握”的占比从 30% 降到 10%",)),
        ({"wrong_cancelled": 2}, ("“有把握”里错判取消 2 条",)),
        ({"calibration": 0.05}, ("概率误差 5.0%，超过 3%",)),
    ],
)
def test_a_model_is_worse_where_a_figure_fell_too_far(after: dict[str, float], said: tuple[str, ...]) -> None:
    assert fallen(BEFORE, replace(BEFORE, **after), BEFORE) == said  # type: ignore[arg-type]  # one count is an int


def test_a_model_whose_sure_judgements_are_often_wrong_is_worse() -> None:
    whole = replace(BEFORE, sure_precision=0.985)
    assert fallen(BEFORE, BEFORE, whole) == ("“有把握”的准确率是 98.5%，不到 99%",)


def test_names_that_the_word_lists_do_not_know_are_shown_to_a_person() -> None:
    told = [
        example("薪金流水说明", "income"),
        example("薪金流水说明", "income", matter="住房"),
        example("收入证明原件", "income"),
    ]
    found, _ = lesson([*told, example("没有的材料")], ENTRIES)
    assert new_wordings(found) == [("薪金流水", "收入")]
    rarer = example("亲缘情形说明", "kin")
    assert new_wordings(lesson([*told, rarer], ENTRIES)[0])[0] == ("薪金流水", "收入")
    both = ProofEntry("both", "cancelled", "收入证明、财产证明")
    found, _ = lesson([example("薪金流水说明", "both")], [both])
    assert [theirs for _, theirs in new_wordings(found)] == [parse(both.name)[0].core]


def test_few_decisions_leave_the_balance_of_real_lists_alone() -> None:
    few, _ = lesson([example(f"材料{n}") for n in range(ENOUGH - 1)], ENTRIES)
    many, _ = lesson([example(f"材料{n}") for n in range(ENOUGH)], ENTRIES)
    assert all(one.constructed for one in few.examples) and not any(one.constructed for one in many.examples)


def test_without_decisions_learning_gives_the_shipped_model() -> None:
    found = learn(Lesson((), ENTRIES))
    assert np.allclose(found.weights, shipped().weights, atol=1e-3) and found.decisions == 0
    known = labelled()
    assert np.allclose(found.weights, train(known.examples, known.entries).weights, atol=1e-9)


def test_learning_does_not_depend_on_the_order_of_decisions() -> None:
    told = [example(f"材料{n}", *(["kin"] if n % 3 else [])) for n in range(12)]
    one, other = lesson(told, ENTRIES)[0], lesson(told[::-1], ENTRIES[::-1])[0]
    assert learn(one) == learn(replace(other, examples=other.examples[::-1]))


def test_the_labelled_set_that_comes_with_the_program_is_the_one_that_the_gate_measures() -> None:
    for path in sorted(LABELLED.glob("*.csv")):
        assert path.read_bytes() == (GATE / path.name).read_bytes()


def test_the_offices_model_is_used_until_it_is_gone_or_does_not_fit(tmp_path: Path) -> None:
    own = tmp_path / "model.json"
    assert in_use(own).model == load(SHIPPED) and not in_use(own).own
    save(replace(shipped(), decisions=7, trained_on="d" * 16), own)
    used = in_use(own)
    assert used.own and used.model.decisions == 7 and "d" * 16 in used.words and not used.fault
    own.write_text("{", encoding="utf-8")
    assert not in_use(own).own and "quanze train" in in_use(own).words
    save(replace(shipped(), features=("old",), weights=(1.0,), centres=(0.0,)), own)
    assert in_use(own).model == load(SHIPPED) and "特征" in in_use(own).fault
