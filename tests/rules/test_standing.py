"""What stands behind a matter: the rank of its basis, its volume, who gave it, what the county's tables say."""

from pathlib import Path

import pytest

from quanze.matter import Citation
from rules import rulebook
from rules.standing import standing_facts
from tests.rules.make import matter


def facts(kind: str = "行政许可", **fields: object) -> dict[str, tuple[str, str]]:
    """The standing facts of a matter by name: words and where they stand."""
    one = matter(kind=kind, **fields)  # type: ignore[arg-type]  # any field of a matter
    return {name: (quote, where) for name, quote, where in standing_facts(one, kind, rulebook())}


@pytest.mark.parametrize(
    ("basis", "fact", "quote"),
    [
        ("《森林法》第三条 批准。", "", ""),
        ("《内蒙古自治区草原管理条例》第三条 批准。", "local_only", "《内蒙古自治区草原管理条例》"),
        (
            "《包头市物业管理办法》《内蒙古自治区草原管理条例》",
            "local_only",
            "《包头市物业管理办法》、《内蒙古自治区草原管理条例》",
        ),
        ("《内蒙古自治区草原管理条例》《森林法》", "", ""),
        (
            "《内蒙古自治区人民政府关于深化改革的意见》",
            "local_normative_only",
            "《内蒙古自治区人民政府关于深化改革的意见》",
        ),
        (
            "《内蒙古自治区人民政府关于深化改革的意见》《包头市物业管理办法》",
            "local_only",
            "《内蒙古自治区人民政府关于深化改革的意见》、《包头市物业管理办法》",
        ),
        ("《乌拉特前旗不动产权证书》批准。", "", ""),
        ("《内蒙古自治区人民政府关于某某某某某某某某某某证书》批准。", "", ""),
        (
            "《内蒙古自治区人民政府关于某某某某某某某某某某某证书》批准。",
            "local_normative_only",
            "《内蒙古自治区人民政府关于某某某某某某某某某某某证书》",
        ),
        ("《城市房地产管理办法》批准。", "", ""),
    ],
)
def test_only_local_legislation_is_told_by_the_titles(basis: str, fact: str, quote: str) -> None:
    found = {name: said for name, said in facts(basis=basis).items() if name.endswith("_only")}
    assert found == ({fact: (quote, "设定依据")} if fact else {})


@pytest.mark.parametrize(
    ("cited", "fact"),
    [
        ([("退役军人医疗保障办法", "规范性文件")], "normative_only"),
        ([("退役军人医疗保障办法", "部门规章")], ""),
        ([("中华人民共和国草原法", "规范性文件")], ""),
        ([("退役军人医疗保障办法", "规范性文件"), ("森林法", "法律")], ""),
        (
            [("退役军人医疗保障办法", "规范性文件"), ("内蒙古自治区人民政府关于改革的意见", "规范性文件")],
            "normative_only",
        ),
        ([("草原管理条例", "地方性法规")], "local_only"),
        ([("草原管理办法", "地方政府规章")], "local_only"),
        ([("包头市草原管理办法", "规范性文件")], "local_normative_only"),
    ],
)
def test_the_rank_of_a_citation_counts_beside_its_title(cited: list[tuple[str, str]], fact: str) -> None:
    found = facts(basis="依据", citations=tuple(Citation(title, rank=rank) for title, rank in cited))
    assert [name for name in found if name.endswith("_only")] == ([fact] if fact else [])


@pytest.mark.parametrize(
    ("kind", "name", "approval", "asked"),
    [
        ("行政许可", "林木采伐许可", True, True),
        ("行政处罚", "林木采伐许可", False, False),
        ("公共服务", "图书借阅", False, True),
        ("行政检查", "监督检查", False, False),
    ],
)
def test_what_is_asked_for_and_what_is_approved(kind: str, name: str, approval: bool, asked: bool) -> None:
    found = facts(kind, name=name)
    assert ("approval" in found, "on_application" in found, "not_on_application" in found) == (
        approval,
        asked,
        not asked,
    )


def test_a_name_that_is_no_approval_takes_the_type_back() -> None:
    (word, *_) = rulebook().raw["facts"]["approval"]["not_names"]
    assert "approval" in facts(name="林木采伐许可")
    assert "approval" not in facts(name=f"林木采伐{word}")


def test_a_volume_counts_from_its_bound_on() -> None:
    least = rulebook().raw["facts"]["volume"]["at_least"]
    heading, *_ = rulebook().raw["facts"]["volume"]["headings"]
    assert facts(other=((heading, f"{least}件"),))["volume_high"] == (f"{heading}：{least}件", heading)
    assert "volume_high" not in facts(other=((heading, f"{least - 1}件"),))
    assert "volume_high" not in facts(other=(("别的栏", f"{least}件"),))
    assert "volume_high" not in facts(other=((heading, "很多"),))
    assert "volume_high" in facts(other=((heading, f"{least // 1000},{least % 1000:03d}"),)) or least < 1000


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"note": "受自治区林草局委托办理"}, "备注"),
        ({"note": "本单位受托人须到场"}, ""),
        ({"note": "受委托人办理"}, ""),
        ({"level": "上级委托"}, "行使层级"),
        ({"name": "自治区林草局委托的采伐许可"}, "事项名称"),
        ({"other": (("委托部门", "自治区林草局"),)}, "委托部门"),
        ({"other": (("委托机关", "无"),)}, ""),
        ({"other": (("委托机关", "/"),)}, ""),
        ({"other": (("办理地点", "自治区林草局"),)}, ""),
    ],
)
def test_what_is_held_by_delegation_says_so(fields: dict[str, str], where: str) -> None:
    found = facts(**fields)
    assert (found["already_delegated"][1] if "already_delegated" in found else "") == where


def test_the_regions_penalty_list_is_only_asked_of_penalties(tmp_path: Path) -> None:
    (tmp_path / "township_penalties.csv").write_text("事项名称,部门,文件\n滥伐林木,林草局,某文\n", encoding="utf-8")
    book = rulebook(tmp_path)

    def listed(kind: str, name: str = "滥伐林木") -> list[str]:
        return [quote for fact, quote, _ in standing_facts(matter(name, kind), kind, book) if fact == "penalty_listed"]

    assert listed("行政处罚") == ["某文：滥伐林木"]
    assert [listed("行政许可"), listed("公共服务"), listed("行政处罚", "盗伐林木"), listed("行政处罚", "丈量")] == [
        []
    ] * 4


@pytest.mark.parametrize(
    ("row", "known"),
    [
        ("滥伐林木,林业和草原局,收回", True),
        ("滥伐林木,,已收回", True),
        ("滥伐林木,民政局,收回", False),
        ("滥伐林木,林业和草原局,下放", False),
        ("盗伐林木,林业和草原局,收回", False),
        ("丈量,林业和草原局,收回", False),
    ],
)
def test_a_transfer_taken_back_is_known_by_matter_and_department(tmp_path: Path, row: str, known: bool) -> None:
    (tmp_path / "transfers.csv").write_text(f"事项名称,部门,动作,日期,文件\n{row},2024-05-01,某文\n", encoding="utf-8")
    said = [
        quote
        for fact, quote, _ in standing_facts(matter("滥伐林木"), "行政许可", rulebook(tmp_path))
        if fact == "taken_back"
    ]
    assert said == ([f"2024-05-01 某文：{row.split(',')[2]}"] if known else [])
