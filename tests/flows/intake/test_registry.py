"""Which department a folder of the inbox is: by name, alias, county prefix; anything else waits to be claimed."""

from pathlib import Path

import pytest

from flows import pipeline
from flows.intake import inbox
from quanze.errors import SettingsError
from quanze.registry import PARTY, Registry, registry, write
from quanze.settings import Settings


@pytest.fixture
def shipped(tmp_path: Path) -> Registry:
    return registry(Settings(home=tmp_path))


def own(home: Path, text: str, encoding: str = "utf-8-sig") -> Registry:
    (home / "departments.csv").write_bytes(text.encode(encoding))
    return registry(Settings(home=home))


@pytest.mark.parametrize(
    ("folder", "department"),
    [
        ("民政局", "民政局"),
        ("市监局", "市场监督管理局"),
        ("某某县民政局", "民政局"),
        ("03 卫健委", "卫生健康委员会"),
        ("水土保持站", "水土保持站"),
        ("三月份上报", "待认领"),
        ("新建文件夹", "待认领"),
    ],
)
def test_a_folder_is_a_department_by_name_alias_or_prefix(shipped: Registry, folder: str, department: str) -> None:
    assert shipped.department(folder) == department


@pytest.mark.parametrize(
    "folder", ["文化和旅游局", "文化旅游广电局", "文旅局", "水利局", "水务局", "卫生健康局", "行政审批局", "旗委办公室"]
)
def test_another_countys_name_does_not_rename(shipped: Registry, folder: str) -> None:
    assert shipped.department(folder) == folder == shipped.department(f"某某旗{folder}")
    assert shipped.kind(folder) == ("党群部门" if folder == "旗委办公室" else "政府部门")


def test_what_stands_under_one_name_takes_in_its_other_names(shipped: Registry) -> None:
    known = shipped.keeping({"水务局", "民政局"})
    assert [known.department(folder) for folder in ("水利局", "水务局", "文化和旅游局")] == [
        "水务局",
        "水务局",
        "文化和旅游局",
    ]
    assert known.kind("水务局") == "政府部门"
    both = shipped.keeping({"水务局", "水利局"})
    assert [both.department(folder) for folder in ("水利局", "水务局")] == ["水利局", "水务局"]


def test_the_countys_own_list_may_rename(tmp_path: Path) -> None:
    known = own(tmp_path, "部门,别名,单位性质\n水务局,水利局,政府部门\n")
    assert known.department("水利局") == "水务局"


def test_the_countys_own_list_is_the_only_one_there_is(tmp_path: Path) -> None:
    known = own(tmp_path, "部门,别名,单位性质\n文旅局,旅游局、文体局,政府部门\n旗委编办,编办,党群部门\n", "gb18030")
    assert [known.department(folder) for folder in ("文体局", "文旅局", "编办")] == ["文旅局", "文旅局", "旗委编办"]
    assert known.department("民政局") == "待认领"
    assert known.kind("旗委编办") == PARTY


def test_the_rules_are_told_what_the_list_says_a_department_is(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert pipeline.book(settings.rules).units == {}
    own(tmp_path, "部门,别名,单位性质\n民族工作部,,党群部门\n")
    assert pipeline.book(settings.rules).units == {"民族工作部": PARTY}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("部门,别名\n甲局,文旅\n乙局,文旅\n", "同时属于两个部门"),
        ("单位,别名\n甲局,\n", "要有“部门”这一列"),
        ("部门,别名,单位性质\n甲局,,企业\n", "单位性质只能写"),
    ],
)
def test_a_wrong_list_is_refused_with_the_line_that_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        own(tmp_path, text)


def test_a_list_written_for_editing_reads_back_the_same(tmp_path: Path, shipped: Registry) -> None:
    write(tmp_path / "departments.csv", ["市场监督管理局", "水土保持站"], shipped)
    again = registry(Settings(home=tmp_path))
    assert again.closed
    assert again.department("市监局") == "市场监督管理局"
    assert again.department("水土保持站") == "水土保持站"


def test_a_drop_in_a_folder_of_an_alias_belongs_to_the_department(tmp_path: Path, shipped: Registry) -> None:
    for folder in ("林草局", "三月份上报"):
        (tmp_path / "inbox" / folder).mkdir(parents=True)
        (tmp_path / "inbox" / folder / "清单.docx").write_bytes(b"x")
    found = {drop.dropped_as: drop.department for drop in inbox.scan(tmp_path / "inbox", shipped)}
    assert found == {"林草局/清单.docx": "林业和草原局", "三月份上报/清单.docx": "待认领"}
