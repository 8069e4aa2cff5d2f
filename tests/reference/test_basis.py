"""The basis check: citations resolve to the article that speaks of them, and differences are said, never guessed."""

import csv
import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fields.citations import parse
from quanze.errors import Damaged
from quanze.matter import Citation, Matter
from reference.basis import check, complete
from reference.laws import Laws, article_name, load_laws, title_key
from reference.wording import coverage, differences

HERE = Path(__file__).resolve().parent
BASIS_COLUMNS = {
    "items/items.csv": ("name", "basis"),
    "domain/quanze_rows_real.csv": ("名称", "依据(节选)"),
    "domain/power_list_权责清单_real_rows.csv": ("事项名称", "实施依据"),
    "domain/delegated_items_下放_real_rows.csv": ("事项名称", "法律法规依据"),
    "domain/baoliu_zhengming_real.csv": ("证明名称", "依据条文及内容"),
}
FOREST = [
    ("第一条", "为了保护、培育和合理利用森林资源，制定本法。"),
    ("第二条", "采伐许可证由县级以上人民政府林业主管部门核发。农村居民采伐自留山的林木，由乡镇人民政府核发。"),
    ("第三条", "采伐林木应当申请采伐许可证，期限为三十日；不得超过批准的数量。"),
]
OLD_FOREST = [("第一条", "为了保护森林资源，制定本法。"), ("第五条", "采伐证由林业局发放，期限为二十日。")]


def law(title: str, version: str, articles: list[tuple[str, str]], rank: str = "法律") -> str:
    listed = [{"article": name, "text": text} for name, text in articles]
    return json.dumps({"title": title, "rank": rank, "version": version, "articles": listed}, ensure_ascii=False)


@pytest.fixture
def laws(tmp_path: Path) -> Laws:
    texts = [
        law("中华人民共和国森林法", "2019-12-28", FOREST),
        law("中华人民共和国森林法", "1998-04-29", OLD_FOREST),
        law("中华人民共和国森林法实施条例", "2018-03-19", [("第二条", "条例讲的是另一件事情。")], "行政法规"),
        law("新森林条例", "2021-01-01", [("第一条", "本条例讲采伐。"), ("第九条", "《旧森林办法》同时废止。")]),
    ]
    path = tmp_path / "laws.jsonl"
    path.write_text("\n".join(texts), encoding="utf-8")
    return load_laws(path)


@cache
def real_laws(folder: Path) -> Laws:
    return load_laws(folder)


def cited(title: str, article: str, text: str = "") -> Citation:
    return Citation(title, article=article, text=text)


def test_words_that_stand_in_the_article_agree(laws: Laws) -> None:
    found = check(cited("森林法", "第二条", "采伐许可证由县级以上人民政府林业主管部门核发。"), laws)
    assert (found.status, found.article, found.version) == ("一致", "第二条", "2019-12-28")
    assert found.text.startswith("采伐许可证") and not found.changes


@pytest.mark.parametrize("title", ["森林法", "中华人民共和国森林法", "《森林法》", "森林法（2019年修订）"])
def test_a_title_variant_is_the_same_law(laws: Laws, title: str) -> None:
    assert check(cited(title, "第一条"), laws).title == "中华人民共和国森林法"


def test_a_regulation_is_never_taken_for_its_law(laws: Laws) -> None:
    assert check(cited("森林法实施条例", "第二条"), laws).title == "中华人民共和国森林法实施条例"
    assert check(cited("森林法实施细则", "第二条"), laws).status == "未找到"


def test_what_a_quotation_leaves_out_is_no_difference(laws: Laws) -> None:
    quoted = "采伐许可证由县级以上人民政府林业主管部门核发。……由乡镇人民政府核发。"
    assert check(cited("森林法", "第二条", quoted), laws).status == "一致"


def test_numerals_of_both_systems_are_the_same_number(laws: Laws) -> None:
    quoted = "采伐林木应当申请采伐许可证,期限为30日;不得超过批准的数量"
    assert check(cited("森林法", "第三条", quoted), laws).status == "一致"


def test_amended_words_are_marked(laws: Laws) -> None:
    quoted = "采伐林木应当申请采伐许可证，期限为二十日；不得超过批准的数量。"
    found = check(cited("森林法", "第三条", quoted), laws)
    assert found.status == "已修订"
    assert [(change.ours, change.theirs) for change in found.changes] == [("二", "三")]


def test_a_slip_of_copying_is_no_amendment_but_a_lost_negation_is(laws: Laws) -> None:
    slip = "采伐林木应当申请采伐许可正，期限为三十日；不得超过批准的数量。"
    lost = "采伐林木应当申请采伐许可证，期限为三十日；得超过批准的数量。"
    assert check(cited("森林法", "第三条", slip), laws).status == "一致"
    assert check(cited("森林法", "第三条", lost), laws).status == "已修订"


def test_words_under_a_new_number_have_moved(laws: Laws) -> None:
    found = check(cited("森林法", "第三条", "采伐许可证由县级以上人民政府林业主管部门核发。"), laws)
    assert (found.status, found.article) == ("条号变动", "第二条")


