"""Lists that bind an issuer (不应由…出具): where they speak, and of whom."""

from dataclasses import replace

import pytest

from quanze.judgement import Judgement, Suggestion
from quanze.row import MaterialRow
from quanze.text import material_key
from rules import propose
from tests.rules.make import entry, judged, material_rows, with_materials
from tests.rules.test_materials import KEPT

VILLAGE = entry("亲属关系证明", "issuer_bound", issuer="社区居民委员会、村民委员会")
STATION = entry("亲属关系证明", "issuer_bound", issuer="公安派出所", replacement="户口簿")


def test_a_list_that_binds_an_issuer_only_binds_where_that_issuer_is_named() -> None:
    named, unnamed = with_materials("村委会出具的亲属关系证明"), with_materials("亲属关系证明")
    (row,) = material_rows(named, [(VILLAGE, judged(VILLAGE, "none"))])
    assert row.way == "取消" and row.reasons[0].rule == "M11"
    (row,) = material_rows(unnamed, [(VILLAGE, judged(VILLAGE, "none"))])
    assert row.way == "" and "核对出具单位" in row.flags


@pytest.mark.parametrize(
    ("name", "answer", "way", "rule"),
    [
        ("村委会出具的亲属关系证明", judged(VILLAGE, "none", "none", 0.49), "", "M4"),
        ("村委会出具的亲属关系证明", judged(VILLAGE, "none", "none", 0.5), "取消", "M11"),
        ("亲属关系证明", judged(VILLAGE, "none", "sure", 0.1), "", "M12"),
        ("亲属关系证明", judged(VILLAGE, "cancelled", "sure", 0.1), "取消", "M11"),
        ("亲属关系证明", judged(VILLAGE, "cancelled", "unsure"), "", "M12"),
        ("派出所出具的亲属关系证明", judged(VILLAGE, "none"), None, ""),
        ("村委会出具的亲属关系证明", judged(STATION, "none"), "", "M4"),
        ("派出所出具的亲属关系证明", judged(STATION, "none"), "取消", "M11"),
    ],
)
def test_an_issuers_list_speaks_from_its_score_on_and_only_of_its_issuer(
    name: str, answer: Judgement, way: str | None, rule: str
) -> None:
    proof = VILLAGE if answer.suggestions[0].entry == VILLAGE.key else STATION
    rows = material_rows(with_materials(name), [(proof, answer)])
    assert [(row.way, row.reasons[0].rule) for row in rows] == ([(way, rule)] if way is not None else [])


@pytest.mark.parametrize("name", ["亲属关系证明", "村委会、派出所出具的亲属关系证明"])
@pytest.mark.parametrize(
    ("issuer", "source", "clause"),
    [
        ("村民委员会、居民委员会", "某省不应由基层出具的清单（鄂民政发〔2020〕32号）｜第1项", "鄂民政发〔2020〕32号"),
        ("村民委员会、居民委员会", "某清单｜第1项", "民发〔2020〕20号"),
        ("公安派出所", "某清单｜第1项", "公通字〔2016〕21号"),
        ("公证处", "某清单｜第1项", "方案三(一)[2](1)"),
    ],
)
def test_a_list_that_binds_an_issuer_is_told_with_that_issuer_and_its_own_document(
    name: str, issuer: str, source: str, clause: str
) -> None:
    bound = replace(entry("亲属关系证明", "issuer_bound", issuer=issuer), source=source)
    ((reason, *_),) = [row.reasons for row in material_rows(with_materials(name), [(bound, judged(bound, "none"))])]
    assert reason.clause == clause and f"不应由{issuer}出具" in reason.note
    assert not any(other in reason.note for other in ("派出所", "村（居）委会") if other not in issuer)


def test_a_list_that_names_no_issuer_is_told_without_one() -> None:
    bound = entry("亲属关系证明", "issuer_bound")
    (row,) = material_rows(with_materials("亲属关系证明"), [(bound, judged(bound, "none"))])
    assert "不应由目录限定的单位出具" in row.reasons[0].note


