"""Word lists found in texts: the longest word at each place, and words that end in 证."""

import pytest

from matchers.words import Endings, Words


def test_no_words_find_nothing() -> None:
    for words in ((), ("",)):
        none = Words(words)
        assert (none.inside("收入证明"), none.found("收入证明"), none.at("收入证明", 0)) == (None, [], "")
        assert (none.find(""), none.remove("收入证明"), none.split("收入证明")) == ([], "收入证明", ["收入证明"])
        assert none.replace("收入证明", {}) == "收入证明"
        assert Endings(words).of("收入证明") == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("健康证", ["健康证"]),
        ("健康证复印", ["健康证"]),
        ("健康证明", ["证"]),
        ("健康证书", ["证"]),
        ("健康证件", ["证"]),
        ("健康证号", ["证"]),
        ("健康证据", ["证"]),
        ("证明", ["证"]),
        ("身份明", ["身份"]),
    ],
)
def test_a_word_that_ends_in_paper_is_no_part_of_a_longer_one(text: str, found: list[str]) -> None:
    """One letter alone is a word of the list for what it is, and may stand before anything."""
    assert Words(["健康证", "证", "身份"]).found(text) == found


def test_two_letters_that_end_in_paper_are_a_word_like_longer_ones() -> None:
    assert Words(["居证"]).found("居证，居证明，居证书") == ["居证"]


def test_the_longest_word_at_each_place_is_found_and_none_overlap() -> None:
    words = Words(["身份", "身份证", "身份证明", "证明", "明文"])
    assert words.find("身份证明文和身份证") == [(0, "身份证明"), (6, "身份证")]
    assert [words.at("我的身份证明", place) for place in range(6)] == ["", "", "身份证明", "", "证明", ""]
    assert words.split("身份证明文和身份") == ["", "文和", ""]
    assert words.remove("身份证明文和身份") == "文和"


def test_signs_of_patterns_are_letters_of_words() -> None:
    words = Words(["村(居)委会", "a.b"])
    assert words.find("村(居)委会axba.b村居委会") == [(0, "村(居)委会"), (9, "a.b")]


def test_replacing_takes_the_longest_word_and_never_one_inside_another() -> None:
    standard = {"户口本": "户口簿", "本人": "申请人", "户口": "户籍", "丢失": "遗失"}
    words = Words(standard)
    assert words.replace("户口本人丢失了", standard) == "户口簿人遗失了"
    assert words.replace("丢失本人户口本", standard) == "遗失申请人户口簿"
    assert words.replace("户口", standard) == "户籍"
    assert words.replace("户", standard) == "户"
    assert words.replace("无", standard) == "无"
    assert words.replace("", standard) == ""
    assert words.replace("丢失丢失", standard) == "遗失遗失"


def test_a_word_that_begins_like_one_of_the_list_and_goes_on_otherwise_stays() -> None:
    standard = {"户口本": "户口簿"}
    assert Words(standard).replace("户口在本地，户口本在家", standard) == "户口在本地，户口簿在家"


def test_the_longest_ending_is_found_and_the_text_may_be_nothing_else() -> None:
    endings = Endings(["证", "身份证", "份证", "明", ""])
    assert [endings.of(text) for text in ("居民身份证", "身份证", "份证", "结婚证", "证明", "证书", "")] == [
        "身份证",
        "身份证",
        "份证",
        "证",
        "明",
        "",
        "",
    ]
