"""What was worked out once is not worked out again: a county's lists say the same thing thousands of times."""

from typing import Any

import pytest

from matchers import matter_pairs, normalise, scope, vetoes


@pytest.mark.parametrize(
    ("found", "arguments"),
    [
        (matter_pairs._lexicon, ()),
        (normalise._fact, ("监护人无犯罪记录证明",)),
        (normalise.parsed, ("监护人无犯罪记录证明",)),
        (scope._matter, ("种子调运",)),
        (scope._nearest, ("种子调运", "种子、苗木调运", 0)),
        (scope._pairs, ("种子调运",)),
        (scope._use, ("种子、苗木调运",)),
        (vetoes._listed, ()),
        (vetoes._never, ()),
        (vetoes._things, ("植物检疫",)),
        (vetoes._watched, ("植物检疫", 0)),
    ],
)
def test_the_second_answer_is_the_first(found: Any, arguments: tuple[Any, ...]) -> None:
    first = found(*arguments)
    known = found.cache_info().hits
    assert found(*arguments) is first
    assert found.cache_info().hits == known + 1