def test_the_words_of_an_older_text_are_amended(laws: Laws) -> None:
    found = check(cited("森林法", "第五条", "采伐证由林业局发放，期限为二十日。"), laws)
    assert found.status == "已修订"
    assert "1998-04-29" in found.note and found.text == ""


def test_a_law_that_another_repealed_is_repealed(laws: Laws) -> None:
    found = check(cited("旧森林办法", "第一条"), laws)
    assert (found.status, found.title) == ("已废止", "新森林条例")


def test_what_no_text_has_is_not_found(laws: Laws) -> None:
    assert check(cited("草原法", "第一条"), laws).status == "未找到"
    assert check(cited("森林法", "第九十九条"), laws).status == "未找到"
    assert check(cited("森林法", "第一条", "渔业捕捞许可证由渔业主管部门按照规定批准发放。"), laws).status == "未找到"


def test_a_misprinted_title_is_said_to_be_one(laws: Laws) -> None:
    found = check(cited("森林法实施条列", "第二条"), laws)
    assert found.title == "中华人民共和国森林法实施条例" and "错字" in found.note


def test_an_unquoted_number_is_checked_against_the_matters_name(laws: Laws) -> None:
    about = "采伐林木采伐许可证"
    assert check(cited("森林法", "第三条"), laws, about=about).status == "一致"
    moved = check(cited("森林法", "第一条"), laws, about=about)
    assert (moved.status, moved.article) == ("条号变动", "第三条")


def test_articles_named_without_words_are_filled_in_and_others_left(laws: Laws) -> None:
    quoted = cited("森林法", "第一条", "为了保护、培育和合理利用森林资源，制定本法。")
    matter = Matter(
        key="k",
        department="旗林草局",
        name="林木采伐许可证核发",
        citations=(
            quoted,
            cited("森林法", "第二条"),
            cited("森林法", "第三条", "采伐林木应当…"),
            cited("草原法", "第一条"),
        ),
    )
    done = complete(matter, laws).citations
    assert done[0] == quoted
    assert done[1].text == FOREST[1][1] and done[2].text == FOREST[2][1]
    assert done[3].text == ""


def test_a_plain_text_file_is_a_law_too(tmp_path: Path) -> None:
    head = "某某条例\n（2020年3月1日某某通过）\n第一章 总则\n"
    text = head + "第一条 为了某事，制定本条例。\n第二条　县级部门负责。\n分两段写。\n"
    (tmp_path / "某某条例.txt").write_text(text, encoding="utf-8")
    (only,) = load_laws(tmp_path).find("某某条例")
    assert only.version == "2020-03-01"
    assert only.articles == {"第一条": "为了某事，制定本条例。", "第二条": "县级部门负责。\n分两段写。"}


def test_a_broken_file_is_said_to_be_broken(tmp_path: Path) -> None:
    (tmp_path / "laws.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(Damaged):
        load_laws(tmp_path)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("32条", "第三十二条"),
        ("第32条第二款", "第三十二条"),
        ("第一百零一条", "第一百零一条"),
        ("第八条之一", "第八条之一"),
    ],
)
def test_both_numeral_systems_name_the_same_article(written: str, normal: str) -> None:
    assert article_name(written) == normal


def test_every_citation_of_the_real_bases_resolves_as_read_by_hand(shared: Path) -> None:
    laws = real_laws(shared / "laws")
    with (HERE / "basis_truth.csv").open(encoding="utf-8", newline="") as file:
        truth = list(csv.DictReader(file))
    found = []
    for name, (title, basis) in BASIS_COLUMNS.items():
        with (shared / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                results = [check(citation, laws, about=row[title]) for citation in parse(row[basis] or "")]
                found += [
                    (name, row[title], r.citation.title, r.citation.article, r.status, r.article)
                    for r in results
                    if r.title
                ]
    assert found == [tuple(row.values()) for row in truth]
    unresolved = [row for row in truth if row["status"] == "未找到"]
    assert [row["title"] for row in unresolved] == ["麻醉药品和精神药品管理条例"], (
        "its text in the corpus has 3 articles"
    )


def test_a_law_is_not_repealed_by_an_older_one(shared: Path) -> None:
    laws = real_laws(shared / "laws")
    assert laws.repealed_by("国家安全法") is None
    assert str(getattr(laws.repealed_by("公司登记管理条例"), "title", "")) == "中华人民共和国市场主体登记管理条例"


def test_every_national_title_is_found_again(shared: Path) -> None:
    laws = real_laws(shared / "laws")
    for law in laws.texts:
        assert {title_key(found.title) for found in laws.find(law.title)} == {title_key(law.title)}


han = st.text(alphabet="采伐许可证由县级以上人民政府林业主管部门核发农村居民，。；三十日", min_size=1, max_size=40)


@given(han)
def test_a_text_never_differs_from_itself(text: str) -> None:
    assert differences(text, text) == ()


@given(han, han)
def test_a_part_of_a_text_never_differs_from_it(part: str, rest: str) -> None:
    assert differences(part, rest + part + rest) == ()


@given(han, han)
def test_coverage_is_a_share(one: str, other: str) -> None:
    assert 0.0 <= coverage(one, other) <= 1.0
