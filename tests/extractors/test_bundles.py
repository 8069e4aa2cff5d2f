"""Lists of 「一件事」: each matter in a row of its own is one; a bundle is where its matters stand in one cell."""

import pytest

from tests.extractors.tables import doubts, reading, table, titles

HEADED = [
    "一件事名称|涉及事项",
    "“一件事”名称|涉及事项名称",
    "一件事|联办事项",
    "事项名称|联办事项",
    "一件事|一件事涉及事项",
]


@pytest.mark.parametrize("headings", HEADED)
def test_matters_of_a_bundle_in_rows_of_their_own_are_named_by_themselves(headings: str) -> None:
    extraction = reading(
        table(f"""
序号|{headings}|实施部门|申请材料
1|新生儿出生“一件事”|出生医学证明签发|卫健委|父母身份证
^|^|出生登记|公安局|户口簿
2|企业开办“一件事”|营业执照办理|市场监管局|登记申请书
""")
    )
    assert [name for name, _ in titles(extraction)] == ["出生医学证明签发", "出生登记", "营业执照办理"]
    label = headings.split("|")[0]
    assert [matter.other for matter in extraction.matters][1:] == [
        ((label, "新生儿出生“一件事”"),),
        ((label, "企业开办“一件事”"),),
    ]
    assert doubts(extraction) == []


@pytest.mark.parametrize("heading", ["一件事名称", "事项名称"])
def test_a_bundle_whose_matters_stand_in_one_cell_is_the_matter_with_a_doubt(heading: str) -> None:
    extraction = reading(
        table(f"""
序号|{heading}|涉及事项|牵头部门|申请材料
1|新生儿出生“一件事”|出生医学证明签发、出生登记|卫健委|1.父母身份证；2.户口簿
2|企业开办“一件事”|营业执照办理、公章刻制|市场监管局|1.登记申请书；2.住所证明
""")
    )
    assert [name for name, _ in titles(extraction)] == ["新生儿出生“一件事”", "企业开办“一件事”"]
    assert dict(extraction.matters[0].other)["涉及事项"] == "出生医学证明签发、出生登记"
    assert [one.name for one in extraction.matters[0].materials] == ["父母身份证", "户口簿"]
    assert doubts(extraction) == ["名称存疑"]


def test_a_bundle_alone_is_the_matter() -> None:
    rows = "序号|一件事名称|牵头部门|申请材料\n1|新生儿出生“一件事”|卫健委|身份证\n2|企业开办“一件事”|市监局|申请书"
    extraction = reading(table(rows))
    assert [name for name, _ in titles(extraction)] == ["新生儿出生“一件事”", "企业开办“一件事”"]
    assert doubts(extraction) == []
