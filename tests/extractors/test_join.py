"""The same matter in two files becomes one, and nothing that a file says is lost."""

from dataclasses import replace
from itertools import count
from random import Random

from hypothesis import example, given
from hypothesis import strategies as st

from extractors import join
from quanze.document import Place
from quanze.matter import Limit, Material, Matter
from quanze.text import matter_key
from tests.extractors.tables import doubts, reading, table

FILES = (str(number) for number in count())


def matter(name: str = "护士执业注册", *, file: str = "", department: str = "卫健委", **fields: str) -> Matter:
    """A matter, in a file of its own where no file is named."""
    place = Place(table=1, row=2)
    made = Matter("", department, name, place=place, places=((file or next(FILES), place),), **fields)  # type: ignore[arg-type]
    return replace(made, key=matter_key(department, made.code, made.kind, made.name, made.sub_name))


def test_a_list_and_a_guide_become_one_with_both_files_fields_and_places() -> None:
    listed = matter(kind="行政许可", code="XK01", basis="《护士条例》第八条", file="a")
    guide = replace(
        matter(kind="行政许可", file="b"),
        materials=(Material("身份证", "身份证", Place()),),
        promised_limit=Limit(5.0, "工作日", "5个工作日"),
        steps=("申请", "受理"),
    )
    (joined,) = join([listed, guide])
    assert (joined.code, joined.basis, joined.steps) == ("XK01", "《护士条例》第八条", ("申请", "受理"))
    assert [material.name for material in joined.materials] == ["身份证"]
    assert joined.promised_limit == guide.promised_limit
    assert [file for file, _ in joined.places] == ["a", "b"]
    assert joined.key == matter_key("卫健委", "XK01", "行政许可", "护士执业注册", "")


def test_the_first_file_wins_and_what_the_other_says_is_kept() -> None:
    first = matter(kind="行政许可", basis="《护士条例》第八条", note="甲")
    second = matter(kind="行政许可", basis="《护士条例》第七条", note="甲", file="b")
    (joined,) = join([first, second])
    assert joined.basis == "《护士条例》第八条"
    assert joined.other == (("设定依据（另一处）", "《护士条例》第七条"),)


def test_every_heading_of_other_comes_once_so_that_a_mapping_keeps_all() -> None:
    first = replace(matter(), other=(("说明", "甲"), ("电话", "00000")))
    second = replace(matter(), other=(("说明", "乙"), ("电话", "00000")))
    (joined,) = join([first, second])
    assert joined.other == (("说明", "甲"), ("电话", "00000"), ("说明（2）", "乙"))
    listed = reading(table("序号|事项名称|事项类型|说明情况|说明情况\n1|甲种许可证核发|行政许可|一|二")).matters[0]
    assert dict(listed.other) == {"说明情况": "一", "说明情况（2）": "二"}


def test_the_same_code_is_the_same_matter_whatever_its_name() -> None:
    (joined,) = join([matter("护士执业注册", code="X"), matter("护士执业注册（首次）", code="X", file="b")])
    assert joined.name == "护士执业注册"
    assert joined.other == (("事项名称（另一处）", "护士执业注册（首次）"),)


def test_different_codes_kinds_sub_names_or_departments_stay_apart() -> None:
    base = matter(kind="行政许可", code="A")
    assert len(join([base, matter(kind="行政许可", code="B")])) == 2
    assert len(join([matter(kind="行政许可"), matter(kind="行政处罚")])) == 2
    assert len(join([matter(kind="行政许可"), matter(kind="行政许可", sub_name="首次注册")])) == 2
    assert len(join([matter(kind="行政许可"), matter(kind="行政许可", department="民政局")])) == 2


def test_spellings_of_other_powers_are_one_kind() -> None:
    assert len(join([matter(kind="其他权力"), matter(kind="其他行政权力")])) == 1


def test_a_missing_kind_agrees_with_any_as_long_as_only_one_fits() -> None:
    assert len(join([matter(kind="行政许可", code="A"), matter()])) == 1
    assert len(join([matter(kind="行政许可"), matter(kind="行政处罚"), matter()])) == 3


def test_width_brackets_and_blanks_do_not_part_a_matter() -> None:
    assert (
        len(join([matter("护士执业注册（首次）", kind="行政许可"), matter("护士执业 注册(首次)", kind="行政许可")]))
        == 1
    )


