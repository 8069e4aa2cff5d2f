"""Names of organs in one cell: one that runs over several lines, or one in each line."""

import pytest

from extractors.fields import organs
from extractors.lists.groups import joined


@pytest.mark.parametrize(
    ("text", "on_paper", "wanted"),
    [
        ("旗住房和城乡\n建设局", True, "旗住房和城乡建设局"),
        ("土默特右旗市\n场监督管理局", True, "土默特右旗市场监督管理局"),
        ("广东省科\n学技术厅", True, "广东省科学技术厅"),
        ("旗教育和科\n学技术局", True, "旗教育和科学技术局"),
        ("土默特右旗\n住房和城乡\n建设局", True, "土默特右旗住房和城乡建设局"),
        ("土默特右旗\n农牧局", False, "土默特右旗农牧局"),
        ("包头市生态环境局土默特右旗\n分局", False, "包头市生态环境局土默特右旗分局"),
        ("包头市生态环境局\n土默特右旗分局", False, "包头市生态环境局土默特右旗分局"),
        ("旗应急管理局\n安全生产执法大队", True, "旗应急管理局、安全生产执法大队"),
        ("某某旗应急管理局\n安全生产执法大队", True, "某某旗应急管理局安全生产执法大队"),
        ("县卫健委\n县中医院", True, "县卫健委、县中医院"),
        ("县委\n县政府", False, "县委、县政府"),
        ("教育局\n民政局", False, "教育局、民政局"),
        ("沟门镇\n美岱召镇", True, "沟门镇、美岱召镇"),
        ("旗民政局\n各苏木乡镇", False, "旗民政局、各苏木乡镇"),
        ("沟门镇\n旗民政局", False, "沟门镇、旗民政局"),
        ("旗民政局、\n旗卫健委；", True, "旗民政局、旗卫健委"),
    ],
)
def test_lines_are_names_only_where_each_is_whole(text: str, on_paper: bool, wanted: str) -> None:
    assert organs.shown(text, on_paper) == wanted


def test_a_second_office_in_a_row_of_its_own_is_parted_on_paper_too() -> None:
    assert joined("水资源股", "水政监察大队", "office", is_visual=True) == "水资源股、水政监察大队"
    assert joined("旗住房和城乡", "建设局", "organ", is_visual=True) == "旗住房和城乡建设局"
