"""Lists and catalogues drawn at random for the state machine: real names, small files."""

import csv
import io
from collections.abc import Sequence

from hypothesis import strategies as st

DEPARTMENTS = ("林业和草原局", "民政局")
FILES = ("权责清单.csv", "办事指南.csv")
MATTERS = ("林木采伐许可", "最低生活保障审核", "临时救助", "草原防火区野外用火审批", "老年人优待证办理", "孤儿认定")
MATERIALS = ("身份证复印件", "收入证明", "婚姻状况证明", "居住证明", "林权证", "申请书", "无犯罪记录证明")
KINDS = ("行政许可", "行政给付", "行政确认")
_HEAD = ("序号", "权力类型", "职权名称", "设定依据", "实施主体", "申请材料", "法定时限", "承诺时限")
ENTRIES = (
    ("cancelled", "收入证明", "低保", "村委会", "书面承诺"),
    ("cancelled", "居住证明", "落户", "社区", "部门核查"),
    ("retained", "婚姻状况证明", "低保", "民政部门", ""),
    ("retained", "无犯罪记录证明", "从业", "公安机关", ""),
)

lines = st.lists(
    st.tuples(
        st.sampled_from(MATTERS),
        st.sampled_from(KINDS),
        st.lists(st.sampled_from(MATERIALS), max_size=3, unique=True),
        st.sampled_from(("20个工作日", "10个工作日", "")),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda line: line[0],
)
"""A list's matters: name, kind, materials, limit."""

catalogues = st.lists(st.sampled_from(ENTRIES), min_size=1, unique=True)
"""A catalogue's entries."""


def list_csv(drawn: Sequence[tuple[str, str, Sequence[str], str]], department: str) -> bytes:
    """A department's list as CSV."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(_HEAD)
    for number, (name, kind, materials, limit) in enumerate(drawn, 1):
        told = "\n".join(f"{place}.{material}" for place, material in enumerate(materials, 1))
        basis = f"《{name}管理办法》第三条 县级以上人民政府主管部门负责。"
        rows.writerow([str(number), kind, name, basis, department, told, limit, limit and "5个工作日"])
    return out.getvalue().encode("utf-8-sig")


def catalogue_csv(drawn: Sequence[tuple[str, str, str, str, str]]) -> bytes:
    """A catalogue as CSV."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("key", "list", "name", "usage", "issuer", "replacement"))
    for number, (kind, name, usage, issuer, replacement) in enumerate(drawn, 1):
        rows.writerow((f"k{number}", kind, name, usage, issuer, replacement))
    return out.getvalue().encode("utf-8-sig")
