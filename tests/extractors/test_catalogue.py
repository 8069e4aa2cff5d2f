"""Lists of matters written as plain text, and ordinary notices that are none."""

import pytest

from quanze.errors import NoList
from tests.extractors.tables import doubts, reading


def test_numbered_names_under_a_title_of_one_kind_are_matters() -> None:
    extraction = reading("旗气象局行政许可事项清单", "1、系留气球单位资质认定", "2、雷电防护装置设计审核；")
    assert [(one.name, one.kind) for one in extraction.matters] == [
        ("系留气球单位资质认定", "行政许可"),
        ("雷电防护装置设计审核", "行政许可"),
    ]
    assert doubts(extraction) == []


def test_names_under_their_kinds_are_matters_with_the_labels_below_them() -> None:
    extraction = reading(
        "旗气象局权责事项目录",
        "一、行政许可（2项）",
        "（一）系留气球单位资质认定",
        "实施依据：《通用航空飞行管制条例》第三十三条",
        "（二）雷电防护装置设计审核",
        "二、行政处罚（1项）",
        "（一）对传播虚假气象预报的行政处罚",
        "旗气象局",
    )
    assert [(one.name, one.kind, one.basis) for one in extraction.matters] == [
        ("系留气球单位资质认定", "行政许可", "《通用航空飞行管制条例》第三十三条"),
        ("雷电防护装置设计审核", "行政许可", ""),
        ("对传播虚假气象预报的行政处罚", "行政处罚", ""),
    ]
    assert doubts(extraction) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("关于公布行政许可事项清单的通知", "1.高度重视清单管理", "2.严格落实清单要求"),
        ("旗气象局重点任务清单", "1.优化营商环境工作", "2.推进数据共享工作"),
        ("旗气象局取消行政许可事项目录", "1.系留气球单位资质认定", "2.雷电防护装置检测"),
        ("旗气象局行政许可事项清单", "1.系留气球单位资质认定", "一般由气象局受理。", "2.雷电防护装置设计审核"),
        ("旗气象局行政许可事项清单", "1.系留气球单位资质认定", "3.雷电防护装置设计审核"),
        ("旗气象局行政许可事项清单", "1.各科室要高度重视；认真组织实施。", "2.各科室要及时报送；确保完整。"),
        ("旗气象局行政许可申请材料清单", "1.系留气球资质申请表", "2.法定代表人身份证明"),
    ],
)
def test_other_numbered_lines_are_no_matters(lines: tuple[str, ...]) -> None:
    with pytest.raises(NoList):
        reading(*lines)
