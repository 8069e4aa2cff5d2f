"""Look-alikes are mended where that makes more seen pairs than it costs, on made-up pairs of characters."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from matchers import characters
from matchers.background import Background, Cutter
from matchers.characters import comparable, plain, repair, simplified
from matchers.knowledge import knowledge

Mend = Callable[..., str]


@pytest.fixture
def mend(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mend]:
    """Repair a text where these pairs are seen, 甲 and 乙 may be misread, and a letter stands in so many pairs."""

    def mended(text: str, *pairs: str, often: int = 0) -> str:
        made = Background(0, {}, {}, Cutter([]), frozenset(pairs), dict.fromkeys("甲乙丙", often))
        known = replace(knowledge(), lookalikes={"甲": ("申", "由"), "乙": ("己",)})
        monkeypatch.setattr(characters, "background", lambda: made)
        monkeypatch.setattr(characters, "knowledge", lambda: known)
        characters._mended.cache_clear()
        characters._confused.cache_clear()
        return repair(text)

    yield mended
    monkeypatch.undo()
    characters._mended.cache_clear()
    characters._confused.cache_clear()


@pytest.mark.parametrize(
    ("text", "pairs", "often", "found"),
    [
        ("甲请", ("申请",), 39, "申请"),
        ("甲请", ("申请",), 40, "甲请"),
        ("请甲", ("请申",), 39, "请申"),
        ("请甲书", ("请申", "申书"), 40, "请申书"),
        ("请甲书", ("请由",), 0, "请由书"),
        ("请甲书", ("请由", "申书"), 0, "请申书"),
        ("请甲书", (), 0, "请甲书"),
        ("请甲书", ("请甲", "甲书", "申书"), 0, "请甲书"),
        ("请甲书", ("请甲", "请申", "申书"), 0, "请申书"),
        ("请甲书", ("请甲", "申书"), 0, "请甲书"),
        ("甲", ("甲乙",), 0, "甲"),
        ("甲乙", ("申己",), 0, "甲乙"),
        ("甲乙书", ("申己", "己书"), 0, "申己书"),
        ("人甲书人请乙人", ("申书", "书人", "人请", "请己"), 0, "人申书人请己人"),
        ("乙乙甲书", ("己己", "己申", "申书"), 39, "己己申书"),
    ],
)
def test_a_look_alike_is_replaced_where_more_pairs_are_seen_than_it_costs(
    mend: Mend, text: str, pairs: tuple[str, ...], often: int, found: str
) -> None:
    assert mend(text, *pairs, often=often) == found


def test_marks_and_traditional_characters_become_plain_and_nothing_else_does() -> None:
    assert plain("證明（１）") == "证明(1)"
    assert plain("收入证明①") == "收入证明(1)" and plain("⑳②") == "(20)(2)"
    assert plain("收入证明") == "收入证明"
    assert plain("Ａ級") == "Ａ级" and comparable("Ａ級") == "a级"
    assert simplified()[ord("證")] == "证" and ord("证") not in simplified()