def test_an_unsure_match_with_an_issuers_list_is_to_be_checked_too() -> None:
    one = with_materials("村委会出具的亲属关系证明")
    (sure,), (unsure,) = (
        material_rows(one, [(VILLAGE, judged(VILLAGE, "cancelled", band))]) for band in ("sure", "unsure")
    )
    assert (sure.way, unsure.way) == ("取消", "取消")
    assert "需核对" not in sure.flags and "需核对" in unsure.flags


def test_the_list_that_binds_an_issuer_says_what_takes_the_papers_place() -> None:
    one = with_materials("派出所出具的亲属关系证明")
    (row,) = material_rows(one, [(STATION, judged(STATION, "none"))])
    assert (row.way, row.replacement) == ("取消", "户口簿")


def test_a_list_that_binds_nobody_is_not_read_as_one_that_does() -> None:
    answer = Judgement("q", "none", "none", 0.9, None, (Suggestion(KEPT.key, KEPT.list, KEPT.name, 0.9),))
    assert material_rows(with_materials("民政局出具的无犯罪记录证明"), [(KEPT, answer)]) == []


@pytest.mark.parametrize(
    ("documents", "speaks"),
    [
        (("鄂民政发〔2020〕32号", "民发〔2020〕20号"), "民发〔2020〕20号"),
        (("民发〔2020〕20号", "鄂民政发〔2020〕32号"), "民发〔2020〕20号"),
        (("鄂民政发〔2020〕32号", "湘民发〔2021〕5号"), "鄂民政发〔2020〕32号"),
    ],
)
def test_of_the_same_proof_in_two_lists_the_national_one_speaks_else_the_first(
    documents: tuple[str, str], speaks: str
) -> None:
    both = [replace(VILLAGE, key=number, source=f"清单（{number}）｜第1项") for number in documents]
    said = tuple(Suggestion(each.key, each.list, each.name, 0.9) for each in both)
    answer = Judgement("q", "none", "none", 0.9, None, said)
    rows = propose(
        [one := with_materials("村委会出具的亲属关系证明")],
        {material_key(one.key, "村委会出具的亲属关系证明"): answer},
        {each.key: each for each in both},
    )
    (row,) = [row for row in rows if isinstance(row, MaterialRow)]
    assert row.reasons[0].clause == speaks


def test_a_list_of_another_region_binds_nobody_here() -> None:
    sources = {"鄂民政发〔2020〕32号": "湖北省清单（鄂民政发〔2020〕32号）｜第1项｜http://anhui.example", "": ""}
    for source in (*sources.values(), "内蒙古自治区清单（内民政发〔2020〕1号）｜第1项", "土默特右旗清单｜第1项"):
        bound = replace(VILLAGE, source=source)
        rows = [
            material_rows(with_materials(name), [(bound, judged(bound, "none"))])[0]
            for name in ("村委会出具的亲属关系证明", "亲属关系证明")
        ]
        assert [row.way for row in rows] == ["取消", ""]
        said = ["M11E", "M12E"] if source.startswith("湖北") else ["M11", "M12"]
        assert [row.reasons[0].rule for row in rows] == said
        assert ("需核对" in rows[0].flags) == source.startswith("湖北")


@pytest.mark.parametrize("name", ["死亡证明（医疗机构出具）", "公安机关出具的死亡证明", "死亡证明（由人民法院开具）"])
def test_a_list_does_not_speak_where_the_paper_names_another_issuer(name: str) -> None:
    assert material_rows(with_materials(name), [(VILLAGE, judged(VILLAGE, "none"))]) == []


def test_a_vague_issuer_is_still_asked_for() -> None:
    (row,) = material_rows(with_materials("有关部门出具的亲属关系证明"), [(VILLAGE, judged(VILLAGE, "none"))])
    assert "核对出具单位" in row.flags


@pytest.mark.parametrize(
    "name", ["贫困证明（村委会出具）", "无子女证明（居委会开具）", "嘎查出具的务农证明", "外伤证明（村委会）"]
)
def test_a_village_proof_on_no_list_is_a_question(name: str) -> None:
    (row,) = material_rows(with_materials(name))
    assert (row.way, row.reasons[0].rule, row.flags) == ("", "M4", ("需核对",))
    assert row.reasons[0].quote == name and "设定依据" in row.needs
    assert material_rows(with_materials("村委会会议记录")) == []
