"""The same matter in two lists, and what differs of name, code, kind and basis."""

from matchers import same_matters
from quanze.matter import Matter

THEIRS = (
    Matter(
        "a",
        "市监局",
        "食品经营许可",
        code="000131001000",
        kind="行政许可",
        basis="《中华人民共和国食品安全法》第三十五条",
    ),
    Matter("b", "市监局", "食品经营许可变更", kind="行政许可"),
    Matter("c", "市监局", "对未取得食品经营许可的处罚", kind="行政处罚"),
    Matter("d", "住建局", "建筑工程施工许可证核发", kind="行政许可"),
)


def one(matter: Matter) -> tuple[str, str]:
    found = same_matters([matter], THEIRS)[0]
    return found.theirs, found.band


def test_the_same_name_without_the_word_for_the_action_is_the_same_matter() -> None:
    assert one(Matter("1", "市监局", "食品经营许可证核发", kind="行政许可")) == ("a", "sure")
    assert one(Matter("2", "住建局", "建筑工程施工许可", kind="行政许可")) == ("d", "sure")


def test_another_step_and_another_kind_are_another_matter() -> None:
    assert one(Matter("1", "市监局", "食品经营许可（变更）", kind="行政许可"))[0] == "b"
    assert one(Matter("2", "市监局", "食品经营许可（注销）", kind="行政许可"))[0] == ""
    assert one(Matter("3", "市监局", "食品经营许可", kind="行政处罚"))[0] != "a"


def test_the_code_decides_also_inside_a_longer_code() -> None:
    found = same_matters([Matter("1", "局", "食品销售许可", code="11150000-000131001000-01", kind="行政许可")], THEIRS)[
        0
    ]
    assert (found.theirs, found.band) == ("a", "sure")
    assert found.evidence[0].feature == "编码相同"


def test_what_differs_of_the_four_is_a_doubt() -> None:
    mine = Matter(
        "1", "局", "食品经营许可证核发", code="000131001999", kind="行政确认", basis="《内蒙古自治区食品条例》"
    )
    same_code = Matter(
        "2", "局", "食品经营核准", code="000131001000", kind="行政确认", basis="《内蒙古自治区食品条例》"
    )
    assert same_matters([mine], THEIRS)[0].theirs == ""
    found = same_matters([same_code], THEIRS)[0]
    assert [one.what for one in found.differences] == ["名称", "类型", "依据"]
    doubts = found.doubts(same_code, "国家目录")
    assert {doubt.kind for doubt in doubts} == {"四同不一致"} and not any(doubt.whole_row for doubt in doubts)
    assert doubts[1].note == (
        "类型不一致：“食品经营核准”本表写“行政确认”，国家目录写“行政许可”。请核对后改成一致；确实应当不同的，说明理由。"
    )


def test_equal_matters_have_no_doubt_and_nothing_to_compare_with_gives_none() -> None:
    assert same_matters([THEIRS[0]], THEIRS)[0].differences == ()
    assert same_matters([THEIRS[0]], ())[0].theirs == ""


def test_vocabularies_of_kinds_are_the_same() -> None:
    ours = Matter("1", "局", "食品经营许可", kind="行政许可(国办)")
    assert same_matters([ours], THEIRS)[0].differences == ()
