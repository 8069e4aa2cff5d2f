"""Numbers as a sheet shows them: formats, dates, long codes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.readers.sheet.format import plain, shown


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (5, "", "5"),
        (5.0, "General", "5"),
        (0.1 + 0.2, "", "0.3"),
        (1e17, "", "100000000000000000"),
        (1.5e-7, "", "0.00000015"),
        (7, "000", "007"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0.256, "0%", "26%"),
        (-3, "0;(0)", "(3)"),
        (0, '0;-0;"无"', "无"),
        (20, '0"个工作日"', "20个工作日"),
        (3, "[Red]0_);\\(0\\)", "3"),
        (44322, "yyyy-mm-dd", "2021-05-06"),
        (44322, 'yyyy"年"m"月"', "2021-05-06"),
        (44322.5, "yyyy/m/d h:mm", "2021-05-06 12:00"),
        (0.5, "h:mm", "12:00"),
        (1.5, "[h]:mm", "36:00"),
        (1, "yyyy-mm-dd", "1900-01-01"),
    ],
)
def test_number_formats_are_applied(number: float, form: str, text: str) -> None:
    assert shown(number, form) == text


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_are_shown_in_full(number: int) -> None:
    assert plain(float(number)) == str(number)


@settings(max_examples=400)
@given(st.floats(allow_nan=True, allow_infinity=True), st.text(max_size=12))
def test_no_number_and_no_format_breaks_the_reader(number: float, form: str) -> None:
    assert "e" not in plain(number).lower()
    assert isinstance(shown(number, form), str)