def test_listed_materials_stand_before_mined_ones_and_each_name_once() -> None:
    mined = replace(matter(), materials=(Material("收入证明", "…", Place(), mined=True),))
    guide = replace(
        matter(file="b"), materials=(Material("收入证明", "收入证明1份", Place()), Material("身份证", "", Place()))
    )
    (joined,) = join([mined, guide])
    assert [(one.name, one.mined) for one in joined.materials] == [("收入证明", False), ("身份证", False)]


def numbered(name: str, fields: dict[str, str], file: str) -> Matter:
    """A matter whose code, if any, is of its name: one code for two names is no sound list."""
    return matter(name, file=file, **{field: text.format(name) for field, text in fields.items()})


def lists(*kinds: str) -> st.SearchStrategy[list[Matter]]:
    """A few matters of two names, each of a file of its own, with these kinds."""
    fields = {
        "code": ["", "{}A", "{}B"],
        "kind": ["", *kinds],
        "sub_name": ["", "首次", "变更"],
        "basis": ["", "《甲法》", "《乙法》"],
    }
    some = st.fixed_dictionaries({}, optional={field: st.sampled_from(texts) for field, texts in fields.items()})
    one = st.builds(numbered, st.sampled_from(["甲事项", "乙事项"]), some, st.sampled_from("abcdefgh"))
    return st.lists(one, max_size=7, unique_by=lambda one: one.places[0][0])


PLAIN = lists("行政许可", "行政处罚")
MATTERS = lists("行政许可", "行政处罚", "其他权力", "其他行政权力")
"""With two spellings of one kind: the first file's stands in the matter and makes its key."""

TWO_FIT = [
    numbered("甲事项", {"kind": "行政许可"}, "b"),
    numbered("甲事项", {"kind": "行政许可", "code": "{}A"}, "d"),
    numbered("甲事项", {"kind": "行政处罚", "code": "{}B"}, "c"),
    numbered("甲事项", {"kind": "行政许可", "code": "{}B"}, "a"),
]
"""The first can be A or B, and still can when the two of B, of two kinds, have become one."""


@given(MATTERS)
@example(TWO_FIT)
def test_joining_twice_changes_nothing(matters: list[Matter]) -> None:
    once = join(matters)
    assert join(once) == once


@given(MATTERS, st.randoms())
def test_the_order_of_files_does_not_change_which_files_are_joined(matters: list[Matter], random: Random) -> None:
    shuffled = random.sample(matters, len(matters))
    assert {frozenset(one.places) for one in join(matters)} == {frozenset(one.places) for one in join(shuffled)}


@given(PLAIN, st.randoms())
def test_the_order_of_files_does_not_change_which_matters_there_are(matters: list[Matter], random: Random) -> None:
    shuffled = random.sample(matters, len(matters))
    assert {one.key for one in join(matters)} == {one.key for one in join(shuffled)}


@given(MATTERS)
def test_every_basis_survives_somewhere(matters: list[Matter]) -> None:
    kept = {text for one in join(matters) for text in (one.basis, *(value for _, value in one.other))}
    assert {one.basis for one in matters if one.basis} <= kept


def test_rows_of_one_list_are_never_joined_whatever_code_they_share() -> None:
    extraction = reading(
        table("""
序号|编码|事项名称|事项类型|设定依据
1|1144000069|甲种许可证核发|行政许可|《甲法》第一条
2|1144000069|乙种许可证核发|行政许可|《乙法》第一条
3|1144000069|丙种许可证核发|行政许可|《丙法》第一条
""")
    )
    assert len(extraction.matters) == 3
    assert doubts(extraction) == ["编码重复"] * 3
    assert join(extraction.matters) == extraction.matters


def test_rows_of_the_same_name_keep_different_keys_that_stay_the_same() -> None:
    text = """
序号|事项名称|事项类型|设定依据
1|甲种许可证核发|行政许可|《甲法》第一条
2|甲种许可证核发|行政许可|《甲法》第二条
"""
    first, again = reading(table(text)).matters, reading(table(text)).matters
    assert len({one.key for one in first}) == 2
    assert [one.key for one in first] == [one.key for one in again]
    assert join([*first, *again]) == first
    guide = matter("甲种许可证核发", kind="行政许可", department="某局")
    assert [len(one.places) for one in join([*first, guide])] == [2, 1]
